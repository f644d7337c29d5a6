"""octavo import: take over people, or a folder of another toolchain."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from ...files.atomic_files import write_file_atomically
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path, show_control_characters
from ...findings.finding import Finding, FindingsError, Severity
from ...importers.folder_import import import_folder
from ...importers.importer_registry import IMPORTERS
from ...importers.people.column_recognition import PRIVATE_COLUMNS
from ...importers.people.heading_words import Column
from ...importers.people.people_import import ImportChoices, PeopleImport, import_people
from ...importers.tables.columns import RecognizedColumn
from ..console.terminal import ExitCode, print_line, show_findings
from .shared_options import FORMAT, complete_workshops, current_project, find_workshops

_FIELDS = ", ".join(column for column in Column if column is not Column.LEFT_OUT)


@click.group(name="import")
def import_() -> None:
    """Import people, or a folder of another toolchain.

    aclpub2 is the toolchain of the ACL's proceedings; scipy reads the reStructuredText papers of a SciPy conference:
    each makes a new workshop. people adds the people of a spreadsheet to a workshop that exists. Everything that could
    not be imported is reported.
    """


STRICT = click.option("--strict", is_flag=True, help="Fail if anything could not be imported as it was.")


def _add_folder_command(kind: str, described: str) -> None:
    @import_.command(kind, help=f"Make the workshop reports/NAME/ from {described}.")
    @click.argument("folder", metavar="DIR", type=click.Path())
    @click.argument("name", required=False)
    @STRICT
    @FORMAT
    def import_kind(folder: str, name: str | None, strict: bool, form: str) -> int:
        return _import_folder(kind, folder, name, strict, form)


for _kind, _described in IMPORTERS.items():
    _add_folder_command(_kind, _described)


def _import_folder(kind: str, folder: str, name: str | None, strict: bool, form: str) -> int:
    path, found = import_folder(kind, working_folder() / Path(folder), name, current_project())
    show_findings(found, form)
    if path is None:
        return ExitCode.FAULTY
    print_line(display_path(path), err=form != "text")
    return _choose_exit_code(found, strict)


def _choose_exit_code(found: Iterable[Finding], strict: bool) -> int:
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return ExitCode.FAULTY if any(finding.severity in grave for finding in found) else ExitCode.FINE


def _read_column_map(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, Column]:
    chosen = {}
    for words in given:
        heading, _, field = words.rpartition("=")
        known = {column.value: column for column in Column} | {"-": Column.LEFT_OUT}
        if not heading or field.strip() not in known:
            raise click.BadParameter(
                f"'{words}' is not COLUMN=FIELD; the fields are: {_FIELDS}, and - to leave one out"
            )
        chosen[heading.strip()] = known[field.strip()]
    return chosen


@import_.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.argument("workshop", metavar="[WORKSHOP]", required=False, shell_complete=complete_workshops)
@click.option(
    "--map",
    "columns",
    metavar="COLUMN=FIELD",
    multiple=True,
    callback=_read_column_map,
    help="Say what a column holds, by its heading or letter, as in B=family; - leaves it out. Repeatable.",
)
@click.option("--sheet", metavar="NAME", default="", help="Sheet to read, if the file has several.")
@click.option("--keep", is_flag=True, help="Keep the values that workshop.yaml has, also where the list differs.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the change of workshop.yaml.")
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
    target = _choose_workshop(workshop)
    try:
        done = import_people(
            resolve_above_project(working_folder() / file), target, ImportChoices(columns, sheet, keep)
        )
        if not dry_run and done.after != done.before:
            write_file_atomically(target, done.after.encode())
    except FindingsError as faults:
        show_findings(faults.findings, form)
        return ExitCode.FAULTY
    _show_columns(done)
    show_findings(done.findings, form)
    _show_change(done, target, dry_run, form)
    return _choose_exit_code(done.findings, strict)


def _choose_workshop(named: str | None) -> Path:
    found = find_workshops([named] if named else [])
    if len(found) > 1:
        names = ", ".join(path.parent.name for path in found)
        raise click.UsageError(f"there are several workshops; name one of them after the file: {names}")
    return found[0]


def _show_columns(done: PeopleImport) -> None:
    width = min(max(len(column.heading) for column in done.read.columns), 40)
    for column in done.read.columns:
        heading = show_control_characters(column.heading[:40])
        print_line(f"  {column.letter:>2}  {heading:<{width}}  {_describe_column(column)}", err=True)


def _describe_column(column: RecognizedColumn) -> str:
    if column.holds is Column.LEFT_OUT:
        return "left out, since it is private" if column.is_private else "left out"
    return f"{column.holds} (private: never printed)" if column.holds in PRIVATE_COLUMNS else str(column.holds)


def _show_change(done: PeopleImport, target: Path, dry_run: bool, form: str) -> None:
    merge = done.merge
    changed = {change.name for change in (*merge.changed, *merge.changed_participants)}
    counts = f"{len(merge.added)} added, {len(changed)} changed, {merge.unchanged} unchanged"
    print_line(f"People: {counts}{'; nothing was written (--dry-run)' if dry_run else ''}", err=True)
    if dry_run and form == "text":
        lines = difflib.unified_diff(
            done.before.splitlines(), done.after.splitlines(), "workshop.yaml", "workshop.yaml (new)", n=1, lineterm=""
        )
        for line in lines:
            print_line(show_control_characters(line), err=False)
    elif not dry_run:
        print_line(display_path(target), err=form != "text")
    sys.stderr.flush()
