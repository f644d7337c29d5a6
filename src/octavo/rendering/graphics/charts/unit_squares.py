"""Draw numbers as squares, one for each unit: rows with a label, and participants by region and country."""

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
    draw_rule,
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


@dataclass(frozen=True)
class Region:
    """A region of the world with the countries from which participants came."""

    label: str
    number_text: str
    countries: tuple[SquareRow, ...]

    @property
    def words(self) -> str:
        """What the region says."""
        told = ", ".join(country.words for country in self.countries if country.label)
        return f"{self.label} {self.number_text}" + (f" ({told})" if told else "")


@dataclass(frozen=True)
class RegionSquares:
    """Participants by region: a square for each, beside the name of the country."""

    title: str
    regions: tuple[Region, ...]

    def description(self, words: Translator) -> str:
        """Return one sentence with all numbers."""
        return f"{self.title}{words.colon}{words.semicolon.join(region.words for region in self.regions)}."

    def draw(self, words: Translator, width: float, tall: float) -> Sequence[Drawing]:
        """Draw a row for each region, as high as its countries need."""
        numbers = [country.number for region in self.regions for country in region.countries]
        unit = square_unit(numbers)
        labels = min(label_width(region.label for region in self.regions), width * 0.3)
        room = max((text_width(region.number_text, strong=True) for region in self.regions), default=0.0)
        drawn: list[DrawnRow] = []
        firsts: list[int] = []
        for region in self.regions:
            firsts.append(len(drawn))
            drawn += _RegionLines(region, labels, room, width, unit).draw()
        pieces = stack_rows(list(_unit_note(unit, words)), drawn, tall) if drawn else []
        return [
            Drawing(height, content, replace(self, regions=self._begun_in(shown, firsts)).description(words))
            for shown, height, content in pieces
        ]

    def _begun_in(self, shown: range, firsts: Sequence[int]) -> tuple[Region, ...]:
        """Return the regions that begin in some lines, or else the one that goes on there; each is told once."""
        begun = [region for region, first in zip(self.regions, firsts, strict=True) if first in shown]
        going_on = [region for region, first in zip(self.regions, firsts, strict=True) if first <= shown.start]
        return tuple(begun or going_on[-1:])


_REGION_SQUARE = 22.0
_REGION_LINE = LINE_HEIGHT + _LINE_SPACE
_MOST_COUNTED = 4
"""Squares that are counted at a glance; a larger number is printed too."""


class _RegionLines:
    """The countries of a region, each as squares and name, that follow each other on lines as words do."""

    def __init__(self, region: Region, labels: float, numbers: float, width: float, unit: int) -> None:
        self.region, self.width, self.unit = region, width, unit
        self.text = wrap_text(region.label, labels)
        self.number_edge = labels + GAP + numbers
        self.left = self.number_edge + GAP * 1.5
        self.x = self.left
        self.lines: list[list[str]] = [[]]

    def draw(self) -> list[DrawnRow]:
        """Draw the lines; the first has a rule above it, and the name and number of the region."""
        for country in self.region.countries:
            self._place(country)
        self.lines += [[]] * (math.ceil(LINE_HEIGHT * len(self.text) / _REGION_LINE) - len(self.lines))
        middle = _REGION_LINE / 2
        head = draw_rule(0, -_ROW_SPACE / 2, self.width, -_ROW_SPACE / 2, "grid")
        head += draw_lines(self.text, 0, middle + LINE_HEIGHT * (len(self.text) - 1) / 2, "label")
        head += draw_text(self.region.number_text, self.number_edge, middle, "number", "end")
        last = len(self.lines) - 1
        return [
            DrawnRow(
                _REGION_LINE + _ROW_SPACE / 2 * ((index == 0) + (index == last)),
                f'<g transform="translate(0,{_ROW_SPACE / 2:g})">{head}{"".join(line)}</g>'
                if not index
                else "".join(line),
            )
            for index, line in enumerate(self.lines)
        ]

    def _place(self, country: SquareRow) -> None:
        step = _REGION_SQUARE * (1 + _SPACE_SHARE)
        squares = count_squares(country.number, self.unit)
        number = country.number_text if country.number > _MOST_COUNTED or self.unit > 1 else ""
        room = text_width(f" {number}", strong=True) if number else 0.0
        # A name that is wider than the line goes on lines of its own.
        names = wrap_text(country.label, self.width - self.left - room)
        wide = squares * step + GAP / 3 + text_width(names[0]) * 0.95 + room
        if self.x > self.left and self.x + wide > self.width:
            self._end_line()
        if len(names) > 1 or self.x + wide > self.width:
            # Squares of several lines follow the name, which would else be found only at their end.
            self._write_name(names, number)
            self._draw_squares(squares, country.kind)
        else:
            self._draw_squares(squares, country.kind)
            self.x += GAP / 3 if squares else 0
            self._write_name(names, number)
        self.x += GAP * 1.6

    def _write_name(self, names: Sequence[str], number: str) -> None:
        for index, name in enumerate(names):
            if index:
                self._end_line()
            self.lines[-1].append(draw_text(name, self.x, _REGION_LINE / 2, "label"))
            self.x += text_width(name) * 0.95
        if number:
            self.lines[-1].append(draw_text(number, self.x + 7, _REGION_LINE / 2, "number"))
            self.x += 7 + text_width(number, strong=True) + GAP

    def _draw_squares(self, squares: int, kind: str) -> None:
        step = _REGION_SQUARE * (1 + _SPACE_SHARE)
        while squares:
            if self.x > self.left and self.x + step > self.width:
                self._end_line()
            shown = min(squares, max(1, int((self.width - self.x) / step)))
            self.lines[-1].append(draw_squares(shown, self.x, _REGION_LINE / 2, _REGION_SQUARE, kind))
            self.x += shown * step
            squares -= shown

    def _end_line(self) -> None:
        self.lines.append([])
        self.x = self.left
