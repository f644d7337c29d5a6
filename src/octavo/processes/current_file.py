"""Note which file this process works on, so that whoever has to stop it can still say at what it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..findings.finding import Place

_note = -1
_working_on = ""


def start_noting(file: Path) -> None:
    """Write from now on into `file` what is worked on: a worker's files outlive it."""
    global _note
    _note = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    _write_note("")


@contextmanager
def working_on(path: Path, line: int = 1) -> Iterator[None]:
    """Say that the file at `path` is worked on while the block runs, from `line` on."""
    global _working_on
    before, _working_on = _working_on, f"{line} {path}"
    _write_note(_working_on)
    try:
        yield
    except MemoryError:
        raise  # the note stays: it tells where memory ran out
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
    """Forget what the job before this one worked on."""
    _restore_note("")


def _write_note(words: str) -> None:
    if _note >= 0:
        with suppress(OSError):  # a full disk takes the place out of a message, and nothing else
            os.pwrite(_note, os.fsencode(words) + b"\0", 0)


def read_note(file: Path) -> Place | None:
    """Read what a process noted last; None where it worked on no file."""
    try:
        line, _, path = os.fsdecode(file.read_bytes().partition(b"\0")[0]).partition(" ")
    except OSError:
        return None
    return Place(Path(path), int(line)) if path and line.isdigit() else None
