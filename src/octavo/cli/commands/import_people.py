"""octavo import people: add the people of a list to a workshop."""

from __future__ import annotations

import click

from ...files.atomic_files import write_file_atomically
from ...findings.finding import FindingsError
from ...importers.people.column_recognition import PRIVATE_COLUMNS
from ...importers.people.heading_words import Column
from ...importers.people.people_import import ImportChoices, import_people
from ..console.terminal import ExitCode, print_line, show_findings
from .import_options import (
    DRY_RUN,
    FILE,
    KEEP,
    SHEET,
    STRICT,
    WORKSHOP,
    choose_exit_code,
    choose_workshop,
    column_map,
    show_change,
    show_columns,
    source_path,
)
from .shared_options import FORMAT


@click.command()
@FILE
@WORKSHOP
@column_map(Column, "B=family")
@SHEET
@KEEP
@DRY_RUN
@STRICT
@FORMAT
def people(
    file: str,
    workshop: str | None,
    columns: dict[str, Column],
    sheet: str,
    keep: bool,
    dry_run: bool,
    strict: bool,
    form: str,
) -> int:
    """Add the people of a list to a workshop.

    FILE is a spreadsheet (.xlsx, .ods, .xls), a CSV file or vCards (.vcf). Its columns are recognized by their headings
    in many languages, and are listed first. People are added to people: and participants: of workshop.yaml, whose
    comments and order are kept. To import a changed list again adds and updates, and adds nobody twice.
    """
    target = choose_workshop(workshop)
    try:
        done = import_people(source_path(file), target, ImportChoices(columns, sheet, keep))
        if not dry_run and done.after != done.before:
            write_file_atomically(target, done.after.encode())
    except FindingsError as faults:
        show_findings(faults.findings, form)
        return ExitCode.FAULTY
    show_columns(done.read.columns, PRIVATE_COLUMNS)
    show_findings(done.findings, form)
    merge = done.merge
    changed = {change.name for change in (*merge.changed, *merge.changed_participants)}
    counts = f"{len(merge.added)} added, {len(changed)} changed, {merge.unchanged} unchanged"
    print_line(f"People: {counts}{'; nothing was written (--dry-run)' if dry_run else ''}", err=True)
    show_change(done.before, done.after, target, dry_run, form)
    return choose_exit_code(done.findings, strict)
