"""octavo release: build, prove and seal all products."""

from __future__ import annotations

import sys

import click

from ..console.terminal import Exit, say, settle, show, sum_up
from .shared_options import DEBUG, FORM, OUTPUT, PRINTER, QUIET, STRICT, SUMMED_UP, WORKSHOPS, epoch, sources


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
    from ...building.outcomes import BuildRequest
    from ...building.release_workshops import release as release_all
    from ...files.typed_paths import here, settled
    from ...findings.console_text import shown_path
    from ..console.progress_line import progress

    if printer and use != "press":
        raise click.UsageError("--printer says for whom press files are made: leave out --for screen")
    folder = settled(here() / output) if output else None
    wanted = BuildRequest(press=use == "press", printer=printer, output=folder, strict=strict)
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
