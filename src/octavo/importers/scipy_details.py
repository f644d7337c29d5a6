"""Read proceedings.json, which describes a SciPy conference and its proceedings."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

from stdnum import issn

from ..files.guarded_files import is_file, read_file
from ..findings.finding import Finding, FindingsError, Place
from .workshop_writer import ImportResult, PersonRegister, valid_email

_MONTH_DAY = re.compile(
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})"
    r"(?:(?:st|nd|rd|th)?\s*(?:-|–|to)\s*(?:(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+)?(\d{1,2}))?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DETAILS_FILES = ("proceedings.json", "scipy_proc.json")
_SHAPE = 'write {"proceedings": {"title": {"full": "…"}, "year": "2018", "dates": "July 9 - July 15"}}'
_STATES = re.compile(
    "A[LKZR]|C[AOT]|DE|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]"
)
_STATE_NAMES = ("texas", "california", "new york", "washington", "colorado", "massachusetts", "illinois")


def read_details(source: Path, result: ImportResult) -> tuple[dict[str, Any], Path]:
    """Return the content of proceedings.json ({} if it cannot be read) and its path."""
    file = next((path for path in (source / name for name in DETAILS_FILES) if is_file(path)), None)
    if file is None:
        result.report(
            "no-file",
            "there is no proceedings.json with title, year, dates and editors",
            source / DETAILS_FILES[0],
            hint="nothing outside the named folder is read",
        )
        return {}, source / DETAILS_FILES[0]
    try:
        text = read_file(file).decode("utf-8-sig")
        data = json.loads(text)
    except (FindingsError, ValueError, RecursionError, OSError) as error:
        result.report("bad-json", f"this file is not valid JSON: {error}", file, getattr(error, "lineno", 1))
        return {}, file
    if not isinstance(data, dict):
        result.report("bad-json", "this file must contain a JSON object", file, hint=_SHAPE)
        return {}, file
    for key in ("proceedings", "series"):
        if not isinstance(data.get(key, {}), dict):
            words = f"'{key}' must contain keys and values; it was left out"
            result.report("bad-json", words, file, _find_line(f'"{key}"', text), _SHAPE)
            del data[key]
    for key in data:
        if key not in ("proceedings", "series", "toc"):
            result.report(
                "not-carried-over", f"'{key}' was left out: a workshop has no place for it", file, advice=True
            )
    return data, file


def _find_line(words: str, text: str) -> int:
    return text.count("\n", 0, max(0, text.find(words))) + 1


def _look_up(data: Any, *way: str) -> Any:
    """Return the text, number or list at a path of keys; None for anything else."""
    for key in way:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, str | int | float | list) else None


def look_up_text(data: Any, *way: str) -> str:
    """Return the text at a path of keys; "" if there is none."""
    found = _look_up(data, *way)
    return "" if isinstance(found, list) else " ".join(str(found or "").split())


def add_editors(details: dict[str, Any], people: PersonRegister) -> list[str]:
    """Add the editors; return their ids."""
    names = _look_up(details, "proceedings", "editor") or []
    addresses = _look_up(details, "proceedings", "editor_email") or []
    made = []
    for number, name in enumerate(names if isinstance(names, list) else [names]):
        *given, family = (name if isinstance(name, str) else "").split() or [""]
        email = addresses[number] if isinstance(addresses, list) and number < len(addresses) else ""
        if family:
            made.append(people.add_person(" ".join(given), family, email=valid_email(str(email))))
    return made


def build_series(details: dict[str, Any], result: ImportResult, file: Path) -> dict[str, Any] | None:
    """Return the series of the proceedings, if they have one."""
    name = look_up_text(details, "series", "title", "full")
    if not name:
        return None
    number = look_up_text(details, "series", "xref", "issn")
    if number and not issn.is_valid(number):
        result.report("bad-issn", f"'{number}' is not a valid ISSN: a digit is wrong or missing; it was left out", file)
        number = ""
    return {"name": str(name)[:500], "issn": number}


def parse_days(known: dict[str, Any], file: Path) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day. Raises FindingsError if the year or the dates are missing or invalid."""
    year = re.search(r"[0-9]{4}", look_up_text(known, "year"))
    found = _MONTH_DAY.search(look_up_text(known, "dates"))
    if year is None or found is None:
        message = "the dates of the conference are missing, and a workshop needs them"
        example = '{"proceedings": {"year": "2018", "dates": "July 9 - July 15"}}'
        hint = f"add proceedings.json with {example} to that folder; nothing outside it is read"
        raise FindingsError([Finding("no-dates", message, Place(file), hint)])
    month = _MONTHS.index(found[1].lower()[:3]) + 1
    last = _MONTHS.index(found[3].lower()[:3]) + 1 if found[3] else month
    try:
        start = datetime.date(int(year[0]), month, int(found[2]))
        end = datetime.date(int(year[0]), last, int(found[4] or found[2]))
    except ValueError:
        raise FindingsError(
            [
                Finding(
                    "no-dates",
                    f"'{look_up_text(known, 'dates')}' is not a range of dates",
                    Place(file),
                    "correct dates:",
                )
            ]
        ) from None
    return start, max(start, end)


def parse_venue(location: str) -> dict[str, Any]:
    """Return the venue of an event from its location."""
    if re.search(r"virtual|online", location, re.IGNORECASE):
        return {"name": location, "online": True}
    parts = [part.strip() for part in location.split(",") if part.strip()]
    american = len(parts) == 2 and bool(_STATES.fullmatch(parts[1]) or parts[1].lower() in _STATE_NAMES)
    if american:
        return {"city": parts[0], "region": parts[1], "country": "US"}
    return {"city": location}


def parse_doi(value: str) -> str:
    """Return the DOI in a text; "" if there is none."""
    found = re.search(r"10\.\d{4,9}/[\x21-\x7e]+", value)
    return found[0] if found else ""
