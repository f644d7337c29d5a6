"""Make what tests print with: the ICC profile of a press that there is not, and of a screen whose red is green."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product

from PIL import ImageCms

# Share of red, green and blue light that each full ink lets through.
THROUGH = ((0.1, 0.55, 0.85), (0.75, 0.1, 0.45), (0.97, 0.88, 0.08), (0.03, 0.03, 0.03))
TO_XYZ = ((0.4361, 0.3851, 0.1431), (0.2225, 0.7169, 0.0606), (0.0139, 0.0971, 0.7142))
TO_RGB = ((3.1339, -1.6169, -0.4906), (-0.9788, 1.9161, 0.0335), (0.0719, -0.2290, 1.4052))
WHITE = (0.9642, 1.0, 0.8249)


def lab_of_inks(inks: Iterable[float]) -> tuple[float, float, float]:
    """Tell what inks look like: each takes its share of light, and dots gain as they are printed."""
    light = [1.0, 1.0, 1.0]
    for share, through in zip(inks, THROUGH, strict=True):
        covered = 1 - (1 - share) ** 2
        light = [value * (1 - covered * (1 - part)) for value, part in zip(light, through, strict=True)]
    xyz = (sum(row[n] * light[n] for n in range(3)) for row in TO_XYZ)
    x, y, z = (_root(value / white) for value, white in zip(xyz, WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def inks_of_lab(lab: Iterable[float]) -> tuple[float, ...]:
    lightness, a, b = lab
    y = (lightness + 16) / 116
    xyz = [_cube(f) * white for f, white in zip((y + a / 500, y, y - b / 200), WHITE, strict=True)]
    light = (sum(row[n] * xyz[n] for n in range(3)) for row in TO_RGB)
    colours = [1 - min(max(value, 0), 1) ** (1 / 2.2) for value in light]
    black = min(colours) ** 2 * 0.9
    return *(max(colour - black / 2, 0) for colour in colours), black


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def _cube(value: float) -> float:
    return value**3 if value > 0.2069 else (value - 16 / 116) / 7.787


def _lab_bytes(lab: Iterable[float]) -> bytes:
    lightness, a, b = lab
    return struct.pack(
        ">3H", *(round(min(max(v, 0), 65535)) for v in (lightness * 652.8, (a + 128) * 256, (b + 128) * 256))
    )


def _ink_bytes(inks: Iterable[float]) -> bytes:
    return struct.pack(">4H", *(round(65535 * min(max(share, 0), 1)) for share in inks))


def _table(inputs: int, outputs: int, steps: int, node: Callable[[tuple[float, ...]], bytes]) -> bytes:
    """Write a table of ICC.1:2001-04, 6.5.8."""
    head = struct.pack(
        ">4s4x4B9i2H", b"mft2", inputs, outputs, steps, 0, *(65536, 0, 0, 0, 65536, 0, 0, 0, 65536), 2, 2
    )
    ramp = struct.pack(">2H", 0, 65535)
    places = product(*[[step / (steps - 1) for step in range(steps)]] * inputs)
    return head + ramp * inputs + b"".join(map(node, places)) + ramp * outputs


def _node_of_lab(place: tuple[float, ...]) -> bytes:
    lightness, a, b = (value * 65535 for value in place)
    return _ink_bytes(inks_of_lab((min(lightness / 652.8, 100), a / 256 - 128, b / 256 - 128)))


@cache
def press_profile() -> bytes:
    """Write the profile of a press of four inks."""
    forth, back = _table(4, 3, 13, lambda inks: _lab_bytes(lab_of_inks(inks))), _table(3, 4, 33, _node_of_lab)
    name = b"A press that there is not"
    tags = {
        b"desc": struct.pack(">4s4xI", b"desc", len(name) + 1) + name + b"\0" * 80,
        b"cprt": struct.pack(">4s4x", b"text") + b"None\0",
        b"wtpt": struct.pack(">4s4x3i", b"XYZ ", *(round(value * 65536) for value in WHITE)),
        **dict.fromkeys((b"A2B0", b"A2B1"), forth),
        **dict.fromkeys((b"B2A0", b"B2A1"), back),
    }
    return _profile(b"prtr", b"CMYK", tags)


def _profile(kind: bytes, space: bytes, tags: dict[bytes, bytes]) -> bytes:
    table, data = struct.pack(">I", len(tags)), b""
    for name, tag in tags.items():
        table += struct.pack(">4s2I", name, 132 + 12 * len(tags) + len(data), len(tag))
        data += tag + b"\0" * (-len(tag) % 4)
    size = 128 + len(table) + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"test", 0x02400000, kind, space, b"Lab ")
    head += struct.pack(">6H4s28x3i48x", 2026, 1, 1, 0, 0, 0, b"acsp", *(round(value * 65536) for value in WHITE))
    return head + table + data


@cache
def swapped_profile() -> bytes:
    """Write the profile of a screen on which red is green, and green red."""
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (count,) = struct.unpack_from(">I", icc, 128)
    entries = [icc[132 + 12 * n : 144 + 12 * n] for n in range(count)]
    places = {entry[:4]: entry[4:] for entry in entries}
    places[b"rXYZ"], places[b"gXYZ"] = places[b"gXYZ"], places[b"rXYZ"]
    table = b"".join(name + place for name, place in places.items())
    return icc[:132] + table + icc[132 + 12 * count :]
