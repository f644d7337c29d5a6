"""Edit a YAML file of a user in place: what is not edited keeps its comments, order, quotation marks and line ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


class UneditableYaml(Exception):  # noqa: N818 - what is wrong, in words that follow "the file"
    """The file cannot be edited safely; the message says why."""


class YamlEditor:
    """Collects edits of a YAML document, and makes them all at once.

    The text must have been read without errors by `yaml_reader`, which allows no anchors, tags and merge keys. All
    paths are those of the document before the edits.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._root = yaml.compose(text, Loader=yaml.CSafeLoader)
        self._expected = _load(text)
        self._edits: list[tuple[int, int, str]] = []

    def append_items(self, key: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Add items to the end of a list at the top of the document; the list is made if it is not there."""
        if not items:
            return
        self._expected[key] = [*(self._expected.get(key) or []), *map(_plain, items)]
        found = self._find((key,))
        if isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style:
            indent = " " * found.start_mark.column
            self._insert_after(found, "".join(_write_item(item, indent) for item in items))
        elif isinstance(found, yaml.SequenceNode) and found.value:
            flow = ", ".join(_write_flow(item) for item in items)
            at = found.end_mark.index - 1
            self._edits.append((at, at, f", {flow}"))
        elif found is not None:
            block = "".join(_write_item(item, "") for item in items)
            start = len(self._text[: found.start_mark.index].rstrip(" "))
            self._edits.append((start, found.end_mark.index, f"\n{block}".rstrip("\n")))
        else:
            block = "".join(_write_item(item, "") for item in items)
            end = len(self._text.rstrip())
            self._edits.append((end, end, f"\n\n{key}:\n{block}".rstrip("\n")))

    def set_values(self, path: Path, values: Mapping[str, Any]) -> None:
        """Set scalar values or short lists of a mapping: those that are there are replaced, others are added."""
        mapping = self._find(path)
        if not isinstance(mapping, yaml.MappingNode):
            raise UneditableYaml(f"has no mapping at {'.'.join(map(str, path))}")
        target = self._expected
        for step in path:
            target = target[step]
        known = {name.value: value for name, value in mapping.value}
        added = []
        for name, value in values.items():
            target[name] = _plain(value)
            if name in known:
                self._edits.append((known[name].start_mark.index, _end_of(known[name]), _write_scalar(value)))
            else:
                added.append(f"{name}: {_write_scalar(value)}")
        if added and mapping.flow_style:
            at = mapping.end_mark.index - 1
            self._edits.append((at, at, (", " if mapping.value else "") + ", ".join(added)))
        elif added:
            indent = " " * mapping.start_mark.column
            self._insert_after(mapping, "".join(f"{indent}{line}\n" for line in added))

    def edited_text(self) -> str:
        """Return the text with all edits. Raises UneditableYaml if it does not read as it should."""
        text = self._text
        for start, end, written in sorted(self._edits, reverse=True):
            text = text[:start] + written.replace("\n", self._newline) + text[end:]
        if text and not text.endswith("\n"):
            text += self._newline
        try:
            is_right = _load(text) == self._expected
        except yaml.YAMLError:
            is_right = False
        if not is_right:
            raise UneditableYaml("is laid out in a way that cannot be edited")
        return text

    def _find(self, path: Path) -> yaml.Node | None:
        node: Any = self._root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for name, value in node.value if name.value == step), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        found: yaml.Node | None = node
        return found

    def _insert_after(self, node: yaml.Node, lines: str) -> None:
        """Insert lines below the line on which a block ends; comments behind it stay there."""
        end = len(self._text[: _end_of(node)].rstrip())  # a block scalar ends below its last line
        line_end = self._text.find("\n", end)
        if line_end < 0:
            self._edits.append((len(self._text), len(self._text), f"\n{lines}".rstrip("\n")))
        else:
            self._edits.append((line_end + 1, line_end + 1, lines))


def _load(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _end_of(node: yaml.Node) -> int:
    """Return where a node ends in the text. PyYAML counts the comments below a block as part of it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _write_item(item: Mapping[str, Any], indent: str) -> str:
    lines = [f"{name}: {_write_scalar(value)}" for name, value in item.items()]
    return "".join(f"{indent}{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _write_flow(item: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {_write_scalar(value)}" for name, value in item.items()) + "}"


def _write_scalar(value: Any) -> str:
    """Write a value on one line, quoted if need be, so that it also stands within brackets."""
    written = yaml.dump(
        [_plain(value)], Dumper=yaml.SafeDumper, default_flow_style=True, allow_unicode=True, width=1 << 30
    )
    return written.strip()[1:-1]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return list(value) if isinstance(value, tuple) else value
