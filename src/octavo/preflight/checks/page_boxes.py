"""Check 1: the boxes of pages say what is printed and where it is trimmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Profile, Standard
from ...pdf.content.page_content import contains_box
from ...pdf.objects.geometry import Box
from ..records.check_results import CheckResult, Expected
from ..records.page_record import MM, PageBoxes, PageRecord

_SLACK = 0.02
"""Points by which a box may reach out of another: what rounding does."""
_NEAR = 0.1
_LARGEST = 14_400.0
_HINT = "set the boxes where the pages are made: MediaBox holds BleedBox, that holds TrimBox"


def check_page_boxes(sight: PageRecord) -> Iterator[CheckResult]:
    """Hold the boxes of a page against each other and against the size that is asked for."""
    page = sight.page
    yield from _check_usable_boxes(page)
    if sight.profile.standard is not Standard.SCREEN:
        yield from _check_press_boxes(page)
        if sight.expected.spine is None:
            yield from _check_trim_size(page, sight.profile, sight.expected)


def _check_usable_boxes(page: PageBoxes) -> Iterator[CheckResult]:
    if page.broken:
        yield CheckResult(CheckName.BOXES, f"{', '.join(page.broken)}: no rectangle", _HINT, page=page.number)
    if "MediaBox" not in page.given:
        yield CheckResult(CheckName.BOXES, "has no MediaBox, so that nobody knows its size", _HINT, page=page.number)
    sides = page.media[2] - page.media[0], page.media[3] - page.media[1]
    if max(sides) > _LARGEST or min(sides) < 3:
        words = f"is {sides[0]:,.0f} × {sides[1]:,.0f} points large; readers show pages of 3 to 14,400"
        yield CheckResult(CheckName.BOXES, words, _HINT, page=page.number)
    if page.rotate % 90:
        words = f"is turned by {page.rotate}° (Rotate), of which each reader makes something else"
        yield CheckResult(CheckName.BOXES, words, "turn it by 0, 90, 180 or 270°", page=page.number)
    nested = (("MediaBox", page.media, "BleedBox", page.bleed), ("BleedBox", page.bleed, "TrimBox", page.trim))
    for outer, large, inner, small in (*nested, ("MediaBox", page.media, "TrimBox", page.trim)):
        both = inner in page.given and (outer in page.given or outer == "MediaBox")
        if both and not contains_box(large, small, _SLACK):
            yield CheckResult(CheckName.BOXES, f"{inner} reaches out of {outer}", _HINT).at(page.number, [small])


def _check_press_boxes(page: PageBoxes) -> Iterator[CheckResult]:
    if not page.given & {"TrimBox", "ArtBox"}:
        words = "has no TrimBox, so that nobody knows where to trim it"
        yield CheckResult(CheckName.BOXES, words, "export it for printing, with its TrimBox", page=page.number)
    if page.given >= {"TrimBox", "ArtBox"}:
        words = "has a TrimBox and an ArtBox; PDF/X allows one of the two"
        yield CheckResult(CheckName.BOXES, words, "leave the ArtBox out", page=page.number)
    if page.rotate:
        words = f"is turned by {page.rotate}° (Rotate), which presses may overlook"
        yield CheckResult(CheckName.BOXES, words, "export it upright", page=page.number)
    if page.unit != 1:
        words = f"is scaled by {page.unit:g} (UserUnit), which presses may overlook"
        yield CheckResult(CheckName.BOXES, words, "export it at its size", page=page.number)


def _check_trim_size(page: PageBoxes, profile: Profile, expected: Expected) -> Iterator[CheckResult]:
    """Hold the trim against the size of the book, if that is known, and against those that the printer has."""
    offered = [(trim.width, trim.height) for trim in profile.trims]
    for wanted in ([expected.trim] if expected.trim else [], offered):
        if wanted and not any(_is_near_size(page.size, size) for size in wanted):
            sizes = " or ".join(_format_size(size) for size in wanted[:4])
            words = f"is trimmed to {_format_size(page.size)} mm, not to {sizes} mm"
            yield CheckResult(CheckName.BOXES, words, f"make all pages {sizes} mm").at(page.number, [page.trim])
            return


def check_same_size(pages: Sequence[PageBoxes], profile: Profile, expected: Expected) -> Iterator[CheckResult]:
    """Tell pages that are trimmed to another size than most; where a size is asked for, each was held against it."""
    known = profile.standard is Standard.SCREEN or expected.trim or expected.spine is not None or profile.trims
    sizes = Counter((round(page.size[0], 1), round(page.size[1], 1)) for page in pages)
    if known or len(sizes) < 2:
        return
    usual, count = sizes.most_common(1)[0]
    what = "most pages are" if 2 * count > len(pages) else "others are"
    for page in pages:
        if not _is_near_size(page.size, usual):
            words = f"is trimmed to {_format_size(page.size)} mm, {what} to {_format_size(usual)} mm"
            found = CheckResult(CheckName.BOXES, words, "make all pages of one size", Severity.WARNING)
            yield found.at(page.number, [page.trim])


def _is_near_size(size: tuple[float, float], wanted: tuple[float, float]) -> bool:
    return all(abs(side - other) <= _NEAR + 1e-3 for side, other in zip(size, wanted, strict=True))


def _format_size(size: tuple[float, float]) -> str:
    return f"{size[0]:.1f}".removesuffix(".0") + " × " + f"{size[1]:.1f}".removesuffix(".0")


def edge_distances(inner: Box, outer: Box) -> tuple[float, float, float, float]:
    """Give how far within another a box keeps on the left, at the foot, on the right and at the top, in millimetres."""
    left, bottom = inner[0] - outer[0], inner[1] - outer[1]
    right, top = outer[2] - inner[2], outer[3] - inner[3]
    return left / MM, bottom / MM, right / MM, top / MM
