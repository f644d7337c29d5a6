"""Check the colour spaces in which pages are painted."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Standard
from ...pdf.content.colour_spaces import ColourSpace
from ...pdf.content.page_content import PaintedBoxes
from ...pdf.objects.geometry import Box
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord, boxes_share_area

_PROCESS_PLATES = frozenset({"Cyan", "Magenta", "Yellow", "Black", "All", "None"})


def check_colour(record: PageRecord) -> Iterator[CheckResult]:
    """Report forbidden colours: X-1a allows CMYK, gray and spot colours; X-4 allows any with a profile."""
    exact = record.profile.standard is Standard.X1A
    for space, places in sorted(record.contents.spaces.items(), key=lambda pair: pair[0].description):
        boxes, count = places_within_bleed(places, record)
        if not boxes:
            continue
        for found in _check_x1a_space(space) if exact else _check_x4_space(space):
            yield found.with_places(record.page.number, boxes, count)
        if "All" in space.inks:
            message = "is painted in registration colour (All), which is for printer's marks only"
            found = CheckResult(CheckName.COLOUR, message, "use black", Severity.WARNING)
            yield found.with_places(record.page.number, boxes, count)
    if not exact:
        yield from _check_blending_space(record)
        yield from _check_masks(record)
    boxes, count = places_within_bleed(record.contents.vanishing, record)
    if boxes:
        message = "white paint is set to overprint: it disappears in print, although screens may show it"
        yield CheckResult(CheckName.COLOUR, message, "turn off overprint for it").with_places(
            record.page.number, boxes, count
        )


def _check_masks(record: PageRecord) -> Iterator[CheckResult]:
    """Report what PDF/X-4 forbids of soft masks and of CMYK with a profile (ISO 15930-7)."""
    for space, places in sorted(record.contents.masked.items(), key=lambda pair: pair[0].description):
        boxes, count = places_within_bleed(places, record)
        if boxes and space.model == "rgb" and not space.calibrated:
            message = f"a soft mask is computed in {space.description} without a profile, which PDF/X-4 forbids"
            found = CheckResult(CheckName.COLOUR, message, "export the mask in gray, or flattened")
            yield found.with_places(record.page.number, boxes, count)
    boxes, count = places_within_bleed(record.contents.overprinted_profiles, record)
    if boxes:
        message = "CMYK with a profile overprints in mode 1, which PDF/X-4 forbids"
        found = CheckResult(CheckName.COLOUR, message, "turn off overprint for it, or convert it to the press's CMYK")
        yield found.with_places(record.page.number, boxes, count)


def _check_blending_space(record: PageRecord) -> Iterator[CheckResult]:
    """Report blending spaces other than CMYK and gray: in RGB, black text below transparency gets all four inks."""
    idle = len(record.contents.veils) == 1  # there are groups, but nothing in them is transparent
    for space, places in sorted(record.contents.blended.items(), key=lambda pair: pair[0].description):
        boxes, count = places_within_bleed(places, record)
        if not boxes or space.model not in ("rgb", "lab") or (idle and space.calibrated):
            continue
        message = f"its transparency is blended in {space.description}, which turns black text into four inks"
        if idle:
            message = f"has the blending space {space.description} without a profile, which PDF/X-4 forbids"
        grave = Severity.WARNING if space.calibrated else Severity.ERROR
        found = CheckResult(
            CheckName.COLOUR, message, "export it with transparency blended in CMYK or flattened", grave
        )
        yield found.with_places(record.page.number, boxes, count)


def places_within_bleed(places: PaintedBoxes, record: PageRecord) -> tuple[list[Box], int]:
    """Return the boxes within the bleed, and their number, which includes occurrences without a recorded box."""
    boxes = [box for box in places.boxes if boxes_share_area(box, record.page.printable_box)]
    return boxes, places.count - (len(places.boxes) - len(boxes))


def _check_x1a_space(space: ColourSpace) -> Iterator[CheckResult]:
    at = _bottom_space(space)
    if at.calibrated or at.model not in ("gray", "cmyk"):
        message = f"{_describe_space(space, at)}; PDF/X-1a allows only CMYK, gray and spot colours"
        yield CheckResult(CheckName.COLOUR, message, "convert it to CMYK")
    yield from _check_spot_colours(space)


def _check_x4_space(space: ColourSpace) -> Iterator[CheckResult]:
    at = _bottom_space(space)
    if at.family == "unknown":
        yield CheckResult(CheckName.COLOUR, "is painted in an invalid colour space", "export it again")
    elif at.family == "DeviceRGB" and not at.calibrated:
        message = f"{_describe_space(space, at)} without a profile, so its colours in print are undefined"
        yield CheckResult(CheckName.COLOUR, message, "convert it to CMYK, or export it with profiles")
    yield from _check_spot_colours(space)


def _bottom_space(space: ColourSpace) -> ColourSpace:
    """Return the innermost base space."""
    while space.base is not None:
        space = space.base
    return space


def _describe_space(space: ColourSpace, at: ColourSpace) -> str:
    return f"{space.description} is defined in {at.description}" if space.inks else f"is painted in {at.description}"


def _check_spot_colours(space: ColourSpace) -> Iterator[CheckResult]:
    spots = [ink for ink in (space.inks or (space.base.inks if space.base else ())) if ink not in _PROCESS_PLATES]
    if spots:
        message = f"{', '.join(spots)}: each spot colour needs its own plate"
        yield CheckResult(
            CheckName.COLOUR, message, "convert it to CMYK unless a spot colour is intended", Severity.ADVICE
        )
