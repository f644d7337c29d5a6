"""The place of a table or picture is sought near its line, however long the text is."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes

from octavo.findings.finding import Place
from octavo.rendering.rst.directives import VALUE_MARKUP
from octavo.rendering.rst.docutils_parser import ParsedText, parse_lines


def test_a_table_is_not_found_far_below_itself() -> None:
    table = (".. list-table::", "", "   * - q\\ z", "     - B", "")
    lines = ("Words.", "", *table, *("Words of a text.", "") * 300, "Here stands qz.")
    written = ParsedText(lines, tuple(Place(Path("t.rst"), number) for number in range(1, len(lines) + 1)))
    tree, found = parse_lines(written, "t-", VALUE_MARKUP)
    (node,) = tree.findall(nodes.table)
    assert found == [] and node["place"].line < 10
