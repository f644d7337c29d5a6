"""Draw recommendations over time: from the day on which each was made to the day on which it is due.

A line is the time allowed and a bar the share of it that is done; a dot is the day due, filled when it was met; a thick
line from there are the days late; a cross ends what was closed otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

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
    stack_rows,
    text_width,
    wrap_text,
)
from .timeline_chart import draw_tick_names, time_ticks

_ROW_HEIGHT, _BAR, _DOT, _CROSS = 42.0, 15.0, 8.0, 7.0
_LABEL_SHARE = 0.42
"""The most that names and titles take of the width."""
_MOST_TITLE_LINES = 2
_EDGE = 12.0


@dataclass(frozen=True)
class DueRow:
    """One recommendation. `share` is what is done of it, from 0 to 1; `end` is the day due, or when it was closed."""

    name: str
    title: str
    kind: str
    """CSS class of its status."""
    start: date
    end: date | None
    share: float
    is_met: bool
    is_closed: bool
    is_overdue: bool
    note: str
    """What is printed if there is no day, or how late it is."""
    words: str
    """What is said of it."""


@dataclass(frozen=True)
class DueDateChart:
    """All recommendations in the order of the strip. `cut_off` is the day that the status is of."""

    title: str
    rows: tuple[DueRow, ...]
    cut_off: date | None = None

    def description(self, words: Translator) -> str:
        """Return one sentence with all days, shares and delays."""
        return f"{self.title}{words.colon}{words.semicolon.join(row.words for row in self.rows)}."

    def draw(self, words: Translator, width: float, tall: float) -> Sequence[Drawing]:
        """Draw a row for each recommendation, between the scale of time and the cut-off date."""
        if not self.rows:
            return ()
        # Without a single day there is no time to show.
        has_days = any(row.end for row in self.rows)
        plot = _Plot(self if has_days else replace(self, cut_off=None), words, width)
        rows = [plot.draw_row(row) for row in self.rows]
        pieces = stack_rows([plot.draw_scale()] if has_days else [], rows, tall, plot.draw_cut_off())
        return [
            Drawing(height, content, replace(self, rows=self.rows[shown.start : shown.stop]).description(words))
            for shown, height, content in pieces
        ]


class _Plot:
    """Where days lie, and how rows are drawn."""

    def __init__(self, chart: DueDateChart, words: Translator, width: float) -> None:
        self.words, self.width, self.cut_off = words, width, chart.cut_off
        most = width * _LABEL_SHARE
        names = max(text_width(row.name, strong=True) for row in chart.rows)
        self.name_width = min(names, most if not any(row.title for row in chart.rows) else most * 0.5)
        titles = max(text_width(row.title) * _REGULAR for row in chart.rows)
        self.title_left = self.name_width + GAP
        self.title_width = min(titles, most - self.title_left)
        self.left = self.title_left + (self.title_width + GAP * 1.5 if titles else GAP / 2) + _DOT
        days = [day for row in chart.rows for day in (row.start, row.end) if day and row.end]
        days += [chart.cut_off] if chart.cut_off else [row.start for row in chart.rows]
        self.first, self.last = min(days).toordinal(), max(max(days).toordinal(), min(days).toordinal() + 30)
        self.right = self._right_edge(chart)
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        has_days = any(row.end for row in chart.rows)
        self.ticks = time_ticks(first, last, self.right - self.left, words) if has_days else []

    def _right_edge(self, chart: DueDateChart) -> float:
        """Return where the last day lies: what stands right of the cut-off date has room."""
        room = max((text_width(row.note) for row in chart.rows if row.is_overdue), default=0.0)
        right = self.width - _EDGE
        if self.cut_off and room:
            share = (self.cut_off.toordinal() - self.first) / (self.last - self.first)
            right = min(right, self.left + (self.width - room - GAP - self.left) / max(share, 0.1))
        return right

    def across(self, day: int) -> float:
        """Return where a day lies."""
        return self.left + (day - self.first) / (self.last - self.first) * (self.right - self.left)

    def draw_scale(self) -> DrawnRow:
        """Draw the names of years or months, where their rules stand or at the first day."""
        marks = [(self.across(max(day, self.first)), text) for day, text in self.ticks if day <= self.last]
        if len(marks) > 1 and marks[0][0] + text_width(marks[0][1]) + GAP / 2 > marks[1][0]:
            del marks[0]
        return DrawnRow(LINE_HEIGHT + 4, draw_tick_names(marks, self.width))

    def draw_cut_off(self) -> list[DrawnRow]:
        """Draw the cut-off date below its rule."""
        if self.cut_off is None:
            return []
        said = self.words.format_short_date(self.cut_off)
        half = text_width(said) / 2
        x = max(self.left, half, min(self.across(self.cut_off.toordinal()), self.width - half))
        return [DrawnRow(LINE_HEIGHT + 4, draw_text(said, x, LINE_HEIGHT / 2 + 2, "cut-off-date", "middle"))]

    def draw_row(self, row: DueRow) -> DrawnRow:
        """Draw a recommendation with the rules of its row."""
        names = wrap_text(row.name, self.name_width)
        titles = self._title_lines(row.title)
        height = max(_ROW_HEIGHT, LINE_HEIGHT * max(len(names), len(titles)) + GAP)
        middle = height / 2
        rules = [draw_rule(self.across(day), 0, self.across(day), height, "grid") for day, _ in self.ticks
                 if self.first <= day <= self.last]  # fmt: skip
        rules.append(draw_rule(0, height, self.width, height, "grid"))
        drawn = [draw_lines(names, 0, middle, "number"), draw_lines(titles, self.title_left, middle, "label")]
        if self.cut_off is not None:
            x = self.across(self.cut_off.toordinal())
            rules.append(draw_rule(x, 0, x, height, "cut-off"))
        if row.end is None:
            # White behind the words hides the rules.
            wide = text_width(row.note) + 2 * GAP
            drawn.append(draw_box(self.left - GAP / 2, 4, wide, height - 8, "backing"))
            drawn.append(draw_text(row.note, self.left, middle, "axis"))
        else:
            drawn += self._draw_time(row, row.end, middle)
        return DrawnRow(height, "".join((*rules, *drawn)))

    def _title_lines(self, title: str) -> list[str]:
        """Return a title on at most two lines, cut with an ellipsis."""
        lines = wrap_text(title, self.title_width / _REGULAR) if title else []
        if len(lines) <= _MOST_TITLE_LINES:
            return lines
        last = lines[_MOST_TITLE_LINES - 1]
        while text_width(f"{last}…") * _REGULAR > self.title_width and " " in last:
            last = last.rpartition(" ")[0]
        return [*lines[: _MOST_TITLE_LINES - 1], f"{last.rstrip(' ,;:')}…"]

    def _draw_time(self, row: DueRow, end: date, middle: float) -> list[str]:
        start, x = self.across(min(row.start, end).toordinal()), self.across(end.toordinal())
        drawn = [draw_rule(start, middle, x, middle, "allowed")]
        if row.share:
            drawn.append(
                draw_box(start, middle - _BAR / 2, (x - start) * min(1.0, row.share), _BAR, f"done {row.kind}")
            )
        if row.is_overdue and self.cut_off:
            late = self.across(self.cut_off.toordinal())
            drawn.append(draw_rule(x, middle, late, middle, "late"))
            # White behind the words hides the rules of later years.
            wide = text_width(row.note) * _REGULAR + GAP / 2
            drawn.append(draw_box(late + GAP / 4, middle - LINE_HEIGHT / 2, wide, LINE_HEIGHT, "backing"))
            drawn.append(draw_text(row.note, late + GAP / 2, middle, "label"))
        if row.is_closed:
            drawn.append(
                f'<path class="closed-mark" d="M{x - _CROSS:.1f},{middle - _CROSS:.1f} l{2 * _CROSS:g},{2 * _CROSS:g} '
                f'm0,{-2 * _CROSS:g} l{-2 * _CROSS:g},{2 * _CROSS:g}"/>'
            )
        else:
            met = " met" if row.is_met else ""
            drawn.append(f'<circle class="day-due{met}" cx="{x:.1f}" cy="{middle:.1f}" r="{_DOT:g}"/>')
        return drawn


_REGULAR = 0.93
"""Width of regular type as a share of that of semibold type."""
