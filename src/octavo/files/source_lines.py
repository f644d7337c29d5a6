"""Read the lines of a file that a finding points at."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from ..findings.finding import FindingsError
from .guarded_files import read_file

_MAX_BYTES: Final = 6_000_000
"""Bytes of a file from which a line is shown; nobody writes longer files by hand."""


def read_source_lines(path: Path) -> tuple[str, ...]:
    try:
        data = read_file(path, _MAX_BYTES)
    except (FindingsError, OSError, ValueError):
        data = b""
    text = data.decode("utf-8-sig", "replace")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or ("\0" in text and "\ufffd" in text):
        return ()  # UTF-16, or not a text: no line of it can be shown
    if "\ufffd" in text:
        return tuple(_decode_line(line) for line in re.split(rb"\r\n|\r|\n", data))
    return tuple(re.split(r"\r\n|\r|\n", text))


def _decode_line(line: bytes) -> str:
    """Decode a line of a file that is not all UTF-8: mostly it is in Windows-1252."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
