"""Find the columns of numbers in a table, and what each of their cells needs to align on the decimal sign."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from docutils import nodes

from ...language.typography import HEAD_CELL_END, join_units
from . import directives
from .table_grid import GridCell, list_columns, list_rows, place_cells

NUMBER_CLASS = "number"
"""Class of the cells of a column of numbers, and of its heads."""
PAD = "pad"
"""Attribute of a cell: the characters that follow the whole number in other cells of the column but not in this one."""
WIDTH = "letters"
"""Attribute of a column of numbers: its width, in letters."""
AFTER_WHOLE = "decimals"
"""Attribute of a column of numbers: the width of what follows the whole numbers, in letters."""

MINUS = "−"
_PLACEHOLDER = re.compile(r"[-–—−]+|\.{2,3}|…|·|\?|n\.?\s?/?\s?[ad]\.?|nil|none|nan", re.IGNORECASE)
_NOTE_NODES = (nodes.footnote, nodes.footnote_reference, nodes.citation_reference)
_DIGIT = re.compile(r"\d")
_LONGEST_NUMBER = 40
"""Letters of a number with its units, marks and error, at most."""
_WORD_SPLIT = re.compile(r"[ \n]+|(?<=[-–])|(?<=/)(?!\u2060)")


class _Number(NamedTuple):
    """The text of a cell: what stands before its decimal sign, from the sign on, and the unit at its end."""

    left: str
    right: str
    unit: str


@cache
def _number_pattern(decimal: str) -> re.Pattern[str]:
    """Return the pattern of a number with units, marks and errors, for one decimal sign."""
    group = "[" + ("." if decimal == "," else ",") + "'’\u00a0\u202f\u2009 ]"
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
    fraction = rf"(?:{re.escape(decimal)}\d+)"
    number = rf"(?:{whole}{fraction}?|{fraction})"
    exponent = r"(?:[eE][-+−–]?\d+)"
    # In brackets stand a few figures, such as (95 % CI 1.2–3.4), but no sentence: a number is set on one line.
    bracketed = r"[(\[](?![^()\[\]]*[^\W\d_]{4})[^()\[\]]*\d[^()\[\]]*[)\]]"
    error = rf"\s?(?:±|\+/-)\s?{number}{exponent}?|\s?{bracketed}"
    unit = r"\s?(?:[%‰€$£¥]|°\s?[CF]?|[^\W\d_][^\W\d_/·²³-]{0,7})"
    return re.compile(
        rf"(?P<left>(?:(?:[<>]=?|[≤≥~≈±])\s?)?[-+−–]?(?:[$€£¥]\s?[-+−–]?)?{whole}?)"
        rf"(?P<right>{fraction}?{exponent}?(?:{error})?(?P<unit>{unit})?\s?[*†‡§¶]*)"
    )


def mark_numeric_columns(table: nodes.table, decimal: str) -> None:
    """Mark the cells of each column that holds only numbers, and write minus signs as such.

    `decimal` is the decimal sign of the language; columns that use the other one are found too.
    """
    group = next(table.findall(nodes.tgroup))
    columns = list_columns(group)
    bodies = [cell for row in place_cells(list_rows(group, nodes.tbody), len(columns)) for cell in row]
    heads = [cell for row in place_cells(list_rows(group, nodes.thead), len(columns)) for cell in row]
    for cell in bodies:
        _write_dash(cell.entry)
        if any(_parse_number(_read_cell(cell.entry), sign) for sign in ".,"):
            _write_minus(cell.entry)
    for number, column in enumerate(columns):
        body = [cell.entry for cell in _own_cells(bodies, number)]
        if numbers := _read_column(body, decimal):
            head = [cell.entry for cell in _own_cells(heads, number)]
            column[WIDTH], column[AFTER_WHOLE] = _mark_column(head, body, numbers)


def is_numeric_column(cells: list[nodes.entry], decimal: str) -> bool:
    """Return whether cells hold nothing but numbers, and what stands for a number that is missing."""
    return bool(_read_column(cells, decimal))


def _own_cells(cells: list[GridCell], column: int) -> Iterator[GridCell]:
    return (cell for cell in cells if cell.column == column and cell.columns == 1 and not cell.goes_on)


def _read_column(entries: list[nodes.entry], decimal: str) -> list[_Number | None]:
    """Return the number of each cell (None: a cell without one), or nothing if the column holds other things."""
    texts = [_read_cell(entry) for entry in entries]
    for sign in (decimal, "," if decimal == "." else "."):
        numbers = [_parse_number(text, sign) for text in texts]
        found = [number for number in numbers if number is not None]
        fits = all(
            number or not text or _PLACEHOLDER.fullmatch(text) for number, text in zip(numbers, texts, strict=True)
        )
        has_one_unit = len({number.unit for number in found if number.unit[-1:].isalpha()}) < 2
        if found and fits and has_one_unit:
            return numbers
    return []


def _mark_column(heads: list[nodes.entry], body: list[nodes.entry], numbers: list[_Number | None]) -> tuple[float, int]:
    """Mark the cells of a column of numbers; return its width, and that of what follows the whole numbers."""
    rights = [Counter(_figures(number.right) if number else "") for number in numbers]
    widest: Counter[str] = Counter()
    for right in rights:
        widest |= right
    for entry, right in zip(body, rights, strict=True):
        _add_class(entry)
        # A counter keeps the order of its keys: the decimal sign and figures stand before units and marks.
        if pad := "".join((widest - right).elements()):
            entry[PAD] = pad
    words = []
    for entry in heads:
        _add_class(entry)
        # What typography joins is one word here: the unit at the end of a head, and a unit with a slash.
        said = HEAD_CELL_END.sub("\u00a0", join_units(" ".join(entry.astext().split())))
        words += _WORD_SPLIT.split(said)
    longest = max((len(number.left) for number in numbers if number), default=0) + widest.total()
    return max(float(longest), 1.1 * max(map(len, words), default=0)), widest.total()


def _figures(text: str) -> str:
    """Write text as what it measures: all figures are equally wide, and spaces do not break."""
    return _DIGIT.sub("0", re.sub(r"\s", "\u00a0", text))


def _add_class(entry: nodes.entry) -> None:
    if NUMBER_CLASS not in entry["classes"]:
        entry["classes"].append(NUMBER_CLASS)


def _read_cell(entry: nodes.entry) -> str:
    """Return the text of a cell without its notes. One that holds more than a line of text, or a bar, is no number."""
    if next(iter(entry.findall(directives.progress)), None) is not None:
        return "\n"
    if any(not isinstance(child, nodes.paragraph) for child in entry.children) or len(entry) > 1:
        return entry.astext() or "\n"
    return "".join(text.astext() for text in _own_texts(entry)).strip()


def _own_texts(entry: nodes.entry) -> Iterator[nodes.Text]:
    """Yield the text of a cell outside its notes."""
    left: list[nodes.Node] = [entry]
    while left:
        node = left.pop()
        if isinstance(node, nodes.Text):
            yield node
        elif not isinstance(node, _NOTE_NODES):
            left += reversed(node.children)


def _parse_number(text: str, decimal: str) -> _Number | None:
    may_be_number = len(text) <= _LONGEST_NUMBER and _DIGIT.search(text)
    found = _number_pattern(decimal).fullmatch(text) if may_be_number else None
    return _Number(found["left"], found["right"], (found["unit"] or "").strip()) if found else None


def _write_dash(entry: nodes.entry) -> None:
    """Write a cell of nothing but a hyphen, which reST takes for a list of one empty item, as a dash."""
    if len(entry) == 1 and isinstance(entry[0], nodes.bullet_list) and not entry[0].astext():
        entry[:] = [nodes.paragraph("", "–")]


_TYPED_MINUS = re.compile(r"(?<![\w.,)\]])[-–](?=\s?[$€£¥]?[\d.,])|(?<=\d[eE])[-–](?=\d)")


def _write_minus(entry: nodes.entry) -> None:
    """Replace hyphens and dashes that stand for a minus in a cell that holds a number, except in code and formulas."""
    for text in list(_own_texts(entry)):
        if isinstance(text.parent, nodes.literal | nodes.math):
            continue
        if (written := _TYPED_MINUS.sub(MINUS, text)) != text:
            text.parent.replace(text, nodes.Text(written))
