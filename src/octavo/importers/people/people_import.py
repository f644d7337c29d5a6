"""Import people from a spreadsheet, a CSV file or vCards into the workshop.yaml of a workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...findings.finding import Finding, FindingsError, Severity
from ...loading.yaml_editor import YamlEditor
from ..tables.columns import RecognizedColumn, find_unknown_choices, unknown_column_finding
from ..tables.row_findings import row_finding
from ..tables.table_choice import choose_table, find_heading
from ..tables.table_reader import MOST_BYTES, Table, read_tables
from ..workshop_edit import edit_workshop, open_workshop, read_in_worker, read_source, shorten_value
from .column_recognition import count_known_columns, find_heading_row, recognize_columns
from .heading_words import Column
from .people_merge import PeopleMerge, merge_people
from .person_rows import PersonRow, read_people_rows
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
    opened = open_workshop(workshop)
    people, participants = opened.list_entries("people"), opened.list_entries("participants")
    data = read_source(source, MOST_BYTES)
    read = read_in_worker(source, _warm_up, read_people, source, data, choices, opened.language)
    merge = merge_people(read.people, people, participants, choices.keep)
    after = opened.text
    if not merge.is_empty:
        after = edit_workshop(opened, lambda editor: _write_people(editor, merge), "people: and participants:")
    return PeopleImport(read, merge, opened.text, after, (*read.findings, *_report_merge(source, read, merge)))


def _warm_up() -> None:
    """Nothing more is needed than this module has imported."""


def read_people(source: Path, data: bytes, choices: ImportChoices, language: str) -> ReadPeople:
    """Read the people of a file. Raises FindingsError."""
    tables = (read_vcards(source, data),) if source.suffix.lower() in VCARD_SUFFIXES else read_tables(source, data)
    table, told = choose_table(source, tables, choices.sheet, count_known_columns)
    first, heading = find_heading(table, find_heading_row, choices.columns)
    columns = recognize_columns(heading, choices.columns)
    if unknown := find_unknown_choices(columns, choices.columns):
        raise FindingsError([*told, unknown_column_finding(source, unknown[0], columns)])
    if not {column.holds for column in columns} & _NAME_COLUMNS:
        raise FindingsError([*told, _nameless_finding(source, table, columns)])
    read = read_people_rows(source, table, first, columns, language)
    return ReadPeople(table, columns, read.people, (*told, *_report_columns(source, columns), *read.findings))


def _report_columns(source: Path, columns: Sequence[RecognizedColumn]) -> Iterator[Finding]:
    for column in columns:
        if column.asks_consent:
            message = f"{source.name}: the column “{column.heading}” may hold consents, and was not read"
            hint = f"use --map {column.letter}=consent-list, =consent-photo, or =- to leave it out"
            yield Finding("consent-column", message, None, hint, Severity.WARNING)


def _nameless_finding(source: Path, table: Table, columns: Sequence[RecognizedColumn]) -> Finding:
    shown = (
        [column.heading for column in columns] or [cell for cell in table.rows[0].cells if cell] if table.rows else []
    )
    where = f"{source.name}, sheet “{table.name}”" if table.name else source.name
    message = f"{where}: no column of names was recognized among {', '.join(f'“{words[:40]}”' for words in shown[:12])}"
    hint = "say which column holds what, by heading or letter: --map B=family --map A=given, or --map A=name"
    return Finding("no-names", message, None, hint)


def _write_people(editor: YamlEditor, merge: PeopleMerge) -> None:
    for key, changes in (("people", merge.changed), ("participants", merge.changed_participants)):
        for change in changes:
            editor.set_values((key, change.index, *filter(None, [change.within])), change.new)
    editor.append_items("people", merge.added)
    editor.append_items("participants", merge.added_participants)


def _report_merge(source: Path, read: ReadPeople, merge: PeopleMerge) -> Iterator[Finding]:
    for row, first in merge.repeated:
        lost = [
            f"{key} “{shorten_value(value)}”"
            for key, value in row.person.items()
            if first.person.get(key, value) != value
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
            message = (
                f"{change.name}: {called} was “{shorten_value(value)}” and is now “{shorten_value(change.new[key])}”"
            )
            hint = "to keep the values of workshop.yaml, use --keep"
            yield Finding("value-changed", message, None, hint, Severity.ADVICE)
