"""octavo diff: compare two files or folders."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from ...building.comparison import diff_report, file_diff
from ...building.comparison.diff_page import diff_to_html
from ...files.atomic_files import write_file_atomically
from ...files.typed_paths import absolute_path, working_folder
from ...findings.finding import FindingsError
from ..console.terminal import ExitCode, print_document, show_fatal_findings, supports_colour, write_document
from .shared_options import WrittenFile


@click.command()
@click.argument("old", type=click.Path(exists=True))
@click.argument("new", type=click.Path(exists=True))
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", help="Output format.")
@click.option("--output", metavar="FILE", type=WrittenFile(), help="File to write to instead of standard output.")
@click.option(
    "--pictures",
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Folder for pictures of pages that look different.",
)
def diff(old: str, new: str, form: str, output: str | None, pictures: str | None) -> int:
    """Compare two files or two output folders.

    Shows words that differ, in reading order, recommendations whose status changed, pages that look different, and
    files that have different bytes or are in only one folder. The exit code is that of diff: 0 if nothing differs, 1 if
    something differs, 2 if a file cannot be read.
    """
    try:
        compared = file_diff.compare_editions(
            absolute_path(working_folder() / old), absolute_path(working_folder() / new)
        )
    except FindingsError as faults:
        show_fatal_findings(faults.findings, form)
        return ExitCode.USAGE
    if pictures:
        for name, png in diff_report.list_page_pictures(compared):
            write_file_atomically(absolute_path(working_folder() / pictures / name), png)
    colour = supports_colour(sys.stdout) and not output
    text = _write_report(compared, form, colour)
    if output:
        write_document(text, form, absolute_path(working_folder() / output))
    else:
        print_document(text, form)
    return ExitCode.FINE if all(one.is_same for one in compared) else ExitCode.FAULTY


def _write_report(compared: Sequence[diff_report.Comparison], form: str, colour: bool) -> str:
    if form == "html":
        return diff_to_html(compared)
    return diff_report.diff_to_json(compared) if form == "json" else diff_report.diff_to_text(compared, colour)
