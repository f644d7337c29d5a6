"""Shorten a title to a width, as an editor would: at its colon, before a parenthesis or dash, or after a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .letter_widths import text_width

_COLONS: Final = re.compile(r"(?P<kept>[?!])\s|\s*[:：]\s")
"""Where a subtitle begins: after a question, or at a colon, before which French has a space."""
_ASIDES: Final = re.compile(r"\s+(?=[(\[])|\s*[–—]\s*(?=\w)|\s+-+\s")
"""Where an aside begins: at a parenthesis or a dash."""
_SHORTEST: Final = 4
"""Letters that a part of a title needs to stand for the whole."""
_SMALL_WORDS: Final = re.compile(r"(?:\s+(?:[^\W\d_A-Z]{1,3}|[a-z]['’]))+$")
"""Last words that hang in the air: articles, prepositions, conjunctions."""


def fit_title(title: str, width: float) -> str:
    """Return a title that is at most `width` ems wide, by the estimate of `text_width`.

    What is left out behind a colon, a parenthesis or a dash leaves no sign; what is cut after a word ends with “…”.
    """
    if text_width(title) <= width:
        return title
    whole = next((part for part in _leading_parts(title) if text_width(part) <= width), "")
    return whole or _cut_after_word(title, width)


def _leading_parts(title: str) -> Iterator[str]:
    """Yield what can stand for a title: up to a colon, then up to an aside, the longest first."""
    for breaks in (_COLONS, _ASIDES):
        for found in reversed(list(breaks.finditer(title))):
            part = title[: found.start()] + (found.groupdict().get("kept") or "")
            if sum(map(str.isalnum, part)) >= _SHORTEST and part.count("(") == part.count(")"):
                yield part


def _cut_after_word(title: str, width: float) -> str:
    room = width - text_width("…")
    end = next((end for end in range(len(title), 0, -1) if text_width(title[:end]) <= room), 1)
    cut = title[:end]
    if end < len(title) and not title[end].isspace():
        cut = cut.rpartition(" ")[0] or cut
    return f"{_SMALL_WORDS.sub('', cut).rstrip(' ,;:–—-(')}…"
