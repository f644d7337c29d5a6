"""Draw bars: one for each row, or a group of them with one for each series."""

from __future__ import annotations

from ....language.translator import Translator
from .chart_table import ChartTable
from .chart_words import write_number
from .svg_elements import (
    GAP,
    LINE_HEIGHT,
    DrawnRow,
    draw_box,
    draw_lines,
    draw_rule,
    draw_text,
    label_width,
    legend,
    series_class,
    text_width,
    wrap_text,
)

_BAR, _BAR_STEP, _ROW_SPACE = 28, 32, 14


def draw_rows(table: ChartTable, unit: str, words: Translator, width: float) -> tuple[list[DrawnRow], list[DrawnRow]]:
    """Return the legend, if there are several series, and a drawing for each row."""
    scale = BarScale(table, unit, words, width)
    head = [legend([one.name for one in table.series], width), DrawnRow(GAP, "")] if len(table.series) > 1 else []
    return head, [_draw_group(table, index, scale) for index in range(len(table.labels))]


class BarScale:
    """Where bars begin and end, with room for the numbers at both ends."""

    def __init__(self, table: ChartTable, unit: str, words: Translator, width: float) -> None:
        self.labels = label_width(table.labels)
        self.unit, self.words = unit, words
        numbers = [float(value) for value in table.numbers]
        self.least, self.most = min(0.0, *numbers), max(0.0, *numbers)
        left = self.labels + GAP * 1.5 + self._room([value for value in table.numbers if value < 0])
        right = width - self._room([value for value in table.numbers if value >= 0])
        self._left, self._share = left, (right - left) / ((self.most - self.least) or 1)

    def _room(self, values: list[object]) -> float:
        shown = [text_width(write_number(self.words, value, self.unit), strong=True) for value in values]  # type: ignore[arg-type]
        return max(shown) + GAP if shown else 0.0

    def place(self, value: float) -> float:
        """Return where a value lies."""
        return self._left + (value - self.least) * self._share


def _draw_group(table: ChartTable, index: int, scale: BarScale) -> DrawnRow:
    lines = wrap_text(table.labels[index], scale.labels)
    height = max(_BAR_STEP * len(table.series), LINE_HEIGHT * len(lines)) + _ROW_SPACE
    zero = scale.place(0)
    drawn = [draw_lines(lines, 0, height / 2, "label")]
    top = height / 2 - _BAR_STEP * len(table.series) / 2
    for number, one in enumerate(table.series):
        value, y = one.values[index], top + _BAR_STEP * (number + 0.5)
        text = write_number(scale.words, value, scale.unit)
        if value is None:
            drawn.append(draw_text(text, zero + GAP / 2, y, "number"))
            continue
        end = scale.place(float(value))
        kind = f"piece {series_class(number)}"
        if value:
            drawn.append(draw_box(min(zero, end), y - _BAR / 2, abs(end - zero), _BAR, kind))
        anchor = "end" if value < 0 else "start"
        drawn.append(draw_text(text, end - GAP / 2 if value < 0 else end + GAP / 2, y, "number", anchor))
    drawn.append(draw_rule(zero, 0, zero, height, "zero"))
    return DrawnRow(height, "".join(drawn))
