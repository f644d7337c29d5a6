"""Types for dates, times of day and offsets from UTC."""

from __future__ import annotations

import calendar
import re
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Discriminator, Tag, WithJsonSchema

from ..language.written_dates import read_written_date, read_written_time
from .text_checks import check_one_line, make_value_error, pattern_validator
from .text_types import Line

UtcOffset = Annotated[
    str,
    AfterValidator(check_one_line),
    pattern_validator(
        r"[+-](?:0\d|1[0-4]):[0-5]\d",
        "bad-offset",
        "'{value}' is not a UTC offset; write hours and minutes with a sign, as in +02:00",
    ),
]


def _parse_date(value: object) -> object:
    if isinstance(value, date):
        return value
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", str(value).strip())
    if not match and (meant := read_written_date(str(value))):
        raise make_value_error(
            "bad-date", "'{value}' is not a date; write {fix}", value=str(value), fix=meant.isoformat()
        )
    if not match or match[1] == "0000":
        raise make_value_error(
            "bad-date", "'{value}' is not a date; write year-month-day, as in 2026-03-31", value=str(value)
        )
    year, month, day = map(int, match.groups())
    if not 1 <= month <= 12:
        raise make_value_error(
            "bad-date",
            "'{value}' is not a date: there is no month {month}; write a month from 01 to 12 between the hyphens",
            value=str(value),
            month=month,
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise make_value_error(
            "bad-date",
            "'{value}' is not a date: that month has {last} days; write a day from 01 to {last}",
            value=str(value),
            last=last,
        )
    return date(year, month, day)


def _parse_time(value: object) -> object:
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(value).strip())
    if not match and (meant := read_written_time(str(value))):
        raise make_value_error(
            "bad-time", "'{value}' is not a time of day; write {fix}", value=str(value), fix=f"{meant:%H:%M}"
        )
    if not match:
        raise make_value_error(
            "bad-time", "'{value}' is not a time of day; write hours:minutes, as in 09:30", value=str(value)
        )
    return time(int(match[1]), int(match[2]))


def _discriminate_date(value: object) -> str:
    """Return "date" for what looks like a date, so that 2026-02-31 is an error and not a text."""
    is_date = isinstance(value, date) or re.fullmatch(r"\s*\d{4}-\d+-\d+\s*", str(value))
    return "date" if is_date else "words"


Date = Annotated[date, BeforeValidator(_parse_date)]
DateOrWords = Annotated[
    Annotated[Date, Tag("date")] | Annotated[Line, Tag("words")],
    Discriminator(_discriminate_date),
    WithJsonSchema({"type": "string", "maxLength": 1000}),
]
Time = Annotated[time, BeforeValidator(_parse_time), WithJsonSchema({"type": "string", "pattern": r"^\d?\d:\d\d$"})]
