"""octavo fix: correct in workshop.yaml what is certainly wrong."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from ...building.check_workshops import find_fixes
from ...files.atomic_files import UnwritableError, replace_file_atomically
from ...findings.console_text import count_by_severity, display_path, show_control_characters, style_text
from ...findings.finding import FindingsError
from ..console.terminal import ExitCode, print_line, show_findings, supports_colour
from .shared_options import WORKSHOPS, find_workshops

_COLOURS = {"+": "green", "-": "red"}


@click.command()
@WORKSHOPS
@click.option("--dry-run", is_flag=True, help="Show the changes, and write nothing.")
@click.option("--yes", "-y", "is_agreed", is_flag=True, help="Write the changes without asking.")
def fix(workshops: tuple[str, ...], dry_run: bool, is_agreed: bool) -> int:
    """Correct in workshop.yaml what is certainly wrong.

    Names of countries become codes, capitals and slips in keys are corrected, texts with a colon are quoted, dates are
    written as 2026-03-31. What could mean two things is left to you. The changes are shown first; comments and line
    ends stay as they are.
    """
    code = ExitCode.FINE
    for source in find_workshops(workshops):
        try:
            code = max(code, _fix_workshop(source, dry_run, is_agreed))
        except FindingsError as faults:
            show_findings(faults.findings, "text")
            code = max(code, ExitCode.BLOCKED if isinstance(faults, UnwritableError) else ExitCode.FAULTY)
    return code


def _fix_workshop(source: Path, dry_run: bool, is_agreed: bool) -> ExitCode:
    done = find_fixes(source)
    name = display_path(source)
    left = count_by_severity(finding.severity for finding in done.left)
    rest = f"; left to you: {left} (octavo check {show_control_characters(source.parent.name)})" if left else ""
    if done.after == done.before:
        print_line(f"{show_control_characters(name)}: nothing to correct{rest}", err=True)
        return ExitCode.FINE
    _show_change(done.before, done.after, name)
    counted = "1 correction" if len(done.fixed) == 1 else f"{len(done.fixed)} corrections"
    if dry_run:
        print_line(f"{counted}; nothing was written (--dry-run){rest}", err=True)
        return ExitCode.FINE
    if not is_agreed and not sys.stdin.isatty():
        print_line(f"{counted}; nothing was written: run octavo fix with --yes{rest}", err=True)
        return ExitCode.FAULTY
    if not is_agreed and not click.confirm("Write these changes?", err=True):
        print_line("nothing was written", err=True)
        return ExitCode.FINE
    replace_file_atomically(source, done.before.encode(), done.after.encode())
    print_line(f"{show_control_characters(name)}: {counted} written{rest}", err=True)
    return ExitCode.FINE


def _show_change(before: str, after: str, name: str) -> None:
    colour = supports_colour(sys.stdout)
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, f"{name} (corrected)", n=1, lineterm="")
    for line in lines:
        shown = show_control_characters(line)
        print_line(style_text(shown, colour and line[:1] in _COLOURS, fg=_COLOURS.get(line[:1])))
