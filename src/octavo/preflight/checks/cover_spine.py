"""Check 19: a cover is one sheet of back, spine and front, and its spine is as wide as the book is thick."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.printer_profile import CheckName
from ..records.check_results import CheckResult
from ..records.document_record import OpenedDocument
from ..records.page_record import MM, PageRecord, boxes_share_area

_TOLERANCE = 0.5
"""Millimetres by which a cover may be off: binders trim no finer."""


def check_cover_size(document: OpenedDocument) -> Iterator[CheckResult]:
    """Ask that a cover is one sheet, trimmed to twice the book's width and its spine, with room for the bleed."""
    expected = document.expected
    if expected.spine is None:
        return
    if len(document.pages) != 1:
        yield CheckResult(
            CheckName.COVER,
            f"has {len(document.pages)} pages; a cover is one sheet",
            "set back, spine and front side by side",
        )
    if expected.trim is None or not document.pages:
        return
    page = document.pages[0]
    wanted = 2 * expected.trim[0] + expected.spine, expected.trim[1]
    if any(abs(side - other) > _TOLERANCE for side, other in zip(page.size, wanted, strict=True)):
        said = f"is trimmed to {page.size[0]:.1f} × {page.size[1]:.1f} mm"
        sum_of = (
            f"2 × {expected.trim[0]:g} and a spine of {expected.spine:.1f} make {wanted[0]:.1f} × {wanted[1]:.1f} mm"
        )
        yield CheckResult(CheckName.COVER, f"{said}; {sum_of}", "make it of that size").at(1, [page.trim])
    sides = page.printed[2] - page.printed[0], page.printed[3] - page.printed[1]
    bleed = document.profile.bleed
    if any(side / MM < whole + 2 * bleed - _TOLERANCE for side, whole in zip(sides, wanted, strict=True)):
        size = f"{sides[0] / MM:.1f} × {sides[1] / MM:.1f} mm"
        said = f"its bleed box is {size}, which leaves no bleed of {bleed:g} mm all round"
        yield CheckResult(CheckName.COVER, said, "enlarge page and bleed box").at(1, [page.printed])


def check_spine_text(sight: PageRecord) -> Iterator[CheckResult]:
    """Ask that text of the spine stays on it, and that a thin one bears none."""
    width = sight.expected.spine
    if width is None:
        return
    trim = sight.page.trim
    middle, half = (trim[0] + trim[2]) / 2, width * MM / 2
    strip = (middle - half, trim[1], middle + half, trim[3])
    borne = [words.box for words in sight.words if boxes_share_area(words.box, strip)]
    least = sight.profile.spine_text
    if borne and width < least:
        said = f"the spine of {width:.1f} mm bears text; it must be {least:g} mm wide for that"
        yield CheckResult(CheckName.COVER, said, "leave the spine bare").at(sight.page.number, borne)
        return
    over = [box for box in borne if box[0] < strip[0] or box[2] > strip[2]]
    if over:
        said = f"text runs over the edge of the spine, which is {width:.1f} mm wide"
        yield CheckResult(CheckName.COVER, said, "keep it on the spine, or off it").at(sight.page.number, over)
