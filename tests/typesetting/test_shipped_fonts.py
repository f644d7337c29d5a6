"""Only the faces that a style names are used, whatever is installed on the machine."""

from __future__ import annotations

import os
from io import BytesIO

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from octavo.language.languages import supported_languages
from octavo.project.project_folders import PACKAGE
from octavo.typesetting import shipped_fonts
from octavo.typesetting.typesetter import typeset
from typeset_parts import job, part

STYLES = ("Regular", "Italic", "Semibold", "SemiboldItalic")


def embedded(data: bytes) -> set[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        found = (font for page in pdf.pages for font in dict(page.resources.get("/Font", {})).values())
        return {str(font.BaseFont).partition("+")[2] for font in found}


WHOLE_FAMILIES = ("Serif", "SerifCaption", "SerifDisplay", "Sans")
"""Families that have all letters below."""
OTHERS = ("Civic", "Narrow", "Slab")
"""Families in whose place another stands for some letters; a style names it behind them."""
FACES = [f"Octavo{family}-{style}.ttf" for family in WHOLE_FAMILIES for style in STYLES]
ALL_FACES = [*FACES, *(f"Octavo{family}-{style}.ttf" for family in OTHERS for style in STYLES)]
ARABIC_FACES = [f"OctavoNaskh{family}-{style}.ttf" for family in ("", "Sans") for style in ("Regular", "Semibold")]
LETTERS = {
    "Greek": "αβγωάΩ",
    "Cyrillic": "абвяЖѓ",
    "Vietnamese": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư",
    "transliteration": "ṣṭḍḥẓṇṛṃṅñāīūḷḻṯḏ",
    "Yoruba": "ẹọṣ",
}


@pytest.mark.parametrize("name", FACES)
def test_every_text_face_slanted_or_not_has_the_letters_of_many_languages(name: str) -> None:
    data = shipped_fonts.read_shipped_font(name)
    assert data is not None
    with TTFont(BytesIO(data)) as font:
        assert "glyf" in font and "fvar" not in font
        known = font.getBestCmap()
        assert {kind: [one for one in letters if ord(one) not in known] for kind, letters in LETTERS.items()} == {
            kind: [] for kind in LETTERS
        }


@pytest.mark.parametrize("language", [row.code for row in supported_languages()])
def test_every_face_has_all_letters_of_our_words_but_one_family_those_of_ukrainian(language: str) -> None:
    catalogue = PACKAGE / "language" / "locale" / f"{language}.po"
    said = catalogue.read_text("utf-8") if catalogue.exists() else ""
    # The letters of a language occur in capitals too, and its quotation marks around other words.
    letters = {sign for sign in said + said.upper() + "„“”‚‘’«»–…º" if not sign.isspace()}
    for name in ARABIC_FACES if language == "ar" else ALL_FACES:
        if language == "uk" and "Civic" in name:
            continue  # in whose place ministry.css sets another
        with TTFont(shipped_fonts.list_shipped_fonts()[name]) as font:
            known = font.getBestCmap()
        if language == "ar":  # Latin letters, figures and points are those of the face behind it.
            letters = {letter for letter in letters if "\u0600" <= letter < "\u0700"} | set("«»()[]")
        assert [letter for letter in letters if ord(letter) not in known] == [], name


@pytest.mark.parametrize("name", ALL_FACES)
def test_a_face_has_the_greek_alphabet_or_no_greek_letter_at_all(name: str) -> None:
    with TTFont(shipped_fonts.list_shipped_fonts()[name]) as font:
        known = {letter for letter in font.getBestCmap() if 0x370 <= letter < 0x400}
    assert not known or known >= set(map(ord, "αβγωάΩ"))


@pytest.mark.parametrize("name", ARABIC_FACES)
def test_an_arabic_face_leaves_latin_letters_and_figures_to_the_face_behind_it(name: str) -> None:
    with TTFont(shipped_fonts.list_shipped_fonts()[name]) as font:
        known = font.getBestCmap()
        assert not any(map(known.__contains__, map(ord, "Aaz019.,")))
        # Letters join, and those of Persian and Urdu are there.
        assert {"init", "medi", "fina"} <= {
            record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord
        }
        assert set(map(ord, "پچژگکیٹڈڑں")) <= set(known)


@pytest.mark.parametrize("name", [*ALL_FACES, *ARABIC_FACES])
def test_no_text_face_bears_the_name_that_its_licence_keeps(name: str) -> None:
    with TTFont(shipped_fonts.list_shipped_fonts()[name]) as font:
        names = {record.nameID: str(record) for record in font["name"].names if record.nameID in (1, 3, 4, 6, 16, 25)}
        assert names and not [words for words in names.values() if "Source" in words or "Plex" in words]
        assert "SIL Open Font License" in str(font["name"].getName(13, 3, 1, 0x409))


def test_italics_of_many_languages_are_set_in_the_italic_face() -> None:
    words = " ".join(" ".join(letters) for letters in LETTERS.values())
    assert typeset(job(f"<p><em>{words}</em>")).findings == ()


def test_a_face_that_is_not_shipped_is_none() -> None:
    assert (
        shipped_fonts.read_shipped_font("Arial.ttf") is None
        and shipped_fonts.read_shipped_font("../LICENSE.txt") is None
    )


def test_the_environment_is_as_it_was_afterwards() -> None:
    before = dict(os.environ)
    with shipped_fonts.isolated_fonts():
        assert os.environ["FONTCONFIG_FILE"].endswith("fonts.conf")
    assert dict(os.environ) == before


def test_a_face_of_the_host_is_not_found() -> None:
    (finding,) = typeset(job("<p>Words", "p { font-family: 'DejaVu Sans' }")).findings
    assert finding.code == "fallback-face" and "instead of DejaVu Sans" in finding.message


def test_words_in_a_drawing_are_set_in_the_faces_of_the_style() -> None:
    svg = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><title>A chart</title>
      <text x="10" y="20" font-family="Sans" font-size="12">Sixteen</text></svg>"""
    assert embedded(part(svg).pdf) == {"Sans"}


def test_a_character_that_no_face_has_is_named_with_the_faces_asked() -> None:
    (finding,) = typeset(job("<p>Words \u0915 and more", "p { font-family: Serif, Sans }")).findings
    assert finding.code == "missing-glyph"
    assert "क (U+0915 DEVANAGARI LETTER KA)" in finding.message and "Sans, Serif" in finding.message


def test_words_that_fall_back_to_an_upright_or_light_face_are_a_finding() -> None:
    # The serif italic has none of the signs of phonetics, the upright sans has; no bold is declared.
    html, style = "<p><em>So ɐʃ</em> and <b>bold</b>", "p { font-family: Serif, Sans } b { font-weight: bold }"
    assert [finding.message for finding in typeset(job(html, style)).findings] == [
        "“ɐʃ” is set in Sans instead of Serif, Sans italic",
        "“bold” is set in Serif instead of Serif, Sans bold",
    ]


def test_a_second_face_of_the_stack_may_stand_in() -> None:
    assert embedded(part("<p>λόγος", "p { font-family: Serif, Sans }").pdf) <= {"Serif", "Sans"}
