"""Check that text keeps its distance from the trim."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord
from .bleed import NEAR_TRIM
from .page_boxes import edge_distances

_CUT_TOLERANCE = 0.5


def check_safety_margin(record: PageRecord) -> Iterator[CheckResult]:
    """Report text, including folios, closer to the trim than the profile allows. Text that is cut is an error."""
    wanted, page = record.profile.safety, record.page
    near, cut = [], []
    for words in record.visible_texts:
        least = min(edge_distances(words.box, page.trim))
        if least < -_CUT_TOLERANCE:
            cut.append(words.box)
        elif least < wanted - NEAR_TRIM:
            near.append((least, words.box))
    if cut:
        hint = f"keep text at least {wanted:g} mm away from the edge"
        yield CheckResult(CheckName.SAFETY, "text extends beyond the trim and would be cut off", hint).with_places(
            page.number, cut
        )
    if near:
        several, nearest = f"text is {{}} mm from the trim; {wanted:g} mm are required", max(0.0, min(near)[0])
        items = (f"{nearest:.1f}",)
        message, hint = several.replace("{}", items[0]), f"move it at least {wanted:g} mm away from the edge"
        found = CheckResult(CheckName.SAFETY, message, hint, Severity.WARNING, several=several, items=items)
        yield found.with_places(page.number, [box for _, box in near])
