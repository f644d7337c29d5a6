"""Find the device colour spaces (ISO 32000-1, 8.6.4) that a PDF uses."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from ..objects.content_streams import ContentStreamError, parse_instructions

_DEVICE_NAMES = frozenset({"/DeviceGray", "/DeviceRGB", "/DeviceCMYK"})
# Operators that set a device colour space (ISO 32000-1, table 74).
_OPERATORS = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_DEEPEST = 8


def list_device_spaces(pdf: Pdf) -> set[str]:
    """Return the device spaces of images, shadings, groups, tiling patterns and named spaces, including base spaces.

    Colours that pages and forms set directly are not included.
    """
    found: set[str] = set()
    for item in pdf.objects:
        if not isinstance(item, Dictionary | Stream):
            continue
        for holder in (item, item.get(Name.Resources), item.get(Name.Group)):
            found.update(_device_spaces_within(holder))
        shading = item.get(Name.Shading)
        for inner in shading.values() if isinstance(shading, Dictionary) else [shading]:
            found.update(_device_spaces_within(inner))
        if isinstance(item, Stream) and item.get(Name.PatternType) == 1:
            found.update(_device_operators_used(item))
    return found


def _device_spaces_within(holder: object) -> Iterator[str]:
    if not isinstance(holder, Dictionary | Stream):
        return
    for key in (Name.ColorSpace, Name.CS):
        named = holder.get(key)
        for space in named.values() if isinstance(named, Dictionary) else [named]:
            yield from _base_device_spaces(space)


def _base_device_spaces(space: object, depth: int = 0) -> Iterator[str]:
    """Yield the device space that a space is, or that an Indexed, Separation, DeviceN or Pattern space is based on."""
    if isinstance(space, Name):
        name = bytes(space).decode("latin-1")
        yield from {name} & _DEVICE_NAMES
    elif isinstance(space, Array) and len(space) and depth < _DEEPEST:
        kind = space[0]
        name = bytes(kind).decode("latin-1") if isinstance(kind, Name) else ""
        place = {"/Indexed": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2}.get(name)
        if place is not None and len(space) > place:
            yield from _base_device_spaces(space[place], depth + 1)
        yield from {name} & _DEVICE_NAMES


def _device_operators_used(tile: Stream) -> Iterator[str]:
    try:
        painted = parse_instructions(tile, "g G rg RG k K")
    except ContentStreamError:
        return
    yield from {_OPERATORS[str(one.operator).lower()] for one in painted if str(one.operator).lower() in _OPERATORS}
