"""Whatever a page paints with becomes gray or the four inks, and looks as it did."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from colour_pages import (
    KINDS,
    SHOWN,
    TINT,
    Draw,
    assert_alike,
    colours,
    operators,
    page,
    plain,
    printed,
    profile,
    saved,
    shading,
    shares,
    spaces,
    told,
)
from foreign_colours import foreign_colours
from icc_profiles import press_profile
from octavo.pdfx.press_file import make_press_file
from typeset_parts import part


def test_typeset_pages_keep_their_words_and_black_is_black_ink_alone() -> None:
    html = "<h1>Tides</h1><p>Reading <a href='https://example.org'>the tides</a>" + "<p style='color: #c00'>in red"
    before = part(html, "@page { size: 300pt 400pt } p + p { break-before: page }").pdf
    pressed = make_press_file(before, profile(), press_profile())
    texts = [[one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(d)] for d in (before, pressed.pdf)]
    assert texts[0] == texts[1]
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        assert foreign_colours(pdf) == []
    # The link is blue, and underlined so.
    assert {line for line in colours(pressed) if not line.startswith("0.")} == {"0 0 0 1 k"}


@pytest.mark.parametrize(
    ("painted", "wanted"),
    [
        (b"0 g", "0 0 0 1 k"),
        (b"1 g", "0 0 0 0 k"),
        (b"0 0 0 RG", "0 0 0 1 K"),
        (b"1 1 1 rg", "0 0 0 0 k"),
        (b"0.1 0.2 0.3 0.4 k", "0.1 0.2 0.3 0.4 k"),
        (b"/DeviceRGB cs", "0 0 0 1 k"),
        (b"/DeviceRGB cs 1 1 1 sc", "0 0 0 0 k"),
        (b"/DeviceCMYK CS 0 0 0 .5 SCN", "0 0 0 0.5 K"),
        (b"1 1 1 % not 0 0 0 rg\n rg", "0 0 0 0 k"),
        (b"(a \\) 0 0 0 rg ( ) ) Tj 1 1 1 rg", "0 0 0 0 k"),
        (b"<</A [(rg)]>> pop 1 1 1 rg", "0 0 0 0 k"),
        (b"q 0 0 0 rg Q 1 1 1rg", "0 0 0 0 k"),
        (b"/D#65viceRGB cs 1 1 1 scn", "0 0 0 0 k"),
        (b"/DeviceGray cs q /DeviceRGB cs Q 1 sc", "0 0 0 0 k"),
    ],
)
def test_colours_of_each_operator_become_inks(painted: bytes, wanted: str) -> None:
    assert colours(printed(plain(painted + b" 0 0 9 9 re f")))[-1] == wanted


def test_more_ink_than_the_printer_takes_is_held_back() -> None:
    (line,) = colours(printed(plain(b"1 1 1 .9 k 0 0 9 9 re f"), ink=240))
    assert sum(shares(line)) <= 2.4 and shares(line)[3] == 0.9


def test_text_of_a_dark_gray_is_solid_and_a_field_of_it_is_not() -> None:
    painted = operators(
        printed(plain(b"0.1 g 0 0 9 9 re f BT /F 9 Tf (a) Tj ET 9 9 9 9 re f", Font=Dictionary(F=Dictionary())))
    )
    before, within, after = (shares(line)[3] for line in painted if line.endswith(" k"))
    assert before == after < 1 == within


def test_overprint_is_left_out_so_that_white_does_not_vanish() -> None:
    state = Dictionary(OP=True, op=True, OPM=1, LW=2, TR=Name.Identity)
    pressed = printed(plain(b"/G gs 1 1 1 rg 0 0 9 9 re f", ExtGState=Dictionary(G=state)))
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        assert dict(pdf.pages[0].obj.Resources.ExtGState.G.items()) == {"/LW": 2}


@pytest.mark.parametrize("family", SHOWN)
def test_colours_of_every_family_look_alike_in_inks(family: str) -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        space, colour, _ = spaces(pdf)[family]
        content = b"/C cs " + colour + b" scn 0 0 60 100 re f /C CS " + colour + b" SCN 9 w 80 0 m 80 100 l S"
        return content, {"/ColorSpace": Dictionary(C=space)}

    assert_alike(page(draw), printed(draw))


def test_special_inks_are_told_and_those_of_the_press_keep_their_names() -> None:
    def draw(name: str) -> Draw:
        return lambda pdf: (b"/C cs 0.9 scn 0 0 9 9 re f", {"/ColorSpace": Dictionary(C=spaces(pdf)[name][0])})

    pressed = printed(draw("separation"))
    assert told(pressed) == {"press-spot-colours": "spot colours are converted to CMYK: Scarlet"}
    assert colours(printed(draw("black ink"))) == ["0 0 0 1 k", "0 0 0 0.9 k"]


def test_an_ink_that_marks_nothing_goes_on_to_mark_nothing() -> None:
    def draw(_: Pdf) -> tuple[bytes, dict[str, Any]]:
        nothing = Array([Name.Separation, Name("/None"), Name.DeviceRGB, TINT])
        return b"1 0 0 rg 0 0 100 100 re f /C cs 1 scn 0 0 100 100 re f", {"/ColorSpace": Dictionary(C=nothing)}

    assert_alike(page(draw), printed(draw))


def test_a_default_space_of_the_resources_is_heeded() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        return b"0 1 0 rg 0 0 9 9 re f", {"/ColorSpace": Dictionary(DefaultRGB=spaces(pdf)["icc"][0])}

    cyan, magenta, yellow, _ = shares(colours(printed(draw))[-1])
    assert cyan < 0.3 and magenta > 0.6 and yellow > 0.6


def test_a_form_shown_often_nested_and_in_itself_is_printed_once() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        inner = pdf.make_indirect(Stream(pdf, b"1 0 0 rg 0 0 50 50 re f /Me Do", Type=Name.XObject, Subtype=Name.Form))
        inner.BBox = Array([0, 0, 100, 100])
        inner.Resources = Dictionary(XObject=Dictionary(Me=inner))
        outer = Stream(pdf, b"/In Do q 1 0 0 1 50 50 cm /In Do Q", Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
        outer.Resources = Dictionary(XObject=Dictionary(In=inner))
        return b"/Out Do", {"/XObject": Dictionary(Out=pdf.make_indirect(outer))}

    assert_alike(page(draw), printed(draw))


def test_a_form_without_resources_of_its_own_has_those_of_its_page() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        form = Stream(pdf, b"/C cs 0.9 0.1 0.1 scn 0 0 50 50 re f", Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
        return b"/F Do", {
            "/XObject": Dictionary(F=pdf.make_indirect(form)),
            "/ColorSpace": Dictionary(C=Name.DeviceRGB),
        }

    assert_alike(page(draw), printed(draw))


def test_tables_of_resources_that_pages_have_in_common_keep_what_each_names() -> None:
    with pikepdf.new() as pdf:
        forms = {
            name: pdf.make_indirect(Stream(pdf, b"0 0 50 50 re f", Subtype=Name.Form, BBox=Array([0, 0, 100, 100])))
            for name in ("/A", "/B", "/Unnamed")
        }
        table = pdf.make_indirect(Dictionary(forms))
        for name in (b"/A Do", b"/B Do"):
            one = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 100, 100]), Contents=Stream(pdf, name))
            one.Resources = Dictionary(XObject=table)
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(one)))
        data = saved(pdf)
    with pikepdf.open(io.BytesIO(make_press_file(data, profile(marks=False), press_profile()).pdf)) as pdf:
        assert [list(one.obj.Resources.XObject.keys()) for one in pdf.pages] == [["/A"], ["/B"]]


@pytest.mark.parametrize("coloured", [True, False])
def test_patterns_are_tiled_in_inks(coloured: bool) -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        tile = Stream(pdf, b"0.9 0.1 0.1 rg 0 0 8 10 re f" if coloured else b"0 0 8 10 re f")
        keys = {"PatternType": 1, "PaintType": 1 if coloured else 2, "TilingType": 1, "XStep": 10, "YStep": 10}
        tile.update({"/" + key: value for key, value in keys.items()} | {"/BBox": Array([0, 0, 10, 10])})
        tile.Resources = Dictionary()
        content = b"/Pattern cs /P scn" if coloured else b"/C cs 0.9 0.1 0.1 /P scn"
        space = Dictionary(C=Array([Name.Pattern, Name.DeviceRGB]))
        return content + b" 0 0 100 100 re f", {"/Pattern": Dictionary(P=pdf.make_indirect(tile)), "/ColorSpace": space}

    assert_alike(page(draw), printed(draw))


def test_letters_that_are_drawings_are_drawn_in_inks() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1, 1]), FirstChar=97, LastChar=97)
        font.FontMatrix, font.Widths = Array([1, 0, 0, 1, 0, 0]), Array([1])
        font.Encoding = Dictionary(Differences=Array([97, Name.a]))
        font.CharProcs = Dictionary(a=pdf.make_indirect(Stream(pdf, b"1 0 d0 0.9 0.1 0.1 rg 0 0 1 1 re f")))
        return b"BT /F 80 Tf 10 10 Td (a) Tj ET", {"/Font": Dictionary(F=pdf.make_indirect(font))}

    assert_alike(page(draw), printed(draw))


@pytest.mark.parametrize("kind", KINDS)
def test_shadings_of_every_kind_look_alike_in_inks(kind: str) -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        given = shading(pdf, kind)
        return b"/S sh", {"/Shading": Dictionary(S=pdf.make_indirect(given) if isinstance(given, Stream) else given)}

    assert_alike(page(draw), printed(draw))


def test_a_pattern_that_shades_is_shaded_in_inks() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        pattern = Dictionary(PatternType=2, Shading=shading(pdf, "2"))
        return b"/Pattern cs /P scn 0 0 100 100 re f", {"/Pattern": Dictionary(P=pattern)}

    assert_alike(page(draw), printed(draw))


def test_a_gray_gradient_takes_black_ink_alone() -> None:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0]), C1=Array([1, 1, 1]), N=1)
    given = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 100, 0]), Function=function)
    pressed = printed(plain(b"/S sh", Shading=Dictionary(S=given)))
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        table = pdf.pages[0].obj.Resources.Shading.S.Function.read_bytes()
    assert not any(table[0::4] + table[1::4] + table[2::4]) and table[3] == 255 and table[-1] == 0
