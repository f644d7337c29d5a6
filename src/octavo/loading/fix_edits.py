"""Turn the fixes of findings into edits of the text of their file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ..findings.finding import Finding
from ..findings.fix import Fix, FixKind
from .source_map import split_lines

Edit = tuple[int, int, str]
"""The start and end of the characters that are replaced, and what takes their place."""


@dataclass(frozen=True)
class _Node:
    """A value of the file, whether it is a key, and whether it stands between brackets, where commas part values."""

    node: yaml.Node
    is_key: bool
    is_in_brackets: bool
    value: yaml.Node | None = None
    """The value of a key."""


class FixResolver:
    """Finds the places of fixes in one text. The text may be invalid as YAML: then only fixes of its text apply."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = _line_starts(text)
        self.nodes: Mapping[tuple[int, bool], _Node] = {}
        try:
            root = yaml.compose(text, Loader=yaml.CSafeLoader)
            self.nodes = {(one.node.start_mark.index, one.is_key): one for one in _walk_nodes(root)} if root else {}
        except (yaml.YAMLError, RecursionError):
            pass

    def find_edit(self, finding: Finding) -> Edit | None:
        """Return the edit that a finding's fix asks for, or None if it cannot be made."""
        if finding.fix is None or finding.place is None or finding.place.line > len(self.starts):
            return None
        at = self.starts[finding.place.line - 1] + finding.place.column - 1
        fix = finding.fix
        match fix.kind:
            case FixKind.TEXT:
                return at - fix.before, at + fix.length, fix.text
            case FixKind.KEY:
                return self._replace_scalar(self.nodes.get((at, True)), fix.text)
            case FixKind.VALUE:
                return self._replace_scalar(self.nodes.get((at, False)), fix.text)
            case FixKind.LIST:
                edit = self._replace_scalar(self.nodes.get((at, False)), fix.text)
                return (edit[0], edit[1], f"[{_write_scalar(fix.text, within=True)}]") if edit else None
            case FixKind.ADDITION:
                return self._add_line(at, fix)
        return None

    def _replace_scalar(self, found: _Node | None, text: str) -> Edit | None:
        if found is None or not _is_on_its_line(found.node):
            return None
        start, end = found.node.start_mark.index, found.node.end_mark.index
        if self.text.startswith(("&", "!", "*"), start):
            return None  # an anchor, without which its aliases mean nothing, a tag, or an alias
        if isinstance(found.node, yaml.ScalarNode) and not found.node.style:
            end = start + len(self.text[start:end].rstrip(" \t\r\n"))
        return start, end, _write_scalar(text, found.is_in_brackets)

    def _add_line(self, at: int, fix: Fix) -> Edit | None:
        """Add a line above the keys that begin at `at`, or below the key there."""
        key = self.nodes.get((at, True))
        mapping = key.value if key and isinstance(key.value, yaml.MappingNode) else self._mapping_at(at)
        if not isinstance(mapping, yaml.MappingNode) or mapping.flow_style or not mapping.value:
            return None
        name, _, value = fix.text.partition(": ")
        first = mapping.value[0][0].start_mark
        line = f"{name}: {_write_scalar(value)}{_line_end(self.text)}{' ' * first.column}"
        return first.index, first.index, line

    def _mapping_at(self, at: int) -> yaml.Node | None:
        found = self.nodes.get((at, False))
        if found and isinstance(found.node, yaml.MappingNode):
            return found.node
        return None


def _is_on_its_line(node: yaml.Node) -> bool:
    """Return whether a value is a single one, or a list in brackets, and no block of lines."""
    if isinstance(node, yaml.ScalarNode):
        return node.style not in ("|", ">")
    return isinstance(node, yaml.SequenceNode) and bool(node.flow_style)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with its edits made; of two that overlap, the first is made."""
    done, end = [], 0
    for start, stop, new in sorted(dict.fromkeys(edits), key=lambda edit: edit[:2]):
        if start < end:
            continue
        done += [text[end:start], new]
        end = stop
    return "".join([*done, text[end:]])


def _walk_nodes(node: yaml.Node) -> Iterator[_Node]:
    """Yield a node and all below it; of a mapping the keys come with their values."""
    waiting: list[_Node] = [_Node(node, is_key=False, is_in_brackets=False)]
    while waiting:
        one = waiting.pop()
        yield one
        if one.is_key:
            continue
        if isinstance(one.node, yaml.CollectionNode):
            within = one.is_in_brackets or bool(one.node.flow_style)
            for item in one.node.value:
                if isinstance(one.node, yaml.MappingNode):
                    key, value = item
                    waiting += [_Node(key, True, within, value), _Node(value, False, within)]
                else:
                    waiting.append(_Node(item, False, within))


def _line_starts(text: str) -> list[int]:
    starts, at = [], 0
    for line in split_lines(text):
        starts.append(at)
        at += len(line)
        at += 2 if text.startswith("\r\n", at) else 1
    return starts


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _write_scalar(text: str, within: bool = False) -> str:
    """Write a value so that it reads as it is: bare where that is safe, else in double quotes."""
    written = json.dumps(text, ensure_ascii=False)
    for bare in () if within and re.search(r"[,\[\]{}]", text) else (text,):
        try:
            node: Any = yaml.compose(f"[{bare}]" if within else f"k: {bare}", Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            continue
        value = node.value[0] if within else node.value[0][1]
        if isinstance(value, yaml.ScalarNode) and value.value == text and not value.style and text == text.strip():
            return bare
    return written
