"""octavo build: build products."""

from __future__ import annotations

import sys

import click

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
    "--style", metavar="NAME", shell_complete=complete_styles, help="House style, in place of the product's own."
)
@click.option(
    "--for",
    "use",
    type=click.Choice(["screen", "press"]),
    default="screen",
    help="With press, a printer's file of each as well, in press/, and the cover.",
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

    They land in build/<workshop>/, with a manifest; their paths are printed. What is built already of the same input
    stays as it is. Each is held against what a screen or its printer asks before it is given away.
    """
    from ...building.build_workshops import build as build_all
    from ...building.outcomes import BuildRequest
    from ...files.typed_paths import resolve_above_project, working_folder
    from ...findings.console_text import display_path
    from ..console.progress_line import show_progress

    if printer and use != "press":
        raise click.UsageError("--printer says for whom press files are made: add --for press")
    folder = resolve_above_project(working_folder() / output) if output else None
    wanted = BuildRequest(products, style, use == "press", printer, folder, strict)
    with show_progress(sys.stderr, quiet) as tell:
        outcomes = build_all(find_workshops(workshops), wanted, tell)
    found = collect_findings(outcomes)
    code = max(choose_exit_code(outcomes, debug), write_summaries(outcomes, found, summaries, debug))
    show_findings(found, form)
    for outcome in outcomes:
        for file in outcome.files:
            print_line(display_path(file), err=form != "text")
    return code
