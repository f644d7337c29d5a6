"""Lists, notes, annexes and listings are numbered and laid out as their authors wrote them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from docx_parts import METADATA, setting, tree
from docx_reader import W, Word
from octavo.chapters.manuscript_reader import manuscript
from octavo.docx.document_parts import DocumentPiece
from octavo.docx.docx_writer import write
from octavo.language.enumerators import letters, roman
from small_volume import built, product, texts, workshop
from structure_tree import read_tree

LISTS = """\
Steps.

(a) hammer
(b) chisel

5) fifth
6) sixth

iii. third
iv. fourth

II. second
III. next

1. Install the gauge:

   .. code-block:: console

      $ install

.. code-block:: console

   $ look

2. Write it down

.. code-block:: console

   $ write

a. lower

.. epigraph::

   Words.

A. Smith wrote this.

2003. A year.
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    note = "\n\nA note [#]_.\n\n.. [#] First words.\n\n   Second words.\n\n   - item one\n   - item two\n"
    code = "\n\n.. code-block:: python\n   :linenos:\n   :lineno-start: 98\n\n   a = 1\n   b = 2\n"
    made = built(tmp_path_factory.mktemp("lists"), workshop(), {"shore.rst": LISTS + note + code})
    assert made.pdf
    return made.pdf


def test_enumerators_are_printed_as_written(book: bytes) -> None:
    page = next(text for text in texts(book) if "hammer" in text)
    # The engine paints what stands beside entries after their words.
    for words in ("(a) ", "(b) ", "5) ", "6) ", "iii. ", "iv. ", "II. ", "1. ", "2. "):
        assert f"\n{words}" in page, words
    for words in ("A. Smith wrote", "2003. A year"):
        assert words in page, words


def test_enumerators_are_labels_of_list_entries(book: bytes) -> None:
    lists = read_tree(book).all("L")
    labels = [label.text.strip() for one in lists for label in one.all("Lbl")]
    for words in ("(a)", "5)", "iv.", "III.", "1.", "2."):
        assert words in labels
    assert "A." not in labels and "2003." not in labels


def test_a_note_keeps_its_paragraphs_and_lists(book: bytes) -> None:
    note = next(element for element in read_tree(book).all("Note") if "First words" in element.text)
    assert [one.text.strip() for one in note.all("P") if "words." in one.text] == ["First words.", "Second words."]
    assert [one.text.strip() for one in note.all("LBody")] == ["item one", "item two"]
    page = next(text for text in texts(book) if "First words." in text)
    assert re.search(r"First words\.\s*\r?\nSecond words\.", page)


def test_numbers_of_lines_are_shown_but_no_words_of_a_listing(book: bytes) -> None:
    page = next(text for text in texts(book) if "First words." in text)
    assert re.search(r"98\s*a = 1\s+99\s*b = 2", page)
    assert not any("98" in element.text for element in read_tree(book).all("P"))


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("Words.\n\n1. only", 1),
        ("Words.\n\n(a) only", 1),
        ("Words.\n\niv. only", 1),
        ("Words.\n\nA. Smith", 0),
        ("Words.\n\nI. Kant", 0),
        ("Words.\n\n2003. A year", 0),
        ("A. one\n\n::\n\n   code\n\nB. two", 2),
        ("A. Smith\n\n::\n\n   code\n\nC. Jones", 0),
    ],
)
def test_one_entry_is_a_list_unless_it_begins_with_an_initial_or_a_year(text: str, lists: int) -> None:
    document = parse_manuscript(text.encode(), Path("m.rst"), "c-").tree
    assert sum(1 for _ in document.findall(nodes.enumerated_list)) == lists


def test_word_numbers_lists_as_they_were_written() -> None:
    word = Word(write_docx([DocumentPiece(tree(LISTS))], setting(), METADATA).data)
    shown = [level.get(f"{W}val") for level in word.part("numbering").iter(f"{W}lvlText")]
    for pattern in ("(%1)", "%1)", "%1."):
        assert pattern in shown
    starts = [one.get(f"{W}val") for one in word.part("numbering").iter(f"{W}startOverride")]
    assert {"5", "3", "2"} <= set(starts)


def test_annexes_after_z_go_on_with_two_letters(tmp_path: Path, minimal: str) -> None:
    home = tmp_path / "reports" / "tides"
    home.mkdir(parents=True)
    annexes = "".join(f"  - {{title: Matter {n}, text: Short.}}\n" for n in range(29))
    more = "report: {edition: 1, date: 2026-09-30, cut_off: 2026-08-31}\n"
    (home / "workshop.yaml").write_text(f"{minimal}\n{more}annexes:\n{annexes}")
    made = product(home / "workshop.yaml", tmp_path, "follow-up")
    assert made.pdf, made.findings
    pages = " ".join(texts(made.pdf))
    named = re.findall(r"Annex (\S+)\s+Matter", pages)
    assert {"Z", "AA", "AB", "AC"} <= set(named) and all(re.fullmatch("[A-Z]+", one) for one in named)


def test_word_names_annexes_after_z_as_the_pages_do() -> None:
    sections = [nodes.section("", nodes.title("", f"M{n}"), ids=[f"s{n}"], classes=["annex"]) for n in range(30)]
    document = tree("Words.")
    document.extend(sections)
    shown = write_docx([DocumentPiece(document)], setting(), METADATA)
    levels = [level.get(f"{W}val") for level in Word(shown.data).part("numbering").iter(f"{W}lvlText")]
    assert {"Annex AA", "Annex AB", "Annex AC", "Annex AD"} <= set(levels)


@given(st.integers(1, 5000))
def test_letters_and_numerals_name_each_number_once(number: int) -> None:
    place = 0
    for letter in to_letters(number):
        place = place * 26 + ord(letter) - 96
    assert place == number
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    signs = [values[sign] for sign in to_roman(number)]
    assert sum(-one if one < max(signs[at:]) else one for at, one in enumerate(signs)) == number
