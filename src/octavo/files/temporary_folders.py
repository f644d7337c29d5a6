"""Make folders that exist only while their command runs, and remove those that a killed command left.

The kernel holds a lock (flock) on each folder for the process that made it and for its forks. The lock is released
when the last of them ends, however it ended. So an unlocked folder was left behind, even if a process number is used
again or a container has its own numbers, and no folder in use is ever removed.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..findings.finding import Finding, Place
from .atomic_files import CANNOT_WRITE, WRITE_ERRORS, UnwritableError

if sys.platform != "win32":
    import fcntl

FOLDER_PREFIX = "octavo-temporary-"
"""How the names of Octavo's own temporary folders begin."""
_SUFFIX_PATTERN = "[a-z0-9_]{8}"  # as tempfile writes it
_MAX_TRIES = 20


class TemporaryFolder:
    """A folder that belongs to this process and its forks until it is removed."""

    def __init__(self, within: Path | None = None, name: str = FOLDER_PREFIX) -> None:
        parent = within or _default_parent()
        _remove_unused_folders(parent, name)
        self.path, self._descriptor = _make_folder(parent, name)

    def remove(self) -> None:
        """Remove the folder and its content; what cannot be removed is left, without an error."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


@contextmanager
def temporary_folder(within: Path | None = None, name: str = FOLDER_PREFIX) -> Iterator[Path]:
    """Make a folder, by default in the system's folder for temporary files, and remove it afterwards.

    Raises UnwritableError.
    """
    folder = TemporaryFolder(within, name)
    try:
        yield folder.path
    finally:
        folder.remove()


def unwritable_temporary_finding(folder: Path, error: OSError) -> Finding:
    """Make the finding for a temporary file that cannot be written: why, and how to choose another folder."""
    reason, hint = WRITE_ERRORS.get(error.errno or 0, (error.strerror or str(error), ""))
    elsewhere = "name a folder with room that you may write to: TMPDIR=FOLDER octavo …"
    mend = hint.partition(",")[0] if error.errno == errno.EFBIG else elsewhere
    return Finding(CANNOT_WRITE, f"cannot write temporary files here: {reason}", Place(folder), mend)


def _default_parent() -> Path:
    """Return the system's folder for temporary files; raise UnwritableError if it cannot be used."""
    named = os.environ.get("TMPDIR")
    try:
        return Path(tempfile.gettempdir())
    except OSError as error:  # an error without a path: none of several folders can be used
        raise UnwritableError([unwritable_temporary_finding(Path(named or "/tmp"), error)]) from error  # noqa: S108


def _make_folder(parent: Path, name: str) -> tuple[Path, int]:
    for _ in range(_MAX_TRIES):
        try:
            path = Path(tempfile.mkdtemp(prefix=name, dir=parent))
        except OSError as error:
            raise UnwritableError([unwritable_temporary_finding(parent, error)]) from error
        with suppress(FileNotFoundError):  # another process swept the folder before it was locked
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            if _try_folder_lock(descriptor) is not False and _is_still_at(path, descriptor):
                return path, descriptor
            os.close(descriptor)
    raise RuntimeError(f"folders in {parent} vanish as soon as they are made")


def _remove_unused_folders(parent: Path, name: str) -> None:
    """Remove unused folders of this name; links and folders of other users are left alone."""
    with suppress(OSError), os.scandir(parent) as found:
        left = [one.path for one in found if re.fullmatch(re.escape(name) + _SUFFIX_PATTERN, one.name)]
        for path in map(Path, left):
            with suppress(OSError):
                _remove_if_unused(path)


def _remove_if_unused(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        own = os.fstat(descriptor).st_uid == os.geteuid()
        if own and _try_folder_lock(descriptor) and _is_still_at(path, descriptor):
            shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(descriptor)


def _try_folder_lock(descriptor: int) -> bool | None:
    """Lock a folder; return False if another process holds the lock, None if the file system has no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_still_at(path: Path, descriptor: int) -> bool:
    with suppress(OSError):
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    return False
