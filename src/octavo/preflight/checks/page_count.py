"""Checks 17 and 18: how many pages a book has, on which sides its parts open, and pages that bear nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import Check, Standard
from ..records.check_results import Found
from ..records.document_record import Document
from ..records.page_record import Sight, overlaps

_LINES = 2
_APART = 3.0


def extent(document: Document) -> Iterator[Found]:
    """Ask for a multiple of the pages that the profile prints together, and for parts that open on odd pages."""
    expected, profile, pages = document.expected, document.profile, len(document.pages)
    if expected.spine is not None or profile.standard is Standard.SCREEN:
        return
    if pages % profile.multiple:
        more = -pages % profile.multiple
        said = f"has {pages} {'page' if pages == 1 else 'pages'}, which is no multiple of {profile.multiple}"
        hint = f"add {more} blank {'page' if more == 1 else 'pages'} at the end"
        yield Found(Check.EXTENT, said, hint, Severity.WARNING)
    for number in expected.openings or ():
        if number % 2 == 0:
            said = f"a part opens on page {number}, which lies on the left"
            yield Found(Check.EXTENT, said, "put a blank page before it", page=number)
        elif number > pages:
            yield Found(Check.EXTENT, f"a part should open on page {number}; there are {pages}", page=0)


def blanks(sight: Sight) -> Iterator[Found]:
    """Ask that blank pages bear nothing at all; where nobody said which are, tell those with a head or folio alone."""
    contents, page = sight.contents, sight.page
    borne = [box for box in contents.boxes if overlaps(box, page.printed)]
    if sight.expected.blanks is not None:
        if page.number in sight.expected.blanks and borne:
            said = "is meant to be blank and is not"
            yield Found(Check.BLANKS, said, "print nothing on it: no head, no folio").at(page.number, borne)
        return
    words = [one for one in contents.words if overlaps(one.box, page.trim)]
    lines = {round(one.box[1] / _APART) for one in words}
    alone = len(borne) == len(words) and 0 < len(lines) <= _LINES
    if alone and sum(len(one.text) for one in words) <= 120 and _at_edges(sight):
        said = "bears nothing but a head or folio"
        found = Found(Check.BLANKS, said, "leave it bare, or fill it", Severity.ADVICE)
        yield found.at(page.number, [one.box for one in words])


def _at_edges(sight: Sight) -> bool:
    """Tell whether all words stand in the head or the foot of the page."""
    trim = sight.page.trim
    edge = (trim[3] - trim[1]) / 8
    return all(one.box[3] < trim[1] + edge or one.box[1] > trim[3] - edge for one in sight.words)
