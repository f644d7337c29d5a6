"""A cell whose formula failed is never taken for an empty one, whichever command reads it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import yaml

from minimal_workshop import MINIMAL
from octavo.files.zip_archive import read_zip, write_zip
from octavo.findings.finding import FindingsError
from octavo.importers.people.people_import import ImportChoices, read_people
from octavo.importers.programme.read_programme import EventFacts
from octavo.importers.programme.table_programme import read_table
from octavo.importers.tables.failed_formulas import UNCOMPUTED
from octavo.importers.tables.table_reader import read_tables
from octavo.row_reports.row_table import _read_rows
from spreadsheets import xlsx

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
CELLS = {
    "an error": ('t="e"><f>VLOOKUP(A2,X,2,0)</f><v>#N/A</v>', "#N/A"),
    "a formula without a value": ("><f>A1</f><v/>", UNCOMPUTED),
    "a formula alone": ("><f>A1</f>", UNCOMPUTED),
}


def spreadsheet(rows: list[list[str]], cells: dict[str, str]) -> bytes:
    """Write a spreadsheet, with other content in some of its cells."""
    files = read_zip(xlsx(S=rows))
    name = "xl/worksheets/s1.xml"
    for place, content in cells.items():
        files[name] = re.sub(rf'<c r="{place}".*?</c>'.encode(), f'<c r="{place}" {content}</c>'.encode(), files[name])
    return write_zip(files)


@pytest.mark.parametrize(("content", "shown"), CELLS.values(), ids=CELLS)
def test_a_row_whose_formula_failed_gives_no_report_with_a_gap(content: str, shown: str) -> None:
    data = spreadsheet([["id", "summary.key_message"], ["a", "x"], ["b", "y"]], {"B2": content})
    table = _read_rows(Path("list.xlsx"), data, yaml.safe_load(MINIMAL), "")
    assert [row.name for row in table.rows] == ["b"]
    ((number, (name, fault)),) = table.faults.items()
    assert (number, name) == (2, "a") and f"a formula that failed: {shown}" in fault.message


def test_a_name_or_a_last_row_that_failed_is_told() -> None:
    data = spreadsheet(
        [["id", "summary.key_message"], ["a", "x"], ["b", "y"]], dict.fromkeys(("A3", "B3"), 't="e"><v>#REF!</v>')
    )
    table = _read_rows(Path("list.xlsx"), data, yaml.safe_load(MINIMAL), "")
    assert [row.name for row in table.rows] == ["a"] and "#REF!" in table.faults[3][1].message


def test_imports_tell_the_column_and_leave_the_cell_out() -> None:
    people = spreadsheet([["Given", "Family", "Country"], ["Ada", "Berg", "x"]], {"C2": 't="e"><v>#N/A</v>'})
    read = read_people(Path("list.xlsx"), people, ImportChoices({}), "en")
    assert [dict(one.person) for one in read.people] == [{"given": "Ada", "family": "Berg"}]
    assert [one.message.partition(": ")[2] for one in read.findings] == [
        "row 2: the cell is left out, for it holds a formula that failed: #N/A"
    ]
    talks = spreadsheet([["Date", "Title", "Room"], ["2026-03-30", "Tides", "x"]], {"C2": 't="e"><v>#NAME?</v>'})
    found = read_table(Path("list.xlsx"), talks, EventFacts("2026-03-30", "2026-03-30"), {}, "").findings
    assert any("row 2" in one.message and "#NAME?" in one.message for one in found)


@pytest.mark.parametrize("shown", ["#N/A", "#NV", "#VALEUR!", "#¡REF!", "Err:502"])
def test_a_csv_file_holds_what_the_program_showed_in_its_language(shown: str) -> None:
    table = _read_rows(
        Path("list.csv"), f"id,summary.key_message\na,{shown}\nb,#1 of all\n".encode(), yaml.safe_load(MINIMAL), ""
    )
    assert list(table.faults) == [2] and [row.cells[1] for row in table.rows] == ["#1 of all"]


def test_an_empty_text_that_a_formula_gave_is_empty_and_no_failure() -> None:
    data = spreadsheet([["id", "summary.key_message"], ["a", "x"]], {"B2": 't="str"><f>IF(1,"","")</f><v></v>'})
    (table,) = read_tables(Path("list.xlsx"), data)
    assert table.rows[1].cells == ("a", "") and not table.rows[1].failed


def test_a_document_of_libreoffice_is_looked_at_too() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string">'
        "<text:p>a</text:p></table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell table:number-columns-repeated="2" office:value-type="string">'
        "<text:p>b</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=A1"/></table:table-row>'
    )
    names = f'xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}" xmlns:calcext="{CALC}"'
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("META-INF/manifest.xml", manifest)
        out.writestr("content.xml", content)
    (table,) = read_tables(Path("list.ods"), packed.getvalue())
    assert table.rows[2].cells[:3] == ("b", "b", "") and table.rows[2].failed == {2: "#DIV/0!", 3: UNCOMPUTED}


def test_a_table_that_begins_elsewhere_keeps_its_rows_and_columns() -> None:
    """What is told of a cell names the row and the column that the spreadsheet program shows."""
    data = spreadsheet([["", ""], ["", ""], ["", "", "id"], ["", "", "a"]], {})
    files = read_zip(data)
    name = "xl/worksheets/s1.xml"
    files[name] = re.sub(rb'<c r="[A-C]\d" t="inlineStr"><is><t></t></is></c>', b"", files[name])
    (table,) = read_tables(Path("list.xlsx"), write_zip(files))
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("", "", "id")), (4, ("", "", "a"))]


def test_a_damaged_document_is_refused_at_once() -> None:
    """The library that reads spreadsheets never ends with one whose elements are not closed."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("META-INF/manifest.xml", "<m/>")
        start = f'<o:document-content xmlns:o="{OFFICE}" xmlns:table="{TABLE}"><o:body><o:spreadsheet>'
        out.writestr("content.xml", f'{start}<table:table table:name="S"><table:table-row></tabl<:table>')
    with pytest.raises(FindingsError, match="damaged"):
        read_tables(Path("list.ods"), packed.getvalue())
