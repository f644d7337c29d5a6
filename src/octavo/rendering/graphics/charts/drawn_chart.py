"""What all charts have in common: a title, words that say what they show, and drawings that are written as SVG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from ....language.text_direction import LTR
from ....language.translator import Translator
from .chart_style import ChartStyle
from .svg_elements import MAX_PIECE_HEIGHT


@dataclass(frozen=True)
class Drawing:
    """One drawing of a chart: its height in units, its content, and what it says in words."""

    height: float
    content: str
    words: str
    is_map: bool = False
    """Whether its left is the west: it is not mirrored where the text runs from the right."""


class Chart(Protocol):
    """A chart of any kind."""

    @property
    def title(self) -> str:
        """What the chart shows."""

    def description(self, words: Translator) -> str:
        """Return the alternative text: one sentence with all that the chart shows."""

    def draw(self, words: Translator, width: float, tall: float) -> Sequence[Drawing]:
        """Draw the chart, `width` units wide, as one drawing or as several of at most `tall` units."""


_TEXT = re.compile(r'<text ([^>]*?) x="(-?[\d.]+)"([^>]*)>')
_ANCHOR = re.compile(r' text-anchor="(\w+)"')
_OTHER_ANCHORS = {"start": "end", "end": "start", "middle": "middle"}
_NUMBER_FIRST = re.compile(r"(<tspan[^>]*>[^<]*</tspan>) ([^<]+)</text>")
"""Pieces of a text are drawn from the left, whatever its direction."""


def draw_chart(chart: Chart, words: Translator, style: ChartStyle, tall: float = MAX_PIECE_HEIGHT) -> str:
    """Draw a chart as SVG: one image, or several of at most `tall` units, so that a page can end between them."""
    return "".join(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {style.width:g} {drawing.height:.0f}" '
        f'width="{style.width:g}" height="{drawing.height:.0f}" role="img"><title>{escape(drawing.words)}</title>'
        f"{style.element}{_orient(drawing, words, style.width)}</svg>"
        for drawing in chart.draw(words, style.width, tall)
    )


def _orient(drawing: Drawing, words: Translator, width: float) -> str:
    """Return the content of a drawing, mirrored for a language that is written from the right: rows begin there.

    In a mirrored group each text is mirrored again, so that it can be read.
    """
    if words.direction == LTR:
        return drawing.content
    if drawing.is_map:
        return _TEXT.sub(lambda text: f'<text {text[1]} x="{text[2]}"{_turn_anchor(text[3])}>', drawing.content)
    turned = _TEXT.sub(
        lambda text: f'<text {text[1]} x="{-float(text[2]):.1f}"{text[3]} direction="rtl" transform="scale(-1,1)">',
        _NUMBER_FIRST.sub("\u00a0\\2\\1</text>", drawing.content),
    )
    return f'<g transform="translate({width:g},0) scale(-1,1)">{turned}</g>'


def _turn_anchor(attributes: str) -> str:
    """Return the attributes of a text that keeps its place, but runs from the right: its start is there."""
    found = _ANCHOR.search(attributes)
    turned = _OTHER_ANCHORS[found[1] if found else "start"]
    return f'{_ANCHOR.sub("", attributes)} text-anchor="{turned}" direction="rtl"'
