"""Read files in a workshop's folder by the paths that its texts name: pictures, texts, bibliographies and PDFs."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import Final

from ..findings.finding import Finding, FindingsError, Place
from ..findings.fix import Fix, FixKind, Remedy
from ..findings.typing_marks import remove_typing_marks
from .guarded_files import read_file

MAX_FILE_BYTES: Final = 20_000_000
ACCEPTED_FORMATS: Final = "a PNG, JPEG or WebP image"


class RefusedFile(Exception):  # noqa: N818 - a way out of the steps, which ends as a finding
    """What is wrong with a file: code, message and remedy of a finding."""


def read_workshop_file(root: Path, path: str, place: Place) -> tuple[Path, bytes, Finding | None]:
    """Read a file below `root` that is no image. Return its path, its bytes, and a finding if it cannot be read."""
    try:
        file = resolve_safe_path(root, path)
        return file, read_bytes_below(root, path), None
    except RefusedFile as refusal:
        code, message, remedy = refusal.args
        return root / path, b"", Finding.with_remedy(code, message, place, remedy)


def find_path_fault(root: Path, path: str, place: Place) -> Finding | None:
    """Return what is wrong with the path of a file below `root`; the file is not opened."""
    try:
        resolve_safe_path(root, path)
    except RefusedFile as refusal:
        code, message, remedy = refusal.args
        return Finding.with_remedy(code, message, place, remedy)
    return None


def resolve_safe_path(root: Path, path: str) -> Path:
    """Resolve a relative path below `root`, name by name, without following links.

    The case of each name must match the disk. Raises RefusedFile for any other path.
    """
    steps = PurePosixPath(path).parts
    plain = path.replace("\\", "/")
    if plain.startswith(("/", "~")) or (len(plain) > 1 and plain[1] == ":") or "://" in plain:
        raise RefusedFile(
            "path-outside",
            f"'{path}' is not a path inside the workshop's folder",
            "copy the file into that folder and write its path from there, as in figures/group.jpg",
        )
    if ".." in PurePosixPath(plain).parts:
        raise RefusedFile(
            "path-outside",
            f"'{path}' leads out of the workshop's folder",
            "copy the file into that folder and write its path without ..",
        )
    if plain != path:
        raise RefusedFile("bad-path", f"the path '{path}' has backslashes", Fix(FixKind.VALUE, plain))
    if not steps:
        raise RefusedFile("no-image", f"'{path}' names no file", "write the path of an image, as in figures/group.jpg")
    here = root
    for step in steps:
        here = _descend(here, step, path)
    if not S_ISREG(here.lstat().st_mode):
        raise _not_a_file_error(here, path)
    return here


def _descend(folder: Path, name: str, path: str) -> Path:
    """Return the entry of exactly this name in a folder, unless it is a link."""
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except NotADirectoryError:
        raise RefusedFile(
            "no-image", f"'{path}' does not exist: {folder.name} is not a folder", "check the path"
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise RefusedFile("unreadable-image", f"'{path}' cannot be read: {reason}", "check its permissions") from None
    if name not in names:
        raise _missing_file_error(name, names, path)
    if S_ISLNK((folder / name).lstat().st_mode):
        where = f"'{path}' is" if name == path else f"'{path}' passes through {name},"
        raise RefusedFile("image-link", f"{where} a symbolic link, which is not followed", "replace it by a copy")
    return folder / name


def _missing_file_error(name: str, names: list[str], path: str) -> RefusedFile:
    same = [other for other in names if other.casefold() == name.casefold()]
    if same:
        message = f"'{path}' differs in case from the file on disk, so other machines would not find it"
        return RefusedFile("image-case", message, Fix(FixKind.VALUE, _rename_step(path, name, same[0])))
    near = get_close_matches(name, names, 1)
    if (plain := remove_typing_marks(path)) != path:
        message = f"there is no file '{path}' in the workshop's folder"
        return RefusedFile("no-image", message, Fix(FixKind.VALUE, plain, is_certain=False))
    remedy: Remedy = "check the path: it is relative to workshop.yaml, or, in a chapter, to the chapter's file"
    if near:
        remedy = Fix(FixKind.VALUE, _rename_step(path, name, near[0]), is_certain=False)
    return RefusedFile("no-image", f"there is no file '{path}' in the workshop's folder", remedy)


def _rename_step(path: str, name: str, other: str) -> str:
    steps = list(PurePosixPath(path).parts)
    steps[steps.index(name)] = other
    return "/".join(steps)


def _not_a_file_error(file: Path, path: str) -> RefusedFile:
    if S_ISDIR(file.lstat().st_mode):
        return RefusedFile("no-image", f"'{path}' is a folder", f"name {_describe_expected_file(path)} inside it")
    return RefusedFile("no-image", f"'{path}' is not a regular file", f"replace it by {_describe_expected_file(path)}")


def _describe_expected_file(path: str) -> str:
    """Return the kind of file that belongs at a path, by its suffix: an image unless that says otherwise."""
    suffix = Path(path).suffix.lower()
    return {".pdf": "a whole PDF", ".bib": "a BibTeX file", ".csv": "a CSV file", ".svg": "an SVG drawing"}.get(
        suffix, "a text file" if suffix in (".rst", ".txt") else ACCEPTED_FORMATS
    )


def read_bytes_below(root: Path, path: str) -> bytes:
    """Return the bytes of a file below `root`. Raises RefusedFile if it is empty, too large or cannot be read."""
    try:
        data = read_file(Path(os.path.realpath(root), path), MAX_FILE_BYTES + 1)
    except FindingsError as faults:
        raise RefusedFile("image-link", faults.findings[0].message, "replace it by a copy") from None
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise RefusedFile("unreadable-image", f"'{path}' cannot be read: {reason}", "check its permissions") from None
    if not data:
        raise RefusedFile("not-an-image", f"'{path}' is empty", f"replace it by {_describe_expected_file(path)}")
    if len(data) > MAX_FILE_BYTES:
        raise RefusedFile("image-too-large", f"'{path}' is larger than 20 MB", "export it smaller")
    return data
