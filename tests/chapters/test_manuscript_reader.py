"""A manuscript's own title is not printed below that of its chapter, and labels that lead to it still do."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes

from octavo.chapters.manuscript_reader import Manuscript, parse_manuscript

TWO_SECTIONS = "{above}Gauges & Tides\n==============\n\nWords.\n\nLower level\n===========\n\nMore words.\n"


def read(text: str, title: str) -> Manuscript:
    return parse_manuscript(text.encode(), Path("m.rst"), "c-", title=title)


def headings(manuscript: Manuscript) -> list[str]:
    return [title.astext() for title in manuscript.tree.findall(nodes.title)]


@pytest.mark.parametrize("title", ["Gauges & Tides", "GAUGES and Tides", "Gauges & Tides."])
@pytest.mark.parametrize("above", ["", ".. _gauges:\n\n", ":author: Ann\n\n", ".. A comment\n\n"])
def test_a_title_with_the_underline_of_its_sections_is_taken(title: str, above: str) -> None:
    manuscript = read(TWO_SECTIONS.format(above=above), title)
    assert manuscript.title == "Gauges & Tides" and headings(manuscript) == ["Lower level"]
    assert ("gauges" in manuscript.title_labels) is above.startswith(".. _")
    assert "gauges & tides" in manuscript.title_labels


def test_a_first_section_of_another_name_is_a_section() -> None:
    manuscript = read(TWO_SECTIONS.format(above=""), "The Sea")
    assert manuscript.title == "" and headings(manuscript) == ["Gauges & Tides", "Lower level"]


def test_a_section_above_all_others_is_the_title_whatever_its_name() -> None:
    manuscript = read("Gauges\n======\n\nOne\n---\n\nWords.\n", "The Sea")
    assert manuscript.title == "Gauges" and headings(manuscript) == ["One"]


def test_an_introduction_above_all_other_sections_is_no_title() -> None:
    text = "{title}\n============\n\nWords.\n\nOne\n---\n\nWords.\n"
    manuscript = read(text.format(title="Introduction"), "The Sea")
    assert manuscript.title == "" and headings(manuscript) == ["Introduction", "One"]
    assert read(text.format(title="Introduction"), "Introduction").title == "Introduction"


def test_a_link_to_the_title_leads_to_its_place() -> None:
    manuscript = read(TWO_SECTIONS.format(above="") + "\nSee `Gauges & Tides`_.\n", "Gauges & Tides")
    (link,) = manuscript.tree.findall(nodes.reference)
    assert any(link["refid"] in target["ids"] for target in manuscript.tree.findall(nodes.target))
