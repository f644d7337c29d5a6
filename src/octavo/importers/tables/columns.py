"""Recognize the columns of a table by their headings, or by what the user says of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from ...findings.finding import Finding
from ...language.collation import strip_marks
from .table_reader import Row

C = TypeVar("C", bound=StrEnum)
LEFT_OUT: Final = "left-out"
"""What a column holds that is not imported; each enumeration of columns has it."""
_HEADING_ROWS: Final = 15


@dataclass(frozen=True)
class RecognizedColumn:
    """A column by its index from 0, its heading, and what it holds."""

    index: int
    heading: str
    holds: StrEnum
    is_private: bool = False
    """Whether it is left out because of what people may not want to be kept."""
    asks_consent: bool = False
    """Whether it is left out, but its heading speaks of consent."""

    @property
    def is_left_out(self) -> bool:
        """Whether it is not imported."""
        return self.holds == LEFT_OUT

    @property
    def letter(self) -> str:
        """The letters with which spreadsheets name it."""
        return name_column(self.index)


def name_column(index: int) -> str:
    """Return the letters with which spreadsheets name a column, by its index from 0."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def fold_heading(heading: str) -> str:
    """Return a heading without case, diacritics, punctuation and words in brackets."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", strip_marks(heading))
    return " ".join(re.sub(r"[^\w]|_", " ", plain.replace("’", "").replace("'", "")).split())


def split_heading(heading: str) -> tuple[str, ...]:
    """Return a heading and its parts, folded: one in two languages is divided at its slash."""
    return tuple(map(fold_heading, (heading, *re.split(r"[/|\n]", heading))))


def count_headings(row: Row, recognize: Callable[[str], object]) -> int:
    """Return how many cells of a row are headings of known columns."""
    return sum(recognize(cell) is not None for cell in row.cells)


def find_fullest_row(rows: Sequence[Row], recognize: Callable[[str], object]) -> tuple[int, int] | None:
    """Return the index of the row that has the most headings of known columns, and their number; None without any."""
    counts = [count_headings(row, recognize) for row in rows[:_HEADING_ROWS]]
    best = max(range(len(counts)), key=counts.__getitem__, default=None)
    return (best, counts[best]) if best is not None and counts[best] else None


def find_choice(column: RecognizedColumn, given: Mapping[str, C]) -> C | None:
    """Return what the user says of a column, by its heading or letter."""
    chosen = {fold_heading(name): holds for name, holds in given.items()}
    spelt = fold_heading(column.heading)
    return (chosen.get(spelt) if spelt else None) or chosen.get(column.letter.casefold())


def has_chosen_heading(row: Row, given: Mapping[str, StrEnum]) -> bool:
    """Return whether a cell of a row is a heading that the user named."""
    return bool({fold_heading(cell) for cell in row.cells if cell} & {fold_heading(name) for name in given})


def find_unknown_choices(columns: Sequence[RecognizedColumn], given: Mapping[str, StrEnum]) -> list[str]:
    """Return the names of columns that the user gave and the table does not have."""
    known = {fold_heading(column.heading) for column in columns} | {column.letter.casefold() for column in columns}
    return [name for name in given if fold_heading(name) not in known]


def unknown_column_finding(source: Path, name: str, columns: Sequence[RecognizedColumn]) -> Finding:
    """Return the error that the user named a column that is not there."""
    known = ", ".join(f"{column.letter} “{column.heading[:30]}”" for column in columns[:20])
    return Finding("no-column", f"{source.name} has no column “{name}”, which --map names", None, f"it has: {known}")
