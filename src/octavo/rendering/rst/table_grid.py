"""Place the cells of a table in its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docutils import nodes


@dataclass(frozen=True)
class GridCell:
    """A cell in the grid: its first column, its column span, and whether it continues from the row above."""

    entry: nodes.entry
    column: int
    columns: int
    goes_on: bool = False


def list_columns(group: nodes.Element) -> list[nodes.colspec]:
    """List the columns of a table, and none of a table that stands in one of its cells."""
    return [column for column in group.children if isinstance(column, nodes.colspec)]


def list_rows(group: nodes.Element, part: type[nodes.Element]) -> list[nodes.row]:
    """List the rows of a table's heads (`nodes.thead`) or bodies (`nodes.tbody`)."""
    return [
        row for one in group.children if isinstance(one, part) for row in one.children if isinstance(row, nodes.row)
    ]


def place_cells(rows: list[nodes.row], columns: int) -> Iterator[list[GridCell]]:
    """Place cells in their columns; cells that span rows continue in the rows below."""
    hanging: dict[int, tuple[int, GridCell]] = {}
    for row in rows:
        cells: list[GridCell] = []
        entries = [entry for entry in row.children if isinstance(entry, nodes.entry)]
        column = 0
        while column < columns:
            if column in hanging:
                left, above = hanging.pop(column)
                cell = replace(above, goes_on=True)
            elif entries:
                entry = entries.pop(0)
                left = int(entry.get("morerows", 0)) + 1
                cell = GridCell(entry, column, min(int(entry.get("morecols", 0)) + 1, columns - column))
            else:
                left, cell = 1, GridCell(nodes.entry(), column, 1)
            if left > 1:
                hanging[column] = left - 1, cell
            cells.append(cell)
            column += cell.columns
        yield cells
