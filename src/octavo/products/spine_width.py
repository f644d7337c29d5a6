"""Compute the size of a cover: its width, its spine and its folds."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..model.printer_profile import Paper

POINTS_PER_MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class WrapSize:
    """Back, spine and front in one piece, trimmed: the book's trim size and its spine, in millimetres."""

    trim_width: float
    trim_height: float
    spine: float

    @property
    def width(self) -> float:
        """Total width in millimetres."""
        return 2 * self.trim_width + self.spine

    @property
    def folds(self) -> tuple[float, float]:
        """The two edges of the spine, in points from the left."""
        return self.trim_width * POINTS_PER_MM, (self.trim_width + self.spine) * POINTS_PER_MM


def printed_page_count(pages: int, multiple: int) -> int:
    """Return the number of pages as printed: a printer adds blank pages up to a multiple."""
    return math.ceil(pages / multiple) * multiple


def spine_width(pages: int, paper: Paper, board: float = 0) -> float:
    """Compute the thickness of a book in millimetres: its leaves, and the two boards of a hard cover.

    The thickness of a leaf in micrometres is its grammage (g/m²) times its bulk (cm³/g).
    """
    return math.ceil(pages / 2) * paper.grammage * paper.bulk / 1000 + 2 * board
