"""Draw one bar for each row, in which a piece for each series follows the one before; its total stands at the end."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ....language.translator import Translator
from .bar_chart import BarScale
from .chart_table import ChartSeries, ChartTable
from .chart_words import write_number
from .svg_elements import (
    GAP,
    LINE_HEIGHT,
    DrawnRow,
    draw_box,
    draw_lines,
    draw_rule,
    draw_text,
    legend,
    series_class,
    text_width,
    wrap_text,
)

_BAR, _ROW_SPACE = 34, 14


def draw_rows(table: ChartTable, unit: str, words: Translator, width: float) -> tuple[list[DrawnRow], list[DrawnRow]]:
    """Return the legend and a drawing for each row. What is below zero lies left of zero."""
    sums = replace(table, series=_extents(table))
    scale = BarScale(sums, unit, words, width)
    head = [legend([one.name for one in table.series], width), DrawnRow(GAP, "")]
    return head, [_draw_row(table, index, scale) for index in range(len(table.labels))]


def _extents(table: ChartTable) -> tuple[ChartSeries, ...]:
    """Return for each row how far its pieces reach to the right and to the left."""
    rows = list(zip(*(one.values for one in table.series), strict=True))
    above = tuple(sum((value for value in row if value and value > 0), Decimal(0)) for row in rows)
    below = tuple(sum((value for value in row if value and value < 0), Decimal(0)) for row in rows)
    totals = tuple(_total(row) for row in rows)
    # A total may need more room than either extent, so its number is measured too.
    kept = ChartSeries("", tuple(total if total and total > 0 else None for total in totals))
    return (ChartSeries("", above), ChartSeries("", tuple(value or None for value in below)), kept)


def _total(values: tuple[Decimal | None, ...]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _draw_row(table: ChartTable, index: int, scale: BarScale) -> DrawnRow:
    lines = wrap_text(table.labels[index], scale.labels)
    height = max(_BAR, LINE_HEIGHT * len(lines)) + _ROW_SPACE
    middle, zero = height / 2, scale.place(0)
    drawn = [draw_lines(lines, 0, middle, "label")]
    reach = {True: Decimal(0), False: Decimal(0)}
    for number, one in enumerate(table.series):
        value = one.values[index]
        if not value:
            continue
        start = scale.place(float(reach[value > 0]))
        reach[value > 0] += value
        end = scale.place(float(reach[value > 0]))
        drawn.append(
            draw_box(min(start, end), middle - _BAR / 2, abs(end - start), _BAR, f"piece {series_class(number)}")
        )
        text = write_number(scale.words, value, scale.unit)
        if text_width(text) + GAP / 2 <= abs(end - start):
            drawn.append(draw_text(text, (start + end) / 2, middle, f"inside {series_class(number)}", "middle"))
    drawn.append(draw_rule(zero, 0, zero, height, "zero"))
    total = _total(tuple(one.values[index] for one in table.series))
    end = scale.place(float(reach[True]))
    drawn.append(draw_text(write_number(scale.words, total, scale.unit), end + GAP / 2, middle, "number"))
    return DrawnRow(height, "".join(drawn))
