"""Check the boxes of pages, which say what is printed and where it is trimmed."""

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
"""In points: a box may extend beyond another by this much because of rounding."""
_NEAR = 0.1
_LARGEST = 14_400.0
_HINT = "set the boxes when exporting: TrimBox inside BleedBox inside MediaBox"


def check_page_boxes(record: PageRecord) -> Iterator[CheckResult]:
    """Compare the boxes of a page with each other and with the required size."""
    page = record.page
    yield from _check_usable_boxes(page)
    if record.profile.standard is not Standard.SCREEN:
        yield from _check_press_boxes(page)
        yield from _check_bleed_boxes(page, record.profile)
        if record.expected.spine is None:
            yield from _check_trim_size(page, record.profile, record.expected)


def _check_usable_boxes(page: PageBoxes) -> Iterator[CheckResult]:
    if page.broken:
        yield CheckResult(CheckName.BOXES, f"{', '.join(page.broken)}: not a rectangle", _HINT, page=page.number)
    if "MediaBox" not in page.given:
        yield CheckResult(CheckName.BOXES, "has no MediaBox, so its size is undefined", _HINT, page=page.number)
    sides = page.media[2] - page.media[0], page.media[3] - page.media[1]
    if max(sides) > _LARGEST or min(sides) < 3:
        words = f"is {sides[0]:,.0f} × {sides[1]:,.0f} points large; viewers show pages of 3 to 14,400 points"
        yield CheckResult(CheckName.BOXES, words, _HINT, page=page.number)
    if page.rotate % 90:
        words = f"is rotated by {page.rotate}° (Rotate), which viewers treat differently"
        yield CheckResult(CheckName.BOXES, words, "rotate it by 0, 90, 180 or 270°", page=page.number)
    nested = (("MediaBox", page.media, "BleedBox", page.bleed), ("BleedBox", page.bleed, "TrimBox", page.trim))
    for outer, large, inner, small in (*nested, ("MediaBox", page.media, "TrimBox", page.trim)):
        both = inner in page.given and (outer in page.given or outer == "MediaBox")
        if both and not contains_box(large, small, _SLACK):
            yield CheckResult(CheckName.BOXES, f"{inner} extends beyond {outer}", _HINT).with_places(
                page.number, [small]
            )


def _check_press_boxes(page: PageBoxes) -> Iterator[CheckResult]:
    if not page.given & {"TrimBox", "ArtBox"}:
        words = "has no TrimBox, so the printer does not know where to trim it"
        yield CheckResult(CheckName.BOXES, words, "export it for print, with a TrimBox", page=page.number)
    if page.given >= {"TrimBox", "ArtBox"}:
        words = "has a TrimBox and an ArtBox; PDF/X allows only one of them"
        yield CheckResult(CheckName.BOXES, words, "remove the ArtBox", page=page.number)
    if page.rotate:
        words = f"is rotated by {page.rotate}° (Rotate), which presses may ignore"
        yield CheckResult(CheckName.BOXES, words, "export it without rotation", page=page.number)
    if page.unit != 1:
        words = f"is scaled by {page.unit:g} (UserUnit), which presses may ignore"
        yield CheckResult(CheckName.BOXES, words, "export it at its real size", page=page.number)


def _check_bleed_boxes(page: PageBoxes, profile: Profile) -> Iterator[CheckResult]:
    """Check that nothing is cut off before the trim, and that the bleed is said to be there."""
    if "CropBox" in page.given and not contains_box(page.crop, page.trim, _SLACK):
        words = "CropBox cuts off a part of the trimmed page, which viewers and some presses leave out"
        yield CheckResult(CheckName.BOXES, words, "remove the CropBox").with_places(page.number, [page.crop])
    if profile.bleed and "TrimBox" in page.given and "BleedBox" not in page.given:
        words = "has no BleedBox, so the printer does not know how far its paint extends beyond the trim"
        hint = f"export it with a BleedBox {profile.bleed:g} mm outside the TrimBox"
        yield CheckResult(CheckName.BOXES, words, hint, Severity.WARNING, page=page.number)


def _check_trim_size(page: PageBoxes, profile: Profile, expected: Expected) -> Iterator[CheckResult]:
    """Compare the trim with the size of the book, if it is known, and with the sizes that the printer offers."""
    offered = [(trim.width, trim.height) for trim in profile.trims]
    for wanted in ([expected.trim] if expected.trim else [], offered):
        if wanted and not any(_is_near_size(page.trim_size, size) for size in wanted):
            sizes = " or ".join(_format_size(size) for size in wanted[:4])
            words = f"is trimmed to {_format_size(page.trim_size)} mm, not to {sizes} mm"
            yield CheckResult(CheckName.BOXES, words, f"make all pages {sizes} mm").with_places(
                page.number, [page.trim]
            )
            return


def check_same_size(pages: Sequence[PageBoxes], profile: Profile, expected: Expected) -> Iterator[CheckResult]:
    """Report pages with another trim size than most pages, unless each page is compared with a required size."""
    known = profile.standard is Standard.SCREEN or expected.trim or expected.spine is not None or profile.trims
    sizes = Counter((round(page.trim_size[0], 1), round(page.trim_size[1], 1)) for page in pages)
    if known or len(sizes) < 2:
        return
    usual, count = sizes.most_common(1)[0]
    what = "most pages are" if 2 * count > len(pages) else "others are"
    for page in pages:
        if not _is_near_size(page.trim_size, usual):
            words = f"is trimmed to {_format_size(page.trim_size)} mm, {what} to {_format_size(usual)} mm"
            # One page among many that differs is a fault; a file of several sizes may be meant so.
            grave = Severity.ERROR if 2 * count > len(pages) else Severity.WARNING
            found = CheckResult(CheckName.BOXES, words, "make all pages the same size", grave)
            yield found.with_places(page.number, [page.trim])


def _is_near_size(size: tuple[float, float], wanted: tuple[float, float]) -> bool:
    return all(abs(side - other) <= _NEAR + 1e-3 for side, other in zip(size, wanted, strict=True))


def _format_size(size: tuple[float, float]) -> str:
    return f"{size[0]:.1f}".removesuffix(".0") + " × " + f"{size[1]:.1f}".removesuffix(".0")


def edge_distances(inner: Box, outer: Box) -> tuple[float, float, float, float]:
    """Return how far a box is inside the left, bottom, right and top edge of another, in millimetres."""
    left, bottom = inner[0] - outer[0], inner[1] - outer[1]
    right, top = outer[2] - inner[2], outer[3] - inner[3]
    return left / MM, bottom / MM, right / MM, top / MM
