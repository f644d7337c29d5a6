"""Save a PDF so that each stream ends where its length says, for readers that look for its end instead."""

from __future__ import annotations

import re
from io import BytesIO

from pikepdf import ObjectStreamMode, Pdf

_AMBIGUOUS_END = b"\r\nendstream\nendobj\n"
_STREAM_START = b">>\nstream\n"
_HEADER = re.compile(rb"\d+ \d+ obj\n<< ([^\n]*/Length (\d+)[^\n]*)$")
_LONGEST_HEADER = 4096


def save_deterministically(pdf: Pdf) -> bytes:
    """Save a PDF. Equal content gives equal bytes."""
    out = BytesIO()
    pdf.save(out, min_version="1.7", object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return separate_stream_ends(out.getvalue())


def separate_stream_ends(saved: bytes) -> bytes:
    """End the streams of a file that qpdf wrote with CR LF where their data ends in CR.

    Otherwise that CR and the LF after it are taken for one line end, so that the data seems one byte too short
    (ISO 19005-3, 6.1.7.1). The space after `<<` makes room, so nothing else moves.
    """
    data = bytearray(saved)
    end = data.find(_AMBIGUOUS_END)
    while end != -1:
        _separate_end(data, end + 1)
        end = data.find(_AMBIGUOUS_END, end + 1)
    return bytes(data)


def _separate_end(data: bytearray, end: int) -> None:
    """Make room before the line end at `end`, if a stream's data really ends there."""
    start = data.rfind(_STREAM_START, 0, end)
    while start != -1:
        header = _HEADER.search(data, max(0, start - _LONGEST_HEADER), start)
        first = start + len(_STREAM_START)
        if header and first + int(header.group(2)) == end:
            gap = header.start(1) - 1
            data[gap : end + 1] = data[gap + 1 : end] + b"\r\n"
            return
        start = data.rfind(_STREAM_START, 0, start)
