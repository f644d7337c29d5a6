"""Run a job on a machine of a cluster: unpack its inputs, hand it to supervised workers, and send its result back.

A worker of Dask runs this code in a thread; the job itself runs in a process with limits, as it does at home.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from ..files.temporary_folders import TemporaryFolder
from ..findings.finding import Finding
from ..processes.worker_pool import WorkerPool
from ..processes.worker_process import is_transferable
from ..project import library_versions
from ..project.code_digests import digest_listing, list_toolkit_files
from ..project.project_folders import Project
from .cluster_errors import CLUSTER_VERSION, ClusterError
from .order_pickle import OrderUnpickler, pickle_result

Bundle = Mapping[str, bytes]
"""Files of a project by their labels."""


@lru_cache(maxsize=1)
def describe_environment() -> dict[str, str]:
    """Return all that the bytes of a product depend on besides its inputs, in words, of this machine."""
    return {
        "octavo": f"{library_versions.toolkit_version()} ({digest_listing(list_toolkit_files())[:12]})",
        **{name: version for name, version in library_versions.installed_libraries().items() if name != "octavo"},
        **library_versions.native_versions(),
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "not set"),
    }


def list_differences(there: Mapping[str, str]) -> list[str]:
    """Return in words how the environment of another machine differs from this one."""
    here = describe_environment()
    names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    return [f"{name} is {there.get(name, 'missing')} there and {here.get(name, 'missing')} here" for name in names]


def hold(value: object) -> object:
    """Return a value: the task that keeps an input on the cluster, and makes it again if its machine is lost."""
    return value


def run_order(
    order: bytes,
    warm: Callable[[], object],
    environment: Mapping[str, str],
    bundle: tuple[str, Bundle] | None,
    digests: tuple[str, ...],
    *blobs: bytes,
) -> bytes:
    """Run a job in a supervised worker of this machine and return its pickled answer.

    `order` was written by `pickle_order`; `bundle` are the files that it may read, with their digest, and `blobs` the
    large bytes of `digests`. The answer is a pair: whether the job succeeded, and its value or error.
    """
    home = _Machine.get()
    root = home.unpack(*bundle) if bundle else home.folder / "none"
    project = Project(root)
    if describe_environment() != environment:
        # It joined the cluster after its machines were compared.
        differs = "; ".join(list_differences(environment)[:3])
        finding = Finding(CLUSTER_VERSION, f"a worker of the cluster differs from here: {differs}")
        return pickle_result((False, ClusterError([finding])), project)
    try:
        return home.workers(warm).submit(execute_order, order, root, dict(zip(digests, blobs, strict=True))).result()
    except BaseException as error:
        return pickle_result((False, error), project)


def execute_order(order: bytes, root: Path, blobs: Mapping[str, bytes]) -> bytes:
    """Run a job in this process, which must be one that can be stopped."""
    project = Project(root)
    function, args, keywords = OrderUnpickler(order, project, blobs).load()
    try:
        answer = (True, function(*args, **keywords))
    except Exception as error:
        if not is_transferable(type(error)):
            raise
        answer = (False, error)
    return pickle_result(answer, project)


class _Machine:
    """What one worker of Dask holds as long as it lives: a folder of inputs, and supervised workers."""

    _one: _Machine | None = None
    _making = threading.Lock()

    @classmethod
    def get(cls) -> _Machine:
        with cls._making:
            cls._one = cls._one or cls()
            return cls._one

    def __init__(self) -> None:
        self._temporary = TemporaryFolder()
        self.folder = self._temporary.path
        self._lock = threading.Lock()
        self._pools: dict[Callable[[], object], WorkerPool] = {}
        atexit.register(self._end)

    def workers(self, warm: Callable[[], object]) -> WorkerPool:
        """Return the supervised workers that have imported what `warm` does."""
        with self._lock:
            if warm not in self._pools:
                self._pools[warm] = WorkerPool(_count_threads(), warm=warm, is_separate=True)
            return self._pools[warm]

    def unpack(self, digest: str, bundle: Bundle) -> Path:
        """Write the files of a bundle, once, and return the root of their project."""
        root = self.folder / digest
        with self._lock:
            if root.is_dir():
                return root
            making = Project(self.folder / f"{digest}.part")
            for label, data in bundle.items():
                path = making.locate_label(label)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            making.reports_folder.mkdir(parents=True, exist_ok=True)
            making.root.rename(root)
            return root

    def _end(self) -> None:
        for pool in self._pools.values():
            pool.kill()
        self._temporary.remove()


def _count_threads() -> int:
    """Return how many jobs this worker of Dask runs at a time."""
    from distributed import get_worker

    try:
        return int(get_worker().state.nthreads)
    except ValueError:  # not within a task
        return 1
