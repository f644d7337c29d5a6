"""Signs of a typewriter are printed as in books; code, formulas, addresses and plain values as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.model import Rest
from octavo.rendering.rst.jinja_templates import render_template
from octavo.rendering.rst.smart_punctuation import apply_smart_punctuation
from octavo.rendering.rst.value_substitution import parse_template, parse_value


def printed(text: str, language: str = "en") -> str:
    return parse_manuscript(text.encode(), Path("m.rst"), "c-", language).tree.astext()


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", """He said "it's *so*" --- or not...""", "He said “it’s so” — or not…"),
        ("en-GB", "1990--1995, the '90s", "1990–1995, the ’90s"),
        ("fr", """Il dit "bonjour", l'eau""", "Il dit «\u00a0bonjour\u00a0», l’eau"),
        ("en", """``"x" -- y`` and :math:`a'' -- b`""", """"x" -- y and a'' -- b"""),
        ("en", "https://example.org/a--b'c", "https://example.org/a--b'c"),
        ("en", r"Say --verbose, x --> y, ---- and \"so\"", 'Say --verbose, x --> y, ---- and "so"'),
        ("en", 'Of "*emphasis*" and ("``code``").', "Of “emphasis” and (“code”)."),
        ("en", "Write to a--b'c@example.org -- now.", "Write to a--b'c@example.org – now."),
        ("en", """He is 6' 2" or 5'10", of "size 9".""", "He is 6′ 2″ or 5′10″, of “size 9”."),
        ("en", "Rock 'n' roll, 'tis 'n, get 'em.", "Rock ’n’ roll, ’tis ‘n, get ’em."),
        ("en", "The word 'em' and 'ten' -- 'tis the dogs' own.", "The word ‘em’ and ‘ten’ – ’tis the dogs’ own."),
        ("en", """'"So" he said', "it's 'n' so".""", "‘“So” he said’, “it’s ’n’ so”."),
        ("fr", "Il dit 'em' et 'n'.", "Il dit “em” et “n”."),
        ("zz", '"as it is"', '"as it is"'),
    ],
)
def test_quotes_and_dashes_are_those_of_the_language(language: str, text: str, words: str) -> None:
    assert printed(text, language) == words


def test_listings_and_doctests_stay_as_they_are() -> None:
    code = 'print("it\'s" ...) # --'
    for text in (f"::\n\n   {code}", f".. code-block:: python\n\n   {code}", f">>> {code}"):
        assert code in printed(text)


def test_a_block_in_another_language_has_its_quotes() -> None:
    assert printed('.. class:: language-de\n\nEr sagt "ja".') == "Er sagt „ja“."


def test_rest_values_are_educated_and_plain_values_stay(tmp_path: Path) -> None:
    (tmp_path / "t.rst").write_text('{{ plain }}\n\n{{ rest }}\n\nA "template".\n')
    facts = {"plain": '"O\'Neil" -- x', "rest": Rest('He said "so".')}
    composed, _ = render_template("t.rst", facts, [tmp_path], {})
    tree, _ = parse_template(composed, language="en")
    assert [one.astext() for one in tree.children] == ['"O\'Neil" -- x', "He said “so”.", 'A "template".']


@given(st.text(alphabet="ab \"'-.\\\n`*", max_size=60))
def test_no_letter_is_lost_whatever_signs_stand_about_it(text: str) -> None:
    tree, _ = parse_value(Rest(text))
    before = tree.astext()
    apply_smart_punctuation(tree, "en")
    assert [one for one in tree.astext() if one.isalnum()] == [one for one in before if one.isalnum()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"In C:\data\new lies it.", r"In C:\data\new lies it."),
        (r"The \alpha of \server\share.", r"The \alpha of \server\share."),
        (r"Two *word*\s, \*stars\*, H\ :sub:`2`\ O, a\\b.", r"Two words, *stars*, H2O, a\b."),
        (r"\A. Smith wrote.", "A. Smith wrote."),
    ],
)
def test_a_backslash_before_a_letter_is_printed(text: str, words: str) -> None:
    assert printed(text) == words
    tree, found = parse_value(Rest(text))
    assert tree.astext() == words
    told = [one for one in found if one.code == "backslash"]
    assert bool(told) == ("\\" in words and "a\\b" not in words)


def test_marks_of_docutils_never_reach_a_page() -> None:
    tree = parse_manuscript(rb"a\*b\c\_d", Path("m.rst"), "c-", "en").tree
    assert all("\x00" not in text.astext() for text in tree.findall(nodes.Text))
