"""Measure the cover of a book: its pages, paper and boards in, the width of its spine and where it is folded out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..model.printer_profile import Paper

POINTS_PER_MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class WrapSize:
    """Back, spine and front in one piece, as it is trimmed: the trim of the book and its spine, in millimetres."""

    trim_width: float
    trim_height: float
    spine: float

    @property
    def width(self) -> float:
        """Give the width of the whole, in millimetres."""
        return 2 * self.trim_width + self.spine

    @property
    def folds(self) -> tuple[float, float]:
        """Say where it is folded: the two edges of the spine, in points from the left."""
        return self.trim_width * POINTS_PER_MM, (self.trim_width + self.spine) * POINTS_PER_MM


def printed_page_count(pages: int, multiple: int) -> int:
    """Count the pages of a book as it is printed: a printer adds blank ones up to a multiple."""
    return math.ceil(pages / multiple) * multiple


def spine_width(pages: int, paper: Paper, board: float = 0) -> float:
    """Compute how thick a book is, in millimetres: its leaves, and two boards of a hard cover.

    A leaf is as thick as its grammage (grams of a square metre) times its bulk (cubic centimetres of a gram), which is
    in thousandths of a millimetre.
    """
    return math.ceil(pages / 2) * paper.grammage * paper.bulk / 1000 + 2 * board
