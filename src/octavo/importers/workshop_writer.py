"""Write an imported workshop: what was brought over in, a new folder of reports/ out, whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from ..files.guarded_files import file_size, list_files, read_file, refuse_link
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..loading.workshop_loader import load
from ..loading.yaml_writer import written
from ..project.new_workshop import made_whole
from ..project.project_folders import FILE_NAME, Project

_HALF = re.compile("[\ud800-\udfff]")
MOST_BYTES = 100_000_000


@dataclass
class ImportResult:
    """A workshop on its way over: its YAML as plain data, the files that go with it, what was found."""

    source: Path
    name: str
    tree: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Path | bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def tell(self, code: str, message: str, file: Path, line: int = 1, hint: str = "", advice: bool = False) -> None:
        """Note what was found at a line of the source."""
        severity = Severity.ADVICE if advice else Severity.WARNING
        self.findings.append(Finding(code, message, Place(file, line), hint, severity))

    def take(self, file: Path, folder: str) -> str:
        """Take a file along into a folder of the workshop; give its path there, which is that of no other file."""
        stem, suffix = f"{folder}/{slug(file.stem)}", file.suffix.lower()
        names = (f"{stem}-{number}{suffix}" if number > 1 else f"{stem}{suffix}" for number in count(1))
        path = next(name for name in names if self.files.get(name, file) == file)
        self.files[path] = file
        return path


def slug(words: str, otherwise: str = "x") -> str:
    """Make an id of words."""
    letters = re.sub(r"[^A-Za-z0-9]+", "-", _parted(words).encode("ascii", "ignore").decode()).strip("-").lower()
    return letters[:70].strip("-") or otherwise


def _parted(words: str) -> str:
    """Part letters from their marks."""
    return unicodedata.normalize("NFKD", words.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l"))


def alike(name: str) -> str:
    """Give what names have in common that are written with other marks, case or punctuation, in whatever script."""
    letters = re.sub("[\u0300-\u036f]+", "", _parted(name)).casefold()
    return "-".join("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in letters).split())


def unlike(identity: str, taken: Container[str]) -> str:
    """Give an id that is not taken: this one, or this one with the first number that makes it another."""
    names = (f"{identity}-{number}" if number > 1 else identity for number in count(1))
    return next(name for name in names if name not in taken)


def address(value: str) -> str:
    """Give an e-mail address, or nothing where it is none."""
    return value if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", value) else ""


class IdRegister:
    """People by name: one entry each, whatever lists they stand in."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, Any]] = {}
        self.elsewhere: dict[str, str] = {}
        """A second affiliation of people, by id: they may be two people of one name."""
        self._ids: dict[tuple[str, str], str] = {}

    def add(self, given: str, family: str, **more: Any) -> str:
        """Enter a person, or what is newly known of one; give the id."""
        key = (alike(given), alike(family))
        if key not in self._ids:
            identity = unlike(slug(f"{family} {given}", f"person-{len(self._ids) + 1}"), self.entries)
            self._ids[key] = identity
            entry = {"id": identity, "given": given, "family": family or given}
            if not family or not given:
                del entry["given"]
            self.entries[identity] = entry
        entry = self.entries[self._ids[key]]
        for name, value in more.items():
            if value and name not in entry:
                entry[name] = value
            elif value and name == "affiliation" and alike(value) != alike(entry[name]):
                self.elsewhere.setdefault(entry["id"], value)
        return self._ids[key]

    def findings(self, file: Path) -> Iterator[Finding]:
        """Tell of whom one affiliation is printed, though the papers give two."""
        for identity, other in self.elsewhere.items():
            entry = self.entries[identity]
            name = " ".join(filter(None, (entry.get("given"), entry["family"])))
            words = (
                f"{name} is of “{entry['affiliation']}”, and elsewhere of “{other}”; the first is printed everywhere"
            )
            hint = "if these are two people, give each an entry with an id of its own under people:"
            yield Finding("affiliation-differs", words, Place(file), hint, Severity.ADVICE)

    def knows(self, given: str, family: str) -> bool:
        """Tell whether a person of this name is entered."""
        return (alike(given), alike(family)) in self._ids


def pruned(tree: Any) -> Any:
    """Leave out what is empty."""
    if isinstance(tree, dict):
        kept = {key: pruned(value) for key, value in tree.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    return [pruned(item) for item in tree] if isinstance(tree, list) else tree


def without_halves(tree: Any) -> Any:
    """Put U+FFFD in the place of half characters, which JSON can write and no file can hold."""
    if isinstance(tree, dict):
        return {without_halves(key): without_halves(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [without_halves(item) for item in tree]
    return _HALF.sub("\ufffd", tree) if isinstance(tree, str) else tree


def settle(brought: ImportResult, name: str | None, project: Project) -> tuple[Path, tuple[Finding, ...]]:
    """Write the folder; raises Faults where its name is taken or cannot be one."""
    called = name or brought.name
    if not re.fullmatch(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", called):
        hint = "use letters a to z, digits, and single hyphens between them"
        raise FindingsError(
            [Finding("bad-id", f"'{called}' cannot be the name of a workshop", Place(brought.source), hint)]
        )
    refuse_link(project.reports)
    target = project.reports / called
    if target.exists() or target.is_symlink():
        hint = "give another name, or move that folder away"
        raise FindingsError([Finding("name-taken", f"there is a workshop '{called}' already", Place(target), hint)])
    with made_whole(target) as made:
        _write(made, brought.files)
        given = pruned({**brought.tree, "id": called})
        tree = without_halves(given)
        if tree != given:
            brought.tell("lost-character", "half a character stands in the material, and was left out", brought.source)
        head = f"# Imported from {brought.source.name}. What could not be carried over was told then.\n"
        (made / FILE_NAME).write_bytes(written(tree, head))
    loaded = load(target / FILE_NAME)
    return target / FILE_NAME, loaded.findings


def _write(folder: Path, files: Mapping[str, Path | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else _taken(content))


def _taken(file: Path) -> bytes:
    try:
        return read_file(file)
    except OSError as error:
        message = f"this file cannot be read: {error.strerror}"
        raise FindingsError([Finding("unreadable-file", message, Place(file), "change its permissions")]) from error


def plain_files(folder: Path) -> list[Path]:
    """List the ordinary files below a folder, by name; links are not followed."""
    return [path for path in list_files(folder) if file_size(path) <= MOST_BYTES]
