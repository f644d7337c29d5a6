"""Tell what need not be built again: a request in, the record of the same request built before out, or None.

Nothing here trusts sizes or times of files: what a product was made of is read and digested. Nothing here imports the
libraries that make a product, so that finding out costs less than loading them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...files.file_digests import digest_file, digest_folder
from ...files.guarded_files import read_file
from ...findings.finding import Finding, FindingsError
from ...project import library_versions
from ...project.project_folders import PACKAGE, RECORDS_FOLDER, SHIPPED_KINDS, Project, shipped_folder
from ...project.stored_findings import DAMAGED_JSON_ERRORS, finding_from_json, finding_to_json
from . import manifest

FORMAT = 3
_DAMAGE_ERRORS = (FindingsError, OSError, *DAMAGED_JSON_ERRORS)


@dataclass(frozen=True)
class ProductRequest:
    """A product that is wanted: of which workshop file, in which style, into which folder."""

    source: Path
    product: str
    project: Project
    output: Path
    circumstances: str
    style: str | None = None
    printer: str | None = None

    @property
    def parts_name(self) -> str:
        """Folder name of the kept parts of its workshop."""
        return f"{self.source.parent.name}.{self.source.stem}.parts"

    @property
    def record_name(self) -> str:
        """File name of its record; the workshop's id is not known before its file is read."""
        return f"{self.source.parent.name}.{self.source.stem}.{self.product.replace('/', '-')}.json"


@dataclass(frozen=True)
class BuildRecord:
    """How a product was made: digests of all that went in, what stands in the manifest, what was found then."""

    key: str
    inputs: Mapping[str, str]
    workshop: str
    entries: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]
    keys: tuple[str, ...] = ()
    """Keys at the top of the workshop file, which tell what products it describes; none if they were not noted."""


def digest_build_environment(project: Project) -> str:
    """Digest all that a product is made with beside its own files: toolkit, templates, styles, libraries, epoch.

    Taken before anything is made: what changes meanwhile is then found to differ the next time.
    """
    folders = (PACKAGE, *map(shipped_folder, SHIPPED_KINDS), *(project.root / kind for kind in SHIPPED_KINDS))
    trees = [digest_folder(folder) for folder in folders]
    made_by = [
        library_versions.installed_libraries(),
        library_versions.native_versions(),
        os.environ.get("SOURCE_DATE_EPOCH"),
    ]
    return sha256(json.dumps([FORMAT, trees, made_by]).encode()).hexdigest()


def request_key(request: ProductRequest) -> str:
    """Digest a request: what is wanted, of which file, in which circumstances."""
    source = request.project.path_label(request.source)
    wanted = [source, request.product, request.style, request.printer, request.circumstances]
    return sha256(json.dumps(wanted).encode()).hexdigest()


FileStamps = Mapping[Path, tuple[int, int, int]]


def stat_files(paths: Iterable[Path]) -> FileStamps:
    """Note what tells whether a file is written while it is being read; nothing is ever taken for known by it."""
    noted = {}
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            noted[path] = (status.st_ino, status.st_size, status.st_ctime_ns)
    return noted


def find_unchanged_record(request: ProductRequest) -> BuildRecord | None:
    """Give the record of a request if nothing that it was made of has changed and its product stands as made.

    A record that is damaged, or of another format, counts as absent.
    """
    try:
        record = read(read_file(request.output / RECORDS_FOLDER / request.record_name), request.project)
        if record.key != request_key(request) or not _is_output_intact(record, request.output):
            return None
        known = record.inputs.items()
        is_new = all(digest_file(request.project.locate_label(label)) == value for label, value in known)
    except _DAMAGE_ERRORS:
        return None
    return record if known and is_new else None


def find_top_keys(source: Path, products: Iterable[str], project: Project, output: Path) -> tuple[str, ...]:
    """Give the keys at the top of a workshop file from the record of a product, if one knows the file as it stands."""
    now = digest_file(source)
    for product in products:
        request = ProductRequest(source, product, project, output, "")
        with suppress(*_DAMAGE_ERRORS):
            known = read(read_file(output / RECORDS_FOLDER / request.record_name), project)
            if known.keys and known.inputs.get(project.path_label(source)) == now:
                return known.keys
    return ()


def _is_output_intact(record: BuildRecord, output: Path) -> bool:
    folder = output / record.workshop
    try:
        known = manifest.read(read_file(folder / manifest.NAME))
    except (FindingsError, OSError):
        return False
    return all(entry in known and digest_file(folder / entry["file"]) == entry["sha256"] for entry in record.entries)


def write(record: BuildRecord, project: Project) -> bytes:
    """Put a record into the words of its file."""
    content = {
        "key": record.key,
        "inputs": dict(record.inputs),
        "workshop": record.workshop,
        "entries": [dict(entry) for entry in record.entries],
        "findings": [finding_to_json(finding, project) for finding in record.findings],
        "keys": list(record.keys),
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def read(data: bytes, project: Project) -> BuildRecord:
    """Read a record from its file's words; raises one of DAMAGED_JSON_ERRORS for any other."""
    content = json.loads(data)
    findings = tuple(finding_from_json(found, project) for found in content["findings"])
    inputs = {str(label): str(value) for label, value in content["inputs"].items()}
    keys = tuple(map(str, content["keys"]))
    return BuildRecord(content["key"], inputs, content["workshop"], tuple(content["entries"]), findings, keys)
