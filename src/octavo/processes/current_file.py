"""Note which file this process works on, so that a message about a killed process can name it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..findings.finding import Place

_note = -1
_working_on = ""


def start_noting(file: Path) -> None:
    """Write the current file into the note `file` from now on; the note outlives a worker that is killed."""
    global _note
    _note = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    _write_note("")


@contextmanager
def working_on(path: Path, line: int = 1) -> Iterator[None]:
    """Note that the file at `path`, from `line` on, is worked on while the block runs."""
    global _working_on
    before, _working_on = _working_on, f"{line} {path}"
    _write_note(_working_on)
    try:
        yield
    except MemoryError:
        raise  # the note stays: it says where memory ran out
    except BaseException:
        _restore_note(before)
        raise
    else:
        _restore_note(before)


def _restore_note(before: str) -> None:
    global _working_on
    _working_on = before
    _write_note(before)


def clear_note() -> None:
    """Clear the note of the job before this one."""
    _restore_note("")


def _write_note(words: str) -> None:
    if _note >= 0:
        with suppress(OSError):  # a full disk costs a message its place, and nothing else
            os.pwrite(_note, os.fsencode(words) + b"\0", 0)


def read_note(file: Path) -> Place | None:
    """Return the place that a process noted last; None if it worked on no file."""
    try:
        line, _, path = os.fsdecode(file.read_bytes().partition(b"\0")[0]).partition(" ")
    except OSError:
        return None
    return Place(Path(path), int(line)) if path and line.isdigit() else None
