"""Draw a chart of a user's own data as SVG. Its look is set in `styles/chart.css`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from ....language.translator import Translator
from . import bar_chart, line_chart, stacked_chart, timeline_chart
from .chart_style import ChartStyle
from .chart_table import ChartKind, ChartTable
from .chart_words import describe_chart, is_short_unit
from .svg_elements import LINE_HEIGHT, MAX_PIECE_HEIGHT, WIDTH, DrawnRow, draw_text, stack_rows, wrap_text


@dataclass(frozen=True)
class DataChart:
    """A chart of a user's own data. `axis` says what is measured, and `unit` in what; `alternative` may be ""."""

    kind: ChartKind
    table: ChartTable
    title: str
    axis: str = ""
    unit: str = ""
    alternative: str = ""

    def description(self, words: Translator) -> str:
        """Return the alternative text: the author's, or one sentence made from the data."""
        if self.alternative:
            return self.alternative
        return describe_chart(self.kind, self.table, self.title, self.axis, self.unit, words)


def draw_data_chart(chart: DataChart, words: Translator, style: ChartStyle, tall: float = MAX_PIECE_HEIGHT) -> str:
    """Draw a chart as one SVG image, or as several of at most `tall` units, so that a page can end between them."""
    if chart.kind is ChartKind.TIMELINE:
        head, rows = timeline_chart.draw_rows(chart.table, words)
    else:
        draw = {
            ChartKind.BARS: bar_chart.draw_rows,
            ChartKind.LINES: line_chart.draw_rows,
            ChartKind.STACKED: stacked_chart.draw_rows,
        }[chart.kind]
        head, rows = draw(chart.table, chart.unit, words)
    pieces = stack_rows([*_write_axis(chart), *head], rows, tall)
    said = [chart.description(words)]
    if len(pieces) > 1:
        first = chart.alternative and [chart.alternative]
        said = first or []
        for shown, _, _ in pieces[len(said) :]:
            part = replace(chart, alternative="", table=_some_rows(chart.table, shown))
            said.append(part.description(words))
    return "".join(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart data" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" role="img"><title>{escape(words_of_piece)}</title>'
        f"{style.element}{content}</svg>"
        for (_, height, content), words_of_piece in zip(pieces, said, strict=True)
    )


def _some_rows(table: ChartTable, shown: range) -> ChartTable:
    part = slice(shown.start, shown.stop)
    series = tuple(replace(one, values=one.values[part]) for one in table.series)
    return replace(table, labels=table.labels[part], series=series, spans=table.spans[part])


def _write_axis(chart: DataChart) -> list[DrawnRow]:
    """Write above the chart what is measured, and in what unit if that does not stand at each number."""
    measured = ", ".join(filter(None, (chart.axis, "" if is_short_unit(chart.unit) else chart.unit)))
    if not measured:
        return []
    lines = wrap_text(measured, WIDTH)
    drawn = "".join(draw_text(line, 0, LINE_HEIGHT * (index + 0.5), "axis") for index, line in enumerate(lines))
    return [DrawnRow(LINE_HEIGHT * len(lines) + 12, drawn)]
