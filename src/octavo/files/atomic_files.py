"""Write files atomically: each appears whole, synced to disk, or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ..findings.finding import Finding, OutsideError, Place
from .guarded_files import find_link
from .typed_paths import resolve_above_project

LOCK_TIMEOUT = 10.0
"""Seconds to wait for another build that is writing into the same folder."""


CANNOT_WRITE = "cannot-write"
"""Code of the finding that a file could not be written."""


class UnwritableError(OutsideError):
    """Files could not be written: the cause is the disk, permissions or another build, not the input."""


class ChangedMeanwhileError(UnwritableError):
    """A file is not as it was when it was read: somebody else has saved it."""


class OpenFolder:
    """An open folder; all operations are relative to it, so that no link can lead them elsewhere."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._below: dict[str, int] = {}

    def close(self) -> None:
        """Close the folder, and those below it."""
        for descriptor in (*self._below.values(), self._descriptor):
            os.close(descriptor)

    def _resolve_name(self, name: str) -> tuple[int, str]:
        """Return the open folder that contains a file, this one or one directly below, and the file's name in it."""
        folder, _, leaf = name.rpartition("/")
        if not folder:
            return self._descriptor, leaf
        if folder not in self._below:
            with suppress(FileExistsError):
                os.mkdir(folder, dir_fd=self._descriptor)
            if stat.S_ISLNK(os.stat(folder, dir_fd=self._descriptor, follow_symlinks=False).st_mode):
                raise UnwritableError([_output_link_finding(self.path / folder)])
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
            self._below[folder] = os.open(folder, flags, dir_fd=self._descriptor)
        return self._below[folder], leaf

    def read_file(self, name: str) -> bytes | None:
        """Return the content of a file; None if it is missing, a link or no ordinary file."""
        opened = self._open_ordinary_file(name)
        if opened is None:
            return None
        with opened:
            return opened.read()

    def read_private_file(self, name: str) -> tuple[bytes, os.stat_result] | None:
        """Return the content and the state of a file that only this user can read or write; None if it is not so."""
        opened = self._open_ordinary_file(name)
        if opened is None:
            return None
        with opened:
            state = os.fstat(opened.fileno())
            is_own = state.st_uid == os.geteuid() and state.st_nlink == 1 and not state.st_mode & 0o077
            return (opened.read(), state) if is_own else None

    def _open_ordinary_file(self, name: str) -> BinaryIO | None:
        """Open a file; return None if it is missing, a link or no ordinary file."""
        try:
            folder, leaf = self._resolve_name(name)
            descriptor = os.open(leaf, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        except (OSError, UnwritableError):
            return None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            return None
        return os.fdopen(descriptor, "rb")

    def write_file(self, name: str, data: bytes, is_private: bool = False) -> None:
        """Write a file without syncing: its readers check a digest, so it may be lost if the power fails.

        Nobody but this user can read or write one that `is_private`.
        """
        with self.prepare_files({name: data}, is_synced=False, mode=0o600 if is_private else 0o666):
            self.move_into_place(name)

    @contextmanager
    def prepare_files(
        self, files: Mapping[str, bytes], step: str = "", is_synced: bool = True, mode: int = 0o666
    ) -> Iterator[None]:
        """Write and sync files under temporary names while the block runs; `move_into_place` moves each.

        If several versions of one file are prepared for successive steps, `step` tells them apart.
        """
        for name in files:
            self._refuse_non_files(name)
        try:
            for name, data in files.items():
                self._write_beside(name, data, step, is_synced, mode)
            yield
        finally:
            for name in files:
                with suppress(OSError, UnwritableError):
                    folder, leaf = self._resolve_name(name)
                    os.unlink(_temporary_name(leaf, step), dir_fd=folder)

    def keep_permissions(self, name: str) -> None:
        """Give a prepared file the permissions of the file whose place it takes."""
        directory, leaf = self._resolve_name(name)
        with self._convert_errors(name), suppress(FileNotFoundError):
            mode = stat.S_IMODE(os.stat(leaf, dir_fd=directory, follow_symlinks=False).st_mode)
            os.chmod(_temporary_name(leaf), mode, dir_fd=directory)

    def move_into_place(self, name: str, step: str = "") -> None:
        """Move a prepared file into its place, replacing the old one."""
        directory, leaf = self._resolve_name(name)
        with self._convert_errors(name):
            os.replace(_temporary_name(leaf, step), leaf, src_dir_fd=directory, dst_dir_fd=directory)

    def remove_file(self, name: str) -> None:
        """Remove a file, if it exists."""
        with self._convert_errors(name), suppress(FileNotFoundError):
            folder, leaf = self._resolve_name(name)
            os.unlink(leaf, dir_fd=folder)

    def remove_leftovers(self) -> None:
        """Remove the temporary files of builds that were killed, here and in the folders directly below."""
        with os.scandir(self._descriptor) as found:
            below = [one.name for one in found if one.is_dir(follow_symlinks=False)]
        for folder in (self._descriptor, *(self._resolve_name(f"{name}/.")[0] for name in below)):
            with os.scandir(folder) as found:
                left = [
                    one.name for one in found if one.is_file(follow_symlinks=False) and _LEFTOVER.fullmatch(one.name)
                ]
            for name in left:
                os.unlink(name, dir_fd=folder)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the folder itself while the block runs, without a file for a lock; other commands wait for it.

        Where the file system knows no locks of folders, nothing is held.
        """
        import fcntl

        until = time.monotonic() + LOCK_TIMEOUT
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise UnwritableError([_locked_finding(self.path, "")]) from None
                time.sleep(0.02)
            except OSError:
                break
            else:
                break
        try:
            yield
        finally:
            with suppress(OSError):
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def sync(self) -> None:
        """Sync the folders, so that what was moved stays moved if the power fails."""
        for descriptor in (*self._below.values(), self._descriptor):
            os.fsync(descriptor)

    def _write_beside(self, name: str, data: bytes, step: str, is_synced: bool, mode: int) -> None:
        folder, leaf = self._resolve_name(name)
        with self._convert_errors(name), suppress(FileNotFoundError):
            os.unlink(_temporary_name(leaf, step), dir_fd=folder)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with (
            self._convert_errors(name),
            os.fdopen(os.open(_temporary_name(leaf, step), flags, mode, dir_fd=folder), "wb") as file,
        ):
            file.write(data)
            if is_synced:
                file.flush()
                os.fsync(file.fileno())

    @contextmanager
    def _convert_errors(self, name: str) -> Iterator[None]:
        """Report errors of the system for the file itself, not for its temporary name."""
        try:
            yield
        except OSError as error:
            raise UnwritableError([unwritable_finding(self.path / name, error)]) from error

    def _refuse_non_files(self, name: str) -> None:
        with suppress(FileNotFoundError):
            folder, leaf = self._resolve_name(name)
            mode = os.stat(leaf, dir_fd=folder, follow_symlinks=False).st_mode
            if stat.S_ISLNK(mode):
                raise UnwritableError([_output_link_finding(self.path / name)])
            if not stat.S_ISREG(mode):
                raise IsADirectoryError(errno.EISDIR, "not a file", name)


_LEFTOVER = re.compile(r"\..+\.part")


def _temporary_name(name: str, step: str = "") -> str:
    return f".{name}.{step}.part" if step else f".{name}.part"


@contextmanager
def open_folder(root: Path, name: str) -> Iterator[OpenFolder]:
    """Open the folder `name` of `root`, made if missing; raise UnwritableError, also for a link in its path."""
    path = root / name
    try:
        if link := find_link(path):
            raise UnwritableError([_output_link_finding(link)])
        root.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True)
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        folder = OpenFolder(path, descriptor)
        try:
            yield folder
        finally:
            folder.close()
    except OSError as error:
        raise UnwritableError([unwritable_finding(path / error.filename if error.filename else path, error)]) from error


def write_file_atomically(path: Path, data: bytes) -> None:
    """Write a file atomically at any path, with the permissions of the old one; raise UnwritableError."""
    path = resolve_above_project(path)
    with open_folder(path.parent.parent, path.parent.name) as folder, folder.prepare_files({path.name: data}):
        folder.keep_permissions(path.name)
        folder.move_into_place(path.name)


def replace_file_atomically(path: Path, before: bytes, after: bytes) -> None:
    """Replace a user's file atomically, if it still has the bytes from which those after were made.

    Raises ChangedMeanwhileError if it has others, and UnwritableError.
    """
    path = resolve_above_project(path)
    try:
        with open_folder(path.parent.parent, path.parent.name) as folder, folder.hold():
            if folder.read_file(path.name) != before:
                raise ChangedMeanwhileError([_changed_finding(path)])
            with folder.prepare_files({path.name: after}):
                folder.keep_permissions(path.name)
                folder.move_into_place(path.name)
    except UnwritableError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and (hint := _HINTS_IN_PLACE.get(cause.errno or 0)):
            raise UnwritableError([replace(one, hint=hint) for one in error.findings]) from cause
        raise


def append_to_file(path: Path, data: bytes) -> None:
    """Append to a file, made if missing; raise UnwritableError. Of links, only those of the system are followed."""
    is_of_system = path.is_relative_to("/dev") or path.is_relative_to("/proc")
    if path.is_symlink() and not is_of_system:
        raise UnwritableError([_output_link_finding(path)])
    with convert_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(
            path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | (0 if is_of_system else os.O_NOFOLLOW), 0o666
        )
        with os.fdopen(descriptor, "ab") as file:
            file.write(data)


@contextmanager
def convert_write_errors(path: Path) -> Iterator[None]:
    """Raise errors of the system as UnwritableError, with the path that they are about, by default this one."""
    try:
        yield
    except OSError as error:
        known = error.filename if isinstance(error.filename, str) else None
        raise UnwritableError([unwritable_finding(Path(known) if known else path, error)]) from error


@contextmanager
def hold_lock(folder: OpenFolder, name: str) -> Iterator[None]:
    """Hold the lock `name` of a folder while the block runs.

    The lock is the kernel's: it is released when its process ends, however it ends, so no lock is ever stale. Child
    processes do not inherit it. The process number in the file is for the message only.
    """
    path = folder.path / name
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    try:
        until = time.monotonic() + LOCK_TIMEOUT
        while not _try_lock(descriptor):
            if time.monotonic() >= until:
                raise UnwritableError(
                    [_locked_finding(path, os.pread(descriptor, 20, 0).decode("ascii", "replace").strip())]
                )
            time.sleep(0.02)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)  # which gives the lock back


def _try_lock(descriptor: int) -> bool:
    import fcntl

    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


WRITE_ERRORS = {
    errno.ENOSPC: ("the disk is full", "free some space and build again"),
    errno.EDQUOT: ("your disk quota is used up", "free some space and build again"),
    errno.EFBIG: ("the file is larger than this session may write", "raise the limit (ulimit -f) and build again"),
    errno.EACCES: ("you may not write there", "change its permissions, or choose another folder with --output"),
    errno.EPERM: ("you may not write there", "change its permissions, or choose another folder with --output"),
    errno.EROFS: ("the disk is read-only", "choose another folder with --output"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "move it away"),
    errno.EEXIST: ("a file stands where a folder is needed", "move it away"),
    errno.EISDIR: ("a folder stands where a file is needed", "move it away"),
}


_HINTS_IN_PLACE = {
    errno.ENOSPC: "free some space and run the command again",
    errno.EDQUOT: "free some space and run the command again",
    errno.EACCES: "change the permissions of the file and of its folder",
    errno.EPERM: "change the permissions of the file and of its folder",
    errno.EROFS: "make the disk writable, or work in a copy of the project",
}
"""What to do if a file can be written in its own place only."""


def unwritable_finding(path: Path, error: OSError) -> Finding:
    """Make the finding for an error of the system."""
    reason, hint = WRITE_ERRORS.get(error.errno or 0, (error.strerror or str(error), ""))
    return Finding(CANNOT_WRITE, f"cannot write: {reason}", Place(path), hint)


def _output_link_finding(path: Path) -> Finding:
    message = "this is a symbolic link; products are not written through links"
    return Finding("output-is-link", message, Place(path), "remove the link, or choose another folder with --output")


def _changed_finding(path: Path) -> Finding:
    message = "this file was changed while it was read, so that nothing was written"
    return Finding("changed-meanwhile", message, Place(path), "save it in your editor, and run the command again")


def _locked_finding(path: Path, process: str) -> Finding:
    message = f"another build (process {process or 'unknown'}) is writing here"
    return Finding("output-locked", message, Place(path), "wait until it ends, then build again")
