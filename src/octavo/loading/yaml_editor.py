"""Edit a YAML file of a user in place: what is not edited keeps its comments, order, quotation marks and line ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml
from yaml.representer import SafeRepresenter

from ..language.written_languages import WrittenLanguages
from .yaml_block_writer import plain_data, write_entries, write_flow, write_items, write_value

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""
_BYTE_ORDER_MARK: Final = "\ufeff"
_COMMENT: Final = re.compile(r"\s#")
_FLOW_COMMENT: Final = re.compile(r"(?<=[\s,\[{])#[^\n]*")


class UneditableYaml(Exception):  # noqa: N818 - what is wrong, in words that follow "the file"
    """The file cannot be edited safely; the message says why."""


class YamlEditor:
    """Collects edits of a YAML document, and makes them all at once.

    The text must have been read without errors by `yaml_reader`, which allows no anchors, tags and merge keys. All
    paths are those of the document before the edits. Lines that are put at one place come in the order of the edits,
    but those that are indented farther come first, since they belong to what ends there.

    A text that is written in several `languages` is replaced in the main one.
    """

    def __init__(self, text: str, languages: WrittenLanguages | None = None) -> None:
        self._languages = languages or WrittenLanguages()
        self._mark = text[: text.startswith(_BYTE_ORDER_MARK)]  # the parser does not count it
        self._newline = "\r\n" if "\r\n" in text else "\n"
        text = text.removeprefix(_BYTE_ORDER_MARK)
        self._text = text if not text or text.endswith("\n") else text + self._newline
        self._root = _compose(self._text)
        self._expected = _outline(self._root)
        self._edits: list[tuple[int, int, str]] = []
        self._inserted: list[tuple[Path, int, list[object]]] = []

    def append_items(self, place: str | Path, items: Sequence[Mapping[str, object]]) -> None:
        """Add items to the end of a list, which is made if it is not there.

        `place` is a key at the top of the document, or the path of a list within a mapping that is there.
        """
        if not items:
            return
        path = (place,) if isinstance(place, str) else place
        found = self._find(path)
        if isinstance(found, yaml.SequenceNode) and found.value:
            self._inserted.append((path, len(found.value), [*map(_outline_value, items)]))
            if found.flow_style:
                self._insert_within(found, ", ".join(map(write_flow, items)))
            else:
                self._insert_after(found, write_items(items, " " * found.start_mark.column))
        elif len(path) == 1:
            self._make_list(str(path[0]), found, items)
        else:
            self.set_values(path[:-1], {str(path[-1]): items})

    def _make_list(self, key: str, found: yaml.Node | None, items: Sequence[Mapping[str, object]]) -> None:
        """Make a list at the top of the document, in the place of one that is empty."""
        self._expected[key] = [*map(_outline_value, items)]
        if isinstance(self._root, yaml.MappingNode) and self._root.flow_style:
            flow = write_flow(items)
            if found is None:
                self._insert_within(self._root, f'"{key}": {flow}')
            else:
                self._edits.append((found.start_mark.index, found.end_mark.index, flow))
        elif found is not None:
            self._remove_empty(found)
            self._insert_after(found, write_items(items, "  "))
        else:
            self._add_block(f"{key}:\n{write_items(items, '  ')}")

    def insert_items(self, path: Path, index: int, items: Sequence[Mapping[str, object]]) -> None:
        """Insert items in a filled list before the one at an index; at its end, they are appended."""
        found = self._find(path)
        if not isinstance(found, yaml.SequenceNode) or index >= len(found.value):
            self.append_items(path, items)
            return
        self._inserted.append((path, index, [*map(_outline_value, items)]))
        if found.flow_style:
            at = found.value[index].start_mark.index
            self._edits.append((at, at, "".join(f"{write_flow(item)}, " for item in items)))
        elif index:
            self._insert_after(found.value[index - 1], write_items(items, " " * found.start_mark.column))
        else:
            at = self._above_comments(found.start_mark.index)
            self._edits.append((at, at, write_items(items, " " * found.start_mark.column)))

    def set_values(self, path: Path, values: Mapping[str, object]) -> None:
        """Set values of a mapping: those that are there are replaced, others are added.

        The mapping is made if it is not there, or empty, and the mapping around it is.
        """
        mapping = self._find(path)
        if path and (mapping is None or _is_empty(mapping)):
            self._make_mapping(path, mapping, values)
            return
        if not isinstance(mapping, yaml.MappingNode):
            raise UneditableYaml(f"has no mapping at {'.'.join(map(str, path)) or 'its top'}")
        target = self._expected
        for step in path:
            target = target[step]
        known = {name.value: value for name, value in mapping.value}
        added = {}
        for name, value in values.items():
            if main := self._find_main_text(known.get(name), value):
                self.set_values((*path, name), {main: value})
                continue
            target[name] = _outline_value(value)
            if name not in known:
                added[name] = value
            elif mapping.flow_style or not _is_simple(known[name]) or self._has_more(known[name]):
                self._replace(known[name], write_flow(value))
            else:
                self._replace(known[name], write_value(value, " " * mapping.start_mark.column).removeprefix(" "))
        if added and mapping.flow_style:
            self._insert_within(mapping, write_flow(added)[1:-1])
        elif added:
            self._insert_after(mapping, write_entries(added, " " * mapping.start_mark.column))

    def _find_main_text(self, node: yaml.Node | None, value: object) -> str | None:
        """Return the key of the main language in a text that is written by language, if a text is to replace it."""
        if not isinstance(node, yaml.MappingNode) or isinstance(value, Mapping):
            return None
        keys = [str(name.value) for name, _ in node.value]
        if not self._languages.holds_only_languages(keys):
            return None
        return self._languages.find_key(keys, self._languages.main) or self._languages.main

    def _make_mapping(self, path: Path, found: yaml.Node | None, values: Mapping[str, object]) -> None:
        *above, key = path
        outer = self._find(tuple(above))
        if not isinstance(outer, yaml.MappingNode):
            raise UneditableYaml(f"has no mapping at {'.'.join(map(str, above)) or 'its top'}")
        if found is None and (above or outer.flow_style):
            self.set_values(tuple(above), {str(key): values})
            return
        target = self._expected
        for step in above:
            target = target[step]
        target[key] = _outline_value(values)
        if found is None:
            self._add_block(write_entries({str(key): values}, ""))
        elif outer.flow_style:
            self._replace(found, write_flow(values))
        else:
            at, end = found.start_mark.index, max(found.start_mark.index, len(self._text[: _end_of(found)].rstrip()))
            block = write_entries(values, " " * (outer.start_mark.column + 2)).rstrip("\n")
            if self._text[end : self._text.find("\n", end)].strip():
                raise UneditableYaml(f"has a comment behind the empty value in line {found.start_mark.line + 1}")
            self._edits.append((len(self._text[:at].rstrip(" ")), end, f"\n{block}"))

    def _has_more(self, node: yaml.Node) -> bool:
        """Return whether something follows a value on its last line, or on the line on which its block begins."""
        start, end = node.start_mark.index, len(self._text[: node.end_mark.index].rstrip())
        is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        head = self._text[start : self._text.find("\n", start)] if is_block else ""
        return bool(self._text[end : self._text.find("\n", end)].strip() or "#" in head)

    def _above_comments(self, at: int) -> int:
        """Return the start of the first of the comment lines that stand directly above the line of a place."""
        start = self._text.rfind("\n", 0, at) + 1
        while start:
            above = self._text.rfind("\n", 0, start - 1) + 1
            if not self._text[above:start].lstrip().startswith("#"):
                break
            start = above
        return start

    def edited_text(self) -> str:
        """Return the text with all edits. Raises UneditableYaml if it does not read as it should."""
        text = self._text
        for path, index, items in sorted(self._inserted, key=lambda one: (len(one[0]), one[1]))[::-1]:
            target = self._expected
            for step in path:
                target = target[step]
            target[index:index] = items
        self._inserted.clear()
        for start, end, written in sorted(self._edits, key=_order_of)[::-1]:
            text = text[:start] + written.replace("\n", self._newline) + text[end:]
        try:
            root = _compose(text)
            is_right = _outline(root) == self._expected and not _has_key_twice(root)
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
        if written.startswith("\n"):
            start = len(self._text[:start].rstrip(" "))
        elif start == end and self._text[:start].endswith(":"):  # the value is empty
            written = f" {written}"
        self._edits.append((start, end, written))

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
        last = node.value[-1] if node.value else None
        start = (last[1] if isinstance(last, tuple) else last).end_mark.index if last is not None else at
        between = _FLOW_COMMENT.sub(lambda found: " " * len(found[0]), self._text[start:at])
        is_separated = last is None or "," in between
        self._edits.append((at, at, flow if is_separated else f", {flow}"))

    def _insert_after(self, node: yaml.Node, lines: str) -> None:
        """Insert lines below the line on which a block ends; comments behind it stay there."""
        last = _last_node(node)
        end = int(last.end_mark.index)
        if not _keeps_line_ends(last):
            end = len(self._text[:end].rstrip())  # a block scalar ends below its last line
            end = self._text.find("\n", end) + 1
        self._edits.append((end, end, lines))

    def _add_block(self, block: str) -> None:
        """Insert a key with its block below all else, but above the line that ends a document."""
        end = _document_end(self._text)
        is_apart = self._text[:end].replace("\r", "").endswith("\n\n")  # an empty line more may belong to a text
        self._edits.append((end, end, f"{'' if is_apart or not end else chr(10)}{block}"))


def _order_of(edit: tuple[int, int, str]) -> tuple[int, int, bool]:
    """Return the place of an edit in the order of all; what replaces something comes behind what is put before it.

    Items come before keys that are indented as far: a list whose items are not indented ends where the next key begins.
    """
    start, end, written = edit
    lines = written.lstrip(" ")
    return (start, 1, False) if end > start else (start, len(lines) - len(written), not lines.startswith("- "))


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


def _has_key_twice(node: yaml.Node | None) -> bool:
    """Return whether a mapping anywhere in a node has a key twice, of which an outline keeps the last alone."""
    if isinstance(node, yaml.MappingNode):
        names = [str(name.value) for name, _ in node.value]
        return len(set(names)) < len(names) or any(_has_key_twice(value) for _, value in node.value)
    return isinstance(node, yaml.SequenceNode) and any(map(_has_key_twice, node.value))


def _outline_value(value: object) -> object:
    return _outline(SafeRepresenter().represent_data(plain_data(value)))


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


def _is_simple(node: yaml.Node) -> bool:
    """Return whether a value is a scalar, or a collection without entries."""
    return isinstance(node, yaml.ScalarNode) or (isinstance(node, yaml.CollectionNode) and not node.value)


def _is_empty(node: yaml.Node) -> bool:
    """Return whether a value is null, or a collection without entries."""
    if isinstance(node, yaml.CollectionNode):
        return not node.value
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
