"""Data types of the typesetter: the job of setting one part, and the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..findings.finding import Finding, Place
from .cache_key import FileNamer, compute_cache_key

FALLBACK_UPRIGHT = "fallback-upright"
"""Code of findings on text that is set upright because no requested italic face has its characters."""


@dataclass(frozen=True)
class Style:
    """One style sheet in the cascade; `name` is used in messages, `is_own` tells whether a user wrote it."""

    name: str
    text: str
    is_own: bool = False


def describe_own_styles(styles: Iterable[Style]) -> str:
    """Return a note that names the user's own styles, which may be the cause of a failure."""
    own = [f"styles/{style.name}" for style in styles if style.is_own]
    return f" (it is set with {', '.join(own)})" if own else ""


@dataclass(frozen=True)
class TypesetJob:
    """Everything that one part is made of; equal jobs give equal bytes.

    `assets` maps the id in an ``asset:<id>`` address (images, fonts, output profiles) to its bytes.
    """

    name: str
    html: str
    styles: tuple[Style, ...]
    assets: Mapping[str, bytes]
    is_running_heads: bool = False
    """Whether it holds running heads and folios, which are artifacts and not content."""
    margins: bool = True
    """Whether its pages have anything in their margins; if not, no margin boxes are laid out."""

    def cache_key(self, environment: str, name: FileNamer) -> str:
        """Return the key under which the result is cached; `name` names files within their project."""
        return compute_cache_key(self, environment, name=name)


class PageKind(StrEnum):
    """What a page has in its margins: head and folio, only a folio at the foot, nothing, or it is blank."""

    USUAL = "usual"
    OPENING = "opening"
    BARE = "bare"
    BLANK = "blank"


@dataclass(frozen=True)
class TypesetPage:
    """The kind of a page, and the heading of the section it belongs to."""

    kind: PageKind = PageKind.USUAL
    section: str = ""


@dataclass(frozen=True)
class ShownPicture:
    """A picture on a page: the page (counted from 0), and its box in points, from the page's lower left corner.

    `subject` tells which element shows it, as in findings, `asset` is the id of its bytes, and `place` is where it was
    written, once that is known.
    """

    page: int
    box: tuple[float, float, float, float]
    subject: str
    asset: str
    place: Place | None = None


@dataclass(frozen=True)
class TypesetPart:
    """A typeset part.

    `anchors` maps each HTML id to the page (from 0) where it first stands. `page_kinds` has one entry for each page; it
    is empty if the first page is an opening and all others are usual.
    """

    name: str
    pdf: bytes
    pages: int
    anchors: Mapping[str, int]
    findings: tuple[Finding, ...] = ()
    page_kinds: tuple[TypesetPage, ...] = ()
    landscape_pages: tuple[int, ...] = ()
    """Pages, counted from 0, that were typeset across and are turned when the book is bound."""
    pictures: tuple[ShownPicture, ...] = ()
