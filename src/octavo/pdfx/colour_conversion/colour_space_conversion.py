"""Convert colour spaces (ISO 32000-1, 8.6) to the base colours that can be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream, String

from ...pdf.content.colour_space_syntax import (
    INVALID,
    MISSING,
    TOO_DEEP,
    SpaceDefinition,
    read_space_definition,
)
from ...pdf.objects.stream_reader import PDF_ERRORS, Unprintable, read_number_array, unpack_stream
from ...pdf.objects.value_reader import DIRECT_OBJECT, object_number
from . import pdf_functions
from .icc_transform import CMYK, GRAY, LAB, RGB, Base, Colour, IccProfileError, Inks, encode_srgb

Lift = Callable[[Colour], Colour]
_UNIT_RANGE = (0.0, 1.0)
_PROCESS_INK_INDEX = {"/Cyan": 0, "/Magenta": 1, "/Yellow": 2, "/Black": 3}
_DEVICE_BASES = {"DeviceGray": (GRAY, 1), "DeviceRGB": (RGB, 3), "DeviceCMYK": (CMYK, 4)}
_CIE_BASES = {"CalGray": (GRAY, 1), "CalRGB": (RGB, 3), "CalCMYK": (CMYK, 4)}
"""Spaces that are read as those of a device, if their parameters are missing."""
_BASE_OF_SIZE = {size: base for base, size in _DEVICE_BASES.values()}
_PROBLEMS = {
    MISSING: "a missing colour space",
    INVALID: "an invalid colour space",
    TOO_DEEP: "colour spaces that are nested too deeply",
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
        """Return the number of components."""
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

    def read_space(self, given: object, resources: object, depth: int = 0) -> InkSpace:
        """Read a space, or the name of one in resources. Raises Unprintable."""
        definition = read_space_definition(given, resources, depth)
        number = object_number(definition.source)
        if number != DIRECT_OBJECT and number in self._known:
            return self._known[number]
        space = self._convert_definition(definition, resources)
        if number != DIRECT_OBJECT:
            self._known[number] = space
        return space

    def base_space(self, base: Base, size: int) -> InkSpace:
        """Return the space of a base itself."""
        return self._plain.setdefault(base, _base_ink_space(base, size))

    def _convert_definition(self, definition: SpaceDefinition, resources: object) -> InkSpace:
        family, operands = definition.family, definition.operands
        readers = {
            "ICCBased": self._read_icc_based,
            "Indexed": self._read_indexed,
            "Separation": self._read_separation,
            "DeviceN": self._read_separation,
            "Pattern": self._read_pattern,
        }
        if definition.problem and family not in _CIE_BASES:
            raise Unprintable(_PROBLEMS[definition.problem])
        if family in readers:
            return readers[family](operands, resources, definition.depth + 1)
        if operands and family in ("Lab", "CalRGB", "CalGray") and isinstance(operands[0], Dictionary):
            return _read_cie_based(family, operands[0])
        if definition.default is not None:
            # The default space must not be replaced by itself (8.6.5.6).
            return self.read_space(definition.default, None, definition.depth + 1)
        base = _DEVICE_BASES.get(family) or _CIE_BASES.get(family)
        if base is None:
            raise Unprintable(_PROBLEMS[MISSING])
        return self.base_space(*base)

    def _read_icc_based(self, operands: tuple[object, ...], resources: object, depth: int) -> InkSpace:
        stream = operands[0]
        if not isinstance(stream, Stream):
            raise Unprintable("an invalid ICC profile")
        size = int(stream.get(Name.N, 0))
        try:
            return self.base_space(self.inks.read_source_profile(unpack_stream(stream), size), size)
        except (IccProfileError, Unprintable):
            # What readers do that cannot use the profile (8.6.5.5).
            if Name.Alternate in stream:
                alternate = self.read_space(stream.Alternate, resources, depth)
                if alternate.component_count == size and not alternate.is_pattern:
                    return alternate
            if size not in _BASE_OF_SIZE:
                raise Unprintable("an ICC profile with an unknown number of colours") from None
            return self.base_space(_BASE_OF_SIZE[size], size)

    def _read_indexed(self, operands: tuple[Any, ...], resources: object, depth: int) -> InkSpace:
        under = self.read_space(operands[0], resources, depth)
        last = min(max(int(operands[1]), 0), 255)
        table = operands[2]
        data = unpack_stream(table) if isinstance(table, Stream) else bytes(table) if isinstance(table, String) else b""
        if under.is_pattern or under.palette is not None:
            raise Unprintable("a colour table (Indexed) without a usable base")
        size = under.component_count
        data = data.ljust((last + 1) * size, b"\0")
        rows = [data[at * size : (at + 1) * size] for at in range(last + 1)]
        listed = [under.to_base(_decode_table_row(row, under.ranges)) for row in rows]
        look = lambda colour: listed[min(max(int(colour[0] + 0.5), 0), last)]  # noqa: E731 - it has no name of its own
        return InkSpace(under.base, ((0.0, float(last)),), (0.0,), look, palette=last)

    def _read_separation(self, operands: tuple[object, ...], resources: object, depth: int) -> InkSpace:
        listed = [str(name) for name in operands[0]] if isinstance(operands[0], Array) else [str(operands[0])]
        if not 1 <= len(listed) <= 32:
            raise Unprintable("a colour space with no inks, or more than 32")
        shape = (_UNIT_RANGE,) * len(listed), (1.0,) * len(listed)
        if set(listed) <= {*_PROCESS_INK_INDEX, "/None"} and set(listed) != {"/None"}:
            return InkSpace(CMYK, *shape, lambda colour: _process_inks(listed, colour))
        if listed == ["/All"]:
            # Registration colour inside a page is meant to be black.
            return InkSpace(CMYK, *shape, lambda colour: (0.0, 0.0, 0.0, colour[0]))
        alternate = self.read_space(operands[1], resources, depth)
        if alternate.is_pattern or alternate.palette is not None:
            raise Unprintable("a spot colour without a usable alternate")
        tint = pdf_functions.read_function(operands[2])
        nothing = set(listed) == {"/None"}
        self.spots.update(name.strip("/") for name in listed if name not in {*_PROCESS_INK_INDEX, "/None", "/All"})

        def shown(colour: Colour) -> Colour:
            values = tint(colour)
            if len(values) < alternate.component_count:
                raise Unprintable("a spot colour with too few alternate components")
            return alternate.to_base(values[: alternate.component_count])

        return InkSpace(alternate.base, *shape, shown, paints_nothing=nothing)

    def _read_pattern(self, operands: tuple[object, ...], resources: object, depth: int) -> InkSpace:
        under = self.read_space(operands[0], resources, depth) if operands else None
        if under and under.is_pattern:
            raise Unprintable("a pattern based on a pattern")
        return InkSpace(GRAY, (), (), is_pattern=True, under=under)


def guess_ink_space(spaces: InkSpaces, count: int) -> InkSpace:
    """Return the most likely space for a number of components, where no space was set."""
    if count not in _BASE_OF_SIZE:
        raise Unprintable("colours without a colour space")
    return spaces.base_space(_BASE_OF_SIZE[count], count)


def _decode_table_row(row: Iterable[int], ranges: tuple[tuple[float, float], ...]) -> Colour:
    return tuple(low + value / 255 * (high - low) for value, (low, high) in zip(row, ranges, strict=True))


def _process_inks(names: list[str], colour: Colour) -> Colour:
    inks = [0.0] * 4
    for name, share in zip(names, colour, strict=True):
        if name in _PROCESS_INK_INDEX:
            inks[_PROCESS_INK_INDEX[name]] = share
    return tuple(inks)


def _read_cie_based(family: str, given: Object) -> InkSpace:
    if family == "Lab":
        return _read_lab(given)
    if family == "CalRGB":
        return InkSpace(RGB, (_UNIT_RANGE,) * 3, (0.0,) * 3, _read_calibrated_rgb(given))
    gamma = _read_real(given.get("/Gamma"), 1.0)
    return InkSpace(GRAY, (_UNIT_RANGE,), (0.0,), lambda colour: (encode_srgb(max(colour[0], 0) ** gamma),))


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


def _read_triple(given: object, otherwise: tuple[float, float, float]) -> tuple[float, ...]:
    values = read_number_array(given)
    return values if len(values) == 3 and min(values) > 0 else otherwise


def _read_real(given: Any, otherwise: float) -> float:
    try:
        return float(given) if given is not None else otherwise
    except PDF_ERRORS:
        return otherwise
