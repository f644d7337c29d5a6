"""Remember what shows what, and tell which pages come to show a thing in the end."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

Node = Hashable
"""A page (by its number, from 1, as ("page", 1)), or a thing that pages show."""


@dataclass
class ResourceUsage:
    """What was seen to show what, and what was noted of whom."""

    _shown_by: dict[Node, set[Node]] = field(default_factory=dict)
    _noted: dict[str, dict[str, dict[Node, None]]] = field(default_factory=dict)

    def add_use(self, node: Node, other: Node) -> None:
        self._shown_by.setdefault(other, set()).add(node)

    def add_note(self, node: Node, kind: str, words: str = "") -> None:
        """Note something, of a kind, of a page or a thing."""
        self._noted.setdefault(kind, {}).setdefault(words, {})[node] = None

    def notes_of_kind(self, kind: str) -> dict[str, tuple[Node, ...]]:
        """Give what was noted of a kind: of whom, by the words."""
        return {words: tuple(nodes) for words, nodes in self._noted.get(kind, {}).items()}

    def noted_nodes(self, kind: str) -> set[Node]:
        return {node for nodes in self._noted.get(kind, {}).values() for node in nodes}

    def users_of(self, nodes: Iterable[Node]) -> set[Node]:
        """Give all that shows any of the nodes, directly or not, and the nodes themselves."""
        found = set(nodes)
        waiting = list(found)
        while waiting:
            for other in self._shown_by.get(waiting.pop(), ()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def pages_showing(self, nodes: Iterable[Node]) -> set[int]:
        """Number the pages that show any of the nodes."""
        return {node[1] for node in self.users_of(nodes) if isinstance(node, tuple) and node[0] == "page"}
