"""Run jobs in a worker process: take them from a pipe, one at a time, within limits, and send the results back."""

from __future__ import annotations

import builtins
import errno
import faulthandler
import gc
import os
import pickle
import signal
import sys
import tempfile
import time
import traceback
from enum import Enum
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ..files.atomic_files import UnwritableError
from ..files.temporary_folders import unwritable_temporary_finding
from . import current_file, sandbox
from .gc_pause import release_memory
from .sandbox import Limits

# A worker's standard error goes here; its last line says why a library ended the process.
STDERR_FILE = "last-words"
# The file that the worker works on, if any.
CURRENT_FILE_NOTE = "at-work"
_COLLECTED_AFTER = 500_000
"""How many new objects start a garbage collection during a job; Python's usual 700 costs jobs a tenth of their time."""
_COLLECTED_AFTER_SECONDS = 1.0


class JobError(Exception):
    """A job raised an error of a class that may not be sent between processes; this carries its text."""


def serve_jobs(pipe: Connection, folder: Path, limits: Limits, *, collects: bool = True) -> None:
    """Run the jobs that come through the pipe until it closes; only below `folder` may be written.

    The folder is made here, within that of all workers. Unless it `collects` garbage between jobs, another process
    takes its place before there is much of it.
    """
    trouble = _prepare_folder(folder)
    gc.set_threshold(_COLLECTED_AFTER)
    collection = GarbageCollection()
    sandbox.limit_memory(limits)
    if trouble is None:
        sandbox.restrict_to_folder(folder)
    while True:
        try:
            order = [pipe.recv_bytes()]
        except (EOFError, OSError):
            return
        sandbox.grant_processor_time(limits.processor_seconds)
        current_file.clear_note()
        pipe.send_bytes(_encode_error(trouble) if trouble else _run_job(order, folder))
        if collects:
            collection.collect_if_due()


class GarbageCollection:
    """Collects garbage between jobs: after a long one, or after several short ones, of which it would cost a sixth."""

    def __init__(self) -> None:
        self._collected = time.process_time()

    def collect_if_due(self) -> None:
        """Collect if a second of processor time was worked since the last time."""
        if time.process_time() - self._collected >= _COLLECTED_AFTER_SECONDS:
            release_memory()
            self._collected = time.process_time()


def _prepare_folder(folder: Path) -> UnwritableError | None:
    """Make the worker's folder; return the error if that fails, with which all jobs are then answered."""
    try:
        folder.mkdir(mode=0o700)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        words = os.open(folder / STDERR_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        return UnwritableError([unwritable_temporary_finding(folder.parent.parent, error)])
    os.dup2(words, 2)
    os.close(words)
    current_file.start_noting(folder / CURRENT_FILE_NOTE)
    return None


def _run_job(order: list[bytes], folder: Path) -> bytes:
    """Run a job; its order, which may be as large as a book, is taken out of the list and forgotten at once."""
    try:
        function, args, keywords = pickle.loads(order.pop())  # noqa: S301 (it comes from the process that started us)
        return _encode_answer((True, function(*args, **keywords), ""))
    except OSError as error:
        return _encode_error(
            UnwritableError([unwritable_temporary_finding(folder.parent.parent, error)])
            if _concerns_own_file(error, folder)
            else error
        )
    except BaseException as error:
        return _encode_error(error)


def _concerns_own_file(error: OSError, folder: Path) -> bool:
    """Return whether an error is about a file that the worker writes; for a full disk the system names no file."""
    if error.filename is None:
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return str(error.filename).startswith(str(folder))


def _encode_error(error: BaseException) -> bytes:
    told = "".join(traceback.format_exception(error))
    if not is_transferable(type(error)):
        error = JobError(f"{type(error).__name__}: {error}")
    try:
        return _encode_answer((False, error, told))
    except Exception:
        return pickle.dumps((False, JobError(str(error)), told, time.process_time()))


class AnswerPickler(pickle.Pickler):
    """Pickles an answer; an Enum by its value, where Python 3.11.2 (Debian 12) would have `getattr` called.

    An error is pickled as Python does it, also where a library (tblib, which distributed imports) has another way.
    """

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, BaseException):
            return value.__reduce_ex__(pickle.DEFAULT_PROTOCOL)
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def _encode_answer(answer: tuple[bool, object, str]) -> bytes:
    written = BytesIO()
    AnswerPickler(written).dump((*answer, time.process_time()))
    return written.getvalue()


def is_transferable(kind: type) -> bool:
    """Return whether values of a class may come out of a worker: classes of Octavo, and of Python itself."""
    ours = kind.__module__.partition(".")[0] == _PACKAGE
    own_error = kind.__module__ == "builtins" and issubclass(kind, BaseException)
    return ours or own_error or (kind.__module__, kind.__qualname__) in _TRANSFERABLE


_PACKAGE = __name__.partition(".")[0]
_TRANSFERABLE = {
    *(("builtins", name) for name in ("bytearray", "complex", "frozenset", "range", "set", "slice")),
    *(("pathlib", name) for name in ("Path", "PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath")),
    *(("pathlib._local", name) for name in ("Path", "PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath")),
    *(("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")),
    ("decimal", "Decimal"),
}


class AnswerUnpickler(pickle.Unpickler):
    """Unpickles an answer; a worker that was taken over must not choose what its parent runs."""

    def find_class(self, module: str, name: str) -> object:
        if module == "builtins":
            found = getattr(builtins, name, None)
        elif module.partition(".")[0] == _PACKAGE or (module, name) in _TRANSFERABLE:
            found = super().find_class(module, name)
        else:
            found = None
        if isinstance(found, type) and is_transferable(found):
            return found
        raise pickle.UnpicklingError(f"a worker sent a {module}.{name}, which is not carried between processes")


def decode_answer(answer: bytes) -> tuple[bool, object, str, float]:
    """Decode the answer to a job: whether it succeeded, its value or error, and the error's traceback.

    The last is the processor time that the worker has used since it was started, in seconds.
    """
    succeeded, value, told, worked = AnswerUnpickler(BytesIO(answer)).load()
    return bool(succeeded), value, str(told), float(worked)


def detach_from_terminal() -> None:
    """Detach from the parent's terminal: from its standard streams, Ctrl-C, and its handler of SIGTERM."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    faulthandler.disable()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 (open as long as the process lives)
