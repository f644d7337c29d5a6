"""Read the answers of addressees from spreadsheets and CSV files, which are untrusted: what each row says, and what is
wrong with it, by sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from ..findings.finding import Finding, FindingsError, Place, Severity
from ..importers.tables.columns import fold_heading, name_column
from ..importers.tables.row_findings import FAILED_FORMULA, FAILED_HINT
from ..importers.tables.table_reader import HIDDEN_SHEET, Row, Table, read_tables
from ..language.languages import LANGUAGES
from ..language.translator import get_translator
from ..language.written_dates import read_written_date
from .answer_sheets import ANSWERS, SheetColumn, column_headings
from .status_entry import NewEvidence, StatusEntry, read_evidence
from .status_texts import find_status, known_labels, unknown_status_finding

LONGEST_ANSWER: Final = 4_000
"""Characters of a cell."""
_LONGEST: Final = {SheetColumn.OWNER: 500, SheetColumn.STATUS: 200, SheetColumn.PROGRESS: 40, SheetColumn.DATE: 40}
_LONGEST_EVIDENCE: Final = 500
_MOST_EVIDENCE: Final = 20
_HEADING_ROWS: Final = 30
_LONGEST_HEADING: Final = 40
_EMPTY: Final = frozenset(("-", "–", "—", "n/a", "n.a."))


@dataclass(frozen=True)
class AnswerRow:
    """A row of a sheet: where it stands, its recommendation, its mark, and what it answers; None if it has faults."""

    where: str
    place: Place | None
    id: str
    mark: str
    entry: StatusEntry | None
    is_answered: bool


@dataclass(frozen=True)
class ReadAnswers:
    """The rows of a file, and what is wrong with them."""

    rows: tuple[AnswerRow, ...]
    findings: tuple[Finding, ...]


def read_answers(source: Path, data: bytes, day: date | None) -> ReadAnswers:
    """Read the answers of a file; `day` is that of rows without a date. Raises FindingsError if it is no sheet."""
    tables = read_tables(source, data, LONGEST_ANSWER + 1, keeps_lines=True)
    rows: list[AnswerRow] = []
    found: list[Finding] = []
    read = 0
    for table in tables:
        found += [one for one in table.findings if one.code != HIDDEN_SHEET]
        heading = _find_heading(table)
        if heading is None:
            continue
        read += 1
        columns = _recognize(table.rows[heading])
        reader = _RowReader(source, table, columns, day)
        below = table.rows[heading + 1 :]
        for row in below:
            answer = reader.read(row)
            rows += [answer] if answer else []
        found += [*reader.findings, *_find_unread(source, table, table.rows[heading], columns, below)]
    if not read:
        message = f"{source.name} is no sheet of answers: no row has the headings “No.” and “Status now”"
        hint = "name a sheet that octavo ask wrote; its row of headings must stay"
        hidden = [one for table in tables for one in table.findings if one.code == HIDDEN_SHEET]
        raise FindingsError([*hidden, *found, Finding("no-answers", message, None, hint)])
    return ReadAnswers(tuple(rows), tuple(found))


@cache
def _known_headings() -> Mapping[str, SheetColumn]:
    """Return the columns by their folded headings in all languages, and by their own names."""
    found = {fold_heading(str(column)): column for column in SheetColumn}
    for code, language in LANGUAGES.items():
        if language.is_translated:
            headings = column_headings(get_translator(code))
            found |= {fold_heading(heading): column for column, heading in headings.items()}
    return found


def _recognize(heading: Row) -> dict[SheetColumn, int]:
    found: dict[SheetColumn, int] = {}
    for index, cell in enumerate(heading.cells):
        column = _known_headings().get(fold_heading(cell))
        if column:
            found.setdefault(column, index)
    return found


def _find_heading(table: Table) -> int | None:
    for index, row in enumerate(table.rows[:_HEADING_ROWS]):
        if {SheetColumn.NUMBER, SheetColumn.STATUS} <= _recognize(row).keys():
            return index
    return None


def _find_unread(
    source: Path, table: Table, heading: Row, columns: Mapping[SheetColumn, int], rows: Sequence[Row]
) -> Iterator[Finding]:
    """Warn of columns that are no column of a sheet, and were filled in: their words would be lost unseen."""
    width = max(len(row.cells) for row in rows) if rows else 0
    for index in range(width):
        first = next((row for row in rows if index < len(row.cells) and row.cells[index]), None)
        if first is None or index in columns.values():
            continue
        called = heading.cells[index][:_LONGEST_HEADING] if index < len(heading.cells) else ""
        column = f"column {name_column(index)}{f' “{called}”' if called else ''}"
        message = f"the {column} was not read, from row {first.number} on"
        sheet = f"{source.name}, sheet “{table.name}”: " if table.name else ""
        place = None if table.name else Place(source, first.number)
        hint = "if it holds an answer, give it the heading of its column, as in the sheet that was sent"
        yield Finding("unread-column", f"{sheet}{message}", place, hint, Severity.WARNING)


class _RowReader:
    """Reads the rows of a table, and collects what is wrong with them."""

    def __init__(self, path: Path, table: Table, columns: Mapping[SheetColumn, int], day: date | None) -> None:
        self._path, self._table, self._columns, self._day = path, table, columns, day
        self.findings: list[Finding] = []

    def read(self, row: Row) -> AnswerRow | None:
        """Return what a row says; None if it says nothing at all."""
        identity = self._cell(row, SheetColumn.NUMBER)
        given = {column: words for column in ANSWERS if (words := self._cell(row, column)) and words not in _EMPTY}
        failed = {
            column: row.failed[index]
            for column, index in self._columns.items()
            if index in row.failed and column in (SheetColumn.NUMBER, *ANSWERS, SheetColumn.MARK)
        }
        if not (identity or given or failed):
            return None
        where, place = self._locate(row), None if self._table.name else Place(self._path, row.number)
        before = len(self.findings)
        if not identity and SheetColumn.NUMBER not in failed:
            self._report(row, SheetColumn.NUMBER, "no-number", "an answer without a number", "write the number, as R2")
        for column, shown in failed.items():
            self._report(row, column, FAILED_FORMULA, f"a formula that failed: {shown}", FAILED_HINT)
        self._check_lengths(row, given)
        entry = self._read_entry(row, identity, given, where, place)
        is_sound = not any(one.severity is Severity.ERROR for one in self.findings[before:])
        mark = self._cell(row, SheetColumn.MARK)
        return AnswerRow(where, place, identity, mark, entry if is_sound else None, bool(given))

    def _read_entry(
        self, row: Row, identity: str, given: Mapping[SheetColumn, str], where: str, place: Place | None
    ) -> StatusEntry | None:
        if not given:
            return None
        status, progress = self._read_status(row, given), self._read_progress(row, given)
        day, evidence = self._read_day(row, given), self._read_evidence(row, given)
        if day is None:
            return None
        note, owner = given.get(SheetColumn.NOTE, ""), " ".join(given.get(SheetColumn.OWNER, "").split())
        return StatusEntry(
            identity,
            day,
            status,
            note,
            evidence,
            progress,
            owner,
            given.get(SheetColumn.NEXT_STEP, ""),
            place=place,
            where="" if place else where,
            evidence_hint="write the title or the address of a document as its evidence",
        )

    def _read_status(self, row: Row, given: Mapping[SheetColumn, str]) -> str | None:
        words = given.get(SheetColumn.STATUS, "")
        status = find_status(words, known_labels()) if words else None
        if words and status is None and len(words) <= _LONGEST[SheetColumn.STATUS]:
            fault = unknown_status_finding(words, None)
            self._report(row, SheetColumn.STATUS, fault.code, fault.message, fault.hint)
        return status

    def _read_progress(self, row: Row, given: Mapping[SheetColumn, str]) -> int | None:
        words = given.get(SheetColumn.PROGRESS, "")
        if not words:
            return None
        number = words.replace("%", "").replace(",", ".").strip()
        try:
            share = float(number) if len(number) <= _LONGEST[SheetColumn.PROGRESS] else -1.0
        except ValueError:
            share = -1.0
        if number in ("1", "1.0") and "%" not in words:
            message = "1 may mean 1 or 100 per cent: programs keep a share of 100 % as 1"
            self._report(row, SheetColumn.PROGRESS, "bad-progress", message, "write 1 % or 100 %, with its sign")
            return None
        share = share * 100 if 0 < share < 1 and "%" not in words else share  # as programs keep 60 %
        if 0 <= share <= 100:
            return round(share)
        hint = "write a number from 0 to 100"
        self._report(row, SheetColumn.PROGRESS, "bad-progress", f"'{words[:40]}' is no share in per cent", hint)
        return None

    def _read_day(self, row: Row, given: Mapping[SheetColumn, str]) -> date | None:
        words = given.get(SheetColumn.DATE, "")
        if not words and self._day:
            return self._day
        if not words:
            hint = "write the day, as 2026-03-31, or name one for all with --on"
            self._report(row, SheetColumn.DATE, "no-date", "an answer without a date", hint)
        elif day := read_written_date(words.split("T")[0] if words[:1].isdigit() else words):
            return day
        else:
            hint = "write it as 2026-03-31"
            self._report(row, SheetColumn.DATE, "bad-date", f"'{words[:40]}' is not one day that is certain", hint)
        return None

    def _read_evidence(self, row: Row, given: Mapping[SheetColumn, str]) -> tuple[NewEvidence, ...]:
        listed = [line for line in given.get(SheetColumn.EVIDENCE, "").split("\n") if line.strip()]
        if len(listed) > _MOST_EVIDENCE:
            message = f"{len(listed)} lines of evidence, of which {_MOST_EVIDENCE} are read"
            self._report(row, SheetColumn.EVIDENCE, "much-evidence", message, "name the documents that count")
        found = tuple(read_evidence(line) for line in listed[:_MOST_EVIDENCE])
        for one in found:
            if len(one.title) > _LONGEST_EVIDENCE or len(one.url) > 2 * _LONGEST_EVIDENCE:
                message = f"a title of {len(one.title)} characters, or an address of {len(one.url)}"
                hint = "write each document on a line of its own: a short title, and its address"
                self._report(row, SheetColumn.EVIDENCE, "long-evidence", message, hint)
        return found

    def _check_lengths(self, row: Row, given: Mapping[SheetColumn, str]) -> None:
        for column, words in given.items():
            most = _LONGEST.get(column, LONGEST_ANSWER)
            if len(words) > most:
                self._report(row, column, "long-answer", f"more than {most:,} characters", "shorten the answer")

    def _cell(self, row: Row, column: SheetColumn) -> str:
        index = self._columns.get(column)
        return row.cells[index].strip() if index is not None and index < len(row.cells) else ""

    def _locate(self, row: Row) -> str:
        sheet = f", sheet “{self._table.name}”" if self._table.name else ""
        return f"{self._path.name}{sheet}, row {row.number}"

    def _report(self, row: Row, column: SheetColumn, code: str, message: str, hint: str) -> None:
        index = self._columns.get(column)
        where = f"column {name_column(index)}: " if index is not None else ""
        if self._table.name:
            self.findings.append(Finding(code, f"{self._locate(row)}, {where}{message}", None, hint))
        else:
            self.findings.append(Finding(code, f"{where}{message}", Place(self._path, row.number), hint))
