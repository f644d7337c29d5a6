"""Draw a chart of a user's own data as SVG. Its look is set in `styles/chart.css`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ....language.translator import Translator
from . import bar_chart, line_chart, stacked_chart, timeline_chart
from .chart_table import ChartKind, ChartTable
from .chart_words import describe_chart, is_short_unit
from .drawn_chart import Drawing
from .svg_elements import LINE_HEIGHT, DrawnRow, draw_text, stack_rows, wrap_text


@dataclass(frozen=True)
class DataChart:
    """A chart of a user's own data. `axis` says what is measured, and `unit` in what; `alternative` may be "".

    `across` names the horizontal axis of lines in place of the heading of their labels.
    """

    kind: ChartKind
    table: ChartTable
    title: str
    axis: str = ""
    unit: str = ""
    alternative: str = ""
    across: str = ""

    def description(self, words: Translator) -> str:
        """Return the alternative text: the author's, or one sentence made from the data."""
        if self.alternative:
            return self.alternative
        return describe_chart(self.kind, self.table, self.title, self.axis, self.unit, words)

    def draw(self, words: Translator, width: float, tall: float) -> Sequence[Drawing]:
        """Draw the chart as one drawing, or as several of at most `tall` units that each say their own rows."""
        if self.kind is ChartKind.TIMELINE:
            head, rows = timeline_chart.draw_rows(self.table, words, width)
        else:
            draw = {
                ChartKind.BARS: bar_chart.draw_rows,
                ChartKind.LINES: line_chart.draw_rows,
                ChartKind.STACKED: stacked_chart.draw_rows,
            }[self.kind]
            usual = "" if line_chart.are_plain_years(self.table) else self.table.heading
            table = replace(self.table, heading=self.across or usual)
            head, rows = draw(table, self.unit, words, width)
        pieces = stack_rows([*self._write_axis(width), *head], rows, tall)
        if len(pieces) == 1:
            return [Drawing(height, content, self.description(words)) for _, height, content in pieces]
        return [
            Drawing(height, content, self._some_rows(shown).description(words)) for shown, height, content in pieces
        ]

    def _some_rows(self, shown: range) -> DataChart:
        """Return the chart with some of its rows. The author's words stand at the first of them."""
        part = slice(shown.start, shown.stop)
        series = tuple(replace(one, values=one.values[part]) for one in self.table.series)
        table = replace(self.table, labels=self.table.labels[part], series=series, spans=self.table.spans[part])
        return replace(self, table=table, alternative="" if shown.start else self.alternative)

    def _write_axis(self, width: float) -> list[DrawnRow]:
        """Write above the chart what is measured, and in what unit if that does not stand at each number."""
        measured = ", ".join(filter(None, (self.axis, "" if is_short_unit(self.unit) else self.unit)))
        if not measured:
            return []
        lines = wrap_text(measured, width)
        drawn = "".join(draw_text(line, 0, LINE_HEIGHT * (index + 0.5), "axis") for index, line in enumerate(lines))
        return [DrawnRow(LINE_HEIGHT * len(lines) + 12, drawn)]
