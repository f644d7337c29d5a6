"""Start workers: on Linux by forking a process with all imports done, elsewhere by spawning each anew."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, Protocol

from . import gc_pause, sandbox, worker_process
from .sandbox import Limits

WarmUp = Callable[[], object]


class ForkServer(Protocol):
    """Starts worker processes, and reports how they ended."""

    is_quick: bool
    """Whether it starts a worker in less time than that takes to collect its garbage."""

    def start_worker(self, folder: Path) -> tuple[int, Connection, bool]:
        """Start a worker that may write below `folder`; return its id, its pipe, and whether all imports are done."""

    def end_worker(self, pid: int) -> int:
        """Kill a worker if it still runs; return its exit code (minus the signal that stopped it)."""

    def close(self) -> None:
        """End all processes that were started."""


def open_fork_server(
    warm: WarmUp, further: WarmUp | None, limits: Limits, base: Path, is_separate: bool = False
) -> ForkServer:
    """Start the fork server for this system: the first jobs need what `warm` imports, later ones `further` too.

    One that `is_separate` is a new interpreter: a process that has threads must not fork.
    """
    if sys.platform == "linux" and is_separate:
        return SeparateForkServer(warm, further, limits, base)
    if sys.platform == "linux":
        return ForkingForkServer(warm, further, limits, base)
    return SpawningForkServer(warm, further, limits)


class ForkingForkServer:
    """A process that imports what jobs need, and then forks workers, which start at once and share its memory.

    The first worker is forked as soon as it can work, all others once everything is imported. The parent itself forks
    only once, before it has threads: a forked copy of a process with threads may hang.
    """

    is_quick = True

    def __init__(self, warm: WarmUp, further: WarmUp | None, limits: Limits, base: Path) -> None:
        self._is_complete = further is None
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._pid = self._begin(theirs, warm, further, limits, base)
        theirs.close()

    def _begin(self, theirs: socket.socket, warm: WarmUp, further: WarmUp | None, limits: Limits, base: Path) -> int:
        """Start the process that forks workers, and return its number."""
        with warnings.catch_warnings():
            # Python 3.12 warns if threads run already (a progress bar); the copy takes none of their locks.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if not pid:
            self._control.close()
            _run_fork_server(theirs, warm, further, limits, base)
        return pid

    def start_worker(self, folder: Path) -> tuple[int, Connection, bool]:
        ours, theirs = Pipe()
        with self._lock:
            is_complete, self._is_complete = self._is_complete, True
            answer = self._send_request(os.fsencode(folder), theirs.fileno())
            theirs.close()
        if not answer.isdigit():
            ours.close()
            raise RuntimeError(answer.decode() or "the process that starts workers has ended")
        return int(answer), ours, is_complete

    def end_worker(self, pid: int) -> int:
        with self._lock:
            # Only the fork server waits for it, and later: until then no other process gets this number.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            answer = self._send_request(b"%d" % pid)
        return int(answer) if answer else -signal.SIGKILL

    def _send_request(self, message: bytes, *pipes: int) -> bytes:
        """Send a message and return the answer; empty if the fork server was killed together with its group."""
        try:
            socket.send_fds(self._control, [message], pipes)
            return self._control.recv(1 << 16)
        except OSError:
            return b""

    def close(self) -> None:
        self._control.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


class SeparateForkServer(ForkingForkServer):
    """A fork server in an interpreter of its own, for a process that has threads already."""

    def _begin(self, theirs: socket.socket, warm: WarmUp, further: WarmUp | None, limits: Limits, base: Path) -> int:
        code = f"from {__name__} import run_separately; run_separately({theirs.fileno()})"
        self._process = subprocess.Popen(  # noqa: S603 (this very program)
            [sys.executable, "-c", code], stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),)
        )
        self._control.send(pickle.dumps((sys.path, pickle.dumps((warm, further, limits, base)))))
        return self._process.pid

    def close(self) -> None:
        self._control.close()
        self._process.wait()


def run_separately(descriptor: int) -> None:
    """Be the fork server whose parent holds the other end of the socket at a descriptor."""
    control = socket.socket(fileno=descriptor)
    message = control.recv(1 << 16)
    if not message:
        os._exit(1)
    sys.path[:], order = pickle.loads(message)  # noqa: S301 (it comes from the process that started us)
    warm, further, limits, base = pickle.loads(order)  # noqa: S301 (as above; its modules may need the path)
    _run_fork_server(control, warm, further, limits, base)


def _run_fork_server(control: socket.socket, warm: WarmUp, further: WarmUp | None, limits: Limits, base: Path) -> None:
    """Fork workers on demand until the parent closes the socket, or dies, which closes it too."""
    status = 1
    try:
        worker_process.detach_from_terminal()
        trouble = _warm_up(warm)
        workers: set[int] = set()
        while True:
            message, pipes, _, _ = socket.recv_fds(control, 1 << 16, 1)
            if not message:
                break
            if pipes:
                control.send(
                    trouble.encode() or _fork_worker(control, pipes[0], Path(os.fsdecode(message)), limits, workers)
                )
                os.close(pipes[0])
                if further is not None:
                    trouble, further = trouble or _warm_up(further), None
            else:
                control.send(b"%d" % _wait_for_worker(int(message), workers))
        for pid in list(workers):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            _wait_for_worker(pid, workers)
        shutil.rmtree(base, ignore_errors=True)
        status = 0
    finally:
        # Not sys.exit: the parent's buffered output must not be written a second time.
        os._exit(status)


def _warm_up(warm: WarmUp) -> str:
    """Import what workers need. It is exempt from garbage collection, which would write into the memory they share."""
    try:
        with gc_pause.pause_garbage_collection():
            warm()
            gc.freeze()
    except BaseException:
        return traceback.format_exc()[-(1 << 15) :]
    return ""


def _fork_worker(control: socket.socket, pipe: int, folder: Path, limits: Limits, workers: set[int]) -> bytes:
    pid = os.fork()
    if pid:
        workers.add(pid)
        return b"%d" % pid
    status = 1
    try:
        sandbox.die_with_parent()
        control.close()
        worker_process.serve_jobs(Connection(pipe), folder, limits, collects=limits.worked_seconds is None)
        status = 0
    except BaseException as error:
        os.write(
            2, f"{type(error).__name__}: {error}\n".encode(errors="replace")
        )  # the last line of its standard error
    finally:
        os._exit(status)


def _wait_for_worker(pid: int, workers: set[int]) -> int:
    workers.discard(pid)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


class SpawningForkServer:
    """Starts each worker as a new interpreter, on systems where forking is not safe."""

    is_quick = False

    def __init__(self, warm: WarmUp, further: WarmUp | None, limits: Limits) -> None:
        self._warm, self._further, self._limits = warm, further, limits
        self._context = multiprocessing.get_context("spawn")
        self._processes: dict[int, Any] = {}

    def start_worker(self, folder: Path) -> tuple[int, Connection, bool]:
        ours, theirs = Pipe()
        process = self._context.Process(
            target=_run_spawned_worker, args=(theirs, folder, self._limits, self._warm, self._further), daemon=True
        )
        process.start()
        theirs.close()
        pid = int(process.pid or 0)
        self._processes[pid] = process
        return pid, ours, True

    def end_worker(self, pid: int) -> int:
        process = self._processes.pop(pid)
        process.join(0)
        process.kill()
        process.join()
        return int(process.exitcode)

    def close(self) -> None:
        for pid in list(self._processes):
            self.end_worker(pid)


def _run_spawned_worker(pipe: Connection, folder: Path, limits: Limits, warm: WarmUp, further: WarmUp) -> None:
    worker_process.detach_from_terminal()
    warm()
    if further is not None:
        further()
    worker_process.serve_jobs(pipe, folder, limits)
