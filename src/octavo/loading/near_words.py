"""Compare a word that was written with a word that is known: the same but for its spelling, or nearly so."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ..findings.typing_marks import remove_invisible

_LEAST_FOR_SLIP: Final = 5
"""Characters of a word in which one wrong letter leaves no doubt."""


def fold_word(word: str) -> str:
    """Return the letters and digits of a word, without case, hyphens, underscores, spaces and invisible characters."""
    plain = unicodedata.normalize("NFKC", remove_invisible(word)).casefold()
    return re.sub(r"[\s_-]+", "", plain)


def is_same_word(known: str, written: str) -> bool:
    """Return whether `written` is `known` with a slip: in case or hyphens, or with one letter wrong or two swapped."""
    one, other = fold_word(known), fold_word(written)
    return one == other or (len(one) >= _LEAST_FOR_SLIP and _is_one_slip(one, other))


def _is_one_slip(one: str, other: str) -> bool:
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    return (
        left[1:] == right
        or left == right[1:]
        or left[1:] == right[1:]
        or (left[:2] == right[:2][::-1] and left[2:] == right[2:])
    )
