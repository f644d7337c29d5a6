"""Odd figures: each is mended, or takes the book's claim away, by what a program says that we did not write."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import page
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from icc_profiles import press_profile
from octavo.chapters.pdf_figures import open_pdf_figure, write_tagged_figure
from octavo.pdf.binding.binder import bind_parts
from octavo.pdf.binding.binding_plan import Leaf
from octavo.pdf.metadata.document_metadata import Metadata
from octavo.products.figure_judgement import judge_figure
from octavo.typesetting.typeset_job import TypesetPart
from pdf_ua_documents import composite, true_type, type1

METADATA = Metadata("A figure", "en", datetime(2026, 3, 30, tzinfo=UTC))
SQUARE = b"10 10 80 80 re f "
Draw = Callable[[Pdf, Any], bytes]


def figure(draw: Draw) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        pdf.pages[0].obj.Resources = resources = Dictionary()
        pdf.pages[0].obj.Contents = Stream(pdf, draw(pdf, resources))
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def text(font: Callable[[Pdf], Any], shown: str) -> Draw:
    def draw(pdf: Pdf, resources: Any) -> bytes:
        resources.Font = Dictionary(F=pdf.make_indirect(font(pdf)))
        return f"BT /F 12 Tf 10 50 Td <{shown}> Tj ET".encode()

    return draw


def incomplete_cid_set(pdf: Pdf) -> Any:
    font = composite()(pdf)
    font.DescendantFonts[0].FontDescriptor.CIDSet = pdf.make_indirect(Stream(pdf, b"\x80"))
    return font


def graphics_state(**entries: Any) -> Draw:
    def draw(_pdf: Pdf, resources: Any) -> bytes:
        resources.ExtGState = Dictionary(G=Dictionary(**entries))
        return b"/G gs " + SQUARE

    return draw


def halftone(pdf: Pdf, resources: Any) -> bytes:
    named = Dictionary(
        HalftoneType=1, HalftoneName=String("Round"), Frequency=60, Angle=45, SpotFunction=Name.SimpleDot
    )
    return graphics_state(HT=pdf.make_indirect(named))(pdf, resources)


def overprinted_cmyk(pdf: Pdf, resources: Any) -> bytes:
    profile = pdf.make_indirect(Stream(pdf, press_profile(), N=4))
    resources.ColorSpace = Dictionary(C=Array([Name.ICCBased, profile]))
    return graphics_state(OPM=1, op=True, OP=True)(pdf, resources) + b"/C cs 0 1 0 0 sc " + SQUARE


def tint(*shade: int) -> Dictionary:
    return Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array(list(shade)), N=1)


def one_spot(_pdf: Pdf, resources: Any) -> bytes:
    resources.ColorSpace = Dictionary(C=Array([Name.Separation, Name.Spot, Name.DeviceRGB, tint(1, 0, 0)]))
    return b"/C cs 1 scn " + SQUARE


def spot_twins(pdf: Pdf, resources: Any) -> bytes:
    first = one_spot(pdf, resources)
    resources.ColorSpace.D = Array([Name.Separation, Name.Spot, Name.DeviceRGB, tint(0, 1, 0)])
    return first + b"/D cs 1 scn 20 20 9 9 re f"


def colours_without_colorants(pdf: Pdf, resources: Any) -> bytes:
    blend = Stream(
        pdf, b"{ pop dup 0 exch }", FunctionType=4, Domain=Array([0, 1, 0, 1]), Range=Array([0, 1, 0, 1, 0, 1])
    )
    space = [Name.DeviceN, Array([Name.Spot, Name.Other]), Name.DeviceRGB, pdf.make_indirect(blend), Dictionary()]
    resources.ColorSpace = Dictionary(C=Array(space))
    return b"/C cs 1 0 scn " + SQUARE


def smoothed(pdf: Pdf, **entries: Any) -> Any:
    image = Stream(
        pdf, b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
        ColorSpace=Name.DeviceGray, Interpolate=True, **entries,
    )  # fmt: skip
    return pdf.make_indirect(image)


def smoothed_mask(pdf: Pdf, resources: Any) -> bytes:
    resources.XObject = Dictionary(I=smoothed(pdf, SMask=smoothed(pdf)))
    return b"50 0 0 50 9 9 cm /I Do"


def smoothed_in_form(pdf: Pdf, resources: Any) -> bytes:
    inner = Dictionary(XObject=Dictionary(I=smoothed(pdf)))
    form = Stream(
        pdf, b"50 0 0 50 9 9 cm /I Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]),
        Resources=inner,
    )  # fmt: skip
    resources.XObject = Dictionary(F=pdf.make_indirect(form))
    return b"/F Do"


def alternate(pdf: Pdf, resources: Any) -> bytes:
    other = Dictionary(Image=smoothed(pdf), DefaultForPrinting=True)
    resources.XObject = Dictionary(I=smoothed(pdf, Alternates=Array([other])))
    return b"50 0 0 50 9 9 cm /I Do"


def layer(pdf: Pdf, resources: Any) -> bytes:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Seen")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary())
    resources.Properties = Dictionary(L=group)
    return b"/OC /L BDC " + SQUARE + b"EMC"


def unknown_resources(_pdf: Pdf, resources: Any) -> bytes:
    resources.ProcSets = Array([Name.PDF])
    return SQUARE


def tiles(pdf: Pdf, resources: Any) -> bytes:
    tile = Stream(
        pdf, b"1 0 0 rg 0 0 5 5 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
        BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9, Resources=Dictionary(),
    )  # fmt: skip
    resources.Pattern = Dictionary(P=pdf.make_indirect(tile))
    return b"/Pattern cs /P scn " + SQUARE


def gradient(_pdf: Pdf, resources: Any) -> bytes:
    shade = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 99, 0]), Function=tint(1, 0, 0))
    resources.Shading = Dictionary(S=shade)
    return b"/S sh"


MENDED: dict[str, Draw] = {
    "a plain square": lambda _pdf, _resources: SQUARE,
    "grey in the initial colour space": lambda _pdf, _resources: b"0.5 sc " + SQUARE,
    "a CIDSet that lacks glyphs": text(incomplete_cid_set, "0001"),
    "a CIDFont without a map to glyphs": text(composite(CIDToGIDMap=None), "0001"),
    "a TrueType font": text(true_type(), "41"),
    "a TrueType font with Macintosh codes alone": text(true_type(maps=((1, 0),)), "41"),
    "a CharSet that lacks glyphs": text(type1("/A"), "41"),
    "a CharSet with glyphs that the font lacks": text(type1("/A/B/C"), "41"),
    "a subset without a CharSet": text(type1(None), "41"),
    "a halftone with a name": halftone,
    "overprint of CMYK with a profile": overprinted_cmyk,
    "a smoothed image with a smoothed mask": smoothed_mask,
    "a smoothed image in a form": smoothed_in_form,
    "an image with an alternate": alternate,
    "a layer": layer,
    "marked content with properties": lambda _pdf, _resources: b"/Span <</ActualText (x)>> BDC " + SQUARE + b"EMC",
    "resources of an unknown kind": unknown_resources,
    "CMYK paint": lambda _pdf, _resources: b"0 1 0 0 k " + SQUARE,
}
LOST: dict[str, Draw] = {
    "two spot colours of one name": spot_twins,
    "DeviceN without its colorants": colours_without_colorants,
    "a transfer function": graphics_state(TR=tint(0, 0, 0)),
    "an unknown blend mode": graphics_state(BM=Name.Smear),
    "an unknown rendering intent": lambda _pdf, _resources: b"/Vivid ri " + SQUARE,
    "a smoothed inline image": lambda _pdf, _resources: (
        b"50 0 0 50 9 9 cm BI /W 1 /H 1 /BPC 8 /CS /G /I true ID \x80 EI"
    ),
    "a gradient": gradient,
    "an unknown instruction": lambda _pdf, _resources: SQUARE + b"nonsense",
    "CMYK by the name of its space": lambda _pdf, _resources: b"/DeviceCMYK cs 0 1 0 0 sc " + SQUARE,
    "a glyph that the font lacks": text(composite(), "0009"),
    "a font that is not embedded": text(true_type(embedded=False), "41"),
    "widths that differ from the font's": text(true_type(width=900), "41"),
}


IN_ORDER: dict[str, Draw] = {"one spot colour": one_spot, "a tiling pattern": tiles}
"""What the standard lets pass, and what we need not be able to judge."""


def second_opinion(data: bytes) -> dict[str, list[str]]:
    """Bind a figure, and have it judged by somebody else's program."""
    part = TypesetPart("figure", write_tagged_figure(open_pdf_figure(data)), 1, {})
    bound = bind_parts((Leaf(part),), METADATA).pdf
    reports = {profile: page.validate_pdf_bytes(bound, profile=profile) for profile in ("3a", "ua1")}
    return {profile: [one.message for one in report.failures] for profile, report in reports.items()}


