"""octavo watch: build workshops again whenever their files change."""

from __future__ import annotations

import sys

import click

from ...building.outcomes import BuildRequest, Outcome
from ...building.watch_workshops import watch as watch_workshops
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path
from ..console.progress_line import show_progress
from ..console.terminal import ExitCode, choose_exit_code, collect_findings, print_line, show_findings
from .shared_options import (
    DEBUG,
    FORMAT,
    LANGUAGE,
    OUTPUT,
    PRODUCT,
    QUIET,
    STRICT,
    STYLE,
    WORKSHOPS,
    find_workshops,
    keep_languages,
)


@click.command()
@WORKSHOPS
@PRODUCT
@LANGUAGE
@FORMAT
@STRICT
@DEBUG
@STYLE
@OUTPUT
@QUIET
def watch(
    workshops: tuple[str, ...],
    products: tuple[str, ...],
    languages: tuple[str, ...],
    form: str,
    strict: bool,
    debug: bool,
    style: str | None,
    output: str | None,
    quiet: bool,
) -> int:
    """Build workshops again whenever their files change.

    They are built at once, and after each change until Ctrl-C. Workers go on running and keep the pages that they
    typeset. After an edit of a paragraph of a chapter, they lay out the pages that change. The documents are those of
    `octavo build`, to the byte.
    """
    folder = resolve_above_project(working_folder() / output) if output else None
    wanted = BuildRequest(products, style, output=folder, strict=strict, languages=languages)
    sources = keep_languages(find_workshops(workshops), languages, is_typed=bool(workshops))

    def show(outcomes: tuple[Outcome, ...]) -> None:
        choose_exit_code(outcomes, debug)
        show_findings(collect_findings(outcomes), form)
        for outcome in outcomes:
            for file in outcome.files:
                print_line(display_path(file), err=form != "text")

    with show_progress(sys.stderr, quiet) as tell:
        watch_workshops(sources, wanted, tell, show)
    return ExitCode.FINE
