"""Read the colour spaces of any PDF (ISO 32000-1, 8.6) as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from ..objects import value_reader
from ..objects.value_reader import get_value
from .colour_space_syntax import DEVICE_SPACES, SpaceDefinition, read_named_definition, read_space_definition

Channels = tuple[float, float, float]
"""Red, green and blue from 0 to 1, estimated without a profile."""

_CIE_SPACES = {"CalGray": 1, "CalRGB": 3, "Lab": 3}
_PROCESS_INKS = ("Cyan", "Magenta", "Yellow", "Black")
_MOST_INKS = 32
# The share of light that a spot colour of unknown appearance is assumed to reflect.
_SPOT_LIGHT = 0.4
_BLACK_LIGHT, _BLACK_TINT = 0.16, 0.07


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """A colour space. `family` is its name in the standard, `inks` are the colorants of Separation and DeviceN.

    `base` is the base of an Indexed or Pattern space, or the alternate space of inks. `calibrated` is set if the space
    has a profile, or if a default colour space of the resources replaces it.
    """

    family: str
    count: int
    base: ColourSpace | None = None
    inks: tuple[str, ...] = ()
    calibrated: bool = False

    @property
    def model(self) -> str:
        """Return the colour model: gray, rgb, cmyk, lab, spot, pattern or unknown."""
        if self.family == "Indexed" and self.base is not None:
            return self.base.model
        if self.family in ("Separation", "DeviceN"):
            return "spot"
        if self.family == "Lab":
            return "lab"
        if self.family == "Pattern":
            return self.base.model if self.base is not None else "pattern"
        return {1: "gray", 3: "rgb", 4: "cmyk"}.get(self.count, "unknown")

    @property
    def description(self) -> str:
        """Return the name of the space for use in a sentence."""
        if self.family in ("Separation", "DeviceN"):
            return (
                "the spot colours " + ", ".join(self.inks) if len(self.inks) > 1 else f"the spot colour {self.inks[0]}"
            )
        if self.family == "ICCBased":
            return f"{self.model.upper() if self.model != 'gray' else 'gray'} with a profile (ICCBased)"
        if self.family == "Indexed" and self.base is not None:
            return self.base.description
        return self.family


GRAY, RGB, CMYK = (ColourSpace(family, count) for family, count in DEVICE_SPACES.items())
PATTERN = ColourSpace("Pattern", 0)
UNKNOWN = ColourSpace("unknown", 0)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour in its space. `amounts` are its components; those of a pattern are in the base space."""

    space: ColourSpace
    amounts: tuple[float, ...] = ()

    @property
    def inks(self) -> dict[str, float] | None:
        """Return the amount of each ink, from 0 to 1, or None if only a profile could tell."""
        space = self.space
        if len(self.amounts) != space.count:
            return None
        if space.family in ("DeviceGray", "CalGray") or (space.family == "ICCBased" and space.count == 1):
            return {"Black": 1 - self.amounts[0]}
        if space.family in ("DeviceCMYK", "ICCBased") and space.count == 4:
            return dict(zip(_PROCESS_INKS, self.amounts, strict=True))
        if space.inks:
            return _spot_amounts(space.inks, self.amounts)
        return None

    @property
    def appearance(self) -> Channels | None:
        """Return the approximate appearance, or None for patterns and unknown colours."""
        inks = self.inks
        if inks is not None:
            return _appearance_of_inks(inks)
        if self.space.model == "rgb" and len(self.amounts) == 3:
            red, green, blue = self.amounts
            return red, green, blue
        if self.space.family == "Lab" and len(self.amounts) == 3:
            level = self.amounts[0] / 100
            tint = max(abs(self.amounts[1]), abs(self.amounts[2])) / 128
            return level, max(0.0, level - tint), level
        return None

    @property
    def is_white(self) -> bool:
        """Return whether the colour leaves almost no ink on white paper."""
        light = self.appearance
        return light is not None and min(light) >= 0.97

    @property
    def is_dark_and_neutral(self) -> bool:
        """Return whether the colour looks black to the eye."""
        light = self.appearance
        return light is not None and max(light) < 0.3 and max(light) - min(light) < 0.12

    @property
    def is_black(self) -> bool:
        """Return whether the colour is meant to be black, and not merely a dark colour."""
        light = self.appearance
        return light is not None and max(light) <= _BLACK_LIGHT and max(light) - min(light) <= _BLACK_TINT

    @property
    def luminance(self) -> float | None:
        """Return the luminance, from 0 to 1."""
        light = self.appearance
        return None if light is None else 0.3 * light[0] + 0.59 * light[1] + 0.11 * light[2]


