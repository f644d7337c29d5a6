"""Drop columns of generated tables in which nearly all rows say the same, and say it in the caption instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from docutils import nodes

from ...language.translator import Translator
from . import table_grid
from .numeric_columns import is_numeric_column

_FEWEST_ROWS: Final = 5
"""Rows of a table from which on a column is dropped: of four rows that agree a reader sees it at once."""
_UNIFORM_SHARE: Final = 0.8
_MOST_EXCEPTIONS: Final = 4
"""Rows that say something else, which a caption can still name."""
_LONGEST_VALUE: Final = 80
"""Characters of a value that a caption can repeat."""
_GENERATED: Final = "generated"
"""Attribute of tables that a template makes; those of authors stay as they are."""


class _UniformColumn(NamedTuple):
    """A column whose rows, but for a few, say the same: its head, that value, and the others by the name of the row."""

    number: int
    head: str
    value: str
    exceptions: tuple[tuple[str, str], ...]


def mark_generated_tables(template: nodes.document) -> None:
    """Mark the tables of a template, before values are put in."""
    for table in template.findall(nodes.table):
        table[_GENERATED] = True


def drop_uniform_columns(document: nodes.document, words: Translator) -> None:
    """Drop the columns of generated tables in which four fifths of the rows are equal, and say so in the caption.

    The first column, which names the rows, and columns of numbers stay, and so do all columns of a table that has no
    caption or no head, fewer than five rows, or cells that span others.
    """
    for table in document.findall(nodes.table):
        if table.attributes.pop(_GENERATED, False):
            _drop_from_table(table, words)


def _drop_from_table(table: nodes.table, words: Translator) -> None:
    title = next((child for child in table.children if isinstance(child, nodes.title)), None)
    group = next(table.findall(nodes.tgroup))
    columns = table_grid.list_columns(group)
    heads, rows = (_list_cells(group, part) for part in (nodes.thead, nodes.tbody))
    is_simple = all(len(row) == len(columns) for row in (*heads, *rows)) and not any(
        cell.get("morecols") or cell.get("morerows") for row in (*heads, *rows) for cell in row
    )
    if title is None or len(heads) != 1 or len(rows) < _FEWEST_ROWS or not is_simple:
        return
    uniform = [one for number in range(1, len(columns)) if (one := _read_column(heads[0], rows, number, words))]
    for one in reversed(uniform):
        group.remove(columns[one.number])
        for row in (*heads, *rows):
            row[one.number].parent.remove(row[one.number])
    group["cols"] = len(columns) - len(uniform)
    _complete_title(title, uniform, words)


def _list_cells(group: nodes.Element, part: type[nodes.Element]) -> list[list[nodes.entry]]:
    rows = table_grid.list_rows(group, part)
    return [[cell for cell in row.children if isinstance(cell, nodes.entry)] for row in rows]


def _read_column(
    head: list[nodes.entry], rows: list[list[nodes.entry]], number: int, words: Translator
) -> _UniformColumn | None:
    """Return what nearly all rows of a column say, or None if they do not agree or a caption cannot repeat it."""
    cells = [row[number] for row in rows]
    texts = [" ".join(cell.astext().split()) for cell in cells]
    value, count = Counter(texts).most_common(1)[0]
    exceptions = tuple(
        (" ".join(row[0].astext().split()), text) for row, text in zip(rows, texts, strict=True) if text != value
    )
    is_plain = all(_is_plain(cell) for cell in cells)
    is_short = all(len(text) <= _LONGEST_VALUE for text in (value, *(text for pair in exceptions for text in pair)))
    if count < _UNIFORM_SHARE * len(rows) or len(exceptions) > _MOST_EXCEPTIONS or not (is_plain and is_short):
        return None
    if is_numeric_column(cells, words.decimal_sign):
        return None
    return _UniformColumn(number, " ".join(head[number].astext().split()), value, exceptions)


def _is_plain(cell: nodes.entry) -> bool:
    """Return whether a cell is one paragraph without notes, links or formulas, so that its text is all of it."""
    inner = cell.children
    alone = len(inner) <= 1 and all(isinstance(child, nodes.paragraph) for child in inner)
    return alone and all(isinstance(one, nodes.Text | nodes.inline | nodes.paragraph) for one in _descendants(cell))


def _descendants(cell: nodes.entry) -> Iterator[nodes.Node]:
    return (one for one in cell.findall() if one is not cell)


def _complete_title(title: nodes.title, uniform: list[_UniformColumn], words: Translator) -> None:
    """Add what the dropped columns said to a caption, as sentences."""
    for one in uniform:
        value = words.gettext("not stated") if one.value in ("", "–") else one.value
        said = f"{one.head}{words.colon}{value}"
        if one.exceptions:
            named = words.semicolon.join(
                f"{name}{words.colon}{text if text not in ('', '–') else words.gettext('not stated')}"
                for name, text in one.exceptions
            )
            said += f" ({words.gettext('except')} {named})"
        stop = "" if title.astext().rstrip().endswith((".", "!", "?")) else "."
        title += nodes.Text(f"{stop} {said}.")
