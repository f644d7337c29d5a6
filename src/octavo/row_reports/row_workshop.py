"""Load a workshop with the values of a row in place of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from ..findings.finding import Finding, Place
from ..importers.latex_to_rst import escape_rst
from ..loading.model_fields import type_at, unwrap_type
from ..loading.row_words import fill_row_words, replace_value
from ..loading.value_positions import Location
from ..loading.workshop_loader import LoadedWorkshop, load_workshop_source
from ..loading.yaml_reader import YamlSource
from ..model import Rest
from ..model.marked_title import MarkedTitle, escape_title
from .row_keys import RowColumn
from .row_table import TableRow


def load_row_workshop(
    template: YamlSource, table: Path, columns: tuple[RowColumn, ...], row: TableRow, language: str = ""
) -> LoadedWorkshop:
    """Return the workshop of a row in a language: a cell replaces its field, and an empty one removes it.

    Findings on a cell have the place (table, number of the row, index of the column + 1).
    """
    words = {one.own: " ".join(row.cells[one.index].split()) for one in columns if one.own}
    source = replace_fields(template, table, columns, row)
    return load_workshop_source(source, partial(_fill_texts, words=words), language)


def _fill_texts(source: YamlSource, words: Mapping[str, str]) -> tuple[YamlSource, tuple[Finding, ...]]:
    return fill_row_words(source, words, _escape)


def _escape(at: Location, words: str) -> str:
    """Escape words for the text at a location: values of a row are never markup."""
    kind = unwrap_type(type_at(at))
    if not isinstance(kind, type):
        return words
    if issubclass(kind, Rest):
        return escape_rst(words)
    return escape_title(words) if issubclass(kind, MarkedTitle) else words


def replace_fields(template: YamlSource, table: Path, columns: tuple[RowColumn, ...], row: TableRow) -> YamlSource:
    """Return a workshop file as read, with the fields that a row replaces; their places are in the table."""
    data: object = template.data
    values, keys = dict(template.places.values), dict(template.places.keys)
    replaced = [one for one in columns if one.at]
    for column in replaced:
        cell = row.cells[column.index]
        data = replace_value(data, column.at, _read_cell(cell, column))
        place = Place(table, row.number, column.index + 1)
        values[column.at] = keys[column.at] = place
        entries = len(_split_list(cell)) if column.is_list else 0
        values |= {(*column.at, number): place for number in range(entries)}
    gone = {column.at for column in replaced}
    scalars = {at: one for at, one in template.scalars.items() if not _is_below(at, gone)}
    cut_short = {at: place for at, place in template.cut_short.items() if not _is_below(at, gone)}
    places = replace(template.places, values=values, keys=keys)
    return replace(template, data=data, places=places, scalars=scalars, cut_short=cut_short)


def _is_below(at: Location, gone: set[Location]) -> bool:
    return any(at[:length] in gone for length in range(1, len(at) + 1))


def _read_cell(cell: str, column: RowColumn) -> object:
    """Return the value of a cell as YAML has it: None for an empty one, a list for the entries of a list."""
    if not cell.strip():
        return None
    return _split_list(cell) if column.is_list else cell


def _split_list(cell: str) -> list[str]:
    return [entry.strip() for entry in re.split(r"[;\n]", cell) if entry.strip()]
