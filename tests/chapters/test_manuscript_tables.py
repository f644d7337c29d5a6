"""A border line that stands alone is no table."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes

from octavo.chapters.manuscript_reader import parse_manuscript

LONE = b"A table:\n\n+-----+-----+\n\none and two\n"


def test_a_border_line_alone_is_told_with_its_line_and_leaves_no_table() -> None:
    read = parse_manuscript(LONE, Path("m.rst"), "c-", title="T")
    assert [(one.code, one.place and one.place.line) for one in read.findings] == [("empty-table", 3)]
    assert not list(read.tree.findall(nodes.table))
    assert read.tree.astext().split() == ["A", "table:", "one", "and", "two"]
