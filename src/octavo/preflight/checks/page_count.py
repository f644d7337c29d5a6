"""Check the page count, and that parts begin on right-hand pages."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Standard
from ..records.check_results import CheckResult
from ..records.document_record import OpenedDocument


def check_page_count(document: OpenedDocument) -> Iterator[CheckResult]:
    """Report a page count that the printer does not take, and parts that begin on even pages."""
    expected, profile, pages = document.expected, document.profile, len(document.pages)
    if expected.spine is not None or profile.standard is Standard.SCREEN:
        return
    if pages % profile.multiple:
        more = -pages % profile.multiple
        message = f"has {pages} {'page' if pages == 1 else 'pages'}, which is not a multiple of {profile.multiple}"
        hint = f"add {more} blank {'page' if more == 1 else 'pages'} at the end"
        yield CheckResult(CheckName.EXTENT, message, hint, Severity.WARNING)
    if pages < profile.least_pages:
        counted = f"{pages} {'page' if pages == 1 else 'pages'}"
        message = f"has {counted}, but the printer takes no book under {profile.least_pages}"
        hint = "add text or pages for notes, set it in larger type or on smaller pages, or choose another printer"
        yield CheckResult(CheckName.EXTENT, message, hint)
    if profile.most_pages is not None and pages > profile.most_pages:
        message = f"has {pages} pages, but the printer takes no book over {profile.most_pages}"
        hint = "divide the book, set it on larger pages, or choose another printer"
        yield CheckResult(CheckName.EXTENT, message, hint)
    for number in expected.openings or ():
        if number % 2 == 0:
            message = f"a part begins on page {number}, which is a left-hand page"
            yield CheckResult(CheckName.EXTENT, message, "add a blank page before it", page=number)
        elif number > pages:
            yield CheckResult(
                CheckName.EXTENT, f"a part should begin on page {number}, but there are {pages} pages", page=0
            )
