"""Read a spreadsheet or CSV file as rows, each with a name and the cells that replace fields of a workshop."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from ..findings.finding import Finding, FindingsError, Place, Severity, has_errors
from ..importers.tables.row_findings import FAILED_FORMULA, FAILED_HINT
from ..importers.tables.table_choice import choose_table
from ..importers.tables.table_reader import CSV_SUFFIXES, MOST_BYTES, TABLE_CUT, Row, Table, read_tables
from ..importers.workshop_edit import read_in_worker, read_source
from ..language.slugs import derive_id, make_unique_id
from .row_keys import RowColumn, read_headings

MOST_ROWS: Final = 200_000
"""Rows of a table, each of which gives a report."""
MOST_CHARACTERS: Final = 100_000
"""Characters of a cell."""
_NO_NAME: Final = re.compile(r'[/\\:<>|?*"\x00-\x1f]|^[.=+@~]')
"""What no name of a row may have: it is meant for another folder, or for a spreadsheet to compute."""
_SHORTENED: Final = 40


@dataclass(frozen=True)
class TableRow:
    """A row: its number in the file from 1, its name, and its cells by the index of their column."""

    number: int
    name: str
    cells: Mapping[int, str]

    def digest(self, columns: Sequence[RowColumn]) -> str:
        """Return the digest of all that the row gives to its report: its values, whatever their order."""
        given = sorted((list(map(str, one.at)), one.own, self.cells[one.index]) for one in columns)
        return sha256(json.dumps(given, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class RowTable:
    """The rows of a file; `sheet` is "" for a CSV file. Rows that cannot be used are in `faults` by number."""

    file: Path
    sheet: str
    columns: tuple[RowColumn, ...]
    rows: tuple[TableRow, ...]
    faults: Mapping[int, tuple[str, Finding]] = field(default_factory=dict)
    """What is wrong with rows that give no report, with their names as far as they are known."""
    findings: tuple[Finding, ...] = ()

    def locate(self, finding: Finding, row: int) -> Finding:
        """Say in the message of a finding on this file which row and column it is about.

        Its place is (file, row, index of the column + 1). A spreadsheet has no lines that could be shown.
        """
        place = finding.place
        if place is None or place.file != self.file:
            return finding
        column = next((one.called for one in self.columns if one.index == place.column - 1), "")
        return place_in_row(self.file, self.sheet, row, column, finding)


def place_in_row(file: Path, sheet: str, row: int, column: str, finding: Finding) -> Finding:
    """Return a finding with its row and column in words, and at the line of the row if the file is text."""
    where = ", ".join(filter(None, (f"{file.name}, sheet “{sheet}”" if sheet else "", f"row {row}", column)))
    place = Place(file, row) if file.suffix.lower() in CSV_SUFFIXES else None
    return Finding(
        finding.code, f"{where}: {finding.message}", place, finding.hint, finding.severity, "", finding.missing
    )


def read_row_table(source: Path, data: Mapping[str, object], sheet: str = "") -> RowTable:
    """Read the rows of a file in a worker; `data` are the plain data of the workshop whose fields they replace.

    Raises FindingsError if no row can be used: the file cannot be read, or its headings are wrong.
    """
    content = read_source(source, MOST_BYTES)
    return read_in_worker(source, _warm_up, _read_rows, source, content, data, sheet)


def _warm_up() -> None:
    """Nothing more is needed than this module has imported."""


def _read_rows(source: Path, content: bytes, data: Mapping[str, object], sheet: str) -> RowTable:
    tables = read_tables(source, content, MOST_CHARACTERS + 1, keeps_lines=True, most_rows=MOST_ROWS + 1)
    table, told = choose_table(source, tables, sheet, lambda one: _count_fields(one, data))
    if any(finding.code == TABLE_CUT for finding in told):
        message = f"{source.name} has more than {MOST_ROWS:,} rows"
        raise FindingsError([Finding(TABLE_CUT, message, None, "divide it, and build each part")])
    heading, *rows = table.rows
    columns, faults = read_headings(heading.cells, data)
    found = [*told, *(place_in_row(source, table.name, heading.number, "", fault) for fault in faults)]
    found += _check_stray_cells(source, table, heading, rows)
    if not rows:
        message = f"{source.name} has headings, and no rows"
        found.append(Finding("no-rows", message, None, "write a row for each report below the headings"))
    if not columns and not faults:
        found.append(Finding("no-columns", f"{source.name} has no headings", None, "write keys into its first row"))
    if has_errors(found):
        raise FindingsError(found)
    reader = _RowReader(source, table, columns)
    made = [row for one in rows if (row := reader.read_row(one))]
    return RowTable(source, table.name, columns, tuple(made), reader.faults, tuple(found))


def _count_fields(table: Table, data: Mapping[str, object]) -> int:
    return len(read_headings(table.rows[0].cells, data)[0])


def _check_stray_cells(source: Path, table: Table, heading: Row, rows: Sequence[Row]) -> Iterator[Finding]:
    """Warn of cells in columns without a heading, which give nothing; of each such column once."""
    named = {index for index, cell in enumerate(heading.cells) if cell.strip()}
    told: set[int] = set()
    for row in rows:
        for index, cell in enumerate(row.cells):
            if cell and index not in named and index not in told:
                told.add(index)
                column = RowColumn(index, "").called.removesuffix(" “”")
                words = Finding("no-heading", "this cell has no heading, so its column is not used", severity=_WARNING)
                yield place_in_row(source, table.name, row.number, column, words)


_WARNING: Final = Severity.WARNING


class _RowReader:
    """Gives rows their names, and finds those that cannot be used."""

    def __init__(self, source: Path, table: Table, columns: Sequence[RowColumn]) -> None:
        self.source, self.table, self.columns = source, table, columns
        self.namer = next((one for one in columns if not one.at and not one.own), None)
        self.taken: dict[str, int] = {}
        self.faults: dict[int, tuple[str, Finding]] = {}

    def read_row(self, row: Row) -> TableRow | None:
        """Return a row; None, and a fault is noted, if it cannot be used."""
        cells = {one.index: row.cells[one.index] if one.index < len(row.cells) else "" for one in self.columns}
        name = (self.check_failure(row, self.namer) if self.namer else None) or self.choose_name(row, cells)
        if isinstance(name, Finding):
            self.faults[row.number] = (f"row-{row.number}", name)
            return None
        for column in self.columns:
            fault = self.check_failure(row, column) or self.check_cell(row, cells[column.index], column)
            if fault:
                self.faults[row.number] = (name, fault)
                return None
        return TableRow(row.number, name, cells)

    def choose_name(self, row: Row, cells: Mapping[int, str]) -> str | Finding:
        """Return the name of a row, under which its report lies, or what is wrong with it."""
        if self.namer is None:
            words = next((cells[one.index] for one in self.columns if cells[one.index].strip()), "")
            plain = words[:MOST_CHARACTERS]
            is_name = any(map(str.isalnum, plain))
            name = derive_id(plain, "row", self.taken) if is_name else make_unique_id(f"row-{row.number}", self.taken)
            self.taken[name] = row.number
            return name
        given = cells[self.namer.index].strip()
        if not given:
            return self.fault(row, self.namer, "no-name", "the row has no name", "write one, such as a number")
        if _NO_NAME.search(given) or not any(map(str.isalnum, given)):
            message = f"'{given[:_SHORTENED]}' cannot be the name of a folder"
            return self.fault(row, self.namer, "bad-name", message, "write letters, digits and hyphens, as in hansen-2")
        name = derive_id(given, "row", ())
        if name in self.taken:
            message = f"the name '{name}' is that of row {self.taken[name]} already"
            hint = "give each row a name of its own"
            hint += (
                ""
                if name == given
                else ", of letters a to z, digits and hyphens: others are left out, and capitals are small"
            )
            return self.fault(row, self.namer, "same-name", message, hint)
        self.taken[name] = row.number
        return name

    def check_failure(self, row: Row, column: RowColumn) -> Finding | None:
        """Return what is wrong with a cell whose formula failed: nobody meant it to be empty."""
        if column.index not in row.failed:
            return None
        message = f"the cell holds a formula that failed: {row.failed[column.index]}"
        return self.fault(row, column, FAILED_FORMULA, message, FAILED_HINT)

    def check_cell(self, row: Row, cell: str, column: RowColumn) -> Finding | None:
        """Return what is wrong with a cell before it is read as a value."""
        if len(cell) > MOST_CHARACTERS:
            message = f"the cell has more than {MOST_CHARACTERS:,} characters"
            return self.fault(row, column, "cell-too-long", message, "shorten it")
        if column.is_needed and not cell.strip():
            message = "the cell is empty, and no workshop can be without this field"
            return self.fault(row, column, "empty-cell", message, "fill the cell")
        return None

    def fault(self, row: Row, column: RowColumn, code: str, message: str, hint: str) -> Finding:
        return Finding(code, message, Place(self.source, row.number, column.index + 1), hint)
