"""octavo release: build, check and attest all products."""

from __future__ import annotations

import sys

import click

from ...building import release_workshops
from ...building.outcomes import BuildRequest
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path
from ...findings.finding import merge_by_cause
from ..console.progress_line import show_progress
from ..console.terminal import ExitCode, choose_exit_code, print_line, show_findings, write_summaries
from .shared_options import (
    DEBUG,
    FORMAT,
    OUTPUT,
    PRINTER,
    QUIET,
    STRICT,
    SUMMARY,
    WORKSHOPS,
    find_workshops,
    read_epoch,
)


@click.command()
@WORKSHOPS
@click.option(
    "--for",
    "use",
    type=click.Choice(["press", "screen"]),
    default="press",
    help="screen: make no press files, for releases that will not be printed.",
)
@PRINTER
@OUTPUT
@STRICT
@FORMAT
@QUIET
@DEBUG
@SUMMARY
def release(
    workshops: tuple[str, ...],
    use: str,
    printer: str | None,
    output: str | None,
    strict: bool,
    form: str,
    quiet: bool,
    debug: bool,
    summaries: tuple[str, ...],
) -> int:
    """Build, check and attest all products of workshops.

    SHA256SUMS, an SBOM and a provenance statement are written only to folders in which nothing is missing or unfit.
    """
    if printer and use != "press":
        raise click.UsageError("--printer selects the printer of press files: leave out --for screen")
    folder = resolve_above_project(working_folder() / output) if output else None
    wanted = BuildRequest(press=use == "press", printer=printer, output=folder, strict=strict)
    with show_progress(sys.stderr, quiet) as tell:
        released = release_workshops.release(find_workshops(workshops), wanted, tell, read_epoch())
    found = merge_by_cause(finding for one in released for finding in one.findings)
    outcomes = tuple(outcome for one in released for outcome in one.outcomes)
    fit = ExitCode.FINE if all(one.is_fit for one in released) else ExitCode.UNFIT
    code = max(fit, choose_exit_code(outcomes, debug), write_summaries(outcomes, found, summaries, debug))
    show_findings(found, form)
    for one in released:
        for file in (*one.files, *one.seals) if one.is_fit else ():
            print_line(display_path(file), err=form != "text")
    return code
