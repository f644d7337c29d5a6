"""Draw charts: labelled numbers in, SVG out; what it looks like is said in `styles/chart.css`."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from html import escape


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its length, the number printed beside it, and what kind of thing it shows."""

    label: str
    number: int
    printed: str
    kind: str


@dataclass(frozen=True)
class Chart:
    """A chart of bars, or of one dot for each of the things counted."""

    title: str
    bars: tuple[Bar, ...]
    dots: bool = False

    @property
    def words(self) -> str:
        """Say the chart in words, for those who do not see it."""
        said = "; ".join(f"{bar.label}: {bar.printed}" if bar.printed else bar.label for bar in self.bars)
        return f"{self.title}. {said}."


# A chart is drawn on a grid of its own, 1000 units wide; the page says how wide a unit is.
CHART_WIDTH, LETTER_WIDTH, LABEL_GAP, NUMBER_WIDTH = 1000, 14, 16, 70
BAR_ROW_HEIGHT, DOT_ROW_HEIGHT, DOT_STEP = 44, 33, 26
MAX_LABEL_WIDTH, MAX_SINGLE_COLUMN_ROWS = 400, 10
MAX_CHART_ROWS = 24
"""Rows of one drawing: what goes on a page of any house style, with its caption."""
FILL_PATTERNS = {
    "hatch": '<path class="ink" d="M0,9 L9,0"/>',
    "cross": '<path class="ink" d="M0,9 L9,0 M0,0 L9,9"/>',
    "dots": '<circle class="dot" cx="4" cy="4" r="1.6"/>',
}


def draw_chart(name: str, chart: Chart, style: str, tall: int = MAX_CHART_ROWS) -> str:
    """Draw a chart as SVG; `style` is the sheet of its classes, since SVG does not see the page's.

    `name` tells its patterns from those of other charts on the same page. A chart of more than `tall` rows is drawn
    as several, about equally tall and all to one scale, between which a page may end.
    """
    columns = _column_count(chart)
    rows = math.ceil(len(chart.bars) / columns)
    room = columns * math.ceil(rows / math.ceil(rows / tall)) if rows > tall else len(chart.bars)
    pieces = [chart.bars[start : start + room] for start in range(0, len(chart.bars), room)] if room else [chart.bars]
    return "".join(
        _draw_piece(f"{name}-{index}" if index else name, chart, bars, style) for index, bars in enumerate(pieces)
    )


def _draw_piece(name: str, chart: Chart, bars: tuple[Bar, ...], style: str) -> str:
    """Draw some bars of a chart."""
    columns = _column_count(chart)
    rows = math.ceil(len(bars) / columns)
    height = _row_height(chart) * rows
    style = style.replace("url(#", f"url(#{name}-")
    patterns = "".join(
        f'<pattern id="{name}-{pattern}" width="9" height="9" patternUnits="userSpaceOnUse">{drawing}</pattern>'
        for pattern, drawing in FILL_PATTERNS.items()
    )
    drawn = "".join(
        f'<g transform="translate({CHART_WIDTH // columns * column},0)">'
        + "".join(_draw_row(bar, row, chart) for row, bar in enumerate(bars[column * rows : (column + 1) * rows]))
        + "</g>"
        for column in range(columns)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {CHART_WIDTH} {height}" '
        f'width="{CHART_WIDTH}" height="{height}" role="img">'
        f"<title>{escape(replace(chart, bars=bars).words)}</title>"
        f"<style>{style}</style><defs>{patterns}</defs>{drawn}</svg>"
    )


def _column_count(chart: Chart) -> int:
    """Set many short rows of dots in two columns, down the first and then down the second."""
    narrow = _axis_position(chart) + DOT_STEP * _largest_number(chart) + NUMBER_WIDTH <= CHART_WIDTH // 2
    return 2 if chart.dots and len(chart.bars) > MAX_SINGLE_COLUMN_ROWS and narrow else 1


def _axis_position(chart: Chart) -> int:
    """Say where the bars begin: behind the longest label."""
    return min(MAX_LABEL_WIDTH, LETTER_WIDTH * max(len(bar.label) for bar in chart.bars) + LABEL_GAP)


def _draw_row(bar: Bar, index: int, chart: Chart) -> str:
    middle = (index + 0.5) * _row_height(chart)
    edge = _axis_position(chart) - LABEL_GAP
    label = f'<text class="label" x="{edge}" y="{middle + 9:g}" text-anchor="end">{escape(bar.label)}</text>'
    marks, end = _draw_dots(bar, middle, chart) if chart.dots else _draw_bar(bar, middle, chart)
    number = f'<text class="number" x="{end + 14:g}" y="{middle + 9:g}">{escape(bar.printed)}</text>'
    return label + marks + number


def _row_height(chart: Chart) -> int:
    return DOT_ROW_HEIGHT if chart.dots else BAR_ROW_HEIGHT


def _largest_number(chart: Chart) -> int:
    return max([bar.number for bar in chart.bars] + [1])


def _draw_bar(bar: Bar, middle: float, chart: Chart) -> tuple[str, float]:
    axis = _axis_position(chart)
    length = max(2.0, round((CHART_WIDTH - axis - NUMBER_WIDTH) * bar.number / _largest_number(chart), 1))
    box = f'x="{axis}" y="{middle - 15:g}" width="{length:g}" height="30"'
    return f'<rect class="ground" {box}/><rect class="bar {bar.kind}" {box}/>', axis + length


def _draw_dots(bar: Bar, middle: float, chart: Chart) -> tuple[str, float]:
    axis = _axis_position(chart)
    step = min(DOT_STEP, (CHART_WIDTH - axis - NUMBER_WIDTH) / _largest_number(chart))
    radius = round(step * 0.38, 1)
    dots = "".join(
        f'<circle class="person {bar.kind}" cx="{axis + step * (index + 0.5):g}" cy="{middle:g}" r="{radius:g}"/>'
        for index in range(bar.number)
    )
    return dots, axis + step * bar.number
