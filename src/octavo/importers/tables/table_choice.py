"""Choose the sheet of a file that is imported, and find the row of its headings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from ...findings.finding import Finding, FindingsError, Severity
from .columns import has_chosen_heading
from .table_reader import Row, Table


def choose_table(
    source: Path, tables: Sequence[Table], sheet: str, count_known_columns: Callable[[Table], int]
) -> tuple[Table, list[Finding]]:
    """Return the sheet that is named, or the one with the most columns that are recognized. Raises FindingsError."""
    told = [finding for table in tables for finding in table.findings]
    filled = [table for table in tables if table.rows]
    if sheet:
        named = [table for table in filled if table.name.casefold() == sheet.casefold()]
        if not named and not any(table.name for table in tables):
            message = f"{source.name} has no sheets, so that none is “{sheet}”"
            raise FindingsError([*told, Finding("no-sheet", message, None, "leave --sheet out")])
        if not named:
            names = ", ".join(f"“{table.name}”" for table in filled) or "none"
            message = f"{source.name} has no filled sheet “{sheet}”"
            raise FindingsError([*told, Finding("no-sheet", message, None, f"its sheets are: {names}")])
        return named[0], told
    if not filled:
        raise FindingsError([*told, Finding("unreadable-table", f"{source.name} is empty", None, "name another file")])
    best = max(filled, key=count_known_columns)
    for other in filled:
        if other is not best:
            message = f"{source.name}: the sheet “{other.name}” was not read"
            told.append(
                Finding("other-sheet", message, None, f"to import it, use --sheet '{other.name}'", Severity.ADVICE)
            )
    return best, told


def find_heading(
    table: Table, find_heading_row: Callable[[Sequence[Row]], int | None], chosen: Mapping[str, StrEnum]
) -> tuple[int, Row]:
    """Return the index of the first row below the headings, and the headings, which are empty if there are none."""
    found = find_heading_row(table.rows)
    width = max(len(row.cells) for row in table.rows)
    nameless = Row(0, ("",) * width)
    if found is None and has_chosen_heading(table.rows[0], chosen):
        found = 0
    if found is None:
        return 0, nameless
    return found + 1, Row(table.rows[found].number, (*table.rows[found].cells, *nameless.cells)[:width])
