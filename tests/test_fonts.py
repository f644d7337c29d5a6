"""Only the faces that a style names are used, whatever is installed on the machine."""

from __future__ import annotations

import os
from io import BytesIO

import pikepdf
from fontTools.ttLib import TTFont

from octavo import fonts
from octavo.typeset import typeset
from parts import job, part


def embedded(data: bytes) -> set[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        found = (font for page in pdf.pages for font in dict(page.resources.get("/Font", {})).values())
        return {str(font.BaseFont).partition("+")[2] for font in found}


def test_the_shipped_faces_are_whole_truetype_files() -> None:
    for name in ("SourceSerifPro-Regular.ttf", "SourceSerifPro-It.ttf", "SourceSansPro-Bold.ttf"):
        data = fonts.shipped_face(name)
        assert data is not None
        with TTFont(BytesIO(data)) as font:
            assert "glyf" in font and ord("ж" if name.endswith("Regular.ttf") else "é") in (font.getBestCmap() or {})


def test_a_face_that_is_not_shipped_is_none() -> None:
    assert fonts.shipped_face("Arial.ttf") is None and fonts.shipped_face("../LICENSE.txt") is None


def test_the_environment_is_as_it_was_afterwards() -> None:
    before = dict(os.environ)
    with fonts.confined():
        assert os.environ["FONTCONFIG_FILE"].endswith("fonts.conf")
    assert dict(os.environ) == before


def test_a_face_of_the_host_is_not_found() -> None:
    (finding,) = typeset(job("<p>Words", "p { font-family: 'DejaVu Sans' }")).findings
    assert finding.code == "fallback-face" and "where DejaVu Sans was asked for" in finding.message


def test_words_in_a_drawing_are_set_in_the_faces_of_the_style() -> None:
    svg = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><title>A chart</title>
      <text x="10" y="20" font-family="Sans" font-size="12">Sixteen</text></svg>"""
    assert embedded(part(svg).pdf) == {"Sans"}


def test_a_character_that_no_face_has_is_named_with_the_faces_asked() -> None:
    (finding,) = typeset(job("<p>Words \u0915 and more", "p { font-family: Serif, Sans }")).findings
    assert finding.code == "missing-glyph"
    assert "क (U+0915 DEVANAGARI LETTER KA)" in finding.message and "Sans, Serif" in finding.message


def test_words_that_fall_back_to_an_upright_or_light_face_are_a_finding() -> None:
    # The serif italic has no Greek, the upright has; no bold is declared.
    found = typeset(job("<p><em>So λόγος</em> and <b>bold</b>", "b { font-weight: bold }")).findings
    assert [finding.message for finding in found] == [
        "“λόγος” is set in Serif, where Serif italic was asked for",
        "“bold” is set in Serif, where Serif bold was asked for",
    ]


def test_a_second_face_of_the_stack_may_stand_in() -> None:
    assert embedded(part("<p>λόγος", "p { font-family: Serif, Sans }").pdf) <= {"Serif", "Sans"}
