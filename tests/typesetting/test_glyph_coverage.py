"""What is looked for before anything is set is what the typesetter would miss: no more and no less."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from octavo.typesetting import glyph_coverage
from octavo.typesetting.stylesheets import StyleSheets
from octavo.typesetting.typesetter import undrawn
from structure_tree import read_tree
from typeset_parts import part

DRAWN = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff")


@settings(max_examples=40, deadline=None)
@given(st.text(DRAWN, min_size=1))
@example("z\u034e and \u0378, \ue000, \u0600, \u115f")
@example("non\u2011breaking \u2010 \u2007\u202f\u2060\ufeff\u00ad")
@example("e\u0323\u0302 m\u0303 \u0915 A\uff21 \ufb01 \u2212")
def test_check_finds_the_letters_that_a_build_would_miss(sheets: StyleSheets, text: str) -> None:
    assert set(glyph_coverage.find_missing_characters(text, sheets)) == find_undrawn_characters(
        [text], sheets.styles, sheets.fonts
    )


def test_words_of_heads_and_drawings_are_looked_at_and_descriptions_are_not() -> None:
    html = (
        '<html><head><title>Ж1</title></head><body class="x" data-title="Ж2" data-short="Ж3" data-marking="">'
        '<p title="Ж4">Ж5 &lt;Ж6&gt;</p><svg><title>Ж7</title><text>Ж8</text></svg></body></html>'
    )
    assert "".join(letter for letter in glyph_coverage.printed_text(html) if letter.isdigit()) == "23568"


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011"])
def test_a_hyphen_of_a_word_processor_is_set_as_the_usual_one_of_its_own_face(hyphen: str) -> None:
    data = part(f"<p>In{hyphen}Context", "p { font-family: Serif }").pdf
    assert read_tree(data).text.strip() == "In-Context"


@pytest.mark.parametrize(("hyphen", "last"), [("-", "mnopq"), ("\u2011", "ijkl-mnopq")])
def test_a_line_is_not_broken_at_a_hyphen_that_does_not_break(hyphen: str, last: str) -> None:
    data = part(f"<p>abcdefgh ijkl{hyphen}mnopq</p>", "p { width: 26mm }").pdf
    with pdfplumber.open(BytesIO(data)) as pdf:
        assert pdf.pages[0].extract_text().split("\n")[-1] == last


@pytest.mark.parametrize(("letter", "hint"), [("\uff21", "write A"), ("\u034e", "add a face that has it")])
def test_the_remedy_for_a_letter_that_no_face_has_can_be_followed(sheets: StyleSheets, letter: str, hint: str) -> None:
    (finding,) = glyph_coverage.report_missing_characters(
        glyph_coverage.find_missing_characters(f"z{letter}", sheets), []
    )
    assert hint in str(finding.hint)
