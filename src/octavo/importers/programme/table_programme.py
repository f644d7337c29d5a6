"""Read a programme from the rows of a table: a row has a session or a talk, and an empty cell the value above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, FindingsError
from ..rst.markup_texts import MarkupForm
from ..session_types import guess_session_type
from ..tables.columns import RecognizedColumn, find_unknown_choices, fold_heading, unknown_column_finding
from ..tables.row_findings import count_rows, find_failed_formulas, find_wide_rows, row_finding
from ..tables.table_choice import choose_table, find_heading
from ..tables.table_reader import Row, Table, read_tables
from . import heading_words
from .clock_times import DayReader, add_minutes, parse_date, read_clock_times, read_duration
from .column_recognition import count_known_columns, find_heading_row, recognize_columns
from .heading_words import ProgrammeColumn
from .read_programme import LONGEST_NAME, EventFacts, ReadProgramme, ReadSession, ReadTalk, SourcePlace, TextReader
from .speaker_names import read_speakers

_TYPES: Final = {fold_heading(word): kind for kind, words in heading_words.TYPES.items() for word in words.split("|")}
_TITLE_COLUMNS: Final = {ProgrammeColumn.TITLE, ProgrammeColumn.SESSION}
_LONGEST_CELL: Final = 30_000
_MOST_VALUES: Final = 8


def read_table(
    source: Path, data: bytes, event: EventFacts, columns: Mapping[str, ProgrammeColumn], sheet: str
) -> ReadProgramme:
    """Read the programme of a spreadsheet or CSV file. Raises FindingsError."""
    tables = read_tables(source, data, longest=_LONGEST_CELL, keeps_lines=True)
    table, told = choose_table(source, tables, sheet, count_known_columns)
    first, heading = find_heading(table, find_heading_row, columns)
    held = recognize_columns(heading, columns)
    if unknown := find_unknown_choices(held, columns):
        raise FindingsError([*told, unknown_column_finding(source, unknown[0], held)])
    if not {column.holds for column in held} & _TITLE_COLUMNS:
        raise FindingsError([*told, _untitled_finding(source, table, held)])
    reader = _RowReader(source, table, held, event)
    rows = table.rows[first:]
    sessions = reader.read(rows)
    told += [*find_failed_formulas(source, table, rows, held), *find_wide_rows(source, table, rows, held)]
    return ReadProgramme(tuple(sessions), (*told, *reader.list_findings()), held)


def _untitled_finding(source: Path, table: Table, columns: Sequence[RecognizedColumn]) -> Finding:
    shown = [column.heading for column in columns] or [cell for cell in table.rows[0].cells if cell]
    where = f"{source.name}, sheet “{table.name}”" if table.name else source.name
    words = ", ".join(f"“{' '.join(heading.split())[:40]}”" for heading in shown[:12])
    message = f"{where}: no column of titles was recognized among {words}"
    hint = "say which column holds what, by heading or letter: --map B=title --map A=start, or --map C=session"
    return Finding("no-titles", message, None, hint)


@dataclass
class _OpenSession:
    """A session while its rows are read. `times` are those of its rows, `own` the ones of a row without a talk."""

    day: str
    title: str
    row: int
    own: tuple[str, str] = ("", "")
    type: str = ""
    room: str = ""
    chair: tuple[Mapping[str, object], ...] = ()
    talks: list[ReadTalk] = field(default_factory=list)


class _RowReader:
    def __init__(self, path: Path, table: Table, columns: Sequence[RecognizedColumn], event: EventFacts) -> None:
        self._path, self._table, self._event = path, table, event
        self._columns: dict[str, RecognizedColumn] = {one.holds: one for one in columns if not one.is_left_out}
        self._days = DayReader(parse_date(event.start), parse_date(event.end), event.language)
        self._texts = TextReader()
        self._faults: dict[tuple[str, str, str], dict[str, list[int]]] = {}
        self._has_sessions = {ProgrammeColumn.SESSION, ProgrammeColumn.TITLE} <= set(self._columns)
        self._day: date | None = self._days.first if self._days.first == self._days.last else None
        self._open: _OpenSession | None = None

    def read(self, rows: Sequence[Row]) -> list[ReadSession]:
        """Return the sessions of rows."""
        sessions: list[_OpenSession] = []
        for row in rows:
            if self._read_day_row(row):
                self._open = None
                continue
            opened = self._read_row(row)
            if opened is not None:
                sessions.append(opened)
        return [self._close(session) for session in sessions]

    def list_findings(self) -> tuple[Finding, ...]:
        """Return what could not be read, with the rows of each value."""
        found = []
        for (column, fault, hint), values in self._faults.items():
            shown = [f"“{words}” ({count_rows(rows)})" if words else count_rows(rows) for words, rows in values.items()]
            more = f" and {len(shown) - _MOST_VALUES} more values" if len(shown) > _MOST_VALUES else ""
            row = min(min(rows) for rows in values.values())
            message = f"{fault}: {', '.join(shown[:_MOST_VALUES])}{more}"
            found.append(row_finding(self._path, self._table, row, message, hint, self._columns.get(column)))
        return (*found, *self._texts.findings, *self._texts.list_losses())

    def _read_day_row(self, row: Row) -> bool:
        """Take the day of a row that has nothing but one, as a heading above the sessions of that day."""
        filled = [cell for cell in row.cells if cell]
        if len(set(filled)) != 1 or read_clock_times(filled[0]) or len(filled[0]) > 80:
            return False
        day = self._days.read(filled[0])
        if day is None:
            return False
        self._day = day
        return True

    def _read_row(self, row: Row) -> _OpenSession | None:
        """Read a row; return the session that it begins, if it begins one."""
        self._read_day(row)
        place = self._place(row.number)
        session_words = self._line(row, ProgrammeColumn.SESSION, place, "the title of a session")
        words = self._line(row, ProgrammeColumn.TITLE, place, "a title")
        if not self._has_sessions:
            session_words, words = session_words or words, ""
        if not (session_words or words):
            if any(self._cell(row, one) for one in self._columns if one != ProgrammeColumn.DATE):
                self._report(row, "", "rows without a title were left out", "write a title, or delete the row")
            return None
        if self._day is None:
            if not self._cell(row, ProgrammeColumn.DATE):  # else it is told already
                self._report(row, ProgrammeColumn.DATE, "rows whose day is not known were left out", _DAY_HINT)
            return None
        session, is_new = self._find_session(row, self._day.isoformat(), session_words, words)
        self._add_talk(session, row, words, place)
        return session if is_new else None

    def _find_session(self, row: Row, day: str, session: str, talk: str) -> tuple[_OpenSession, bool]:
        """Return the session to which a row belongs, and whether it is new. A break does not end the one around it."""
        last = self._open
        is_break = not session and guess_session_type(talk) in ("break", "social") and not self._has_speakers(row)
        is_same = last is not None and last.day == day and session in ("", last.title)
        if is_same and last and self._has_sessions and not is_break:
            self._fill(last, row)
            return last, False
        opened = _OpenSession(day, session or talk, row.number)
        self._fill(opened, row)
        if not is_break:
            self._open = opened
        return opened, True

    def _has_speakers(self, row: Row) -> bool:
        return bool(self._cell(row, ProgrammeColumn.SPEAKERS))

    def _fill(self, session: _OpenSession, row: Row) -> None:
        """Give a session what this row says of it, unless a row above has said it."""
        place = self._place(row.number)
        session.room = session.room or self._line(row, ProgrammeColumn.ROOM, place, "a room", LONGEST_NAME)
        session.type = session.type or self._read_type(row)
        if not session.chair:
            session.chair = read_speakers(self._cell(row, ProgrammeColumn.CHAIR))

    def _add_talk(self, session: _OpenSession, row: Row, words: str, place: SourcePlace) -> None:
        times = self._read_times(row)
        speakers = read_speakers(
            self._cell(row, ProgrammeColumn.SPEAKERS),
            self._cell(row, ProgrammeColumn.AFFILIATION),
            self._cell(row, ProgrammeColumn.EMAIL),
        )
        abstract = self._texts.read_abstract(self._cell(row, ProgrammeColumn.ABSTRACT), place, MarkupForm.PLAIN)
        if not (words or speakers or abstract) or (words == session.title and not (speakers or abstract)):
            session.own = (session.own[0] or times[0], session.own[1] or times[1])
            return
        session.talks.append(ReadTalk(words or session.title, place, speakers, abstract, *times))

    def _close(self, session: _OpenSession) -> ReadSession:
        """Make a session of its rows: times that are the same in all of them are its own."""
        talks = session.talks
        starts, ends = [talk.start for talk in talks], [talk.end for talk in talks]
        start, end = session.own
        if not start and starts:
            start = starts[0] or next(filter(None, starts), "")
            end = end or (ends[-1] if ends[-1] else "")
        if len(set(zip(starts, ends, strict=True))) == 1 or len(talks) == 1:
            shared = (starts[0], ends[0])
            if shared[0] in ("", start) and (shared[1] in ("", end) or not end):
                end = end or shared[1]
                talks = [replace(talk, start="", end="") for talk in talks]
        kind = session.type or guess_session_type(session.title)
        place = self._place(session.row)
        return ReadSession(
            session.day,
            session.title,
            place,
            start,
            end,
            kind,
            bool(session.type),
            session.room,
            session.chair,
            tuple(talks),
        )

    # Cells

    def _read_day(self, row: Row) -> None:
        words = self._cell(row, ProgrammeColumn.DATE) or self._cell(row, ProgrammeColumn.START)
        day = self._days.read(words) if words else None
        if day is None and self._cell(row, ProgrammeColumn.DATE):
            self._report(
                row, ProgrammeColumn.DATE, "no day that is known; its sessions were left out", _DAY_HINT, words
            )
            self._day = None
        if day is not None and (self._cell(row, ProgrammeColumn.DATE) or parse_date(words)):
            self._day = day

    def _read_times(self, row: Row) -> tuple[str, str]:
        start, end = self._read_clock(row, ProgrammeColumn.START), self._read_clock(row, ProgrammeColumn.END)
        duration = self._cell(row, ProgrammeColumn.DURATION)
        moment = self._cell(row, ProgrammeColumn.DATE)
        if not start[0] and parse_date(moment) and (found := read_clock_times(moment)):
            start = found
        until = end[1] or end[0] or start[1]
        if start[0] and not until and duration:
            minutes = read_duration(duration) or (int(duration) if duration.isdecimal() and len(duration) < 4 else 0)
            if not minutes:
                self._report(row, ProgrammeColumn.DURATION, "no duration", "write it as 00:45 or 45 min", duration)
            until = add_minutes(start[0], minutes) if minutes else ""
        return start[0], until

    def _read_clock(self, row: Row, column: ProgrammeColumn) -> tuple[str, str]:
        words = self._cell(row, column)
        found = read_clock_times(words) if words else None
        if words and found is None and parse_date(words) is None:
            self._report(row, column, "no time of day", "write it as 09:30", words)
        return found or ("", "")

    def _read_type(self, row: Row) -> str:
        words = self._cell(row, ProgrammeColumn.TYPE)
        kind = _TYPES.get(fold_heading(words), "")
        if words and not kind:
            hint = f"write one of {', '.join(heading_words.TYPES)}"
            self._report(row, ProgrammeColumn.TYPE, "no kind of session that is known", hint, words)
        return str(kind)

    def _line(self, row: Row, column: ProgrammeColumn, place: SourcePlace, what: str, longest: int = 500) -> str:
        return self._texts.read_line(self._cell(row, column), place, what, longest)

    def _cell(self, row: Row, kind: str) -> str:
        column = self._columns.get(kind)
        return row.cells[column.index] if column and column.index < len(row.cells) else ""

    def _place(self, row: int) -> SourcePlace:
        if self._table.name:
            return SourcePlace(self._path, f"sheet “{self._table.name}”, row {row}")
        return SourcePlace(self._path, f"row {row}", row)

    def _report(self, row: Row, column: str, fault: str, hint: str, words: str = "") -> None:
        shown = " ".join(words.split())[:60]
        self._faults.setdefault((column, fault, hint), {}).setdefault(shown, []).append(row.number)


_DAY_HINT: Final = "write it as 2026-03-31; where numbers may be read in two ways, set start: and end: of event:"
