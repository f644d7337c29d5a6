"""Hand the jobs of a build to a Dask cluster, as if it were the workers of this machine."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from ..files.file_digests import write_checksums
from ..files.guarded_files import read_file
from ..findings.finding import Finding, FindingsError
from ..processes.worker_pool import WorkerDied
from ..project.project_folders import SHIPPED_KINDS, Project
from .cluster_errors import CLUSTER_VERSION, ClusterError, ClusterLost
from .cluster_job import describe_environment, hold, list_differences, run_order
from .order_pickle import ResultUnpickler, pickle_order

_P = ParamSpec("_P")
_T = TypeVar("_T")
CONNECT_SECONDS: Final = 10
"""How long a scheduler may take to answer, and a cluster to have its first worker."""
MOST_FILES, MOST_BYTES = 10_000, 500_000_000
"""Files and bytes of a workshop's folder that are sent to a cluster."""
_MOST_NAMED: Final = 3
FindInputs = Callable[[Sequence[object], Project], tuple[Path, ...]]
"""Returns the files and folders that a job with these arguments may read besides the project's own styles and so on."""


class ClusterExecutor(Executor):
    """An executor whose workers are those of a Dask cluster; what a job reads travels with it by content digest."""

    def __init__(self, address: str, project: Project, warm: Callable[[], object], find_inputs: FindInputs) -> None:
        self.address, self._project, self._warm, self._find_inputs = address, project, warm, find_inputs
        self._lock = threading.Lock()
        self._numbers = count()
        self._inputs: dict[str, object] = {}
        self._bundles: dict[tuple[Path, ...], tuple[str, object]] = {}
        self._begun: dict[Future[Any], object] = {}
        self._client = _connect(address)
        try:
            self._threads = _check_cluster(self._client, address)
        except BaseException:
            self._close()
            raise

    def count_workers(self) -> int:
        """Return how many jobs the cluster ran at a time when it was joined."""
        return self._threads

    def submit(self, function: Callable[_P, _T], /, *args: _P.args, **keywords: _P.kwargs) -> Future[_T]:
        """Call a function on the cluster."""
        future: Future[_T] = Future()
        try:
            order, blobs, names_files = pickle_order((function, args, keywords), self._project)
            with self._lock, warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of large inputs: each is sent once
                bundle = self._send_bundle(self._find_inputs(args, self._project)) if names_files else None
                sent = [self._send(digest, data) for digest, data in blobs.items()]
                task = self._client.submit(
                    run_order,
                    order,
                    self._warm,
                    describe_environment(),
                    bundle,
                    tuple(blobs),
                    *sent,
                    key=f"octavo-job-{self._client.id}-{next(self._numbers)}",
                )
                self._begun[future] = task
            task.add_done_callback(lambda done: self._finish(future, done))
        except Exception as error:
            future.set_exception(error)
        return future

    def _send(self, digest: str, value: object) -> object:
        """Return the task that holds an input on the cluster, which is sent once."""
        if digest not in self._inputs:
            self._inputs[digest] = self._client.submit(hold, value, key=f"octavo-input-{digest}")
        return self._inputs[digest]

    def _send_bundle(self, inputs: tuple[Path, ...]) -> object:
        """Return the task that holds the files that jobs with these inputs may read."""
        if inputs not in self._bundles:
            own = [self._project.root / kind for kind in SHIPPED_KINDS]
            files = {self._project.path_label(path): read_file(path) for path in list_files([*own, *inputs])}
            digest = sha256(write_checksums({n: sha256(data).hexdigest() for n, data in files.items()})).hexdigest()
            self._bundles[inputs] = (digest, self._send(digest, (digest, files)))
        return self._bundles[inputs][1]

    def _finish(self, future: Future[Any], task: Any) -> None:
        """Complete a future of ours when its task has ended; runs in a thread of Dask."""
        try:
            error: BaseException | None = None
            succeeded, value = False, None
            if task.status == "finished":
                succeeded, value = ResultUnpickler(task.result(), self._project).load()
            elif task.status == "error":
                error = _explain_task_error(task.exception())
            else:
                error = ClusterLost([_lost_finding(self.address)])
        except Exception as trouble:
            error = _explain_task_error(trouble)
        with self._lock:
            self._begun.pop(future, None)
        task.release()
        if future.cancelled() or not future.set_running_or_notify_cancel():
            return
        if error is None and not succeeded:
            error = value if isinstance(value, BaseException) else WorkerDied("the cluster sent no error")
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(value)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for the jobs, or drop them with `cancel_futures`, and leave the cluster."""
        with self._lock:
            begun = dict(self._begun)
        if cancel_futures:
            with suppress(Exception):
                self._client.cancel(list(begun.values()))
        elif wait:
            for future in begun:
                with suppress(Exception):
                    future.result()
        self._close()

    def __exit__(self, kind: object, *error: object) -> None:
        """Wait for all jobs; after an error (or Ctrl-C), drop them."""
        self.shutdown(cancel_futures=kind is not None)

    def _close(self) -> None:
        with suppress(Exception):
            self._client.close()


def list_files(inputs: Sequence[Path]) -> tuple[Path, ...]:
    """Return the ordinary files among the inputs and below them, without links and hidden ones, sorted.

    Raises FindingsError if there are too many to be sent.
    """
    found: dict[Path, None] = {}
    size = 0
    for top in inputs:
        below = sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else [top]
        for path in below:
            if path in found or path.is_symlink() or not path.is_file():
                continue
            if any(part.startswith(".") for part in path.relative_to(top).parts):
                continue
            found[path] = None
            size += path.stat().st_size
            if len(found) > MOST_FILES or size > MOST_BYTES:
                message = f"the folder has more than {MOST_FILES:,} files or {MOST_BYTES // 10**6} MB to send"
                hint = "keep in it only what its documents are made from"
                raise FindingsError([Finding("too-much-to-send", f"{top.name}: {message}", None, hint)])
    return tuple(sorted(found))


def _connect(address: str) -> Any:
    """Connect to a scheduler. Raises ClusterError if nobody answers."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it says is told as a finding
    try:
        from distributed import Client
    except ImportError as error:
        hint = "python -m pip install 'distributed>=2026.8', in the environment of Octavo"
        raise ClusterError(
            [Finding("missing-library", f"the library '{error.name}' is missing", None, hint)]
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions that differ, which are an error here
            return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError, RuntimeError, ImportError) as error:
        told = str(error)[:200] if isinstance(error, ValueError) else f"within {CONNECT_SECONDS} s"
        message = f"no scheduler answers at {address}: {told}"
        hint = "start one with `dask scheduler`, and name the address that it prints, such as tcp://10.0.0.5:8786"
        raise ClusterError([Finding("no-scheduler", message, None, hint)]) from error


