"""Headings name fields of a workshop, and rows have names of their own; what is wrong is told by row and column."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from minimal_workshop import MINIMAL
from octavo.findings.finding import FindingsError
from octavo.importers.tables.columns import name_column
from octavo.row_reports.row_keys import read_headings
from octavo.row_reports.row_table import MOST_CHARACTERS, RowTable, _read_rows
from spreadsheets import xlsx

DATA = yaml.safe_load(MINIMAL)


def read(text: str | bytes, name: str = "list.csv") -> RowTable:
    return _read_rows(Path(name), text if isinstance(text, bytes) else text.encode(), DATA, "")


def faults_of(table: RowTable) -> dict[int, str]:
    return {row: table.locate(fault, row).message for row, (_, fault) in table.faults.items()}


@pytest.mark.parametrize(
    ("heading", "at"),
    [
        ("event.title", ("event", "title")),
        (" Event.Title ", ("event", "title")),
        ("people.2.given", ("people", 1, "given")),
        ("people.okafor.given", ("people", 1, "given")),
        ("summary.key_message", ("summary", "key_message")),
        ("recommendations.R1.text", ("recommendations", 0, "text")),
        ("event.venue.city", ("event", "venue", "city")),
    ],
)
def test_a_heading_names_a_field_by_its_keys_and_entries_by_number_or_id(heading: str, at: tuple[object, ...]) -> None:
    (column,), found = read_headings([heading], DATA)
    assert (column.at, found) == (at, [])


@pytest.mark.parametrize(
    ("heading", "message", "hint"),
    [
        ("title", "is no field", "event.title"),
        ("summary.key_mesage", "is no field", "summary.key_message"),
        ("people.3.given", "people has 2 entries", "people.1.given"),
        ("people.hanson.given", "no entry 'hanson'", "people.1.given"),
        ("people.1.name", "is no field", "people.1.given"),
        ("event", "names a group of keys", "event.type"),
        ("people", "names a list of keys", "people.1.id"),
        ("schema_version", "cannot differ", ""),
        ("row.two words", "cannot be printed", "row.salutation"),
        ("E-Mail", "is no field", "row.e_mail"),
    ],
)
def test_a_heading_that_is_no_field_is_told_with_the_nearest_ones(heading: str, message: str, hint: str) -> None:
    columns, (finding,) = read_headings(["id", heading], DATA)
    assert len(columns) == 1
    assert f"column B “{heading}”" in finding.message and message in finding.message and hint in finding.hint


def test_two_columns_do_not_fill_one_field_nor_a_part_of_it() -> None:
    _, (finding,) = read_headings(["event.title", "row.x", "Event.title"], DATA)
    assert finding.message == "column C “Event.title” fills the same field as column A “event.title”"


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [name_column(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_rows_are_named_by_their_id_and_otherwise_by_their_first_words() -> None:
    assert [row.name for row in read("id,event.title\nÅse Ødegård,A\n7,B\n").rows] == ["ase-odegard", "7"]
    named = read("event.title\nTides\nTides\n???\nTIDES\nTides-2\n").rows
    assert [row.name for row in named] == ["tides", "tides-2", "row-4", "tides-3", "tides-2-2"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/tmp/x", "a/b", r"c:\x", "..", ".hidden", "🙂", "---", "=cmd|' /C calc'!A0"]
)
def test_a_name_that_leads_elsewhere_or_computes_is_refused_and_harms_no_other(name: str) -> None:
    table = read(f'id,event.title\none,A\n"{name}",B\ntwo,C\n')
    assert [row.name for row in table.rows] == ["one", "two"]
    assert faults_of(table) == {3: f"row 3, column A “id”: '{name}' cannot be the name of a folder"}


def test_a_name_in_other_letters_stays_with_its_row_wherever_that_stands() -> None:
    first = read("id,event.title\nІваненко,A\n日本,B\n")
    moved = read("id,event.title\nx,C\n日本,B\ny,D\nІваненко,A\n")
    assert {row.name for row in first.rows} | {"x", "y"} == {row.name for row in moved.rows}
    assert len({row.name for row in first.rows}) == 2
    by_words = [read(f"event.title\n{words}\n").rows for words in ("Іваненко", "X\nІваненко")]
    assert by_words[0][0].name == by_words[1][1].name == first.rows[0].name


def test_names_that_differ_only_in_what_no_folder_has_are_told_what_counts() -> None:
    table = read("id,event.title\nІва 1,A\nАна 1,B\n")
    assert list(table.faults) == [3] and "letters a to z" in table.faults[3][1].hint


def test_a_name_that_is_taken_already_is_refused_with_the_row_that_has_it() -> None:
    table = read("id,event.title\nAda,A\n,B\nada,C\n")
    assert [row.number for row in table.rows] == [2]
    assert faults_of(table) == {
        3: "row 3, column A “id”: the row has no name",
        4: "row 4, column A “id”: the name 'ada' is that of row 2 already",
    }


def test_an_empty_cell_of_a_needed_field_and_a_huge_one_fail_their_rows_alone() -> None:
    huge = "x" * 1_000_000
    table = read(f"id,event.title,event.acronym\na,,X\nb,T,{huge}\nc,T,\n")
    assert [row.name for row in table.rows] == ["c"]
    assert faults_of(table) == {
        2: "row 2, column B “event.title”: the cell is empty, and no workshop can be without this field",
        3: f"row 3, column C “event.acronym”: the cell has more than {MOST_CHARACTERS:,} characters",
    }


def test_a_fault_of_a_spreadsheet_names_its_sheet_row_and_column() -> None:
    table = read(xlsx(People=[["id", "event.title"], ["a", "T"], ["a", "U"]]), "list.xlsx")
    told = table.locate(table.faults[3][1], 3)
    assert told.message == "list.xlsx, sheet “People”, row 3, column A “id”: the name 'a' is that of row 2 already"
    assert told.place is None


def test_a_table_without_rows_or_with_wrong_headings_is_refused_as_a_whole() -> None:
    with pytest.raises(FindingsError, match="has headings, and no rows"):
        read("id,event.title\n")
    with pytest.raises(FindingsError) as caught:
        read("id,titel,event.titel\na,b,c\n")
    assert [finding.code for finding in caught.value.findings] == ["unknown-column"] * 2


def test_cells_without_a_heading_are_told_once() -> None:
    (finding,) = read("id,event.title\na,T,stray\nb,T,stray\n").findings
    assert finding.message == "row 2, column C: this cell has no heading, so its column is not used"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_line_that_names_the_separator_is_no_row(separator: str) -> None:
    table = read(f"sep={separator}\r\nid,event.title\r\na,T\r\n".replace(",", separator))
    assert [(row.number, row.name) for row in table.rows] == [(3, "a")]


def test_a_sheet_of_a_file_that_has_none_is_told() -> None:
    with pytest.raises(FindingsError, match="has no sheets") as caught:
        _read_rows(Path("list.csv"), b"id,event.title\na,T\n", DATA, "Letters")
    assert caught.value.findings[-1].hint == "leave --sheet out"


def test_the_digest_of_a_row_depends_on_its_values_and_not_on_the_order_of_columns() -> None:
    one, other = read("id,event.title,row.x\na,T,1\n"), read("row.x,id,event.title\n1,a,T\n")
    changed = read("id,event.title,row.x\na,T,2\n")
    digests = [table.rows[0].digest(table.columns) for table in (one, other, changed)]
    assert digests[0] == digests[1] != digests[2]
