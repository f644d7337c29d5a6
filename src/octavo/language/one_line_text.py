"""Put a text on one line, and shorten it."""

from __future__ import annotations

import re

_BREAKS = re.compile("[ \t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def to_one_line(words: str) -> str:
    """Put a text on one line, with single spaces; non-breaking spaces stay."""
    return _BREAKS.sub(" ", words).strip(" ")


def shorten_title(title: str, most: int) -> str:
    """Cut a title that is longer than `most` characters at the end of a word, for running heads."""
    return title if len(title) <= most else f"{title[: most - 1].rpartition(' ')[0] or title[: most - 1]}…"
