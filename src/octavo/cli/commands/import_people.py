"""octavo import people: add the people of a list to a workshop."""

from __future__ import annotations

import click

from ...importers.people.column_recognition import PRIVATE_COLUMNS
from ...importers.people.heading_words import Column
from ...importers.people.people_import import ImportChoices, PeopleImport, import_people
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
    target = choose_workshop([workshop] if workshop else [], " after the file")
    choices = ImportChoices(columns, sheet, keep)
    return import_into_workshop(
        target,
        lambda: import_people(source_path(file), target, choices),
        _count_people,
        PRIVATE_COLUMNS,
        dry_run=dry_run,
        strict=strict,
        form=form,
    )


def _count_people(done: PeopleImport) -> str:
    merge = done.merge
    changed = {change.name for change in (*merge.changed, *merge.changed_participants)}
    return f"People: {len(merge.added)} added, {len(changed)} changed, {merge.unchanged} unchanged"
