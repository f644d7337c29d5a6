"""The terminal: findings and outcomes in, words on it and an exit code out; the only module that prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from pathlib import Path

    from ...building.outcomes import Outcome
    from ...findings.finding import Finding
    from ...project.ci_environment import BuildServer
    from .ci_summary import CiSummary


class ExitCode(IntEnum):
    """Exit codes; of several that apply, the greatest is given."""

    FINE = 0
    FAULTY = 1
    USAGE = 2
    BLOCKED = 3
    LACKING = 4
    UNFIT = 5
    BROKEN = 70
    INTERRUPTED = 130


# By octavo.building.build_workshops.State, which is not imported before it is needed.
EXIT_CODES = {
    "incomplete": ExitCode.FAULTY,
    "faulty": ExitCode.FAULTY,
    "blocked": ExitCode.BLOCKED,
    "lacking": ExitCode.LACKING,
    "broken": ExitCode.BROKEN,
}


def collect_findings(outcomes: Iterable[Outcome]) -> tuple[Finding, ...]:
    """Gather what was found; what is wrong with two products of a workshop is said once."""
    return tuple(dict.fromkeys(finding for outcome in outcomes for finding in outcome.findings))


DOCUMENT_FORMATS = ("json", "github", "gitlab")
"""Forms in which findings are for programs, on standard output."""


def show_findings(findings: tuple[Finding, ...], form: str) -> None:
    if form == "text" and not findings:
        return
    from ...files.source_lines import read_source_lines
    from ...findings import report_formats

    if form == "text":
        print_line(report_formats.format_as_text(findings, read_source_lines, supports_colour(sys.stderr)), err=True)
        return
    if form == "json":
        text = report_formats.format_as_json(findings)
    else:
        server = _detect_build_server()
        text = {"github": report_formats.format_as_github, "gitlab": report_formats.format_as_gitlab}[form](
            findings, server.root if server else None
        )
    if text:
        print_document(text, form)


def show_fatal_findings(findings: tuple[Finding, ...], form: str) -> None:
    """Say what stopped a command: to people in any case, and also as the document that a program waits for."""
    show_findings(findings, "text")
    if form in DOCUMENT_FORMATS:
        show_findings(findings, form)


def _detect_build_server() -> BuildServer | None:
    from ...project.ci_environment import detect_build_server

    return detect_build_server(os.environ)


def write_summaries(
    outcomes: Sequence[Outcome], found: Sequence[Finding], files: Sequence[str], debug: bool = False
) -> int:
    """Write the summaries that are wanted; one that cannot be written does not undo what was made."""
    if not files:
        return ExitCode.FINE
    from ...building.outcomes import failed
    from ...files.typed_paths import absolute_path, working_folder
    from .ci_summary import CiSummary

    summary = CiSummary(outcomes, found, _detect_build_server())
    unwritten = []
    for path in (absolute_path(working_folder() / file) for file in files):
        try:
            _write_summary(summary, path)
        except Exception as error:
            unwritten.append(failed(path, "a summary", error))
            show_findings(unwritten[-1].findings, "text")
    return choose_exit_code(unwritten, debug)


def _write_summary(summary: CiSummary, path: Path) -> None:
    from ...files.atomic_files import append_to_file, write_file_atomically

    if path.suffix != ".html":
        from .ci_summary import summary_to_markdown

        return append_to_file(path, summary_to_markdown(summary).encode())
    from ...building.worker_start import judging_workers
    from .html_overview import draw_pages, write_overview

    with judging_workers() as executor:
        drawn = draw_pages(summary, executor)
    return write_file_atomically(path, write_overview(summary, drawn).encode())


def print_line(text: str, err: bool = False) -> None:
    """Print; where nobody reads on (octavo schema | head), go on in silence, for what was built is built."""
    from ...findings.console_text import escape_unprintable

    stream = sys.stderr if err else sys.stdout
    _write_stream(escape_unprintable(text, colour=supports_colour(stream)), stream)


def _write_stream(text: str, stream: TextIO) -> None:
    try:
        stream.write(text.rstrip("\n") + "\n")
        stream.flush()
    except BrokenPipeError:
        silence_stream(stream)


def print_document(text: str, form: str) -> None:
    """Print what somebody asked for; programs read UTF-8, whatever the terminal takes."""
    from ...findings.console_text import escape_unprintable

    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if form != "text" and reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    _write_stream(escape_unprintable(text, form, supports_colour(sys.stdout)), sys.stdout)


def write_document(text: str, form: str, path: Path) -> None:
    """Write what somebody asked for into a file that he named, as it would be printed; raises Unwritable."""
    from ...files.atomic_files import write_file_atomically
    from ...findings.console_text import escape_unprintable

    write_file_atomically(path, escape_unprintable(text, form).encode(errors="backslashreplace"))


def silence_stream(stream: TextIO) -> None:
    """Send what is still to be printed nowhere, so that Python does not stumble over it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def supports_colour(stream: TextIO) -> bool:
    return bool(stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def choose_exit_code(outcomes: Iterable[Outcome], debug: bool) -> int:
    """Choose the exit code, and show the tracebacks of our own defects to those who ask for them."""
    outcomes = tuple(outcomes)
    if debug:
        show_tracebacks(outcome.error for outcome in outcomes if outcome.error)
    return max((EXIT_CODES.get(outcome.state, ExitCode.FINE) for outcome in outcomes), default=ExitCode.FINE)


def show_tracebacks(errors: Iterable[BaseException]) -> None:
    import traceback

    for error in dict.fromkeys(errors):
        print_line("".join(traceback.format_exception(error)), err=True)


def interrupt_on_termination() -> AbstractContextManager[None]:
    """Let a build that is told to end (SIGTERM) tidy up as one that is interrupted does."""

    def stop(*_words: object) -> None:
        raise KeyboardInterrupt

    return _handle_signals(stop, "SIGTERM")


def ignore_interruptions() -> AbstractContextManager[None]:
    """Let last words be said to their end, however often one is told to end."""
    return _handle_signals(None, "SIGTERM", "SIGINT")


@contextmanager
def _handle_signals(answer: Callable[..., None] | None, *names: str) -> Iterator[None]:
    """Answer signals so, or not at all, while the block runs."""
    import signal

    numbers = [signal.Signals[name] for name in names]
    before = [signal.signal(number, answer or signal.SIG_IGN) for number in numbers]
    try:
        yield
    finally:
        for number, former in zip(numbers, before, strict=True):
            signal.signal(number, former)
