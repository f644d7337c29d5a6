"""Show how far a build has come: stages in, one living line on a terminal or a plain line each elsewhere out."""

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
"""What is worth a line that stays."""


@contextmanager
def show_progress(stream: TextIO, quiet: bool) -> Iterator[ProgressReporter]:
    """Give the function to tell progress to: workshop, product or "", stage."""
    if quiet:
        yield lambda *_words: None
    elif is_terminal(stream):
        with _Line(stream) as line:
            yield line.tell
    else:
        yield lambda *words: _write_line(stream, words)


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a stream shows to somebody who can see a line change."""
    return stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _write_line(stream: TextIO, words: tuple[str, ...]) -> None:
    with suppress(OSError):  # that nobody listens must not stop a build
        stream.write(_format_line(*words) + "\n")
        stream.flush()


def _format_line(workshop: str, product: str, stage: str) -> str:
    words = ": ".join(filter(None, (workshop, product, stage)))
    return escape_unprintable(
        show_control_characters(words)
    )  # the name of a folder may hold what moves a terminal's cursor


class _Line:
    """A line that tells the stage at work; drawn only when told, for a thread that draws would not survive a fork."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live: Live | None = None

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *error: object) -> None:
        if self._live:
            self._live.stop()

    def tell(self, workshop: str, product: str, stage: str) -> None:
        """Show a stage; ends stay, and need no rich while there is nothing else to show."""
        if stage in END_STAGES and not self._live:
            _write_line(self._stream, (workshop, product, stage))
            return
        from rich.text import Text

        live = self._live = self._live or self._started()
        words = _format_line(workshop, product, stage)
        if stage in END_STAGES:
            live.console.print(Text(words))
        else:
            live.update(Text(f"{words} …", style="dim"), refresh=True)

    def _started(self) -> Live:
        from rich.console import Console
        from rich.live import Live

        live = Live(console=Console(file=self._stream), auto_refresh=False, transient=True)
        live.start()
        return live
