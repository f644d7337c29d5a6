"""Draw bar and dot charts as SVG. Their look is set in `styles/chart.css`."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from html import escape

from .charts.chart_style import ChartStyle


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its value, the number printed beside it, and the CSS class of what it shows."""

    label: str
    number: int
    number_text: str
    kind: str


@dataclass(frozen=True)
class BarChart:
    """A chart of bars, or of one dot for each thing counted."""

    title: str
    bars: tuple[Bar, ...]
    dots: bool = False

    @property
    def description(self) -> str:
        """The content of the chart in words, as its alternative text."""
        said = "; ".join(f"{bar.label}: {bar.number_text}" if bar.number_text else bar.label for bar in self.bars)
        return f"{self.title}. {said}."


# All lengths are in units of the SVG's own grid, which is 1000 wide. The style sheet sets the width on the page.
CHART_WIDTH, LETTER_WIDTH, LABEL_GAP, NUMBER_WIDTH = 1000, 14, 16, 70
BAR_ROW_HEIGHT, DOT_ROW_HEIGHT, DOT_STEP = 44, 33, 26
MAX_LABEL_WIDTH, MAX_SINGLE_COLUMN_ROWS = 400, 10
MAX_CHART_HEIGHT = 1056
"""Height of one drawing: what fits on a page of any house style, with its caption."""


def draw_bars(chart: BarChart, style: ChartStyle, tall: float = MAX_CHART_HEIGHT) -> str:
    """Draw a chart as SVG.

    A chart higher than `tall` is drawn as several SVG images of about the same height and the same scale, so that a
    page can end between them.
    """
    columns = _column_count(chart)
    rows = math.ceil(len(chart.bars) / columns)
    most = math.inf if tall == math.inf else int(tall // _row_height(chart))
    room = columns * math.ceil(rows / math.ceil(rows / most)) if rows > most else len(chart.bars)
    pieces = [chart.bars[start : start + room] for start in range(0, len(chart.bars), room)] if room else [chart.bars]
    return "".join(_draw_piece(chart, bars, style) for bars in pieces)


def _draw_piece(chart: BarChart, bars: tuple[Bar, ...], style: ChartStyle) -> str:
    """Draw some bars of a chart."""
    columns = _column_count(chart)
    rows = math.ceil(len(bars) / columns)
    height = _row_height(chart) * rows
    drawn = "".join(
        f'<g transform="translate({CHART_WIDTH // columns * column},0)">'
        + "".join(_draw_row(bar, row, chart) for row, bar in enumerate(bars[column * rows : (column + 1) * rows]))
        + "</g>"
        for column in range(columns)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {CHART_WIDTH} {height}" '
        f'width="{CHART_WIDTH}" height="{height}" role="img">'
        f"<title>{escape(replace(chart, bars=bars).description)}</title>"
        f"{style.element}{drawn}</svg>"
    )


def _column_count(chart: BarChart) -> int:
    """Return 2 for many short rows of dots, which fill the first column and then the second, or else 1."""
    narrow = _axis_position(chart) + DOT_STEP * _largest_number(chart) + NUMBER_WIDTH <= CHART_WIDTH // 2
    return 2 if chart.dots and len(chart.bars) > MAX_SINGLE_COLUMN_ROWS and narrow else 1


def _axis_position(chart: BarChart) -> int:
    """Return where the bars begin: behind the longest label."""
    return min(MAX_LABEL_WIDTH, LETTER_WIDTH * max(len(bar.label) for bar in chart.bars) + LABEL_GAP)


def _draw_row(bar: Bar, index: int, chart: BarChart) -> str:
    middle = (index + 0.5) * _row_height(chart)
    edge = _axis_position(chart) - LABEL_GAP
    label = f'<text class="label" x="{edge}" y="{middle + 9:g}" text-anchor="end">{escape(bar.label)}</text>'
    marks, end = _draw_dots(bar, middle, chart) if chart.dots else _draw_bar(bar, middle, chart)
    number = f'<text class="number" x="{end + 14:g}" y="{middle + 9:g}">{escape(bar.number_text)}</text>'
    return label + marks + number


def _row_height(chart: BarChart) -> int:
    return DOT_ROW_HEIGHT if chart.dots else BAR_ROW_HEIGHT


def _largest_number(chart: BarChart) -> int:
    return max([bar.number for bar in chart.bars] + [1])


def _draw_bar(bar: Bar, middle: float, chart: BarChart) -> tuple[str, float]:
    axis = _axis_position(chart)
    length = max(2.0, round((CHART_WIDTH - axis - NUMBER_WIDTH) * bar.number / _largest_number(chart), 1))
    box = f'x="{axis}" y="{middle - 15:g}" width="{length:g}" height="30"'
    return f'<rect class="ground" {box}/><rect class="bar {bar.kind}" {box}/>', axis + length


def _draw_dots(bar: Bar, middle: float, chart: BarChart) -> tuple[str, float]:
    axis = _axis_position(chart)
    step = min(DOT_STEP, (CHART_WIDTH - axis - NUMBER_WIDTH) / _largest_number(chart))
    radius = round(step * 0.38, 1)
    dots = "".join(
        f'<circle class="person {bar.kind}" cx="{axis + step * (index + 0.5):g}" cy="{middle:g}" r="{radius:g}"/>'
        for index in range(bar.number)
    )
    return dots, axis + step * bar.number
