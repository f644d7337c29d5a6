"""Recognize the columns of a list of people by their headings, in several spellings and languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from ..tables.columns import RecognizedColumn, find_choice, find_fullest_row, fold_heading, split_heading
from ..tables.table_reader import Row, Table
from .heading_words import HEADINGS, SALUTATIONS, Column

PRIVATE_COLUMNS: Final = frozenset({Column.EMAIL, Column.PHONE, Column.ADDRESS})
"""They are imported, but never printed."""
PRIVATE_WORDS: Final = re.compile(
    r"\b(diet\w*|food|meal\w*|allerg\w*|vegetarian|ernahrung\w*|essen|regime|passport|passeport|reisepass|pasaporte|visa|"
    r"birth\w*|dob|geburts\w*|naissance|nacimiento|age|gender|sex|geschlecht|genre|genero|nationality|nationalite|"
    r"nationalitat|nacionalidad|citizenship|emergency|hotel|room|arrival|departure|flight|bank|iban|fee|paid|payment|"
    r"invoice|t shirt|tshirt|accompanying|disab\w*|health|medical|password|id card|identity card)\b"
)
_CONSENT_WORDS: Final = re.compile(
    r"\b(consent\w*|permission|may|agree\w*|allow\w*|publish\w*|publication|einverst\w*|einwillig\w*|zustimm\w*|erlaub\w*|"
    r"darf|veroffentlich\w*|teilnehmerliste|accord|autoris\w*|consentement|publier|consentimiento|autoriz\w*|consenso|"
    r"toestemming|zgoda|согласие|згода)\b"
)
_PHOTO_WORDS: Final = re.compile(r"\b(photos?|photograph\w*|pictures?|portraits?|fotos?|bilde?r?|foto\w+)\b")
_LIST_WORDS: Final = re.compile(
    r"\b(lists?|listed|liste|listado|lista|elenco|lijst|\w*teilnehmerliste|names?|namen?|noms?|nombre|publish\w*|veroffentlich\w*)\b"
)
_NAME_KINDS: Final = frozenset({Column.NAME, Column.GIVEN, Column.FAMILY})
_LEAST_RECOGNIZED: Final = 2
_KNOWN_HEADINGS: Final = {
    fold_heading(words): column for column, listed in HEADINGS.items() for words in listed.split("|")
}

_SALUTATIONS: Final = frozenset(map(fold_heading, SALUTATIONS.split("|")))


def recognize_column(heading: str) -> Column | None:
    """Return what a heading says that its column holds. A heading in two languages is divided at its slash."""
    for spelt in split_heading(heading):
        if found := _KNOWN_HEADINGS.get(spelt):
            return found
    return _recognize_consent(fold_heading(heading))


def _is_salutation(heading: str) -> bool:
    return any(spelt in _SALUTATIONS for spelt in split_heading(heading))


def _recognize_consent(spelt: str) -> Column | None:
    if not _CONSENT_WORDS.search(spelt):
        return None
    if _PHOTO_WORDS.search(spelt):
        return Column.CONSENT_PHOTO
    return Column.CONSENT_LIST if _LIST_WORDS.search(spelt) else None


def find_heading_row(rows: Sequence[Row]) -> int | None:
    """Return the index of the row that has the most headings of known columns, or None."""
    found = find_fullest_row(rows, recognize_column)
    if found is None:
        return None
    best, count = found
    alone = count < _LEAST_RECOGNIZED and len([cell for cell in rows[best].cells if cell]) > 1
    return None if alone and not _names_people(rows[best]) else best


def count_known_columns(table: Table) -> int:
    """Return how many columns of a table are recognized."""
    heading = find_heading_row(table.rows)
    if heading is None:
        return 0
    return sum(not column.is_left_out for column in recognize_columns(table.rows[heading], {}))


def _names_people(row: Row) -> bool:
    return any(recognize_column(cell) in (Column.NAME, Column.FAMILY) for cell in row.cells)


def recognize_columns(heading: Row, given: Mapping[str, Column]) -> tuple[RecognizedColumn, ...]:
    """Return what the columns of a table hold. What the user has `given`, by heading or letter, prevails."""
    columns = []
    taken = set(given.values()) - {Column.LEFT_OUT}
    has_titles = any(recognize_column(words) is Column.TITLE and not _is_salutation(words) for words in heading.cells)
    for index, words in enumerate(heading.cells):
        column = RecognizedColumn(index, words, Column.LEFT_OUT)
        spelt = fold_heading(words)
        private = bool(PRIVATE_WORDS.search(spelt))
        own = find_choice(column, given)
        holds = own or (None if private else recognize_column(words))
        if holds is None or (own is None and (holds in taken or (has_titles and _is_salutation(words)))):
            holds = Column.LEFT_OUT
        taken.add(holds)
        if words or holds is not Column.LEFT_OUT:
            is_left = holds is Column.LEFT_OUT and own is None
            asks = is_left and bool(_CONSENT_WORDS.search(spelt))
            columns.append(RecognizedColumn(index, words, holds, private and is_left and not asks, asks))
    return tuple(columns) if _NAME_KINDS & set(given.values()) else _name_alone(tuple(columns))


def _name_alone(columns: tuple[RecognizedColumn, ...]) -> tuple[RecognizedColumn, ...]:
    """Take a lone column of given or family names for whole names, and "Name" beside given names for family names."""
    held = {column.holds for column in columns}
    change: dict[StrEnum, StrEnum] = {}
    if Column.GIVEN in held and not held & {Column.FAMILY, Column.NAME}:
        change = {Column.GIVEN: Column.NAME}
    elif Column.FAMILY in held and not held & {Column.GIVEN, Column.NAME}:
        change = {Column.FAMILY: Column.NAME}
    elif {Column.GIVEN, Column.NAME} <= held and Column.FAMILY not in held:
        change = {Column.NAME: Column.FAMILY}
    return tuple(replace(one, holds=change.get(one.holds, one.holds)) for one in columns)
