"""Find products that need not be built again, by the record of an earlier build.

File sizes and times are not trusted: all inputs of a product are read and digested. This module imports none of the
libraries that make products, so that the check costs less than loading them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...files.file_digests import digest_file, digest_folder
from ...files.guarded_files import read_file
from ...findings.finding import Finding, FindingsError
from ...language.written_languages import name_in_language
from ...product_catalogue import WorkshopOutline
from ...project import library_versions
from ...project.code_digests import digest_listing, forget_toolkit_files, list_toolkit_files
from ...project.project_folders import RECORDS_FOLDER, SHIPPED_KINDS, Project
from ...project.stored_findings import DAMAGED_JSON_ERRORS, finding_from_json, finding_to_json
from . import manifest

FORMAT = 5
_DAMAGE_ERRORS = (FindingsError, OSError, *DAMAGED_JSON_ERRORS)


@dataclass(frozen=True)
class ProductRequest:
    """A requested product: its workshop file, style, printer and output folder."""

    source: Path
    product: str
    project: Project
    output: Path
    build_environment: str
    style: str | None = None
    printer: str | None = None
    row: str = ""
    """The name of the row of a table that the workshop is filled from, if it is."""
    row_digest: str = ""
    """The digest of the values of that row."""
    language: str = ""
    """The language in which it is made, if not the main one of the workshop."""

    @property
    def name(self) -> str:
        """Name of the product in its language, by which manifests know it."""
        return name_in_language(self.product, self.language)

    @property
    def parts_name(self) -> str:
        """Folder name of the cached parts of its workshop."""
        return name_in_language(f"{self.source.parent.name}.{self.source.stem}.parts", self.language)

    @property
    def record_name(self) -> str:
        """File name of its record, without the workshop's id, which is unknown before its file is read."""
        if self.row:
            return f"{self.row}.{self.name.replace('/', '-')}.json"
        return f"{self.source.parent.name}.{self.source.stem}.{self.name.replace('/', '-')}.json"


@dataclass(frozen=True)
class BuildRecord:
    """How a product was made: digests of its inputs, its manifest entries, and the findings of that build."""

    key: str
    inputs: Mapping[str, str]
    workshop: str
    entries: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]
    outline: WorkshopOutline = field(default_factory=WorkshopOutline)
    """What the workshop file describes, which determines its products; without keys if that was not recorded."""


def digest_build_environment(project: Project) -> str:
    """Digest everything that makes a product besides its inputs: toolkit, templates, styles, libraries, epoch.

    Compute it before a build: a change during the build is then noticed the next time.
    """
    forget_toolkit_files()
    made_by = [
        digest_listing(list_toolkit_files()),
        *(digest_folder(project.root / kind) for kind in SHIPPED_KINDS),
        library_versions.installed_libraries(),
        library_versions.native_versions(),
        os.environ.get("SOURCE_DATE_EPOCH"),
    ]
    return sha256(json.dumps([FORMAT, made_by]).encode()).hexdigest()


def request_key(request: ProductRequest) -> str:
    """Digest a request: the product, the file, the options and the build environment."""
    source = request.project.path_label(request.source)
    wanted = [source, request.product, request.style, request.printer, request.build_environment]
    wanted += [request.row, request.row_digest] if request.row else []
    wanted += [request.language] if request.language else []
    return sha256(json.dumps(wanted).encode()).hexdigest()


FileStamps = Mapping[Path, tuple[int, int, int]]


def stat_files(paths: Iterable[Path]) -> FileStamps:
    """Return inode, size and change time of files, only to detect writes during a build."""
    noted = {}
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            noted[path] = (status.st_ino, status.st_size, status.st_ctime_ns)
    return noted


def find_unchanged_record(request: ProductRequest, digest: Callable[[Path], str] = digest_file) -> BuildRecord | None:
    """Return the record of a request if its inputs have not changed and its product is intact.

    A record that is damaged or has another format counts as missing. `digest` digests the inputs.
    """
    try:
        record = read(read_file(request.output / RECORDS_FOLDER / request.record_name), request.project)
        if record.key != request_key(request) or not _is_output_intact(record, request.output):
            return None
        known = record.inputs.items()
        is_new = all(digest(request.project.locate_label(label)) == value for label, value in known)
    except _DAMAGE_ERRORS:
        return None
    return record if known and is_new else None


def find_outline(source: Path, products: Iterable[str], project: Project, output: Path) -> WorkshopOutline | None:
    """Return what a workshop file describes from a product's record, if one describes the file as it is now."""
    now = digest_file(source)
    for product in products:
        request = ProductRequest(source, product, project, output, "")
        with suppress(*_DAMAGE_ERRORS):
            known = read(read_file(output / RECORDS_FOLDER / request.record_name), project)
            if known.outline.keys and known.inputs.get(project.path_label(source)) == now:
                return known.outline
    return None


def _is_output_intact(record: BuildRecord, output: Path) -> bool:
    folder = output / record.workshop
    try:
        known = manifest.read(read_file(folder / manifest.NAME))
    except (FindingsError, OSError):
        return False
    return all(entry in known and digest_file(folder / entry["file"]) == entry["sha256"] for entry in record.entries)


def write(record: BuildRecord, project: Project) -> bytes:
    """Encode a record as the JSON of its file."""
    content = {
        "key": record.key,
        "inputs": dict(record.inputs),
        "workshop": record.workshop,
        "entries": [dict(entry) for entry in record.entries],
        "findings": [finding_to_json(finding, project) for finding in record.findings],
        "keys": list(record.outline.keys),
        "products": list(record.outline.products),
        "languages": list(record.outline.languages),
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def read(data: bytes, project: Project) -> BuildRecord:
    """Decode a record. Raises one of DAMAGED_JSON_ERRORS if it is damaged."""
    content = json.loads(data)
    findings = tuple(finding_from_json(found, project) for found in content["findings"])
    inputs = {str(label): str(value) for label, value in content["inputs"].items()}
    outline = WorkshopOutline(*(tuple(map(str, content[key])) for key in ("keys", "products", "languages")))
    return BuildRecord(content["key"], inputs, content["workshop"], tuple(content["entries"]), findings, outline)
