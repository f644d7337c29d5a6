"""Convert colour spaces (ISO 32000-1, 8.6) to the base colours that can be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream, String

from ...pdf.objects.stream_reader import PDF_ERRORS, Unprintable, read_number_array, unpack_stream
from . import pdf_functions
from .icc_transform import CMYK, GRAY, LAB, RGB, Base, Colour, IccProfileError, Inks, encode_srgb

Lift = Callable[[Colour], Colour]
_DEEPEST = 6
_UNIT_RANGE = (0.0, 1.0)
_PROCESS_INK_INDEX = {"/Cyan": 0, "/Magenta": 1, "/Yellow": 2, "/Black": 3}
_DEVICE_BASES = {
    **dict.fromkeys(("/DeviceGray", "/G", "/CalGray"), (GRAY, 1, "/DefaultGray")),
    **dict.fromkeys(("/DeviceRGB", "/RGB", "/CalRGB"), (RGB, 3, "/DefaultRGB")),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK", "/CalCMYK"), (CMYK, 4, "/DefaultCMYK")),
}


@dataclass(frozen=True, eq=False, slots=True)
class InkSpace:
    """A colour space, and how its components become a colour of its base."""

    base: Base
    ranges: tuple[tuple[float, float], ...]
    """The least and greatest value of each component."""
    first: Colour
    """The initial colour of the space."""
    lift: Lift | None = None
    """None if the components are those of the base."""
    palette: int | None = None
    """The greatest index of an Indexed space."""
    is_pattern: bool = False
    under: InkSpace | None = None
    """The space in which an uncoloured pattern is painted."""
    paints_nothing: bool = False

    @property
    def component_count(self) -> int:
        return len(self.ranges)

    def to_base(self, colour: Colour) -> Colour:
        """Return a colour in the base."""
        return self.lift(colour) if self.lift else colour


def _base_ink_space(base: Base, size: int) -> InkSpace:
    return InkSpace(base, (_UNIT_RANGE,) * size, (0.0, 0.0, 0.0, 1.0) if base.kind == "cmyk" else (0.0,) * size)


@dataclass
class InkSpaces:
    """Reads each colour space once; `spots` collects the names of spot colours."""

    inks: Inks
    spots: set[str] = field(default_factory=set)
    _known: dict[tuple[int, int], InkSpace] = field(default_factory=dict)
    _plain: dict[Base, InkSpace] = field(default_factory=dict)

    def read_space(self, given: Any, resources: Any, depth: int = 0) -> InkSpace:
        """Read a space, or the name of one in resources. Raises Unprintable."""
        if depth > _DEEPEST:
            raise Unprintable("colour spaces that are nested too deeply")
        if isinstance(given, Name):
            return self._read_named(str(given), resources, depth)
        if not isinstance(given, Array) or not len(given):
            raise Unprintable("an invalid colour space")
        mark = given.objgen
        if mark != (0, 0) and mark in self._known:
            return self._known[mark]
        space = self._read_array(given, resources, depth)
        if mark != (0, 0):
            self._known[mark] = space
        return space

    def base_space(self, base: Base, size: int) -> InkSpace:
        """Return the space of a base itself."""
        return self._plain.setdefault(base, _base_ink_space(base, size))

    def _read_named(self, name: str, resources: Any, depth: int) -> InkSpace:
        listed = resources.get(Name.ColorSpace) if isinstance(resources, Dictionary) else None
        listed = listed if isinstance(listed, Dictionary) else Dictionary()
        if name == "/Pattern":
            return InkSpace(GRAY, (), (), is_pattern=True)
        if name in _DEVICE_BASES:
            base, size, instead = _DEVICE_BASES[name]
            if instead in listed:
                # The default must not be looked for in itself (8.6.5.6).
                return self.read_space(listed[instead], None, depth + 1)
            return self.base_space(base, size)
        if name in listed:
            return self.read_space(listed[name], resources, depth + 1)
        raise Unprintable("a missing colour space")

    def _read_array(self, given: Any, resources: Any, depth: int) -> InkSpace:
        kind = str(given[0])
        readers = {
            "/ICCBased": self._read_icc_based,
            "/Indexed": self._read_indexed,
            "/I": self._read_indexed,
            "/Separation": self._read_separation,
            "/DeviceN": self._read_separation,
            "/Pattern": self._read_pattern,
        }
        if kind in readers:
            return readers[kind](given, resources, depth)
        if len(given) > 1 and isinstance(given[1], Dictionary):
            if kind == "/Lab":
                return _read_lab(given[1])
            if kind == "/CalRGB":
                return InkSpace(RGB, (_UNIT_RANGE,) * 3, (0.0,) * 3, _read_calibrated_rgb(given[1]))
            if kind == "/CalGray":
                gamma = _read_real(given[1].get("/Gamma"), 1.0)
                return InkSpace(GRAY, (_UNIT_RANGE,), (0.0,), lambda c: (encode_srgb(max(c[0], 0) ** gamma),))
        return self._read_named(kind, resources, depth + 1)

    def _read_icc_based(self, given: Any, resources: Any, depth: int) -> InkSpace:
        stream = given[1]
        if not isinstance(stream, Stream):
            raise Unprintable("an invalid ICC profile")
        size = int(stream.get(Name.N, 0))
        try:
            return self.base_space(self.inks.read_source_profile(unpack_stream(stream), size), size)
        except (IccProfileError, Unprintable):
            # What a reader does who cannot use it (8.6.5.5).
            if Name.Alternate in stream:
                alternate = self.read_space(stream.Alternate, resources, depth + 1)
                if alternate.component_count == size and not alternate.is_pattern:
                    return alternate
            bases = {1: GRAY, 3: RGB, 4: CMYK}
            if size not in bases:
                raise Unprintable("an ICC profile with an unknown number of colours") from None
            return self.base_space(bases[size], size)

    def _read_indexed(self, given: Any, resources: Any, depth: int) -> InkSpace:
        under = self.read_space(given[1], resources, depth + 1)
        last = min(max(int(given[2]), 0), 255)
        table = given[3]
        data = unpack_stream(table) if isinstance(table, Stream) else bytes(table) if isinstance(table, String) else b""
        if under.is_pattern or under.palette is not None:
            raise Unprintable("a colour table (Indexed) without a usable base")
        size = under.component_count
        data = data.ljust((last + 1) * size, b"\0")
        rows = [data[at * size : (at + 1) * size] for at in range(last + 1)]
        listed = [under.to_base(_decode_table_row(row, under.ranges)) for row in rows]
        look = lambda colour: listed[min(max(int(colour[0] + 0.5), 0), last)]  # noqa: E731 - it has no name of its own
        return InkSpace(under.base, ((0.0, float(last)),), (0.0,), look, palette=last)

    def _read_separation(self, given: Any, resources: Any, depth: int) -> InkSpace:
        listed = [str(name) for name in given[1]] if isinstance(given[1], Array) else [str(given[1])]
        if not 1 <= len(listed) <= 32:
            raise Unprintable("a colour space with no inks, or more than 32")
        shape = (_UNIT_RANGE,) * len(listed), (1.0,) * len(listed)
        if set(listed) <= {*_PROCESS_INK_INDEX, "/None"} and set(listed) != {"/None"}:
            return InkSpace(CMYK, *shape, lambda colour: _process_inks(listed, colour))
        if listed == ["/All"]:
            # Registration colour within a page is black that somebody chose too well.
            return InkSpace(CMYK, *shape, lambda colour: (0.0, 0.0, 0.0, colour[0]))
        alternate = self.read_space(given[2], resources, depth + 1)
        if alternate.is_pattern or alternate.palette is not None:
            raise Unprintable("a spot colour without a usable alternate")
        tint = pdf_functions.read_function(given[3])
        nothing = set(listed) == {"/None"}
        self.spots.update(name.strip("/") for name in listed if name not in {*_PROCESS_INK_INDEX, "/None", "/All"})

        def shown(colour: Colour) -> Colour:
            values = tint(colour)
            if len(values) < alternate.component_count:
                raise Unprintable("a spot colour with too few alternate components")
            return alternate.to_base(values[: alternate.component_count])

        return InkSpace(alternate.base, *shape, shown, paints_nothing=nothing)

    def _read_pattern(self, given: Any, resources: Any, depth: int) -> InkSpace:
        under = self.read_space(given[1], resources, depth + 1) if len(given) > 1 else None
        if under and under.is_pattern:
            raise Unprintable("a pattern based on a pattern")
        return InkSpace(GRAY, (), (), is_pattern=True, under=under)


def guess_ink_space(spaces: InkSpaces, count: int) -> InkSpace:
    """Return the most likely space for a number of components, where no space was set."""
    bases = {1: GRAY, 3: RGB, 4: CMYK}
    if count not in bases:
        raise Unprintable("colours without a colour space")
    return spaces.base_space(bases[count], count)


def _decode_table_row(row: Iterable[int], ranges: tuple[tuple[float, float], ...]) -> Colour:
    return tuple(low + value / 255 * (high - low) for value, (low, high) in zip(row, ranges, strict=True))


def _process_inks(names: list[str], colour: Colour) -> Colour:
    inks = [0.0] * 4
    for name, share in zip(names, colour, strict=True):
        if name in _PROCESS_INK_INDEX:
            inks[_PROCESS_INK_INDEX[name]] = share
    return tuple(inks)


def _read_lab(given: Object) -> InkSpace:
    limits = read_number_array(given.get("/Range")) or (-100.0, 100.0, -100.0, 100.0)
    ranges = ((0.0, 100.0), (limits[0], limits[1]), (limits[2], limits[3]))
    within = lambda c: (c[0], min(max(c[1], -128.0), 127.0), min(max(c[2], -128.0), 127.0))  # noqa: E731
    return InkSpace(LAB, ranges, tuple(min(max(0.0, low), high) for low, high in ranges), within)


def _read_calibrated_rgb(given: Object) -> Lift:
    """Convert CalRGB (8.6.5.3) to sRGB, with white mapped to white."""
    gammas = _read_triple(given.get("/Gamma"), (1.0, 1.0, 1.0))
    white = _read_triple(given.get("/WhitePoint"), (0.9505, 1.0, 1.089))
    matrix = read_number_array(given.get("/Matrix"))
    rows = matrix if len(matrix) == 9 else (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

    def lift(colour: Colour) -> Colour:
        parts = [max(value, 0.0) ** gamma for value, gamma in zip(colour, gammas, strict=True)]
        seen = [sum(part * rows[at * 3 + axis] for at, part in enumerate(parts)) for axis in range(3)]
        x, y, z = (value / of * to for value, of, to in zip(seen, white, (0.9505, 1.0, 1.089), strict=True))
        linear = (
            3.2406 * x - 1.5372 * y - 0.4986 * z,
            -0.9689 * x + 1.8758 * y + 0.0415 * z,
            0.0557 * x - 0.2040 * y + 1.0570 * z,
        )
        return tuple(encode_srgb(min(max(value, 0.0), 1.0)) for value in linear)

    return lift


def _read_triple(given: Any, otherwise: tuple[float, float, float]) -> tuple[float, ...]:
    values = read_number_array(given)
    return values if len(values) == 3 and min(values) > 0 else otherwise


def _read_real(given: Any, otherwise: float) -> float:
    try:
        return float(given) if given is not None else otherwise
    except PDF_ERRORS:
        return otherwise
