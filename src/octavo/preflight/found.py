"""What preflight finds, and what it may be told of a file beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from ..findings import Severity
from ..forms import Box
from ..model.press import Check


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a check found; `page` counts from 1 and is 0 for the whole document.

    `box` marks the place on the page, in points of its default user space (that of MediaBox). `condition` is the
    number of the failure condition in the Matterhorn Protocol 1.1, or of the clause of a standard, where one applies.
    """

    check: Check
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    page: int = 0
    box: Box | None = None
    condition: str = ""


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


@dataclass(frozen=True)
class Report:
    """What came of a file: its number of pages, the checks that were made, what was found in the order of its pages."""

    pages: int
    found: tuple[Found, ...] = ()
    checks: tuple[Check, ...] = ()
    title: str = ""
