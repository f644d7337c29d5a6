"""Turn the rows of a table into people: names in their parts, countries as codes, roles by their key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from stdnum.iso7064 import mod_11_2

from ...findings.finding import Finding, Place, Severity
from ...language.country_names import find_country_code
from ...language.name_reader import ReadName, read_name, read_parts
from ...model.people import Attendance, ParticipantRole
from ..workshop_writer import valid_email
from . import heading_words
from .column_recognition import RecognizedColumn, fold_heading
from .heading_words import Column
from .table_reader import Row, Table

_ROLES: Final = {word: role for role, words in heading_words.ROLES.items() for word in words.split("|")}
_ATTENDANCE: Final = {word: kind for kind, words in heading_words.ATTENDANCE.items() for word in words.split("|")}
_ORCID: Final = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])")
_LONGEST_NAME: Final = 120


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


class _RowReader:
    """Reads rows of one table, and collects what could not be read."""

    def __init__(self, path: Path, table: Table, columns: Sequence[RecognizedColumn], language: str) -> None:
        self.findings: list[Finding] = []
        self._path, self._table, self._language = path, table, language
        self._by_kind: dict[Column, RecognizedColumn] = {
            column.holds: column for column in columns if column.holds is not Column.LEFT_OUT
        }

    def read(self, row: Row) -> PersonRow | None:
        """Return the person of a row, or None if it names nobody."""
        name = self._read_name(row)
        if name is None:
            return None
        person: dict[str, Any] = {"given": name.given, "family": name.family, "suffix": name.suffix}
        person["title"] = self._cell(row, Column.TITLE) or name.title
        for column in (Column.POSITION, Column.AFFILIATION, Column.CITY, Column.PHONE, Column.ADDRESS):
            person[column.value] = self._cell(row, column)
        person["country"] = self._read_country(row)
        person["email"] = self._read_checked(row, Column.EMAIL, valid_email, "is no e-mail address")
        person["orcid"] = self._read_checked(row, Column.ORCID, _read_orcid, "is no ORCID iD")
        if name.is_group:
            person["group"] = True
        participant = {"roles": self._read_roles(row), "attendance": self._read_attendance(row)}
        return PersonRow(
            row.number,
            {key: value for key, value in person.items() if value},
            {key: value for key, value in participant.items() if value},
        )

    def _read_name(self, row: Row) -> ReadName | None:
        whole, given = self._cell(row, Column.NAME), self._cell(row, Column.GIVEN)
        family, suffix = self._cell(row, Column.FAMILY), self._cell(row, Column.SUFFIX)
        name = read_parts(given, family, suffix) if given or family else read_name(whole)
        if not name.family:
            self._report(row, None, "the row names nobody, and was left out", "write a name, or delete the row")
            return None
        if max(map(len, name.parts)) > _LONGEST_NAME:
            self._report(row, None, "the row has a name of more than 120 characters, and was left out", "shorten it")
            return None
        return name

    def _read_country(self, row: Row) -> str:
        words = self._cell(row, Column.COUNTRY)
        code = find_country_code(words, self._language) if words else ""
        if words and not code:
            self._report(
                row,
                Column.COUNTRY,
                f"“{words}” is no country that is known, and was left out",
                "write its name or code, as in FR",
            )
        return code

    def _read_checked(self, row: Row, column: Column, read: Callable[[str], str], fault: str) -> str:
        words = self._cell(row, column)
        value = read(words) if words else ""
        if words and not value:
            self._report(row, column, f"“{words}” {fault}, and was left out", "correct it in the list")
        return value

    def _read_roles(self, row: Row) -> tuple[str, ...]:
        roles: dict[str, None] = {}
        for words in filter(None, map(str.strip, re.split(r"[,;/+&]|\band\b", self._cell(row, Column.ROLES)))):
            role = _ROLES.get(fold_heading(words))
            if role is None:
                self._report(
                    row,
                    Column.ROLES,
                    f"“{words}” is no role that is known, and was left out",
                    f"write one of {', '.join(ParticipantRole)}",
                )
            else:
                roles[role.value] = None
        return tuple(roles)

    def _read_attendance(self, row: Row) -> str:
        words = self._cell(row, Column.ATTENDANCE)
        kind = _ATTENDANCE.get(fold_heading(words)) if words else None
        if words and kind is None:
            self._report(
                row,
                Column.ATTENDANCE,
                f"“{words}” is no form of attendance, and was left out",
                f"write one of {', '.join(Attendance)}",
            )
        return kind.value if kind else ""

    def _cell(self, row: Row, kind: Column) -> str:
        column = self._by_kind.get(kind)
        return row.cells[column.index] if column and column.index < len(row.cells) else ""

    def _report(self, row: Row, kind: Column | None, message: str, hint: str) -> None:
        column = self._by_kind.get(kind) if kind else None
        self.findings.append(row_finding(self._path, self._table, row.number, message, hint, column))


def row_finding(
    path: Path, table: Table, row: int, message: str, hint: str = "", column: RecognizedColumn | None = None
) -> Finding:
    """Return a warning about a row: at its line if the file is text, else in words."""
    if table.name:
        cell = f"cell {column.letter}{row}" if column else f"row {row}"
        return Finding("row", f"{path.name}, sheet “{table.name}”, {cell}: {message}", None, hint, Severity.WARNING)
    where = f"in the column “{column.heading}”, " if column else ""
    return Finding("row", f"{where}{message}", Place(path, row), hint, Severity.WARNING)


def read_people_rows(
    path: Path, table: Table, first: int, columns: Sequence[RecognizedColumn], language: str
) -> PeopleTable:
    """Read the rows from index `first` on. Countries are looked for in `language` first."""
    reader = _RowReader(path, table, columns, language)
    people = tuple(filter(None, map(reader.read, table.rows[first:])))
    return PeopleTable(people, tuple(reader.findings))


def _read_orcid(words: str) -> str:
    found = _ORCID.search(words)
    digits = "".join(found.groups()).upper() if found else ""
    return "-".join(found.groups()).upper() if found and mod_11_2.is_valid(digits) else ""
