"""Signs are read aloud as words, and a bar of progress is decoration beside its percentage."""

from __future__ import annotations

import re

import pytest
from docutils import nodes, utils

from octavo.language.translator import get_translator
from octavo.rendering.html.html_document import HtmlOptions
from octavo.rendering.html.html_writer import write_html
from octavo.rendering.rst.directives import SYMBOLS, progress, symbol


def written(node: nodes.Element, language: str = "en", *classes: str) -> str:
    document = utils.new_document("")
    document += nodes.container("", nodes.paragraph("", "", node), classes=list(classes))
    html = write_html(document, HtmlOptions("T", "T", (), get_translator(language), {}, {}, "")).html
    return re.search(r"<p>(.*)</p>", html)[1]  # type: ignore[index]


@pytest.mark.parametrize("shape", SYMBOLS)
def test_each_sign_is_drawn_and_says_what_it_means(shape: str) -> None:
    html = written(symbol("", "done & gone", classes=[shape]))
    assert re.search(r"<(circle|path)", html) and "<title>done &amp; gone</title>" in html


def test_in_a_key_the_words_beside_a_sign_are_read_alone() -> None:
    html = written(symbol("", "done", classes=["circle-full"]), "en", "symbol-key")
    assert 'aria-hidden="true"' in html and "title" not in html


@pytest.mark.parametrize(("share", "language", "said"), [("0", "en", "0%"), ("100", "en", "100%"), ("7", "fr", "7 %")])
def test_a_share_is_a_bar_of_that_width_and_a_percentage(share: str, language: str, said: str) -> None:
    html = written(progress("", share), language)
    bar, _, words = html.partition("</span></span>")
    assert f"width: {share}%" in bar and 'aria-hidden="true"' in bar
    assert " ".join(words.split()) == said


def test_what_is_no_share_stays_text() -> None:
    assert written(progress("", "101")) == "101" and written(progress("", "much")) == "much"
