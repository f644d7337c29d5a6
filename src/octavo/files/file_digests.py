"""Compute digests (SHA-256) of files and folders, and write them as SHA256SUMS."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from ..findings.finding import FindingsError
from .guarded_files import find_link, open_file, read_file, read_files

CHECKSUM_FILE = "SHA256SUMS"
_CHUNK_SIZE = 1 << 20
"""Bytes."""


def digest_file(path: Path) -> str:
    """Return the SHA-256 digest of a file's content; "" if it is missing, unreadable or no ordinary file."""
    try:
        return sha256(read_file(path)).hexdigest()
    except (FindingsError, OSError):
        return ""


def digest_folder(folder: Path) -> str:
    """Return one digest of the names and contents of all files below a folder; "" for a link."""
    if find_link(folder):
        return ""
    total = sha256()
    for name, digest in list_file_digests(folder):
        total.update(f"{name}\0{digest}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def list_file_digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and SHA-256 of each file below a folder, without compiled modules; "" if it cannot be read."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        home, names = Path(parent), sorted(files)
        way = "" if home == folder else f"{home.relative_to(folder).as_posix()}/"
        for name, data in zip(names, read_files(home, names), strict=True):
            yield f"{way}{name}", "" if data is None else sha256(data).hexdigest()


def digest_large_file(path: Path) -> str:
    """Return the SHA-256 digest of a file, read in pieces. Raises as `read_file` does."""
    total = sha256()
    with os.fdopen(open_file(path), "rb") as file:
        while part := file.read(_CHUNK_SIZE):
            total.update(part)
    return total.hexdigest()


def write_checksums(digests: Mapping[str, str]) -> bytes:
    """Write SHA-256 digests by file name in the format of `sha256sum --check`, sorted by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()
