"""Sort words and names alphabetically, by the alphabet of a language (CLDR, standard collation)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from .languages import find_language

# A name comes before a longer one that begins with it: "Li, Wei" before "Li Wei, An", and that before "Lin, Ai".
_SEPARATORS = str.maketrans({",": "\1", " ": "\2", "-": "\2", "‐": "\2", "–": "\2"})

_RANKS: Final = "\ue001\ue002\ue003\ue004"
"""Signs of private use that sort a letter behind the one before it in an alphabet."""
_BASE_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ة": "ت",
        "ى": "ي",
        "ـ": "",
    }
)


def strip_marks(name: str) -> str:
    """Remove accents and case from a name: Ångström becomes angstrom."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_BASE_LETTERS)


def fold_words(text: str) -> str:
    """Reduce a text to its words, without case, accents or punctuation, to compare it."""
    return " ".join(re.split(r"\W+", strip_marks(text))).strip()


def collation_key(name: str, tag: str = "") -> tuple[str, str]:
    """Return the sort key of a name: its letters and digits, word by word; apostrophes and other signs are ignored.

    Letters with marks are sorted as those without, but for those that have places of their own in the alphabet of the
    language, as ñ has in Spanish. Names that are equal otherwise are sorted by the name itself.
    """
    words = re.sub(rf"[^\w\s,‐–{_RANKS[0]}-{_RANKS[-1]}-]", "", _fold_letters(name, tag))
    return re.sub(r"\s+", " ", re.sub(r"\s*,\s*", ",", words.strip())).translate(_SEPARATORS), name


def _fold_letters(name: str, tag: str) -> str:
    own = _list_own_letters(tag)
    if not own:
        return strip_marks(name)
    letters = unicodedata.normalize("NFC", name.casefold())
    return "".join(own.get(letter) or strip_marks(letter) for letter in letters)


@cache
def _list_own_letters(tag: str) -> Mapping[str, str]:
    """Return the letters with places of their own in an alphabet, each as the letter before it and its rank there."""
    groups = find_language(tag).own_letters.split()
    return {letter: group[0] + rank for group in groups for letter, rank in zip(group[1:], _RANKS, strict=False)}


def index_letter(key: tuple[str, str], tag: str = "") -> str:
    """Return the letter under which an index lists what has this sort key; "" if it begins with none of an alphabet."""
    own = {spelt: letter for letter, spelt in _list_own_letters(tag).items()}
    if key[0][:2] in own:
        return own[key[0][:2]].upper()
    first = key[0][:1]
    if first.isdigit():
        return "0–9"
    # Signs of Chinese, Japanese and Korean are too many to stand over a few entries each.
    return first.upper() if first.isalpha() and unicodedata.east_asian_width(first) not in "WF" else ""
