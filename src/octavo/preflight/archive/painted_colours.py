"""Check the colours and the transparency that pages paint, in files where the validator cannot tell.

Device colour needs an output intent or a default colour space (ISO 19005-1, 6.2.3.3; ISO 19005-2 and -3, 6.2.4.3),
transparency a blending space (6.2.10).
"""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Pdf

from ...pdf.content import content_reader
from ...pdf.content.colour_spaces import ColourSpace
from ...pdf.content.page_content import PageContent
from ...pdf.content.resource_cache import ResourceCache
from ...pdf.objects import value_reader
from ...pdf.objects.value_reader import LARGEST
from ...pdf.structure.marked_content_reader import list_appearance_forms
from .object_rules import ObjectFault

_EVERYWHERE = (-LARGEST, -LARGEST, LARGEST, LARGEST)
_DEVICE_FAMILIES = ("DeviceGray", "DeviceRGB", "DeviceCMYK")


def check_painted_colours(pdf: Pdf, part: str) -> Iterator[ObjectFault]:
    """Read all pages, with hidden layers and what lies off the page, and yield faults by page."""
    channels = intent_channels(pdf)
    cache = ResourceCache(pdf)
    for number, page in enumerate(pdf.pages, 1):
        contents = [content_reader.read_page_content(cache, page.obj, _EVERYWHERE)]
        for note in value_reader.get_array(page.obj, "/Annots"):
            contents += [content_reader.read_form_content(cache, form) for form in list_appearance_forms(note)]
        yield from _check_page(contents, page.obj, number, channels, part)


def intent_channels(pdf: Pdf) -> frozenset[int]:
    """Return the number of colours of the output intent of PDF/A."""
    intents = [
        one
        for one in value_reader.get_array(pdf.Root, "/OutputIntents")
        if value_reader.get_name(one, "/S") == "GTS_PDFA1"
    ]
    profiles = (value_reader.get_stream(one, "/DestOutputProfile") for one in intents)
    return frozenset(value_reader.get_integer(one, "/N") or 0 for one in profiles if one is not None)


def _check_page(
    contents: list[PageContent], page: object, number: int, channels: frozenset[int], part: str
) -> Iterator[ObjectFault]:
    clause = "6.2.3.3" if part == "1" else "6.2.4.3"
    spaces = {base for content in contents for space in content.spaces for base in _list_bases(space)}
    for family in _DEVICE_FAMILIES:
        wanted = {"DeviceRGB": 3, "DeviceCMYK": 4}.get(family)
        fits = wanted in channels if wanted else bool(channels)
        if not fits and any(space.family == family and not space.calibrated for space in spaces):
            words = f"paint in {family} has no matching output intent"
            yield ObjectFault(clause, words, "use the colour space of the output intent", number)
    if part == "1":
        return
    veiled = any(content.veils for content in contents)
    if veiled and not channels and value_reader.get_value(page, "/Group", "/CS") is None:
        words = "it blends colours without a blending space or an output intent"
        yield ObjectFault("6.2.10", words, "add an output intent", number)
    if any(content.overprinted_profiles.count for content in contents):
        words = "it overprints CMYK with a profile in overprint mode 1"
        yield ObjectFault("6.2.4.2", words, "set the overprint mode (OPM) to 0", number)


def _list_bases(space: ColourSpace | None) -> Iterator[ColourSpace]:
    """Yield a space and those that it is based on. What an ink is replaced by counts as used."""
    while space is not None:
        yield space
        space = space.base
