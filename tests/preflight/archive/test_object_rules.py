"""Inks, halftones, annotations, images, permissions and painted colours follow PDF/A."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from octavo.preflight.archive.jpeg2000_rules import list_jpeg2000_faults
from octavo.preflight.archive.object_rules import check_objects
from octavo.preflight.archive.painted_colours import check_painted_colours

TINT = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([0, 1, 0, 0]), N=1)
OTHER_TINT = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 0, 0, 0]), N=1)
BOX = [10, 10, 40, 40]


def ink(name: Any = Name.Gold, tint: Any = TINT, base: Any = Name.DeviceCMYK) -> Array:
    return Array([Name.Separation, name, base, tint])


def inks(names: list[Any], **attributes: Any) -> Array:
    return Array([Name.DeviceN, Array(names), Name.DeviceCMYK, TINT, Dictionary(**attributes)])


def spaces(*listed: Array) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        named = {f"/C{number}": space for number, space in enumerate(listed)}
        pdf.pages[0].Resources = pdf.make_indirect(Dictionary(ColorSpace=Dictionary(named)))

    return change


def halftone(**entries: Any) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        state = Dictionary(Type=Name.ExtGState, HT=Dictionary(**entries))
        pdf.pages[0].Resources = Dictionary(ExtGState=Dictionary(G=pdf.make_indirect(state)))

    return change


def annotation(**entries: Any) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        form = pdf.make_indirect(Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array(BOX)))
        made = {"Type": Name.Annot, "Rect": Array(BOX), "F": 4, "AP": Dictionary(N=form)} | entries
        made = {key: value for key, value in made.items() if value is not None}
        pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(**made))])

    return change


def permissions(**entries: Any) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.Root.Perms = Dictionary(**entries)

    return change


def clauses(change: Callable[[Pdf], None], part: str = "2") -> list[str]:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        change(pdf)
        return [one.clause for one in check_objects(pdf, part)]


FAULTS: list[tuple[str, Callable[[Pdf], None]]] = [
    ("6.2.4.4", spaces(ink(), ink(tint=OTHER_TINT))),
    ("6.2.4.4", spaces(ink(), ink(base=Name.DeviceRGB))),
    ("6.2.4.4", spaces(inks([Name.Cyan, Name.Gold]))),
    ("6.1.13", spaces(inks([Name.Cyan] * 33))),
    ("6.2.5", halftone(HalftoneType=6)),
    ("6.2.5", halftone(HalftoneType=1, HalftoneName=String("x"))),
    ("6.2.5", halftone(HalftoneType=1, TransferFunction=Name.Identity)),
    ("6.2.5", halftone(HalftoneType=5, Default=Dictionary(HalftoneType=1), Gold=Dictionary(HalftoneType=1))),
    ("6.3.2", annotation(Subtype=Name.FreeText, F=None)),
    ("6.3.2", annotation(Subtype=Name.Watermark, F=6)),
    ("6.3.3", annotation(Subtype=Name.Redact, AP=None)),
    ("6.3.3", annotation(Subtype=Name.Widget, FT=Name.Btn)),
    ("6.1.12", permissions(UR4=Dictionary())),
    ("6.1.12", permissions(DocMDP=Dictionary(Reference=Array([Dictionary(DigestMethod=Name.MD5)])))),
]
SOUND: list[Callable[[Pdf], None]] = [
    spaces(ink(), ink()),
    spaces(ink(Name.All), ink(Name.All, OTHER_TINT)),
    spaces(inks([Name.Cyan, Name.Gold], Colorants=Dictionary(Gold=ink()))),
    spaces(inks([Name.Red], Process=Dictionary(Components=Array([Name.Red])))),
    halftone(HalftoneType=5, Default=Dictionary(HalftoneType=1), Cyan=Dictionary(HalftoneType=1)),
    annotation(Subtype=Name.FreeText),
    annotation(Subtype=Name.Link, AP=None),
    annotation(Subtype=Name.Popup, F=None, AP=None),
    annotation(Subtype=Name.Text, AP=None, Rect=Array([9, 9, 9, 9])),
    annotation(Subtype=Name.Widget, FT=Name.Tx),
    permissions(DocMDP=Dictionary(Reference=Array([Dictionary(TransformMethod=Name.DocMDP)]))),
]


@pytest.mark.parametrize(("clause", "change"), FAULTS)
def test_each_fault_breaks_its_clause(clause: str, change: Callable[[Pdf], None]) -> None:
    assert clauses(change) == [clause]


@pytest.mark.parametrize("change", SOUND)
def test_what_is_allowed_passes(change: Callable[[Pdf], None]) -> None:
    assert clauses(change) == []


@pytest.mark.parametrize(
    ("content", "group", "clause"),
    [
        (b"1 0 0 rg 0 0 9 9 re f", None, "6.2.4.3"),
        (b"/P cs /T scn 0 0 9 9 re f", None, "6.2.4.3"),
        (b"/Lab cs 0 0 0 scn /See gs 0 0 9 9 re f", None, "6.2.10"),
        (b"/Lab cs 0 0 0 scn /See gs 0 0 9 9 re f", Name.Lab, ""),
        (b"/ICC cs 0 0 0 1 scn /Over gs 0 0 9 9 re f", None, "6.2.4.2"),
        (b"/ICC CS 0 0 0 1 SCN /Over gs 0 0 9 9 re S", None, ""),
        (b"/Lab cs 0 0 0 scn 0 0 9 9 re f", None, ""),
    ],
)
def test_painted_colours_need_an_output_intent(content: bytes, group: Any, clause: str) -> None:
    lab = Array([Name.Lab, Dictionary(WhitePoint=Array([0.95, 1, 1.08]))])
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        tile = Stream(
            pdf, b"0 0 0 1 k 0 0 9 9 re f", PatternType=1, PaintType=1, TilingType=1, BBox=Array(BOX), XStep=9, YStep=9
        )
        profile = pdf.make_indirect(Stream(pdf, b"", N=4))
        pdf.pages[0].Resources = Dictionary(
            ColorSpace=Dictionary(Lab=lab, P=Array([Name.Pattern]), ICC=Array([Name.ICCBased, profile])),
            Pattern=Dictionary(T=pdf.make_indirect(tile)),
            ExtGState=Dictionary(See=Dictionary(ca=0.5), Over=Dictionary(op=True, OPM=1)),
        )
        pdf.pages[0].Contents = Stream(pdf, content)
        if group is not None:
            pdf.pages[0].Group = Dictionary(S=Name.Transparency, CS=lab)
        assert {one.clause for one in check_painted_colours(pdf, "2")} == ({clause} - {""})


def jpeg2000(channels: int = 3, depth: int = 7, *colours: bytes) -> bytes:
    size = bytes(8) + channels.to_bytes(2, "big") + bytes([depth, 7, 0, 0])
    header = box(b"ihdr", size) + b"".join(box(b"colr", one) for one in colours or (SRGB,))
    return b"\x00\x00\x00\x0cjP  \r\n\x87\n" + box(b"ftyp", bytes(12)) + box(b"jp2h", header)


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


SRGB, CIEJAB, EXACT = b"\x01\x00\x00" + bytes([0, 0, 0, 16]), b"\x01\x00\x00" + bytes([0, 0, 0, 19]), b"\x02\x00\x01icc"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (jpeg2000(), ""),
        (jpeg2000(5), "has 5 colours"),
        (jpeg2000(3, 40), "has 41 bits"),
        (jpeg2000(3, 255), "different depths"),
        (jpeg2000(3, 7, SRGB, SRGB), "several colour spaces"),
        (jpeg2000(3, 7, SRGB, EXACT), ""),
        (jpeg2000(3, 7, b"\x04\x00\x00"), "unknown method 4"),
        (jpeg2000(3, 7, CIEJAB), "CIEJab"),
        (b"none", "is not JPEG 2000"),
    ],
)
def test_jpeg_2000_has_few_forms(data: bytes, words: str) -> None:
    found = list(list_jpeg2000_faults(data, has_colour_space=False))
    assert (len(found), words in "; ".join(found)) == (bool(words), True)


def test_a_colour_space_in_the_pdf_replaces_that_of_the_image() -> None:
    assert list(list_jpeg2000_faults(jpeg2000(3, 7, CIEJAB), has_colour_space=True)) == []
