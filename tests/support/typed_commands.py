"""Commands of octavo as they are typed in a folder, run within the test's process: nothing is imported anew."""

from __future__ import annotations

from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess

from octavo.cli.main import run_command


def run_octavo(folder: Path, *words: object) -> CompletedProcess[str]:
    """Run a command in a folder; return its exit code and all that it printed, as a command of its own would."""
    typed = list(map(str, words))
    out, err = (TextIOWrapper(BytesIO(), "utf-8", newline="\n", write_through=True) for _ in range(2))
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        code = run_command(typed)
    said = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))
    return CompletedProcess(typed, code, *said)
