"""Keep typeset parts in a cache, under a key computed from their inputs.

One file holds one part: a checksum, a line of JSON, the PDF. Nothing in it is trusted. The checksum covers the key and
all content, so no byte can change and no file can replace another. The files that a part was made from are compared
with their digests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..files import file_digests
from ..files.atomic_files import OpenFolder, UnwritableError, open_folder
from ..findings.finding import CITATIONS_NOT_SET, has_errors
from ..project import project_folders, stored_findings
from ..project.project_folders import Project
from ..project.stored_findings import DAMAGED_JSON_ERRORS
from .typeset_job import PageKind, ShownPicture, TypesetPage, TypesetPart

CACHE_FORMAT = 4


@dataclass(frozen=True)
class CachedPart:
    """A part, further results as plain JSON data, and the digests of the files it was made from."""

    part: TypesetPart
    details: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)


class PartCache:
    """The cached parts of one workshop. `remove_unused` deletes those that were not requested."""

    def __init__(
        self, folder: OpenFolder | None, project: Project, environment: str, is_read_only: bool = False
    ) -> None:
        self._folder, self._project, self._environment = folder, project, environment
        self._is_read_only = is_read_only
        self._used: set[str] = set()

    @property
    def folder(self) -> OpenFolder | None:
        """The folder of the cache, if it may be written."""
        return None if self._is_read_only else self._folder

    @property
    def environment(self) -> str:
        """What the results of all jobs depend on besides the jobs: a part of every key."""
        return f"{CACHE_FORMAT} {self._environment}"

    def load_part(self, key: str) -> CachedPart | None:
        """Return the part under a key if it is intact and its input files are unchanged."""
        data = self._folder.read_file(_file_name(key)) if self._folder else None
        if data is None:
            return None
        try:
            kept = _parse_part(data, key, self._project)
            locate, digest = self._project.locate_label, file_digests.digest_file
            if any(digest(locate(label)) != value for label, value in kept.inputs.items()):
                return None
        except DAMAGED_JSON_ERRORS:
            return None
        self._used.add(_file_name(key))
        return kept

    def store_part(self, key: str, kept: CachedPart) -> None:
        """Store a part without errors. If it cannot be written, the next build takes longer, nothing else."""
        findings = kept.part.findings
        is_passing = any(finding.code == CITATIONS_NOT_SET for finding in findings)
        if self._folder is None or self._is_read_only or has_errors(findings) or is_passing:
            return
        name = _file_name(key)
        with suppress(OSError, UnwritableError):
            self._folder.write_file(name, _serialize_part(kept, key, self._project))
            self._used.add(name)

    def remove_unused(self) -> None:
        """Delete the parts that were not requested."""
        if self._folder is None:
            return
        for path in self._folder.path.glob("*.part"):
            if path.name not in self._used and not path.name.startswith("."):
                with suppress(OSError, UnwritableError):
                    self._folder.remove_file(path.name)


@contextmanager
def open_part_cache(output: Path, name: str, project: Project, environment: str) -> Iterator[PartCache]:
    """Open the part cache of a workshop inside an output folder; without a writable folder nothing is cached."""
    with _folder(output, name) as folder:
        if folder:
            with suppress(OSError, UnwritableError):
                folder.remove_leftovers()
        yield PartCache(folder, project, environment)


@contextmanager
def open_part_cache_for_reading(output: Path, name: str, project: Project, environment: str) -> Iterator[PartCache]:
    """Open what a build has kept of a workshop, if it has, for reading alone."""
    if not (output / project_folders.RECORDS_FOLDER / name).is_dir():
        yield PartCache(None, project, environment)
        return
    with _folder(output, name) as folder:
        yield PartCache(folder, project, environment, is_read_only=True)


@contextmanager
def _folder(output: Path, name: str) -> Iterator[OpenFolder | None]:
    try:
        opening = open_folder(output / project_folders.RECORDS_FOLDER, name)
        folder = opening.__enter__()
    except (OSError, UnwritableError):
        yield None
        return
    try:
        yield folder
    finally:
        opening.__exit__(None, None, None)


def _file_name(key: str) -> str:
    return f"{key}.part"


def _serialize_part(kept: CachedPart, key: str, project: Project) -> bytes:
    part = kept.part
    head = {
        "format": CACHE_FORMAT,
        "name": part.name,
        "pages": part.pages,
        "anchors": dict(part.anchors),
        "findings": [stored_findings.finding_to_json(finding, project) for finding in part.findings],
        "faces": [[str(face.kind), face.section] for face in part.page_kinds],
        "landscape": list(part.landscape_pages),
        "pictures": [
            [one.page, one.box, one.subject, one.asset, stored_findings.place_to_json(one.place, project)]
            for one in part.pictures
        ],
        "told": dict(kept.details),
        "inputs": dict(kept.inputs),
    }
    content = json.dumps(head).encode() + b"\n" + part.pdf
    return _compute_seal(key, content) + b"\n" + content


def _compute_seal(key: str, content: bytes) -> bytes:
    return sha256(key.encode() + b"\n" + content).hexdigest().encode()


def _parse_part(data: bytes, key: str, project: Project) -> CachedPart:
    seal, _, content = data.partition(b"\n")
    if seal != _compute_seal(key, content):
        raise ValueError("damaged, or stored under another key")
    line, _, pdf = content.partition(b"\n")
    head = json.loads(line)
    if head["format"] != CACHE_FORMAT:
        raise ValueError("another format")
    faces = tuple(TypesetPage(PageKind(manner), section) for manner, section in head["faces"])
    findings = tuple(stored_findings.finding_from_json(finding, project) for finding in head["findings"])
    anchors = {str(name): int(page) for name, page in head["anchors"].items()}
    across = tuple(int(number) for number in head["landscape"])
    pictures = tuple(_parse_picture(picture, project) for picture in head["pictures"])
    part = TypesetPart(str(head["name"]), pdf, int(head["pages"]), anchors, findings, faces, across, pictures)
    return CachedPart(part, dict(head["told"]), {str(label): str(value) for label, value in head["inputs"].items()})


def _parse_picture(content: list[Any], project: Project) -> ShownPicture:
    page, (x0, y0, x1, y1), subject, asset, place = content
    box = float(x0), float(y0), float(x1), float(y1)
    return ShownPicture(int(page), box, str(subject), str(asset), stored_findings.place_from_json(place, project))
