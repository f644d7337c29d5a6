"""Parse the dates of BibTeX and biblatex fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Date:
    """Year, month and day, as far as they are known, and the end of a range; or text in which no year is found.

    Years are those of ISO 8601: 0 is 1 BC, -1 is 2 BC.
    """

    parts: tuple[int, ...] = ()
    until: tuple[int, ...] = ()
    literal: str = ""
    is_circa: bool = False


def parse_number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 9 else 0


def parse_date(words: str) -> Date | None:
    """Parse a date: a year, an ISO 8601 date (with the signs of biblatex for "about"), a range of two, or text."""
    if not words:
        return None
    first, _, last = words.strip().partition("/")
    parts, until = _parse_date_parts(first), _parse_date_parts(last)
    if parts:
        return Date(parts, until, is_circa=bool(re.search("[~?%]", words)))
    return _parse_written_date(words.strip())


def _parse_written_date(words: str) -> Date:
    """Parse a date as people write it: about when, in which era, or two years."""
    circa, era = _CIRCA.match(words), _BEFORE_CHRIST.search(words)
    bare = words[circa.end() if circa else 0 : era.start() if era else None].strip()
    if era and bare.isdecimal() and len(bare) < 6:
        return Date((1 - int(bare),), is_circa=bool(circa))
    year = re.fullmatch(r"\D{0,5}(\d{4})\D{0,3}", bare)
    years = re.fullmatch(r"(\d{4})\s*[-–]+\s*(\d{4})", bare)
    if years:
        return Date((int(years[1]),), (int(years[2]),), is_circa=bool(circa))
    return Date((int(year[1]),), is_circa=bool(circa)) if year and not era else Date(literal=words)


_CIRCA: Final = re.compile(r"(?:circa\b|ca?\.|ca?\b(?=\s*\d)|~)\s*", re.IGNORECASE)
_BEFORE_CHRIST: Final = re.compile(r"\s*\bB\.?\s?C\.?(\s?E\.?)?$")


def _parse_date_parts(words: str) -> tuple[int, ...]:
    found = re.fullmatch(r"(-?\d{4}|Y-?\d{5,9})(?:-(\d\d?))?(?:-(\d\d?))?(?:T.*)?[~?%]?", words.strip())
    parts = tuple(int(part.removeprefix("Y")) for part in found.groups() if part) if found else ()
    return parts if not parts[1:] or 1 <= parts[1] <= 12 else parts[:1]
