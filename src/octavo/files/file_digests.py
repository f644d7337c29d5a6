"""Compute digests (SHA-256) of files and folders."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from ..findings.finding import FindingsError
from .guarded_files import find_link, read_file


def digest_file(path: Path) -> str:
    """Digest a file's content; what is not there, cannot be read or is no ordinary file has the digest ``""``."""
    try:
        return sha256(read_file(path)).hexdigest()
    except (FindingsError, OSError):
        return ""


def digest_folder(folder: Path) -> str:
    """Digest the names and contents of all files below a folder; one that is a link has none."""
    total = sha256()
    if find_link(folder):
        return ""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            path = Path(parent, name)
            total.update(
                f"{path.relative_to(folder).as_posix()}\0{digest_file(path)}\n".encode("utf-8", "surrogateescape")
            )
    return total.hexdigest()
