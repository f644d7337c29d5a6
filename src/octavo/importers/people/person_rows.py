"""Turn the rows of a table into people: names in their parts, countries as codes, roles by their key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from stdnum.iso7064 import mod_11_2

from ...findings.finding import Finding
from ...language.country_names import find_country_code, suggest_country
from ...language.name_reader import ReadName, read_name, read_names, read_parts
from ...language.name_words import is_placeholder
from ...model.people import Attendance, ParticipantRole
from ..tables.columns import RecognizedColumn, fold_heading
from ..tables.row_findings import count_rows, find_failed_formulas, find_wide_rows, row_finding
from ..tables.table_reader import Row, Table
from ..workshop_writer import valid_email
from . import heading_words
from .heading_words import Column

_ROLES: Final = {fold_heading(word): role for role, words in heading_words.ROLES.items() for word in words.split("|")}
_ATTENDANCE: Final = {
    fold_heading(word): kind for kind, words in heading_words.ATTENDANCE.items() for word in words.split("|")
}
_SALUTATIONS: Final = re.compile(r"^(?:(?:herrn?|frau)\b[ /]*)+", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"[\d.,:=]+")
_ORCID: Final = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])")
_LONGEST_NAME: Final = 120
_SHORTEST_ABBREVIATION: Final = 3
_MOST_VALUES: Final = 8
"""Values of a fault that are named."""
_EMPTY: Final = frozenset(
    ("", "-", "–", "—", "--", "/", "n/a", "n.a.", "none", "?", ".", "..", "…", "tbd", "k. a.", "k.a.")
)
_YES_OR_NO: Final = {
    **dict.fromkeys(
        [
            "yes",
            "y",
            "x",
            "true",
            "1",
            "ja",
            "j",
            "oui",
            "o",
            "si",
            "s",
            "sim",
            "tak",
            "да",
            "так",
            "ok",
            "agreed",
            "✓",
            "✔",
        ],
        True,
    ),
    **dict.fromkeys(["no", "n", "false", "0", "nein", "non", "nao", "nie", "нет", "ні"], False),
}


@dataclass(frozen=True)
class PersonRow:
    """A person as a row gives it: keys of `people`, and keys of `participants`."""

    row: int
    person: Mapping[str, Any]
    participant: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name as it is told in messages."""
        return " ".join(filter(None, (self.person.get("given"), self.person["family"], self.person.get("suffix"))))


