"""Edit a YAML file of a user in place: what is not edited keeps its comments, order, quotation marks and line ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml
from yaml.representer import SafeRepresenter

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""
_BYTE_ORDER_MARK: Final = "\ufeff"
_COMMENT: Final = re.compile(r"\s#")


class UneditableYaml(Exception):  # noqa: N818 - what is wrong, in words that follow "the file"
    """The file cannot be edited safely; the message says why."""


class YamlEditor:
    """Collects edits of a YAML document, and makes them all at once.

    The text must have been read without errors by `yaml_reader`, which allows no anchors, tags and merge keys. All
    paths are those of the document before the edits. What is put at one place comes in the order of the edits: values
    are to be set before items are appended.
    """

    def __init__(self, text: str) -> None:
        self._mark = text[: text.startswith(_BYTE_ORDER_MARK)]  # the parser does not count it
        self._newline = "\r\n" if "\r\n" in text else "\n"
        text = text.removeprefix(_BYTE_ORDER_MARK)
        self._text = text if not text or text.endswith("\n") else text + self._newline
        self._root = _compose(self._text)
        self._expected = _outline(self._root)
        self._edits: list[tuple[int, int, str]] = []

    def append_items(self, key: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Add items to the end of a list at the top of the document; the list is made if it is not there."""
        if not items:
            return
        found = self._find((key,))
        kept = self._expected[key] if isinstance(found, yaml.SequenceNode) else []
        self._expected[key] = [*kept, *map(_outline_value, items)]
        if isinstance(self._root, yaml.MappingNode) and self._root.flow_style and not kept:
            flow = f"[{', '.join(map(_write_flow, items))}]"
            if found is None:
                self._insert_within(self._root, f'"{key}": {flow}')
            else:
                self._edits.append((found.start_mark.index, found.end_mark.index, flow))
        elif isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style:
            indent = " " * found.start_mark.column
            self._insert_after(found, "".join(_write_item(item, indent) for item in items))
        elif isinstance(found, yaml.SequenceNode) and found.value:
            self._insert_within(found, ", ".join(map(_write_flow, items)))
        elif found is not None:
            self._remove_empty(found)
            self._insert_after(found, "".join(_write_item(item, "") for item in items))
        else:
            self._add_list(key, "".join(_write_item(item, "") for item in items))

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
            target[name] = _outline_value(value)
            if name in known:
                self._replace(known[name], _write_scalar(value))
            else:
                added.append(f"{name}: {_write_scalar(value)}")
        if added and mapping.flow_style:
            self._insert_within(mapping, ", ".join(added))
        elif added:
            indent = " " * mapping.start_mark.column
            self._insert_after(mapping, "".join(f"{indent}{line}\n" for line in added))

    def edited_text(self) -> str:
        """Return the text with all edits. Raises UneditableYaml if it does not read as it should."""
        text = self._text
        for start, end, written in sorted(self._edits, key=lambda edit: edit[0])[::-1]:
            text = text[:start] + written.replace("\n", self._newline) + text[end:]
        try:
            is_right = _outline(_compose(text)) == self._expected
        except yaml.YAMLError:
            is_right = False
        if not is_right:
            raise UneditableYaml("is laid out in a way that cannot be edited")
        return self._mark + text

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

    def _replace(self, node: yaml.Node, written: str) -> None:
        start, end = node.start_mark.index, _end_of(node)
        if isinstance(node, yaml.ScalarNode):
            end = max(start, len(self._text[:end].rstrip()))
        elif _COMMENT.search(self._text, start, end):
            raise UneditableYaml(f"has a comment within the list in line {node.start_mark.line + 1}")
        space = " " if start == end and self._text[:start].endswith(":") else ""  # the value is empty
        self._edits.append((start, end, space + written))

    def _remove_empty(self, node: yaml.Node) -> None:
        """Remove an empty list in brackets, or a null, but no comments within the brackets."""
        start, end = node.start_mark.index, node.end_mark.index
        before = len(self._text[:start].rstrip(" "))
        if isinstance(node, yaml.SequenceNode):
            self._edits.append((before, start + 1, ""))
            self._edits.append((max(start + 1, len(self._text[: end - 1].rstrip())), end, ""))
        elif start < end:
            self._edits.append((before, end, ""))

    def _insert_within(self, node: yaml.CollectionNode, flow: str) -> None:
        """Insert entries before the closing bracket."""
        at = node.end_mark.index - 1
        is_separated = not node.value or self._text[:at].rstrip().endswith(",")
        self._edits.append((at, at, flow if is_separated else f", {flow}"))

    def _insert_after(self, node: yaml.Node, lines: str) -> None:
        """Insert lines below the line on which a block ends; comments behind it stay there."""
        last = _last_node(node)
        end = int(last.end_mark.index)
        if not _keeps_line_ends(last):
            end = len(self._text[:end].rstrip())  # a block scalar ends below its last line
            end = self._text.find("\n", end) + 1
        self._edits.append((end, end, lines))

    def _add_list(self, key: str, items: str) -> None:
        """Insert a list below all else, but above the line that ends a document."""
        end = _document_end(self._text)
        is_apart = self._text[:end].replace("\r", "").endswith("\n\n")  # an empty line more may belong to a text
        self._edits.append((end, end, f"{'' if is_apart or not end else chr(10)}{key}:\n{items}"))


def _compose(text: str) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    return node


def _outline(node: yaml.Node | None) -> Any:
    """Return what a node holds. Scalars are not converted: a date may be none that there is."""
    if isinstance(node, yaml.MappingNode):
        return {str(name.value): _outline(value) for name, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_outline(item) for item in node.value]
    return (node.tag, node.value) if node is not None else None


def _outline_value(value: Any) -> Any:
    return _outline(SafeRepresenter().represent_data(_plain(value)))


def _document_end(text: str) -> int:
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.DocumentEndEvent) and event.explicit and event.start_mark:
            return int(event.start_mark.index)
    return len(text)


def _last_node(node: yaml.Node) -> yaml.Node:
    """Return the node with which a block ends. PyYAML counts the comments below a block as part of it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _end_of(node: yaml.Node) -> int:
    return int(_last_node(node).end_mark.index)


def _keeps_line_ends(node: yaml.Node) -> bool:
    """Return whether empty lines below a block scalar belong to it."""
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return is_block and (node.value.endswith("\n\n") or not node.value.strip())


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
