"""Checks 17 and 18: how many pages a book has, on which sides its parts open, and pages that bear nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Standard
from ..records.check_results import CheckResult
from ..records.document_record import OpenedDocument


def check_page_count(document: OpenedDocument) -> Iterator[CheckResult]:
    """Ask for a multiple of the pages that the profile prints together, and for parts that open on odd pages."""
    expected, profile, pages = document.expected, document.profile, len(document.pages)
    if expected.spine is not None or profile.standard is Standard.SCREEN:
        return
    if pages % profile.multiple:
        more = -pages % profile.multiple
        said = f"has {pages} {'page' if pages == 1 else 'pages'}, which is no multiple of {profile.multiple}"
        hint = f"add {more} blank {'page' if more == 1 else 'pages'} at the end"
        yield CheckResult(CheckName.EXTENT, said, hint, Severity.WARNING)
    for number in expected.openings or ():
        if number % 2 == 0:
            said = f"a part opens on page {number}, which lies on the left"
            yield CheckResult(CheckName.EXTENT, said, "put a blank page before it", page=number)
        elif number > pages:
            yield CheckResult(CheckName.EXTENT, f"a part should open on page {number}; there are {pages}", page=0)
