"""Find the commit that holds files as they are, so that a release can name it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from hashlib import sha1, sha256
from pathlib import Path

from ..files.guarded_files import read_file
from ..findings.finding import FindingsError

_TIMEOUT = 60
"""Seconds."""
_SHA1_LENGTH = 40


def find_commit(folder: Path, files: Mapping[str, str]) -> str:
    """Return the commit that is checked out in a folder, if it holds these files exactly as they are; "" otherwise.

    `files` are SHA-256 digests by paths in the folder. Each file is read and must have its digest and the blob id that
    the commit has for it, so a changed or unknown file means that there is no commit. Filters and hooks of the
    repository are never run: a file that git converts at checkout (line endings) counts as changed.
    """
    program = shutil.which("git")
    if not program or not files:
        return ""
    try:
        commit = _run_git(program, folder, "rev-parse", "--verify", "HEAD^{commit}").decode().strip()
        listed = _run_git(program, folder, "ls-tree", "-r", "-z", commit, "--", *_first_names(files))
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    blobs = _parse_tree(listed)
    is_held = all(_is_same_blob(folder / name, digest, blobs.get(name, "")) for name, digest in files.items())
    return commit if is_held else ""


def _run_git(program: str, folder: Path, *words: str) -> bytes:
    """Run a git command that only reads the object database. Raises SubprocessError if it fails.

    Settings of the user and the system play no part, and the repository may belong to another account: the commands
    that are run here start no program that it names.
    """
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    surroundings |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(  # noqa: S603 - fixed words, and names of files after "--"
        [program, "-c", "safe.directory=*", "--literal-pathspecs", *words],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        check=True,
        timeout=_TIMEOUT,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout


def _first_names(files: Iterable[str]) -> list[str]:
    """Return the topmost folders and files of paths, so that git lists no more than it has to."""
    return sorted({f"./{name.split('/')[0]}" for name in files})


def _parse_tree(listed: bytes) -> dict[str, str]:
    """Return the blob ids by path in the output of `git ls-tree -r -z`."""
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if b"\t" in entry)
    return {os.fsdecode(name): facts.split()[2].decode() for facts, name in entries}


def _is_same_blob(path: Path, digest: str, blob: str) -> bool:
    """Return whether a file has a SHA-256 digest and, as a git blob, an id."""
    try:
        data = read_file(path)
    except (FindingsError, OSError):
        return False
    algorithm = sha1 if len(blob) == _SHA1_LENGTH else sha256
    return sha256(data).hexdigest() == digest and algorithm(b"blob %d\0" % len(data) + data).hexdigest() == blob
