"""Checks 6, 9, 10 and 12: what things are painted in, pictures that are coarse, rules that are thin, transparency."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import Check, Standard
from ...pdf.content.colour_spaces import Space
from ...pdf.content.page_content import Picture, Places, Shape
from ...pdf.objects.form_xobjects import Box
from ..records.check_results import Found
from ..records.page_record import Sight, overlaps

_PLATES = frozenset({"Cyan", "Magenta", "Yellow", "Black", "All", "None"})
_FEWEST_PIXELS = 16
_EXACT = 0.5
_SLACK = 0.005
_LONG = 2.0
"""Points: what is shorter is a dot, not a rule."""


def colour(sight: Sight) -> Iterator[Found]:
    """Ask for colours that the standard knows: of X-1a CMYK, gray and spot colours; of X-4 whatever has a profile."""
    exact = sight.profile.standard is Standard.X1A
    for space, places in sorted(sight.contents.spaces.items(), key=lambda pair: pair[0].words):
        boxes, count = _printed(places, sight)
        if not boxes:
            continue
        for found in _of_x1a(space) if exact else _of_x4(space):
            yield found.at(sight.page.number, boxes, count)
        if "All" in space.inks:
            said = "is painted with all inks at once (the colour All), which is for marks alone"
            found = Found(Check.COLOUR, said, "paint it in black", Severity.WARNING)
            yield found.at(sight.page.number, boxes, count)
    if not exact:
        yield from _blended(sight)
    boxes, count = _printed(sight.contents.vanishing, sight)
    if boxes:
        said = "white paint is set to overprint: it vanishes in print, though screens may show it"
        yield Found(Check.COLOUR, said, "let it knock out what lies below").at(sight.page.number, boxes, count)


def _blended(sight: Sight) -> Iterator[Found]:
    """Ask that transparency is blended in inks: in RGB, black ink below it becomes all four."""
    idle = len(sight.contents.veils) == 1  # there are groups, and nothing in them is transparent
    for space, places in sorted(sight.contents.blended.items(), key=lambda pair: pair[0].words):
        boxes, count = _printed(places, sight)
        if not boxes or space.model not in ("rgb", "lab") or (idle and space.calibrated):
            continue
        said = f"its transparency is blended in {space.words}, which turns black text into several inks"
        if idle:
            said = f"asks to be blended in {space.words} without a profile, which PDF/X-4 forbids"
        grave = Severity.WARNING if space.calibrated else Severity.ERROR
        found = Found(Check.COLOUR, said, "export it with transparency blended in CMYK, or flattened", grave)
        yield found.at(sight.page.number, boxes, count)


def _printed(places: Places, sight: Sight) -> tuple[list[Box], int]:
    """Give the places within the bleed, and how many there are: of those that have no box, all are taken to be."""
    boxes = [box for box in places.boxes if overlaps(box, sight.page.printed)]
    return boxes, places.count - (len(places.boxes) - len(boxes))


def _of_x1a(space: Space) -> Iterator[Found]:
    at = _bottom(space)
    if at.calibrated or at.model not in ("gray", "cmyk"):
        said = f"{_said(space, at)}; PDF/X-1a knows CMYK, gray and spot colours alone"
        yield Found(Check.COLOUR, said, "convert it to CMYK")
    yield from _spots(space)


def _of_x4(space: Space) -> Iterator[Found]:
    at = _bottom(space)
    if at.family == "unknown":
        yield Found(Check.COLOUR, "is painted in a colour space that makes no sense", "export it again")
    elif at.family == "DeviceRGB" and not at.calibrated:
        said = f"{_said(space, at)} without a profile, so that its colours are anybody's guess in print"
        yield Found(Check.COLOUR, said, "convert it to CMYK, or export it with profiles")
    yield from _spots(space)


def _bottom(space: Space) -> Space:
    """Give the space in which the others stand at last."""
    while space.base is not None:
        space = space.base
    return space


def _said(space: Space, at: Space) -> str:
    return f"{space.words} is described in {at.words}" if space.inks else f"is painted in {at.words}"


def _spots(space: Space) -> Iterator[Found]:
    spots = [ink for ink in (space.inks or (space.base.inks if space.base else ())) if ink not in _PLATES]
    if spots:
        said = f"{', '.join(spots)}: a plate of its own for each; in CMYK it is mixed"
        yield Found(Check.COLOUR, said, "convert it to CMYK if it is not meant to be a spot colour", Severity.ADVICE)


def pictures(sight: Sight) -> Iterator[Found]:
    """Ask for enough pixels an inch as they are placed; those of a few pixels are flat colour."""
    profile, coarse = sight.profile, {limit: [] for limit in ("least", "fair", "bitmap")}  # type: ignore[var-annotated]
    for picture in sight.contents.pictures:
        ppi = min(picture.ppi) + _EXACT
        if min(picture.pixels) <= _FEWEST_PIXELS or not sight.in_print(picture):
            continue
        if ppi < profile.image_least:
            coarse["least"].append(picture)
        elif picture.bits == 1 and ppi < profile.image_bitmap:
            coarse["bitmap"].append(picture)
        elif ppi < profile.image_fair:
            coarse["fair"].append(picture)
    screen = profile.standard is Standard.SCREEN
    grave = Severity.ADVICE if screen else Severity.ERROR
    yield from _coarse(sight, coarse["least"], profile.image_least, grave)
    if not screen:
        yield from _coarse(sight, coarse["fair"], profile.image_fair, Severity.WARNING)
        yield from _coarse(sight, coarse["bitmap"], profile.image_bitmap, Severity.WARNING, " of black and white")


def _coarse(sight: Sight, found: list[Picture], limit: float, grave: Severity, kind: str = "") -> Iterator[Found]:
    if found:
        of = [round(min(picture.ppi)) for picture in found]
        ends = tuple(map(str, dict.fromkeys((min(of), max(of)))))
        several = f"pictures{kind} of {{}} pixels an inch; {limit:g} are asked for"
        said = several.replace("pictures", "a picture" if len(found) == 1 else "pictures", 1)
        hint = "use one of more pixels, or show it smaller"
        made = Found(Check.IMAGES, said.replace("{}", " to ".join(ends)), hint, grave, several=several, items=ends)
        yield made.at(sight.page.number, [picture.box for picture in found])


def rules(sight: Sight) -> Iterator[Found]:
    """Ask that no rule is thinner than the profile's limit; one of no width is as thin as a press can draw."""
    least = sight.profile.rule
    thin: list[tuple[float, Box]] = []
    for shape in sight.contents.shapes:
        weight = _weight(shape)
        if weight is not None and weight < least - _SLACK and overlaps(shape.box, sight.page.trim):
            thin.append((weight, shape.box))
    hair = [box for weight, box in thin if weight <= _SLACK]
    hint = f"draw them {least:g} pt wide or more"
    if hair:
        said = f"rules of no width are drawn as thin as a press can; {least:g} pt is the least"
        yield Found(Check.RULES, said, hint).at(sight.page.number, hair)
    fine = [(weight, box) for weight, box in thin if weight > _SLACK]
    if fine:
        several, finest = f"rules of {{}} pt; {least:g} pt is the least", f"{min(fine)[0]:.2f}"
        said = several.replace("{}", finest)
        found = Found(Check.RULES, said, hint, Severity.WARNING, several=several, items=(finest,))
        yield found.at(sight.page.number, [box for _, box in fine])


def _weight(shape: Shape) -> float | None:
    """Give the weight of a rule: the width of a stroke, or the lesser side of a rectangle that is filled."""
    box = shape.box
    if max(box[2] - box[0], box[3] - box[1]) < _LONG:
        return None
    if shape.stroke is not None and not shape.stroke.is_white:
        # What is filled as well does not vanish where its outline does.
        return shape.width if shape.fill is None else None
    if shape.fill is None or shape.fill.is_white or shape.thickness is None:
        return None
    # Bars of charts may be of no height, and are not meant to be seen then.
    return shape.thickness if shape.thickness > _SLACK else None


def transparency(sight: Sight) -> Iterator[Found]:
    """Ask that nothing is transparent, where the standard does not know it (PDF/X-1a)."""
    if sight.profile.standard is not Standard.X1A:
        return
    for veil, places in sorted(sight.contents.veils.items()):
        boxes, count = _printed(places, sight)
        if boxes:
            found = Found(Check.TRANSPARENCY, f"is transparent ({veil}), which PDF/X-1a does not know", "flatten it")
            yield found.at(sight.page.number, boxes, count)
