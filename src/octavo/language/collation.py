"""Sort words and names as a language does."""

from __future__ import annotations

import re
import unicodedata

# A name ends before a longer one goes on: "Li, Wei" stands before "Li Wei, An", and that before "Lin, Ai".
_SEPARATORS = str.maketrans({",": "\1", " ": "\2", "-": "\2", "‐": "\2", "–": "\2"})


_BASE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def strip_marks(name: str) -> str:
    """Reduce a name to letters without marks or case: Ångström to angstrom."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_BASE_LETTERS)


def collation_key(name: str) -> tuple[str, str]:
    """Give what a name is sorted by: its letters and figures, word by word; apostrophes and other signs count nothing.

    Names that differ in nothing else keep one order by the name itself.
    """
    words = re.sub(r"[^\w\s,‐–-]", "", strip_marks(name))
    return re.sub(r"\s+", " ", re.sub(r"\s*,\s*", ",", words.strip())).translate(_SEPARATORS), name
