"""Findings about the rows of a table: at a line if the file is text, else in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, Place, Severity
from .columns import RecognizedColumn
from .table_reader import Table

_MOST_ROWS: Final = 6
"""Rows that are named."""


def count_rows(rows: Sequence[int]) -> str:
    """Name rows by their numbers, the first of many."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    first = ", ".join(map(str, rows[:_MOST_ROWS]))
    return f"rows {first} and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else f"rows {first}"


def row_finding(
    path: Path, table: Table, row: int, message: str, hint: str = "", column: RecognizedColumn | None = None
) -> Finding:
    """Return a warning about a row: at its line if the file is text, else in words."""
    if table.name:
        where = f"column {column.letter} “{column.heading}”" if column else f"row {row}"
        return Finding("row", f"{path.name}, sheet “{table.name}”, {where}: {message}", None, hint, Severity.WARNING)
    where = f"in the column “{column.heading}”, " if column else ""
    return Finding("row", f"{where}{message}", Place(path, row), hint, Severity.WARNING)
