"""Check that crop marks are outside the bleed."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.printer_profile import CheckName
from ...pdf.content.page_content import PaintedShape
from ...pdf.objects.geometry import Box
from ..records.check_results import CheckResult
from ..records.page_record import MM, PageRecord
from .bleed import NEAR_TRIM, leaves_ink

_THIN, _LONG = 3.0, 6.0
"""In points: crop marks are thinner and longer than this."""


def check_crop_marks(record: PageRecord) -> Iterator[CheckResult]:
    """Report crop marks inside the bleed, and any crop marks if the printer forbids them."""
    trim, wanted = record.page.trim, record.profile.bleed
    outside = [shape.box for shape in record.contents.shapes if _is_crop_mark(shape, trim)]
    if not outside:
        return
    if not record.profile.marks:
        hint = "export it without printer's marks"
        yield CheckResult(CheckName.MARKS, "has printer's marks, which this printer does not accept", hint).with_places(
            record.page.number, outside
        )
        return
    near = [(gap, box) for box in outside if (gap := _trim_distance(box, trim)) < wanted - NEAR_TRIM]
    if near:
        words = f"marks are {min(gap for gap, _ in near):.1f} mm from the trim, inside the bleed of {wanted:g} mm"
        hint = f"set their offset to {max(wanted, record.profile.mark_offset):g} mm"
        yield CheckResult(CheckName.MARKS, words, hint).with_places(record.page.number, [box for _, box in near])


def _is_crop_mark(shape: PaintedShape, trim: Box) -> bool:
    width, height = shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]
    outside = _trim_distance(shape.box, trim) > 0
    return outside and min(width, height) <= _THIN and max(width, height) >= _LONG and leaves_ink(shape)


def _trim_distance(box: Box, trim: Box) -> float:
    """Return the distance of a box from the trim; negative if a part of it is inside."""
    return max(trim[0] - box[2], box[0] - trim[2], trim[1] - box[3], box[1] - trim[3]) / MM
