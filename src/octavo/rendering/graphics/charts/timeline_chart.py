"""Draw spans of time as bars over years or months, and moments as diamonds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from ....language.translator import Translator
from .chart_table import ChartTable
from .chart_words import span_days, write_span
from .svg_elements import (
    GAP,
    LINE_HEIGHT,
    DrawnRow,
    draw_box,
    draw_lines,
    draw_rule,
    draw_text,
    label_width,
    text_width,
    wrap_text,
)

_BAR, _ROW_SPACE, _DIAMOND = 24, 16, 12
_MOST_TICKS = 9
_MONTHS = (1, 2, 3, 6, 12)
_DAYS_OF_A_YEAR = 366
_LAST_MONTH = (date.max.year + 1) * 12


def draw_rows(table: ChartTable, words: Translator, width: float) -> tuple[list[DrawnRow], list[DrawnRow]]:
    """Return the scale of time, and a drawing for each row."""
    spans = [span_days(span) for span in table.spans]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    labels = label_width(table.labels)
    texts = [write_span(words, span) for span in table.spans]
    left, right = labels + GAP * 1.5, width - _DIAMOND
    ticks = time_ticks(date.fromordinal(first), date.fromordinal(last - 1), right - left, words)
    first = min(first, *(day for day, _ in ticks))
    share = (right - left) / max(1, last - first)

    def across(day: float) -> float:
        return left + (day - first) * share

    marks = [(across(day), text) for day, text in ticks if across(day) <= right]
    head = [DrawnRow(LINE_HEIGHT + GAP / 2, draw_tick_names(marks, width))]
    rows = []
    for label, (start, end), text, span in zip(table.labels, spans, texts, table.spans, strict=True):
        lines = wrap_text(label, labels)
        height = max(_BAR + LINE_HEIGHT, LINE_HEIGHT * len(lines)) + _ROW_SPACE
        rules = "".join(draw_rule(x, 0, x, height, "grid") for x, _ in marks)
        x, y = across(start), height / 2 - LINE_HEIGHT / 2
        mark = (
            _diamond(across((start + end) / 2), y)
            if span.end is None
            else draw_box(x, y - _BAR / 2, (end - start) * share, _BAR, "piece series-1")
        )
        at = max(left, min(x, width - text_width(text, strong=True)))
        drawn = rules + draw_lines(lines, 0, height / 2, "label") + mark
        rows.append(DrawnRow(height, drawn + draw_text(text, at, y + _BAR / 2 + LINE_HEIGHT / 2, "number")))
    return head, rows


def draw_tick_names(marks: Sequence[tuple[float, str]], width: float) -> str:
    """Draw the names of the marked days, each where its rule stands or before the edge, unless they would touch."""
    drawn, free = [], 0.0
    for x, text in marks:
        at = min(x, width - text_width(text))
        if at >= free:
            drawn.append(draw_text(text, at, LINE_HEIGHT / 2, "label"))
            free = at + text_width(text) + GAP / 2
    return "".join(drawn)


def _diamond(x: float, y: float) -> str:
    corners = ((0, -_DIAMOND), (_DIAMOND, 0), (0, _DIAMOND), (-_DIAMOND, 0))
    joined = " ".join(f"{x + across:.1f},{y + down:.1f}" for across, down in corners)
    return f'<polygon class="point series-1" points="{joined}"/>'


def time_ticks(first: date, last: date, room: float, words: Translator) -> list[tuple[int, str]]:
    """Return the days at which the scale is marked, with their names: years, or months if there are few."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    wide = max(text_width(words.format_month(date(first.year, month, 1))) for month in range(1, 13)) + GAP
    step = next((step for step in _MONTHS if months / step <= min(_MOST_TICKS, room / wide)), 0)
    if step and last.toordinal() - first.toordinal() <= _DAYS_OF_A_YEAR * 2 and step < 12:
        begun = first.year * 12 + (first.month - 1) // step * step
        numbers = range(begun, min(begun + months + step, _LAST_MONTH), step)
        days = [date(number // 12, number % 12 + 1, 1) for number in numbers]
        return [(day.toordinal(), words.format_month(day)) for day in days]
    years = last.year - first.year + 1
    few = max(1, min(_MOST_TICKS, int(room / (text_width("2000") + GAP))))
    leap = max(1, math.ceil(years / few))
    shown = range(first.year, last.year + 1, leap)
    return [(date(year, 1, 1).toordinal(), str(year)) for year in shown]
