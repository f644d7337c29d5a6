"""Import people from a spreadsheet, a CSV file or vCards into the workshop.yaml of a workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...files.guarded_files import find_link, link_finding, read_file
from ...findings.finding import Finding, FindingsError, Place, Severity, has_errors
from ...loading.text_decoding import MAX_BYTES
from ...loading.yaml_editor import UneditableYaml, YamlEditor
from ...loading.yaml_reader import read_yaml
from ...processes.worker_pool import WorkerDied, start_reading_workers, stopped_finding
from .column_recognition import (
    RecognizedColumn,
    find_heading_row,
    find_unknown_choices,
    has_chosen_heading,
    recognize_columns,
)
from .heading_words import Column
from .people_merge import PeopleMerge, merge_people
from .person_rows import PersonRow, read_people_rows, row_finding
from .table_reader import MOST_BYTES, Row, Table, read_tables
from .vcard_reader import VCARD_SUFFIXES, read_vcards

_NAME_COLUMNS = {Column.NAME, Column.FAMILY}


@dataclass(frozen=True)
class ImportChoices:
    """What a user may choose: columns by heading or letter, a sheet, and whether the workshop's values are kept."""

    columns: Mapping[str, Column]
    sheet: str = ""
    keep: bool = False


@dataclass(frozen=True)
class ReadPeople:
    """The people of a file, with its table, its columns, and what could not be read."""

    table: Table
    columns: tuple[RecognizedColumn, ...]
    people: tuple[PersonRow, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class PeopleImport:
    """What an import changes: the text of workshop.yaml before and after, and what is told of it."""

    read: ReadPeople
    merge: PeopleMerge
    before: str
    after: str
    findings: tuple[Finding, ...]


def import_people(source: Path, workshop: Path, choices: ImportChoices) -> PeopleImport:
    """Return what changes if the people of a file are added to a workshop; nothing is written.

    Raises FindingsError if the file or the workshop cannot be read, or if no column has names.
    """
    content = read_yaml(workshop)
    if has_errors(content.findings) or not isinstance(content.data, dict):
        raise FindingsError([*content.findings] or [Finding("not-a-workshop", "this is no workshop", Place(workshop))])
    people, participants = (_list_entries(content.data, key, workshop) for key in ("people", "participants"))
    before = read_file(workshop).decode()  # it was read as UTF-8 just now
    read = _read_in_worker(source, choices, str(content.data.get("language") or "en"))
    merge = merge_people(read.people, people, participants, choices.keep)
    try:
        after = _edit_workshop(before, merge)
    except UneditableYaml as refusal:
        hint = "write people: and participants: as lists with one entry below another, each with a hyphen"
        raise FindingsError([Finding("uneditable", f"the file {refusal}", Place(workshop), hint)]) from None
    if len(after.encode()) > MAX_BYTES:
        message = f"with these people, the file would be larger than {MAX_BYTES // 1_000_000} MB, which is not read"
        raise FindingsError([Finding("file-too-large", message, Place(workshop), "shorten the list")])
    return PeopleImport(read, merge, before, after, (*read.findings, *_report_merge(source, read, merge)))


def _list_entries(data: Mapping[str, Any], key: str, workshop: Path) -> Sequence[Mapping[str, Any]]:
    entries = data.get(key) or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FindingsError(
            [Finding("not-a-list", f"{key} is not a list of entries", Place(workshop), f"correct {key}")]
        )
    return entries


def _read_in_worker(source: Path, choices: ImportChoices, language: str) -> ReadPeople:
    if link := find_link(source):
        raise FindingsError([link_finding(link)])
    try:
        data = read_file(source, MOST_BYTES + 1)
    except OSError as error:
        message = f"{source.name} cannot be read: {(error.strerror or 'unknown').lower()}"
        raise FindingsError([Finding("unreadable-file", message, None, "check the path")]) from None
    try:
        with start_reading_workers(_warm_up, 1) as executor:
            return executor.submit(read_people, source, data, choices, language).result()
    except WorkerDied as death:
        raise FindingsError([stopped_finding("the import", death, Place(source))]) from death


def _warm_up() -> None:
    """Nothing more is needed than this module has imported."""


def read_people(source: Path, data: bytes, choices: ImportChoices, language: str) -> ReadPeople:
    """Read the people of a file. Raises FindingsError."""
    tables = (read_vcards(source, data),) if source.suffix.lower() in VCARD_SUFFIXES else read_tables(source, data)
    table, told = _choose_table(source, tables, choices)
    first, heading = _find_heading(table, choices.columns)
    columns = recognize_columns(heading, choices.columns)
    if unknown := find_unknown_choices(columns, choices.columns):
        raise FindingsError([*told, _unknown_column_finding(source, unknown[0], columns)])
    if not {column.holds for column in columns} & _NAME_COLUMNS:
        raise FindingsError([*told, _nameless_finding(source, table, columns)])
    read = read_people_rows(source, table, first, columns, language)
    return ReadPeople(table, columns, read.people, (*told, *_report_columns(source, columns), *read.findings))


def _find_heading(table: Table, chosen: Mapping[str, Column]) -> tuple[int, Row]:
    """Return the index of the first row of people, and the row of headings, which is empty if there is none."""
    found = find_heading_row(table.rows)
    width = max(len(row.cells) for row in table.rows)
    nameless = Row(0, ("",) * width)
    if found is None and has_chosen_heading(table.rows[0], chosen):
        found = 0
    if found is None:
        return 0, nameless
    return found + 1, Row(table.rows[found].number, (*table.rows[found].cells, *nameless.cells)[:width])


def _unknown_column_finding(source: Path, name: str, columns: Sequence[RecognizedColumn]) -> Finding:
    known = ", ".join(f"{column.letter} “{column.heading[:30]}”" for column in columns[:20])
    return Finding("no-column", f"{source.name} has no column “{name}”, which --map names", None, f"it has: {known}")


def _report_columns(source: Path, columns: Sequence[RecognizedColumn]) -> Iterator[Finding]:
    for column in columns:
        if column.asks_consent:
            message = f"{source.name}: the column “{column.heading}” may hold consents, and was not read"
            hint = f"use --map {column.letter}=consent-list, =consent-photo, or =- to leave it out"
            yield Finding("consent-column", message, None, hint, Severity.WARNING)


def _choose_table(source: Path, tables: Sequence[Table], choices: ImportChoices) -> tuple[Table, list[Finding]]:
    """Return the sheet that is named, or the one with the most columns that are recognized."""
    told = [finding for table in tables for finding in table.findings]
    filled = [table for table in tables if table.rows]
    if choices.sheet:
        named = [table for table in filled if table.name.casefold() == choices.sheet.casefold()]
        if not named:
            names = ", ".join(f"“{table.name}”" for table in filled) or "none"
            message = f"{source.name} has no filled sheet “{choices.sheet}”"
            raise FindingsError([*told, Finding("no-sheet", message, None, f"its sheets are: {names}")])
        return named[0], told
    if not filled:
        raise FindingsError([*told, Finding("unreadable-table", f"{source.name} is empty", None, "name another file")])
    best = max(filled, key=_count_known_columns)
    for other in filled:
        if other is not best:
            message = f"{source.name}: the sheet “{other.name}” was not read"
            told.append(
                Finding("other-sheet", message, None, f"to import it, use --sheet '{other.name}'", Severity.ADVICE)
            )
    return best, told


def _count_known_columns(table: Table) -> int:
    heading = find_heading_row(table.rows)
    if heading is None:
        return 0
    return sum(column.holds is not Column.LEFT_OUT for column in recognize_columns(table.rows[heading], {}))


def _nameless_finding(source: Path, table: Table, columns: Sequence[RecognizedColumn]) -> Finding:
    shown = (
        [column.heading for column in columns] or [cell for cell in table.rows[0].cells if cell] if table.rows else []
    )
    where = f"{source.name}, sheet “{table.name}”" if table.name else source.name
    message = f"{where}: no column of names was recognized among {', '.join(f'“{words[:40]}”' for words in shown[:12])}"
    hint = "say which column holds what, by heading or letter: --map B=family --map A=given, or --map A=name"
    return Finding("no-names", message, None, hint)


def _edit_workshop(text: str, merge: PeopleMerge) -> str:
    if merge.is_empty:
        return text
    editor = YamlEditor(text)
    for key, changes in (("people", merge.changed), ("participants", merge.changed_participants)):
        for change in changes:
            editor.set_values((key, change.index, *filter(None, [change.within])), change.new)
    editor.append_items("people", merge.added)
    editor.append_items("participants", merge.added_participants)
    return editor.edited_text()


def _report_merge(source: Path, read: ReadPeople, merge: PeopleMerge) -> Iterator[Finding]:
    for row, first in merge.repeated:
        lost = [
            f"{key} “{_shorten(value)}”" for key, value in row.person.items() if first.person.get(key, value) != value
        ]
        left_out = f"; left out: {', '.join(lost)}" if lost else ""
        words = f"{row.name} is in row {first.row} already, and was not added again{left_out}"
        yield row_finding(source, read.table, row.row, words, "delete one of the rows")
    for row, words in merge.confusable:
        words = f"{row.name} {words}; both are listed"
        hint = "if they are one person, correct the list, and delete the second entry of people: and participants:"
        yield row_finding(source, read.table, row.row, words, hint)
    for row in merge.unread_posts:
        place = row.person["affiliation"]
        words = f"the affiliation “{place}” was not taken, since workshop.yaml lists posts of {row.name}"
        yield row_finding(source, read.table, row.row, words, "add it to posts:, if it is right")
    for change in (*merge.changed, *merge.changed_participants):
        for key, value in change.old.items():
            called = f"{change.within} {key}".strip()
            message = f"{change.name}: {called} was “{_shorten(value)}” and is now “{_shorten(change.new[key])}”"
            hint = "to keep the values of workshop.yaml, use --keep"
            yield Finding("value-changed", message, None, hint, Severity.ADVICE)


def _shorten(value: Any) -> str:
    if isinstance(value, Mapping):
        value = [f"{key}: {_shorten(item)}" for key, item in value.items()]
    words = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    words = words.lower() if isinstance(value, bool) else words
    return words if len(words) <= 60 else f"{words[:59]}…"
