"""Run the pandoc that came with our wheel: a program of its own, without network, within limits of memory and time."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from .outside_program import ProgramFailed, ProgramLimits, ProgramStopped, run_program

_LIMITS: Final = ProgramLimits(processor_seconds=30, wall_seconds=120, output=64 << 20)
_MEMORY: Final = "1g"
_HEAP_EXHAUSTED: Final = 251


def run_pandoc(options: Sequence[str], given: bytes) -> bytes:
    """Run pandoc with `given` as its standard input; return its standard output.

    It reads no file but that and fetches nothing. Raises ProgramStopped, also if it needs more than 1 GB of memory, or
    ProgramFailed.
    """
    command = [str(_find_program()), "+RTS", f"-M{_MEMORY}", "-RTS", "--quiet", "--sandbox", *options]
    try:
        return run_program(command, given, _LIMITS)
    except ProgramFailed as error:
        if error.status == _HEAP_EXHAUSTED:
            raise ProgramStopped("it used more than 1 GB of memory") from None
        raise


@lru_cache(maxsize=1)
def _find_program() -> Path:
    """Return the program that comes with the wheel; another on the search path might set other text."""
    spec = find_spec("pypandoc")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pypandoc-binary")
    return Path(spec.submodule_search_locations[0], "files", "pandoc.exe" if sys.platform == "win32" else "pandoc")
