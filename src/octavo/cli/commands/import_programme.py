"""octavo import programme: add the sessions and talks of a file to a workshop."""

from __future__ import annotations

import click

from ...files.atomic_files import write_file_atomically
from ...findings.finding import FindingsError
from ...importers.programme.column_recognition import PRIVATE_COLUMNS
from ...importers.programme.heading_words import ProgrammeColumn
from ...importers.programme.programme_import import ProgrammeChoices, ProgrammeImport, import_programme
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
@column_map(ProgrammeColumn, "B=title")
@SHEET
@KEEP
@DRY_RUN
@STRICT
@FORMAT
def programme(
    file: str,
    workshop: str | None,
    columns: dict[str, ProgrammeColumn],
    sheet: str,
    keep: bool,
    dry_run: bool,
    strict: bool,
    form: str,
) -> int:
    """Add the sessions and talks of a file to a workshop.

    FILE is a spreadsheet (.xlsx, .ods, .xls), a CSV file, a calendar (.ics), the JSON that Indico or pretalx exports,
    or XML of frab or pretalx. Days, sessions and talks are added to programme: of workshop.yaml, and speakers and
    chairs to people:, unless they are there; comments and order are kept. To import a changed programme again adds and
    updates, and adds nothing twice.
    """
    target = choose_workshop(workshop)
    try:
        done = import_programme(source_path(file), target, ProgrammeChoices(columns, sheet, keep))
        if not dry_run and done.after != done.before:
            write_file_atomically(target, done.after.encode())
    except FindingsError as faults:
        show_findings(faults.findings, form)
        return ExitCode.FAULTY
    show_columns(done.read.columns, PRIVATE_COLUMNS)
    show_findings(done.findings, form)
    print_line(f"{_count_entries(done)}{'; nothing was written (--dry-run)' if dry_run else ''}", err=True)
    show_change(done.before, done.after, target, dry_run, form)
    return choose_exit_code(done.findings, strict)


def _count_entries(done: ProgrammeImport) -> str:
    merge = done.merge
    counts = [
        f"{name}s: {merge.added[name]} added, {merge.changed[name]} changed, {merge.unchanged[name]} unchanged"
        for name in ("session", "talk")
    ]
    return "; ".join([*counts, f"people: {len(done.added_people)} added"]).capitalize()
