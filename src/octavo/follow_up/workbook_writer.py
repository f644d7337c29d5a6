"""Write a small spreadsheet (Office Open XML): one sheet that is filled in, and a hidden one with choices.

All cells are text, also those that begin as formulas do, and are marked so that they stay text when they are edited.
Equal sheets give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from xml.sax.saxutils import escape

from ..files.zip_archive import write_zip
from ..importers.tables.columns import name_column

_NAMESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNWRITABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""
LONGEST_CELL: Final = 32_767
"""Characters that a cell may have (ISO/IEC 29500, ST_Xstring in spreadsheets)."""


class CellStyle(IntEnum):
    """The look of a cell; all are formatted as text."""

    PLAIN = 0
    TITLE = 1
    HEADING = 2
    KNOWN = 3
    ANSWER = 4
    SMALL = 5
    FORMULA_LIKE = 6
    """As KNOWN, and marked as text that begins as a formula does."""


@dataclass(frozen=True)
class Cell:
    """A cell of text with its look."""

    text: str
    style: CellStyle = CellStyle.PLAIN


@dataclass(frozen=True)
class Workbook:
    """A sheet by its name, title, rows and widths of columns (in characters), and what one column may hold."""

    name: str
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    heading_row: int
    """Number of the row of headings, from 1: it stays in sight, and is repeated on each printed page."""
    choices: Sequence[str] = ()
    choice_column: int = 0
    """Index of the column that offers the choices, from 0."""
    language: str = "en"


class SharedStrings:
    """The texts of all cells, each once, as spreadsheet programs keep them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uses = 0

    def add(self, text: str) -> int:
        """Return the number of a text."""
        self._uses += 1
        return self._numbers.setdefault(text[:LONGEST_CELL], len(self._numbers))

    def write(self) -> str:
        """Return the part that holds the texts."""
        listed = "".join(f'<si><t xml:space="preserve">{_write_text(text)}</t></si>' for text in self._numbers)
        return f'<sst xmlns="{_NAMESPACE}" count="{self._uses}" uniqueCount="{len(self._numbers)}">{listed}</sst>'


def write_workbook(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    strings = SharedStrings()
    sheets = _answer_sheet(book, strings), _choice_sheet(book, strings)
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook(book),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                "rId1": ("worksheet", "worksheets/sheet1.xml"),
                "rId2": ("worksheet", "worksheets/sheet2.xml"),
                "rId3": ("styles", "styles.xml"),
                "rId4": ("sharedStrings", "sharedStrings.xml"),
            }
        ),
        "xl/worksheets/sheet1.xml": sheets[0],
        "xl/worksheets/sheet2.xml": sheets[1],
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": strings.write(),
    }
    return write_zip({name: (_HEAD + text).encode() for name, text in files.items()})


def _content_types() -> str:
    parts = {
        "/xl/workbook.xml": "sheet.main",
        "/xl/worksheets/sheet1.xml": "worksheet",
        "/xl/worksheets/sheet2.xml": "worksheet",
        "/xl/styles.xml": "styles",
        "/xl/sharedStrings.xml": "sharedStrings",
    }
    listed = "".join(
        f'<Override PartName="{name}" ContentType="{_CONTENT}.{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _workbook(book: Workbook) -> str:
    name = _write_text(book.name)
    quoted = name.replace("'", "''")
    row = book.heading_row
    return (
        f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/>'
        '<sheet name="Choices" sheetId="2" state="hidden" r:id="rId2"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">\'{quoted}\'!${row}:${row}</definedName>'
        "</definedNames></workbook>"
    )


def _answer_sheet(book: Workbook, strings: SharedStrings) -> str:
    row, last = book.heading_row, max(book.heading_row + 1, len(book.rows))
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(book.widths, 1)
    )
    validation = ""
    if book.choices:
        letter = name_column(book.choice_column)
        validation = (
            '<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" '
            f'sqref="{letter}{row + 1}:{letter}{last}"><formula1>Choices!$A$1:$A${len(book.choices)}</formula1>'
            "</dataValidation></dataValidations>"
        )
    return (
        f'<worksheet xmlns="{_NAMESPACE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{row}" topLeftCell="A{row + 1}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(_rows(book.rows, strings))}</sheetData>{validation}"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )


def _choice_sheet(book: Workbook, strings: SharedStrings) -> str:
    rows = [[Cell(choice)] for choice in book.choices]
    return f'<worksheet xmlns="{_NAMESPACE}"><sheetData>{"".join(_rows(rows, strings))}</sheetData></worksheet>'


def _rows(rows: Sequence[Sequence[Cell]], strings: SharedStrings) -> Iterable[str]:
    for number, cells in enumerate(rows, 1):
        written = "".join(_cell(f"{name_column(index)}{number}", cell, strings) for index, cell in enumerate(cells))
        yield f'<row r="{number}">{written}</row>'


def _cell(place: str, cell: Cell, strings: SharedStrings) -> str:
    is_like_formula = cell.style is CellStyle.KNOWN and cell.text.startswith(("=", "+", "-", "@", "\t"))
    style = CellStyle.FORMULA_LIKE if is_like_formula else cell.style
    if not cell.text:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="s"><v>{strings.add(cell.text)}</v></c>'


def _write_text(text: str) -> str:
    """Return text for XML. What reads as an escape of a character in spreadsheets (_x0041_) is escaped itself."""
    plain = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return escape(re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", plain), {'"': "&quot;"})


_TEXT_FORMAT: Final = 49
"""The number format of text."""
_WRAP: Final = '<alignment vertical="top" wrapText="1"/>'


def _style(font: int, fill: int, border: int, more: str = "", alignment: str = "") -> str:
    return (
        f'<xf numFmtId="{_TEXT_FORMAT}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"{more}>{alignment}</xf>'
    )


_THIN: Final = "".join(
    f'<{side} style="thin"><color rgb="FF9A9A9A"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_STYLES: Final = (
    f'<styleSheet xmlns="{_NAMESPACE}"><fonts count="4"><font><sz val="10"/><name val="Calibri"/></font>'
    '<font><b/><sz val="14"/><name val="Calibri"/></font><font><b/><sz val="10"/><name val="Calibri"/></font>'
    '<font><sz val="8"/><color rgb="FF5A5A5A"/><name val="Calibri"/></font></fonts>'
    '<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE6E6E6"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFFF6D6"/></patternFill></fill></fills>'
    f'<borders count="2"><border/><border>{_THIN}</border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7">'
    + _style(0, 0, 0)
    + _style(1, 0, 0)
    + _style(2, 2, 1, alignment=_WRAP)
    + _style(0, 0, 1, alignment=_WRAP)
    + _style(0, 3, 1, alignment=_WRAP)
    + _style(3, 0, 1, alignment=_WRAP)
    + _style(0, 0, 1, ' quotePrefix="1"', _WRAP)
    + "</cellXfs></styleSheet>"
)
