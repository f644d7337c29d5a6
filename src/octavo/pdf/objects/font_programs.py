"""Open font programs of untrusted PDFs with fontTools, whose errors and messages are no help to anybody."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from fontTools.cffLib import CFFFontSet


@contextmanager
def silence_font_readers() -> Iterator[None]:
    """Silence log messages and warnings of font libraries about fonts in the file."""
    log = logging.getLogger("fontTools")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def read_compact_font(program: bytes, entry: str) -> Any:
    """Return an entry of the first font of a CFF program, such as "charset" or "Encoding"; None if it is damaged."""
    fonts: Any = CFFFontSet()
    try:
        fonts.decompile(BytesIO(program), None)
        return getattr(fonts.topDictIndex[0], entry)
    except Exception:  # fontTools raises any exception for a malformed font
        return None
