"""Read days and times of day from the cells of a programme, as people write them in many languages."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ...language.collation import strip_marks
from ...language.date_words import find_month, find_weekday

_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NUMBERS: Final = re.compile(r"(?<![\d:])(\d{1,2})([./-])\s?(\d{1,2})(?:\2\s?(\d{4}|\d{2}))?\.?(?![\d:])")
_DAY_NUMBER: Final = re.compile(r"\b(?:day|tag|jour|journee|dia|giorno|dag|dzien|день)\s*(\d{1,2})\b")
_CLOCK: Final = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:\s?(?:[:.h]|\bh)\s?([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?|(?=\s?(?:[ap]\.?\s?m\b|h\b|uhr\b|heures?\b)))"
    r"(?:\s?([ap])\.?\s?m\b)?(?![\d:]|\.\d)",
    re.IGNORECASE,
)
_BARE_HOUR: Final = re.compile(r"^\D{0,8}?(\d{1,2})\s*(?:-|–|—|to|bis|à|a)\s*(?=\d)", re.IGNORECASE)
_SHORT_CLOCK: Final = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_DATE_IN_NUMBERS: Final = re.compile(r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:\d{4}|\d{2})(?![\d:]))?")
_FRACTION: Final = re.compile(r"0\.\d{3,}")
_DURATION: Final = re.compile(
    r"(?:(\d{1,2})\s*(?:h|hours?|stunden?|heures?|std)\.?\s*)?(?:(\d{1,3})\s*(?:m|min|mins|minutes?|minuten|')?\.?)?"
)
_NOON: Final = 12
_DAY_MINUTES: Final = 1440


@dataclass(frozen=True)
class DayReader:
    """Reads days. Those of the event decide between 3/4 and 4/3, and give the year where it is missing."""

    first: date | None
    last: date | None
    language: str = "en"

    def read(self, words: str) -> date | None:
        """Return the day that words name, or None if they name none, or several may be meant."""
        if found := _ISO.search(words):
            return _make_date(int(found[1]), int(found[2]), int(found[3]))
        spelt = strip_marks(words)
        if (found := _DAY_NUMBER.search(spelt)) and self.first:
            with suppress(OverflowError):  # the calendar of Python has no such day
                return self.first + timedelta(days=int(found[1]) - 1)
            return None
        if day := self._read_named(spelt):
            return day
        if found := _NUMBERS.search(words):
            return self._read_numbers(found)
        return self._read_weekday(spelt)

    def is_outside(self, day: date) -> bool:
        """Return whether a day is not one of the event, as far as these are known."""
        return bool((self.first and day < self.first) or (self.last and day > self.last))

    def _read_named(self, spelt: str) -> date | None:
        """Read a day with the name of its month: 12 September 2026, Sept. 12th."""
        words = re.findall(r"[^\W\d_]+|\d+", re.sub(r"(\d)(?:st|nd|rd|th|er|e|º|ª)\b", r"\1", spelt))
        month = next((found for word in words if word.isalpha() and (found := find_month(word, self.language))), 0)
        numbers = [int(word) for word in words if word.isdecimal() and len(word) < 5]
        days = [number for number in numbers if 1 <= number <= 31]
        years = [number for number in numbers if number > 1800]
        if not month or len(days) != 1:
            return None
        return _make_date(years[0], month, days[0]) if years else self._choose([(month, days[0])])

    def _read_numbers(self, found: re.Match[str]) -> date | None:
        one, other = int(found[1]), int(found[3])
        orders = [(other, one)] if found[2] == "." else list(dict.fromkeys([(other, one), (one, other)]))
        if not found[4]:
            return self._choose(orders)
        year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
        days = [day for month, number in orders if (day := _make_date(year, month, number))]
        return self._choose_one(days)

    def _choose(self, orders: list[tuple[int, int]]) -> date | None:
        """Return the one day of the event that a month and day may mean."""
        if not self.first:
            return None
        years = {self.first.year, (self.last or self.first).year}
        return self._choose_one(
            [day for year in sorted(years) for order in orders if (day := _make_date(year, *order))]
        )

    def _choose_one(self, days: list[date]) -> date | None:
        days = list(dict.fromkeys(days))
        inside = [day for day in days if self.first and not self.is_outside(day)]
        if len(days) == 1:
            return days[0]
        return inside[0] if len(inside) == 1 else None

    def _read_weekday(self, spelt: str) -> date | None:
        names = [
            found
            for word in re.findall(r"[^\W\d_]+", spelt)
            if (found := find_weekday(word, self.language)) is not None
        ]
        if len(names) != 1 or not (self.first and self.last) or (self.last - self.first).days > 60:
            return None
        days = [self.first + timedelta(days=at) for at in range((self.last - self.first).days + 1)]
        meant = [day for day in days if day.weekday() == names[0]]
        return meant[0] if len(meant) == 1 else None


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_date(words: object) -> date | None:
    """Return the date in words such as 2026-09-10T09:00:00, or None."""
    found = _ISO.match(str(words or ""))
    return _make_date(*map(int, found.groups())) if found else None


def read_clock_times(words: str) -> tuple[str, str] | None:
    """Return the first and the second time of day in words, as HH:MM; "" for one that is not there, None for neither.

    Times are written as 9:30, 9.30, 9h30, 9:30 pm, 0930 or as the fraction of a day.
    """
    plain = _DATE_IN_NUMBERS.sub(" ", _ISO.sub(" ", words)).replace("T", " ").strip()
    if short := _SHORT_CLOCK.fullmatch(plain):
        return f"{short[1]}:{short[2]}", ""
    if _FRACTION.fullmatch(plain):
        return add_minutes("00:00", round(float(plain) * _DAY_MINUTES)), ""
    found = list(_CLOCK.finditer(plain))
    pieces = [(int(one[1]), int(one[2] or 0), (one[3] or "").lower()) for one in found[:2]]
    bare = _BARE_HOUR.match(plain)
    if bare and len(pieces) == 1:
        pieces.insert(0, (int(bare[1]), 0, ""))
    if len(pieces) == 2 and pieces[1][2] and not pieces[0][2]:
        pieces[0] = (*pieces[0][:2], _find_half(pieces[0], pieces[1]))
    times = [_write_clock(*piece) for piece in pieces]
    if not times or "" in times:
        return None
    return times[0], times[1] if len(times) > 1 else ""


def _find_half(start: tuple[int, int, str], end: tuple[int, int, str]) -> str:
    """Return the half of the day of a time without it, from that of the end: 11-1 pm begins in the morning."""
    is_same = (start[0] % _NOON, start[1]) <= (end[0] % _NOON, end[1])
    return end[2] if is_same and start[0] <= _NOON else ("a" if start[0] <= _NOON else "")


def _write_clock(hour: int, minute: int, half: str) -> str:
    if half and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if hour == 24 and not minute:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def read_duration(words: str) -> int:
    """Return the minutes that words such as 00:45, 1 h 30 or 20 min name, or 0."""
    plain = words.strip().casefold()
    if clock := re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,2}):(\d\d)(?::00)?", plain):
        days, hours, minutes = (int(part or 0) for part in clock.groups())
        if clock[1] and plain.count(":") == 2:  # hours, minutes and seconds
            days, hours, minutes = 0, days, hours
        return days * _DAY_MINUTES + hours * 60 + minutes
    found = _DURATION.fullmatch(plain)
    return (int(found[1] or 0) * 60 + int(found[2] or 0)) if found and plain else 0


def add_minutes(clock: str, minutes: int) -> str:
    """Return the time of day so many minutes after another."""
    hour, minute = map(int, clock.split(":"))
    total = (hour * 60 + minute + minutes) % _DAY_MINUTES
    return f"{total // 60:02}:{total % 60:02}"


def count_minutes(start: str, end: str) -> int:
    """Return the minutes from one time of day to another of the same day."""
    (one, two), (three, four) = (map(int, clock.split(":")) for clock in (start, end))
    return three * 60 + four - one * 60 - two
