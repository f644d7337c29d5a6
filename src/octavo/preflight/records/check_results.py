"""The results of preflight, and what is known about a file beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.objects.geometry import Box

MOST_PLACES = 50
_MOST_ITEMS = 8


UNEMBEDDED_FONTS = "the fonts {} are not embedded; other fonts would replace them"
"""The message about several fonts that are not embedded."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One result of a check; `page` counts from 1, and is 0 for the whole document.

    `box` is the place on the page, in points of default user space, and `others` are further places. `count` is the
    number of all places, with or without a box. `condition` is the number of a Matterhorn Protocol 1.1 condition or of
    a clause of a standard. `several` is the message for several pages, with `{}` for the `items` (names or numbers) in
    which they differ.
    """

    check: CheckName
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    page: int = 0
    box: Box | None = None
    condition: str = ""
    others: tuple[Box, ...] = ()
    count: int = 1
    unproved: bool = False
    """Whether something could not be checked, so that it neither passes nor fails."""
    several: str = ""
    items: tuple[str, ...] = ()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Return all boxes."""
        return (self.box, *self.others) if self.box else ()

    def with_places(self, page: int, boxes: Sequence[Box], count: int = 0) -> CheckResult:
        """Return the result with its places. Equal results on a page are one."""
        first, others = (boxes[0], tuple(boxes[1:MOST_PLACES])) if boxes else (None, ())
        return replace(self, page=page, box=first, others=others, count=max(1, count or len(boxes)))


_ORDER = {check: place for place, check in enumerate(CheckName)}


@dataclass(frozen=True, slots=True)
class PreflightReport:
    """The results of a file in page order; `standards` are those that it claims.

    `sizes` are the widths and heights of the pages' trim boxes in millimetres, and `checks` those that were made. A
    file that is not `readable` has no pages.
    """

    pages: int
    found: tuple[CheckResult, ...]
    title: str = ""
    standards: tuple[str, ...] = ()
    sizes: tuple[tuple[float, float], ...] = ()
    readable: bool = True
    checks: tuple[CheckName, ...] = (CheckName.FILE,)

    def with_results(self, found: Iterable[CheckResult]) -> PreflightReport:
        """Return a report with more results: each once, those of the document first, then by page and check."""
        merged = dict.fromkeys([*self.found, *found])
        return replace(self, found=tuple(sorted(merged, key=lambda one: (one.page, _ORDER[one.check]))))


def result_kind(found: CheckResult) -> CheckResult:
    """Return what a result has in common with others of its kind on other pages."""
    message = found.several or found.message
    return replace(found, message=message, items=(), page=0, box=None, others=(), count=1)


def merge_results(listed: Sequence[CheckResult]) -> CheckResult:
    """Merge results of one kind, with all their places."""
    first = listed[0]
    items = list(dict.fromkeys(item for found in listed for item in found.items))
    alone = len({found.message for found in listed}) == 1
    message = first.message if alone else first.several.replace("{}", _format_items(items))
    return replace(result_kind(first), message=message, several="", count=sum(found.count for found in listed))


def _format_items(items: list[str]) -> str:
    """Return the range of numbers, or the first names."""
    try:
        numbers = sorted(items, key=float)
    except ValueError:
        more = len(items) - _MOST_ITEMS
        return ", ".join(items[:_MOST_ITEMS]) + (f" and {more} more" if more > 0 else "")
    return " to ".join(dict.fromkeys((numbers[0], numbers[-1]))) if numbers else ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the maker of a file knows about it. Nothing is known about other files. Lengths are in millimetres."""

    trim: tuple[float, float] | None = None
    """Width and height of every page's trim."""
    openings: tuple[int, ...] | None = None
    """Pages, counted from 1, on which chapters and other parts begin."""
    blanks: tuple[int, ...] | None = None
    """Pages that are meant to be blank."""
    spine: float | None = None
    """Width of the spine, if the file is a book's cover; `trim` is then that of the book."""
    icc: bytes = b""
    """CMYK profile of the press, for a file without one. It also avoids many ink measurements."""
