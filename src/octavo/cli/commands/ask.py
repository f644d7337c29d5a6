"""octavo ask: write a sheet with its recommendations for each addressee."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from ...files.atomic_files import OpenFolder, UnwritableError, open_folder
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path, show_control_characters
from ...findings.finding import Finding, FindingsError, Place, has_errors
from ...follow_up.answer_sheets import make_answer_sheets
from ...project.project_folders import project_of_workshop
from ..console.terminal import ExitCode, print_line, show_findings
from .import_options import WORKSHOP
from .shared_options import choose_workshop, keep_languages
from .status import read_day


@click.command()
@WORKSHOP
@click.option(
    "--by", "until", metavar="DATE", required=True, callback=read_day, help="Day by which they are to answer."
)
@click.option("--closed", is_flag=True, help="Ask about recommendations that are closed, too.")
@click.option("--language", metavar="CODE", default="", help="Language of the sheets, if the workshop has several.")
@click.option("--output", metavar="DIR", type=click.Path(), help="Folder for the sheets, instead of one in build/.")
def ask(workshop: str | None, until: date, closed: bool, language: str, output: str | None) -> int:
    """Write a sheet with its recommendations for each addressee.

    A small spreadsheet and a form to print (HTML) for each are written to build/WORKSHOP.ask/DATE/. They hold what may
    be printed, and nothing else. octavo import answers reads the spreadsheets back. A file that is there already is
    never overwritten.
    """
    source = choose_workshop([workshop] if workshop else [])
    keep_languages([source], [language] if language else (), is_typed=True)
    try:
        made = make_answer_sheets(source, until, closed, language)
        usual = project_of_workshop(source).build_folder / f"{made.workshop}.ask" / until.isoformat()
        folder = resolve_above_project(working_folder() / Path(output)) if output else usual
        if not has_errors(made.findings):
            with open_folder(folder.parent, folder.name) as opened:
                _write_sheets(opened, made.files)
    except UnwritableError:
        raise
    except FindingsError as faults:
        show_findings(faults.findings, "text")
        return ExitCode.FAULTY
    show_findings(made.findings, "text")
    if has_errors(made.findings):
        return ExitCode.FAULTY
    for name in made.files:
        print_line(show_control_characters(display_path(folder / name)))
    asked = len({row.id for sheet in made.sheets for row in sheet.rows})
    sheets = "1 sheet" if len(made.sheets) == 1 else f"{len(made.sheets)} sheets"
    print_line(f"{sheets} on {asked} recommendation{'s' if asked > 1 else ''}", err=True)
    return ExitCode.FINE


def _write_sheets(opened: OpenFolder, files: Mapping[str, bytes]) -> None:
    """Write all files or none. One that is there with other words may hold somebody's answers."""
    there = [name for name, data in files.items() if _differs(opened, name, data)]
    if there:
        hint = "it may hold answers: move it away, or name another folder with --output"
        raise FindingsError(
            [Finding("sheet-is-there", f"{name} is there already", Place(opened.path / name), hint) for name in there]
        )
    with opened.prepare_files(files):
        for name in files:
            opened.move_into_place(name)
        opened.sync()


def _differs(folder: OpenFolder, name: str, data: bytes) -> bool:
    there = folder.read_file(name)
    return there is not None and there != data
