"""Labels leave nothing behind in the text."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes

from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.chapters.numbering import number_labels
from octavo.language.translator import get_translator


def test_a_paragraph_of_a_label_alone_does_not_part_heading_and_text() -> None:
    text = b"Theory\n------\n:label:`theory`\n\nFirst words.\n\nMethod\n------\n\nMore.\n"
    manuscript = parse_manuscript(text, Path("m.rst"), "c-", title="Other")
    tree = manuscript.tree
    labels, _ = number_labels(tree, "c-", get_translator("en"), manuscript.written)
    assert "theory" in labels
    assert [node.astext() for node in tree.findall(nodes.paragraph)] == ["First words.", "More."]