@dataclass(frozen=True)
class PeopleTable:
    """The people of a table, and what could not be read in it."""

    people: tuple[PersonRow, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _CellFault:
    """A kind of fault of a column: what is wrong with its values, and what to write."""

    column: Column
    fault: str
    hint: str


_NO_NAME: Final = _CellFault(Column.NAME, "rows that name nobody were left out", "write a name, or delete the row")
_SEVERAL_NAMES: Final = _CellFault(
    Column.NAME,
    "cells with several people were divided, and each got the affiliation and country of the row",
    "check them",
)
_UNCLEAR_NAMES: Final = _CellFault(
    Column.NAME, "cells that may name several people were read as one", "give each person a row"
)
_REMARK: Final = _CellFault(Column.NAME, "remarks beside names were left out", "put them into a column of their own")
_SALUTATION: Final = _CellFault(
    Column.TITLE, "salutations were left out", "none is printed; put academic titles into a column of their own"
)
_DEGREE: Final = _CellFault(Column.NAME, "degrees and honours after names were left out", "none is printed")
_SHARED: Final = ("given", "family", "suffix", "title", "group", "affiliation", "city", "country")
"""What people who share a row have of it."""
_LONG_NAME: Final = _CellFault(
    Column.NAME, "rows with a name of more than 120 characters were left out", "shorten the name"
)
_LOST_LETTER: Final = _CellFault(
    Column.NAME, "a letter was lost, and became a question mark", "correct it, or save the list as CSV (UTF-8)"
)
_NO_COUNTRY: Final = _CellFault(Column.COUNTRY, "no country that is known", "write its name or code, as in FR")
_NO_EMAIL: Final = _CellFault(Column.EMAIL, "no e-mail address", "correct it in the list")
_NO_ORCID: Final = _CellFault(Column.ORCID, "no ORCID iD", "write it as 0000-0002-1825-0097")
_NO_ROLE: Final = _CellFault(Column.ROLES, "no role that is known", f"write one of {', '.join(ParticipantRole)}")
_NO_ATTENDANCE: Final = _CellFault(Column.ATTENDANCE, "no form of attendance", f"write one of {', '.join(Attendance)}")
_NO_CONSENT: Final = _CellFault(Column.CONSENT_PHOTO, "neither yes nor no", "write yes or no")


class _RowReader:
    """Reads rows of one table, and collects what could not be read, each kind of fault once."""

    def __init__(self, path: Path, table: Table, columns: Sequence[RecognizedColumn], language: str) -> None:
        self._path, self._table, self._language = path, table, language
        self._faults: dict[_CellFault, dict[str, list[int]]] = {}
        self._by_kind: dict[str, RecognizedColumn] = {
            column.holds: column for column in columns if not column.is_left_out
        }

    def read(self, row: Row) -> Iterator[PersonRow]:
        """Yield the person of a row; nobody, if it names nobody, or several people who share a cell."""
        names = self._read_names(row)
        for name in names:
            known = self._read_person(row, name)
            if len(names) > 1:  # an e-mail address is not that of them all
                known = replace(known, person={key: known.person[key] for key in _SHARED if key in known.person})
            yield known

    def _read_person(self, row: Row, name: ReadName) -> PersonRow:
        person: dict[str, object] = {"given": name.given, "family": name.family, "suffix": name.suffix}
        person["title"] = self._read_title(row, name)
        for column in (Column.POSITION, Column.AFFILIATION, Column.CITY, Column.PHONE, Column.ADDRESS):
            person[column.value] = self._cell(row, column)
        person["country"] = self._read_country(row)
        person["email"] = self._read_cell(row, _read_email, _NO_EMAIL)
        person["orcid"] = self._read_cell(row, _read_orcid, _NO_ORCID)
        person["consent"] = self._read_consent(row)
        person["group"] = name.is_group
        participant = {
            "roles": self._read_roles(row),
            "attendance": self._read_cell(row, lambda words: _ATTENDANCE.get(fold_heading(words), ""), _NO_ATTENDANCE),
        }
        self._read_remarks(row, name, participant)
        return PersonRow(
            row.number,
            {key: value for key, value in person.items() if value},
            {key: _as_text(value) for key, value in participant.items() if value},
        )

    def list_findings(self) -> tuple[Finding, ...]:
        """Return what could not be read, with the rows of each value."""
        return tuple(self._explain(fault, values) for fault, values in self._faults.items())

    def _explain(self, fault: _CellFault, values: Mapping[str, list[int]]) -> Finding:
        rows = sorted(row for listed in values.values() for row in listed)
        shown = [f"“{words}” ({count_rows(listed)})" for words, listed in list(values.items())[:_MOST_VALUES]]
        more = f" and {len(values) - _MOST_VALUES} more values" if len(values) > _MOST_VALUES else ""
        column = self._by_kind.get(fault.column)
        message = f"{fault.fault}: {', '.join(shown)}{more}"
        return row_finding(self._path, self._table, rows[0], message, fault.hint, column)

    def _read_names(self, row: Row) -> list[ReadName]:
        whole, given = self._cell(row, Column.NAME), self._cell(row, Column.GIVEN)
        family, suffix = self._cell(row, Column.FAMILY), self._cell(row, Column.SUFFIX)
        written = " ".join(filter(None, (given, family))) or whole
        names = [read_parts(given, family, suffix)] if given or family else self._read_whole(row, whole)
        if not all(name.family for name in names) or is_placeholder(_NUMBERS.sub(" ", written)):
            self._report(row, _NO_NAME, written)
            return []
        if max(len(part) for name in names for part in name.parts) > _LONGEST_NAME:
            self._report(row, _LONG_NAME, f"{written[:40]}…")
            return []
        if "?" in written or "\ufffd" in written:
            self._report(row, _LOST_LETTER, written)
        return names

    def _read_whole(self, row: Row, whole: str) -> list[ReadName]:
        """Read a cell of names: mostly one, or several if each of them is whole."""
        names = list(read_names(whole))
        if len(names) < 2:
            return [read_name(whole)]
        if not names[0].is_group and all(name.is_group for name in names[1:]):
            self._report(row, _REMARK, ", ".join(name.family for name in names[1:]))
            return names[:1]
        are_whole = all(name.given or name.is_group for name in names)
        self._report(row, _SEVERAL_NAMES if are_whole else _UNCLEAR_NAMES, whole)
        return names if are_whole else [read_name(whole)]

    def _read_remarks(self, row: Row, name: ReadName, participant: dict[str, Any]) -> None:
        """Take roles and attendance from remarks beside a name; report other remarks, and degrees."""
        for remark in name.remarks:
            if attendance := _ATTENDANCE.get(fold_heading(remark)):
                participant["attendance"] = participant["attendance"] or attendance
            elif role := _find_role(remark):
                participant["roles"] = tuple(dict.fromkeys((*participant["roles"], role)))
            else:
                self._report(row, _REMARK, remark)
        for degree in name.degrees:
            self._report(row, _DEGREE, degree)

    def _read_cell(self, row: Row, read: Callable[[str], str], fault: _CellFault) -> str:
        words = self._cell(row, fault.column)
        value = read(words) if words else ""
        if words and not value:
            self._report(row, fault, words)
        return value

    def _read_title(self, row: Row, name: ReadName) -> str:
        """Read a title without Herr and Frau, which stand in lists of people, but are not printed in front of names."""
        written = self._cell(row, Column.TITLE) or name.title
        title = _SALUTATIONS.sub("", written)
        if title != written:
            self._report(row, _SALUTATION, written.removesuffix(title).strip())
        return title

    def _read_country(self, row: Row) -> str:
        words = self._cell(row, Column.COUNTRY)
        code = find_country_code(words, self._language) if words else ""
        if words and not code:
            meant = suggest_country(words, self._language)
            self._report(row, _NO_COUNTRY, f"{words} ({meant}?)" if meant else words)
        return code

    def _read_roles(self, row: Row) -> tuple[str, ...]:
        roles: dict[str, None] = {}
        words = self._cell(row, Column.ROLES)
        has_digits = any(map(str.isdigit, words))
        parts = [words] if has_digits else re.split(r"[,;/+&]|\band\b", words)
        for part in filter(None, map(str.strip, parts)):
            role = _find_role(part)
            if role:
                roles[role] = None
            else:
                self._report(row, _NO_ROLE, part)
        return tuple(roles)

    def _read_consent(self, row: Row) -> dict[str, bool]:
        said = {}
        for column, key in ((Column.CONSENT_PHOTO, "photo"), (Column.CONSENT_LIST, "list")):
            words = self._cell(row, column)
            answer = _YES_OR_NO.get(fold_heading(words)) if words else None
            if words and answer is None:
                self._report(row, replace(_NO_CONSENT, column=column), words)
            elif answer is not None:
                said[key] = answer
        return said

    def _cell(self, row: Row, kind: Column) -> str:
        column = self._by_kind.get(kind)
        words = row.cells[column.index] if column and column.index < len(row.cells) else ""
        return "" if words.casefold() in _EMPTY else words

    def _report(self, row: Row, fault: _CellFault, words: str) -> None:
        self._faults.setdefault(fault, {}).setdefault(words, []).append(row.number)


def _find_role(words: str) -> str:
    """Return a role by its name, or by an abbreviation of three letters and more that ends in a full stop."""
    spelt = fold_heading(words)
    if role := _ROLES.get(spelt):
        return role.value
    if not words.endswith(".") or len(spelt) < _SHORTEST_ABBREVIATION:
        return ""
    meant = {role.value for name, role in _ROLES.items() if name.startswith(spelt)}
    return meant.pop() if len(meant) == 1 else ""


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def read_people_rows(
    path: Path, table: Table, first: int, columns: Sequence[RecognizedColumn], language: str
) -> PeopleTable:
    """Read the rows from index `first` on. Countries are looked for in `language` first."""
    reader = _RowReader(path, table, columns, language)
    rows = table.rows[first:]
    people = tuple(person for row in rows for person in reader.read(row))
    told = [*find_failed_formulas(path, table, rows, columns), *find_wide_rows(path, table, rows, columns)]
    return PeopleTable(people, (*told, *reader.list_findings()))


def _read_email(words: str) -> str:
    """Return the address in words such as "mailto:jan@example.org" and "Jan Berg <jan@example.org>"."""
    return valid_email(words.rpartition("<")[2].rstrip("> ").removeprefix("mailto:").strip())


def _read_orcid(words: str) -> str:
    found = _ORCID.search(words)
    digits = "".join(found.groups()).upper() if found else ""
    return "-".join(found.groups()).upper() if found and mod_11_2.is_valid(digits) else ""
