"""What a part is made of, and what comes of it when it is set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..findings.finding import Finding

FALLBACK_UPRIGHT = "fallback-upright"
"""Code of findings on words that stand upright, since no slanted face of those that were asked for has them."""


@dataclass(frozen=True)
class Style:
    """One style sheet, in cascade order; `name` is what messages call it, and `own` whether a user wrote it."""

    name: str
    text: str
    own: bool = False


def describe_own_styles(styles: Iterable[Style]) -> str:
    """Name the styles of the user's own, which may be what cannot be set."""
    own = [f"styles/{style.name}" for style in styles if style.own]
    return f" (it is set with {', '.join(own)})" if own else ""


@dataclass(frozen=True)
class TypesetJob:
    """All that one part is made of; equal jobs give equal bytes.

    `assets` maps the id in an ``asset:<id>`` address (images, fonts, output profiles) to its bytes.
    """

    name: str
    html: str
    styles: tuple[Style, ...]
    assets: Mapping[str, bytes]
    furniture: bool = False
    """Whether it holds running heads and folios, which are no content of the document (artifacts)."""
    margins: bool = True
    """Whether anything may stand in the margins of its pages; where nothing does, none of their boxes is tried."""


class PageKind(StrEnum):
    """How a page bears its furniture: head and folio, its folio alone at the foot, neither, or (blank) nothing."""

    USUAL = "usual"
    OPENING = "opening"
    BARE = "bare"
    BLANK = "blank"


@dataclass(frozen=True)
class TypesetPage:
    """What a page shows: its manner, and the heading under which it stands."""

    manner: PageKind = PageKind.USUAL
    section: str = ""


@dataclass(frozen=True)
class TypesetPart:
    """A typeset part.

    `anchors` gives the page (from 0) on which each HTML id first stands; `faces` has one entry for each page, or none
    where the first page opens and the others are as usual.
    """

    name: str
    pdf: bytes
    pages: int
    anchors: Mapping[str, int]
    findings: tuple[Finding, ...] = ()
    faces: tuple[TypesetPage, ...] = ()
