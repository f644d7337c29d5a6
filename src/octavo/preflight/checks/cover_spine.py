"""Check that a cover must be one sheet of back, spine and front, with a spine as wide as the book is thick."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.printer_profile import CheckName
from ..records.check_results import CheckResult
from ..records.document_record import OpenedDocument
from ..records.page_record import MM, PageRecord, boxes_share_area

_TOLERANCE = 0.5
"""Tolerance of cover sizes in millimetres; binders do not trim more exactly."""


def check_cover_size(document: OpenedDocument) -> Iterator[CheckResult]:
    """Report covers with several pages, with the wrong size for book and spine, or without room for the bleed."""
    expected = document.expected
    if expected.spine is None:
        return
    if len(document.pages) != 1:
        yield CheckResult(
            CheckName.COVER,
            f"has {len(document.pages)} pages; a cover must be one sheet",
            "put back, spine and front on one page, side by side",
        )
    if expected.trim is None or not document.pages:
        return
    page = document.pages[0]
    wanted = 2 * expected.trim[0] + expected.spine, expected.trim[1]
    if any(abs(side - other) > _TOLERANCE for side, other in zip(page.trim_size, wanted, strict=True)):
        message = f"is trimmed to {page.trim_size[0]:.1f} × {page.trim_size[1]:.1f} mm"
        parts = f"2 × {expected.trim[0]:g} mm and a spine of {expected.spine:.1f} mm"
        sum_of = f"{parts} make {wanted[0]:.1f} × {wanted[1]:.1f} mm"
        yield CheckResult(CheckName.COVER, f"{message}; {sum_of}", "make the cover that size").with_places(
            1, [page.trim]
        )
    sides = page.printable_box[2] - page.printable_box[0], page.printable_box[3] - page.printable_box[1]
    bleed = document.profile.bleed
    if any(side / MM < whole + 2 * bleed - _TOLERANCE for side, whole in zip(sides, wanted, strict=True)):
        size = f"{sides[0] / MM:.1f} × {sides[1] / MM:.1f} mm"
        message = f"its bleed box is {size}, which has no room for a bleed of {bleed:g} mm on all sides"
        yield CheckResult(CheckName.COVER, message, "enlarge the page and its BleedBox").with_places(
            1, [page.printable_box]
        )


def check_spine_text(record: PageRecord) -> Iterator[CheckResult]:
    """Report text that runs over the edge of the spine, and text on a spine that is too thin."""
    width = record.expected.spine
    if width is None:
        return
    trim = record.page.trim
    middle, half = (trim[0] + trim[2]) / 2, width * MM / 2
    strip = (middle - half, trim[1], middle + half, trim[3])
    borne = [words.box for words in record.visible_texts if boxes_share_area(words.box, strip)]
    least = record.profile.spine_text
    if borne and width < least:
        message = f"the spine of {width:.1f} mm has text; it must be at least {least:g} mm wide for text"
        yield CheckResult(CheckName.COVER, message, "remove the text from the spine").with_places(
            record.page.number, borne
        )
        return
    over = [box for box in borne if box[0] < strip[0] or box[2] > strip[2]]
    if over:
        message = f"text runs over the edge of the spine, which is {width:.1f} mm wide"
        yield CheckResult(CheckName.COVER, message, "make the text smaller, or move it off the spine").with_places(
            record.page.number, over
        )
