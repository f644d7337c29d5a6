"""Notes in the outer margin stand beside their line, and give way to each other."""

from __future__ import annotations

import io

import pdfplumber

from octavo.findings.finding import Severity
from octavo.typesetting.typesetter import typeset
from typeset_parts import PHRASE, job

CSS = """
@page { size: 100mm 60mm; margin: 10mm 45mm 10mm 10mm }
@page :left { margin: 10mm 10mm 10mm 45mm }
.side-note { position: absolute; width: 28mm; margin-left: 3mm; font: 8pt/10pt Serif }
"""


def note(number: int, words: str) -> str:
    return (
        f'<a class="note-call" role="doc-noteref" href="#n{number}"><sup>{number}</sup></a>'
        f'<span class="side-note" role="doc-footnote" id="n{number}">'
        f'<span class="note-number" data-tag="dt">{number}</span> {words}</span>'
    )


def test_notes_of_one_line_stand_below_each_other_and_the_last_ends_with_the_page() -> None:
    body = f"<p>{PHRASE * 3}{note(1, 'First. ' * 9)}{note(2, 'Second. ' * 9)}</p>"
    made = typeset(job(body, CSS))
    assert made.findings == () and made.pages == 1
    words = pdfplumber.open(io.BytesIO(made.pdf)).pages[0].extract_words()
    first, second = ([one for one in words if one["text"] == text] for text in ("First.", "Second."))
    assert max(one["bottom"] for one in first) < min(one["top"] for one in second)
    assert 48 * 72 / 25.4 < max(one["bottom"] for one in second) < 51 * 72 / 25.4
    assert min(one["x0"] for one in (*first, *second)) > 57.9 * 72 / 25.4


def test_on_a_left_hand_page_they_stand_at_the_left() -> None:
    made = typeset(job(f"<p>One.</p><p style='break-before: page'>{PHRASE}{note(1, 'Aside.')}</p>", CSS))
    words = pdfplumber.open(io.BytesIO(made.pdf)).pages[1].extract_words()
    (aside,) = [one for one in words if one["text"] == "Aside."]
    assert aside["x0"] > 13 * 72 / 25.4 and aside["x1"] < 42 * 72 / 25.4


FOOT = ".footnote { float: footnote; font: 8pt/10pt Serif } ::footnote-call { content: counter(footnote) }"


def test_notes_for_which_the_margin_has_no_room_stand_at_the_foot() -> None:
    notes = "".join(note(number, f"{name}. " * 24) for number, name in enumerate(("First", "Second", "Third"), 1))
    made = typeset(job(f"<p>{PHRASE * 3}{notes}</p>", CSS.replace("60mm", "100mm") + FOOT))
    assert made.findings == () and made.pages == 1
    pages = pdfplumber.open(io.BytesIO(made.pdf)).pages
    for name in ("First.", "Second.", "Third."):
        words = [one for page in pages for one in page.extract_words() if one["text"] == name]
        assert len(words) == 24 and all(0 < one["top"] < 90 * 72 / 25.4 for one in words)
    words = pages[0].extract_words()
    assert min(one["x0"] for one in words if one["text"] == "Third.") > 57.9 * 72 / 25.4


def test_nothing_is_lost_of_a_margin_that_is_full_on_every_page() -> None:
    notes = " ".join(f"{PHRASE}{note(number, 'Words of a note. ' * 20)}" for number in range(1, 20))
    made = typeset(job(f"<p>{notes}</p>", CSS + FOOT))
    assert made.findings == ()
    text = "".join(page.extract_text() for page in pdfplumber.open(io.BytesIO(made.pdf)).pages)
    assert text.replace("\n", " ").count("note.") == 19 * 20


def test_captions_that_are_higher_than_their_page_are_an_error() -> None:
    css = CSS + "figcaption { position: absolute; width: 28mm; margin-left: 3mm; font: 8pt/10pt Serif }"
    figures = (
        f"<div class='side-notes'><figure><p>{PHRASE}</p><figcaption>{'Caption. ' * 80}</figcaption></figure></div>"
    )
    (told,) = [one for one in typeset(job(figures, css)).findings if one.code == "margin-full"]
    assert told.severity is Severity.ERROR and "page 1" in told.message and "--note-place: foot" in told.hint