BLACK = Colour(GRAY, (0.0,))


def _spot_amounts(names: tuple[str, ...], amounts: tuple[float, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for ink, amount in zip(names, amounts, strict=True):
        if ink == "All":
            found |= dict.fromkeys(_PROCESS_INKS, amount)
        elif ink != "None":
            found[ink] = amount
    return found


def _appearance_of_inks(inks: dict[str, float]) -> Channels:
    left = 1 - min(1.0, max(0.0, inks.get("Black", 0.0)))
    for ink, amount in inks.items():
        if ink not in _PROCESS_INKS:
            left *= 1 - (1 - _SPOT_LIGHT) * min(1.0, max(0.0, amount))
    red, green, blue = (left * (1 - min(1.0, max(0.0, inks.get(ink, 0.0)))) for ink in _PROCESS_INKS[:3])
    return red, green, blue


def initial_colour(space: ColourSpace) -> Colour:
    """Return the initial colour of a space (ISO 32000-1, 8.6.5 and 8.6.6)."""
    if space.family in ("Separation", "DeviceN"):
        return Colour(space, (1.0,) * space.count)
    if space.model == "cmyk" and space.family != "Indexed":
        return Colour(space, (0.0, 0.0, 0.0, 1.0))
    return Colour(space, (0.0,) * space.count)


def read_colour_space(value: object, resources: object, depth: int = 0) -> ColourSpace:
    """Read a colour space that is given by name or as an array."""
    return _interpret_definition(read_space_definition(value, resources, depth), resources)


def read_named_space(name: str, resources: object) -> ColourSpace:
    """Read a colour space by name: a device space, its default replacement, or one of the resources."""
    return _interpret_definition(read_named_definition(name, resources), resources)


def _interpret_definition(definition: SpaceDefinition, resources: object) -> ColourSpace:
    family, operands = definition.family, definition.operands
    if definition.problem:
        return UNKNOWN
    if not operands:
        default = definition.default
        calibrated = default is not None and value_reader.as_name(default) != family
        return PATTERN if family == "Pattern" else ColourSpace(family, DEVICE_SPACES[family], calibrated=calibrated)
    if family in _CIE_SPACES:
        return ColourSpace(family, _CIE_SPACES[family], calibrated=True)
    if family == "ICCBased":
        count = value_reader.as_integer(get_value(operands[0], "/N"))
        return ColourSpace(family, count, calibrated=True) if count in (1, 3, 4) else UNKNOWN
    if family in ("Separation", "DeviceN"):
        return _read_ink_space(definition, resources)
    if family not in ("Indexed", "Pattern"):
        return UNKNOWN
    base = read_colour_space(operands[0], resources, definition.depth + 1)
    return ColourSpace(family, 1 if family == "Indexed" else base.count, base)


def _read_ink_space(definition: SpaceDefinition, resources: object) -> ColourSpace:
    """Read a Separation or DeviceN space."""
    names, *others = definition.operands
    given = value_reader.list_items(names) or [names]
    inks = tuple(value_reader.quotable_text(value_reader.as_name(ink), 40) for ink in given[:_MOST_INKS])
    base = read_colour_space(others[0], resources, definition.depth + 1) if others else UNKNOWN
    return ColourSpace(definition.family, len(inks), base, inks)
