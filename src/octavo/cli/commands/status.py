"""octavo status: show where the recommendations stand, or enter a status."""

from __future__ import annotations

from datetime import date

import click

from ...findings.console_text import show_control_characters
from .shared_options import complete_workshops, find_workshops


def read_day(_ctx: click.Context, _param: click.Parameter, words: str | None) -> date | None:
    """Return the day of an option, in any form that can mean one day only. Raises BadParameter."""
    if words is None:
        return None
    from ...language.written_dates import read_written_date

    if day := read_written_date(words):
        return day
    raise click.BadParameter(f"'{show_control_characters(words)}' is not one day; write it as 2026-03-31")


@click.command()
@click.argument("words", metavar="[WORKSHOP] [ID STATUS]", nargs=-1, shell_complete=complete_workshops)
@click.option(
    "--on", "day", metavar="DATE", callback=read_day, help="Day of the status; of the board: when it is late."
)
@click.option("--note", metavar="TEXT", default="", help="What happened. It is printed as it is.")
@click.option("--evidence", metavar="TEXT", multiple=True, help="Title, address or both, of a document; repeatable.")
@click.option("--progress", type=click.IntRange(0, 100), help="Share that is done, in per cent.")
@click.option("--owner", metavar="OFFICE", default="", help="Responsible unit: an office, not a person.")
@click.option("--next", "next_step", metavar="TEXT", default="", help="Next step.")
@click.option("--by", "heirs", metavar="ID", multiple=True, help="Recommendation that takes its place; repeatable.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the change of workshop.yaml.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Format of the board.")
def status(
    words: tuple[str, ...],
    day: date | None,
    note: str,
    evidence: tuple[str, ...],
    progress: int | None,
    owner: str,
    next_step: str,
    heirs: tuple[str, ...],
    dry_run: bool,
    form: str,
) -> int:
    """Show where the recommendations stand, or enter a status.

    Without ID, the board is shown: each recommendation with its status, who is responsible, the day it is due, and the
    day on which it was last looked at. An ID alone shows its history.

    ID and STATUS enter a status into the history in workshop.yaml, whose comments and order are kept. STATUS may be the
    present one, with a note or evidence:

    \b
      octavo status R2 implemented --on 2026-03-05 --evidence https://example.org/register
      octavo status R3 superseded --on 2026-03-05 --by R11 --by R12
    """
    from . import status_boards

    workshops, identity, state = status_boards.read_words(words)
    options = (note, evidence, progress is not None, owner, next_step, heirs, dry_run)
    if not state:
        if any(options):
            raise click.UsageError("these options enter a status: name a recommendation and its status")
        return status_boards.show_boards(find_workshops(workshops), identity, day, form)
    if day is None:
        raise click.UsageError("a status has a day: add --on, as in --on 2026-03-31")
    from ...follow_up.status_entry import StatusEntry, read_evidence

    documents = tuple(map(read_evidence, evidence))
    entry = StatusEntry(
        identity, day, status_boards.read_status(state), note, documents, progress, owner, next_step, heirs
    )
    return status_boards.enter_status(status_boards.choose_workshop(workshops, identity), entry, dry_run)
