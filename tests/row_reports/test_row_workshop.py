"""The cells of a row stand in place of a workshop's own values; what is wrong with one is told at the cell."""

from __future__ import annotations

from pathlib import Path

import yaml

from minimal_workshop import MINIMAL
from octavo.loading.workshop_loader import LoadedWorkshop, load_workshop
from octavo.loading.yaml_reader import read_yaml_bytes
from octavo.row_reports.row_table import RowTable, _read_rows
from octavo.row_reports.row_workshop import load_row_workshop

TABLE = Path("list.csv")
WITH_WORDS = MINIMAL.replace("executive: The workshop", "executive: '{{ row.who }}: the workshop'\n  key_message: Read")


def load(csv: str, text: str = MINIMAL, file: Path = Path("workshop.yaml")) -> tuple[LoadedWorkshop, RowTable]:
    table = _read_rows(TABLE, csv.encode(), yaml.safe_load(text.replace("{{", "").replace("}}", "")), "")
    return load_row_workshop(read_yaml_bytes(file, text.encode()), TABLE, table.columns, table.rows[0]), table


def words_of(text: str) -> str:
    return text.replace("executive: The workshop compared", "executive: |\n    {{ row.who }} compared")


def test_a_cell_replaces_its_field_and_the_rest_stays() -> None:
    loaded, _ = load("event.title,people.okafor.given,event.acronym,event.venue.city\nNight Tides,Ada,NT,Bergen\n")
    assert loaded.workshop is not None and not loaded.findings
    assert str(loaded.workshop.event.title) == "Night Tides" and loaded.workshop.people[1].given == "Ada"
    assert loaded.workshop.event.venue is not None and loaded.workshop.event.venue.city == "Bergen"
    assert loaded.workshop.people[0].given == "Kari"


def test_an_empty_cell_removes_its_field_so_that_no_row_has_the_value_of_another() -> None:
    loaded, _ = load("event.title,people.1.given\nT,\n")
    assert loaded.workshop is not None and loaded.workshop.people[0].given is None


def test_a_list_is_written_with_semicolons() -> None:
    loaded, _ = load("event.title,event.objectives\nT,To read; to learn\n")
    assert loaded.workshop is not None and [str(one) for one in loaded.workshop.event.objectives] == [
        "To read",
        "to learn",
    ]


def test_a_value_that_is_no_date_is_told_at_its_row_and_column() -> None:
    loaded, table = load("event.title,event.start\nT,soon\n")
    (finding,) = (table.locate(one, 2) for one in loaded.findings)
    assert loaded.workshop is None
    assert finding.message.startswith("row 2, column B “event.start”: 'soon'")
    assert finding.place is not None and finding.place.file == TABLE and finding.place.line == 2


def test_bad_markup_in_a_cell_is_told_at_its_row_too() -> None:
    loaded, _ = load("event.title,summary.executive\nT,Some *text\n")
    assert loaded.workshop is not None and loaded.workshop.summary is not None
    origin = loaded.workshop.summary.executive.origin
    assert origin is not None and (origin.file, origin.lines) == (TABLE, (((2, 2),),))


def test_words_of_a_row_stand_in_texts_and_are_never_markup() -> None:
    loaded, _ = load('event.title,row.who\nT,"*Ada* `x`_ |y|"\n', words_of(MINIMAL))
    assert loaded.workshop is not None and loaded.workshop.summary is not None
    assert str(loaded.workshop.summary.executive).startswith(r"\*Ada\* \`x\`\_ \|y\| compared")


def test_words_of_a_row_stand_in_the_texts_of_files_too(tmp_path: Path) -> None:
    (tmp_path / "letter.rst").write_text("Dear {{ row.who }},\n\nwe met.\n")
    text = MINIMAL.replace(
        "executive: The workshop compared how tides are read and foretold.", "executive: {source: letter.rst}"
    )
    loaded, _ = load("event.title,row.who\nT,Ada\n", text, tmp_path / "workshop.yaml")
    assert loaded.workshop is not None and loaded.workshop.summary is not None
    assert str(loaded.workshop.summary.executive) == "Dear Ada,\n\nwe met.\n"


def test_a_text_that_asks_for_words_that_the_row_lacks_is_an_error() -> None:
    loaded, _ = load("event.title,row.who\nT,\n", words_of(MINIMAL))
    (finding,) = loaded.findings
    assert finding.message == "this text prints row.who, and the row has nothing in that column"
    loaded, _ = load("event.title,row.whom\nT,Ada\n", words_of(MINIMAL))
    (finding,) = loaded.findings
    assert (finding.code, finding.hint) == ("unknown-column", "did you mean row.whom?")


def test_a_workshop_that_asks_for_words_of_a_row_without_one_gets_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "workshop.yaml"
    file.write_text(words_of(MINIMAL))
    (finding,) = load_workshop(file).findings
    assert (finding.code, finding.severity) == ("no-row", "warning") and "--each" in finding.hint
