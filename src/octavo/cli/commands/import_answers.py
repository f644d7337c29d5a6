"""octavo import answers: enter what became of recommendations, from the sheets of their addressees."""

from __future__ import annotations

from datetime import date

import click

from ...files.atomic_files import UnwritableError, replace_file_atomically
from ...findings.console_text import show_control_characters
from ...findings.finding import FindingsError, has_errors
from ...follow_up.answer_import import AnswerChoices, AnswerImport, import_answers
from ..console.terminal import ExitCode, print_line, show_findings
from .import_options import DRY_RUN, show_change, source_path
from .shared_options import FORMAT, choose_workshop, complete_workshops
from .status import read_day


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--workshop", metavar="WORKSHOP", shell_complete=complete_workshops, help="Workshop that is answered for."
)
@click.option("--on", "day", metavar="DATE", callback=read_day, help="Day of the answers that name none.")
@click.option("--unmarked", is_flag=True, help="Take rows whose mark is empty.")
@DRY_RUN
@FORMAT
def answers(
    files: tuple[str, ...], workshop: str | None, day: date | None, unmarked: bool, dry_run: bool, form: str
) -> int:
    """Enter what became of recommendations, from the sheets of their addressees.

    FILE is a spreadsheet that octavo ask wrote and an addressee filled in (.xlsx, .ods, .xls or .csv). What changes is
    listed. Nothing is written if any answer is in doubt: if two of them disagree, if a recommendation was changed in
    workshop.yaml after the sheet was written, or is not addressed to those whose sheet it is on.
    """
    target = choose_workshop([workshop] if workshop else [], " with --workshop")
    try:
        done = import_answers([source_path(file) for file in files], target, AnswerChoices(day, unmarked))
        if not dry_run and done.after != done.before:
            replace_file_atomically(target, done.before.encode(), done.after.encode())
    except UnwritableError:
        raise
    except FindingsError as faults:
        show_findings(faults.findings, form)
        return ExitCode.FAULTY
    show_findings(done.findings, form)
    is_refused = has_errors(done.findings)
    _show_answers(done)
    if is_refused:
        print_line("nothing was written", err=True)
        return ExitCode.FAULTY
    rest = f"; not answered: {', '.join(done.unanswered)}" if done.unanswered else ""
    counted = f"Answers: {len(done.changes)}, of which {done.changed} change workshop.yaml{rest}"
    print_line(show_control_characters(f"{counted}{'; nothing was written (--dry-run)' if dry_run else ''}"), err=True)
    show_change(done.before, done.after, target, dry_run, form)
    return ExitCode.FINE


def _show_answers(done: AnswerImport) -> None:
    for one in done.changes:
        before = one.before or "not known"
        moved = f"{before} → {one.after}" if one.after and one.after != one.before else before
        what = "" if one.is_change else ", as it is already"
        print_line(show_control_characters(f"  {one.id}  {moved} ({one.day}){what}"), err=True)
