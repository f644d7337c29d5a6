"""Commands that make documents: build, check, release."""

from __future__ import annotations

import sys

import click

from ..console.terminal import Exit, findings_of, say, settle, show, sum_up
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
    epoch,
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
    from ...building.build_workshops import Wanted
    from ...building.build_workshops import build as build_all
    from ...findings.report_formats import shown_path
    from ...project.project_folders import here, settled
    from ..console.progress_line import progress

    if printer and use != "press":
        raise click.UsageError("--printer says for whom press files are made: add --for press")
    folder = settled(here() / output) if output else None
    wanted = Wanted(products, style, use == "press", printer, folder, strict)
    with progress(sys.stderr, quiet) as tell:
        outcomes = build_all(sources(workshops), wanted, tell)
    found = findings_of(outcomes)
    code = max(settle(outcomes, debug), sum_up(outcomes, found, summaries, debug))
    show(found, form)
    for outcome in outcomes:
        for file in outcome.files:
            say(shown_path(file), err=form != "text")
    return code


@click.command()
@WORKSHOPS
@PRODUCT
@FORM
@STRICT
@DEBUG
@SUMMED_UP
def check(
    workshops: tuple[str, ...],
    products: tuple[str, ...],
    form: str,
    strict: bool,
    debug: bool,
    summaries: tuple[str, ...],
) -> int:
    """Check workshops without typesetting them."""
    from ...building.build_workshops import State
    from ...building.build_workshops import check as check_all
    from ...findings.report_formats import shown_path, visible

    outcomes = check_all(sources(workshops), products, strict)
    found = findings_of(outcomes)
    code = max(settle(outcomes, debug), sum_up(outcomes, found, summaries, debug))
    show(found, form)
    for outcome in outcomes:
        if outcome.state is State.UNCHANGED:
            say(f"{visible(shown_path(outcome.source))}: in order", err=form != "text")
    return code


@click.command()
@WORKSHOPS
@click.option(
    "--for",
    "use",
    type=click.Choice(["press", "screen"]),
    default="press",
    help="With screen, no printer's files: what is not to be printed need not be fit for it.",
)
@PRINTER
@OUTPUT
@STRICT
@FORM
@QUIET
@DEBUG
@SUMMED_UP
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
    """Build all products of workshops, prove them, and seal each folder.

    SHA256SUMS, a bill of materials and a statement of provenance are written where nothing is missing or unfit, and
    only there.
    """
    from ...building.build_workshops import Wanted
    from ...building.release_workshops import release as release_all
    from ...findings.report_formats import shown_path
    from ...project.project_folders import here, settled
    from ..console.progress_line import progress

    if printer and use != "press":
        raise click.UsageError("--printer says for whom press files are made: leave out --for screen")
    folder = settled(here() / output) if output else None
    wanted = Wanted(press=use == "press", printer=printer, output=folder, strict=strict)
    with progress(sys.stderr, quiet) as tell:
        released = release_all(sources(workshops), wanted, tell, epoch())
    found = tuple(dict.fromkeys(finding for one in released for finding in one.findings))
    outcomes = tuple(outcome for one in released for outcome in one.outcomes)
    fit = Exit.FINE if all(one.is_fit for one in released) else Exit.UNFIT
    code = max(fit, settle(outcomes, debug), sum_up(outcomes, found, summaries, debug))
    show(found, form)
    for one in released:
        for file in (*one.files, *one.seals) if one.is_fit else ():
            say(shown_path(file), err=form != "text")
    return code
