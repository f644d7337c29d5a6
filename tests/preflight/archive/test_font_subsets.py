"""What a font says of its glyphs is what its program or its glyphs have."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from octavo.pdf.fonts.character_maps import CharacterMap
from octavo.preflight.archive import font_subsets
from octavo.preflight.checks.pdf_a import check_pdf_a
from octavo.preflight.checks.pdf_ua import check_pdf_ua
from pdf_changes import packet, painted
from pdf_ua_documents import changed, composite, true_type, with_font


@pytest.mark.parametrize(("bits", "is_wrong"), [(b"\xe0", False), (b"\xc0", True), (b"\xf0", True)])
def test_a_cidset_lists_all_glyphs_of_a_truetype_subset(bits: bytes, is_wrong: bool) -> None:
    with pikepdf.new() as pdf:
        face = CharacterMap(composite()(pdf))
        face.descriptor.CIDSet = Stream(pdf, bits)  # type: ignore[union-attr]
        assert font_subsets.has_wrong_cidset(face) is is_wrong


def three(pdf: Pdf, width: int = 500, glyph: bytes = b"500 0 d0 0 0 9 9 re f") -> CharacterMap:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FirstChar=65, LastChar=65, Widths=Array([width]))
    font.Encoding = Dictionary(Differences=Array([65, Name.A]))
    font.CharProcs = Dictionary(A=pdf.make_indirect(Stream(pdf, glyph)))
    face = CharacterMap(font)
    face.add_codes(0, face.split_codes(b"A"))
    return face


def test_widths_of_type_3_glyphs_are_those_of_the_font() -> None:
    with pikepdf.new() as pdf:
        assert not font_subsets.has_wrong_glyph_widths(three(pdf))
        assert font_subsets.has_wrong_glyph_widths(three(pdf, 510))


def test_type_3_fonts_have_resources_of_their_own() -> None:
    with pikepdf.new() as pdf:
        assert not font_subsets.borrows_resources(three(pdf))
        assert font_subsets.borrows_resources(three(pdf, glyph=b"500 0 d0 /C cs 0 0 9 9 re f"))


@pytest.mark.parametrize("text", ["\x00", "\ufeff", "\ufffe"])
def test_unicode_maps_have_no_characters_that_mean_nothing(text: str) -> None:
    clauses = {one.condition.rpartition(" ")[2] for one in check_pdf_a(with_font(true_type(spoken=text)))}
    assert "6.2.11.7" in clauses


@pytest.mark.parametrize(("text", "is_told"), [("\ue001", True), ("\U0010016d", True), ("A", False)])
@pytest.mark.parametrize("replaced", [b"", b"/Span <</ActualText (x)>> BDC "])
def test_private_characters_need_replacement_text(text: str, is_told: bool, replaced: bytes) -> None:
    with pikepdf.new() as pdf:
        face: Any = CharacterMap(true_type(spoken=text)(pdf))
        assert bool(face.private_codes) is is_told
    marks = with_font(true_type(spoken=text), content=None)
    if replaced:
        for page in marks.pages:
            page.contents_add(Stream(marks, replaced), prepend=True)
            page.contents_add(Stream(marks, b" EMC"))
    told = any("private use" in one.message for one in check_pdf_a(marks))
    assert told is (is_told and not replaced)


def test_languages_of_marked_content_are_language_tags() -> None:
    change = painted(b"/Artifact <</Lang (\xd0\xb0)>> BDC EMC")
    assert "6.7.4" in {one.condition.rpartition(" ")[2] for one in check_pdf_a(changed(change))}
    assert "11-001" in {one.condition for one in check_pdf_ua(changed(change))}


def test_the_prefix_of_a_claim_to_pdf_ua_is_fixed() -> None:
    change = packet(rb"pdfuaid", b"pdfuaia")
    assert "06-002" in {one.condition for one in check_pdf_ua(changed(change))}
