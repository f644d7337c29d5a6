"""Check for transparency, which PDF/X-1a forbids."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.printer_profile import CheckName, Standard
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord
from .colour import places_within_bleed


def check_transparency(sight: PageRecord) -> Iterator[CheckResult]:
    """Report transparent paint, if the standard is PDF/X-1a."""
    if sight.profile.standard is not Standard.X1A:
        return
    for veil, places in sorted(sight.contents.veils.items()):
        boxes, count = places_within_bleed(places, sight)
        if boxes:
            found = CheckResult(
                CheckName.TRANSPARENCY, f"is transparent ({veil}), which PDF/X-1a does not allow", "flatten it"
            )
            yield found.with_places(sight.page.number, boxes, count)
