"""Convert shadings (ISO 32000-1, 8.7.4.5) of any type and colour space to the inks of the press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Name, Object, Pdf, Stream

from ...pdf.objects.stream_reader import Unprintable, read_number_array, unpack_stream
from . import pdf_functions
from .colour_space_conversion import InkSpace
from .icc_transform import Colour, Inks
from .soft_mask_luminosity import SoftMaskLuminosity

_STEPS, _GRID = 1024, 64
_MOST_CORNERS = 500_000
_PATCH_POINTS = {6: (12, 8), 7: (16, 12)}
"""Points of an independent patch, and of one that shares an edge."""


@dataclass(frozen=True)
class ConvertedShading:
    """The new values of a shading's keys, and its new data, if they change."""

    keys: dict[str, object]
    data: bytes | None = None


@dataclass
class _Shading:
    pdf: Pdf
    given: Object
    space: InkSpace
    printing: Inks | SoftMaskLuminosity
    keys: dict[str, object] = field(default_factory=dict)


def convert_shading(pdf: Pdf, given: Object, space: InkSpace, printing: Inks | SoftMaskLuminosity) -> ConvertedShading:
    """Convert a shading to inks. Raises Unprintable."""
    if space.is_pattern:
        raise Unprintable("a shading in a Pattern colour space")
    work = _Shading(pdf, given, space, printing, {"/ColorSpace": Name("/" + printing.space)})
    background = read_number_array(given.get("/Background"))
    if len(background) == space.component_count:
        work.keys["/Background"] = Array(_convert_colours(work, [background])[0])
    kind = int(given.get("/ShadingType", 0))
    if kind in (1, 2, 3):
        work.keys["/Function"] = (
            _sample_plane(work) if kind == 1 else _sample_along(work, _read_span(given.get("/Domain")))
        )
        return ConvertedShading(work.keys)
    if kind not in (4, 5, 6, 7) or not isinstance(given, Stream):
        raise Unprintable("a shading of an unknown type")
    if "/Function" in given:
        decode = read_number_array(given.get("/Decode"))
        if len(decode) < 6:
            raise Unprintable("a mesh without a Decode array")
        work.keys["/Function"] = _sample_along(work, (decode[4], decode[5]))
        return ConvertedShading(work.keys)
    return _convert_mesh(work, given, kind)


def _read_span(given: object) -> tuple[float, float]:
    values = read_number_array(given) or (0.0, 1.0)
    return values[0], values[1]


def _convert_colours(work: _Shading, colours: list[Colour]) -> list[Colour]:
    bounded = [tuple(_clamp_value(c, r) for c, r in zip(colour, work.space.ranges, strict=True)) for colour in colours]
    return work.printing.convert_all(work.space.base, [work.space.to_base(colour) for colour in bounded], apart=False)


def _clamp_value(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])


def _sample_along(work: _Shading, span: tuple[float, float]) -> Object:
    """Sample a function of one value over its span."""
    function = pdf_functions.read_function(work.given.get("/Function"))
    low, high = span
    places = [(low + (high - low) * step / (_STEPS - 1),) for step in range(_STEPS)]
    return _make_sampled_function(work, [function(place) for place in places], [low, high], [_STEPS])


def _sample_plane(work: _Shading) -> Object:
    function = pdf_functions.read_function(work.given.get("/Function"))
    domain = read_number_array(work.given.get("/Domain")) or (0.0, 1.0, 0.0, 1.0)
    if len(domain) != 4:
        raise Unprintable("a shading with an invalid domain")
    x0, x1, y0, y1 = domain
    shares = [step / (_GRID - 1) for step in range(_GRID)]
    places = [(x0 + (x1 - x0) * x, y0 + (y1 - y0) * y) for y in shares for x in shares]
    return _make_sampled_function(work, [function(place) for place in places], list(domain), [_GRID, _GRID])


def _make_sampled_function(work: _Shading, colours: list[Colour], domain: list[float], sizes: list[int]) -> Object:
    if any(len(colour) < work.space.component_count for colour in colours):
        raise Unprintable("a shading function with too few outputs")
    inks = _convert_colours(work, [colour[: work.space.component_count] for colour in colours])
    return work.pdf.make_indirect(
        Stream(
            work.pdf,
            _inks_to_bytes(inks),
            FunctionType=0,
            Domain=Array(domain),
            Range=Array([0, 1] * work.printing.size),
            Size=Array(sizes),
            BitsPerSample=8,
        )
    )


