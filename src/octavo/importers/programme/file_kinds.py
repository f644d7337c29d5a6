"""Tell the kind of a programme's file by its content and name, and read it with the module for that kind."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, FindingsError
from ..tables.table_reader import CSV_SUFFIXES, SPREADSHEET_SUFFIXES
from .calendar_reader import read_calendar
from .heading_words import ProgrammeColumn
from .indico_reader import is_indico, read_indico
from .json_values import parse_json
from .read_programme import EventFacts, ReadProgramme
from .schedule_reader import find_conference, read_schedule
from .schedule_xml import read_schedule_xml
from .table_programme import read_table

MOST_BYTES: Final = 20_000_000
_KNOWN: Final = (
    "a programme is a spreadsheet (.xlsx, .xls, .ods), a CSV file, a calendar (.ics), JSON of Indico or pretalx, "
    "or XML of frab"
)


class FileKind(Enum):
    """Kind of a programme's file."""

    TABLE = auto()
    CALENDAR = auto()
    JSON = auto()
    XML = auto()


def find_file_kind(source: Path, data: bytes) -> FileKind:
    """Return the kind of a file. Raises FindingsError if it is none that is known."""
    start = data[:400].removeprefix(b"\xef\xbb\xbf").lstrip().upper()
    suffix = source.suffix.lower()
    if start.startswith(b"BEGIN:VCALENDAR"):
        return FileKind.CALENDAR
    if start.startswith((b"<?XML", b"<SCHEDULE")):
        return FileKind.XML
    if start.startswith(b"{") or (start.startswith(b"[") and suffix == ".json"):
        return FileKind.JSON
    by_suffix = {".ics": FileKind.CALENDAR, ".ical": FileKind.CALENDAR, ".json": FileKind.JSON, ".xml": FileKind.XML}
    if suffix in by_suffix:
        return by_suffix[suffix]
    if suffix in (*CSV_SUFFIXES, *SPREADSHEET_SUFFIXES):
        return FileKind.TABLE
    raise FindingsError([_unknown_finding(source, start, suffix)])


def _unknown_finding(source: Path, start: bytes, suffix: str) -> Finding:
    hint = f"export it anew: {_KNOWN}"
    if suffix in (".docx", ".doc"):
        hint = "copy its table into a spreadsheet, or take the text with octavo import text"
    elif start.startswith(b"%PDF"):
        hint = "ask for the spreadsheet or calendar from which the PDF was made"
    return Finding("unknown-file", f"{source.name} is no programme of a kind that is known", None, hint)


def read_programme(
    source: Path, data: bytes, event: EventFacts, columns: Mapping[str, ProgrammeColumn], sheet: str
) -> ReadProgramme:
    """Read a programme. Raises FindingsError."""
    if len(data) > MOST_BYTES:
        raise FindingsError([Finding("file-too-large", f"{source.name} is larger than 20 MB", None, "divide it")])
    kind = find_file_kind(source, data)
    if kind is FileKind.TABLE:
        return read_table(source, data, event, columns, sheet)
    if columns or sheet:
        message = f"{source.name} is no table: --map and --sheet say nothing of it"
        raise FindingsError([Finding("no-table", message, None, "leave them out")])
    if kind is FileKind.CALENDAR:
        return read_calendar(source, data, event)
    if kind is FileKind.XML:
        return read_schedule(source, read_schedule_xml(source, data))
    tree = parse_json(source, data)
    if conference := find_conference(tree):
        return read_schedule(source, conference)
    if is_indico(tree):
        return read_indico(source, tree)
    message = f"{source.name} is JSON, but neither an export of Indico nor a schedule of pretalx or frab"
    raise FindingsError([Finding("unknown-file", message, None, _KNOWN)])
