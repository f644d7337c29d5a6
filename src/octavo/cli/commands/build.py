"""octavo build: build products."""

from __future__ import annotations

import sys

import click

from ..console.terminal import findings_of, say, settle, show, sum_up
from .shared_options import (
    DEBUG,
    FORM,
    OUTPUT,
    PRINTER,
    PRODUCT,
    QUIET,
    STRICT,
    SUMMED_UP,
    WORKSHOPS,
    sources,
    style_names,
)


@click.command()
@WORKSHOPS
@PRODUCT
@FORM
@STRICT
@DEBUG
@click.option("--style", metavar="NAME", shell_complete=style_names, help="House style, in place of the product's own.")
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
@SUMMED_UP
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
    from ...files.typed_paths import here, settled
    from ...findings.console_text import shown_path
    from ..console.progress_line import progress

    if printer and use != "press":
        raise click.UsageError("--printer says for whom press files are made: add --for press")
    folder = settled(here() / output) if output else None
    wanted = BuildRequest(products, style, use == "press", printer, folder, strict)
    with progress(sys.stderr, quiet) as tell:
        outcomes = build_all(sources(workshops), wanted, tell)
    found = findings_of(outcomes)
    code = max(settle(outcomes, debug), sum_up(outcomes, found, summaries, debug))
    show(found, form)
    for outcome in outcomes:
        for file in outcome.files:
            say(shown_path(file), err=form != "text")
    return code
