"""octavo check: find mistakes without typesetting."""

from __future__ import annotations

import click

from ..console.terminal import findings_of, say, settle, show, sum_up
from .shared_options import DEBUG, FORM, PRODUCT, STRICT, SUMMED_UP, WORKSHOPS, sources


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
    from ...building.build_workshops import check as check_all
    from ...building.outcomes import OutcomeState
    from ...findings.console_text import shown_path, visible

    outcomes = check_all(sources(workshops), products, strict)
    found = findings_of(outcomes)
    code = max(settle(outcomes, debug), sum_up(outcomes, found, summaries, debug))
    show(found, form)
    for outcome in outcomes:
        if outcome.state is OutcomeState.UNCHANGED:
            say(f"{visible(shown_path(outcome.source))}: in order", err=form != "text")
    return code
