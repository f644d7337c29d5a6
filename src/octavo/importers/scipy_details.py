"""Read proceedings.json, which describes a SciPy conference and its proceedings."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

from stdnum import isbn, issn

from ..files.guarded_files import is_file, read_file
from ..findings.finding import Finding, FindingsError, Place
from ..language.country_names import find_country_code
from .date_ranges import parse_date_range
from .person_register import PersonRegister
from .workshop_writer import ImportResult, YamlMapping, valid_email

_DETAILS_FILE = "proceedings.json"
_OTHER_DETAILS_FILES = "*_proc.json"
"""Names that conferences with the same toolchain give to that file, such as euroscipy_proc.json."""
_SHAPE = 'write {"proceedings": {"title": {"full": "…"}, "year": "2018", "dates": "July 9 - July 15"}}'
_SYNTAX = "look for a comma, a quotation mark or a bracket too many or too few, here or just before"
_NO_ISBN = "noisbn"
"""What SciPy writes where there is no ISBN."""
_MAX_LICENCE_LENGTH = 1000
_STATES = re.compile(
    "A[LKZR]|C[AOT]|DE|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]"
)
_STATE_NAMES = ("texas", "california", "new york", "washington", "colorado", "massachusetts", "illinois")


class ConferenceDetails:
    """The content of proceedings.json. It records which values were used, so that the others can be reported."""

    def __init__(self, file: Path, data: YamlMapping, text: str = "") -> None:
        self.file = file
        self._data = data
        self._text = text
        self._used: set[tuple[str, ...]] = set()

    def find_value(self, *path: str) -> object:
        """Return the text, number or list at a path of keys; None for anything else."""
        value: object = self._data
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, str | int | float | list):
            return None
        self._used.add(path)
        return value

    def find_text(self, *path: str) -> str:
        """Return the text at a path of keys, on one line; "" if there is none."""
        found = self.find_value(*path)
        return "" if isinstance(found, list) else " ".join(str(found or "").split())

    def find_texts(self, *path: str) -> list[str]:
        """Return the texts of the list at a path of keys, or its one text."""
        found = self.find_value(*path) or []
        listed = found if isinstance(found, list) else [found]
        return [" ".join(one.split()) for one in listed if isinstance(one, str) and one.strip()]

    @property
    def is_read(self) -> bool:
        """Whether the file is there and could be read."""
        return bool(self._text)

    def find_line(self, *path: str) -> int:
        """Return the line of a key: the first one of its name after the keys above it."""
        at = 0
        for key in path:
            at = max(at, self._text.find(json.dumps(key, ensure_ascii=False), at))
        return self._text.count("\n", 0, at) + 1

    def find_text_line(self, text: str) -> int:
        """Return the line of the first value with this text; 1 if it is not found."""
        return self._text.count("\n", 0, max(self._text.find(json.dumps(text, ensure_ascii=False)), 0)) + 1

    def report_unused(self, result: ImportResult) -> None:
        """Report each value that was not used."""
        for path in self._list_paths(self._data):
            if path not in self._used:
                words = f"'{'.'.join(path)}' was left out: a workshop has no place for it"
                result.report("not-carried-over", words, self.file, self.find_line(*path), advice=True)

    def _list_paths(self, data: YamlMapping, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        for key, value in data.items():
            if isinstance(value, dict):
                yield from self._list_paths(value, (*above, key))
            elif value not in (None, "", []):
                yield (*above, key)


def read_details(source: Path, result: ImportResult) -> ConferenceDetails:
    """Read the file with the details of a conference; it counts as empty if it cannot be read.

    Raises FindingsError if it is not clear which file that is.
    """
    file = _find_details_file(source, result)
    if file is None:
        return ConferenceDetails(source / _DETAILS_FILE, {})
    try:
        text = read_file(file).decode("utf-8-sig")
        data = json.loads(text)
    except (FindingsError, ValueError, RecursionError, OSError) as error:
        words = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        result.report("bad-json", f"this file is not valid JSON: {words}", file, getattr(error, "lineno", 1), _SYNTAX)
        return ConferenceDetails(file, {})
    if not isinstance(data, dict):
        result.report("bad-json", "this file must contain a JSON object", file, hint=_SHAPE)
        return ConferenceDetails(file, {})
    details = ConferenceDetails(file, data, text)
    for key in ("proceedings", "series"):
        if not isinstance(data.get(key, {}), dict):
            words = f"'{key}' must contain keys and values; it was left out"
            result.report("bad-json", words, file, details.find_line(key), _SHAPE)
            del data[key]
    return details


def _find_details_file(source: Path, result: ImportResult) -> Path | None:
    if is_file(source / _DETAILS_FILE):
        return source / _DETAILS_FILE
    others = sorted(path for path in source.glob(_OTHER_DETAILS_FILES) if is_file(path))
    if len(others) == 1:
        return others[0]
    if others:
        message = f"several files could describe the conference: {', '.join(path.name for path in others)}"
        hint = f"rename the right one to {_DETAILS_FILE}"
        raise FindingsError([Finding("no-file", message, Place(source), hint)])
    message = f"there is no {_DETAILS_FILE} with title, year, dates and editors"
    result.report("no-file", message, source / _DETAILS_FILE, hint="nothing outside the named folder is read")
    return None


def _list_entries(found: object) -> list[object]:
    return found if isinstance(found, list) else [found] if found else []


def _read_editor(entry: object) -> str:
    """Return the name of an editor, which is a text or has keys of its own."""
    if isinstance(entry, dict):
        parts = [entry.get("name")] if entry.get("name") else [entry.get(key) for key in ("first_name", "last_name")]
        entry = " ".join(part for part in parts if isinstance(part, str))
    return " ".join(entry.split()) if isinstance(entry, str) else ""


def add_editors(details: ConferenceDetails, people: PersonRegister, result: ImportResult) -> list[str]:
    """Add the editors; return their ids."""
    names = [name for one in _list_entries(details.find_value("proceedings", "editor")) if (name := _read_editor(one))]
    if odd := len(_list_entries(details.find_value("proceedings", "editor"))) - len(names):
        words = f"{odd} of the entries of 'editor' were left out: they have no name"
        result.report("bad-entry", words, details.file, details.find_line("proceedings", "editor"))
    addresses = details.find_texts("proceedings", "editor_email")
    line = details.find_line("proceedings", "editor")
    made: list[str] = []
    for number, name in enumerate(names):
        email = addresses[number] if number < len(addresses) else ""
        made += people.add_names(name, details.file, line, email=valid_email(email))
    if len(addresses) > len(names):
        words = f"{len(addresses) - len(names)} of the addresses of 'editor_email' were left out: they have no editor"
        result.report("bad-entry", words, details.file, details.find_line("proceedings", "editor_email"))
    return list(dict.fromkeys(made))


def add_committee(details: ConferenceDetails, people: PersonRegister, result: ImportResult) -> list[YamlMapping]:
    """Add the people of the organization; return them as members of the committee, each with an office."""
    groups = details.find_value("organization") or []
    members: list[YamlMapping] = []
    odd = 0
    unknown: dict[str, None] = {}
    for group in groups if isinstance(groups, list) else []:
        listed = group.get("members") if isinstance(group, dict) else None
        unknown |= (
            dict.fromkeys(key for key in group if key not in ("name", "members")) if isinstance(group, dict) else {}
        )
        if not isinstance(listed, list):
            odd += 1
            continue
        for one in listed:
            name = one.get("name") if isinstance(one, dict) else one
            if not isinstance(name, str) or not name.strip():
                odd += 1
                continue
            unknown |= dict.fromkeys(key for key in one if key not in ("name", "org")) if isinstance(one, dict) else {}
            institutions = [" ".join(str(one.get("org") or "").split())] if isinstance(one, dict) else []
            role = " ".join(str(group.get("name") or "").split())[:200]
            added = people.add_names(name, details.file, details.find_text_line(name), institutions=institutions)
            members += [{"person": person, "role": role} for person in added]
    for key in unknown:
        words = f"'organization.{key}' was left out: a workshop has no place for it"
        line = details.find_line("organization", key)
        result.report("not-carried-over", words, details.file, line, advice=True)
    if odd:
        words = f"{odd} of the entries of 'organization' were left out: they have no name or no list of members"
        result.report("bad-entry", words, details.file, details.find_line("organization"))
    return members


def build_series(details: ConferenceDetails, result: ImportResult) -> YamlMapping | None:
    """Return the series of the proceedings, if they have one."""
    name = details.find_text("series", "title", "full")
    if not name:
        return None
    number = details.find_text("series", "xref", "issn")
    if number and not issn.is_valid(number):
        words = f"'{number}' is not a valid ISSN: a digit is wrong or missing; it was left out"
        result.report("bad-issn", words, details.file, details.find_line("series", "xref", "issn"))
        number = ""
    return {"name": name[:500], "issn": number, "number": details.find_text("proceedings", "volume")}


def build_isbns(details: ConferenceDetails, result: ImportResult) -> YamlMapping:
    """Return the ISBN. The proceedings are published as files, so it is that of the electronic edition."""
    written = details.find_text("proceedings", "isbn")
    if not written or written == _NO_ISBN:
        return {}
    if not isbn.is_valid(written):
        words = f"'{written}' is not a valid ISBN: a digit is wrong or missing; it was left out"
        result.report("bad-isbn", words, details.file, details.find_line("proceedings", "isbn"))
        return {}
    return {"ebook": written}


def build_deposit(details: ConferenceDetails) -> YamlMapping:
    """Return what Crossref asks for."""
    names = {
        "depositor": "depositor_name",
        "email": "depositor_email",
        "registrant": "registrant",
        "doi_prefix": "prefix",
    }
    found = {key: details.find_text("proceedings", "xref", name) for key, name in names.items()}
    return found | {"email": valid_email(found["email"])}


def read_licence(details: ConferenceDetails) -> str:
    """Return the terms of use: those of the articles, else those of the proceedings."""
    terms = [details.find_text("proceedings", "copyright", key) for key in ("license", "article")]
    if not any(terms):
        terms = details.find_texts("proceedings", "copyright", "proceedings")
    return " ".join(filter(None, terms))[:_MAX_LICENCE_LENGTH]


def parse_days(details: ConferenceDetails) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day. Raises FindingsError if the year or the dates are missing or invalid."""
    year = re.search(r"[0-9]{4}", details.find_text("proceedings", "year"))
    dates = details.find_text("proceedings", "dates")
    example = '{"proceedings": {"year": "2018", "dates": "July 9 - July 15"}}'
    if not dates:
        message = "the dates of the conference are missing, and a workshop needs them"
        hint = f"write them as in {example}"
        if is_file(details.file) and not details.is_read:
            hint = f"correct {details.file.name} first, and then import again"
        elif not is_file(details.file):
            hint = f"add {_DETAILS_FILE} with {example} to that folder; nothing outside it is read"
        raise FindingsError([Finding("no-dates", message, Place(details.file), hint)])
    days = parse_date_range(dates, int(year[0]) if year else 0)
    if days is None:
        message = f"'{dates}' are not the first and last day of a conference, with a year"
        line = details.find_line("proceedings", "dates")
        raise FindingsError([Finding("no-dates", message, Place(details.file, line), f"write them as in {example}")])
    return days


def parse_venue(location: str) -> YamlMapping:
    """Return the venue of an event from its location.

    Two letters may be a state of the USA or a country (DE, CO): such a location is kept whole, as the city.
    """
    if re.search(r"virtual|online", location, re.IGNORECASE):
        return {"name": location, "online": True}
    city, *parts = [part.strip() for part in location.split(",") if part.strip()] or [location]
    if len(parts) == 1 and _is_state(parts[0]):
        is_doubtful = len(parts[0]) == 2 and find_country_code(parts[0])
        return {"city": location} if is_doubtful else {"city": city, "region": parts[0], "country": "US"}
    country = find_country_code(parts[-1]) if parts else ""
    return {"city": city, "region": ", ".join(parts[:-1]), "country": country} if country else {"city": location}


def _is_state(words: str) -> bool:
    return bool(_STATES.fullmatch(words)) or words.lower() in _STATE_NAMES


def parse_doi(value: str) -> str:
    """Return the DOI in a text; "" if there is none."""
    found = re.search(r"10\.\d{4,9}/[\x21-\x7e]+", value)
    return found[0] if found else ""
