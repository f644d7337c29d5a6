"""Check the size of type, in points, also of light type on dark ground."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.content.colour_spaces import Colour
from ...pdf.content.page_content import PaintedText, contains_box
from ...pdf.objects.geometry import Box
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord

SIZE_SLACK = 0.05
"""Tolerance in points: 6 points of TeX are 5.98 points of PDF."""
_LIGHT, _INKED = 0.8, 0.6
_MOST_GROUNDS = 3000


def check_type_size(record: PageRecord) -> Iterator[CheckResult]:
    """Report type below the profile's size limits. Light type on ink fills in sooner, and must be larger."""
    profile, sights = record.profile, [words for words in record.visible_texts if words.size > 0]
    small = [words for words in sights if words.size < profile.type - SIZE_SLACK]
    if small:
        yield _too_small_result(small, profile.type, "type").with_places(
            record.page.number, [words.box for words in small]
        )
    suspects = [
        words for words in sights if profile.type - SIZE_SLACK <= words.size < profile.type_reversed - SIZE_SLACK
    ]
    light = [words for words in suspects if words.mode != 7 and (words.colour.luminance or 0) >= _LIGHT]
    under = list(find_reversed_type(record, light))
    if under:
        found = _too_small_result(under, profile.type_reversed, "light type on dark ground")
        yield found.with_places(record.page.number, [words.box for words in under])


def _too_small_result(words: list[PaintedText], limit: float, what: str) -> CheckResult:
    several, least = f"{what} of {{}} pt; {limit:g} pt is the minimum", f"{min(one.size for one in words):.1f}"
    message, hint = several.replace("{}", least), f"set it in {limit:g} pt or more"
    return CheckResult(CheckName.TYPE, message, hint, Severity.WARNING, several=several, items=(least,))


def find_reversed_type(record: PageRecord, light: list[PaintedText]) -> Iterator[PaintedText]:
    """Yield the light strings whose middle is on ink, which is the last thing painted there before them."""
    contents = record.contents
    grounds: list[tuple[int, Box, bool]] = [
        (one.order, one.box, _is_inked_ground(one.fill)) for one in contents.shapes if one.fill is not None
    ]
    # Image content is not checked: light type is not set on light images.
    grounds += [(picture.order, picture.box, True) for picture in contents.pictures]
    grounds += [(shade.order, shade.box, True) for shade in contents.shades]
    grounds.sort(key=lambda ground: ground[0], reverse=True)
    for words in light[:_MOST_GROUNDS]:
        x, y = (words.box[0] + words.box[2]) / 2, (words.box[1] + words.box[3]) / 2
        middle = (x, y, x, y)
        below = (
            inked for order, box, inked in grounds[:_MOST_GROUNDS] if order < words.order and contains_box(box, middle)
        )
        if next(below, False):
            yield words


def _is_inked_ground(colour: Colour | None) -> bool:
    luminance = None if colour is None else colour.luminance
    return luminance is None or luminance <= _INKED
