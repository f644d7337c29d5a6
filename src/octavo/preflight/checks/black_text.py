"""Check that small black text is printed in black ink alone."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.content.colour_spaces import Colour, ColourSpace
from ...pdf.objects.geometry import Box
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord
from .type_size import SIZE_SLACK

_INK_TOLERANCE = 0.02
_MOST_INKS = 3
"""Small type may have fewer inks than this."""


def check_black_text(record: PageRecord) -> Iterator[CheckResult]:
    """Report dark text below the profile's size limit in other inks than black: plates never register exactly."""
    limit = record.profile.black_below
    places: dict[tuple[ColourSpace, bool], list[Box]] = {}
    coloured: dict[int, list[Box]] = {}
    for words in record.visible_texts:
        is_small = words.mode != 7 and words.size < limit - SIZE_SLACK
        if is_small and len(_list_inks(words.colour)) >= _MOST_INKS and not words.colour.is_dark_and_neutral:
            coloured.setdefault(len(_list_inks(words.colour)), []).append(words.box)
        elif is_small and words.colour.is_dark_and_neutral and not _is_black_alone(words.colour):
            places.setdefault((words.colour.space, words.colour.is_black), []).append(words.box)
    for (space, black), boxes in sorted(places.items(), key=lambda pair: (pair[0][0].description, not pair[0][1])):
        # Some presses print gray with a profile in black ink, others in all four inks.
        will, grave = ("may", Severity.WARNING) if space.model == "gray" else ("would", Severity.ERROR)
        what = "black" if black else "nearly black"
        colours = _name_with_profile(space)
        message = f"{what} type under {limit:g} pt is in {colours} and {will} be printed in several inks"
        grave = grave if black else Severity.WARNING
        found = CheckResult(CheckName.BLACK_TEXT, message, "set it in black ink alone (0/0/0/100)", grave)
        yield found.with_places(record.page.number, boxes)
    for count, boxes in sorted(coloured.items()):
        message = f"type under {limit:g} pt is printed in {count} inks, which never register exactly"
        found = CheckResult(CheckName.BLACK_TEXT, message, "use a colour of one or two inks", Severity.ADVICE)
        yield found.with_places(record.page.number, boxes)


def _list_inks(colour: Colour) -> list[str]:
    """Return the inks that a colour certainly needs."""
    inks = None if colour.space.calibrated else colour.inks
    return [ink for ink, amount in (inks or {}).items() if amount > _INK_TOLERANCE]


def _name_with_profile(space: ColourSpace) -> str:
    by_default = space.calibrated and space.family.startswith("Device")
    return f"{space.description} with a profile" if by_default else space.description


def _is_black_alone(colour: Colour) -> bool:
    inks = None if colour.space.calibrated else colour.inks
    return inks is not None and all(amount <= _INK_TOLERANCE for ink, amount in inks.items() if ink != "Black")
