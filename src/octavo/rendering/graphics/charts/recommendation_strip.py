"""Draw a strip of recommendations: a cell for each, in the order of status, with a triangle below what is late."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from ....language.translator import Translator
from .chart_style import UNITS_PER_MM
from .drawn_chart import Drawing
from .svg_elements import BASELINE, LINE_HEIGHT, TYPE_SIZE, draw_box, draw_text, text_width

LARGEST_CELL, LEAST_CELL = 13 * UNITS_PER_MM, 9 * UNITS_PER_MM
_WIDEST_CELL = 28 * UNITS_PER_MM
_GAP_SHARE = 0.125
_LABEL_GAP = 10
_REGULAR = 0.93
"""Width of regular type as a share of that of semibold type."""
_PADDING = 6
_LARGE_TYPE = 29
_TRIANGLE, _TRIANGLE_SPACE = 16, 26
_ROW_SPACE = 14


@dataclass(frozen=True)
class StripGroup:
    """The recommendations of one status: its label, the CSS class of its cells, and their names."""

    label: str
    kind: str
    names: tuple[str, ...]
    number_text: str
    full_label: str = ""
    """The label in words that are read aloud, if they are longer."""


@dataclass(frozen=True)
class RecommendationStrip:
    """All recommendations by status. `overdue` are the names of those that are late, and `overdue_label` says so."""

    title: str
    groups: tuple[StripGroup, ...]
    overdue: frozenset[str] = frozenset()
    overdue_label: str = ""

    def description(self, words: Translator) -> str:
        """Return one sentence: each status with its number and names, then what is overdue."""
        return self._describe(self.groups, words)

    def _describe(self, groups: Sequence[StripGroup], words: Translator) -> str:
        told = [
            f"{group.full_label or group.label} {group.number_text or words.format_number(len(group.names))} "
            f"({words.join_list(list(group.names))})"
            for group in groups
        ]
        late = [name for group in groups for name in group.names if name in self.overdue]
        if late:
            told.append(f"{self.overdue_label} {words.format_number(len(late))} ({words.join_list(late)})")
        return f"{self.title}{words.colon}{words.semicolon.join(told)}."

    def draw(self, words: Translator, width: float, tall: float) -> Sequence[Drawing]:
        """Draw as many rows as are needed, with the largest cells that need no more of them."""
        if not self.groups:
            return ()
        layouts = [_Layout(self, size, width) for size in _list_sizes(width)]
        layout = min(layouts, key=lambda one: len(one.rows))
        pieces: list[list[_Row]] = [[]]
        filled = 0.0
        for row in layout.rows:
            if pieces[-1] and filled + row.height > tall:
                pieces.append([])
                filled = 0.0
            pieces[-1].append(row)
            filled += row.height
        return [self._draw_piece(rows, words, len(pieces) > 1) for rows in pieces]

    def _draw_piece(self, rows: Sequence[_Row], words: Translator, is_part: bool) -> Drawing:
        drawn, y = [], 0.0
        for row in rows:
            drawn.append(f'<g transform="translate(0,{y:.1f})">{"".join(row.drawn)}</g>')
            y += row.height
        shown = [group for row in rows for group in row.groups]
        return Drawing(y, "".join(drawn), self._describe(shown, words) if is_part else self.description(words))


def _list_sizes(width: float) -> list[float]:
    """Return sides that cells may have, the largest first: round ones, and those of which some fill the measure."""
    filling = (width / (number + _GAP_SHARE * (number - 1)) for number in range(1, 60))
    sizes = {round(size - 0.005, 2) for size in filling if LEAST_CELL <= size <= LARGEST_CELL}
    return sorted(sizes | {float(size) for size in range(LEAST_CELL, LARGEST_CELL + 1, 4)}, reverse=True)


@dataclass
class _Row:
    """One row of cells. `edge` is where its last cell ends, `label_edge` where its last label does."""

    height: float
    edge: float = 0.0
    label_edge: float = 0.0
    drawn: list[str] = field(default_factory=list)
    groups: list[StripGroup] = field(default_factory=list)


class _Layout:
    """The rows of a strip with cells of one size. A label is never wider than the room before the next one."""

    def __init__(self, strip: RecommendationStrip, size: float, width: float) -> None:
        self.width, self.size, self.overdue = width, size, strip.overdue
        self.type_size = _LARGE_TYPE if size >= (LARGEST_CELL + LEAST_CELL) / 2 else TYPE_SIZE
        widest = max(
            text_width(name, strong=True, size=self.type_size) for group in strip.groups for name in group.names
        )
        self.cell = max(size, min(widest + 2 * _PADDING, _WIDEST_CELL, width))
        self.gap = size * _GAP_SHARE
        self.most = max(1, math.floor((width + self.gap) / (self.cell + self.gap) + 1e-6))
        self.rows = [self._begin_row()]
        for group in strip.groups:
            self._place(group)
        for row in self.rows:
            late = any(name in self.overdue for group in row.groups for name in group.names)
            row.height += _TRIANGLE_SPACE if late else 0
        self.rows[-1].height -= _ROW_SPACE

    def _begin_row(self) -> _Row:
        return _Row(LINE_HEIGHT + 2 + self.size + _ROW_SPACE)

    def _place(self, group: StripGroup) -> None:
        """Place a group in the row if it goes there whole, or else on rows of its own."""
        if self._fit(group, self.rows[-1]):
            return
        for start in range(0, len(group.names), self.most):
            names = group.names[start : start + self.most]
            if self.rows[-1].groups:
                self.rows.append(self._begin_row())
            self._fit(replace(group, names=names, number_text="" if start else group.number_text), self.rows[-1])

    def _fit(self, group: StripGroup, row: _Row) -> bool:
        """Draw a group at the end of a row; return False if its cells or its label have no room there."""
        cells = len(group.names) * (self.cell + self.gap) - self.gap
        number = group.number_text
        wide = text_width(f"{number} {group.label}".strip()) * _REGULAR
        left = row.edge + self.gap if row.groups else 0.0
        left = max(left, row.label_edge + _LABEL_GAP if row.groups else 0.0)
        label = left
        if left + max(cells, wide) > self.width and row.groups:
            # A last label that is wider than its cells ends with them, if the one before leaves it room.
            left = row.edge + self.gap
            label = min(left, left + cells - wide)
            if left + cells > self.width + 0.1 or label < row.label_edge + _LABEL_GAP:
                return False
        if left + cells > self.width + 0.1:
            return False
        row.drawn.append(self._draw_label(group, label))
        row.drawn += [
            self._draw_cell(name, left + index * (self.cell + self.gap), group.kind)
            for index, name in enumerate(group.names)
        ]
        row.edge, row.label_edge = left + cells, label + wide
        row.groups.append(group)
        return True

    def _draw_label(self, group: StripGroup, x: float) -> str:
        number = f'<tspan class="number">{escape(group.number_text)}</tspan> ' if group.number_text else ""
        y = LINE_HEIGHT / 2 + BASELINE - 3
        return f'<text class="label" x="{x:.1f}" y="{y:.1f}">{number}{escape(group.label)}</text>'

    def _draw_cell(self, name: str, x: float, kind: str) -> str:
        top = LINE_HEIGHT + 2
        size = " large" if self.type_size > TYPE_SIZE else ""
        # Names that are too long differ at their ends.
        shown = cut_start(name, self.cell - 2 * _PADDING + 1, self.type_size)
        drawn = draw_box(x + 1, top, self.cell - 2, self.size, f"cell {kind}")
        middle = x + self.cell / 2
        drawn += draw_text(shown, middle, top + self.size / 2, f"cell-name {kind}{size}", "middle")
        return drawn + (draw_triangle(middle, top + self.size + 7) if name in self.overdue else "")


def cut_start(text: str, width: float, size: float) -> str:
    """Return a text in bold type, without its beginning if it is wider than `width`."""
    if not text or text_width(text, strong=True, size=size) <= width:
        return text

    def fits(start: int) -> bool:
        return start == len(text) or text_width(f"…{text[start:]}", strong=True, size=size) <= width

    starts = range(1, len(text) + 1)
    return f"…{text[starts[bisect_left(starts, True, key=fits)] :]}"


def draw_triangle(x: float, y: float) -> str:
    """Draw the sign of what is overdue, with its point at `x`, `y`."""
    half = _TRIANGLE / 2
    corners = ((x, y), (x + half + 1, y + _TRIANGLE - 1), (x - half - 1, y + _TRIANGLE - 1))
    joined = " ".join(f"{across:.1f},{down:.1f}" for across, down in corners)
    return f'<polygon class="overdue" points="{joined}"/>'
