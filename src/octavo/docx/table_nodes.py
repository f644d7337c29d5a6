"""Write tables with spanning cells and repeated header rows."""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from ..rendering.rst import numeric_columns, table_grid
from ..rendering.rst.table_grid import GridCell
from ..rendering.rst.table_layout import column_shares
from . import captions, runs_and_fields
from .formatting import ParagraphFormat
from .ooxml_elements import Element, make
from .writer_state import TWIPS_PER_POINT, WriterState

_CELL_FORMAT = ParagraphFormat(style="TableText", following="TableText", rubric="TableHeading", cell=True)
_PLAIN_CLASSES = frozenset(("facts", "terms"))
_TOTAL_CLASSES = frozenset(("counts", "accounts"))
_MAX_KEPT_ROWS = 14
_CELL_GAP = 7
"""Padding of a cell in the styles, in points."""
_LETTER_WIDTH = 0.5
"""Width of a letter, as a share of the text size."""
_LOOK_BITS = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "noVBand": 0x400}
_AFTER_TABS = ("w:bidi", "w:spacing", "w:ind", "w:jc")
"""Properties of a paragraph that stand behind its tabs (ECMA-376-1, 17.3.1.26)."""


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
    numeric_columns.mark_numeric_columns(node, state.words.decimal_sign)
    widths = _share_width(node, width)
    head, body = table_grid.list_rows(group, nodes.thead), table_grid.list_rows(group, nodes.tbody)
    heads, bodies = (list(table_grid.place_cells(rows, len(widths))) for rows in (head, body))
    widths = _widen_for_words(widths, [*heads, *bodies], state.page.text_size)
    rows = [_write_row(state, cells, widths, "TableHeading", True) for cells in heads]
    for number, cells in enumerate(bodies, 1):
        total = number == len(body) and bool(_TOTAL_CLASSES & set(node["classes"]))
        rows.append(_write_row(state, cells, widths, "TableHeading" if total else "TableText", False))
    _keep_rows_together(rows, whole=bool(_PLAIN_CLASSES & set(node["classes"])) and len(rows) <= _MAX_KEPT_ROWS)
    made.append(_make_table(node, block_format, widths, rows, bool(head)))
    return made


def _share_width(table: nodes.table, width: float) -> list[float]:
    """Divide the width among the columns, in points."""
    shares = column_shares(table)
    if not shares:
        columns = table_grid.list_columns(next(table.findall(nodes.tgroup)))
        shares = [1 / len(columns)] * len(columns)
    return [width * share for share in shares]


def _widen_for_words(widths: list[float], rows: list[list[GridCell]], text_size: float) -> list[float]:
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


def make_frame(widths: list[float], cells: list[list[Element]]) -> Element:
    """Make a table of one row without rules, in which blocks stand side by side; widths are in points."""
    twips = [round(width * TWIPS_PER_POINT) for width in widths]
    margins = make("w:tblCellMar", make("w:left", w=0, type="dxa"), make("w:right", w=0, type="dxa"))
    properties = make("w:tblPr", make("w:tblW", w=sum(twips), type="dxa"), make("w:tblLayout", type="fixed"), margins)
    row = make("w:tr", make("w:trPr", make("w:cantSplit")))
    for width, blocks in zip(twips, cells, strict=True):
        row.append(make("w:tc", make("w:tcPr", make("w:tcW", w=width, type="dxa")), *blocks))
    return make("w:tbl", properties, make("w:tblGrid", *(make("w:gridCol", w=width) for width in twips)), row)


def _make_table_look(**shown: bool) -> Element:
    """Select the parts of the style to apply; also as bits, the only form that LibreOffice and Word 2007 read."""
    bits = sum(_LOOK_BITS[part] for part, is_shown in shown.items() if is_shown)
    return make("w:tblLook", val=f"{bits:04X}", **{part: int(is_shown) for part, is_shown in shown.items()})


def _write_row(state: WriterState, cells: list[GridCell], widths: list[float], style: str, head: bool) -> Element:
    properties = make("w:trPr", make("w:cantSplit"))
    if head:
        properties.append(make("w:tblHeader"))
    return make("w:tr", properties, *(_write_cell(state, cell, widths, style) for cell in cells))


def _write_cell(state: WriterState, cell: GridCell, widths: list[float], style: str) -> Element:
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
    if numeric_columns.NUMBER_CLASS in cell.entry["classes"] and not cell.goes_on:
        for block in blocks:
            _align_number(block, _decimal_tab(state, cell, width))
    return make("w:tc", properties, *blocks)


def _keep_rows_together(rows: list[Element], whole: bool) -> None:
    """Keep rows on one page: all rows of a small table of facts, otherwise the first two and the last two."""
    kept = rows[:-1] if whole else [*rows[:1], *rows[-2:-1]]
    for row in kept:
        for properties in row.iter("w:pPr"):
            if properties.find("w:keepNext") is None:
                properties.insert(1, make("w:keepNext"))


def _decimal_tab(state: WriterState, cell: GridCell, width: float) -> float:
    """Return where the decimal sign of a number stands in its cell, in points; 0: the number is set flush right."""
    row = cell.entry.parent
    after = table_grid.list_columns(row.parent.parent)[cell.column].get(numeric_columns.AFTER_WHOLE, 0)
    if not after or isinstance(row.parent, nodes.thead):
        return 0
    return max(0.0, width - _CELL_GAP - after * state.page.text_size * _LETTER_WIDTH)


def _align_number(block: Element, tab: float) -> None:
    """Align a paragraph on a decimal tab, which Word applies in cells without a tab character, or flush right."""
    properties = block.find("w:pPr") if block.tag == "w:p" else None
    if properties is None or properties.find("w:jc") is not None:
        return
    if not tab:
        properties.append(make("w:jc", val="right"))
        return
    stops = make("w:tabs", make("w:tab", val="decimal", pos=round(tab * TWIPS_PER_POINT)))
    at = next((place for place, one in enumerate(properties) if one.tag in _AFTER_TABS), len(properties))
    properties.insert(at, stops)
