"""octavo build: build the products of workshops."""

from __future__ import annotations

import sys

import click

from ...building import build_workshops
from ...building.outcomes import BuildRequest
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path
from ..console.progress_line import show_progress
from ..console.terminal import choose_exit_code, collect_findings, print_line, show_findings, write_summaries
from .shared_options import (
    DEBUG,
    FORMAT,
    OUTPUT,
    PRINTER,
    PRODUCT,
    QUIET,
    STRICT,
    SUMMARY,
    WORKSHOPS,
    complete_styles,
    find_workshops,
)


@click.command()
@WORKSHOPS
@PRODUCT
@FORMAT
@STRICT
@DEBUG
@click.option(
    "--style", metavar="NAME", shell_complete=complete_styles, help="House style to use instead of the product's own."
)
@click.option(
    "--for",
    "use",
    type=click.Choice(["screen", "press"]),
    default="screen",
    help="press: also make press files, in press/, and the cover.",
)
@PRINTER
@OUTPUT
@QUIET
@SUMMARY
def build(
    workshops: tuple[str, ...],
    products: tuple[str, ...],
    form: str,
    strict: bool,
    debug: bool,
    style: str | None,
    use: str,
    printer: str | None,
    output: str | None,
    quiet: bool,
    summaries: tuple[str, ...],
) -> int:
    """Build the documents of workshops.

    The documents and a manifest go to build/<workshop>/, and their paths are printed. Documents that are up to date are
    not built again. Each document is checked for screen or print and is not written if the check finds an error.
    """
    if printer and use != "press":
        raise click.UsageError("--printer selects the printer of press files: add --for press")
    folder = resolve_above_project(working_folder() / output) if output else None
    wanted = BuildRequest(products, style, use == "press", printer, folder, strict)
    with show_progress(sys.stderr, quiet) as tell:
        outcomes = build_workshops.build(find_workshops(workshops), wanted, tell)
    found = collect_findings(outcomes)
    code = max(choose_exit_code(outcomes, debug), write_summaries(outcomes, found, summaries, debug))
    show_findings(found, form)
    for outcome in outcomes:
        for file in outcome.files:
            print_line(display_path(file), err=form != "text")
    return code
