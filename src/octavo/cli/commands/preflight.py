"""octavo preflight: judge finished PDFs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..console.terminal import Exit, colours, hand_over, write_out
from .shared_options import STRICT, profile_names

if TYPE_CHECKING:
    pass


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--profile",
    "name",
    metavar="NAME",
    shell_complete=profile_names,
    help="What the files are held against: screen, a printer, or one of your own in profiles/. Without it, what the "
    "files claim to be decides.",
)
@STRICT
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "html", "github", "gitlab"]),
    default="text",
    help="How findings are shown, on standard output.",
)
@click.option("--output", metavar="FILE", type=click.Path(), help="Where they are written; else standard output.")
def preflight(files: tuple[str, ...], name: str | None, strict: bool, form: str, output: str | None) -> int:
    """Hold PDFs against what a printer, or a reader on a screen, asks of them.

    Any PDF may be judged, whoever made it. Findings come with their pages and what to do.
    """
    from ...building.worker_start import judging_workers
    from ...files.typed_paths import absolute, here
    from ...findings.finding import Severity
    from ...project.project_folders import project_at

    with judging_workers() as executor:
        from ...preflight.parallel_run import judge, shown

        judged = judge([absolute(here() / file) for file in files], name, project_at(here()), executor)
        text = shown(judged, form, colours(sys.stdout) and not output, executor)
    if output:
        write_out(text, form, absolute(here() / output))
    else:
        hand_over(text, form)
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return Exit.FAULTY if any(found.severity in grave for one in judged for found in one.report.found) else Exit.FINE
