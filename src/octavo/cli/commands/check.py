"""octavo check: find mistakes without typesetting."""

from __future__ import annotations

import click

from ...building import check_workshops
from ...building.outcomes import OutcomeState
from ...findings.console_text import display_path, show_control_characters
from ...findings.finding import Severity
from ..console.terminal import choose_exit_code, collect_findings, print_line, show_findings, write_summaries
from .shared_options import (
    DEBUG,
    FORMAT,
    LANGUAGE,
    PRODUCT,
    STRICT,
    SUMMARY,
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
@SUMMARY
def check(
    workshops: tuple[str, ...],
    products: tuple[str, ...],
    languages: tuple[str, ...],
    form: str,
    strict: bool,
    debug: bool,
    summaries: tuple[str, ...],
) -> int:
    """Check workshops for mistakes without typesetting them.

    A workshop that is written in several languages is checked in each.
    """
    sources = keep_languages(find_workshops(workshops), languages, is_typed=bool(workshops))
    outcomes = check_workshops.check(sources, products, strict, languages)
    found = collect_findings(outcomes)
    code = max(choose_exit_code(outcomes, debug), write_summaries(outcomes, found, summaries, debug))
    show_findings(found, form)
    for outcome in outcomes:
        if outcome.state is OutcomeState.UNCHANGED:
            is_warned = any(one.severity is Severity.WARNING for one in outcome.findings)
            said = "no errors found" if is_warned else "no problems found"
            print_line(f"{show_control_characters(display_path(outcome.source))}: {said}", err=form != "text")
    return code
