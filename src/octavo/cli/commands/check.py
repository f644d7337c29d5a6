"""octavo check: find mistakes without typesetting."""

from __future__ import annotations

import click

from ...building import build_workshops
from ...building.outcomes import OutcomeState
from ...findings.console_text import display_path, show_control_characters
from ..console.terminal import choose_exit_code, collect_findings, print_line, show_findings, write_summaries
from .shared_options import DEBUG, FORMAT, PRODUCT, STRICT, SUMMARY, WORKSHOPS, find_workshops


@click.command()
@WORKSHOPS
@PRODUCT
@FORMAT
@STRICT
@DEBUG
@SUMMARY
def check(
    workshops: tuple[str, ...],
    products: tuple[str, ...],
    form: str,
    strict: bool,
    debug: bool,
    summaries: tuple[str, ...],
) -> int:
    """Check workshops for mistakes without typesetting them."""
    outcomes = build_workshops.check(find_workshops(workshops), products, strict)
    found = collect_findings(outcomes)
    code = max(choose_exit_code(outcomes, debug), write_summaries(outcomes, found, summaries, debug))
    show_findings(found, form)
    for outcome in outcomes:
        if outcome.state is OutcomeState.UNCHANGED:
            print_line(
                f"{show_control_characters(display_path(outcome.source))}: no problems found", err=form != "text"
            )
    return code
