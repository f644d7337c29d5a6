"""Parse the dates of BibTeX and biblatex fields."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Date:
    """Year, month and day, as far as they are known, and the end of a range; or text in which no year is found."""

    parts: tuple[int, ...] = ()
    until: tuple[int, ...] = ()
    literal: str = ""


def parse_number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 9 else 0


def parse_date(words: str) -> Date | None:
    """Parse a date: a year, an ISO 8601 date, a range of two with a slash, or text."""
    if not words:
        return None
    first, _, last = words.strip().partition("/")
    parts, until = _parse_date_parts(first), _parse_date_parts(last)
    if parts:
        return Date(parts, until)
    year = re.fullmatch(r"\D{0,5}(\d{4})\D{0,3}", words)
    years = re.fullmatch(r"(\d{4})\s*[-–]+\s*(\d{4})", words)
    if years:
        return Date((int(years[1]),), (int(years[2]),))
    return Date((int(year[1]),)) if year else Date(literal=words)


def _parse_date_parts(words: str) -> tuple[int, ...]:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?(?:T.*)?", words.strip())
    parts = tuple(int(part) for part in found.groups() if part) if found else ()
    return parts if not parts[1:] or 1 <= parts[1] <= 12 else parts[:1]
