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


def check_safety_margin(sight: PageRecord) -> Iterator[CheckResult]:
    """Ask that text, folios too, keeps the profile's distance from the trim; what is cut is an error."""
    wanted, page = sight.profile.safety, sight.page
    near, cut = [], []
    for words in sight.words:
        least = min(edge_distances(words.box, page.trim))
        if least < -_CUT_TOLERANCE:
            cut.append(words.box)
        elif least < wanted - NEAR_TRIM:
            near.append((least, words.box))
    if cut:
        hint = f"keep text {wanted:g} mm from the edge"
        yield CheckResult(CheckName.SAFETY, "text runs over the trim and would be cut", hint).at(page.number, cut)
    if near:
        several, nearest = f"text stands {{}} mm from the trim; {wanted:g} mm are asked for", max(0.0, min(near)[0])
        items = (f"{nearest:.1f}",)
        said, hint = several.replace("{}", items[0]), f"move it {wanted:g} mm from the edge"
        found = CheckResult(CheckName.SAFETY, said, hint, Severity.WARNING, several=several, items=items)
        yield found.at(page.number, [box for _, box in near])
