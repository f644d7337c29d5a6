"""Estimate the size of tables before layout, and mark by classes where they may be broken."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from docutils import nodes

from . import numeric_columns, table_grid

_BREAKS = re.compile(r"\s+|(?<=[-–/])")
_LETTERS_PER_LINE = 80
"""Letters that fit on a line in the narrowest of the shipped styles."""
LANDSCAPE = "landscape"
"""The class of a table that stands on a page of its own, across."""
_LANDSCAPE_LETTERS = 125
"""Letters that fit on a line of a landscape page in the narrowest of the shipped styles."""
_LANDSCAPE_SHARE = 0.6
"""Lines of a landscape page, as a share of those of a usual one."""
_MAX_KEPT_LINES = 28
"""Lines of rows that are kept together on a page, which also has to hold the heading and the table's head."""
_MAX_SHORT_LINES = 20
"""Lines of rows up to which a table is never broken: less than half of a page."""
_MIN_BREAKABLE_LINES = 32
"""Lines from which on a row may be broken. A page of the narrowest style has about fifty."""
_COLUMN_GAP = 1.7
"""Width of the gap between two columns, in letters."""
_FIGURE_WIDTH = 1.15
"""Width of a figure, in letters."""
_MOST_TAKEN = 0.6
"""Share of the line up to which columns of numbers get widths, so that enough is left for the others."""
_DENSE, _DENSER = 1.0, 1.15
"""Width of the longest words of all columns, relative to the line, from which a table is set in smaller type."""
_MAX_CHAINED_ROWS = 5
"""Rows up to which a table is kept together as a whole, instead of its first three and its last three rows."""


def mark_table_layout(table: nodes.table) -> None:
    """Mark rows that may be broken as `long`, tables that may not as `short`, others by what keeps their ends together.

    `short-rows` are tables whose first and last rows can be kept together.

    WeasyPrint breaks what it cannot keep together anywhere: it would leave the heading on one page, the caption on the
    next, and print the rows without their head.
    """
    group = next(table.findall(nodes.tgroup))
    bodies = [body for body in group.children if isinstance(body, nodes.tbody)]
    rows = [row for body in bodies for row in body.children if isinstance(row, nodes.row)]
    columns = table_grid.list_columns(group)
    shares = column_shares(table) or [1 / len(columns)] * len(columns)
    is_across = LANDSCAPE in table["classes"]
    letters, height = (_LANDSCAPE_LETTERS, _LANDSCAPE_SHARE) if is_across else (_LETTERS_PER_LINE, 1)
    lines = [max(_estimate_lines(row, shares, letters), default=0) for row in rows]
    for row, many in zip(rows, lines, strict=True):
        if many > _MIN_BREAKABLE_LINES * height:
            row["classes"].append("long")
    if density := _table_density(group, letters):
        table["classes"].append(density)
    if sum(lines) <= _MAX_SHORT_LINES:
        table["classes"].append("short")
        return
    chains = [lines] if len(lines) <= _MAX_CHAINED_ROWS else [lines[:3], lines[-3:]]
    if all(sum(chain) <= _MAX_KEPT_LINES * height for chain in chains):
        table["classes"].append("short-rows")


def column_shares(table: nodes.table) -> list[float]:
    """Return the share of each column in the table's width; none where the content decides.

    Columns of numbers are as wide as their numbers, unless the author gave widths. The others share what is left.
    """
    columns = table_grid.list_columns(next(table.findall(nodes.tgroup)))
    widths = [float(column["colwidth"]) for column in columns]
    needed = [column.get(numeric_columns.WIDTH, 0.0) * _FIGURE_WIDTH + _COLUMN_GAP for column in columns]
    is_number = [numeric_columns.WIDTH in column for column in columns]
    if "colwidths-given" in table["classes"] or not any(is_number):
        return [width / (sum(widths) or 1) for width in widths]
    if all(is_number):
        # The first names the rows; the others spread over the line.
        is_number[1:], widths = [False] * (len(columns) - 1), needed
    taken = sum(need for need, number in zip(needed, is_number, strict=True) if number) / _LETTERS_PER_LINE
    if taken > _MOST_TAKEN or all(is_number):
        return []
    others = sum(width for width, number in zip(widths, is_number, strict=True) if not number) or 1
    return [
        need / _LETTERS_PER_LINE if number else width / others * (1 - taken)
        for need, width, number in zip(needed, widths, is_number, strict=True)
    ]


def _table_density(group: nodes.tgroup, letters: int) -> str:
    """Return the class for smaller type if the longest words of all columns do not fit on a line, or else ""."""
    longest: dict[int, int] = {}
    for row in group.findall(nodes.row):
        column = 0
        for entry in row.findall(nodes.entry):
            if not (spanned := entry.get("morecols", 0)):
                words = _BREAKS.split(entry.astext())
                longest[column] = max(longest.get(column, 0), *map(len, words))
            column += 1 + spanned
    needed = (sum(longest.values()) + _COLUMN_GAP * (len(longest) - 1)) / letters
    return "denser" if needed > _DENSER else "dense" if needed > _DENSE else ""


def _estimate_lines(row: nodes.row, shares: list[float], letters: int) -> Iterator[int]:
    """Estimate the number of lines of each cell of a row."""
    for entry, share in zip(row.findall(nodes.entry), shares, strict=False):
        room = max(4, int(letters * share))
        yield sum(max(1, math.ceil(len(line) / room)) for line in entry.astext().split("\n"))