def _check_cluster(client: Any, address: str) -> int:
    """Return how many jobs a cluster runs at a time. Raises ClusterError if it is not fit for this machine's jobs."""
    versions = client.get_versions()
    here, there = versions["client"]["packages"], versions["scheduler"]["packages"]
    if here["distributed"] != there["distributed"]:
        message = (
            f"the scheduler at {address} runs distributed {there['distributed']}, and here is {here['distributed']}"
        )
        hint = f"install the same there: python -m pip install distributed=={here['distributed']}"
        raise ClusterError([Finding(CLUSTER_VERSION, message, None, hint)])
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        message = f"the scheduler at {address} has no workers"
        raise ClusterError([Finding("no-workers", message, None, f"start some: dask worker {address}")]) from error
    told = client.run(describe_environment, on_error="return")
    found = [finding for worker, environment in told.items() if (finding := _compare_worker(worker, environment))]
    if found:
        raise ClusterError(found[:_MOST_NAMED])
    return sum(client.nthreads().values())


def _compare_worker(worker: str, environment: object) -> Finding | None:
    """Return what makes a worker unfit: it would not make the same bytes."""
    if isinstance(environment, ImportError):
        hint = "install there what is installed here, with the same versions"
        return Finding(CLUSTER_VERSION, f"the worker {worker} has no Octavo with --scheduler", None, hint)
    if not isinstance(environment, dict):
        return Finding(CLUSTER_VERSION, f"the worker {worker} cannot tell its versions: {environment}")
    if not (differs := list_differences(environment)):
        return None
    more = f"; and {len(differs) - _MOST_NAMED} more" if len(differs) > _MOST_NAMED else ""
    message = f"the worker {worker} would not make the same bytes: {'; '.join(differs[:_MOST_NAMED])}{more}"
    return Finding(CLUSTER_VERSION, message, None, "install the same versions there")


def _lost_finding(address: str) -> Finding:
    message = f"the scheduler at {address} ended, or was cut off"
    return Finding("cluster-lost", message, None, "start it again and build again: what is done is not done again")


def _explain_task_error(error: BaseException | None) -> BaseException:
    """Return the error of a task as one of ours, if Dask itself raised it."""
    name = type(error).__name__
    if name == "KilledWorker":
        return WorkerDied("the machines that tried it ended, one after the other")
    if name in ("FutureCancelledError", "CancelledError"):
        return ClusterLost([Finding("cluster-lost", "the cluster dropped the job", None, "build again")])
    return error or WorkerDied("the cluster lost the job")
