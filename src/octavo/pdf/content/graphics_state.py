"""Keep the graphics state (ISO 32000-1, 8.4) while a page is read, as far as preflight needs it."""

from __future__ import annotations

from math import hypot, sqrt

from ..fonts.font_reader import PdfFont
from ..objects import value_reader
from ..objects.geometry import Box, Matrix
from ..objects.value_reader import get_value
from . import colour_spaces
from .colour_spaces import Colour

_USUAL_MODES = ("Normal", "Compatible")


class GraphicsState:
    """The parameters that instructions change and that `q` and `Q` save and restore."""

    def __init__(self, way: Matrix, clip: Box) -> None:
        self.way = way
        self.clip = clip
        self.fill: Colour = colour_spaces.BLACK
        self.stroke: Colour = colour_spaces.BLACK
        self.patterns: dict[bool, object] = {}
        self.width = 1.0
        self.butt = True
        self.face: PdfFont | None = None
        self.size = 0.0
        self.spacing = self.word_spacing = self.leading = self.rise = 0.0
        self.scale = 1.0
        self.mode = 0
        self.veils: dict[str, str] = {}
        self.odd: frozenset[str] = frozenset()
        self.blends: frozenset[str] = frozenset()
        self.knocks_out = True

    def copy(self) -> GraphicsState:
        """Return an independent copy."""
        state = GraphicsState.__new__(GraphicsState)
        state.__dict__.update(self.__dict__)
        return state

    def apply_parameters(self, given: object) -> None:
        """Apply a graphics state parameter dictionary (table 58), except its font."""
        if get_value(given, "/op") is None and get_value(given, "/OP") is not None:
            self._set_overprint("fill", get_value(given, "/OP"))
        for key, value in value_reader.list_entries(given):
            change = _PARAMETER_SETTERS.get(key)
            if change:
                change(self, value)
            elif key in _UNUSUAL_PARAMETERS and value_reader.as_name(value) not in ("Default", "Identity"):
                self.odd |= {_UNUSUAL_PARAMETERS[key]}

    def _add_transparency(self, kind: str, words: str) -> None:
        self.veils = {key: said for key, said in self.veils.items() if key != kind}
        if words:
            self.veils[kind] = words

    def _set_opacity(self, key: str, value: object) -> None:
        opacity = value_reader.as_number(value)
        self._add_transparency(key, "opacity" if opacity is not None and opacity < 1 else "")

    def _set_blending(self, value: object) -> None:
        listed = [value_reader.as_name(mode) for mode in value_reader.list_items(value)] or [
            value_reader.as_name(value)
        ]
        usual = listed[0] in _USUAL_MODES
        self._add_transparency("mode", "" if usual else f"the blend mode {value_reader.quotable_text(listed[0], 20)}")
        self.blends = self.blends - {"mode"} if usual else self.blends | {"mode"}

    def _set_mask(self, value: object) -> None:
        self._add_transparency("mask", "a soft mask" if value_reader.is_dictionary(value) else "")

    def _set_overprint(self, key: str, value: object) -> None:
        self.blends = self.blends | {key} if value is True else self.blends - {key}

    def _set_overprint_mode(self, value: object) -> None:
        self.knocks_out = value_reader.as_integer(value) != 1

    def overprints_by_ink(self, stroke: bool) -> bool:
        """Return whether paint overprints, and keeps what is below in each ink of which it has none (mode 1)."""
        return ("stroke" if stroke else "fill") in self.blends and not self.knocks_out

    def is_invisible_overprint(self, ink: Colour, stroke: bool) -> bool:
        """Return whether a colour without ink is overprinted, and so leaves no mark (ISO 32000-1, 11.7.4.3)."""
        if ("stroke" if stroke else "fill") not in self.blends or not ink.amounts or any(ink.amounts):
            return False
        return bool(ink.space.inks) or (ink.space == colour_spaces.CMYK and not self.knocks_out)

    def _set_width(self, value: object) -> None:
        width = value_reader.as_number(value)
        self.width = self.width if width is None else abs(width)


_PARAMETER_SETTERS = {
    "/CA": lambda state, value: state._set_opacity("stroke", value),
    "/ca": lambda state, value: state._set_opacity("fill", value),
    "/BM": GraphicsState._set_blending,
    "/SMask": GraphicsState._set_mask,
    "/OP": lambda state, value: state._set_overprint("stroke", value),
    "/op": lambda state, value: state._set_overprint("fill", value),
    "/OPM": GraphicsState._set_overprint_mode,
    "/LW": GraphicsState._set_width,
}
_UNUSUAL_PARAMETERS = {"/TR": "a transfer function", "/TR2": "a transfer function", "/HTP": "a halftone phase"}


def stretch_factors(way: Matrix) -> tuple[float, float]:
    """Return the least and the greatest scale factor of a matrix (its singular values)."""
    a, b, c, d = way[:4]
    whole, product = a * a + b * b + c * c + d * d, abs(a * d - b * c)
    most = sqrt((whole + sqrt(max(0.0, whole * whole - 4 * product * product))) / 2)
    return (product / most if most else 0.0), most


def vertical_scale(way: Matrix) -> float:
    """Return the scale factor of letter heights, measured across the baseline."""
    along = hypot(way[0], way[1])
    return abs(way[0] * way[3] - way[1] * way[2]) / along if along else hypot(way[2], way[3])


def read_state_font(given: object) -> tuple[object, float | None]:
    """Return the font and the size that a graphics state parameter dictionary sets."""
    listed = value_reader.list_items(get_value(given, "/Font"))
    return (listed[0], value_reader.as_number(listed[1])) if len(listed) == 2 else (None, None)
