"""Read days from words, such as "27-30 August 2014" or "July 9 - July 15". All imports read dates here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_TOKEN = re.compile(
    r"(?<![^\W\d_])(?P<month>(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|tember|ober)?)\b"
    r"|(?P<year>\d{4})(?!\d)"
    r"|(?<![\d:./])(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:/]|\.\d)",
    re.IGNORECASE,
)


@dataclass
class _Day:
    """A day of the month with what stands beside it."""

    day: int
    month: int = 0
    year: int = 0


def parse_date_range(words: str, year: int = 0) -> tuple[date, date] | None:
    """Return the first and last day that English words name, or None if they name none or are ambiguous.

    Days may stand before or after their months ("9 July", "July 9"), and a month or year may serve several days. `year`
    is used if the words have none. Numbers such as 9/7/2018 are ambiguous.
    """
    if iso := [_make_date(*map(int, found)) for found in _ISO.findall(words)]:
        return _order_dates(iso[0], iso[-1])
    days = list(_read_days(words))
    if not days or not all(one.month for one in days):
        return None
    first, last = days[0], days[-1]
    last.year = last.year or year
    first.year = first.year or last.year - (first.month > last.month)
    return _order_dates(*(_make_date(one.year, one.month, one.day) for one in (first, last)))


def parse_day(value: object) -> date | None:
    """Return the one day that a value of YAML or JSON names, with its year; None if it names none or several.

    A time of day after it is not read.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    days = parse_date_range(str(value or ""))
    return days[0] if days and days[0] == days[1] else None


def _read_days(words: str) -> Iterator[_Day]:
    """Yield the days with their months and years; a year stands after its days."""
    tokens = [(str(found.lastgroup), found[str(found.lastgroup)]) for found in _TOKEN.finditer(words)]
    kinds = [kind for kind, _ in tokens]
    if "month" not in kinds or "day" not in kinds:
        return
    is_month_first = kinds.index("month") < kinds.index("day")
    days: list[_Day] = []
    month = 0
    for kind, text in tokens:
        if kind == "day":
            days.append(_Day(int(text), month if is_month_first else 0))
        elif kind == "year":
            for one in days:
                one.year = one.year or (int(text) if one is days[-1] else 0)
        else:
            month = _MONTHS.index(text[:3].lower()) + 1
            if not is_month_first:
                for one in days:
                    one.month = one.month or month
    yield from days


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _order_dates(first: date | None, last: date | None) -> tuple[date, date] | None:
    return (first, last) if first and last and first <= last else None
