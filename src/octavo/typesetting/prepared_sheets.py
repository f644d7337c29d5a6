"""Prepare each style sheet once in a process: its rules parsed, checked and sorted by their selectors.

WeasyPrint reads a prepared sheet and does not change it, but for one thing: what it has warned of once, it does not
warn of again. So sheets are kept only as long as no document had a warning. Font faces and counter styles belong to a document
and are declared anew for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from . import weasyprint_adapter

_MOST_SHEETS = 64
_DOCUMENT_RULES = ("@import", "@color-profile")
"""Rules that read files for a document."""
_USUAL_COUNTERS = {"decimal", "disc"}
"""Counter styles that a sheet may declare only if none did before."""


class _PreparedSheet(NamedTuple):
    """A sheet, with the font faces and counter styles that it declares."""

    sheet: Any
    faces: Sequence[Any]
    counters: dict[str, Any]


_prepared: dict[str, _PreparedSheet] = {}


class _FaceRecorder:
    """Declares font faces in a document, and notes them."""

    def __init__(self, fonts: Any) -> None:
        self._fonts = fonts
        self.noted: list[Any] = []

    def add_font_face(self, descriptors: Any, fetcher: Any) -> None:
        self.noted.append(descriptors)
        self._fonts.add_font_face(descriptors, fetcher)


def prepare_sheet(
    weasyprint: Any, text: str, fetcher: Any, fonts: Any, counters: Any, log: weasyprint_adapter.EngineLog
) -> Any:
    """Return a style sheet of WeasyPrint's; its font faces and counter styles are declared in the document."""
    if (known := _prepared.get(text)) is not None:
        for descriptors in known.faces:
            fonts.add_font_face(descriptors, fetcher)
        counters.update(known.counters)
        return known.sheet
    recorder, own, before = _FaceRecorder(fonts), weasyprint.css.counters.CounterStyle(), len(log.records)
    # A counter style may be declared once only if it is a usual one.
    own.update({name: counters[name] for name in _USUAL_COUNTERS if name in counters})
    given = dict(own)
    sheet = weasyprint.CSS(string=text, url_fetcher=fetcher, font_config=recorder, counter_style=own)
    new = {name: counter for name, counter in own.items() if name not in given}
    counters.update(new)
    is_usual = weasyprint_adapter.is_known_version() and len(log.records) == before
    if is_usual and _USUAL_COUNTERS.isdisjoint(new) and not any(rule in text.lower() for rule in _DOCUMENT_RULES):
        if len(_prepared) >= _MOST_SHEETS:
            _prepared.clear()
        _prepared[text] = _PreparedSheet(sheet, tuple(recorder.noted), new)
    return sheet


@contextmanager
def sheets_kept(log: weasyprint_adapter.EngineLog) -> Iterator[None]:
    """Forget all sheets at the end of a document with warnings, so that the next has those that concern it too."""
    try:
        yield
    finally:
        if log.records:
            _prepared.clear()
