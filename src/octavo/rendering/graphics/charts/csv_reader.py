"""Read the table of a chart from lines of CSV, with the position of each cell."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from .chart_table import ChartCell, ChartError, ChartFault, ChartKind, ChartTable, check_rows

MAX_CSV_CHARACTERS = 200_000
_SEPARATORS = ("\t", ";", ",")


def read_csv(lines: Sequence[str], kind: ChartKind) -> ChartTable:
    """Return the table in lines of CSV. Raises ChartError with all faults, at lines counted from 1.

    Cells are parted by tabs, semicolons or commas: by what the first line has. Where it is no comma, a comma may stand
    before decimals.
    """
    if sum(map(len, lines)) > MAX_CSV_CHARACTERS:
        hint = "keep only the rows that the chart shows"
        raise ChartError(ChartFault(f"the table is larger than {MAX_CSV_CHARACTERS:,} characters", hint))
    first = next((line for line in lines if line.strip()), "")
    separator = next((sign for sign in _SEPARATORS if sign in _without_quotations(first)), ",")
    rows = [_read_line(line, number, separator) for number, line in enumerate(lines, 1) if line.strip(" \t;,")]
    return check_rows(rows, kind, decimal_comma=separator != ",")


def _without_quotations(line: str) -> str:
    return "".join(line.split('"')[::2])


def _read_line(line: str, number: int, separator: str) -> list[ChartCell]:
    if line.replace('""', "").count('"') % 2:
        message = "a quotation mark is not closed on its line"
        hint = 'close it with a second ", and keep each row on one line; to print one, write two: ""'
        raise ChartError(ChartFault(message, hint, number, line.index('"') + 1, '"'))
    try:
        (texts,) = csv.reader([line], delimiter=separator, skipinitialspace=True)
    except (csv.Error, ValueError):
        message = "this line is no row of CSV"
        hint = "part its cells by commas, and put text with commas between quotation marks"
        raise ChartError(ChartFault(message, hint, number)) from None
    cells, at = [], 0
    for text in texts:
        shown = " ".join(text.split())
        found = line.find(shown.split(" ")[0] if shown else separator, at)
        at = max(at, found)
        cells.append(ChartCell(shown, number, at + 1))
        at = min(len(line), at + max(1, len(text)))
    return cells
