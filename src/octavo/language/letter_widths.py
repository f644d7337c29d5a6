"""Estimate how wide text is before it is set, in ems and rather too much than too little."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_NARROW: Final = frozenset("iljI.,:;'’|!()[]- ")
_SLIM: Final = frozenset("rtf")
_WIDE: Final = frozenset("mwMWÆŒæœ@%&—½¼¾ЖЪФШЩЫЮЉЊжфшщыюљњΜΦΨΩφψω")
_LAST_LATIN: Final = 0x2FF
_NARROW_ARABIC: Final = frozenset("ال")
_ARABIC: Final = range(0x600, 0x780)
"""Letters that join: the narrowest are alef and lam, and few of the others are wider than a usual small letter."""
_NARROW_SHARE, _SLIM_SHARE, _USUAL_SHARE, _CAPITAL_SHARE, _WIDE_SHARE = 0.32, 0.39, 0.57, 0.69, 0.94
_BREAKS: Final = re.compile(r"(?<=[\s\-–/])(?=\S)")
"""Where a line may end: after spaces, hyphens and slashes."""


def text_width(text: str) -> float:
    """Return the width of a text in a semibold sans serif of usual widths, in ems."""
    return sum(map(_letter_share, text))


@lru_cache(maxsize=4096)
def _letter_share(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1
    base = unicodedata.normalize("NFD", letter)[0]
    for letters, share in ((_NARROW, _NARROW_SHARE), (_SLIM, _SLIM_SHARE), (_WIDE, _WIDE_SHARE)):
        if base in letters:
            return share
    if ord(base) in _ARABIC:
        return _NARROW_SHARE if base in _NARROW_ARABIC else _USUAL_SHARE
    return _CAPITAL_SHARE if base.isupper() or ord(base) > _LAST_LATIN else _USUAL_SHARE


def count_lines(text: str, width: float) -> int | None:
    """Return how many lines of `width` ems a text fills; None if one of its words is wider than a line."""
    lines, used = 1, 0.0
    for word in _BREAKS.split(text):
        wide = text_width(word.rstrip())
        if wide > width:
            return None
        lines, used = (lines, used) if used + wide <= width else (lines + 1, 0.0)
        used += text_width(word)
    return lines


def narrowest_fit(texts: Iterable[str], rooms: Iterable[tuple[int, int]]) -> int:
    """Return the first width, in ems, in which texts fill at most so many lines together, or else the last.

    `rooms` are widths, each with the lines that have room in type of that size.
    """
    texts = tuple(texts)
    width = 0
    for width, most_lines in rooms:
        counted = [count_lines(text, width) for text in texts]
        if None not in counted and sum(filter(None, counted)) <= most_lines:
            return width
    return width