def _inks_to_bytes(inks: list[Colour]) -> bytes:
    return bytes(_share_to_byte(share) for ink in inks for share in ink)


def _share_to_byte(share: float) -> int:
    # Rounded down because of the ink limit, but solid ink stays solid.
    return min(max(int(share * 255 + 0.01), 0), 255)


@dataclass(frozen=True)
class _MeshLayout:
    """The layout of mesh data: bits of flags, coordinates and colours, and the number of colour components."""

    flag: int
    place: int
    colour: int
    count: int
    ranges: tuple[tuple[float, float], ...]


def _convert_mesh(work: _Shading, given: Stream, kind: int) -> ConvertedShading:
    """Rewrite the colours of a mesh. Its coordinates stay the same, bit by bit."""
    decode = read_number_array(given.get("/Decode"))
    count = work.space.component_count
    if len(decode) != 4 + 2 * count:
        raise Unprintable("a mesh with an inconsistent Decode array")
    ranges = tuple(zip(decode[4::2], decode[5::2], strict=True))
    bits = [int(given.get(key, 0)) for key in ("/BitsPerFlag", "/BitsPerCoordinate", "/BitsPerComponent")]
    if bits[1] not in (1, 2, 4, 8, 12, 16, 24, 32) or bits[2] not in (1, 2, 4, 8, 12, 16):
        raise Unprintable("a mesh with invalid bit counts")
    if kind != 5 and bits[0] not in (2, 4, 8):
        raise Unprintable("a mesh with invalid bit counts")
    mesh = _MeshLayout(0 if kind == 5 else bits[0], bits[1], bits[2], count, ranges)
    records = list(_read_mesh_records(unpack_stream(given), mesh, kind))
    inks = _convert_colours(work, [colour for record in records for colour in record.colours])
    data, at = bytearray(), 0
    for record in records:
        data += _write_mesh_record(record, inks[at : at + len(record.colours)], mesh)
        at += len(record.colours)
    size = work.printing.size
    work.keys |= {"/BitsPerComponent": 8, "/Decode": Array([*decode[:4], *([0, 1] * size)])}
    return ConvertedShading(work.keys, data=bytes(data))


@dataclass(frozen=True, slots=True)
class _MeshRecord:
    """A vertex or patch of a mesh: its flag, its coordinates as one number of `bits` bits, and its colours."""

    flag: int
    places: int
    bits: int
    colours: list[Colour]


def _read_mesh_records(data: bytes, mesh: _MeshLayout, kind: int) -> Iterator[_MeshRecord]:
    at = corners = 0
    while True:
        flag = _read_bits(data, at * 8, mesh.flag) if mesh.flag and at < len(data) else 0
        points, colours = _record_shape(kind, flag & 3)
        width = 2 * points * mesh.place
        length = (mesh.flag + width + colours * mesh.count * mesh.colour + 7) // 8
        if at + length > len(data):
            return
        corners += colours
        if corners > _MOST_CORNERS:
            raise Unprintable("a mesh with too many vertices")
        start = at * 8 + mesh.flag
        values = [_read_mesh_colour(data, start + width + n * mesh.count * mesh.colour, mesh) for n in range(colours)]
        yield _MeshRecord(flag, _read_bits(data, start, width), width, values)
        at += length


def _record_shape(kind: int, flag: int) -> tuple[int, int]:
    """Return the number of points and colours of a record."""
    if kind in (4, 5):
        return 1, 1
    alone, sharing = _PATCH_POINTS[kind]
    return (sharing, 2) if flag else (alone, 4)


def _read_mesh_colour(data: bytes, at: int, mesh: _MeshLayout) -> Colour:
    most = (1 << mesh.colour) - 1
    values = (_read_bits(data, at + n * mesh.colour, mesh.colour) / most for n in range(mesh.count))
    return tuple(low + value * (high - low) for value, (low, high) in zip(values, mesh.ranges, strict=True))


def _read_bits(data: bytes, at: int, width: int) -> int:
    last = (at + width + 7) // 8
    return int.from_bytes(data[at // 8 : last], "big") >> (last * 8 - at - width) & ((1 << width) - 1)


def _write_mesh_record(record: _MeshRecord, inks: list[Colour], mesh: _MeshLayout) -> bytes:
    shares = _inks_to_bytes(inks)
    bits = mesh.flag + record.bits + 8 * len(shares)
    value = (record.flag << record.bits | record.places) << 8 * len(shares) | int.from_bytes(shares, "big")
    padding = -bits % 8
    return (value << padding).to_bytes((bits + padding) // 8, "big")
