"""What all charts have in common: a title, words that say what they show, and drawings that are written as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from ....language.translator import Translator
from .chart_style import ChartStyle
from .svg_elements import MAX_PIECE_HEIGHT


@dataclass(frozen=True)
class Drawing:
    """One drawing of a chart: its height in units, its content, and what it says in words."""

    height: float
    content: str
    words: str


class Chart(Protocol):
    """A chart of any kind."""

    @property
    def title(self) -> str:
        """What the chart shows."""

    def description(self, words: Translator) -> str:
        """Return the alternative text: one sentence with all that the chart shows."""

    def draw(self, words: Translator, width: float, tall: float) -> Sequence[Drawing]:
        """Draw the chart, `width` units wide, as one drawing or as several of at most `tall` units."""


def draw_chart(chart: Chart, words: Translator, style: ChartStyle, tall: float = MAX_PIECE_HEIGHT) -> str:
    """Draw a chart as SVG: one image, or several of at most `tall` units, so that a page can end between them."""
    return "".join(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {style.width:g} {drawing.height:.0f}" '
        f'width="{style.width:g}" height="{drawing.height:.0f}" role="img"><title>{escape(drawing.words)}</title>'
        f"{style.element}{drawing.content}</svg>"
        for drawing in chart.draw(words, style.width, tall)
    )
