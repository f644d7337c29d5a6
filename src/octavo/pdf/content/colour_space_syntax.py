"""Read how a colour space is written (ISO 32000-1, 8.6): by name, abbreviated, in resources or as an array.

Preflight (`colour_spaces`) and the conversion to PDF/X (`pdfx`) read colour spaces through this module.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..objects.value_reader import as_name, get_value, list_items

DEVICE_SPACES = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}
"""The device spaces, and their numbers of components."""
MISSING, INVALID, TOO_DEEP = "missing", "invalid", "too deep"
"""What may be wrong with a colour space."""
_ABBREVIATIONS = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
_DEFAULT_SPACES = {"DeviceGray": "/DefaultGray", "DeviceRGB": "/DefaultRGB", "DeviceCMYK": "/DefaultCMYK"}
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class SpaceDefinition:
    """A colour space as written: its family, and what stands after it in its array.

    `default` replaces a device space (8.6.5.6). `source` is the array, for caches. `problem` says why there is no
    definition. `depth` counts the spaces and names around it.
    """

    family: str
    operands: tuple[object, ...] = ()
    default: object = None
    source: object = None
    problem: str = ""
    depth: int = 0


def read_space_definition(value: object, resources: object, depth: int = 0) -> SpaceDefinition:
    """Return the definition of a colour space that is given by name or as an array."""
    if depth > _DEEPEST:
        return SpaceDefinition("", problem=TOO_DEEP)
    name = as_name(value)
    if name:
        return read_named_definition(name, resources, depth)
    parts = list_items(value)
    family = as_name(parts[0]) if parts else ""
    if not family:
        return SpaceDefinition("", problem=INVALID)
    if len(parts) == 1:
        return read_named_definition(family, resources, depth)
    return SpaceDefinition(_ABBREVIATIONS.get(family, family), tuple(parts[1:]), source=value, depth=depth)


def read_named_definition(name: str, resources: object, depth: int = 0) -> SpaceDefinition:
    """Return the definition of a named colour space: a device space, Pattern, or one of the resources."""
    name = _ABBREVIATIONS.get(name, name)
    if name in DEVICE_SPACES:
        default = get_value(resources, "/ColorSpace", _DEFAULT_SPACES[name])
        return SpaceDefinition(name, default=default, depth=depth)
    if name == "Pattern":
        return SpaceDefinition(name, depth=depth)
    listed = get_value(resources, "/ColorSpace", f"/{name}")
    if listed is None:
        return SpaceDefinition(name, problem=MISSING)
    return read_space_definition(listed, resources, depth + 1)
