"""Read the files of an aclpub2 folder: YAML, texts, and files that entries name. Account for all of them."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path

import yaml

from ..files.guarded_files import is_file, read_file
from ..findings.finding import FindingsError
from .aclpub2_values import as_list
from .latex_to_rst import latex_to_markup, latex_to_text
from .workshop_writer import ImportResult, list_plain_files
from .yaml_entries import YamlEntry, find_unread_keys, parse_entries

_MAX_NAMED = 10


class AclFolder:
    """The folder that is imported; nothing outside it is read."""

    def __init__(self, root: Path, home: Path, result: ImportResult) -> None:
        self.root = root
        self.home = home
        self.result = result
        self.used: set[Path] = set()
        """Files that were imported; all others are reported at the end."""
        self._trees: dict[Path, object] = {}
        """Content of the YAML files; keys of it that were not read are reported at the end."""
        self._read_as: dict[tuple[str, str], list[tuple[Path, int]]] = {}
        """Places of misspelt keys that were read, by the key and the one that it was read as."""

    def yaml_path(self, name: str) -> Path:
        """Return the path of a YAML file by its name without suffix (.yml, or .yaml if only that exists)."""
        short, long = self.root / f"{name}.yml", self.root / f"{name}.yaml"
        return long if self._is_inside(long) and not self._is_inside(short) else short

    def _is_inside(self, path: Path) -> bool:
        """Check whether a file is inside the imported folder; nothing outside it is read, even if an entry names it."""
        return is_file(path) and Path(os.path.abspath(path)).is_relative_to(self.home)  # noqa: PTH100 - of no link

    def find_file(self, folder: str, name: object) -> Path | None:
        """Find a file that an entry names, in its own folder or next to the YAML."""
        places = (self.root / folder / str(name), self.root / str(name))
        return next((place for place in places if self._is_inside(place)), None)

    def _load_yaml(self, name: str, needed: bool = False) -> object:
        path = self.yaml_path(name)
        self.used.add(path)
        if not self._is_inside(path):
            if needed:
                self.result.report("no-file", f"there is no {path.name}", path, hint="add the file if you have it")
            return None
        try:
            self._trees[path] = parse_entries(read_file(path))
            return self._trees[path]
        except (FindingsError, yaml.YAMLError, ValueError, RecursionError, OSError) as error:
            mark = getattr(error, "problem_mark", None)
            words = f"this file is not valid YAML: {getattr(error, 'problem', None) or error}"
            line = mark.line + 1 if mark else 1
            self.result.report("bad-yaml", words, path, line, "correct it and import again")
            return None

    def load_mapping(self, name: str) -> YamlEntry:
        """Return the mapping in a YAML file; {} if it cannot be read."""
        data = self._load_yaml(name, needed=True)
        if data is not None and not isinstance(data, YamlEntry):
            self.result.report("bad-yaml", "this file must contain keys and values", self.yaml_path(name))
        return data if isinstance(data, YamlEntry) else YamlEntry()

    def load_mappings(self, name: str, needed: bool = False) -> list[YamlEntry]:
        """Return the mappings in a YAML file that contains a list, or lists by key."""
        data = self._load_yaml(name, needed)
        if isinstance(data, YamlEntry):
            lists = {key: value for key, value in data.items() if isinstance(value, list)}
            data.mark_read(*lists)
            if len(lists) > 1:
                words = f"the lists {', '.join(map(str, lists))} were combined into one"
                self.result.report("lists-joined", words, self.yaml_path(name), advice=True)
            data = list(chain.from_iterable(lists.values())) if lists else [data]
        if data is None:
            return []
        if not isinstance(data, list):
            self.result.report("bad-yaml", "this file must contain a list", self.yaml_path(name))
            return []
        odd = [item for item in data if not isinstance(item, YamlEntry)]
        if odd:
            self.result.report(
                "bad-entry",
                f"{len(odd)} of the entries were left out: they are not keys and values",
                self.yaml_path(name),
            )
        return [item for item in data if isinstance(item, YamlEntry)]

    def list_mappings(self, entry: YamlEntry, key: str, file: Path) -> list[YamlEntry]:
        """Return the mappings below a key; report other entries, which are left out."""
        listed = as_list(entry.get(key))
        odd = [item for item in listed if not isinstance(item, YamlEntry)]
        if odd:
            words = f"{len(odd)} of the entries of '{key}' were left out: they are not keys and values"
            self.result.report("bad-entry", words, file, entry.line)
        return [item for item in listed if isinstance(item, YamlEntry)]

    def read_named_text(self, folder: str, name: object, by: Path, line: int) -> str:
        """Read a text file that an entry names; "" if it is missing."""
        path = self.find_file(folder, name)
        if path is None:
            self.result.report("no-file", f"there is no {folder}/{name}", by, line, "add the file and import again")
            return ""
        self.used.add(path)
        data = read_file(path)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.result.report("not-utf-8", "this file is not UTF-8; it was read as Latin-1", path)
            return data.decode("latin-1")

    def read_latex(self, value: object, what: str, file: Path, line: int) -> str:
        """Convert LaTeX to one line of text; report the commands that are lost."""
        lost: list[str] = []
        text = latex_to_text(value, lost)
        self._report_lost_commands(lost, what, file, line)
        return text

    def read_latex_as_rst(self, value: object, what: str, file: Path, line: int) -> str:
        """Convert LaTeX to reStructuredText; report the commands that are lost."""
        lost: list[str] = []
        text = latex_to_markup(value, lost)
        self._report_lost_commands(lost, what, file, line)
        return text

    def _report_lost_commands(self, lost: list[str], what: str, file: Path, line: int) -> None:
        if lost:
            named = list(dict.fromkeys(lost))
            more = f" and {len(named) - _MAX_NAMED} more" if len(named) > _MAX_NAMED else ""
            words = f"{what}: LaTeX that cannot be carried over was left out: {', '.join(named[:_MAX_NAMED])}{more}"
            self.result.report("not-carried-over", words, file, line, "write it in plain words")

    def note_misspelt_key(self, key: str, read_as: str, file: Path, line: int) -> None:
        """Note that a misspelt key was read; it is reported once."""
        self._read_as.setdefault((key, read_as), []).append((file, line))

    def report_unread_keys(self) -> None:
        """Report every key that was not read: each once, at its first line."""
        for (key, near), places in self._read_as.items():
            words = f"unknown key '{key}'{_count_places(len(places))}; it was read as '{near}'"
            self.result.report("unknown-key", words, *places[0], f"write {near}")
        for path, tree in self._trees.items():
            for unread in find_unread_keys(tree):
                words = f"'{unread.name}'{_count_places(unread.count)} was left out: "
                if unread.near:
                    words += "the key is unknown"
                    self.result.report("unknown-key", words, path, unread.line, f"did you mean {unread.near}?")
                else:
                    words += "a workshop has no place for it"
                    self.result.report("not-carried-over", words, path, unread.line, advice=True)

    def report_unused_files(self) -> None:
        """Report every file that was not imported."""
        for path in list_plain_files(self.root):
            if path in self.used:
                continue
            what = path.relative_to(self.root).as_posix()
            self.result.report(
                "not-carried-over", f"{what} was not imported: a workshop has no place for it", path, advice=True
            )


def _count_places(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""
