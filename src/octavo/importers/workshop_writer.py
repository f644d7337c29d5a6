"""Write an imported workshop as a new folder in reports/, complete or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from ..files.guarded_files import file_size, is_there, list_files, read_file, refuse_link
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..language.slugs import make_slug
from ..loading.workshop_loader import load_workshop
from ..loading.yaml_writer import dump_yaml
from ..project.new_workshop import create_folder_atomically
from ..project.project_folders import WORKSHOP_FILE, Project

YamlMapping = dict[str, Any]
"""A mapping of a YAML or JSON document."""

_SURROGATE = re.compile("[\ud800-\udfff]")
MAX_IMPORTED_BYTES = 100_000_000
_MAX_NAME_LENGTH = 80
_BASE_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe", "ı": "i"}
)


@dataclass
class ImportResult:
    """A workshop during an import: its YAML as plain data, its files by path, and findings."""

    source: Path
    name: str
    tree: YamlMapping = field(default_factory=dict)
    files: dict[str, Path | bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: str, message: str, file: Path, line: int = 1, hint: str = "", advice: bool = False) -> None:
        """Add a finding at a line of the source."""
        severity = Severity.ADVICE if advice else Severity.WARNING
        self.findings.append(Finding(code, message, Place(file, line), hint, severity))

    @contextmanager
    def keep_findings(self) -> Iterator[None]:
        """Add what was found to a FindingsError that ends the import: it may be its cause."""
        try:
            yield
        except FindingsError as faults:
            raise FindingsError([*self.findings, *faults.findings]) from None

    def add_file(self, file: Path, folder: str) -> str:
        """Add a file to a folder of the workshop; return its path there, which no other file has."""
        stem, suffix = f"{folder}/{make_slug(file.stem)}", file.suffix.lower()
        names = (f"{stem}-{number}{suffix}" if number > 1 else f"{stem}{suffix}" for number in count(1))
        path = next(name for name in names if self.files.get(name, file) == file)
        self.files[path] = file
        return path


def _decompose(words: str) -> str:
    """Separate letters and their diacritics."""
    return unicodedata.normalize("NFKD", words.translate(_BASE_LETTERS))


def fold_name(name: str) -> str:
    """Return a form of a name without diacritics, case and punctuation, for comparison; any script is kept."""
    letters = re.sub("[\u0300-\u036f]+", "", _decompose(name)).casefold()
    return "-".join("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in letters).split())


def valid_email(value: str) -> str:
    """Return an e-mail address, or "" if it is not valid."""
    return value if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", value) else ""


def drop_empty_values(tree: object) -> object:
    """Return a tree without empty values."""
    if isinstance(tree, dict):
        kept = {key: drop_empty_values(value) for key, value in tree.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    return [drop_empty_values(item) for item in tree] if isinstance(tree, list) else tree


def replace_surrogates(tree: object) -> object:
    """Replace lone surrogates, which JSON can contain but files cannot, by U+FFFD."""
    if isinstance(tree, dict):
        return {replace_surrogates(key): replace_surrogates(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [replace_surrogates(item) for item in tree]
    return _SURROGATE.sub("\ufffd", tree) if isinstance(tree, str) else tree


def write_workshop(result: ImportResult, name: str | None, project: Project) -> tuple[Path, tuple[Finding, ...]]:
    """Write the folder; return the path of its workshop.yaml. Raises FindingsError if the name is taken or invalid."""
    called = name or result.name
    if not re.fullmatch(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", called) or len(called) > _MAX_NAME_LENGTH:
        hint = f"use letters a to z and digits, with single hyphens between them, at most {_MAX_NAME_LENGTH}"
        raise FindingsError([Finding("bad-id", f"'{called}' is not a valid workshop name", Place(result.source), hint)])
    refuse_link(project.reports_folder)
    target = project.reports_folder / called
    if is_there(target) or target.is_symlink():
        hint = "choose another name, or move that folder away"
        raise FindingsError([Finding("name-taken", f"the workshop '{called}' already exists", Place(target), hint)])
    with create_folder_atomically(target) as made:
        _write_files(made, result.files)
        given = drop_empty_values({**result.tree, "id": called})
        tree = replace_surrogates(given)
        if tree != given:
            result.report("lost-character", "half a character (a lone surrogate) was replaced by U+FFFD", result.source)
        head = f"# Imported from {result.source.name}. What could not be carried over was told then.\n"
        (made / WORKSHOP_FILE).write_bytes(dump_yaml(tree, head))
    loaded = load_workshop(target / WORKSHOP_FILE)
    return target / WORKSHOP_FILE, loaded.findings


def _write_files(folder: Path, files: Mapping[str, Path | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else _read_source(content))


def _read_source(file: Path) -> bytes:
    try:
        return read_file(file)
    except OSError as error:
        message = f"this file cannot be read: {error.strerror}"
        raise FindingsError([Finding("unreadable-file", message, Place(file), "change its permissions")]) from error


def list_plain_files(folder: Path) -> list[Path]:
    """List the files below a folder, without links and very large files."""
    return [path for path in list_files(folder) if file_size(path) <= MAX_IMPORTED_BYTES]
