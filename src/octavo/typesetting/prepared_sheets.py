"""Prepare each style sheet once in a process: its rules parsed, checked and sorted by their selectors.

WeasyPrint reads a prepared sheet and does not change it, but for one thing: what it has warned of once, it does not
warn of again. So sheets are kept only as long as no document had a warning. Font faces and counter styles belong to
a document and are declared anew for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ..loading.text_decoding import read_text_file
from ..project.project_folders import shipped_folder
from . import weasyprint_adapter

if TYPE_CHECKING:
    from weasyprint_types import (
        CounterDescriptors,
        CounterStyle,
        FaceDescriptors,
        FontDeclarations,
        StyleSheet,
        URLFetcher,
        WeasyPrint,
    )

_MOST_SHEETS = 64
_DOCUMENT_RULES = re.compile("@import|@color-profile", re.IGNORECASE)
"""Rules that read files for a document."""
_USUAL_COUNTERS = {"decimal", "disc"}
"""Counter styles that a sheet may declare only if none did before."""


class _PreparedSheet(NamedTuple):
    """A sheet, with the font faces and counter styles that it declares."""

    sheet: StyleSheet
    faces: Sequence[FaceDescriptors]
    counters: dict[str, CounterDescriptors]


_prepared: dict[str, _PreparedSheet] = {}


class _FaceRecorder:
    """Notes the font faces that a sheet declares."""

    def __init__(self) -> None:
        self.noted: list[FaceDescriptors] = []

    def add_font_face(self, descriptors: FaceDescriptors, _fetcher: URLFetcher) -> None:
        self.noted.append(descriptors)


def prepare_sheet(
    weasyprint: WeasyPrint,
    text: str,
    fetcher: URLFetcher,
    fonts: FontDeclarations,
    counters: CounterStyle,
    log: weasyprint_adapter.EngineLog,
) -> StyleSheet:
    """Return a style sheet of WeasyPrint's; its font faces and counter styles are declared in the document."""
    known = _prepared.get(text)
    if known is None:
        before = len(log.records)
        known = _prepare(weasyprint, text, fetcher, counters)
        is_usual = weasyprint_adapter.is_known_version() and len(log.records) == before
        if is_usual and _USUAL_COUNTERS.isdisjoint(known.counters) and not _DOCUMENT_RULES.search(text):
            if len(_prepared) >= _MOST_SHEETS:
                _prepared.clear()
            _prepared[text] = known
    for descriptors in known.faces:
        fonts.add_font_face(descriptors, fetcher)
    counters.update(known.counters)
    return known.sheet


def _prepare(weasyprint: WeasyPrint, text: str, fetcher: URLFetcher, counters: CounterStyle) -> _PreparedSheet:
    recorder, own = _FaceRecorder(), weasyprint.css.counters.CounterStyle()
    # Only these are looked up when another is declared.
    own.update({name: counters[name] for name in _USUAL_COUNTERS if name in counters})
    before = dict(own)
    sheet = weasyprint.CSS(string=text, url_fetcher=fetcher, font_config=recorder, counter_style=own)
    declared = {name: counter for name, counter in own.items() if before.get(name) is not counter}
    return _PreparedSheet(sheet, tuple(recorder.noted), declared)


def prepare_shipped_sheets(weasyprint: WeasyPrint, names: Iterable[str]) -> None:
    """Prepare style sheets of Octavo's own, before processes are forked that all need them."""
    if not weasyprint_adapter.is_known_version():
        return
    fetcher, counters = weasyprint_adapter.make_asset_fetcher({}), weasyprint.css.counters.CounterStyle()
    with weasyprint_adapter.captured_log() as log, sheets_kept(log):
        for name in names:
            text = read_text_file(shipped_folder("styles") / f"{name}.css")
            prepare_sheet(weasyprint, text, fetcher, _FaceRecorder(), counters, log)


@contextmanager
def sheets_kept(log: weasyprint_adapter.EngineLog) -> Iterator[None]:
    """Forget all sheets at the end of a document with warnings, so that the next has those that concern it too."""
    try:
        yield
    finally:
        if log.records:
            _prepared.clear()
