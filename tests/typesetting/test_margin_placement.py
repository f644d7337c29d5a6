"""Notes in the outer margin stand beside their line, and give way to each other."""

from __future__ import annotations

import io

import pdfplumber

from octavo.typesetting.typesetter import typeset
from typeset_parts import PHRASE, job

CSS = """
@page { size: 100mm 60mm; margin: 10mm 45mm 10mm 10mm }
@page :left { margin: 10mm 10mm 10mm 45mm }
.side-note { position: absolute; width: 28mm; margin-left: 3mm; font: 8pt/10pt Serif }
"""


def note(number: int, words: str) -> str:
    return f'<a href="#n{number}">{number}</a><span class="side-note" role="doc-footnote" id="n{number}">{words}</span>'


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


def test_notes_that_are_higher_than_their_page_are_told() -> None:
    found = typeset(job(f"<p>{PHRASE}{note(1, 'First. ' * 40)}{note(2, 'Second. ' * 40)}</p>", CSS)).findings
    (told,) = [one for one in found if one.code == "margin-full"]
    assert "page 1" in told.message and "--note-place: foot" in told.hint


def test_of_a_full_margin_one_finding_is_told_and_not_one_for_each_word() -> None:
    notes = " ".join(note(number, "Words of a note. " * 20) for number in range(1, 20))
    found = typeset(job(f"<p>{PHRASE}{notes}</p>", CSS)).findings
    assert [one.message for one in found if one.code == "overflow"] == []
