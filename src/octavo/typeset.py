"""Set one part: HTML, styles and assets in, a tagged PDF of that part out, with where its anchors fell."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from . import engine, fonts
from .findings import Finding, Severity


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
    with fonts.confined(), engine.listening() as log, _no_collection():
        document, pdf = _render(job)
        pages = document.pages
    anchors: dict[str, int] = {}
    for number, page in enumerate(pages):
        for name in page.anchors:
            anchors.setdefault(name, number)
    return Part(job.name, pdf, len(pages), anchors, tuple(_said(log, job)))


def _render(job: Job) -> tuple[Any, bytes]:
    weasyprint = engine.weasyprint()
    fetch = engine.fetcher(job.assets)
    faces = weasyprint.text.fonts.FontConfiguration()
    counters = weasyprint.css.counters.CounterStyle()
    sheets = [
        weasyprint.CSS(string=style.text, url_fetcher=fetch, font_config=faces, counter_style=counters)
        for style in job.styles
    ]
    html = weasyprint.HTML(string=job.html, url_fetcher=fetch)
    document = html.render(font_config=faces, counter_style=counters, stylesheets=sheets, pdf_tags=True)
    return document, document.write_pdf(stylesheets=sheets, pdf_tags=True)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Put off garbage collection: a layout makes boxes by the million and drops them all at its end."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _said(log: engine.Log, job: Job) -> Iterator[Finding]:
    """Turn what WeasyPrint logged into findings, each once."""
    for level, message in dict.fromkeys((record.levelno, record.getMessage()) for record in log.records):
        grave = level >= logging.ERROR
        yield Finding(
            "typesetter" if grave else "typesetter-warning",
            f"{job.name}: {message}",
            severity=Severity.ERROR if grave else Severity.WARNING,
        )
