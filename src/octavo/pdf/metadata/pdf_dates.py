"""Read and write the dates of PDF (ISO 32000-1, 7.9.4) and XMP (ISO 16684-1)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?")
_FIRST = ("0000", "01", "01", "00", "00", "00")
"""Year, month, day, hour, minute and second where a date lacks them."""


def parse_date(date: str) -> datetime | None:
    """Return a date of Info or XMP, or None if it is invalid. A time without a zone is taken as UTC."""
    match = _PDF_DATE.match(date)
    try:
        if match is None:
            read = datetime.fromisoformat(date)
            return read if read.tzinfo else read.replace(tzinfo=UTC)
        year, month, day, hour, minute, second = map(int, _date_parts(match))
        _, sign, hours, minutes = match.groups()[6:]
        away = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(away))
    except ValueError:
        return None


def format_xmp_date(date: str) -> str:
    """Return a PDF date in the format of XMP, or "" if it is invalid. A time without a zone stays without one."""
    match = _PDF_DATE.match(date)
    if not match:
        return ""
    year, month, day, hour, minute, second = _date_parts(match)
    utc, sign, hours, minutes = match.groups()[6:]
    zone = f"{sign}{hours}:{minutes or '00'}" if sign else utc or ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"


def format_pdf_date(moment: datetime) -> str:
    """Return a time with a zone in the format of PDF."""
    zone = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}" + ("Z" if zone == "+0000" else f"{zone[:3]}'{zone[3:5]}'")


def _date_parts(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(part or first for part, first in zip(match.groups()[:6], _FIRST, strict=True))
