"""What the commands of `octavo import` share: options, the columns of a table, and the change of workshop.yaml."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

import click

from ...files.atomic_files import UnwritableError, replace_file_atomically
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path, show_control_characters
from ...findings.finding import Finding, FindingsError, Severity
from ...importers.tables.columns import LEFT_OUT, RecognizedColumn
from ..console.terminal import ExitCode, print_line, show_findings
from .shared_options import complete_workshops

C = TypeVar("C", bound=StrEnum)
STRICT = click.option("--strict", is_flag=True, help="Fail if anything could not be imported as it was.")
SHEET = click.option("--sheet", metavar="NAME", default="", help="Sheet to read, if the file has several.")
KEEP = click.option("--keep", is_flag=True, help="Keep the values that workshop.yaml has, also where the file differs.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Write nothing; print the change of workshop.yaml.")
FILE = click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
WORKSHOP = click.argument("workshop", metavar="[WORKSHOP]", required=False, shell_complete=complete_workshops)


class ReadTable(Protocol):
    """What was read of a file: here, what its columns were taken for."""

    @property
    def columns(self) -> Sequence[RecognizedColumn]:
        """The columns of its table."""


class WorkshopImport(Protocol):
    """An import into a workshop: what was read and found, and the text of workshop.yaml before and after it."""

    @property
    def read(self) -> ReadTable:
        """What was read."""

    @property
    def before(self) -> str:
        """The text before."""

    @property
    def after(self) -> str:
        """The text after."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found."""


W = TypeVar("W", bound=WorkshopImport)


def column_map(columns: type[C], example: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return the option --map for a table with these columns."""
    known: Mapping[str, C] = {column.value: column for column in columns}
    fields = ", ".join(name for name in known if name != LEFT_OUT)

    def read(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, C]:
        chosen = {}
        for words in given:
            heading, _, field = words.rpartition("=")
            column = known.get(LEFT_OUT if field.strip() == "-" else field.strip())
            if not heading or column is None:
                raise click.BadParameter(
                    f"'{words}' is not COLUMN=FIELD; the fields are: {fields}, and - to leave one out"
                )
            chosen[heading.strip()] = column
        return chosen

    words = f"Say what a column holds, by its heading or letter, as in {example}; - leaves it out. Repeatable."
    return click.option("--map", "columns", metavar="COLUMN=FIELD", multiple=True, callback=read, help=words)


def source_path(file: str) -> Path:
    """Return the path of a file to import that was typed."""
    return resolve_above_project(working_folder() / file)


def choose_exit_code(found: Iterable[Finding], strict: bool) -> int:
    """Return the exit code of an import: with `strict`, warnings fail it too."""
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return ExitCode.FAULTY if any(finding.severity in grave for finding in found) else ExitCode.FINE


def import_into_workshop(
    target: Path,
    read: Callable[[], W],
    count: Callable[[W], str],
    private: Collection[StrEnum],
    *,
    dry_run: bool,
    strict: bool,
    form: str,
) -> int:
    """Import a file into the workshop.yaml `target`, print what was read and changed, and return the exit code.

    `read` reads the file and the workshop, and `count` says in a sentence how much was imported. With `dry_run`,
    nothing is written.
    """
    try:
        done = read()
        if not dry_run and done.after != done.before:
            replace_file_atomically(target, done.before.encode(), done.after.encode())
    except UnwritableError:
        raise
    except FindingsError as faults:
        show_findings(faults.findings, form)
        return ExitCode.FAULTY
    _show_columns(done.read.columns, private)
    show_findings(done.findings, form)
    print_line(f"{count(done)}{'; nothing was written (--dry-run)' if dry_run else ''}", err=True)
    show_change(done.before, done.after, target, dry_run, form)
    return choose_exit_code(done.findings, strict)


def _show_columns(columns: Collection[RecognizedColumn], private: Collection[StrEnum]) -> None:
    """Print what each column of a table was taken for."""
    width = min(max((len(column.heading) for column in columns), default=0), 40)
    for column in columns:
        heading = show_control_characters(" ".join(column.heading.split())[:40])
        print_line(f"  {column.letter:>2}  {heading:<{width}}  {_describe_column(column, private)}", err=True)


def _describe_column(column: RecognizedColumn, private: Collection[StrEnum]) -> str:
    if column.is_left_out:
        return "left out, since it is private" if column.is_private else "left out"
    return f"{column.holds} (private: never printed)" if column.holds in private else str(column.holds)


def show_change(before: str, after: str, target: Path, dry_run: bool, form: str) -> None:
    """Print the change of a workshop.yaml that was not written, or the path of one that was."""
    if dry_run and form == "text":
        lines = difflib.unified_diff(
            before.splitlines(), after.splitlines(), "workshop.yaml", "workshop.yaml (new)", n=1, lineterm=""
        )
        for line in lines:
            print_line(show_control_characters(line), err=False)
    elif not dry_run:
        print_line(display_path(target), err=form != "text")
    sys.stderr.flush()
