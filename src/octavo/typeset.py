"""Set one part: HTML, styles and assets in, a tagged PDF of that part out, with where its anchors fell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .findings import Finding


@dataclass(frozen=True)
class Style:
    """One style sheet, in cascade order; `name` is what messages call it."""

    name: str
    text: str


@dataclass(frozen=True)
class Job:
    """All that one part is made of; equal jobs give equal bytes.

    `assets` maps the id in an ``asset:<id>`` address (images, fonts, output profiles) to its bytes.
    """

    name: str
    html: str
    styles: tuple[Style, ...]
    assets: Mapping[str, bytes]


@dataclass(frozen=True)
class Part:
    """A typeset part. `anchors` gives the page (from 0) on which each HTML id first stands."""

    name: str
    pdf: bytes
    pages: int
    anchors: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


def typeset(job: Job) -> Part:
    """Lay out a part with WeasyPrint; what the engine loses or spoils is a finding."""
    raise NotImplementedError
