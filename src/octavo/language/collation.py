"""Sort words and names alphabetically."""

from __future__ import annotations

import re
import unicodedata

# A name comes before a longer one that begins with it: "Li, Wei" before "Li Wei, An", and that before "Lin, Ai".
_SEPARATORS = str.maketrans({",": "\1", " ": "\2", "-": "\2", "‐": "\2", "–": "\2"})


_BASE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def strip_marks(name: str) -> str:
    """Remove accents and case from a name: Ångström becomes angstrom."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_BASE_LETTERS)


def fold_words(text: str) -> str:
    """Reduce a text to its words, without case, accents or punctuation, to compare it."""
    return " ".join(re.split(r"\W+", strip_marks(text))).strip()


def collation_key(name: str) -> tuple[str, str]:
    """Return the sort key of a name: its letters and digits, word by word; apostrophes and other signs are ignored.

    Names that are equal otherwise are sorted by the name itself.
    """
    words = re.sub(r"[^\w\s,‐–-]", "", strip_marks(name))
    return re.sub(r"\s+", " ", re.sub(r"\s*,\s*", ",", words.strip())).translate(_SEPARATORS), name


def index_letter(key: tuple[str, str]) -> str:
    """Return the letter under which an index lists what has this sort key; "" if it begins with none of an alphabet."""
    first = key[0][:1]
    if first.isdigit():
        return "0–9"
    # Signs of Chinese, Japanese and Korean are too many to stand over a few entries each.
    return first.upper() if first.isalpha() and unicodedata.east_asian_width(first) not in "WF" else ""
