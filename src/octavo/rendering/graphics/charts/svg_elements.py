"""The pieces that charts are drawn with: measured text, legends, scales of round numbers.

All lengths are in units of the SVG's own grid: eight are a millimetre, so that type has the same size at any width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from ....language import letter_widths

TYPE_SIZE = 25
"""Size of the type that `styles/chart.css` sets."""
LINE_HEIGHT = 28
BASELINE = 9
"""How far the baseline of a line lies below its middle."""
GAP = 14
MAX_PIECE_HEIGHT = 1100
"""Height of one drawing: what fits on a page of any house style, with its caption."""
MAX_LABEL_WIDTH = 330

_STRONG = 1.05
_LEAST_RANGE, _LEAST_SHARE = 1e-8, 1e-12
"""The least range that a scale divides, and its least share of the numbers: steps have ten decimals."""
_SERIES = "series-{}"


def text_width(text: str, strong: bool = False, size: float = TYPE_SIZE) -> float:
    """Return about how wide a text is, rather too much than too little."""
    return letter_widths.text_width(text) * size * (_STRONG if strong else 1)


def wrap_text(text: str, width: float) -> list[str]:
    """Break a text into lines of at most `width`, between words, and within a word that is wider than a line."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if text_width(joined) <= width:
            lines[-1] = joined
            continue
        pieces = _break_word(word, width)
        lines += pieces if lines[-1] else []
        if not lines[0]:
            lines = pieces
    return lines


def _break_word(word: str, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def draw_text(text: str, x: float, y: float, kind: str, anchor: str = "start") -> str:
    """Draw a line of text; `y` is its middle."""
    at = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text class="{kind}" x="{x:.1f}" y="{y + BASELINE:.1f}"{at}>{escape(text)}</text>'


def draw_lines(lines: Sequence[str], x: float, middle: float, kind: str, anchor: str = "start") -> str:
    """Draw lines of text around a middle."""
    top = middle - (len(lines) - 1) * LINE_HEIGHT / 2
    return "".join(draw_text(line, x, top + index * LINE_HEIGHT, kind, anchor) for index, line in enumerate(lines))


def draw_rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Draw a straight line."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def draw_box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Draw a box; one too thin to be seen is drawn two units wide."""
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(2.0, width):.1f}" height="{height:.1f}"/>'


def series_class(index: int) -> str:
    """Return the class of a series, counted from 0."""
    return _SERIES.format(index + 1)


@dataclass(frozen=True)
class DrawnRow:
    """Some rows that are not parted by the end of a page: their height, and how they are drawn from a top."""

    height: float
    draw: str
    """The drawing, with its top at 0."""


def legend(names: Sequence[str], width: float, kind: str = "piece") -> DrawnRow:
    """Draw the names of series with their swatches, on as many lines as they need."""
    drawn, x, y = [], 0.0, LINE_HEIGHT / 2
    for index, name in enumerate(names):
        lines = wrap_text(name, width - 40)
        wide = 40 + max(map(text_width, lines)) + 30
        if x and x + wide > width:
            x, y = 0.0, y + LINE_HEIGHT * 1.25
        drawn.append(draw_box(x + 1, y - 11, 26, 22, f"{kind} {series_class(index)}"))
        drawn += [draw_text(line, x + 38, y + number * LINE_HEIGHT, "label") for number, line in enumerate(lines)]
        y += (len(lines) - 1) * LINE_HEIGHT
        x += wide
    return DrawnRow(y + LINE_HEIGHT, "".join(drawn))


def stack_rows(
    head: Sequence[DrawnRow], rows: Sequence[DrawnRow], tall: float, foot: Sequence[DrawnRow] = ()
) -> list[tuple[range, float, str]]:
    """Stack rows into drawings of about the same height, at most `tall`, each between the same head and foot.

    Return for each drawing which rows it has, its height, and its content.
    """
    above = sum(row.height for row in (*head, *foot))
    whole = sum(row.height for row in rows)
    pieces = max(1, math.ceil(whole / max(1.0, tall - above)))
    room = whole / pieces
    groups: list[list[int]] = [[]]
    filled = begun = 0.0
    for index, row in enumerate(rows):
        is_even = filled + row.height / 2 > room * len(groups) and len(groups) < pieces
        if groups[-1] and (is_even or filled + row.height - begun > tall - above):
            groups.append([])
            begun = filled
        groups[-1].append(index)
        filled += row.height
    made = []
    for group in groups:
        drawn, y = [], 0.0
        for row in (*head, *(rows[index] for index in group), *foot):
            drawn.append(f'<g transform="translate(0,{y:.1f})">{row.draw}</g>' if y else f"<g>{row.draw}</g>")
            y += row.height
        made.append((range(group[0], group[-1] + 1), y, "".join(drawn)))
    return made


def label_width(labels: Iterable[str]) -> float:
    """Return the width of the column of labels."""
    return min(MAX_LABEL_WIDTH, max(map(text_width, labels), default=0.0))


def round_steps(least: float, most: float, wanted: int = 5) -> list[float]:
    """Return two or more round numbers at even steps that span a range.

    A range too narrow to be divided, as that of equal numbers, is widened to zero.
    """
    if most - least <= max(abs(least), abs(most)) * _LEAST_SHARE + _LEAST_RANGE:
        least, most = min(0.0, least), max(0.0, most)
    if most - least <= _LEAST_RANGE:
        most = least + 1.0
    rough = (most - least) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * share for share in (1, 2, 2.5, 5, 10) if power * share >= rough * (1 - 1e-9))
    first, last = math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9)
    return [round(step * index, 10) for index in range(first, last + 1)]


def exact(number: float) -> Decimal:
    """Return a round number as a decimal, without the noise of binary fractions."""
    return Decimal(f"{number:.10g}")
