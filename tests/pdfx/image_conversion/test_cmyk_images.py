"""Pictures of every kind become gray or the four inks; transparency stays, or is taken away where nothing is lost."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from PIL import Image

from colour_pages import SHOWN, assert_alike, image, page, plain, printed, samples, shown, spaces, told


@pytest.mark.parametrize(
    ("family", "bits"),
    # Lists of colours have no more than 256.
    [(family, bits) for family in SHOWN for bits in (1, 2, 4, 8, 16) if (family, bits) != ("indexed", 16)],
)
def test_pictures_of_every_family_and_depth_look_alike_in_inks(family: str, bits: int) -> None:
    def make(pdf: Pdf) -> Object:
        space, _, size = spaces(pdf)[family]
        return image(pdf, samples(size, bits), space, bits)

    assert_alike(page(shown(make)), printed(shown(make)))


@pytest.mark.parametrize(
    ("space", "bits", "decode"),
    [
        (Name.DeviceGray, 1, [1, 0]),
        (Name.DeviceGray, 8, [1, 0]),
        (Name.DeviceGray, 4, [0.2, 0.8]),
        (Name.DeviceRGB, 8, [1, 0, 0, 1, 0.5, 1]),
        (Name.DeviceCMYK, 8, [1, 0] * 4),
    ],
)
def test_pictures_are_decoded_as_they_say(space: Name, bits: int, decode: list[float]) -> None:
    size = len(decode) // 2
    make = lambda pdf: image(pdf, samples(size, bits), space, bits, Decode=Array(decode))  # noqa: E731
    assert_alike(page(shown(make)), printed(shown(make), ink=200))


def packed(mode: str, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize((64, 64))
    bands = [picture, picture.rotate(90), picture.rotate(180), picture.point(lambda value: value // 4)]
    made = picture if mode == "L" else Image.merge(mode, bands[: len(mode)])
    made.save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("mode", "space", "keys"),
    [
        ("L", Name.DeviceGray, {}),
        ("RGB", Name.DeviceRGB, {}),
        ("CMYK", Name.DeviceCMYK, {"Decode": Array([1, 0] * 4)}),
    ],
)
def test_jpegs_look_alike_in_inks_and_stay_jpegs(mode: str, space: Name, keys: dict[str, Any]) -> None:
    data = packed(mode, "JPEG", quality=95)
    make = lambda pdf: image(pdf, data, space, Width=64, Height=64, Filter=Name.DCTDecode, **keys)  # noqa: E731
    pressed = printed(shown(make), ink=250)
    assert_alike(page(shown(make)), pressed)
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        made = pdf.pages[0].obj.Resources.XObject.I
        assert made.Filter == Name.DCTDecode and made.ColorSpace == (
            Name.DeviceGray if mode == "L" else Name.DeviceCMYK
        )


def test_a_jpeg_in_inks_within_the_limit_is_not_touched() -> None:
    data = packed("CMYK", "JPEG")
    make = lambda pdf: image(pdf, data, Name.DeviceCMYK, Width=64, Height=64, Filter=Name.DCTDecode)  # noqa: E731
    with pikepdf.open(io.BytesIO(printed(shown(make), ink=400).pdf)) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.I.read_raw_bytes() == data


@pytest.mark.parametrize("said", [True, False])
def test_jpeg_2000_looks_alike_in_inks(said: bool) -> None:
    data = packed("RGB", "JPEG2000")
    space = Name.DeviceRGB if said else None
    make = lambda pdf: image(pdf, data, space, Width=64, Height=64, Filter=Name.JPXDecode)  # noqa: E731
    assert_alike(page(shown(make)), printed(shown(make)))


def test_a_picture_in_rgb_that_is_gray_needs_black_ink_alone() -> None:
    make = lambda pdf: image(pdf, bytes(v for n in range(64) for v in (4 * n,) * 3), Name.DeviceRGB)  # noqa: E731
    with pikepdf.open(io.BytesIO(printed(shown(make)).pdf)) as pdf:
        made = pdf.pages[0].obj.Resources.XObject.I
        assert made.ColorSpace == Name.DeviceGray
        data = made.read_bytes()
    assert list(data) == sorted(data) and data[0] == 0


def test_a_smooth_picture_is_packed_by_its_differences() -> None:
    data = bytes(value for y in range(64) for x in range(64) for value in (4 * x, 4 * y, 2 * x + 2 * y))
    make = lambda pdf: image(pdf, data, Name.DeviceRGB, Width=64, Height=64)  # noqa: E731
    pressed = printed(shown(make))
    assert_alike(page(shown(make)), pressed)
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        made = pdf.pages[0].obj.Resources.XObject.I
        assert made.DecodeParms.Predictor == 2 and len(made.read_raw_bytes()) < len(zlib.compress(made.read_bytes()))


def test_a_list_of_colours_is_another_list_and_the_data_stay() -> None:
    data = samples(1, 4)
    make = lambda pdf: image(pdf, data, spaces(pdf)["indexed"][0], 4, Mask=Array([0, 0]))  # noqa: E731
    with pikepdf.open(io.BytesIO(printed(shown(make)).pdf)) as pdf:
        made = pdf.pages[0].obj.Resources.XObject.I
        assert made.ColorSpace[1] == Name.DeviceCMYK and made.read_bytes() == data
        assert list(made.Mask) == [0, 0]
        table = bytes(made.ColorSpace[3])
    assert table[:4] == b"\0\0\0\0" and table[8:12] == b"\0\0\0\xff" and table[5] > 150 < table[6]


def test_fax_pictures_and_stencils_keep_their_data() -> None:
    parms = Dictionary(K=-1, Columns=8, Rows=8)

    def fax(pdf: Pdf) -> Object:
        keys = {"Filter": Name.CCITTFaxDecode, "DecodeParms": parms}
        return image(pdf, b"\x26\xa0\x01\x00\x10", Name.DeviceGray, 1, **keys)

    def stencil(pdf: Pdf) -> Object:
        return image(pdf, b"\xaa" * 8, None, 1, ImageMask=True)

    for make, data in ((fax, b"\x26\xa0\x01\x00\x10"), (stencil, b"\xaa" * 8)):
        with pikepdf.open(io.BytesIO(printed(shown(make)).pdf)) as pdf:
            kept = pdf.pages[0].obj.Resources.XObject.I
            assert data == (kept.read_bytes() if make is stencil else kept.read_raw_bytes())


def test_a_colour_key_becomes_a_mask_of_what_it_keyed_out() -> None:
    pixels = [(200, 10, 10) if n % 3 else (10, 200, 10) for n in range(64)]

    def make(pdf: Pdf) -> Object:
        data = bytes(value for pixel in pixels for value in pixel)
        return image(pdf, data, Name.DeviceRGB, Mask=Array([0, 20, 190, 210, 0, 20]))

    pressed = printed(shown(make))
    assert_alike(page(shown(make)), pressed)
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        mask = pdf.pages[0].obj.Resources.XObject.I.Mask
        assert mask.ImageMask
        rows = mask.read_bytes()
    keyed = [bool(rows[n // 8] >> (7 - n % 8) & 1) for n in range(64)]
    assert keyed == [n % 3 == 0 for n in range(64)]


def test_a_soft_mask_keeps_its_shares() -> None:
    def make(pdf: Pdf) -> Object:
        mask = image(pdf, bytes(range(0, 256, 4)), Array([Name.CalGray, Dictionary(WhitePoint=Array([1, 1, 1]))]))
        return image(pdf, b"\xe0\x10\x10" * 64, Name.DeviceRGB, SMask=mask)

    pressed = printed(shown(make))
    assert_alike(page(shown(make)), pressed)
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        made = pdf.pages[0].obj.Resources.XObject.I
        assert made.SMask.read_bytes() == bytes(range(0, 256, 4)) and made.SMask.ColorSpace == Name.DeviceGray
        assert Name.DeviceCMYK == pdf.pages[0].obj.Group.CS


def test_a_matte_is_taken_out_before_colours_are_converted() -> None:
    def make(matte: bool) -> Callable[[Pdf], Object]:
        def made(pdf: Pdf) -> Object:
            mask = image(pdf, b"\x80" * 64, Name.DeviceGray, **({"Matte": Array([0, 0, 0])} if matte else {}))
            return image(pdf, (b"\x70\x08\x08" if matte else b"\xe0\x10\x10") * 64, Name.DeviceRGB, SMask=mask)

        return made

    inks = []
    for matte in (True, False):
        with pikepdf.open(io.BytesIO(printed(shown(make(matte))).pdf)) as pdf:
            made = pdf.pages[0].obj.Resources.XObject.I
            assert "/Matte" not in made.SMask
            inks.append(list(made.read_bytes()[:4]))
    assert inks[0] == pytest.approx(inks[1], abs=3)


@pytest.mark.parametrize(
    "header", [b"/W 8 /H 8 /BPC 8 /CS /RGB", b"/Width 8 /Height 8 /BPC 8 /CS /C", b"/W 8 /H 8 /BPC 8 /CS /RGB /F /Fl"]
)
def test_inline_pictures_look_alike_in_inks(header: bytes) -> None:
    data = samples(3, 8)
    content = (
        b"q 100 0 0 100 0 0 cm BI "
        + header
        + b" ID "
        + (zlib.compress(data) if b"/Fl" in header else data)
        + b"\nEI Q 1 0 0 rg"
    )
    draw = plain(content, ColorSpace=Dictionary(C=Name.DeviceRGB))
    assert_alike(page(draw), printed(draw))


def test_masks_of_light_turn_to_light_and_what_they_show_elsewhere_to_ink() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        shape = Stream(pdf, b"0.2 0.9 0.2 rg 0 0 50 100 re f 1 1 1 rg 50 0 50 100 re f", Subtype=Name.Form)
        shape.BBox = Array([0, 0, 100, 100])
        shape = pdf.make_indirect(shape)
        group = Stream(pdf, b"/Shape Do", Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
        group.Resources = Dictionary(XObject=Dictionary(Shape=shape))
        group.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=pdf.make_indirect(group), BC=Array([0, 0, 0]))
        content = b"q 0.5 0 0 0.5 0 0 cm /Shape Do Q q /G gs 0.9 0.1 0.1 rg 0 50 100 50 re f Q"
        return content, {"/ExtGState": Dictionary(G=Dictionary(SMask=mask)), "/XObject": Dictionary(Shape=shape)}

    pressed = printed(draw)
    assert_alike(page(draw), pressed)
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        resources = pdf.pages[0].obj.Resources
        mask = resources.ExtGState.G.SMask
        assert Name.DeviceGray == mask.G.Group.CS and [float(v) for v in mask.BC] == [0]
        lights = [str(i.operator) for i in pikepdf.parse_content_stream(mask.G.Resources.XObject.Shape)]
        inks = [str(i.operator) for i in pikepdf.parse_content_stream(resources.XObject.Shape)]
    assert "g" in lights and "k" not in lights and "k" in inks and "g" not in inks


def test_pdf_x_1a_refuses_codecs_that_came_after_it() -> None:
    make = lambda pdf: image(pdf, b"", Name.DeviceGray, 1, Filter=Name.JBIG2Decode)  # noqa: E731
    assert "JBIG2" in told(printed(shown(make), standard="pdf/x-1a"))["press-unprintable"]
    assert printed(shown(make)).pdf


def test_pages_that_are_transparent_blend_in_inks_and_others_have_no_group() -> None:
    state = plain(b"/G gs 1 0 0 rg 0 0 9 9 re f", ExtGState=Dictionary(G=Dictionary(ca=0.5)))
    for draw, wanted in ((state, True), (plain(b"1 0 0 rg 0 0 9 9 re f"), False)):
        with pikepdf.open(io.BytesIO(printed(draw).pdf)) as pdf:
            assert ("/Group" in pdf.pages[0].obj) is wanted


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Dictionary(ca=0.5), "an opacity of 0.5"),
        (Dictionary(BM=Name.Multiply), "the blend mode Multiply"),
        (Dictionary(SMask=Dictionary(S=Name.Luminosity)), "a soft mask"),
    ],
)
def test_pdf_x_1a_refuses_what_lets_others_show_through_by_page(state: Dictionary, words: str) -> None:
    pressed = printed(plain(b"/G gs 0 0 9 9 re f", ExtGState=Dictionary(G=state)), standard="pdf/x-1a")
    assert (
        pressed.pdf == b"" and told(pressed)["press-transparency"] == f"page 1: {words}, which PDF/X-1a does not allow"
    )


def test_pdf_x_1a_leaves_out_what_changes_nothing() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        form = Stream(pdf, b"1 0 0 rg 0 0 50 50 re f", Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
        form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        state = Dictionary(ca=1, CA=1, BM=Name.Normal, SMask=Name("/None"), AIS=False)
        unused = Dictionary(ca=0.2)
        return b"/G gs /F Do", {
            "/ExtGState": Dictionary(G=state, Unused=unused),
            "/XObject": Dictionary(F=pdf.make_indirect(form)),
        }

    pressed = printed(draw, standard="pdf/x-1a")
    assert_alike(page(draw), pressed)
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        resources = pdf.pages[0].obj.Resources
        assert "/Group" not in resources.XObject.F and list(resources.ExtGState.keys()) == ["/G"]
        assert list(resources.ExtGState.G.keys()) == []


def soft(alpha: bytes) -> Callable[[Pdf], Object]:
    return lambda pdf: image(pdf, b"\xe0\x10\x10" * 64, Name.DeviceRGB, SMask=image(pdf, alpha, Name.DeviceGray))


def test_pdf_x_1a_lays_pictures_on_white_where_nothing_lies_beneath() -> None:
    draw = shown(soft(bytes(range(0, 256, 4))))
    pressed = printed(draw, standard="pdf/x-1a")
    assert_alike(page(draw), pressed)
    assert b"/SMask" not in pressed.pdf


@pytest.mark.parametrize(("beneath", "refused"), [(b"0 0 1 rg", True), (b"1 1 1 rg", False)])
def test_pdf_x_1a_refuses_pictures_that_let_something_show_through(beneath: bytes, refused: bool) -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        content, resources = shown(soft(b"\x80" * 64))(pdf)
        return beneath + b" 0 0 50 50 re f " + content, resources

    pressed = printed(draw, standard="pdf/x-1a")
    assert (told(pressed).get("press-transparency", "").startswith("page 1: a transparent image on top")) is refused


def test_pdf_x_1a_refuses_pictures_that_let_something_show_through_in_patterns() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        content, resources = shown(soft(b"\x80" * 64))(pdf)
        keys = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 100, "YStep": 100}
        tile = Stream(pdf, content, BBox=Array([0, 0, 100, 100]), Resources=Dictionary(resources), **keys)
        return b"/Pattern cs /P scn 0 0 100 100 re f", {"/Pattern": Dictionary(P=pdf.make_indirect(tile))}

    assert "press-transparency" in told(printed(draw, standard="pdf/x-1a"))


def test_pdf_x_1a_cuts_out_what_a_soft_mask_only_cuts_out() -> None:
    def draw(pdf: Pdf) -> tuple[bytes, dict[str, Any]]:
        content, resources = shown(soft(b"\0\xff" * 32))(pdf)
        return b"0.1 0.1 0.9 rg 0 0 100 100 re f " + content, resources

    pressed = printed(draw, standard="pdf/x-1a")
    assert_alike(page(draw), pressed)
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        made = pdf.pages[0].obj.Resources.XObject.I
        assert made.Mask.ImageMask and "/SMask" not in made
