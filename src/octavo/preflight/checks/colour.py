"""Checks 6, 9, 10 and 12: what things are painted in, pictures that are coarse, rules that are thin, transparency."""

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


def check_colour(sight: PageRecord) -> Iterator[CheckResult]:
    """Ask for colours that the standard knows: of X-1a CMYK, gray and spot colours; of X-4 whatever has a profile."""
    exact = sight.profile.standard is Standard.X1A
    for space, places in sorted(sight.contents.spaces.items(), key=lambda pair: pair[0].words):
        boxes, count = places_within_bleed(places, sight)
        if not boxes:
            continue
        for found in _check_x1a_space(space) if exact else _check_x4_space(space):
            yield found.at(sight.page.number, boxes, count)
        if "All" in space.inks:
            said = "is painted with all inks at once (the colour All), which is for marks alone"
            found = CheckResult(CheckName.COLOUR, said, "paint it in black", Severity.WARNING)
            yield found.at(sight.page.number, boxes, count)
    if not exact:
        yield from _check_blending_space(sight)
    boxes, count = places_within_bleed(sight.contents.vanishing, sight)
    if boxes:
        said = "white paint is set to overprint: it vanishes in print, though screens may show it"
        yield CheckResult(CheckName.COLOUR, said, "let it knock out what lies below").at(
            sight.page.number, boxes, count
        )


def _check_blending_space(sight: PageRecord) -> Iterator[CheckResult]:
    """Ask that transparency is blended in inks: in RGB, black ink below it becomes all four."""
    idle = len(sight.contents.veils) == 1  # there are groups, and nothing in them is transparent
    for space, places in sorted(sight.contents.blended.items(), key=lambda pair: pair[0].words):
        boxes, count = places_within_bleed(places, sight)
        if not boxes or space.model not in ("rgb", "lab") or (idle and space.calibrated):
            continue
        said = f"its transparency is blended in {space.words}, which turns black text into several inks"
        if idle:
            said = f"asks to be blended in {space.words} without a profile, which PDF/X-4 forbids"
        grave = Severity.WARNING if space.calibrated else Severity.ERROR
        found = CheckResult(CheckName.COLOUR, said, "export it with transparency blended in CMYK, or flattened", grave)
        yield found.at(sight.page.number, boxes, count)


def places_within_bleed(places: PaintedBoxes, sight: PageRecord) -> tuple[list[Box], int]:
    """Give the places within the bleed, and how many there are: of those that have no box, all are taken to be."""
    boxes = [box for box in places.boxes if boxes_share_area(box, sight.page.printed)]
    return boxes, places.count - (len(places.boxes) - len(boxes))


def _check_x1a_space(space: ColourSpace) -> Iterator[CheckResult]:
    at = _bottom_space(space)
    if at.calibrated or at.model not in ("gray", "cmyk"):
        said = f"{_describe_space(space, at)}; PDF/X-1a knows CMYK, gray and spot colours alone"
        yield CheckResult(CheckName.COLOUR, said, "convert it to CMYK")
    yield from _check_spot_colours(space)


def _check_x4_space(space: ColourSpace) -> Iterator[CheckResult]:
    at = _bottom_space(space)
    if at.family == "unknown":
        yield CheckResult(CheckName.COLOUR, "is painted in a colour space that makes no sense", "export it again")
    elif at.family == "DeviceRGB" and not at.calibrated:
        said = f"{_describe_space(space, at)} without a profile, so that its colours are anybody's guess in print"
        yield CheckResult(CheckName.COLOUR, said, "convert it to CMYK, or export it with profiles")
    yield from _check_spot_colours(space)


def _bottom_space(space: ColourSpace) -> ColourSpace:
    """Give the space in which the others stand at last."""
    while space.base is not None:
        space = space.base
    return space


def _describe_space(space: ColourSpace, at: ColourSpace) -> str:
    return f"{space.words} is described in {at.words}" if space.inks else f"is painted in {at.words}"


def _check_spot_colours(space: ColourSpace) -> Iterator[CheckResult]:
    spots = [ink for ink in (space.inks or (space.base.inks if space.base else ())) if ink not in _PROCESS_PLATES]
    if spots:
        said = f"{', '.join(spots)}: a plate of its own for each; in CMYK it is mixed"
        yield CheckResult(
            CheckName.COLOUR, said, "convert it to CMYK if it is not meant to be a spot colour", Severity.ADVICE
        )
