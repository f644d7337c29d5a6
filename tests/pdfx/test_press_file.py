"""Press files: framed, saying what they are, and of strangers' files either made or refused in plain words."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from colour_pages import (
    KINDS,
    MM,
    Draw,
    assert_alike,
    changed,
    image,
    page,
    plain,
    printed,
    profile,
    samples,
    shading,
    shown,
    spaces,
    told,
)
from icc_profiles import press_profile
from octavo.findings.finding import Severity
from octavo.model.printer_profile import Standard
from octavo.pdfx.press_file import make_press_file


def test_the_page_becomes_the_trim_and_marks_stand_outside_of_the_bleed() -> None:
    pressed = make_press_file(page(plain(b"0 g 10 10 20 20 re f")), profile(bleed=3, mark_offset=1), press_profile())
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        one = pdf.pages[0].obj
        assert [float(v) for v in one.TrimBox] == [0, 0, 100, 100]
        assert [float(v) for v in one.BleedBox] == pytest.approx(
            [-3 * MM, -3 * MM, 100 + 3 * MM, 100 + 3 * MM], abs=1e-3
        )
        assert float(one.MediaBox[0]) < -3 * MM - 10
        assert "/CropBox" not in one and "/ArtBox" not in one
        (marks,) = [item for name, item in one.Resources.XObject.items() if "CropMarks" in name]
        assert [str(name) for name in marks.Resources.ColorSpace.Registration[:3]] == [
            "/Separation",
            "/All",
            "/DeviceCMYK",
        ]
        drawn = pikepdf.parse_content_stream(marks)
    ends = [tuple(map(float, i.operands)) for i in drawn if str(i.operator) in ("m", "l")]
    assert len(ends) == 16
    assert all(
        x <= -3 * MM + 0.001 or x >= 100 + 3 * MM - 0.001 or y <= -3 * MM + 0.001 or y >= 100 + 3 * MM - 0.001
        for x, y in ends
    )
    assert {0.25} == {float(i.operands[0]) for i in drawn if str(i.operator) == "w"}


def test_what_lies_around_the_page_bleeds_and_no_farther() -> None:
    pressed = make_press_file(page(plain(b"1 0 0 rg -200 -200 500 500 re f")), profile(bleed=3), press_profile())
    image = pypdfium2.PdfDocument(pressed.pdf)[0].render(scale=4).to_pil().convert("RGB")
    margin = (3.5 + 5 + 1) * MM
    at = lambda x: image.getpixel((round((margin + x) * 4), image.height // 2))  # noqa: E731
    assert at(-2.5 * MM) == at(50) != (255, 255, 255)
    assert at(-3.4 * MM) == (255, 255, 255)


def test_without_marks_the_sheet_ends_with_the_bleed() -> None:
    pressed = make_press_file(page(plain(b"")), profile(marks=False), press_profile())
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        assert [float(v) for v in pdf.pages[0].obj.MediaBox] == [float(v) for v in pdf.pages[0].obj.BleedBox]


def test_blank_pages_fill_the_last_sheet_and_are_told() -> None:
    pressed = make_press_file(page(plain(b"0 g 0 0 9 9 re f"), 3), profile(multiple=8), press_profile())
    assert pressed.pages == 8 == len(pypdfium2.PdfDocument(pressed.pdf))
    assert told(pressed)["press-blank-pages"].startswith("5 blank pages added")
    assert all(finding.severity is Severity.ADVICE for finding in pressed.findings)


def test_boxes_from_the_tree_of_pages_are_heeded_and_leave_no_crop() -> None:
    def inherit(pdf: Pdf) -> None:
        one = pdf.pages[0].obj
        del one.MediaBox
        pdf.Root.Pages.MediaBox, pdf.Root.Pages.CropBox = Array([0, 0, 70, 80]), Array([10, 10, 60, 70])

    pressed = make_press_file(changed(page(plain(b"")), inherit), profile(), press_profile())
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        assert [float(v) for v in pdf.pages[0].obj.TrimBox] == [0, 0, 70, 80]
        assert "/CropBox" not in pdf.Root.Pages


def test_a_turned_page_is_refused_by_its_number() -> None:
    pressed = make_press_file(
        changed(page(plain(b""), 2), lambda pdf: pdf.pages[1].obj.update({"/Rotate": 180})), profile(), press_profile()
    )
    assert pressed.pdf == b"" and told(pressed)["press-unprintable"].startswith("page 2:")


@pytest.mark.parametrize(("standard", "version"), [("pdf/x-4", "1.6"), ("pdf/x-1a", "1.4")])
def test_the_file_says_what_it_is_and_nothing_of_screens(standard: str, version: str) -> None:
    def change(pdf: Pdf) -> None:
        root = pdf.Root
        root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        root.Names = Dictionary(JavaScript=Dictionary(), EmbeddedFiles=Dictionary())
        root.AcroForm, root.StructTreeRoot, root.Outlines = Dictionary(), Dictionary(), Dictionary()
        root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name("/r"), Hidden=String("x"))]))
        pdf.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))])
        pdf.pages[0].obj.StructParents = 0

    data = changed(page(plain(b"1 0 0 rg 0 0 9 9 re f")), change)
    pressed = make_press_file(data, profile(standard=standard), press_profile())
    assert pressed.pdf[:8].decode() == f"%PDF-{version}"
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/PageLabels", "/OutputIntents", "/Metadata"}
        assert set(pdf.pages[0].obj.keys()) <= {
            *("/Type", "/Parent", "/MediaBox", "/BleedBox", "/TrimBox", "/Resources", "/Contents", "/Group")
        }
        assert "/Hidden" not in pdf.Root.PageLabels.Nums[1]
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == Name.GTS_PDFX and str(intent.OutputConditionIdentifier) == "TEST 1"
        assert intent.DestOutputProfile.N == 4 and intent.DestOutputProfile.read_bytes() == press_profile()
        assert str(intent.RegistryName) == "http://www.color.org" and str(intent.Info) == "Nowhere, on paper"
        info = pdf.trailer.Info
        assert str(info.Title) == "Tides" and info.Trapped == Name("/False")
        assert ("/GTS_PDFXVersion" in info) is (standard == "pdf/x-1a")
        with pdf.open_metadata() as meta:
            assert meta["xmp:CreateDate"] == "2026-01-02T03:04:05+01:00" and meta["pdf:Trapped"] == "False"
            assert meta["dc:title"] == "Tides" and meta["xmpMM:DocumentID"].startswith("uuid:")
        words = pdf.Root.Metadata.read_bytes()
    wanted = b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" if standard == "pdf/x-4" else b"<pdfx:GTS_PDFXVersion>PDF/X-1a:2003<"
    assert wanted in words
    assert (b"/ObjStm" in pressed.pdf) is (standard == "pdf/x-4")


def test_layers_leave_nothing_but_what_they_show() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("a")))
        form = Stream(pdf, b"1 0 0 rg 0 0 50 50 re f", Subtype=Name.Form, BBox=Array([0, 0, 100, 100]), OC=layer)
        return b"/OC /L BDC /F Do EMC", {
            "/Properties": Dictionary(L=layer),
            "/XObject": Dictionary(F=pdf.make_indirect(form)),
        }

    pressed = printed(draw)
    assert_alike(page(draw), pressed)
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        assert not any(isinstance(item, Dictionary) and item.get(Name.Type) == Name.OCG for item in pdf.objects)
        assert "/OC" not in pdf.pages[0].obj.Resources.XObject.F


def test_equal_input_gives_equal_bytes() -> None:
    data = page(shown(lambda pdf: image(pdf, samples(3, 8), Name.DeviceRGB)))
    first, second = (make_press_file(data, profile(), press_profile()).pdf for _ in range(2))
    assert first == second


def test_a_profile_for_screens_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="does not use press files"):
        make_press_file(page(plain(b"")), profile(standard=Standard.SCREEN), press_profile())


def test_a_profile_that_is_none_of_a_press_is_told() -> None:
    pressed = make_press_file(page(plain(b"")), profile(), b"no profile")
    assert told(pressed) == {"press-profile": "the ICC profile of A printer is not an ICC profile"}


def test_faults_of_all_pages_are_told_together_by_page() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        number = len(pdf.pages)
        return (b"0 g (never ends", b"/X cs 1 scn", b"0 g")[number], {}

    pressed = make_press_file(page(draw, 3), profile(), press_profile())
    assert pressed.pdf == b"" and [finding.message for finding in pressed.findings] == [
        "page 1: cannot be printed because of an unterminated string",
        "page 2: cannot be printed because of a missing colour space",
    ]


def test_what_nobody_shows_keeps_nothing_from_being_printed() -> None:
    broken = Dictionary(ShadingType=99)
    pressed = printed(plain(b"0 g", Shading=Dictionary(S=broken)))
    assert pressed.pdf and not pressed.findings


def test_what_holds_the_file_together_is_no_thing_to_paint_with() -> None:
    def name_catalogue(pdf: Pdf) -> None:
        pdf.Root.Type = Name.Pattern
        pdf.pages[0].obj.Resources.ExtGState = Dictionary(G=pdf.Root, H=pdf.pages[0].obj)

    pressed = make_press_file(
        changed(page(plain(b"/G gs /H gs 0 0 9 9 re f")), name_catalogue), profile(), press_profile()
    )
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        assert len(pdf.pages) == 1 and pdf.Root.Type == Name.Catalog
        assert not pdf.pages[0].obj.Resources.ExtGState.keys()


def nested(pdf: Pdf, depth: int) -> Object:
    space: Any = Name.DeviceRGB
    for _ in range(depth):
        space = Array([Name.Indexed, space, 0, String(b"\0\0\0")])
    return pdf.make_indirect(space)


def bomb(pdf: Pdf) -> Object:
    return pdf.make_indirect(Stream(pdf, zlib.compress(b"0 g " * 40_000_000), Filter=Name.FlateDecode))


def endless(pdf: Pdf) -> Object:
    function = pdf.make_indirect(
        Dictionary(FunctionType=3, Domain=Array([0, 1]), Bounds=Array([]), Encode=Array([0, 1]))
    )
    function.Functions = Array([function])
    return Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 1, 1]), Function=function)


def huge(pdf: Pdf) -> Object:
    return image(pdf, b"", Name.DeviceRGB, Width=100_000, Height=100_000)


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda pdf: (b"/C cs 0 sc", {"/ColorSpace": Dictionary(C=nested(pdf, 300))}), "colour spaces that are nested"),
        (lambda pdf: (b"/S sh", {"/Shading": Dictionary(S=endless(pdf))}), "functions that are nested"),
        (lambda pdf: (b"/I Do", {"/XObject": Dictionary(I=huge(pdf))}), "more than 100 million pixels"),
        (plain(b"q " * 5000 + b"0 g"), "graphics states that are nested"),
        (plain(b"BI /W 8 ID aaaa"), "an unterminated inline image"),
    ],
)
def test_files_made_to_harm_are_refused_in_plain_words(draw: Draw, words: str) -> None:
    pressed = printed(draw)
    assert pressed.pdf == b"" and words in told(pressed)["press-unprintable"]


def test_a_bomb_is_refused_unopened() -> None:
    data = changed(page(plain(b"")), lambda pdf: pdf.pages[0].obj.update({"/Contents": bomb(pdf)}))
    pressed = make_press_file(data, profile(), press_profile())
    assert pressed.pdf == b"" and "more than 100 MB" in told(pressed)["press-unprintable"]


def test_a_file_that_does_not_know_its_size_is_printed_with_one() -> None:
    before, after = ZOO.rsplit(b"/Size", 1)
    pressed = make_press_file(before + b"/Si^e" + after, profile(), press_profile())
    assert len(pypdfium2.PdfDocument(pressed.pdf)) == 1
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        assert pdf.get_warnings() == []


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no PDF at all"])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    pressed = make_press_file(data, profile(), press_profile())
    assert pressed.pdf == b"" and "press-damaged" in told(pressed)


def zoo() -> bytes:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        named = spaces(pdf)
        listed = {f"/C{n}": space for n, (space, _, _) in enumerate(named.values())}
        paint = b" ".join(b"/C%d cs %s scn 0 0 9 9 re f" % (n, c) for n, (_, c, _) in enumerate(named.values()))
        pictures = {f"/I{n}": image(pdf, samples(size, 8), space) for n, (space, _, size) in enumerate(named.values())}
        shades = {f"/S{n}": pdf.make_indirect(shading(pdf, kind)) for n, kind in enumerate(KINDS)}
        paint += b" ".join(b"/I%d Do" % n for n in range(len(pictures)))
        paint += b" ".join(b"/S%d sh" % n for n in range(len(shades)))
        made = {"/ColorSpace": listed, "/XObject": pictures, "/Shading": shades}
        return paint, {kind: Dictionary(entries) for kind, entries in made.items()}

    with pikepdf.open(io.BytesIO(page(draw))) as pdf:
        out = io.BytesIO()
        pdf.save(
            out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False, deterministic_id=True
        )
        return out.getvalue()


ZOO = zoo()


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(ZOO) - 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=12))
def test_damaged_files_are_printed_or_refused_but_never_raise(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(ZOO)
    for at, what in damage:
        data[at : at + len(what)] = what
    pressed = make_press_file(bytes(data), profile(), press_profile())
    assert bool(pressed.pdf) is not any(finding.severity is Severity.ERROR for finding in pressed.findings)
