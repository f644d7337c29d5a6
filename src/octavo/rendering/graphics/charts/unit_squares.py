"""Draw numbers as squares, one for each unit, in rows with a label."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ....language.translator import Translator
from .drawn_chart import Drawing
from .svg_elements import (
    GAP,
    LINE_HEIGHT,
    DrawnRow,
    draw_box,
    draw_lines,
    draw_text,
    label_width,
    stack_rows,
    text_width,
    wrap_text,
)

_LARGEST, _LEAST = 32, 16
"""Sides of a square: 4 mm to 2 mm."""
_SPACE_SHARE = 0.16
_MOST_LINES = 3
"""Lines of squares in a row, before the squares get smaller."""
_MOST_SQUARES = 400
"""Squares of a row, before one stands for ten."""
_ROW_SPACE = 12
_LINE_SPACE = 10


@dataclass(frozen=True)
class SquareRow:
    """A number of units: its label, the number as it is printed, and the CSS class of the squares."""

    label: str
    number: int
    number_text: str
    kind: str

    @property
    def words(self) -> str:
        """What the row says."""
        return f"{self.label} {self.number_text}" if self.number_text else self.label


@dataclass(frozen=True)
class UnitSquares:
    """Rows of squares."""

    title: str
    rows: tuple[SquareRow, ...]

    def description(self, words: Translator) -> str:
        """Return one sentence with all numbers."""
        return f"{self.title}{words.colon}{words.semicolon.join(row.words for row in self.rows)}."

    def draw(self, words: Translator, width: float, tall: float) -> Sequence[Drawing]:
        """Draw a row for each number."""
        numbers = [row.number for row in self.rows]
        unit = square_unit(numbers)
        labels = label_width(row.label for row in self.rows)
        room = max((text_width(row.number_text, strong=True) for row in self.rows), default=0.0)
        left = labels + GAP * 1.5
        size = _square_size(max(numbers, default=0) // unit, width - left - room - GAP)
        drawn = [_draw_row(row, labels, left, width - left - room - GAP, size, unit) for row in self.rows]
        pieces = stack_rows(list(_unit_note(unit, words)), drawn, tall) if drawn else []
        return [
            Drawing(height, content, replace(self, rows=self.rows[shown.start : shown.stop]).description(words))
            for shown, height, content in pieces
        ]


def square_unit(numbers: Sequence[int]) -> int:
    """Return how many units a square stands for: one, or a power of ten for numbers that no page has room for."""
    unit = 1
    while max(numbers, default=0) > _MOST_SQUARES * unit:
        unit *= 10
    return unit


def _unit_note(unit: int, words: Translator) -> Iterator[DrawnRow]:
    """Yield a line above the squares that says what one stands for, unless it is one unit."""
    if unit > 1:
        said = words.gettext("One square stands for {n}.").format(n=words.format_number(unit))
        yield DrawnRow(LINE_HEIGHT + GAP / 2, draw_text(said, 0, LINE_HEIGHT / 2, "axis"))


def _square_size(most: int, room: float) -> float:
    """Return the largest side of a square with which the largest number fills few lines."""
    sizes = [size for size in range(_LARGEST, _LEAST, -2) if math.ceil(most / _per_line(size, room)) <= _MOST_LINES]
    return float(sizes[0] if sizes else _LEAST)


def _per_line(size: float, room: float) -> int:
    return max(1, int((room + size * _SPACE_SHARE) / (size * (1 + _SPACE_SHARE))))


def count_squares(number: int, unit: int) -> int:
    """Return how many squares a number is drawn with, at least one if there is anything."""
    return max(1, round(number / unit)) if number else 0


def draw_squares(count: int, x: float, middle: float, size: float, kind: str) -> str:
    """Draw a line of squares."""
    step = size * (1 + _SPACE_SHARE)
    return "".join(
        draw_box(x + 1 + index * step, middle - size / 2 + 1, size - 2, size - 2, f"unit {kind}")
        for index in range(count)
    )


def _draw_row(row: SquareRow, labels: float, left: float, room: float, size: float, unit: int) -> DrawnRow:
    per_line, squares = _per_line(size, room), count_squares(row.number, unit)
    step = size * (1 + _SPACE_SHARE)
    lines = max(1, math.ceil(squares / per_line))
    text = wrap_text(row.label, labels)
    height = max(step * lines, LINE_HEIGHT * len(text)) + _ROW_SPACE
    first = height / 2 - step * (lines - 1) / 2
    drawn = [draw_lines(text, 0, height / 2, "label")]
    last = 0
    for line in range(lines):
        last = min(per_line, squares - line * per_line)
        drawn.append(draw_squares(last, left, first + line * step, size, row.kind))
    drawn.append(draw_text(row.number_text, left + last * step + GAP / 2, first + (lines - 1) * step, "number"))
    return DrawnRow(height, "".join(drawn))
