"""Check the ink coverage of pages. Ghostscript measures only the pages that may exceed the limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

import pikepdf

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Profile
from ...pdf.content.colour_spaces import Colour, ColourSpace
from ...pdf.objects import stream_reader, value_reader
from ...pdf.objects.geometry import Box
from ...pdf.objects.value_reader import get_value
from ...pdf.renderers.ghostscript_plates import InkNotMeasured, measure_ink, most_converted_ink
from ..records.check_results import CheckResult
from ..records.page_record import MM, PageBoxes, PageRecord

_WINDOW = 1.0
_LARGE_TYPE = 24.0
"""In points: the strokes of smaller letters are thinner than a millimetre."""
_MOST_PROFILE = 20_000_000
_DOTS, _FEWEST_DOTS = 72, 4
_MOST_DOTS = 4_000_000
_CONVERTED = ("rgb", "lab")


def profile_keeps_limit(icc: bytes, profile: Profile) -> bool:
    """Return whether a press profile keeps all converted sRGB colours within the ink limit."""
    try:
        return bool(icc) and most_converted_ink(icc) <= profile.ink
    except InkNotMeasured:
        return False


def may_exceed(record: PageRecord, bounded: bool = False) -> bool:
    """Return whether a page may exceed the ink limit, so that it must be measured.

    Paint covers what is below. So no place has more ink than one colour asks for, unless inks overprint or blend.
    Images and converted colours must be measured, unless conversion is `bounded`.
    """
    contents, most = record.contents, record.profile.ink / 100
    if contents.blends or contents.unread:
        return True
    shapes = [shape for shape in contents.shapes if _is_large_area(shape.box)]
    pictures = [picture for picture in contents.pictures if _is_large_area(picture.box)]
    inks = [ink for shape in shapes for ink in (shape.fill, shape.stroke)]
    inks += [words.colour for words in contents.words if words.size >= _LARGE_TYPE]
    inks += [picture.colour for picture in pictures]
    spaces = [picture.space for picture in pictures if picture.colour is None]
    spaces += [*(shade.space for shade in contents.shades), *contents.blended]
    return any(_may_be_rich(ink, most, bounded) for ink in inks) or any(
        _is_unbounded(space, bounded) for space in spaces
    )


def _is_large_area(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) >= _WINDOW * MM


def _may_be_rich(ink: Colour | None, most: float, bounded: bool) -> bool:
    if ink is None or ink.space.family == "Pattern":
        # Pattern cells and shadings are counted separately.
        return False
    if ink.inks is not None:
        return sum(ink.inks.values()) > most
    if bounded and ink.space.model in _CONVERTED:
        return False
    light = ink.appearance
    # Spot colours that absorb less than half of the light are far from any limit.
    return light is None or 3 - sum(light) > 1.5


def _is_unbounded(space: ColourSpace | None, bounded: bool) -> bool:
    """Return whether colours of a space may exceed the limit."""
    if space is None or (bounded and space.model in _CONVERTED):
        return space is None
    return space.model != "gray" and len(space.inks) != 1


def check_ink_coverage(
    data: bytes, press: bytes, pages: Sequence[PageBoxes], dots: int, profile: Profile
) -> Iterator[CheckResult]:
    """Report places within the bleed where the four inks together exceed the limit, averaged over a square millimetre.

    `press` is the profile of the press, and `dots` is the resolution for these pages.
    """
    by_number = {page.number: page for page in pages}
    measured = measure_ink(data, sorted(by_number), press, dots, profile.ink) if pages else ()
    try:
        for number, plate in measured:
            if plate.places:
                page = by_number[number]
                message = f"ink coverage up to {plate.most:.0f} %; {profile.ink} % is the limit"
                several, hint = (
                    f"ink coverage of more than {profile.ink} %",
                    "convert its colours with the profile of this press",
                )
                found = CheckResult(CheckName.INK, message, hint, several=several)
                yield found.with_places(number, [_place_on_page(place, page) for place in plate.places])
    except InkNotMeasured as trouble:
        message = f"its ink coverage was not measured: {trouble}"
        hint = "check its dark images, or run preflight where Ghostscript is installed"
        yield CheckResult(CheckName.INK, message, hint, Severity.WARNING, unproved=True)


def read_press_profile(pdf: pikepdf.Pdf) -> bytes:
    """Return the CMYK profile of the output intent."""
    for intent in value_reader.list_items(get_value(pdf.Root, "/OutputIntents")):
        profile = stream_reader.unpack_or_empty(get_value(intent, "/DestOutputProfile"))
        if profile[16:20] == b"CMYK" and profile[36:40] == b"acsp" and len(profile) <= _MOST_PROFILE:
            return profile
    return b""


def choose_resolution(page: PageBoxes) -> int:
    """Return the resolution at which a page is measured, in dots per inch: large pages have fewer."""
    box = page.printable_box
    area = (box[2] - box[0]) * (box[3] - box[1]) * page.unit**2 / 72**2
    return max(_FEWEST_DOTS, min(_DOTS, int(sqrt(_MOST_DOTS / max(area, 0.01)))))


def _place_on_page(place: Box, page: PageBoxes) -> Box:
    """Return the box of a place on a rendered page; for a rotated page, the whole page."""
    left, bottom, right, top = page.printable_box
    if page.rotate:
        return page.printable_box
    width, height = right - left, top - bottom
    return left + place[0] * width, bottom + place[1] * height, left + place[2] * width, bottom + place[3] * height