@pytest.mark.parametrize("name", MENDED)
def test_what_nobody_sees_is_mended_and_the_claims_stay(name: str) -> None:
    data = figure(MENDED[name])
    assert judge_figure(open_pdf_figure(data)) == ()
    assert second_opinion(data) == {"3a": [], "ua1": []}


@pytest.mark.parametrize("name", LOST)
def test_what_cannot_be_mended_or_judged_takes_the_claim_away(name: str) -> None:
    data = figure(LOST[name])
    faults = judge_figure(open_pdf_figure(data))
    assert faults
    codes = {fault.code for fault in faults}
    if codes == {"figure-not-archival"}:  # what the book still claims holds
        assert second_opinion(data)["ua1"] == []
    for fault in faults:
        assert not re.search(r"pikepdf|/[A-Z]|<<|\[|\bobj\b", fault.words), fault.words


@pytest.mark.parametrize("name", IN_ORDER)
def test_what_is_in_order_is_printed_whether_it_can_be_judged_or_not(name: str) -> None:
    data = figure(IN_ORDER[name])
    assert {fault.code for fault in judge_figure(open_pdf_figure(data))} <= {"figure-not-archival"}
    assert second_opinion(data) == {"3a": [], "ua1": []}


def test_a_figure_that_viewers_may_show_in_two_ways_is_left_out() -> None:
    (fault, *_) = judge_figure(open_pdf_figure(figure(lambda _pdf, _resources: SQUARE + b"/Nowhere Do")))
    assert fault.code == "figure-unfit" and "does not exist" in fault.words
