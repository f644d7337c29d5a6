"""Put a text on one line, shorten it, and compare titles."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

_BREAKS = re.compile("[ \t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

_LEAST_SIMILARITY, _FEWEST_LETTERS = 0.85, 10


def to_one_line(words: str) -> str:
    """Put a text on one line, with single spaces; non-breaking spaces stay."""
    return _BREAKS.sub(" ", words).strip(" ")


def shorten_title(title: str, most: int) -> str:
    """Cut a title that is longer than `most` characters at the end of a word, for running heads."""
    return title if len(title) <= most else f"{title[: most - 1].rpartition(' ')[0] or title[: most - 1]}…"


def comparable_title(words: str) -> str:
    """Return the letters and digits of a title, in lower case."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", words).casefold() if letter.isalnum())


def are_similar_titles(one: str, other: str) -> bool:
    """Return whether two titles are the same, but for signs, or a letter or short word in a longer one."""
    pair = comparable_title(one), comparable_title(other)
    if pair[0] == pair[1]:
        return bool(pair[0])
    matcher = SequenceMatcher(None, *pair, autojunk=False)
    is_long = min(map(len, pair)) >= _FEWEST_LETTERS
    return is_long and matcher.real_quick_ratio() >= _LEAST_SIMILARITY and matcher.ratio() >= _LEAST_SIMILARITY
