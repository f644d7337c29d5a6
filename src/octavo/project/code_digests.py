"""Compute digests of the code that makes products: Octavo's own files, and its libraries as they were installed."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ..files.file_digests import list_file_digests, write_checksums
from ..files.guarded_files import read_file
from ..findings.finding import FindingsError
from .library_versions import library_folders
from .project_folders import CHECKOUT, PACKAGE, SHIPPED_KINDS, shipped_folder

_TOOLKIT = "octavo"
_FACES = "typesetting/faces"
_RECORD = "RECORD"
_HASH_PREFIX = "sha256="


def digest_code() -> dict[str, str]:
    """Return the digest of Octavo's files and of each library's, by name.

    Octavo's are read. A library's come from the list that its installer wrote (RECORD, PyPA's specification of
    installed projects), so a file that was altered after the installation goes unnoticed. A library without that list
    is left out. Each digest is a `dirHash` of in-toto's digest sets: the SHA-256 of a file like SHA256SUMS.
    """
    return dict(sorted({**_digest_libraries(), _TOOLKIT: digest_listing(list_toolkit_files())}.items()))


@lru_cache(maxsize=1)
def _digest_libraries() -> dict[str, str]:
    recorded = {name: _read_record(folder) for name, folder in library_folders().items() if name != _TOOLKIT}
    return {name: digest_listing(files) for name, files in recorded.items() if files}


def digest_listing(files: Mapping[str, str]) -> str:
    """Return the dirHash of files by their SHA-256 and names: that of Go's `dirhash.Hash1`, in hexadecimal."""
    return sha256(write_checksums(files)).hexdigest()


@lru_cache(maxsize=1)
def list_toolkit_files() -> dict[str, str]:
    """Return the SHA-256 of Octavo's files by their paths in a wheel, which are the same for a checkout.

    They are read once for a build, see `forget_toolkit_files`.
    """
    folders = {_TOOLKIT: PACKAGE} | {f"{_TOOLKIT}/{kind}": shipped_folder(kind) for kind in SHIPPED_KINDS}
    return {
        f"{place}/{name}": digest for place, folder in folders.items() for name, digest in list_file_digests(folder)
    }


def forget_toolkit_files() -> None:
    """Have Octavo's files read again, when a build begins: a template may have changed since the last one."""
    list_toolkit_files.cache_clear()


def list_checkout_files() -> dict[str, str]:
    """Return the SHA-256 of Octavo's files by their paths in its repository; {} if it does not run from a checkout.

    The text faces are left out: they are cut from fonts when Octavo is installed, and are in no commit.
    """
    if shipped_folder(SHIPPED_KINDS[0]).is_relative_to(PACKAGE):
        return {}
    package = PACKAGE.relative_to(CHECKOUT).as_posix()
    files: dict[str, str] = {}
    for name, digest in list_toolkit_files().items():
        path = PurePosixPath(name).relative_to(_TOOLKIT)
        if not path.is_relative_to(_FACES):
            files[str(path) if path.parts[0] in SHIPPED_KINDS else f"{package}/{path}"] = digest
    return files


def _read_record(folder: Path) -> dict[str, str]:
    """Read the SHA-256 of the files of a library from the RECORD in its metadata folder; {} without one."""
    try:
        text = read_file(folder / _RECORD).decode()
    except (FindingsError, OSError, UnicodeDecodeError):
        return {}
    return dict(_parse_record(text, folder.name))


def _parse_record(text: str, metadata: str) -> Iterator[tuple[str, str]]:
    """Yield name and SHA-256 of each file that came with the library.

    What an installer adds is passed over, since it differs between machines: compiled modules, scripts outside the
    folder of the library, and its own notes in the metadata folder.
    """
    for line in text.splitlines():
        name, _, rest = line.rpartition(",")[0].rpartition(",")
        is_added = name.startswith(("../", "/", f"{metadata}/")) or name.endswith(".pyc")
        if not is_added and rest.startswith(_HASH_PREFIX):
            yield name.strip('"'), urlsafe_b64decode(rest.removeprefix(_HASH_PREFIX) + "=").hex()
