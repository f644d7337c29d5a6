"""Draw lines over a row of labels, one for each series, told apart by dashes and by the shapes at their points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, starmap
from operator import lt

from ....language.translator import Translator
from .chart_table import ChartSeries, ChartTable
from .chart_words import write_number
from .svg_elements import (
    GAP,
    LINE_HEIGHT,
    DrawnRow,
    draw_lines,
    draw_rule,
    draw_text,
    exact,
    round_steps,
    series_class,
    text_width,
    wrap_text,
)

_HEIGHT, _TOP, _NAME_WIDTH, _MOST_MARKED = 420, 20, 230, 60
_NEAR_ZERO = 0.6
"""Share of the greatest number below which the least one lies near enough to zero for the scale to begin there."""


def draw_rows(table: ChartTable, unit: str, words: Translator, width: float) -> tuple[list[DrawnRow], list[DrawnRow]]:
    """Return the drawing as its one row, without a legend: names stand at the ends of the lines."""
    plot = _Plot(table, unit, words, width)
    content = "".join((*plot.draw_scale(), *plot.draw_labels(), *plot.draw_series()))
    return [], [DrawnRow(plot.height, content)]


class _Plot:
    def __init__(self, table: ChartTable, unit: str, words: Translator, width: float) -> None:
        self.width = width
        self.table, self.unit, self.words = table, unit, words
        self.steps = round_steps(*_range(table))
        self.left = max(text_width(self._step_text(step)) for step in self.steps) + GAP
        names = [one.name for one in table.series] if len(table.series) > 1 else []
        wrapped = [wrap_text(name, _NAME_WIDTH) for name in names]
        self.names = wrapped
        self.right = width - (max((text_width(line) for lines in wrapped for line in lines), default=0) + GAP * 1.6)
        self.positions = _positions(table.labels)
        last = table.labels[-1]
        self.right = min(self.right, width - min(text_width(last), self._label_room()) / 2)
        self.shown = self._chosen_labels()
        self.label_lines = {index: wrap_text(table.labels[index], self._label_room()) for index in self.shown}
        self.name_lines = wrap_text(table.heading, self.right - self.left) if table.heading else []
        self.label_depth = LINE_HEIGHT * max(map(len, self.label_lines.values()))
        self.height = _TOP + _HEIGHT + GAP + self.label_depth + GAP / 2 + LINE_HEIGHT * len(self.name_lines)

    def _step_text(self, step: float) -> str:
        return write_number(self.words, exact(step), self.unit)

    def _label_room(self) -> float:
        """Return the width that a label may have below its point."""
        return max(90.0, (self.width - self.left) / min(len(self.table.labels), 8) - GAP)

    def across(self, index: int) -> float:
        """Return where the point of a row lies."""
        inset = 18.0 if len(self.positions) > 1 else (self.right - self.left) / 2
        return self.left + inset + self.positions[index] * (self.right - self.left - 2 * inset)

    def down(self, value: float) -> float:
        """Return the height of a value."""
        return _TOP + _HEIGHT * (1 - (value - self.steps[0]) / (self.steps[-1] - self.steps[0]))

    def _chosen_labels(self) -> list[int]:
        """Choose the labels that have room, the first always, and the last one rather than the one before."""
        room = self._label_room()
        half = [min(room, text_width(label)) / 2 for label in self.table.labels]
        chosen = [0]
        last = len(half) - 1
        for index in range(1, last + 1):
            if self.across(index) - self.across(chosen[-1]) >= half[index] + half[chosen[-1]] + GAP:
                chosen.append(index)
        while (
            chosen[-1] != last
            and len(chosen) > 1
            and (self.across(last) - self.across(chosen[-1]) < half[last] + half[chosen[-1]] + GAP)
        ):
            chosen.pop()
        if chosen[-1] != last and self.across(last) - self.across(chosen[-1]) >= half[last] + half[chosen[-1]] + GAP:
            chosen.append(last)
        return chosen

    def draw_scale(self) -> Iterator[str]:
        """Draw the round numbers and their lines."""
        for step in self.steps:
            y = self.down(step)
            yield draw_rule(self.left, y, self.right, y, "zero" if step == 0 else "grid")
            yield draw_text(self._step_text(step), self.left - GAP, y, "label", "end")

    def draw_labels(self) -> Iterator[str]:
        """Draw the labels below their points, and below them what they are."""
        for index, lines in self.label_lines.items():
            middle = _TOP + _HEIGHT + GAP + LINE_HEIGHT * len(lines) / 2
            yield draw_lines(lines, self.across(index), middle, "label", "middle")
        if self.name_lines:
            middle = _TOP + _HEIGHT + GAP + self.label_depth + LINE_HEIGHT * len(self.name_lines) / 2
            yield draw_lines(self.name_lines, (self.left + self.right) / 2, middle, "axis", "middle")

    def draw_series(self) -> Iterator[str]:
        """Draw the lines with their points, then the names at their ends."""
        ends: list[tuple[float, int]] = []
        for number, one in enumerate(self.table.series):
            for run in _runs(one):
                points = [(self.across(index), self.down(float(value))) for index, value in run]
                joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
                yield f'<polyline class="line {series_class(number)}" points="{joined}"/>' if len(points) > 1 else ""
                if len(self.table.labels) <= _MOST_MARKED or len(points) == 1:
                    yield from (_draw_point(number, x, y) for x, y in points)
                last = points[-1][1]
            ends.append((last, number))
        if self.names:
            yield from self._draw_names(sorted(ends))

    def _draw_names(self, ends: Sequence[tuple[float, int]]) -> Iterator[str]:
        """Draw the names beside the ends of their lines, pushed apart where they would touch."""
        heights = [LINE_HEIGHT * len(self.names[number]) for _, number in ends]
        below = [0.0] * len(ends)
        for index, ((y, _), height) in enumerate(zip(ends, heights, strict=True)):
            least = below[index - 1] if index else 0.0
            top = max(least, min(y - height / 2, _TOP + _HEIGHT + GAP - sum(heights[index:])))
            below[index] = top + height
            yield draw_lines(self.names[ends[index][1]], self.right + GAP * 1.4, top + height / 2, "label")


def _range(table: ChartTable) -> tuple[float, float]:
    """Return the range of the scale. It has zero unless all numbers are far from it."""
    numbers = [float(value) for value in table.numbers]
    least, most = min(numbers), max(numbers)
    if least > 0 and least < _NEAR_ZERO * most:
        least = 0.0
    if most < 0 and most > _NEAR_ZERO * least:
        most = 0.0
    return least, most


_YEAR_HEADINGS = frozenset(("", "year", "years", "année", "années"))


def are_plain_years(table: ChartTable) -> bool:
    """Return whether the labels are years and are called so: they say for themselves what they are."""
    is_called_year = table.heading.strip().casefold() in _YEAR_HEADINGS
    return is_called_year and all(re.fullmatch(r"\d{4}", label) for label in table.labels)


def _positions(labels: Sequence[str]) -> list[float]:
    """Return where labels lie between 0 and 1: years at their distances, all others at even steps."""
    years = [int(label) for label in labels if re.fullmatch(r"\d{4}", label)]
    if len(years) == len(labels) > 1 and all(starmap(lt, pairwise(years))):
        return [(year - years[0]) / (years[-1] - years[0]) for year in years]
    return [index / max(1, len(labels) - 1) for index in range(len(labels))]


def _runs(series: ChartSeries) -> Iterator[list[tuple[int, Decimal]]]:
    """Yield the unbroken runs of a series: a line ends where a number is missing."""
    run: list[tuple[int, Decimal]] = []
    for index, value in enumerate((*series.values, None)):
        if value is not None:
            run.append((index, value))
        elif run:
            yield run
            run = []


def _draw_point(number: int, x: float, y: float) -> str:
    kind = f"point {series_class(number)}"
    radius = 7.0
    corners: tuple[tuple[float, float], ...]
    match number:
        case 0:
            return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'
        case 1:
            corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        case 2:
            corners = ((0, -1.3), (1.2, 1), (-1.2, 1))
        case 3:
            corners = ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0))
        case _:
            corners = ((-1.2, -1), (1.2, -1), (0, 1.3))
    joined = " ".join(f"{x + radius * across:.1f},{y + radius * down:.1f}" for across, down in corners)
    return f'<polygon class="{kind}" points="{joined}"/>'
