"""Compare two files, or all files of two output folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from ...files.guarded_files import read_file, refuse_link
from ...files.typed_paths import resolve_above_project
from ...findings.console_text import display_path
from ...findings.finding import Finding, FindingsError, Place
from ...processes.current_file import working_on
from ...processes.worker_pool import WorkerDied, start_reading_workers
from ...project.project_folders import RECORDS_FOLDER as RECORDS
from ..output_folder import attestations, manifest
from .diff_report import ArchiveMember, Comparison
from .docx_words import list_zip_members, read_document_words
from .page_image_diff import find_different_pages
from .pdf_words import preload_pdf_libraries, read_pdf_words
from .word_diff import find_recommendation_changes, find_word_changes, pair_pages

MAX_EDITION_BYTES = 500_000_000
_PIPES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
MAX_PICTURES = 40
"""Pairs of pages per file that are drawn."""


def compare_editions(old: Path, new: Path, pictures: int = MAX_PICTURES) -> tuple[Comparison, ...]:
    """Compare two files, or the files of two folders by name. Raises FindingsError if one cannot be read.

    Each pair is compared in a worker process with limits, since untrusted files may need much time or memory.
    """
    if old.is_dir() != new.is_dir():
        folder, file = (old, new) if old.is_dir() else (new, old)
        message = f"{display_path(folder)} is a folder and {display_path(file)} a file"
        raise FindingsError([Finding("unlike-editions", message, hint="name two files, or two output folders")])
    if not old.is_dir():
        with start_reading_workers(preload_pdf_libraries, 1) as executor:
            return (_collect_result(old, new, executor.submit(_compare_pair, old, new, pictures)),)
    old, new = resolve_above_project(old), resolve_above_project(new)
    listed = [set(_list_files(side)) for side in (old, new)]
    if not any(listed):
        message = f"there are no files in {display_path(old)} or {display_path(new)}"
        raise FindingsError([Finding("no-editions", message, hint="name folders that octavo build wrote")])
    both = sorted(set.intersection(*listed))
    with start_reading_workers(preload_pdf_libraries, len(both)) as executor:
        begun = {name: executor.submit(_compare_pair, old / name, new / name, pictures) for name in both}
        compared = {
            name: replace(_collect_result(old / name, new / name, task), name=name) for name, task in begun.items()
        }
    return tuple(compared.get(name) or _compare_missing(old, new, name, listed) for name in sorted(set.union(*listed)))


def _list_files(folder: Path) -> Iterator[str]:
    """List the files of a folder. Raises FindingsError for links and special files, so that none is skipped."""
    refuse_link(folder)
    for parent, folders, files in os.walk(folder, onerror=_refuse_folder):
        if RECORDS in folders:
            folders.remove(RECORDS)
        for path in (Path(parent, name) for name in (*folders, *files)):
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                message = f"{display_path(path)} is a link or a special file, which is not read"
                raise FindingsError([Finding("unreadable-edition", message, hint="remove it")])
        yield from (Path(parent, name).relative_to(folder).as_posix() for name in files)


def _refuse_folder(error: OSError) -> NoReturn:
    message = f"{display_path(Path(error.filename))} cannot be listed: {error.strerror}"
    raise FindingsError([Finding("unreadable-edition", message, hint="change its permissions")]) from error


def _compare_missing(old: Path, new: Path, name: str, listed: Sequence[Set[str]]) -> Comparison:
    before, after = (
        display_path(side / name) if name in names else "" for side, names in zip((old, new), listed, strict=True)
    )
    return Comparison(before, after)


def _collect_result(old: Path, new: Path, task: Future[Comparison]) -> Comparison:
    try:
        return task.result()
    except WorkerDied as death:
        at = death.place.file if death.place else new
        message = f"{display_path(at)} cannot be compared with {display_path(old if at == new else new)}: {death}"
        hint = "export it again, with simpler pages and pictures"
        raise FindingsError([Finding("unreadable-edition", message, Place(at), hint)]) from death


def _compare_pair(old: Path, new: Path, pictures: int) -> Comparison:
    before, after = _read_edition_bytes(old), _read_edition_bytes(new)
    names = display_path(old), display_path(new)
    if before == after:
        return Comparison(*names)
    differs = Comparison(*names, has_other_bytes=True)
    if any(_is_pdf(path, data) for path, data in ((old, before), (new, after))):
        with working_on(old):
            one = read_pdf_words(before, names[0])
        with working_on(new):
            other = read_pdf_words(after, names[1])
        pages, page_images = find_different_pages(before, after, pair_pages(one, other), pictures)
        return replace(
            differs,
            changes=find_word_changes(one, other),
            recommendations=find_recommendation_changes(one, other),
            pages=pages,
            page_images=tuple(page_images),
        )
    if new.name in (manifest.NAME, *attestations.ATTESTATION_FILES):
        return differs  # these only list the other files
    with working_on(old):
        one = read_document_words(before, names[0])
    with working_on(new):
        other = read_document_words(after, names[1])
    return replace(differs, changes=find_word_changes(one, other), members=_compare_members(before, after))


def _is_pdf(path: Path, data: bytes) -> bool:
    """Check whether a file is, or claims to be, a PDF; the header may be preceded by other bytes (ISO 32000-1, H.3)."""
    return path.suffix.lower() == ".pdf" or b"%PDF-" in data[:1024]


def _compare_members(before: bytes, after: bytes) -> tuple[ArchiveMember, ...]:
    old, new = list_zip_members(before), list_zip_members(after)
    if old is None or new is None:
        return ()
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return tuple(ArchiveMember(name, name in old, name in new) for name in names)


def _read_edition_bytes(path: Path) -> bytes:
    """Read a file, or a pipe from the shell's process substitution: ``<(…)``."""
    try:
        if str(path).startswith(_PIPES):
            with path.open("rb") as pipe:
                data = pipe.read(MAX_EDITION_BYTES + 1)
        else:
            data = read_file(resolve_above_project(path), MAX_EDITION_BYTES + 1)
    except OSError as error:
        message = f"{display_path(path)} cannot be read: {error.strerror}"
        raise FindingsError([Finding("unreadable-edition", message, hint="name a readable file")]) from error
    if len(data) > MAX_EDITION_BYTES:
        raise FindingsError(
            [Finding("too-large", f"the file is larger than {MAX_EDITION_BYTES // 1_000_000} MB", Place(path))]
        )
    return data
