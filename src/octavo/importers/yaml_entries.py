"""Parse YAML into mappings that know their lines and which of their keys were read, so that none is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self

import yaml

_MOST_YAML = 20_000_000
"""Bytes."""
_DEEPEST = 30


class YamlEntry(dict[str, object]):
    """A mapping of a YAML file, with its line and those of its keys. It remembers the keys that were asked for."""

    def __init__(self, values: Mapping[str, object] | None = None, line: int = 1) -> None:
        super().__init__(values or {})
        self.line = line
        self.key_lines: dict[str, int] = {}
        self.asked: set[str] = set()
        self.is_left_out = False
        """Whether the whole entry was left out, which is reported elsewhere."""

    def get(self, key: str, default: object = None) -> object:
        """Return the value of a key, or the default."""
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> object:
        self.asked.add(key)
        return super().__getitem__(key)

    def mark_read(self, *keys: str) -> None:
        """Count keys as read."""
        self.asked.update(keys)

    def leave_out(self) -> None:
        """Count the whole entry as reported."""
        self.is_left_out = True

    def find_line(self, key: str) -> int:
        """Return the line of a key, or that of the mapping if it has no such key."""
        return self.key_lines.get(key, self.line)

    def replace(self, **values: object) -> Self:
        """Return a copy with other values. What is read of it counts as read of this mapping."""
        made = type(self)({**self, **values}, line=self.line)
        made.key_lines, made.asked = self.key_lines, self.asked
        return made


@dataclass
class UnreadKey:
    """A key that no mapping of its kind was read for: its path, its first line, and how often it occurs."""

    name: str
    line: int
    count: int = 0
    near: str = ""
    """A key that was asked for and missing, and has nearly this name."""


class _EntryLoader(yaml.CSafeLoader):
    """Reads only plain data, with mappings as `YamlEntry`."""


def _construct_entry(loader: _EntryLoader, node: yaml.MappingNode) -> Iterator[YamlEntry]:
    entry = YamlEntry(line=node.start_mark.line + 1)
    yield entry
    entry.update({str(key): value for key, value in loader.construct_mapping(node).items()})
    entry.key_lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


_EntryLoader.add_constructor("tag:yaml.org,2002:map", _construct_entry)


def parse_entries(data: bytes) -> object:
    """Parse YAML. Raises ValueError or yaml.YAMLError if it is invalid, too large or too deep, or has aliases."""
    if len(data) > _MOST_YAML:
        raise ValueError("it is larger than 20 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it contains aliases (*name), which are not allowed")
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
    return yaml.load(text, Loader=_EntryLoader)  # noqa: S506 - a safe loader


def find_unread_keys(tree: object) -> list[UnreadKey]:
    """Return the keys with a value that were not read, in order of their lines. Below such a key nothing is named."""
    found: dict[str, UnreadKey] = {}
    for name, entry, key in _list_keys(tree, ""):
        if key in entry.asked:
            continue
        unread = found.setdefault(name, UnreadKey(name, entry.find_line(key)))
        unread.count += 1
        near = get_close_matches(key, sorted(entry.asked - entry.keys()), 1)
        unread.near = unread.near or (near[0] if near else "")
    return sorted(found.values(), key=lambda unread: unread.line)


def _list_keys(tree: object, above: str) -> Iterator[tuple[str, YamlEntry, str]]:
    """Yield each key that has a value, with its path and mapping; not those below a key that was not read."""
    if isinstance(tree, list):
        for item in tree:
            yield from _list_keys(item, above)
    elif isinstance(tree, YamlEntry) and not tree.is_left_out:
        for key, value in tree.items():
            name = f"{above}.{key}" if above else key
            if value not in (None, "", [], {}):
                yield name, tree, key
                if key in tree.asked:
                    yield from _list_keys(value, name)
