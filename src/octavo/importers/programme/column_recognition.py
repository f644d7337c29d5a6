"""Recognize the columns of a programme by their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ..people.column_recognition import PRIVATE_WORDS
from ..tables.columns import RecognizedColumn, find_choice, find_fullest_row, fold_heading, split_heading
from ..tables.table_reader import Row, Table
from .heading_words import HEADINGS, ProgrammeColumn

PRIVATE_COLUMNS: Final = frozenset({ProgrammeColumn.EMAIL})
"""They are imported, but never printed."""
_KNOWN_HEADINGS: Final = {
    fold_heading(words): column for column, listed in HEADINGS.items() for words in listed.split("|")
}
_LEAST_RECOGNIZED: Final = 2


def recognize_column(heading: str) -> ProgrammeColumn | None:
    """Return what a heading says that its column holds."""
    return next((found for spelt in split_heading(heading) if (found := _KNOWN_HEADINGS.get(spelt))), None)


def find_heading_row(rows: Sequence[Row]) -> int | None:
    """Return the index of the row of headings, or None: two are needed, or the heading of titles or sessions."""
    found = find_fullest_row(rows, recognize_column)
    if found is None:
        return None
    at, count = found
    held = {recognize_column(cell) for cell in rows[at].cells}
    is_enough = count >= _LEAST_RECOGNIZED or bool(held & {ProgrammeColumn.TITLE, ProgrammeColumn.SESSION})
    return at if is_enough else None


def recognize_columns(heading: Row, given: Mapping[str, ProgrammeColumn]) -> tuple[RecognizedColumn, ...]:
    """Return what the columns of a table hold. What the user has `given`, by heading or letter, prevails."""
    columns = []
    taken = set(given.values()) - {ProgrammeColumn.LEFT_OUT}
    for index, words in enumerate(heading.cells):
        column = RecognizedColumn(index, words, ProgrammeColumn.LEFT_OUT)
        own = find_choice(column, given)
        holds = own or recognize_column(words)
        if holds is None or (own is None and holds in taken):
            holds = ProgrammeColumn.LEFT_OUT
        taken.add(holds)
        if words or holds is not ProgrammeColumn.LEFT_OUT:
            is_left = holds is ProgrammeColumn.LEFT_OUT and own is None
            columns.append(
                RecognizedColumn(index, words, holds, is_left and bool(PRIVATE_WORDS.search(fold_heading(words))))
            )
    return tuple(columns)


def count_known_columns(table: Table) -> int:
    """Return how many columns of a table are recognized."""
    at = find_heading_row(table.rows)
    return 0 if at is None else sum(not column.is_left_out for column in recognize_columns(table.rows[at], {}))
