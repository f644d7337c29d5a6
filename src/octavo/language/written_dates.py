"""Read a date or a time of day that a person wrote out, if it can mean one thing only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Final

from .date_words import find_month

_LONGEST: Final = 60
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s?[-‐-―/.]\s?(\d{1,2})\s?[-‐-―/.]\s?(\d{1,2})\.?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})(\s?[-‐-―/.]\s?)(\d{1,2})\s?[-‐-―/.]\s?(\d{4})")
_DAY_MONTH: Final = re.compile(
    r"(?:\w+,\s*)?(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:of |de |d')?([^\W\d_]{3,}\.?)[\s,-]*(?:de )?(\d{4})"
)
_MONTH_DAY: Final = re.compile(r"(?:\w+,\s*)?([^\W\d_]{3,}\.?)\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_TIME: Final = re.compile(r"(\d{1,2})(?:\s?[.:h]\s?(\d{2}))?\s*(a\.?m\.?|p\.?m\.?|h|uhr)?", re.IGNORECASE)


def read_written_date(words: str) -> date | None:
    """Return the date that words mean, as in "10 Sept 2026", "10.9.2026" and "2026/9/10"; None if it may be another.

    Between slashes or hyphens, a day up to 12 may be a month; between points, the day comes first wherever people
    write so.
    """
    words = " ".join(words.strip("\"'“”„‘’ ").split())
    found = {day for day in _possible_dates(words) if day} if len(words) <= _LONGEST else set()
    return found.pop() if len(found) == 1 else None


def _possible_dates(words: str) -> Iterator[date | None]:
    if match := _YEAR_FIRST.fullmatch(words):
        yield _make_date(match[1], match[2], match[3])
    elif match := _DAY_FIRST.fullmatch(words):
        yield _make_date(match[4], match[3], match[1])
        if "." not in match[2]:
            yield _make_date(match[4], match[1], match[3])
    elif match := _DAY_MONTH.fullmatch(words):
        yield _make_date(match[3], find_month(match[2].rstrip(".")), match[1])
    elif match := _MONTH_DAY.fullmatch(words):
        yield _make_date(match[3], find_month(match[1].rstrip(".")), match[2])


def _make_date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_written_time(words: str) -> time | None:
    """Return the time of day that words mean, as in "9.30", "14h30", "9 am" and "2:15 pm"; else None."""
    words = words.strip("\"'“”„‘’ ")
    match = _TIME.fullmatch(words) if len(words) <= _LONGEST else None
    if not match or not (match[2] or match[3]):
        return None
    hour, half = int(match[1]), (match[3] or "").casefold().replace(".", "")
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    minute = int(match[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
