"""Write tables with spanning cells and repeated header rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from docutils import nodes

from . import captions, runs_and_fields
from .formatting import ParagraphFormat
from .ooxml_elements import Element, make
from .writer_state import TWIPS_PER_POINT, WriterState

_CELL_FORMAT = ParagraphFormat(style="TableText", following="TableText", rubric="TableHeading", cell=True)
_PLAIN_CLASSES = frozenset(("facts", "terms"))
_NUMERIC_CLASSES = frozenset(("counts", "accounts", "counted"))
_TOTAL_CLASSES = frozenset(("counts", "accounts"))
_MAX_KEPT_ROWS = 14
_CELL_GAP = 7
"""Padding of a cell in the styles, in points."""
_LETTER_WIDTH = 0.5
"""Width of a letter, as a share of the text size."""
_LOOK_BITS = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "noVBand": 0x400}
_FIGURES = re.compile(r"[-–−+]?[\d\s.,'’\u00a0\u202f]*\d\s?%?|[–-]?")


@dataclass(frozen=True)
class _Cell:
    """A cell in the grid: its first column, its column span, and whether it continues from the row above."""

    entry: nodes.entry
    column: int
    columns: int
    goes_on: bool = False


def write_table(state: WriterState, node: nodes.table, block_format: ParagraphFormat) -> list[Element]:
    """Write a table, after its caption if it has one."""
    group = next(node.findall(nodes.tgroup))
    title = next((child for child in node if isinstance(child, nodes.title)), None)
    made = []
    if title is not None:
        content = [
            *captions.write_caption_label(state, "Table", node),
            runs_and_fields.make_run(" "),
            *state.write_inlines(title.children, block_format.run_format),
        ]
        made.append(state.make_paragraph("TableCaption", content, block_format))
    else:
        state.defer_bookmarks(node)
    width = (block_format.width or state.page.text_width) - block_format.left
    widths = _share_width(group, width)
    head = [row for part in group.findall(nodes.thead) if part.parent is group for row in _list_rows(part)]
    body = [row for part in group.findall(nodes.tbody) if part.parent is group for row in _list_rows(part)]
    right = _find_numeric_columns(node, body, len(widths))
    heads, bodies = list(_place_cells(head, len(widths))), list(_place_cells(body, len(widths)))
    widths = _widen_for_words(widths, [*heads, *bodies], state.page.text_size)
    rows = [_write_row(state, cells, widths, "TableHeading", right, True) for cells in heads]
    for number, cells in enumerate(bodies, 1):
        total = number == len(body) and bool(_TOTAL_CLASSES & set(node["classes"]))
        rows.append(_write_row(state, cells, widths, "TableHeading" if total else "TableText", right, False))
    _keep_rows_together(rows, whole=bool(_PLAIN_CLASSES & set(node["classes"])) and len(rows) <= _MAX_KEPT_ROWS)
    made.append(_make_table(node, block_format, widths, rows, bool(head)))
    return made


def _list_rows(part: nodes.Element) -> Iterator[nodes.row]:
    return (row for row in part.children if isinstance(row, nodes.row))


def _share_width(group: nodes.tgroup, width: float) -> list[float]:
    """Divide the width among the columns as the table specifies, in points."""
    columns = [column for column in group.children if isinstance(column, nodes.colspec)]
    shares = [max(1, int(column.get("colwidth", 1))) for column in columns]
    whole = sum(shares) or 1
    return [width * share / whole for share in shares]


def _widen_for_words(widths: list[float], rows: list[list[_Cell]], text_size: float) -> list[float]:
    """Move width to columns whose longest word does not fit, if the other columns can spare enough."""
    needed = [0.0] * len(widths)
    for cell in (cell for row in rows for cell in row):
        if cell.columns == 1:
            longest = max(map(len, cell.entry.astext().split()), default=0)
            needed[cell.column] = max(needed[cell.column], longest * text_size * _LETTER_WIDTH + _CELL_GAP)
    lack = sum(max(0.0, need - width) for need, width in zip(needed, widths, strict=True))
    spare = sum(max(0.0, width - need) for need, width in zip(needed, widths, strict=True))
    if not lack or lack > spare:
        return widths
    return [
        need if need > width else width - (width - need) * lack / spare
        for need, width in zip(needed, widths, strict=True)
    ]


def _make_table(
    node: nodes.table, block_format: ParagraphFormat, widths: list[float], rows: list[Element], headed: bool
) -> Element:
    classes = set(node["classes"])
    style = "FactsTable" if classes & _PLAIN_CLASSES else "ProceedingsTable"
    automatic = "colwidths-auto" in classes
    properties = make("w:tblPr", make("w:tblStyle", val=style))
    properties.append(make("w:tblW", w=round(sum(widths) * TWIPS_PER_POINT), type="dxa"))
    if block_format.left:
        properties.append(make("w:tblInd", w=round(block_format.left * TWIPS_PER_POINT), type="dxa"))
    properties.append(make("w:tblLayout", type="autofit" if automatic else "fixed"))
    properties.append(
        _make_table_look(firstRow=headed, lastRow=bool(classes & _TOTAL_CLASSES), firstColumn=True, noVBand=True)
    )
    grid = make("w:tblGrid", *(make("w:gridCol", w=round(one * TWIPS_PER_POINT)) for one in widths))
    return make("w:tbl", properties, grid, *rows)


def _make_table_look(**shown: bool) -> Element:
    """Select the parts of the style to apply; also as bits, the only form that LibreOffice and Word 2007 read."""
    bits = sum(_LOOK_BITS[part] for part, is_shown in shown.items() if is_shown)
    return make("w:tblLook", val=f"{bits:04X}", **{part: int(is_shown) for part, is_shown in shown.items()})


def _place_cells(rows: list[nodes.row], columns: int) -> Iterator[list[_Cell]]:
    """Place cells in their columns; cells that span rows continue in the rows below."""
    hanging: dict[int, tuple[int, _Cell]] = {}
    for row in rows:
        cells: list[_Cell] = []
        entries = [entry for entry in row.children if isinstance(entry, nodes.entry)]
        column = 0
        while column < columns:
            if column in hanging:
                left, above = hanging.pop(column)
                cell = replace(above, goes_on=True)
            elif entries:
                entry = entries.pop(0)
                left = int(entry.get("morerows", 0)) + 1
                cell = _Cell(entry, column, min(int(entry.get("morecols", 0)) + 1, columns - column))
            else:
                left, cell = 1, _Cell(nodes.entry(), column, 1)
            if left > 1:
                hanging[column] = left - 1, cell
            cells.append(cell)
            column += cell.columns
        yield cells


def _write_row(
    state: WriterState, cells: list[_Cell], widths: list[float], style: str, right: frozenset[int], head: bool
) -> Element:
    properties = make("w:trPr", make("w:cantSplit"))
    if head:
        properties.append(make("w:tblHeader"))
    return make("w:tr", properties, *(_write_cell(state, cell, widths, style, right) for cell in cells))


def _write_cell(state: WriterState, cell: _Cell, widths: list[float], style: str, right: frozenset[int]) -> Element:
    width = sum(widths[cell.column : cell.column + cell.columns])
    properties = make("w:tcPr", make("w:tcW", w=round(width * TWIPS_PER_POINT), type="dxa"))
    if cell.columns > 1:
        properties.append(make("w:gridSpan", val=cell.columns))
    if cell.goes_on:
        properties.append(make("w:vMerge"))
    elif cell.entry.get("morerows"):
        properties.append(make("w:vMerge", val="restart"))
    block_format = replace(_CELL_FORMAT, style=style, following=style, width=max(1.0, width - _CELL_GAP))
    blocks = [] if cell.goes_on else state.write_blocks(cell.entry.children, block_format)
    if not blocks or blocks[-1].tag != "w:p":
        # A cell ends in a paragraph (ECMA-376-1, 17.4.65).
        blocks.append(state.make_paragraph(style, [], block_format))
    if cell.column in right:
        for block in blocks:
            _align_block_right(block)
    return make("w:tc", properties, *blocks)


def _keep_rows_together(rows: list[Element], whole: bool) -> None:
    """Keep rows on one page: all rows of a small table of facts, otherwise the first two and the last two."""
    kept = rows[:-1] if whole else [*rows[:1], *rows[-2:-1]]
    for row in kept:
        for properties in row.iter("w:pPr"):
            if properties.find("w:keepNext") is None:
                properties.insert(1, make("w:keepNext"))


def _align_block_right(block: Element) -> None:
    properties = block.find("w:pPr") if block.tag == "w:p" else None
    if properties is not None and properties.find("w:jc") is None:
        properties.append(make("w:jc", val="right"))


def _find_numeric_columns(node: nodes.table, body: list[nodes.row], columns: int) -> frozenset[int]:
    """Return the columns that contain only numbers, in a table of numbers."""
    if not _NUMERIC_CLASSES & set(node["classes"]):
        return frozenset()
    grid = list(_place_cells(body, columns))
    return frozenset(
        column
        for column in range(1, columns)
        if all(_FIGURES.fullmatch(cell.entry.astext().strip()) for row in grid for cell in row if cell.column == column)
    )
