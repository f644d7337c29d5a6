"""Make pages to be printed, of every kind of colour, and look at what is printed of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from PIL import Image, ImageChops, ImageStat

from foreign_colours import foreign_colours
from icc_profiles import press_profile, swapped_profile
from octavo.model.printer_profile import Profile
from octavo.pdfx.press_file import PressFile, press

MM = 72 / 25.4
PLAIN = {"label": "A printer", "ink": 300, "multiple": 1, "condition": "TEST 1", "condition_label": "Nowhere, on paper"}
Draw = Callable[[Pdf], tuple[bytes, dict[str, Any]]]


def profile(**changes: Any) -> Profile:
    return Profile.model_validate(PLAIN | changes)


def saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def page(draw: Draw, count: int = 1) -> bytes:
    """Make a page of 100 points of what is drawn with resources."""
    with pikepdf.new() as pdf:
        for _ in range(count):
            content, resources = draw(pdf)
            made = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, 100, 100]),
                Resources=Dictionary(resources),
                Contents=Stream(pdf, content),
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(made)))
        pdf.trailer.Info = Dictionary(Title=String("Tides"), CreationDate=String("D:20260102030405+01'00'"))
        return saved(pdf)


def printed(draw: Draw, **changes: Any) -> PressFile:
    return make_press_file(page(draw), profile(marks=False, bleed=0, **changes), press_profile())


def plain(content: bytes, **resources: Any) -> Draw:
    return lambda _: (content, {"/" + name: value for name, value in resources.items()})


def operators(pressed: PressFile) -> list[str]:
    """List what the first page of a press file does."""
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        return pikepdf.unparse_content_stream(pikepdf.parse_content_stream(pdf.pages[0])).decode().splitlines()


def colours(pressed: PressFile) -> list[str]:
    return [line for line in operators(pressed) if line.split()[-1] in ("k", "K", "g", "G", "rg", "RG", "sc", "scn")]


def shares(line: str) -> tuple[float, ...]:
    return tuple(float(word) for word in line.split()[:-1])


def seen(data: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    return document[0].render(scale=1).to_pil().convert("RGB").resize((50, 50), Image.Resampling.BOX)


def assert_alike(before: bytes, pressed: PressFile, most: float = 60) -> None:
    """Hold a press file, as a reader without its profile shows it, against the page that it was made of."""
    assert pressed.pdf, pressed.findings
    difference = ImageChops.difference(seen(before), seen(pressed.pdf))
    assert max(ImageStat.Stat(difference).mean) < most
    with pikepdf.open(io.BytesIO(pressed.pdf)) as pdf:
        assert foreign_colours(pdf) == []


def told(pressed: PressFile) -> dict[str, str]:
    return {finding.code: finding.message for finding in pressed.findings}


def changed(data: bytes, change: Callable[[Pdf], Any]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        return saved(pdf)


TINT = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([1, 0, 0]), N=1)


def spaces(pdf: Pdf) -> dict[str, tuple[Object, bytes, int]]:
    """Give colour spaces of every family, with a colour that is some red, and how many components they have."""
    white = Array([0.9505, 1, 1.089])
    matrix = Array([0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505])
    rgb = Dictionary(WhitePoint=white, Gamma=Array([2.2, 2.2, 2.2]), Matrix=matrix)
    two = Stream(
        pdf,
        b"{ exch 1 exch sub exch 1 exch sub 0.1 }",
        FunctionType=4,
        Domain=Array([0, 1] * 2),
        Range=Array([0, 1] * 3),
    )
    three = Stream(pdf, b"{ 1 exch sub 3 1 roll }", FunctionType=4, Domain=Array([0, 1] * 3), Range=Array([0, 1] * 3))
    icc = Stream(pdf, swapped_profile(), N=3)
    broken = Stream(pdf, b"no profile", N=3, Alternate=Name.DeviceRGB)
    return {
        "gray": (Name.DeviceGray, b"0.3", 1),
        "rgb": (Name.DeviceRGB, b"0.9 0.1 0.1", 3),
        "cmyk": (Name.DeviceCMYK, b"0 0.9 0.9 0.1", 4),
        "calgray": (Array([Name.CalGray, Dictionary(WhitePoint=white, Gamma=2.2)]), b"0.3", 1),
        "calrgb": (Array([Name.CalRGB, rgb]), b"0.9 0.1 0.1", 3),
        "lab": (Array([Name.Lab, Dictionary(WhitePoint=white, Range=Array([-100, 100] * 2))]), b"50 60 40", 3),
        "icc": (Array([Name.ICCBased, pdf.make_indirect(icc)]), b"0.1 0.9 0.1", 3),
        "broken icc": (Array([Name.ICCBased, pdf.make_indirect(broken)]), b"0.9 0.1 0.1", 3),
        "indexed": (Array([Name.Indexed, Name.DeviceRGB, 2, String(b"\xff\xff\xff\xe0\x10\x10\x00\x00\x00")]), b"1", 1),
        "separation": (Array([Name.Separation, Name.Scarlet, Name.DeviceRGB, TINT]), b"0.9", 1),
        "black ink": (Array([Name.Separation, Name.Black, Name.DeviceRGB, TINT]), b"0.9", 1),
        "two inks": (
            Array([Name.DeviceN, Array([Name.A, Name.B]), Name.DeviceRGB, pdf.make_indirect(two)]),
            b"0.1 0.9",
            2,
        ),
        "three inks": (
            Array([Name.DeviceN, Array([Name.A, Name.B, Name.C]), Name.DeviceRGB, pdf.make_indirect(three)]),
            b"0.9 0.1 0.9",
            3,
        ),
    }


FAMILIES = list(spaces(pikepdf.new()))
# A reader shows black ink by itself, while the tint for it is red.
SHOWN = [family for family in FAMILIES if family != "black ink"]


def ramp() -> Dictionary:
    """Give a function from red over green to blue, of parts."""
    part_of = lambda one, other: Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array(one), C1=Array(other), N=1)  # noqa: E731
    parts = Array([part_of([0.9, 0.1, 0.1], [0.1, 0.7, 0.1]), part_of([0.1, 0.7, 0.1], [0.1, 0.1, 0.9])])
    return Dictionary(
        FunctionType=3, Domain=Array([0, 1]), Functions=parts, Bounds=Array([0.5]), Encode=Array([0, 1, 0, 1])
    )


def sampled(pdf: Pdf) -> Object:
    keys = {"Domain": Array([0, 1]), "Range": Array([0, 1] * 3), "Size": Array([3]), "BitsPerSample": 4}
    return pdf.make_indirect(Stream(pdf, b"\xe2\x22\xb2\x22\xe0", FunctionType=0, **keys))


def plane(pdf: Pdf) -> Object:
    keys = {"Domain": Array([0, 1] * 2), "Range": Array([0, 1] * 3)}
    return pdf.make_indirect(Stream(pdf, b"{ 2 copy mul sqrt 0.2 exch pop }", FunctionType=4, **keys))


CORNERS = ((0, 0, b"\xe6\x1a\x1a"), (255, 0, b"\x1a\xb3\x1a"), (0, 255, b"\x1a\x1a\xe6"), (255, 255, b"\xe6\xe6\x1a"))


def patch(tensor: bool) -> bytes:
    """Write the data of one square patch, its corners in four colours."""
    around = [(0, 0), (0, 85), (0, 170), (0, 255), (85, 255), (170, 255), (255, 255), (255, 170), (255, 85), (255, 0)]
    around += [(170, 0), (85, 0)]
    around += [(85, 85), (85, 170), (170, 170), (170, 85)] if tensor else []
    data = b"\0" + bytes(value for point in around for value in point)
    return data + b"".join(CORNERS[at][2] for at in (0, 2, 3, 1))


def shading(pdf: Pdf, kind: str) -> Object:
    keys: dict[str, Any] = {"ShadingType": int(kind[0]), "ColorSpace": Name.DeviceRGB}
    mesh = {
        "BitsPerCoordinate": 8,
        "BitsPerComponent": 8,
        "BitsPerFlag": 8,
        "Decode": Array([0, 100, 0, 100] + [0, 1] * 3),
    }
    if kind == "1":
        return Dictionary(**keys | {"Function": plane(pdf), "Matrix": Array([100, 0, 0, 100, 0, 0])})
    if kind[0] in "23":
        coords = [0, 0, 100, 0] if kind[0] == "2" else [50, 50, 5, 50, 50, 50]
        function = sampled(pdf) if kind.endswith("sampled") else ramp()
        extent = Array([True, True])
        return Dictionary(**keys | {"Coords": Array(coords), "Function": function, "Extend": extent})
    if kind == "4 of a function":
        data = b"".join(bytes((0, x, y, share)) for x, y, share in ((0, 0, 0), (255, 0, 128), (0, 255, 255)))
        return Stream(pdf, data, **keys | mesh | {"Decode": Array([0, 100, 0, 100, 0, 1]), "Function": ramp()})
    if kind[0] == "4":
        data = b"".join(bytes((0, x, y)) + colour for x, y, colour in (*CORNERS[:3], *CORNERS[1:]))
        return Stream(pdf, data, **keys | mesh)
    if kind[0] == "5":
        del mesh["BitsPerFlag"]
        data = b"".join(bytes((x, y)) + colour for x, y, colour in CORNERS)
        return Stream(pdf, data, **keys | mesh | {"VerticesPerRow": 2})
    return Stream(pdf, patch(tensor=kind[0] == "7"), **keys | mesh)


KINDS = ["1", "2", "2 sampled", "3", "4", "4 of a function", "5", "6", "7"]


def samples(size: int, bits: int, width: int = 8, height: int = 8) -> bytes:
    """Pack a picture of so many components, each running another way."""
    most = (1 << bits) - 1
    rows = []
    for y in range(height):
        values = [((x if band % 2 else y) * most // 7) for x in range(width) for band in range(size)]
        whole = 0
        for value in values:
            whole = whole << bits | value
        unused = -len(values) * bits % 8
        rows.append((whole << unused).to_bytes((len(values) * bits + unused) // 8, "big"))
    return b"".join(rows)


def image(pdf: Pdf, data: bytes, space: Any, bits: int = 8, **keys: Any) -> Object:
    whole = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 8, "Height": 8, "BitsPerComponent": bits}
    whole |= {"ColorSpace": space} if space is not None else {}
    return pdf.make_indirect(Stream(pdf, data, **whole | keys))


def shown(make: Callable[[Pdf], Object]) -> Draw:
    return lambda pdf: (b"q 100 0 0 100 0 0 cm /I Do Q", {"/XObject": Dictionary(I=make(pdf))})
