"""octavo preflight: check finished PDFs."""

from __future__ import annotations

import sys

import click

from ...building.worker_start import start_preflight_workers
from ...files.typed_paths import absolute_path, working_folder
from ...findings.finding import Severity
from ..console.terminal import ExitCode, print_document, supports_colour, write_document
from .shared_options import STRICT, WrittenFile, complete_profiles, current_project


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--profile",
    "name",
    metavar="NAME",
    shell_complete=complete_profiles,
    help="Profile to check against: screen, a printer, or one of your own in profiles/. Default: sheetfed-offset for "
    "PDF/X files, otherwise screen.",
)
@STRICT
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "html", "github", "gitlab"]),
    default="text",
    help="Format of the findings on standard output.",
)
@click.option(
    "--output", metavar="FILE", type=WrittenFile(), help="File to write findings to instead of standard output."
)
def preflight(files: tuple[str, ...], name: str | None, strict: bool, form: str, output: str | None) -> int:
    """Check PDFs for a printer, or for reading on a screen.

    This works for any PDF, whoever made it. Findings name the pages and say what to do.
    """
    with start_preflight_workers() as executor:
        # Loaded while the workers start.
        from ...preflight.parallel_run import check_files, format_checked_files

        judged = check_files(
            [absolute_path(working_folder() / file) for file in files],
            name,
            current_project(),
            executor,
        )
        text = format_checked_files(judged, form, supports_colour(sys.stdout) and not output, executor)
    if output:
        write_document(text, form, absolute_path(working_folder() / output))
    else:
        print_document(text, form)
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return (
        ExitCode.FAULTY
        if any(found.severity in grave for one in judged for found in one.report.found)
        else ExitCode.FINE
    )
