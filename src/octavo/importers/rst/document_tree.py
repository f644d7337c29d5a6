"""Have pandoc read a document, and return the tree that it makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ...processes.outside_program import ProgramFailed, ProgramStopped
from ...processes.pandoc_program import run_pandoc

Node = Mapping[str, Any]
"""A block or inline of pandoc's tree: its kind under "t", and its content under "c"."""
_DEEPEST: Final = 60
"""Levels of nodes; each level of a list has two."""


class UnreadableDocument(Exception):  # noqa: N818 (what happened, in the words of who reads it)
    """A document could not be read; the message says why, in words that follow "it"."""


@dataclass(frozen=True)
class DocumentTree:
    """A document as pandoc reads it: its blocks, and what it says of itself, such as its title."""

    blocks: Sequence[Node]
    meta: Mapping[str, Node]


def read_document(data: bytes, form: str, *options: str) -> DocumentTree:
    """Read a document in one of pandoc's formats. Raises UnreadableDocument."""
    try:
        answer = run_pandoc([f"--from={form}", "--to=json", *options], data)
    except ProgramStopped as stop:
        raise UnreadableDocument(f"is too large: pandoc was stopped, for {stop}") from None
    except ProgramFailed as failure:
        if failure.status is None:
            raise UnreadableDocument("cannot be read, since pandoc is not there; install Octavo again") from None
        raise UnreadableDocument(
            f"is damaged, or no document of this kind ({' '.join(str(failure).split())[:200]})"
        ) from None
    try:
        tree = json.loads(answer)
    except (ValueError, RecursionError):
        raise UnreadableDocument("is nested too deep") from None
    if _is_deeper(tree["blocks"], _DEEPEST):
        raise UnreadableDocument("is nested too deep")
    return DocumentTree(tree["blocks"], tree["meta"])


def _is_deeper(tree: object, most: int) -> bool:
    """Return whether nodes lie within each other in more than `most` levels; nothing here is recursive."""
    level: list[object] = [tree]
    for _ in range(most + 1):
        level = [child for node in level for child in _list_children(node)]
        if not level:
            return False
    return True


def _list_children(node: Any) -> Iterator[object]:
    """Yield the nodes that lie directly in a node, or in lists within it."""
    open_lists = [node["c"] if isinstance(node, dict) else node]
    while open_lists:
        for one in open_lists.pop():
            if isinstance(one, list):
                open_lists.append(one)
            elif isinstance(one, dict) and isinstance(one.get("c"), list):
                yield one


def plain_text(nodes: object) -> str:
    """Return the words of inlines, or of anything that holds them, on one line."""
    words: list[str] = []
    _collect_text(nodes, words)
    return " ".join("".join(words).split())


def _collect_text(node: object, words: list[str]) -> None:
    if isinstance(node, list):
        for one in node:
            _collect_text(one, words)
    elif isinstance(node, dict):
        kind, content = node.get("t"), node.get("c")
        if kind == "Str":
            words.append(content or "")
        elif kind in ("Code", "Math", "RawInline"):
            words.append(content[1] if content and kind != "RawInline" else "")
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            words.append(" ")
        elif kind in ("Link", "Image", "Span", "Quoted", "Cite"):
            _collect_text(content[1] if content else [], words)
        elif kind != "Note":
            _collect_text(content, words)
            if kind in ("Para", "Plain", "Header"):
                words.append(" ")
