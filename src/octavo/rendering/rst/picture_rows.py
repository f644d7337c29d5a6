"""Arrange pictures side by side: shapes in, rows of shares of the line out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LEAST_SHARE = 0.28
"""Share of the line below which a picture is too narrow for its caption, so that there are more rows."""
_TALLEST = 0.84
"""The most that a row is high, in widths of the line."""


@dataclass(frozen=True)
class PictureRow:
    """A row: the share of the line that it is wide without its gaps, and the shares of it that its pictures are."""

    width: float
    shares: tuple[float, ...]


def arrange_rows(shapes: Sequence[float], equal_width: bool = False) -> list[PictureRow]:
    """Arrange pictures (width divided by height) in as few rows as let each be wide enough for its caption."""
    for count in range(1, len(shapes) + 1):
        rows = [_make_row(some, equal_width) for some in _split_evenly(shapes, count)]
        if all(row.width * min(row.shares) >= LEAST_SHARE for row in rows):
            break
    return rows


def _split_evenly(shapes: Sequence[float], count: int) -> list[Sequence[float]]:
    """Split into `count` rows, of which the first have one picture more than the last."""
    least, more = divmod(len(shapes), count)
    ends = [0]
    for number in range(count):
        ends.append(ends[-1] + least + (number < more))
    return [shapes[start:end] for start, end in pairwise(ends)]


def _make_row(shapes: Sequence[float], equal_width: bool) -> PictureRow:
    if equal_width:
        shares = tuple(1 / len(shapes) for _ in shapes)
        tallest = max(share / shape for share, shape in zip(shares, shapes, strict=True))
    else:
        shares = tuple(shape / sum(shapes) for shape in shapes)
        tallest = 1 / sum(shapes)
    return PictureRow(min(1.0, _TALLEST / tallest), shares)
