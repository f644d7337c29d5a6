"""Jobs for workers: quick and slow ones, and those that crash, hang, fail or misbehave."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from octavo.findings.finding import Finding, Severity
from octavo.processes.sandbox import Limits
from octavo.processes.worker_pool import WorkerPool


def no_warming() -> None:
    """Import nothing: these jobs need nothing."""


def quick(**limits: float) -> WorkerPool:
    return WorkerPool(2, Limits(**limits), warm=no_warming)  # type: ignore[arg-type]


def add(one: int, other: int) -> int:
    return one + other


def end_at_once(number: int = signal.SIGSEGV) -> None:
    os.kill(os.getpid(), number)


def sleep_on(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            time.sleep(0.05)
        except BaseException:
            continue


def burn() -> None:
    while True:
        pass


def fill_memory() -> int:
    return len(bytearray(3 << 30))


def own_process() -> int:
    return os.getpid()


def tell_process(_job: object) -> int:
    time.sleep(0.02)
    return os.getpid()


def rest_for(_job: object, seconds: float) -> None:
    time.sleep(seconds)


def folder() -> str:
    (Path(tempfile.gettempdir()) / "draft").write_text("x")
    return tempfile.gettempdir()


def write(path: str) -> None:
    Path(path).write_text("x")


def read(path: str) -> str:
    return Path(path).read_text()


def connect(port: int) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", port), 1):
        pass


def fail(words: str) -> None:
    raise ValueError(words)


def say(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()
    os.write(1, words.encode())


def find(words: str) -> tuple[Finding, Path, date]:
    return Finding("x", words, severity=Severity.ADVICE), Path("a"), date(2004, 5, 6)


class StrangeError(Exception):
    pass


def raise_stranger() -> None:
    raise StrangeError("from afar")


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


def lay_trap() -> Trap:
    return Trap()
