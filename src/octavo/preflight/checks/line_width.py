"""Check the width of lines, in points."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.content.page_content import PaintedShape
from ...pdf.objects.geometry import Box
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord, boxes_share_area

_SLACK = 0.005
_LONG = 2.0
"""In points: shorter shapes are dots, not lines."""


def check_line_width(record: PageRecord) -> Iterator[CheckResult]:
    """Report lines below the profile's width limit. A line of width 0 is as thin as the press can print."""
    least = record.profile.rule
    thin: list[tuple[float, Box]] = []
    for shape in record.contents.shapes:
        weight = _rule_weight(shape)
        if weight is not None and weight < least - _SLACK and boxes_share_area(shape.box, record.page.trim):
            thin.append((weight, shape.box))
    hair = [box for weight, box in thin if weight <= _SLACK]
    hint = f"make them at least {least:g} pt wide"
    if hair:
        message = f"lines of width 0 are printed as thin as possible; {least:g} pt is the minimum"
        yield CheckResult(CheckName.RULES, message, hint).with_places(record.page.number, hair)
    fine = [(weight, box) for weight, box in thin if weight > _SLACK]
    if fine:
        several, finest = f"lines of {{}} pt; {least:g} pt is the minimum", f"{min(fine)[0]:.2f}"
        message = several.replace("{}", finest)
        found = CheckResult(CheckName.RULES, message, hint, Severity.WARNING, several=several, items=(finest,))
        yield found.with_places(record.page.number, [box for _, box in fine])


def _rule_weight(shape: PaintedShape) -> float | None:
    """Return the weight of a line: its stroke width, or the shorter side of a filled rectangle."""
    box = shape.box
    if max(box[2] - box[0], box[3] - box[1]) < _LONG:
        return None
    if shape.stroke is not None and not shape.stroke.is_white:
        # A filled shape remains visible even if its outline is not.
        return shape.width if shape.fill is None else None
    if shape.fill is None or shape.fill.is_white or shape.thickness is None:
        return None
    # Chart bars may have height 0, and are then not meant to be visible.
    return shape.thickness if shape.thickness > _SLACK else None
