"""Check for transparency, which PDF/X-1a forbids."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.printer_profile import CheckName, Standard
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord
from .colour import places_within_bleed


def check_transparency(record: PageRecord) -> Iterator[CheckResult]:
    """Report transparent paint, if the standard is PDF/X-1a."""
    if record.profile.standard is not Standard.X1A:
        return
    for veil, places in sorted(record.contents.veils.items()):
        boxes, count = places_within_bleed(places, record)
        if boxes:
            found = CheckResult(
                CheckName.TRANSPARENCY, f"is transparent ({veil}), which PDF/X-1a does not allow", "flatten it"
            )
            yield found.with_places(record.page.number, boxes, count)
