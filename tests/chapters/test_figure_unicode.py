"""Figures that are PDFs: which of their characters can be read, and what a book with them may claim."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from bound_book import METADATA
from octavo.chapters import figure_unicode, pdf_figures
from octavo.findings.finding import Severity
from octavo.pdf.binding import binder, binding_plan
from octavo.pdf.content import device_colours
from octavo.pdf.fonts import glyph_names
from octavo.pdf.fonts.character_maps import CharacterMap
from octavo.preflight.checks.pdf_ua import check_pdf_ua
from pdf_ua_documents import composite, true_type, type1, with_font
from small_volume import CHAPTERS, built, workshop
from typeset_parts import part

TYPE_1 = b"%!PS-AdobeFont-1.0: CMMI10\n/Encoding 256 array\ndup 26 /rho put\ndup 65 /A put\nreadonly def\neexec \0\1"


def silent(encoding: Any = None, flags: int = 4, program: bytes = b"", first: int = 65) -> Any:
    """Make a simple font without a map to Unicode, of two characters."""

    def make(pdf: Pdf) -> Any:
        font = type1(None)(pdf)
        del font["/Encoding"]
        font.FontDescriptor.Flags = flags
        font.FirstChar, font.LastChar = first, first + 1
        if encoding is not None:
            font.Encoding = encoding
        if program:
            del font.FontDescriptor["/FontFile3"]
            font.FontDescriptor.FontFile = pdf.make_indirect(Stream(pdf, program))
        return font

    return make


def spoken(pdf: Pdf) -> dict[bytes, str]:
    """Give the fonts of the first page the maps that they lack, and read the map of its first font."""
    page = pdf.pages[0].obj
    figure_unicode.add_unicode_maps(pdf, page)
    return CharacterMap(page.Resources.Font.F).map


def test_the_names_of_a_type_1_program_become_a_map() -> None:
    pdf = with_font(silent(program=TYPE_1, first=26))
    assert figure_unicode.list_unmapped_fonts(pdf.pages[0].obj) == []
    assert spoken(pdf) == {b"\x1a": "ρ"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [("rho", "ρ"), ("prime", "′"), ("summationdisplay", "∑"), ("parenleftBigg", "("), ("f_i", "fi"), ("uni2200", "∀")],
)
def test_names_of_glyphs_tell_characters_those_of_tex_too(name: str, shown: str) -> None:
    assert glyph_names.glyph_to_text(name) == shown


@pytest.mark.parametrize("name", ["", ".notdef", "g17", "a", "big", "nosuchname" * 50])
def test_a_name_that_tells_nothing_tells_nothing(name: str) -> None:
    assert glyph_names.glyph_to_text(name) == ("a" if name == "a" else "")


def test_the_names_of_a_cff_program_become_a_map() -> None:
    pdf = with_font(silent(flags=32))
    assert spoken(pdf) == {b"A": "A", b"B": "B"}


def test_differences_count_for_more_than_the_program() -> None:
    differing = Dictionary(Differences=Array([65, Name("/alpha"), Name("/f_i")]))
    assert spoken(with_font(silent(differing, program=TYPE_1))) == {b"A": "α", b"B": "fi"}


@pytest.mark.parametrize(
    "font",
    [
        silent(program=TYPE_1.replace(b"/A", b"/a17"), first=65),
        silent(Dictionary(Differences=Array([65, Name("/g1"), Name("/g2")]))),
        silent(program=b"no program"),
        lambda pdf: without_map(composite()(pdf)),
    ],
)
def test_a_font_that_says_nothing_is_named(font: Any) -> None:
    pdf = with_font(font, b"\0\1")
    assert figure_unicode.list_unmapped_fonts(pdf.pages[0].obj) == ["Test"]


def without_map(font: Any) -> Any:
    del font["/ToUnicode"]
    return font


@pytest.mark.parametrize(
    "font",
    [true_type(spoken=""), type1(), composite(), silent(Name.WinAnsiEncoding), true_type(flags=4, Encoding=None)],
)
def test_a_font_that_needs_no_map_gets_none(font: Any) -> None:
    pdf = with_font(font, b"\0\1")
    page = pdf.pages[0].obj
    before = page.Resources.Font.F.get("/ToUnicode")
    figure_unicode.add_unicode_maps(pdf, page)
    assert page.Resources.Font.F.get("/ToUnicode") == before and figure_unicode.list_unmapped_fonts(page) == []


def test_fonts_in_forms_that_draw_themselves_are_found_once() -> None:
    pdf = with_font(silent(flags=32))
    page = pdf.pages[0].obj
    form = pdf.make_indirect(Stream(pdf, b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])))
    form.Resources = page.Resources
    page.Resources = Dictionary(XObject=Dictionary(X=form))
    form.Resources.XObject = Dictionary(X=form)
    figure_unicode.add_unicode_maps(pdf, page)
    assert CharacterMap(form.Resources.Font.F).map == {b"A": "A", b"B": "B"}


def written(pdf: Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_what_is_put_in_can_be_read() -> None:
    data = written(with_font(silent(program=TYPE_1.replace(b"/A", b"/a17"))))
    assert "fonts without a Unicode map" in pdf_figures.find_pdfua_obstacle(data)
    data = written(with_font(silent(flags=32)))
    assert pdf_figures.find_pdfua_obstacle(data) == ""
    drawn = pdf_figures.open_pdf_figure(data)
    made = part("<p>Words</p>")
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        form = pdf_figures._unit_form(pdf, drawn)
        assert CharacterMap(next(iter(form.Resources.Font.values()))).map == {b"A": "A", b"B": "B"}


def test_a_book_that_cannot_be_read_out_claims_nothing_of_the_kind() -> None:
    made = part("<p>Words</p>")
    for readable, archival, claims in (
        (True, True, (True, "3A")),
        (True, False, (True, "")),
        (False, False, (False, "")),
    ):
        bound = binder.bind_parts((binding_plan.Leaf(made, readable=readable, archival=archival),), METADATA)
        with pikepdf.open(BytesIO(bound.pdf)) as pdf, pdf.open_metadata() as metadata:
            assert ("pdfuaid:part" in metadata, metadata.pdfa_status) == claims
            assert bool(pdf.Root.MarkInfo.Marked)


def test_a_volume_with_a_figure_that_cannot_be_read_says_so_and_claims_neither(tmp_path: Path) -> None:
    text = CHAPTERS["shore"] + "\n.. figure:: mute.pdf\n   :alt: A mute figure\n"
    mute = written(with_font(silent(program=TYPE_1.replace(b"/A", b"/a17"))))
    made = built(tmp_path, workshop(), {"shore.rst": text, "mute.pdf": mute})
    (finding,) = [one for one in made.findings if one.code == "figure-not-readable"]
    assert "mute.pdf" in finding.message and "Test" in finding.message
    with pikepdf.open(BytesIO(made.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata and metadata.pdfa_status == ""
        assert [one.severity for one in check_pdf_ua(pdf)] == [Severity.ADVICE]


PRINT = Name.DeviceCMYK


@pytest.mark.parametrize(
    ("space", "found"),
    [
        (PRINT, True),
        (Array([Name.Separation, Name.Black, PRINT, Dictionary()]), True),
        (Array([Name.DeviceN, Array([Name.Black]), PRINT, Dictionary()]), True),
        (Array([Name.Indexed, Array([Name.Separation, Name.Black, PRINT, 0]), 1, 0]), True),
        (Array([Name.Pattern, PRINT]), True),
        (Name.DeviceRGB, False),
        (Array([Name.ICCBased, Dictionary()]), False),
        (Array(), False),
        (7, False),
    ],
)
def test_the_colours_of_print_are_found_under_others(space: Any, found: bool) -> None:
    for place in ("named", "image", "shading", "group"):
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page().obj
            if place == "named":
                page.Resources = Dictionary(ColorSpace=Dictionary(A=space))
            elif place == "image":
                pdf.Root.Extra = pdf.make_indirect(Stream(pdf, b"", Subtype=Name.Image, ColorSpace=space))
            elif place == "shading":
                page.Resources = Dictionary(Shading=Dictionary(A=Dictionary(ShadingType=2, ColorSpace=space)))
                pdf.Root.Extra = pdf.make_indirect(page.Resources)
            else:
                page.Group = Dictionary(S=Name.Transparency, CS=space)
            assert ("/DeviceCMYK" in device_colours.list_device_spaces(pdf)) is found, place


def test_a_tile_in_the_colours_of_print_is_found() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Extra = pdf.make_indirect(Stream(pdf, b"0 0 0 1 k 0 0 9 9 re f", PatternType=1))
        assert device_colours.list_device_spaces(pdf) == {"/DeviceCMYK"}
        assert "CMYK images" in pdf_figures.find_pdfa_obstacle(written(pdf))
