"""Write an imported workshop: what was brought over in, a new folder of reports/ out, whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from ..files.guarded_files import file_size, is_there, list_files, read_file, refuse_link
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..loading.workshop_loader import load_workshop
from ..loading.yaml_writer import dump_yaml
from ..project.new_workshop import create_folder_atomically
from ..project.project_folders import WORKSHOP_FILE, Project

_SURROGATE = re.compile("[\ud800-\udfff]")
MAX_IMPORTED_BYTES = 100_000_000
_MAX_NAME_LENGTH = 80


@dataclass
class ImportResult:
    """A workshop on its way over: its YAML as plain data, the files that go with it, what was found."""

    source: Path
    name: str
    tree: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Path | bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def report(self, code: str, message: str, file: Path, line: int = 1, hint: str = "", advice: bool = False) -> None:
        """Note what was found at a line of the source."""
        severity = Severity.ADVICE if advice else Severity.WARNING
        self.findings.append(Finding(code, message, Place(file, line), hint, severity))

    def add_file(self, file: Path, folder: str) -> str:
        """Take a file along into a folder of the workshop; give its path there, which is that of no other file."""
        stem, suffix = f"{folder}/{make_slug(file.stem)}", file.suffix.lower()
        names = (f"{stem}-{number}{suffix}" if number > 1 else f"{stem}{suffix}" for number in count(1))
        path = next(name for name in names if self.files.get(name, file) == file)
        self.files[path] = file
        return path


def make_slug(words: str, otherwise: str = "x") -> str:
    """Make an id of words."""
    letters = re.sub(r"[^A-Za-z0-9]+", "-", _decompose(words).encode("ascii", "ignore").decode()).strip("-").lower()
    return letters[:70].strip("-") or otherwise


def _decompose(words: str) -> str:
    """Part letters from their marks."""
    return unicodedata.normalize("NFKD", words.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l"))


def fold_name(name: str) -> str:
    """Give what names have in common that are written with other marks, case or punctuation, in whatever script."""
    letters = re.sub("[\u0300-\u036f]+", "", _decompose(name)).casefold()
    return "-".join("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in letters).split())


def make_unique_id(identity: str, taken: Container[str]) -> str:
    """Give an id that is not taken: this one, or this one with the first number that makes it another."""
    names = (f"{identity}-{number}" if number > 1 else identity for number in count(1))
    return next(name for name in names if name not in taken)


def valid_email(value: str) -> str:
    """Give an e-mail address, or nothing where it is none."""
    return value if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", value) else ""


class PersonRegister:
    """People by name: one entry each, whatever lists they stand in."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, Any]] = {}
        self.elsewhere: dict[str, str] = {}
        """A second affiliation of people, by id: they may be two people of one name."""
        self._ids: dict[tuple[str, str], str] = {}

    def add_person(self, given: str, family: str, **more: Any) -> str:
        """Enter a person, or what is newly known of one; give the id."""
        key = (fold_name(given), fold_name(family))
        if key not in self._ids:
            identity = make_unique_id(make_slug(f"{family} {given}", f"person-{len(self._ids) + 1}"), self.entries)
            self._ids[key] = identity
            entry = {"id": identity, "given": given, "family": family or given}
            if not family or not given:
                del entry["given"]
            self.entries[identity] = entry
        entry = self.entries[self._ids[key]]
        for name, value in more.items():
            if value and name not in entry:
                entry[name] = value
            elif value and name == "affiliation" and fold_name(value) != fold_name(entry[name]):
                self.elsewhere.setdefault(entry["id"], value)
        return self._ids[key]

    def report_affiliations(self, file: Path) -> Iterator[Finding]:
        """Tell of whom one affiliation is printed, though the papers give two."""
        for identity, other in self.elsewhere.items():
            entry = self.entries[identity]
            name = " ".join(filter(None, (entry.get("given"), entry["family"])))
            words = (
                f"{name} is of “{entry['affiliation']}”, and elsewhere of “{other}”; the first is printed everywhere"
            )
            hint = "if these are two people, give each an entry with an id of its own under people:"
            yield Finding("affiliation-differs", words, Place(file), hint, Severity.ADVICE)

    def has_person(self, given: str, family: str) -> bool:
        """Tell whether a person of this name is entered."""
        return (fold_name(given), fold_name(family)) in self._ids


def drop_empty_values(tree: Any) -> Any:
    """Leave out what is empty."""
    if isinstance(tree, dict):
        kept = {key: drop_empty_values(value) for key, value in tree.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    return [drop_empty_values(item) for item in tree] if isinstance(tree, list) else tree


def replace_surrogates(tree: Any) -> Any:
    """Put U+FFFD in the place of half characters, which JSON can write and no file can hold."""
    if isinstance(tree, dict):
        return {replace_surrogates(key): replace_surrogates(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [replace_surrogates(item) for item in tree]
    return _SURROGATE.sub("\ufffd", tree) if isinstance(tree, str) else tree


def write_workshop(brought: ImportResult, name: str | None, project: Project) -> tuple[Path, tuple[Finding, ...]]:
    """Write the folder; raises Faults where its name is taken or cannot be one."""
    called = name or brought.name
    if not re.fullmatch(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", called) or len(called) > _MAX_NAME_LENGTH:
        hint = f"use letters a to z, digits, and single hyphens between them, {_MAX_NAME_LENGTH} at most"
        raise FindingsError(
            [Finding("bad-id", f"'{called}' cannot be the name of a workshop", Place(brought.source), hint)]
        )
    refuse_link(project.reports_folder)
    target = project.reports_folder / called
    if is_there(target) or target.is_symlink():
        hint = "give another name, or move that folder away"
        raise FindingsError([Finding("name-taken", f"there is a workshop '{called}' already", Place(target), hint)])
    with create_folder_atomically(target) as made:
        _write_files(made, brought.files)
        given = drop_empty_values({**brought.tree, "id": called})
        tree = replace_surrogates(given)
        if tree != given:
            brought.report(
                "lost-character", "half a character stands in the material, and was left out", brought.source
            )
        head = f"# Imported from {brought.source.name}. What could not be carried over was told then.\n"
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
    """List the ordinary files below a folder, by name; links are not followed."""
    return [path for path in list_files(folder) if file_size(path) <= MAX_IMPORTED_BYTES]
