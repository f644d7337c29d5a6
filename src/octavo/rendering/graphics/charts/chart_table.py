"""The data of a chart as a checked table: labels, series of numbers, or spans of time."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

MAX_SERIES = 5
"""Series that can be told apart in grey."""
MAX_ROWS = 60
MAX_POINTS = 400
"""Rows of a chart of lines."""
MAX_CELL_CHARACTERS = 160


class ChartKind(StrEnum):
    """The kinds of charts, by the word that a directive names."""

    BARS = "bars"
    LINES = "lines"
    STACKED = "stacked"
    TIMELINE = "timeline"


@dataclass(frozen=True)
class ChartCell:
    """A cell of the table as written, with its line and column, both counted from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True)
class ChartFault:
    """What is wrong with a table, what to write, and the position."""

    message: str
    hint: str
    line: int = 1
    column: int = 1
    text: str = ""
    """The text at fault."""


class ChartError(Exception):
    """All faults of a table."""

    def __init__(self, *faults: ChartFault) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.message for fault in faults))


@dataclass(frozen=True)
class ChartSeries:
    """One column of numbers; None where there is none."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class ChartDate:
    """A day, month or year as written: its first and last day, and how exact it is."""

    first: date
    last: date
    parts: int
    """1 for a year, 2 for a month, 3 for a day."""


@dataclass(frozen=True)
class ChartSpan:
    """A span of time, or a moment, if it has no end."""

    start: ChartDate
    end: ChartDate | None


@dataclass(frozen=True)
class ChartTable:
    """The data of one chart. `heading` is that of the labels. A timeline has spans; all others have series."""

    heading: str
    labels: tuple[str, ...]
    series: tuple[ChartSeries, ...] = ()
    spans: tuple[ChartSpan, ...] = ()
    span_headings: tuple[str, str] = ("", "")

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """All numbers of the table."""
        return tuple(value for one in self.series for value in one.values if value is not None)


def check_rows(rows: list[list[ChartCell]], kind: ChartKind, decimal_comma: bool = False) -> ChartTable:
    """Return the rows of a table as data of a kind of chart. Raises ChartError with all faults.

    With `decimal_comma`, a comma stands before the decimals of a number.
    """
    if len(rows) < 2:
        line = rows[0][0].line if rows else 1
        hint = "write a line of column names, and below it a line for each row, as in  Year,Grants  and  2024,12"
        raise ChartError(ChartFault("a chart needs a head and at least one row of data", hint, line))
    head, *body = rows
    most = MAX_POINTS if kind is ChartKind.LINES else MAX_ROWS
    faults = [_wrong_length(row, len(head)) for row in body if len(row) != len(head)]
    faults += [
        ChartFault(f"the cell has {len(cell.text)} characters; the limit is {MAX_CELL_CHARACTERS}", "shorten it",
                   cell.line, cell.column, cell.text)
        for row in rows for cell in row if len(cell.text) > MAX_CELL_CHARACTERS
    ]  # fmt: skip
    if len(body) > most:
        hint = "group the rows, or split them into two charts"
        faults.append(ChartFault(f"the chart has {len(body)} rows; the limit is {most}", hint, body[most][0].line))
    faults += [
        ChartFault("the row has no label", "write what it shows in its first cell", row[0].line)
        for row in body
        if row and not row[0].text
    ]
    if faults:
        raise ChartError(*faults)
    return _check_spans(head, body) if kind is ChartKind.TIMELINE else _check_series(head, body, decimal_comma)


def _wrong_length(row: list[ChartCell], columns: int) -> ChartFault:
    message = f"the row has {len(row)} cells, but the head has {columns}"
    hint = "leave a cell empty where there is no value, and put text with a separator between quotation marks"
    return ChartFault(message, hint, row[0].line if row else 1, 1)


def _check_series(head: list[ChartCell], body: list[list[ChartCell]], decimal_comma: bool) -> ChartTable:
    faults: list[ChartFault] = []
    if not 2 <= len(head) <= MAX_SERIES + 1:
        message = f"the chart has {len(head) - 1} columns of numbers; there may be 1 to {MAX_SERIES}"
        hint = "write the labels in the first column and numbers in the others; split what has more columns"
        raise ChartError(ChartFault(message, hint, head[0].line))
    faults += [
        ChartFault("a column has no name", "name all columns in the first line", cell.line, cell.column)
        for cell in head[1:]
        if not cell.text
    ]
    columns: list[tuple[Decimal | None, ...]] = []
    for index in range(1, len(head)):
        values: list[Decimal | None] = []
        for row in body:
            try:
                values.append(read_number(row[index], decimal_comma))
            except ChartError as error:
                faults += error.faults
        columns.append(tuple(values))
    if not faults and not any(value is not None for column in columns for value in column):
        faults.append(ChartFault("the chart has no number", "write at least one", body[0][0].line))
    if faults:
        raise ChartError(*faults)
    series = tuple(ChartSeries(cell.text, column) for cell, column in zip(head[1:], columns, strict=True))
    return ChartTable(head[0].text, tuple(row[0].text for row in body), series)


_MISSING = frozenset(("", "-", "–", "—", "n/a", "na", "nan", "null", "none", "..", "…"))
_MINUS = str.maketrans({"−": "-", "\u2009": " ", "\u202f": " ", "\xa0": " ", "’": "'"})
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[ ']\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?|[+-]?\.\d+")
_LARGEST = Decimal("1e15")
_MOST_DECIMALS = 6


def read_number(cell: ChartCell, decimal_comma: bool = False) -> Decimal | None:
    """Return the number in a cell, None if it says that there is none. Raises ChartError for anything else."""
    text = cell.text.translate(_MINUS).strip()
    if text.casefold() in _MISSING:
        return None
    plain = text.replace(",", ".") if decimal_comma and text.count(",") == 1 and "." not in text else text
    if not _NUMBER.fullmatch(plain):
        raise ChartError(_wrong_number(cell, text))
    value = Decimal(re.sub("[ ']", "", plain))
    if abs(value) > _LARGEST:
        hint = "write it in a larger unit, such as millions, and name that in :unit:"
        raise ChartError(ChartFault(f"the number {text} is too large", hint, cell.line, cell.column, cell.text))
    return round(value, _MOST_DECIMALS) if int(value.as_tuple().exponent) < -_MOST_DECIMALS else value


def _wrong_number(cell: ChartCell, text: str) -> ChartFault:
    message = f"'{text}' is not a number"
    if re.fullmatch(r"[+-]?[\d .,']+", text):
        hint = "write 1234.5: a point before the decimals, and no comma between thousands"
    elif re.fullmatch(r"[+-]?[\d.,]+\s*\D{1,3}|\D{1,3}\s*[\d.,]+", text):
        hint = "write the number alone, and what it counts in :unit:"
    else:
        hint = "write a number such as 1234.5, or leave the cell empty if it is not known"
    return ChartFault(message, hint, cell.line, cell.column, cell.text)


def _check_spans(head: list[ChartCell], body: list[list[ChartCell]]) -> ChartTable:
    if len(head) not in (2, 3):
        hint = "write three columns: what it is, its start and its end, as in  Pilot,2026-03,2026-09"
        message = f"a timeline has three columns, but there are {len(head)}"
        raise ChartError(ChartFault(message, hint, head[0].line))
    faults: list[ChartFault] = []
    spans: list[ChartSpan] = []
    for row in body:
        try:
            spans.append(_read_span(row))
        except ChartError as error:
            faults += error.faults
    if faults:
        raise ChartError(*faults)
    names = (head[1].text, head[2].text if len(head) > 2 else "")
    return ChartTable(head[0].text, tuple(row[0].text for row in body), spans=tuple(spans), span_headings=names)


def _read_span(row: list[ChartCell]) -> ChartSpan:
    start = read_date(row[1])
    end = read_date(row[2]) if len(row) > 2 and row[2].text.casefold() not in _MISSING else None
    if end is not None and end.last < start.first:
        message = f"the end {row[2].text} is before the start {row[1].text}"
        raise ChartError(ChartFault(message, "exchange the two", row[2].line, row[2].column, row[2].text))
    return ChartSpan(start, end)


_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def read_date(cell: ChartCell) -> ChartDate:
    """Return the day, month or year in a cell, written as 2026, 2026-03 or 2026-03-31. Raises ChartError."""
    hint = "write a year, month or day, as in 2026, 2026-03 or 2026-03-31"
    found = _DATE.fullmatch(cell.text)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        first = date(year or 0, month or 1, day or 1)
        last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
    except ValueError:
        fault = ChartFault(f"'{cell.text}' is not a date", hint, cell.line, cell.column, cell.text)
        raise ChartError(fault) from None
    return ChartDate(first, last, sum(part is not None for part in found.groups()))
