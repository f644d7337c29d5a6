"""Preflight decodes pictures, and finds what prints otherwise than it looks on a screen."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from PIL import Image, ImageFile

from octavo.findings.finding import Severity
from octavo.model.printer_profile import CheckName, Profile
from press_files import CONTENT, MM, SCREEN, TEXT, X1A, X4, beyond, good, judged, on_page, setting, told, x1a

SIDE = 64


def jpeg(side: int = SIDE) -> bytes:
    out = BytesIO()
    Image.effect_noise((side, side), 50).save(out, "JPEG")
    return out.getvalue()


def placed(data: bytes, side: int = SIDE, **entries: Any) -> Any:
    """Show an image on both pages, in a high resolution."""

    def change(pdf: Pdf) -> None:
        made = {"Filter": Name.DCTDecode, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8} | entries
        given = {key: value for key, value in made.items() if value is not None}
        image = Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side, **given)
        shared = pdf.make_indirect(image)
        for page in pdf.pages:
            page.Resources.XObject = Dictionary(I=shared)
            page.contents_add(Stream(pdf, b"q 9 0 0 9 60 100 cm /I Do Q"))

    return change


RAW = {"Filter": None, "ColorSpace": Name.DeviceCMYK}


@pytest.mark.parametrize("profile", [X4, SCREEN])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (placed(b"\xff\xd8\xff garbage"), "cannot be decoded"),
        (placed(jpeg()[:-400]), "cannot be decoded"),
        (placed(jpeg(32)), "has 64 × 64 pixels, but has 32 × 32"),
        (placed(bytes(SIDE * SIDE * 4 - 1), **RAW), "has only 16,383 of 16,384 bytes"),
    ],
)
def test_broken_images_are_errors_on_each_page(
    change: Any, words: str, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    found = [one for one in judged(good(CONTENT, change), profile) if one.check is CheckName.IMAGES]
    assert [one.page for one in found] == [1, 2]
    assert all(words in one.message and one.severity is Severity.ERROR and one.box for one in found)


@pytest.mark.parametrize(
    "change",
    [placed(jpeg()), placed(bytes(SIDE * SIDE * 4), **RAW), placed(bytes(8 * SIDE), Filter=None, BitsPerComponent=1)],
)
def test_whole_images_pass(change: Any) -> None:
    words = " ".join(told(good(CONTENT, change), CheckName.IMAGES))
    assert "decoded" not in words and "bytes" not in words


def test_sixteen_bits_are_more_than_presses_print() -> None:
    deep = placed(bytes(SIDE * SIDE * 8), **RAW, BitsPerComponent=16)
    for data, profile, severity in (
        (good(CONTENT, deep), X4, Severity.WARNING),
        (x1a(CONTENT, deep), X1A, Severity.ERROR),
    ):
        found = [one for one in judged(data, profile) if "16 bits" in one.message]
        assert found and all(one.severity is severity for one in found)


def masked(page: Object, pdf: Pdf, space: Any = Name.DeviceRGB) -> None:
    group = Dictionary(S=Name.Transparency, CS=space)
    form = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Group=group)
    mask = Dictionary(S=Name.Luminosity, G=pdf.make_indirect(form))
    page.Resources.ExtGState = Dictionary(M=Dictionary(SMask=mask))
    page.Contents = Stream(pdf, CONTENT + b"/M gs 0 0 0 1 k 60 60 9 9 re f")


def test_a_soft_mask_is_not_computed_in_device_rgb() -> None:
    words = told(good(CONTENT, on_page(1, masked)), CheckName.COLOUR)
    assert any(said.startswith("a soft mask is computed in DeviceRGB") for said in words)
    gray = on_page(1, lambda page, pdf: masked(page, pdf, Name.DeviceGray))
    assert not any("soft mask" in said for said in told(good(CONTENT, gray), CheckName.COLOUR))


@pytest.mark.parametrize(("mode", "overprints", "is_told"), [(1, True, True), (0, True, False), (1, False, False)])
def test_cmyk_with_a_profile_does_not_overprint_by_ink(mode: int, overprints: bool, is_told: bool) -> None:
    def change(page: Object, pdf: Pdf) -> None:
        page.Resources.ColorSpace = Dictionary(P=Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, b"", N=4))]))
        page.Resources.ExtGState = Dictionary(O=Dictionary(op=overprints, OPM=mode))
        page.Contents = Stream(pdf, CONTENT + b"/O gs /P cs 0 0 0 1 scn 60 60 9 9 re f")

    words = told(good(CONTENT, on_page(1, change)), CheckName.COLOUR)
    assert any("overprints in mode 1" in said for said in words) is is_told


def test_nothing_of_the_trimmed_page_is_cropped() -> None:
    words = told(good(CONTENT, setting("CropBox", beyond(-5))), CheckName.BOXES)
    assert any(said.startswith("CropBox cuts off") for said in words)
    assert told(good(CONTENT, setting("CropBox", beyond(0))), CheckName.BOXES) == []


def test_a_missing_bleed_box_is_told_once_and_marks_stay_outside() -> None:
    marks = b"/All cs 1 scn -11 -14 m -11 -20 l 0.25 w /All CS 1 SCN S"

    def change(page: Object, pdf: Pdf) -> None:
        del page["/BleedBox"]
        tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1] * 4), N=1)
        page.Resources.ColorSpace = Dictionary(All=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))
        page.Contents = Stream(pdf, TEXT + marks)

    found = judged(good(TEXT, on_page(1, change)), X4)
    assert [one.message for one in found if one.severity is not Severity.ADVICE] == [
        "has no BleedBox, so the printer does not know how far its paint extends beyond the trim"
    ]


def test_one_page_of_another_size_is_an_error() -> None:
    any_size = X4.model_copy(update={"trims": ()})
    other = setting("TrimBox", beyond(0, 157 * MM))
    found = [one for one in judged(good(TEXT, other, pages=4), any_size) if one.check is CheckName.BOXES]
    assert [one.severity for one in found if "most pages" in one.message] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("colour", "size", "is_told"),
    [(b"0.9 0.5 0.3 0", 9, True), (b"0.9 0.5 0.3 0", 14, False), (b"0.9 0.5 0 0", 9, False)],
)
def test_small_type_in_many_inks_is_advised_against(colour: bytes, size: int, is_told: bool) -> None:
    content = b"BT /F1 %d Tf %b k 60 500 Td (Tides) Tj ET" % (size, colour)
    words = told(good(content), CheckName.BLACK_TEXT)
    assert (words == ["type under 12 pt is printed in 3 inks, which never register exactly"]) is is_told
