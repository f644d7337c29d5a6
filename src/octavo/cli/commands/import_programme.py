"""octavo import programme: add the sessions and talks of a file to a workshop."""

from __future__ import annotations

import click

from ...importers.programme.column_recognition import PRIVATE_COLUMNS
from ...importers.programme.heading_words import ProgrammeColumn
from ...importers.programme.programme_import import ProgrammeChoices, ProgrammeImport, import_programme
from .import_options import (
    DRY_RUN,
    FILE,
    KEEP,
    SHEET,
    STRICT,
    WORKSHOP,
    column_map,
    import_into_workshop,
    source_path,
)
from .shared_options import FORMAT, choose_workshop


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
    target = choose_workshop([workshop] if workshop else [], " after the file")
    choices = ProgrammeChoices(columns, sheet, keep)
    return import_into_workshop(
        target,
        lambda: import_programme(source_path(file), target, choices),
        _count_entries,
        PRIVATE_COLUMNS,
        dry_run=dry_run,
        strict=strict,
        form=form,
    )


def _count_entries(done: ProgrammeImport) -> str:
    merge = done.merge
    counts = [
        f"{name}s: {merge.added[name]} added, {merge.changed[name]} changed, {merge.unchanged[name]} unchanged"
        for name in ("session", "talk")
    ]
    return "; ".join([*counts, f"people: {len(done.added_people)} added"]).capitalize()
