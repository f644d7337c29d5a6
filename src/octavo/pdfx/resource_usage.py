"""Record which objects show which, and find the pages that show an object."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

Node = Hashable
"""A page, as ("page", number from 1), or an object that pages show."""


@dataclass
class ResourceUsage:
    """The uses of objects, and notes about them."""

    _shown_by: dict[Node, set[Node]] = field(default_factory=dict)
    _noted: dict[str, dict[str, dict[Node, None]]] = field(default_factory=dict)

    def add_use(self, node: Node, other: Node) -> None:
        """Record that a node shows another."""
        self._shown_by.setdefault(other, set()).add(node)

    def add_note(self, node: Node, kind: str, words: str = "") -> None:
        """Add a note of some kind to a page or object."""
        self._noted.setdefault(kind, {}).setdefault(words, {})[node] = None

    def notes_of_kind(self, kind: str) -> dict[str, tuple[Node, ...]]:
        """Return the nodes with notes of a kind, by the text of the note."""
        return {words: tuple(nodes) for words, nodes in self._noted.get(kind, {}).items()}

    def noted_nodes(self, kind: str) -> set[Node]:
        """Return all nodes with notes of a kind."""
        return {node for nodes in self._noted.get(kind, {}).values() for node in nodes}

    def users_of(self, nodes: Iterable[Node]) -> set[Node]:
        """Return the nodes and everything that shows them, directly or indirectly."""
        found = set(nodes)
        waiting = list(found)
        while waiting:
            for other in self._shown_by.get(waiting.pop(), ()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def pages_showing(self, nodes: Iterable[Node]) -> set[int]:
        """Return the numbers of the pages that show any of the nodes."""
        return {node[1] for node in self.users_of(nodes) if isinstance(node, tuple) and node[0] == "page"}
