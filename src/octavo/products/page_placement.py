"""Place the parts of a volume on its pages: on a right-hand page, or on the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..pdf.binding.binding_plan import Leaf


@dataclass(frozen=True)
class PlacedPart:
    """A leaf in its place, and the number of its first page within its numbering."""

    leaf: Leaf
    first: int

    @property
    def last(self) -> int:
        """The number of its last page."""
        return self.first + self.leaf.part.pages - 1


def place_next(placed: Sequence[PlacedPart], leaf: Leaf) -> PlacedPart:
    """Place a leaf after the parts before it: on the next right-hand page, or on the next page if that is enough."""
    return PlacedPart(leaf, next_recto(placed) if leaf.recto else next_page(placed))


def next_page(placed: Sequence[PlacedPart]) -> int:
    """Return the number of the next page after the placed parts."""
    return placed[-1].last + 1 if placed else 1


def next_recto(placed: Sequence[PlacedPart]) -> int:
    """Return the number of the next right-hand page after the placed parts."""
    after = next_page(placed)
    return after if after % 2 else after + 1
