"""Write a table as reStructuredText: as a list of rows, or drawn with signs if cells are joined."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .document_tree import Node


class _Writer(Protocol):
    def write_blocks(self, blocks: Sequence[Node]) -> list[str]: ...

    def write_line(self, inlines: Sequence[Node]) -> str: ...


@dataclass(frozen=True)
class _Cell:
    """A cell by its place, in how many rows and columns it stands, and its lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: Sequence[str]


def column_width(words: str) -> int:
    """Return how many columns words take where each letter has one, and those of East Asia two."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Cf")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in words
    )


def write_table(content: Any, writer: _Writer) -> Iterator[str]:
    """Write a table of pandoc's tree, with its caption."""
    _, (_, caption), columns, head, bodies, foot = content
    header = len(head[1])
    title = " ".join(writer.write_blocks(caption))  # first, since its notes come first
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    cells = _place_cells([row[1] for row in rows], len(columns), writer)
    if not cells:
        yield from [title] if title else []
    elif any(cell.rows > 1 or cell.columns > 1 for cell in cells):
        yield from [f".. table:: {title}".rstrip(), ""] if title else []
        indent = "   " if title else ""
        yield from (f"{indent}{line}".rstrip() for line in _draw(cells, len(columns), header))
    else:
        yield from _list_rows(cells, title, header)


def _place_cells(rows: Sequence[Sequence[Any]], width: int, writer: _Writer) -> list[_Cell]:
    """Give each cell its place. A cell is cut where the table ends, and places that none fills are empty cells."""
    taken: set[tuple[int, int]] = set()
    cells: list[_Cell] = []
    for at, row in enumerate(rows):
        column = 0
        for _, _, more_rows, more_columns, blocks in row:
            while (at, column) in taken:
                column += 1
            if column >= width:
                break
            columns = 1
            while columns < more_columns and column + columns < width and (at, column + columns) not in taken:
                columns += 1
            cell = _Cell(at, column, min(more_rows, len(rows) - at), columns, writer.write_blocks(blocks))
            taken |= {(at + i, column + j) for i in range(cell.rows) for j in range(columns)}
            cells.append(cell)
    empty = ((at, column) for at in range(len(rows)) for column in range(width) if (at, column) not in taken)
    return [*cells, *(_Cell(at, column, 1, 1, ()) for at, column in empty)]


def _list_rows(cells: Sequence[_Cell], title: str, header: int) -> Iterator[str]:
    yield f".. list-table:: {title}".rstrip()
    if header:
        yield f"   :header-rows: {header}"
    yield ""
    for cell in sorted(cells, key=lambda one: (one.row, one.column)):
        first, *others = cell.lines or [""]
        yield f"   {'*' if cell.column == 0 else ' '} - {first}".rstrip()
        yield from (f"       {line}".rstrip() for line in others)


def _draw(cells: Sequence[_Cell], width: int, header: int) -> Iterator[str]:
    """Draw a table with lines: each column as wide, and each row as high, as its cells need."""
    widths, heights = [3] * width, [1] * (1 + max(cell.row for cell in cells))
    for cell in sorted(cells, key=lambda one: (one.columns, one.rows)):
        need = max((column_width(line) + 2 for line in cell.lines), default=1)
        inner = slice(cell.column, cell.column + cell.columns)
        widths[cell.column + cell.columns - 1] += max(0, need - sum(widths[inner]) - cell.columns + 1)
        tall = slice(cell.row, cell.row + cell.rows)
        heights[cell.row + cell.rows - 1] += max(0, len(cell.lines) - sum(heights[tall]) - cell.rows + 1)
    lefts = [sum(widths[:at]) + at for at in range(width + 1)]
    tops = [sum(heights[:at]) + at for at in range(len(heights) + 1)]
    canvas = [[" "] * (lefts[-1] + 1) for _ in range(tops[-1] + 1)]
    for cell in cells:
        box = (tops[cell.row], lefts[cell.column], tops[cell.row + cell.rows], lefts[cell.column + cell.columns])
        _draw_box(canvas, box, "=" if header and cell.row + cell.rows == header else "-")
        for at, line in enumerate(cell.lines, box[0] + 1):
            _put(canvas[at], box[1] + 2, line)
    yield from ("".join(row) for row in canvas)


def _draw_box(canvas: list[list[str]], box: tuple[int, int, int, int], floor: str) -> None:
    top, left, bottom, right = box
    for at in range(left, right + 1):
        canvas[top][at] = canvas[top][at] if canvas[top][at] in "+=" else "-"
        canvas[bottom][at] = canvas[bottom][at] if canvas[bottom][at] in "+=" else floor
    for at in range(top, bottom + 1):
        for side in (left, right):
            canvas[at][side] = canvas[at][side] if canvas[at][side] in "+-=" else "|"
    for row, column in ((top, left), (top, right), (bottom, left), (bottom, right)):
        canvas[row][column] = "+"


def _put(row: list[str], at: int, words: str) -> None:
    """Put words on a line; a letter of two columns takes the place of two, and an accent none."""
    for c in words:
        wide = column_width(c)
        if not wide:
            row[at - 1] += c
            continue
        row[at] = c
        if wide > 1:
            row[at + 1] = ""
        at += wide
