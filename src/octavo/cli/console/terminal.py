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


class Exit(IntEnum):
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
CODES = {
    "incomplete": Exit.FAULTY,
    "faulty": Exit.FAULTY,
    "blocked": Exit.BLOCKED,
    "lacking": Exit.LACKING,
    "broken": Exit.BROKEN,
}


def findings_of(outcomes: Iterable[Outcome]) -> tuple[Finding, ...]:
    """Gather what was found; what is wrong with two products of a workshop is said once."""
    return tuple(dict.fromkeys(finding for outcome in outcomes for finding in outcome.findings))


AS_DOCUMENT = ("json", "github", "gitlab")
"""Forms in which findings are for programs, on standard output."""


def show(findings: tuple[Finding, ...], form: str) -> None:
    if form == "text" and not findings:
        return
    from ...files.source_lines import read_source_lines
    from ...findings import report_formats

    if form == "text":
        say(report_formats.as_text(findings, read_source_lines, colours(sys.stderr)), err=True)
        return
    if form == "json":
        text = report_formats.as_json(findings)
    else:
        server = _server()
        text = {"github": report_formats.as_github, "gitlab": report_formats.as_gitlab}[form](
            findings, server.root if server else None
        )
    if text:
        hand_over(text, form)


def show_stopped(findings: tuple[Finding, ...], form: str) -> None:
    """Say what stopped a command: to people in any case, and also as the document that a program waits for."""
    show(findings, "text")
    if form in AS_DOCUMENT:
        show(findings, form)


def _server() -> BuildServer | None:
    from ...project.ci_environment import build_server

    return build_server(os.environ)


def sum_up(outcomes: Sequence[Outcome], found: Sequence[Finding], files: Sequence[str], debug: bool = False) -> int:
    """Write the summaries that are wanted; one that cannot be written does not undo what was made."""
    if not files:
        return Exit.FINE
    from ...building.outcomes import failed
    from ...files.typed_paths import absolute, here
    from .ci_summary import CiSummary

    summary = CiSummary(outcomes, found, _server())
    unwritten = []
    for path in (absolute(here() / file) for file in files):
        try:
            _write_summary(summary, path)
        except Exception as error:
            unwritten.append(failed(path, "a summary", error))
            show(unwritten[-1].findings, "text")
    return settle(unwritten, debug)


def _write_summary(summary: CiSummary, path: Path) -> None:
    from ...files.atomic_files import append, write_whole

    if path.suffix != ".html":
        from .ci_summary import as_markdown

        return append(path, as_markdown(summary).encode())
    from ...building.worker_start import judging_workers
    from .html_overview import as_page, draw

    with judging_workers() as executor:
        drawn = draw(summary, executor)
    return write_whole(path, as_page(summary, drawn).encode())


def say(text: str, err: bool = False) -> None:
    """Print; where nobody reads on (octavo schema | head), go on in silence, for what was built is built."""
    from ...findings.console_text import printable

    stream = sys.stderr if err else sys.stdout
    _print(printable(text, colour=colours(stream)), stream)


def _print(text: str, stream: TextIO) -> None:
    try:
        stream.write(text.rstrip("\n") + "\n")
        stream.flush()
    except BrokenPipeError:
        mute(stream)


def hand_over(text: str, form: str) -> None:
    """Print what somebody asked for; programs read UTF-8, whatever the terminal takes."""
    from ...findings.console_text import printable

    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if form != "text" and reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    _print(printable(text, form, colours(sys.stdout)), sys.stdout)


def write_out(text: str, form: str, path: Path) -> None:
    """Write what somebody asked for into a file that he named, as it would be printed; raises Unwritable."""
    from ...files.atomic_files import write_whole
    from ...findings.console_text import printable

    write_whole(path, printable(text, form).encode(errors="backslashreplace"))


def mute(stream: TextIO) -> None:
    """Send what is still to be printed nowhere, so that Python does not stumble over it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def colours(stream: TextIO) -> bool:
    return bool(stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def settle(outcomes: Iterable[Outcome], debug: bool) -> int:
    """Choose the exit code, and show the tracebacks of our own defects to those who ask for them."""
    outcomes = tuple(outcomes)
    if debug:
        show_tracebacks(outcome.error for outcome in outcomes if outcome.error)
    return max((CODES.get(outcome.state, Exit.FINE) for outcome in outcomes), default=Exit.FINE)


def show_tracebacks(errors: Iterable[BaseException]) -> None:
    import traceback

    for error in dict.fromkeys(errors):
        say("".join(traceback.format_exception(error)), err=True)


def termination_is_interruption() -> AbstractContextManager[None]:
    """Let a build that is told to end (SIGTERM) tidy up as one that is interrupted does."""

    def stop(*_words: object) -> None:
        raise KeyboardInterrupt

    return _answered(stop, "SIGTERM")


def undisturbed() -> AbstractContextManager[None]:
    """Let last words be said to their end, however often one is told to end."""
    return _answered(None, "SIGTERM", "SIGINT")


@contextmanager
def _answered(answer: Callable[..., None] | None, *names: str) -> Iterator[None]:
    """Answer signals so, or not at all, while the block runs."""
    import signal

    numbers = [signal.Signals[name] for name in names]
    before = [signal.signal(number, answer or signal.SIG_IGN) for number in numbers]
    try:
        yield
    finally:
        for number, former in zip(numbers, before, strict=True):
            signal.signal(number, former)
