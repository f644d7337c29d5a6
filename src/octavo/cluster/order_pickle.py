"""Pickle jobs and their results so that they mean the same on another machine.

A path in the project or in Octavo travels as its label, and large bytes by their digest, so that each file is sent
once. What comes back is read as the answer of a worker is: it may not choose what this process runs.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from ..processes.worker_process import AnswerPickler, AnswerUnpickler
from ..project.project_folders import PACKAGE, SHIPPED_KINDS, SHIPPED_PREFIX, Project, shipped_folder

LARGE: Final = 64_000
"""Bytes from which a value is sent by its digest."""
_PATH, _BYTES = "path", "bytes"


class OrderPickler(AnswerPickler):
    """Pickles a job: labels in place of paths, and digests in place of large bytes, which `blobs` then has."""

    def __init__(self, written: BytesIO, project: Project, *, by_digest: bool) -> None:
        super().__init__(written)
        self._project, self._by_digest = project, by_digest
        self._roots = (project.root, PACKAGE, *map(shipped_folder, SHIPPED_KINDS))
        self.blobs: dict[str, bytes] = {}
        self.names_files = False
        """Whether a path in the project was written: the job may read it."""

    def persistent_id(self, value: object) -> tuple[str, str] | None:
        if isinstance(value, Path):
            if not value.is_absolute() or not any(map(value.is_relative_to, self._roots)):
                return None
            label = self._project.path_label(value)
            self.names_files |= not label.startswith(SHIPPED_PREFIX)
            return _PATH, label
        if self._by_digest and type(value) is bytes and len(value) >= LARGE:
            digest = sha256(value).hexdigest()
            self.blobs[digest] = value
            return _BYTES, digest
        return None


class OrderUnpickler(pickle.Unpickler):
    """Unpickles a job on the machine that runs it; the job comes from the one who started the cluster."""

    def __init__(self, data: bytes, project: Project, blobs: Mapping[str, bytes]) -> None:
        super().__init__(BytesIO(data))
        self._project, self._blobs = project, blobs

    def persistent_load(self, key: Any) -> object:
        kind, name = key
        return self._project.locate_label(name) if kind == _PATH else self._blobs[name]


class ResultUnpickler(AnswerUnpickler):
    """Unpickles a result of another machine."""

    def __init__(self, data: bytes, project: Project) -> None:
        super().__init__(BytesIO(data))
        self._project = project

    def persistent_load(self, key: Any) -> object:
        kind, name = key
        if kind != _PATH or not isinstance(name, str):
            raise pickle.UnpicklingError(f"a cluster sent a reference of an unknown kind: {kind}")
        return self._project.locate_label(name)


def pickle_order(order: object, project: Project) -> tuple[bytes, Mapping[str, bytes], bool]:
    """Return a job in bytes, the large bytes that it refers to by digest, and whether it names files of the project."""
    written = BytesIO()
    pickler = OrderPickler(written, project, by_digest=True)
    pickler.dump(order)
    return written.getvalue(), pickler.blobs, pickler.names_files


def pickle_result(result: object, project: Project) -> bytes:
    """Return a result in bytes."""
    written = BytesIO()
    OrderPickler(written, project, by_digest=False).dump(result)
    return written.getvalue()
