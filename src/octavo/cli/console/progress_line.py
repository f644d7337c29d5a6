"""Show the progress of a build: one changing line on a terminal, otherwise one line per stage."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from ...findings.console_text import escape_unprintable, show_control_characters

if TYPE_CHECKING:
    from rich.live import Live

ProgressReporter = Callable[[str, str, str], None]
END_STAGES = ("built", "unchanged")
"""Stages whose line stays on the terminal."""


@contextmanager
def show_progress(stream: TextIO, quiet: bool) -> Iterator[ProgressReporter]:
    """Yield a function that shows progress; it takes the workshop, the product or "", and the stage."""
    if quiet:
        yield lambda *_words: None
    elif is_terminal(stream):
        with _Line(stream) as line:
            yield line.show_stage
    else:
        yield lambda *words: _write_line(stream, words)


def is_terminal(stream: TextIO) -> bool:
    """Check whether a stream is a terminal on which a line can change."""
    return stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _write_line(stream: TextIO, words: tuple[str, ...]) -> None:
    with suppress(OSError):  # a closed stream must not stop a build
        stream.write(_format_line(*words) + "\n")
        stream.flush()


def _format_line(workshop: str, product: str, stage: str) -> str:
    words = ": ".join(filter(None, (workshop, product, stage)))
    return escape_unprintable(show_control_characters(words))  # a folder name may contain terminal escapes


class _Line:
    """A line with the current stage. It has no refresh thread, since a thread would not survive a fork."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live: Live | None = None

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *error: object) -> None:
        if self._live:
            self._live.stop()

    def show_stage(self, workshop: str, product: str, stage: str) -> None:
        """Show a stage; lines of END_STAGES stay, and do not need rich if nothing else is shown."""
        if stage in END_STAGES and not self._live:
            _write_line(self._stream, (workshop, product, stage))
            return
        from rich.text import Text

        live = self._live = self._live or self._start_live()
        words = _format_line(workshop, product, stage)
        if stage in END_STAGES:
            live.console.print(Text(words))
        else:
            live.update(Text(f"{words} …", style="dim"), refresh=True)

    def _start_live(self) -> Live:
        from rich.console import Console
        from rich.live import Live

        live = Live(console=Console(file=self._stream), auto_refresh=False, transient=True)
        live.start()
        return live
