"""Print findings and outcomes, and choose the exit code. Only this module prints."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, TextIO

from ...files.atomic_files import append_to_file, write_file_atomically
from ...files.source_lines import read_source_lines
from ...files.typed_paths import absolute_path, working_folder
from ...findings.console_text import escape_unprintable
from ...findings.finding import merge_by_cause
from ...project.ci_environment import detect_build_server

if TYPE_CHECKING:
    from pathlib import Path

    from ...building.outcomes import Outcome
    from ...findings.finding import Finding
    from .ci_summary import CiSummary


class ExitCode(IntEnum):
    """Exit codes; if several apply, the greatest is returned."""

    FINE = 0
    FAULTY = 1
    USAGE = 2
    BLOCKED = 3
    LACKING = 4
    UNFIT = 5
    BROKEN = 70
    INTERRUPTED = 130


# The keys are values of building.outcomes.OutcomeState, which would slow down the start if it were imported here.
EXIT_CODES = {
    "incomplete": ExitCode.FAULTY,
    "faulty": ExitCode.FAULTY,
    "blocked": ExitCode.BLOCKED,
    "lacking": ExitCode.LACKING,
    "broken": ExitCode.BROKEN,
}


def collect_findings(outcomes: Iterable[Outcome]) -> tuple[Finding, ...]:
    """Return the findings of all outcomes, each cause once."""
    return merge_by_cause(finding for outcome in outcomes for finding in outcome.findings)


DOCUMENT_FORMATS = ("json", "github", "gitlab")
"""Formats in which findings are for programs, on standard output."""


def show_findings(findings: tuple[Finding, ...], form: str) -> None:
    if form == "text" and not findings:
        return
    from ...findings import report_formats

    if form == "text":
        print_line(report_formats.format_as_text(findings, read_source_lines, supports_colour(sys.stderr)), err=True)
        return
    if form == "json":
        text = report_formats.format_as_json(findings)
    else:
        server = detect_build_server(os.environ)
        text = {"github": report_formats.format_as_github, "gitlab": report_formats.format_as_gitlab}[form](
            findings, server.root if server else None
        )
    if text:
        print_document(text, form)


def show_fatal_findings(findings: tuple[Finding, ...], form: str) -> None:
    """Show the findings that stopped a command, as text and also as the document that a program expects."""
    show_findings(findings, "text")
    if form in DOCUMENT_FORMATS:
        show_findings(findings, form)


def write_summaries(
    outcomes: Sequence[Outcome], found: Sequence[Finding], files: Sequence[str], debug: bool = False
) -> int:
    """Write the requested summaries; one that cannot be written does not undo the build. Return the exit code."""
    if not files:
        return ExitCode.FINE
    from ...building.outcomes import make_failed_outcome
    from .ci_summary import CiSummary, summary_to_markdown

    summary = CiSummary(outcomes, found, detect_build_server(os.environ))
    unwritten = []
    for path in (absolute_path(working_folder() / file) for file in files):
        try:
            if path.suffix == ".html":
                _write_html_summary(summary, path)
            else:
                append_to_file(path, summary_to_markdown(summary).encode())
        except Exception as error:
            unwritten.append(make_failed_outcome(path, "a summary", error))
            show_findings(unwritten[-1].findings, "text")
    return choose_exit_code(unwritten, debug)


def _write_html_summary(summary: CiSummary, path: Path) -> None:
    from ...building.worker_start import start_preflight_workers
    from .html_overview import draw_pages, write_overview

    with start_preflight_workers() as executor:
        drawn = draw_pages(summary, executor)
    write_file_atomically(path, write_overview(summary, drawn).encode())


def print_line(text: str, err: bool = False) -> None:
    """Print a text; ignore a closed pipe (octavo build | head), since the products are built anyway."""
    stream = sys.stderr if err else sys.stdout
    _write_stream(escape_unprintable(text, colour=supports_colour(stream)), stream)


def _write_stream(text: str, stream: TextIO) -> None:
    try:
        stream.write(text.rstrip("\n") + "\n")
        stream.flush()
    except BrokenPipeError:
        silence_stream(stream)


def print_document(text: str, form: str) -> None:
    """Print the result of a command; documents for programs are always UTF-8."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if form != "text" and reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    _write_stream(escape_unprintable(text, form, supports_colour(sys.stdout)), sys.stdout)


def write_document(text: str, form: str, path: Path) -> None:
    """Write the result of a command to a file, as it would be printed. Raises UnwritableError."""
    write_file_atomically(path, escape_unprintable(text, form).encode(errors="backslashreplace"))


def silence_stream(stream: TextIO) -> None:
    """Redirect a stream to the null device, so that Python does not fail when it flushes it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def supports_colour(stream: TextIO) -> bool:
    return bool(stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def choose_exit_code(outcomes: Iterable[Outcome], debug: bool) -> int:
    """Return the exit code; with `debug`, also print the tracebacks of defects in Octavo."""
    outcomes = tuple(outcomes)
    if debug:
        show_tracebacks(outcome.error for outcome in outcomes if outcome.error)
    return max((EXIT_CODES.get(outcome.state, ExitCode.FINE) for outcome in outcomes), default=ExitCode.FINE)


def show_tracebacks(errors: Iterable[BaseException]) -> None:
    for error in dict.fromkeys(errors):
        print_line("".join(traceback.format_exception(error)), err=True)


def interrupt_on_termination() -> AbstractContextManager[None]:
    """Raise KeyboardInterrupt on SIGTERM, so that a build cleans up."""

    def stop(*_words: object) -> None:
        raise KeyboardInterrupt

    return _handle_signals(stop, "SIGTERM")


def ignore_interruptions() -> AbstractContextManager[None]:
    """Ignore SIGINT and SIGTERM while the last messages are printed."""
    return _handle_signals(None, "SIGTERM", "SIGINT")


@contextmanager
def _handle_signals(answer: Callable[..., None] | None, *names: str) -> Iterator[None]:
    """Handle signals with a function, or ignore them, while the block runs."""
    numbers = [signal.Signals[name] for name in names]
    before = [signal.signal(number, answer or signal.SIG_IGN) for number in numbers]
    try:
        yield
    finally:
        for number, former in zip(numbers, before, strict=True):
            signal.signal(number, former)
