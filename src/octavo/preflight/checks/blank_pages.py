"""Check that blank pages are blank."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord, boxes_share_area

_MOST_LINES = 2
_LINE_DISTANCE = 3.0


def check_blank_pages(record: PageRecord) -> Iterator[CheckResult]:
    """Report blank pages that are not empty. Without a list of blank pages, report pages with a head or folio only."""
    contents, page = record.contents, record.page
    borne = [box for box in contents.boxes if boxes_share_area(box, page.printable_box)]
    if record.expected.blanks is not None:
        if page.number in record.expected.blanks and borne:
            message = "should be blank, but is not"
            yield CheckResult(
                CheckName.BLANKS, message, "remove everything from the page, also the running head and folio"
            ).with_places(page.number, borne)
        return
    words = [one for one in contents.words if boxes_share_area(one.box, page.trim)]
    lines = {round(one.box[1] / _LINE_DISTANCE) for one in words}
    alone = len(borne) == len(words) and 0 < len(lines) <= _MOST_LINES
    if alone and sum(len(one.text) for one in words) <= 120 and _stands_at_edges(record):
        message = "has only a running head or a folio"
        found = CheckResult(CheckName.BLANKS, message, "leave the page blank, or fill it", Severity.ADVICE)
        yield found.with_places(page.number, [one.box for one in words])


def _stands_at_edges(record: PageRecord) -> bool:
    """Return whether all text is at the head or the foot of the page."""
    trim = record.page.trim
    edge = (trim[3] - trim[1]) / 8
    return all(one.box[3] < trim[1] + edge or one.box[1] > trim[3] - edge for one in record.visible_texts)
