"""Run a program that reads what others wrote, within limits of memory, time and output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Final, cast

if sys.platform == "linux":
    import resource

_NOWHERE: Final = "http://127.0.0.1:9"
_MOST_ERROR_OUTPUT: Final = 1 << 16


@dataclass(frozen=True)
class ProgramLimits:
    """What one run may use. Output is in bytes; the program itself must be told how much memory it may use."""

    processor_seconds: int
    wall_seconds: float
    output: int


class ProgramStopped(Exception):  # noqa: N818 (what happened, in the words of who reads it)
    """A program used more than it may, and was stopped; the message says of what."""


class ProgramFailed(Exception):  # noqa: N818 (what happened, in the words of who reads it)
    """A program could not be started, or ended with an error; `status` is its exit code, None if it never ran."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


def run_program(command: Sequence[str], given: bytes, limits: ProgramLimits) -> bytes:
    """Run a program with `given` as its standard input and none of our environment; return its standard output.

    The input is sent only after the limits are set. Raises ProgramStopped, or ProgramFailed with the error output.
    """
    try:
        program = subprocess.Popen(  # noqa: S603 (the caller names the program; nothing goes through a shell)
            command, env=_needed_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except OSError as error:
        raise ProgramFailed(f"it could not be started ({error.strerror})") from None
    _limit_processor_time(program.pid, limits.processor_seconds)
    with program:
        return _Run(program, limits).finish(given)


def _needed_environment() -> dict[str, str]:
    """Return what a program needs to start: nothing, but on Windows the folder of the system.

    If it asks for an address, it asks a port of this machine where nothing answers.
    """
    system = {name: os.environ[name] for name in ("SYSTEMROOT",) if sys.platform == "win32" and name in os.environ}
    return system | dict.fromkeys(("http_proxy", "https_proxy"), _NOWHERE)


def _limit_processor_time(pid: int, seconds: int) -> None:
    """Have the kernel stop the program; elsewhere than on Linux, only the clock limits it."""
    if sys.platform == "linux":
        with suppress(OSError):  # it has ended already
            resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


class _Run:
    """A running program: its pipes are served by threads, so that neither side waits for the other."""

    def __init__(self, program: subprocess.Popen[bytes], limits: ProgramLimits) -> None:
        self._program, self._limits = program, limits
        self._is_late = False

    def finish(self, given: bytes) -> bytes:
        program, limits = self._program, self._limits
        errors = bytearray()
        given_to, written, complained = cast("tuple[IO[bytes], ...]", (program.stdin, program.stdout, program.stderr))
        watch = threading.Timer(limits.wall_seconds, self._stop_late)
        threads = (
            threading.Thread(target=_write_all, args=(given_to, given), daemon=True),
            threading.Thread(target=_read_start, args=(complained, errors), daemon=True),
        )
        for thread in (watch, *threads):
            thread.start()
        try:
            output = written.read(limits.output + 1)
            if len(output) > limits.output:
                program.kill()
            status = program.wait()
        finally:
            watch.cancel()
            program.kill()
        for thread in threads:
            thread.join()
        if len(output) > limits.output:
            raise ProgramStopped(f"it wrote more than {limits.output >> 20} MB")
        self._raise_for(status, errors.decode("utf-8", "replace").strip())
        return output

    def _stop_late(self) -> None:
        self._is_late = True
        self._program.kill()

    def _raise_for(self, status: int, words: str) -> None:
        if self._is_late:
            raise ProgramStopped(f"it took more than {self._limits.wall_seconds:g} s")
        if sys.platform != "win32" and -status in (signal.SIGKILL, signal.SIGXCPU):
            raise ProgramStopped(
                f"it used more than {self._limits.processor_seconds} s of processor time, or was killed"
            )
        if status:
            raise ProgramFailed(words or f"it ended with status {status}", status)


def _write_all(pipe: IO[bytes], given: bytes) -> None:
    with suppress(OSError), pipe:  # a program that has ended reads no more
        pipe.write(given)


def _read_start(pipe: IO[bytes], start: bytearray) -> None:
    """Keep the first bytes of a stream, and read the rest so that its writer does not wait."""
    while piece := os.read(pipe.fileno(), 1 << 16):
        start += piece[: _MOST_ERROR_OUTPUT - len(start)]
