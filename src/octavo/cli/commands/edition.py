"""octavo edition: keep the edition that was given away, and begin the next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ...building.next_edition import NextEdition, UnreleasedEditionError, keep_released_edition, prepare_edition
from ...files.atomic_files import UnwritableError, replace_file_atomically
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path, show_control_characters
from ...findings.finding import FindingsError
from ...project.project_folders import project_of_workshop
from ..console.terminal import ExitCode, print_line, show_findings
from .import_options import DRY_RUN, WORKSHOP, show_change
from .shared_options import OUTPUT, choose_workshop
from .status import read_day


@click.group()
def edition() -> None:
    """Keep the edition that was given away, and begin the next."""


@edition.command(name="next")
@WORKSHOP
@click.option("--date", "day", metavar="DATE", required=True, callback=read_day, help="Date of the next edition.")
@click.option("--cut-off", metavar="DATE", callback=read_day, help="Day whose statuses it shows, if it is another.")
@click.option("--changed", is_flag=True, help="workshop.yaml was changed after the last edition was given away.")
@OUTPUT
@DRY_RUN
def next_(
    workshop: str | None, day: date, cut_off: date | None, changed: bool, output: str | None, dry_run: bool
) -> int:
    """Keep the edition that was given away, and begin the next.

    The files of the last release and their seals are copied to build/WORKSHOP/editions/N/, where octavo verify still
    proves them. In workshop.yaml, edition, date, cut_off and previous are set, and the recommendations that the
    edition had are listed below editions: what is added later is then told as new. Comments and order are kept.
    """
    source = choose_workshop([workshop] if workshop else [])
    project = project_of_workshop(source)
    folder = resolve_above_project(working_folder() / Path(output)) if output else project.build_folder
    try:
        begun = prepare_edition(source, project, folder, NextEdition(day, cut_off, changed))
        if not dry_run:
            keep_released_edition(begun)
            replace_file_atomically(source, begun.before.encode(), begun.after.encode())
    except UnwritableError:
        raise
    except FindingsError as faults:
        show_findings(faults.findings, "text")
        return ExitCode.UNFIT if isinstance(faults, UnreleasedEditionError) else ExitCode.FAULTY
    show_findings(begun.findings, "text")
    if not dry_run:
        print_line(show_control_characters(display_path(begun.kept)))
    show_change(begun.before, begun.after, source, dry_run, "text")
    return ExitCode.FINE
