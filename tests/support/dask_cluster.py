"""A Dask cluster on this machine: a scheduler and workers, each a process of its own that may be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from checkout import ROOT
from waiting import wait_until

_DASK = Path(sys.executable).with_name("dask")
_OTHER_VERSION = (
    "import sys; from distributed import versions; from dask.__main__ import main\n"
    "versions._version_cached = lambda name: '1999.1.0' if name == 'distributed' else '1'\n"
    "sys.argv[0] = 'dask'; main()"
)


class DaskCluster:
    """A scheduler at `address`, and workers by number."""

    def __init__(self, folder: Path, workers: int, threads: int = 1, *, is_other_version: bool = False) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        dask = [sys.executable, "-W", "ignore", "-c", _OTHER_VERSION] if is_other_version else [str(_DASK)]
        options = ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        self.scheduler = self._start("scheduler", [*dask, "scheduler", *options])
        wait_until(lambda: self._is_open(port), "the scheduler")
        self.workers: list[subprocess.Popen[bytes]] = []
        for _ in range(workers):
            self.add_worker(threads)

    def add_worker(self, threads: int = 1, **environment: str) -> None:
        """Start a worker without a nanny, which would start it again, and wait until it has joined."""
        name = f"worker-{len(self.workers)}"
        options = ["--nthreads", str(threads), "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder)]
        command = [str(_DASK), "worker", self.address, *options]
        self.workers.append(self._start(name, command, **environment))
        wait_until(lambda: "Registered to" in (self.folder / name).read_text(), name)

    def _start(self, name: str, command: Sequence[str], **environment: str) -> subprocess.Popen[bytes]:
        paths = {"PYTHONPATH": str(ROOT / "tests" / "support"), **environment}
        with (self.folder / name).open("wb") as told:
            return subprocess.Popen(command, stdout=told, stderr=told, env={**os.environ, **paths})

    @staticmethod
    def _is_open(port: int) -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", port)) == 0

    def kill_worker(self, number: int) -> None:
        """Kill a worker at once, as a machine that loses its power."""
        self.workers[number].send_signal(signal.SIGKILL)
        self.workers[number].wait()

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def dask_cluster(
    folder: Path, workers: int, threads: int = 1, *, is_other_version: bool = False
) -> Iterator[DaskCluster]:
    """Run a cluster while the block runs."""
    cluster = DaskCluster(folder, 0, is_other_version=is_other_version)
    try:
        for _ in range(workers):
            cluster.add_worker(threads)
        yield cluster
    finally:
        cluster.end()
