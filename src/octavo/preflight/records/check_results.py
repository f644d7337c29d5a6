"""What preflight finds, and what it may be told of a file beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.objects.geometry import Box

MOST_PLACES = 50
_MOST_ITEMS = 8


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that a check found; `page` counts from 1 and is 0 for the whole document.

    `box` marks the place on the page, in points of its default user space (that of MediaBox); `others` are further
    places of the same, of which there are `count` in all, whether or not each has its box. `condition` is the
    number of the failure condition in the Matterhorn Protocol 1.1, or of the clause of a standard, where one applies.
    `several` says the same of several pages, with `{}` for the `items` (names, or numbers) in which they differ.
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
    """Whether it says that something could not be judged: neither fit nor unfit."""
    several: str = ""
    items: tuple[str, ...] = ()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Give all its boxes."""
        return (self.box, *self.others) if self.box else ()

    def at(self, page: int, boxes: Sequence[Box], count: int = 0) -> CheckResult:
        """Give the same with its places: equal findings on a page are one."""
        first, others = (boxes[0], tuple(boxes[1:MOST_PLACES])) if boxes else (None, ())
        return replace(self, page=page, box=first, others=others, count=max(1, count or len(boxes)))


_ORDER = {check: place for place, check in enumerate(CheckName)}


@dataclass(frozen=True, slots=True)
class PreflightReport:
    """What was found of a file, in the order of pages; `standards` are those that it claims to follow.

    `sizes` gives width and height of each page's trim in millimetres; `checks` are those that were made. A file that
    is not `readable` has no pages.
    """

    pages: int
    found: tuple[CheckResult, ...]
    title: str = ""
    standards: tuple[str, ...] = ()
    sizes: tuple[tuple[float, float], ...] = ()
    readable: bool = True
    checks: tuple[CheckName, ...] = (CheckName.FILE,)

    def having(self, found: Iterable[CheckResult]) -> PreflightReport:
        """Give a report with more findings: each once, those of the whole document first, then by page and check."""
        merged = dict.fromkeys([*self.found, *found])
        return replace(self, found=tuple(sorted(merged, key=lambda one: (one.page, _ORDER[one.check]))))


def result_kind(found: CheckResult) -> CheckResult:
    """Give what a finding has in common with others of its kind, whatever page they are on."""
    said = found.several or found.message
    return replace(found, message=said, items=(), page=0, box=None, others=(), count=1)


def merge_results(listed: Sequence[CheckResult]) -> CheckResult:
    """Say in one what was found of one kind, with all of its places."""
    first = listed[0]
    items = list(dict.fromkeys(item for found in listed for item in found.items))
    alone = len({found.message for found in listed}) == 1
    message = first.message if alone else first.several.replace("{}", _format_items(items))
    return replace(result_kind(first), message=message, several="", count=sum(found.count for found in listed))


def _format_items(items: list[str]) -> str:
    """Give the range of numbers, and the first of names."""
    try:
        numbers = sorted(items, key=float)
    except ValueError:
        more = len(items) - _MOST_ITEMS
        return ", ".join(items[:_MOST_ITEMS]) + (f" and {more} more" if more > 0 else "")
    return " to ".join(dict.fromkeys((numbers[0], numbers[-1]))) if numbers else ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What whoever made a file knows of it; of a stranger's file nothing is known. Lengths are millimetres."""

    trim: tuple[float, float] | None = None
    """Width and height to which every page is trimmed."""
    openings: tuple[int, ...] | None = None
    """Pages, counted from 1, on which chapters and other parts open."""
    blanks: tuple[int, ...] | None = None
    """Pages that bear nothing at all."""
    spine: float | None = None
    """Width of the spine, if the file is the cover of a book; `trim` is then that of the book."""
    icc: bytes = b""
    """CMYK profile of the press, for a file that brings none along; it also saves much measuring of ink."""
