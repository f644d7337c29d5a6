"""Paragraphs: those that are headings in all but name, and those with something unseen between them."""

from __future__ import annotations

import re

import pytest
from docutils import core, nodes, utils

from octavo.language.translator import get_translator
from octavo.rendering.html import html_blocks
from octavo.rendering.html.html_document import HtmlOptions
from octavo.rendering.html.html_writer import write_html


def paragraph(*children: nodes.Node, following: bool = True) -> nodes.paragraph:
    made = nodes.paragraph("", "", *children)
    nodes.section("", made, *([nodes.paragraph("", "Text")] if following else []))
    return made


@pytest.mark.parametrize("end", ["", ":", " :"])
def test_a_bold_line_before_a_block_is_a_label(end: str) -> None:
    assert html_blocks._is_label(paragraph(nodes.strong("", "Results"), nodes.Text(end)))


def test_an_id_is_written_once() -> None:
    document = utils.new_document("")
    document += [nodes.paragraph("", "One", ids=["same"]), nodes.paragraph("", "Two", ids=["same", "own"])]
    page = write_html(document, HtmlOptions("T", "T", (), get_translator("en"), {}, {})).html
    assert page.count('id="same"') == 1 and page.count('id="own"') == 1


@pytest.mark.parametrize("words", ["Model Fit Checks", "5. Fit the model to the real data"])
def test_a_short_line_in_italics_before_a_block_is_a_label_too(words: str) -> None:
    assert html_blocks._is_label(paragraph(nodes.emphasis("", words)))
    assert not html_blocks._is_label(paragraph(nodes.emphasis("", f"{words}.")))
    assert not html_blocks._is_label(paragraph(nodes.emphasis("", words * 9)))
    assert not html_blocks._is_label(paragraph(nodes.emphasis("", words), following=False))


def test_other_paragraphs_are_none() -> None:
    assert not html_blocks._is_label(paragraph(nodes.strong("", "Results"), nodes.Text(" were found.")))
    assert not html_blocks._is_label(paragraph(nodes.strong("", "Results"), following=False))
    assert not html_blocks._is_label(paragraph(nodes.Text("...")))
    assert not html_blocks._is_label(paragraph())


def write_words(source: str) -> str:
    tree = core.publish_doctree(source, settings_overrides=QUIET)
    return write_html(tree, HtmlOptions("T", "T", (), get_translator("en"), {}, {})).html


@pytest.mark.parametrize("reference", ["[Doe2020]_", "[#]_"])
def test_no_empty_element_stands_before_a_reference(reference: str) -> None:
    """WeasyPrint breaks no line at an empty element: the word before it would be hyphenated though it has room."""
    written = write_words(f"Many words {reference} follow.\n\n.. [Doe2020] A book.\n.. [#] A note.\n")
    assert "Many words <" in written and "></span>" not in written, written


def test_a_number_stays_with_the_word_before_it_in_another_element() -> None:
    assert "Figure\u00a0\u2060<a" in write_words("See Figure `3 <https://example.org>`__.")
    assert "Figure <a" in write_words("See Figure `three <https://example.org>`__.")


@pytest.mark.parametrize(
    "unseen",
    [".. _invoke: https://www.pyinvoke.org/", ".. _next: invoke_", ".. a comment", ".. |x| replace:: y", ".. _here:"],
)
def test_paragraphs_stay_neighbours_whatever_unseen_stands_between_them(unseen: str) -> None:
    tree = core.publish_doctree(
        f"One.\n\n{unseen}\n\nAnother.\n\n.. _invoke: https://x.org\n", settings_overrides=QUIET
    )
    written = write_html(tree, HtmlOptions("T", "T", (), get_translator("en"), {}, {})).html
    assert re.search(r"One\.</p>\s*<p[^>]*>Another", written), written


QUIET = {"report_level": 5, "file_insertion_enabled": False}
