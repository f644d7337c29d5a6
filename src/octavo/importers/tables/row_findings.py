"""Findings about the rows of a table: at a line if the file is text, else in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, Place, Severity
from .columns import RecognizedColumn
from .table_reader import Row, Table

_MOST_ROWS: Final = 6
"""Rows that are named."""


def count_rows(rows: Sequence[int]) -> str:
    """Name rows by their numbers, the first of many."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    first = ", ".join(map(str, rows[:_MOST_ROWS]))
    return f"rows {first} and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else f"rows {first}"


FAILED_FORMULA: Final = "failed-formula"
"""Code of the finding that a cell has no value, since its formula failed."""
FAILED_HINT: Final = (
    "write the value itself in place of the formula, or open the file in a spreadsheet program and save it"
)


def find_failed_formulas(
    path: Path, table: Table, rows: Sequence[Row], columns: Sequence[RecognizedColumn]
) -> Iterator[Finding]:
    """Yield a warning for each column that is read and has cells whose formulas failed."""
    for column in columns:
        failed = [row for row in rows if column.index in row.failed]
        if failed and not column.is_left_out:
            shown = failed[0].failed[column.index]
            numbers = [row.number for row in failed]
            message = f"{count_rows(numbers)}: the cell is left out, for it holds a formula that failed: {shown}"
            yield row_finding(path, table, numbers[0], message, FAILED_HINT, column)


def find_wide_rows(
    path: Path, table: Table, rows: Sequence[Row], columns: Sequence[RecognizedColumn]
) -> Iterator[Finding]:
    """Yield a warning if rows have filled cells beyond the last heading: a separator may have parted a cell."""
    width = max((column.index for column in columns), default=0) + 1
    wide = [row.number for row in rows if any(row.cells[width:])]
    if wide:
        message = f"{count_rows(wide)} with more cells than there are headings: what is beyond was left out"
        hint = "give each column a heading; a comma or semicolon within a cell needs quotation marks around the cell"
        yield row_finding(path, table, wide[0], message, hint)


def row_finding(
    path: Path, table: Table, row: int, message: str, hint: str = "", column: RecognizedColumn | None = None
) -> Finding:
    """Return a warning about a row: at its line if the file is text, else in words."""
    if table.name:
        where = f"column {column.letter} “{column.heading}”" if column else f"row {row}"
        return Finding("row", f"{path.name}, sheet “{table.name}”, {where}: {message}", None, hint, Severity.WARNING)
    where = f"in the column “{column.heading}”, " if column else ""
    return Finding("row", f"{where}{message}", Place(path, row), hint, Severity.WARNING)
