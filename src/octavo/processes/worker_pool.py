"""Run jobs in supervised processes, one pipe each: a job that crashes or never ends harms no other."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, ParamSpec, TypeVar

from ..files.temporary_folders import TemporaryFolder
from ..findings.finding import Finding, Place
from . import current_file, sandbox, worker_process
from .fork_server import ForkServer, WarmUp, open_fork_server
from .order_queue import OrderQueue
from .sandbox import Limits

_P = ParamSpec("_P")
_T = TypeVar("_T")


REPLACED_EARLY = Limits(worked_seconds=1.0)
"""Limits of workers that are soon replaced: one that has laid out twenty pages holds 100 MB, most of it garbage.

To fork another takes a tenth of the time that it takes to collect that, and the memory is given back at once.
"""


class WorkerDied(Exception):  # noqa: N818 (what happened, in the words of who reads it)
    """The process of a job ended before the job did; the message says why.

    `place` is the file that it worked on, if it noted one.
    """

    place: Place | None = None


class JobTimeout(WorkerDied):
    """A job used up its time, by the clock or of the processor."""


def stopped_finding(what: str, death: WorkerDied, otherwise: Place | None = None) -> Finding:
    """Make the finding for a job that was stopped, with the file that it was reading."""
    at = f"reading {death.place.file.name}" if death.place else what
    hint = "make it smaller or simpler, with less that repeats, nests or refers to itself"
    return Finding("stopped", f"{at} was stopped: {death}", death.place or otherwise, hint)


class _Worker:
    """One worker process and the pipe to it."""

    def __init__(self, home: ForkServer, folder: Path, limits: Limits) -> None:
        self._home, self._folder, self._limits = home, folder, limits
        self.jobs, self._worked = 0, 0.0
        self.pid, self._pipe, self._is_complete = home.start_worker(folder)

    @property
    def is_spent(self) -> bool:
        """Whether its last job is done: after many jobs or much work, or after one job if not all imports were done."""
        most = self._limits.worked_seconds if self._home.is_quick else None
        is_tired = most is not None and self._worked >= most
        return is_tired or self.jobs >= (self._limits.jobs if self._is_complete else 1)

    def run_job(self, order: list[bytes]) -> tuple[bool, object, str]:
        """Run the one order in a list, which is taken out: it may be as large as a book."""
        self.jobs += 1
        try:
            self._pipe.send_bytes(order.pop())
            if not self._pipe.poll(self._limits.wall_seconds):
                raise self._with_place(JobTimeout(f"it took more than {self._limits.wall_seconds:g} s and was stopped"))
            succeeded, value, told, self._worked = worker_process.decode_answer(self._pipe.recv_bytes())
        except (EOFError, OSError):
            raise self._with_place(self._death_error()) from None
        if isinstance(value, MemoryError):
            raise self._with_place(
                WorkerDied(f"it needed more than the {self._memory_limit()} of memory that it may use")
            )
        return succeeded, value, told

    def _with_place(self, death: WorkerDied) -> WorkerDied:
        death.place = current_file.read_note(self._folder / worker_process.CURRENT_FILE_NOTE)
        return death

    def _memory_limit(self) -> str:
        return f"{self._limits.memory / 2**30:g} GB"

    def _death_error(self) -> WorkerDied:
        limits, pid, self.pid = self._limits, self.pid, 0
        code = self._home.end_worker(pid)
        if -code == signal.SIGXCPU:
            return JobTimeout(f"it used more than {limits.processor_seconds} s of processor time and was stopped")
        how = f"was stopped by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
        words = f"the process of the job {how}; it may use {self._memory_limit()} of memory"
        return WorkerDied(f"{words}{self._last_error_line()}")

    def _last_error_line(self) -> str:
        with suppress(OSError):
            lines = (self._folder / worker_process.STDERR_FILE).read_text(errors="replace").split("\n")
            if said := [line.strip() for line in lines if line.strip()]:
                return f"; its last words: {said[-1][:200]}"
        return ""

    def end(self) -> None:
        self._pipe.close()
        if self.pid:
            self._home.end_worker(self.pid)
        shutil.rmtree(self._folder, ignore_errors=True)


_Call = tuple[Callable[..., object], tuple[object, ...], dict[str, object]]
"""A function, with its arguments by place and by name."""


class _Order(NamedTuple):
    """A job with its future; and its function and name, if the worker that did the like is to do it."""

    future: Future[object]
    call: _Call
    name: tuple[object, object] | None


class WorkerPool(Executor):
    """An executor of `size` processes (by default one for each processor), replaced after `limits.jobs` jobs.

    It `is_separate` if it is made by a process that has threads already, which must not fork. If it `remembers`, jobs
    of one function and name go to the process that did such a job before, which may have kept something of it.
    """

    def __init__(
        self,
        size: int | None = None,
        limits: Limits | None = None,
        *,
        warm: WarmUp,
        further: WarmUp | None = None,
        is_separate: bool = False,
        remembers: bool = False,
    ) -> None:
        self._remembers = remembers
        self._takers: dict[tuple[object, object], int] = {}
        self._limits = limits or Limits()
        self._temporary = TemporaryFolder()
        self._base = self._temporary.path
        self._home = open_fork_server(warm, further, self._limits, self._base, is_separate)
        self._orders: OrderQueue[_Order | None] = OrderQueue()
        self._names = count()
        self._closed = self._killed = False
        self._running: dict[int, _Worker | None] = {}
        self._lock = threading.Lock()
        size = size or os.cpu_count() or 1
        self._slots = [threading.Thread(target=self._supervise, args=(slot,), daemon=True) for slot in range(size)]
        self._left = size
        for thread in self._slots:
            thread.start()

    @property
    def is_sandboxed(self) -> bool:
        """Whether the kernel keeps workers from the network, and from writing outside their own folders."""
        return sandbox.landlock_version() > 0

    def submit(self, function: Callable[_P, _T], /, *args: _P.args, **keywords: _P.kwargs) -> Future[_T]:
        """Call a function in a worker; its result is pickled, and its arguments too, which must not change until then.

        They are pickled when a worker takes them: jobs that wait would hold a book's chapters twice.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the worker pool is closed")
            future: Future[_T] = Future()
            name = (function, getattr(args[0], "name", None)) if self._remembers and args else None
            order = _Order(future, (function, args, keywords), name)  # type: ignore[arg-type] # a Future is not covariant
            self._orders.put(order, self._takers.get(name) if name else None)
            return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Accept no more jobs; with `cancel_futures`, drop those not begun. The last worker to end cleans up."""
        with self._lock:
            if not self._closed:
                self._closed = True
                if cancel_futures:
                    self._cancel_queued()
                for _ in self._slots:
                    self._orders.put(None)
        if wait:
            for thread in self._slots:
                thread.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for all jobs; after an error (or Ctrl-C), stop them."""
        if kind is not None:
            self.kill()
        super().__exit__(kind, error, trace)

    def kill(self) -> None:
        """Stop the running jobs and drop the others."""
        self._killed = True
        self.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for worker in self._running.values():
                if worker is not None and worker.pid:
                    with suppress(ProcessLookupError):
                        os.kill(worker.pid, signal.SIGKILL)

    def _cancel_queued(self) -> None:
        for order in self._orders.clear():
            if order is not None:
                order.future.cancel()

    def _supervise(self, slot: int) -> None:
        """Run one process after another for a slot; this is a thread of the parent."""
        with suppress(Exception):
            # No job waits for an answer yet: the first one will meet the same error.
            self._replace_worker(slot)
        while (order := self._orders.take(slot)) is not None:
            if order.name:
                with self._lock:
                    self._takers[order.name] = slot
            future, calls = order.future, [order.call]
            del order  # it is not kept while the job runs
            if future.set_running_or_notify_cancel():
                self._run_job(slot, future, calls)
            del future
        self._end_worker(slot)
        with self._lock:
            self._left -= 1
            last = not self._left
        if last:
            self._home.close()
            self._temporary.remove()

    def _run_job(self, slot: int, future: Future[object], calls: list[_Call]) -> None:
        """Have the one call in a list run, which is taken out."""
        try:
            job = [pickle.dumps(calls.pop())]
        except Exception as error:
            future.set_exception(error)
            return
        try:
            worker = self._running.get(slot)
            if worker is None:
                worker = self._replace_worker(slot)
            succeeded, value, told = worker.run_job(job)
        except Exception as error:
            self._end_worker(slot)
            future.set_exception(error if isinstance(error, WorkerDied) else WorkerDied(str(error)))
            if not self._killed:
                with suppress(Exception):
                    self._replace_worker(slot)
        else:
            _complete_future(future, succeeded, value, told)
            if worker.is_spent:
                self._end_worker(slot)  # it gives its memory back at once; another is started for the next job

    def _replace_worker(self, slot: int) -> _Worker:
        self._end_worker(slot)
        worker = _Worker(self._home, self._base / f"{next(self._names)}", self._limits)
        with self._lock:
            self._running[slot] = worker
        return worker

    def _end_worker(self, slot: int) -> None:
        with self._lock:
            worker = self._running.pop(slot, None)
        if worker is not None:
            worker.end()


def _complete_future(future: Future[object], succeeded: bool, value: object, told: str) -> None:
    if succeeded:
        future.set_result(value)
    elif isinstance(value, BaseException):
        value.__cause__ = worker_process.JobError(f"in a worker:\n{told}")
        future.set_exception(value)


def count_processors() -> int | None:
    """Return the number of processors that may be used; None where the system cannot tell (only Linux can)."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else None


def start_reading_workers(warm: Callable[[], None], most: int | None = None) -> Executor:
    """Start workers that read untrusted files: one for each processor, but at most `most`."""
    size = count_processors() or os.cpu_count() or 1
    return WorkerPool(min(size, max(1, most)) if most is not None else size, REPLACED_EARLY, warm=warm)
