"""Open files that belong to a user; this is the only way to do so.

No link is followed in any component of the path, and only ordinary files are opened: reading a pipe would block, and a
device has no end. Each folder is opened from the one above it, so that a path that changes meanwhile leads nowhere
else. Where a typed path leads over links, `typed_paths.resolve_above_project` resolves them first.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ..findings.finding import Finding, FindingsError, Place

SYSTEM_FOLDERS = (
    "/usr/share/color/icc",
    "/usr/local/share/color/icc",
    "/usr/share/texlive/texmf-dist/tex/generic/colorprofiles",
    "/Library/ColorSync/Profiles",
)
"""System folders whose files may be links, since packages of the system install them so: those of ICC profiles."""
_FOLDER_FLAGS = os.O_DIRECTORY | os.O_CLOEXEC | getattr(os, "O_PATH", os.O_RDONLY)
# If a pipe or terminal takes the place of the file meanwhile, opening must not block, nor make it our terminal.
_FILE_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_PIECE = 1 << 13


def read_file(path: Path, most: int = -1) -> bytes:
    """Return the content of an ordinary file, at most `most` bytes of it (all, if negative).

    Raises FindingsError for a link in any component and for what is neither file nor folder; raises OSError, with the
    path, for any other failure.
    """
    descriptor = open_file(path)
    try:
        return _read_descriptor(descriptor, most)
    finally:
        os.close(descriptor)


def read_files(folder: Path, names: Iterable[str]) -> Iterator[bytes | None]:
    """Yield the content of files in one folder, which is opened once; None for a file that cannot be read."""
    try:
        here = _descend(folder.absolute().parts)
    except OSError:
        yield from (None for _ in names)
        return
    try:
        for name in names:
            yield _read_at(here, name, folder)
    finally:
        os.close(here)


def _read_at(here: int, name: str, folder: Path) -> bytes | None:
    with suppress(FindingsError, OSError):
        descriptor = _open_at(here, name, folder / name)
        try:
            return _read_descriptor(descriptor) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
        finally:
            os.close(descriptor)
    return None


def _read_descriptor(descriptor: int, most: int = -1) -> bytes:
    # One byte more than the file has, so that usually the second read finds the end.
    size, pieces = max(os.fstat(descriptor).st_size, _PIECE) + 1, []
    while piece := os.read(descriptor, size if most < 0 else min(size, most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def open_file(path: Path) -> int:
    """Open an ordinary file for reading and return its descriptor. Raises as `read_file` does."""
    follow = str(path).startswith(SYSTEM_FOLDERS)
    try:
        descriptor = os.open(path, _FILE_FLAGS) if follow else _open_below(path)
    except OSError as error:
        if link := find_link(path):
            raise FindingsError([link_finding(link)]) from error
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FindingsError([not_file_finding(path)])
    return descriptor


def _open_below(path: Path) -> int:
    *folders, name = path.absolute().parts
    here = _descend(folders or [name])
    try:
        return _open_at(here, name, path)
    finally:
        os.close(here)


def _descend(folders: Sequence[str]) -> int:
    """Open folders, each from the one before it, and return the descriptor of the last."""
    here = os.open(folders[0], _FOLDER_FLAGS)
    try:
        for folder in folders[1:]:
            below = os.open(folder, _FOLDER_FLAGS | os.O_NOFOLLOW, dir_fd=here)
            os.close(here)
            here = below
    except OSError:
        os.close(here)
        raise
    return here


def _open_at(here: int, name: str, path: Path) -> int:
    _refuse_non_files(os.stat(name, dir_fd=here, follow_symlinks=False).st_mode, path)
    return os.open(name, _FILE_FLAGS | os.O_NOFOLLOW, dir_fd=here)


def _refuse_non_files(mode: int, path: Path) -> None:
    """Check the kind of file before opening it: opening a device may have effects."""
    if stat.S_ISLNK(mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise FindingsError([not_file_finding(path)])


def is_file(path: Path) -> bool:
    """Return whether the path is an ordinary file, with no link in it."""
    with suppress(OSError, ValueError):
        return stat.S_ISREG(path.lstat().st_mode) and not find_link(path)
    return False


def is_there(path: Path) -> bool:
    """Return whether anything is at a path; nothing is at a path whose name is too long for a file."""
    try:
        return path.exists()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise


def file_size(path: Path) -> int:
    """Return the size of a file in bytes; a link is not followed."""
    return path.lstat().st_size


def list_files(folder: Path) -> list[Path]:
    """List the ordinary files below a folder, sorted by path; no link is followed."""
    return sorted(path for path in _walk_files(folder) if is_file(path))


def _walk_files(folder: Path) -> Iterator[Path]:
    if find_link(folder):
        return
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)


def find_links(folder: Path) -> list[Path]:
    """List the symbolic links below a folder, sorted by path; hidden folders are skipped."""
    links = []
    for parent, folders, names in os.walk(folder):
        links += [Path(parent, name) for name in (*folders, *names) if Path(parent, name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".")]
    return sorted(links)


def find_link(path: Path) -> Path | None:
    """Return the first component of a path that is a symbolic link, or None."""
    path = path.absolute()
    with suppress(OSError, ValueError):
        for step in (*reversed(path.parents), path):
            if stat.S_ISLNK(step.lstat().st_mode):
                return step
    return None


def refuse_link(path: Path) -> None:
    """Raise FindingsError if a component of a path is a symbolic link."""
    if link := find_link(path):
        raise FindingsError([link_finding(link)])


def link_finding(link: Path) -> Finding:
    """Make the finding for a link that is not followed."""
    words = f"{link.name} is a symbolic link, which is not followed"
    return Finding("symbolic-link", words, Place(link), "replace it by a copy of the file, or remove it")


def not_file_finding(path: Path) -> Finding:
    """Make the finding for a path that is no ordinary file."""
    return Finding("not-a-file", f"{path.name} is not an ordinary file", Place(path), "replace it by a file")
