"""Remove from a word what people did not mean to type: characters without width, typographic quotation marks."""

from __future__ import annotations

import re
from typing import Final

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_QUOTES: Final = "“”„‟‘’‚«»"


def remove_invisible(word: str) -> str:
    """Return a word without characters that have no width."""
    return _INVISIBLE.sub("", word)


def remove_typing_marks(value: str) -> str:
    """Return a value without what a word processor adds: characters without width, typographic quotation marks."""
    plain = remove_invisible(value).replace("\u00a0", " ").replace("\u202f", " ").strip()
    return plain.strip(_QUOTES).strip() if plain[:1] in _QUOTES and plain[-1:] in _QUOTES else plain
