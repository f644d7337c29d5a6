"""Answers are entered all or none: what changes is counted, and what is in doubt is told by its row and column."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from octavo.cli.main import run_command
from octavo.files.zip_archive import read_zip, write_zip
from octavo.findings.finding import FindingsError, Severity
from octavo.follow_up.answer_import import AnswerChoices, AnswerImport, import_answers
from octavo.follow_up.answer_sheets import SheetColumn, make_answer_sheets
from octavo.follow_up.workbook_writer import Cell, CellStyle, Workbook, write_workbook
from octavo.importers.tables.table_reader import read_tables
from octavo.loading.workshop_loader import load_workshop
from spreadsheets import xlsx

WORKSHOP = """schema_version: 1
id: w
event: {type: workshop, title: Clocks, start: 2026-03-30, end: 2026-04-01}
people: [{id: a, family: Solovyov}]
organizations: [{id: office, name: Office of Records}, {id: harbour, name: Harbour Authority}]
directors: [{person: a}]
policy: {attribution: chatham-house}
recommendations:  # never renumbered
  - {id: R1, text: Wind all clocks., addressees: [office, harbour]}
  - id: R2
    text: Count them.  # each year
    addressees: [office]
    tracking:
      history:
        - {date: 2026-05-01, status: not-started}
  - {id: R3, text: Ring the bells., addressees: [harbour]}
"""
COLUMNS = list(SheetColumn)
Fill = Callable[..., Path]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "reports" / "w" / "workshop.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(WORKSHOP, "utf-8")
    return path


@pytest.fixture
def fill(source: Path, tmp_path: Path) -> Fill:
    """Write the sheet of an addressee, with answers filled in."""
    asked = make_answer_sheets(source, date(2026, 12, 31), False)

    def fill(addressee: str, answers: dict[str, dict[str, str]], name: str = "", kind: str = "xlsx") -> Path:
        (table, *_) = read_tables(Path("x.xlsx"), asked.files[f"{addressee}.xlsx"], keeps_lines=True)
        rows = [list(row.cells) for row in table.rows]
        for row in rows[4:]:
            for column, words in answers.get(row[0], {}).items():
                row[COLUMNS.index(SheetColumn(column))] = words
        path = tmp_path / f"{name or addressee}.{kind}"
        if kind == "csv":
            text = StringIO()
            csv.writer(text).writerows(rows)
            path.write_text(text.getvalue(), "utf-8")
        else:
            cells = [[Cell(words, CellStyle.KNOWN) for words in row] for row in rows]
            path.write_bytes(write_workbook(Workbook("Answers", cells, [10] * 12, 4)))
        return path

    return fill


def bring(source: Path, *files: Path, **choices: Any) -> AnswerImport:
    return import_answers(files, source, AnswerChoices(**choices))


def told(done: AnswerImport) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in done.findings]


def test_answers_are_entered_and_counted(source: Path, fill: Fill) -> None:
    answer = {
        "status": "Partially implemented",
        "date": "5 March 2027",
        "note": "Half *done*.",
        "evidence": "List https://example.org/l",
        "progress": "50%",
        "owner": "Registry",
    }
    done = bring(source, fill("office", {"R2": answer}))
    assert told(done) == []
    assert [(one.id, one.before, one.after, one.is_change) for one in done.changes] == [
        ("R2", "not-started", "partially-implemented", True)
    ]
    assert (done.changed, done.unanswered) == (1, ("R1",))
    source.write_text(done.after, "utf-8")
    workshop = load_workshop(source).workshop
    tracking = workshop.recommendations[1].tracking if workshop else None
    assert tracking
    assert (tracking.status, tracking.progress, tracking.owner) == ("partially-implemented", 50, "Registry")
    assert (str(tracking.last_update), tracking.history[-1].note) == ("2027-03-05", "Half \\*done\\*.")
    assert (tracking.evidence[0].title, tracking.evidence[0].url) == ("List", "https://example.org/l")
    for comment in ("# never renumbered", "# each year"):
        assert comment in done.after


def test_an_answer_that_is_there_already_changes_nothing(source: Path, fill: Fill) -> None:
    answer = {"status": "in progress", "date": "2027-03-05", "note": "Begun."}
    sheet = fill("office", {"R2": answer})
    source.write_text(bring(source, sheet).after, "utf-8")
    assert [code for code, _ in told(bring(source, sheet))] == ["changed-meanwhile"]
    unmarked = fill("office", {"R2": {**answer, "mark": ""}})
    again = bring(source, unmarked, takes_unmarked=True)
    assert (told(again), again.changed, again.after) == ([], 0, again.before)


def test_labels_of_all_languages_and_dates_in_all_forms_are_read(source: Path, fill: Fill) -> None:
    for status, day in (("En cours", "5.3.2027"), ("IN PROGRESS", "March 5, 2027"), ("in-progress", "2027/3/5")):
        (change,) = bring(source, fill("office", {"R2": {"status": status, "date": day}})).changes
        assert (change.after, change.day) == ("in-progress", date(2027, 3, 5))


def test_two_answers_that_agree_are_joined(source: Path, fill: Fill) -> None:
    one = fill("office", {"R1": {"status": "in progress", "date": "2027-03-05", "note": "We wind."}})
    other = fill("harbour", {"R1": {"status": "In progress", "date": "2027-03-06", "evidence": "Log"}})
    done = bring(source, one, other)
    assert (told(done), done.changed, done.unanswered) == ([], 1, ("R2", "R3"))
    assert done.after.count("2027-03-06") == 2 and "We wind." in done.after and "title: Log" in done.after


def test_two_answers_that_disagree_are_told_and_nothing_changes(source: Path, fill: Fill) -> None:
    one = fill("office", {"R1": {"status": "in progress", "date": "2027-03-05"}})
    other = fill("harbour", {"R1": {"status": "not started", "date": "2027-03-05"}})
    done = bring(source, one, other)
    assert told(done) == [
        (
            "answers-disagree",
            "harbour.xlsx, sheet “Answers”, row 5: two answers to R1 disagree: its status is not-started, but "
            "in-progress in office.xlsx, sheet “Answers”, row 5",
        )
    ]
    assert (done.after, done.changes) == (done.before, ())


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        ({"status": "finished"}, "unknown-status", "row 6, column E: 'finished' is no status"),
        ({"status": "in progress", "date": "3/4/2027"}, "bad-date", "row 6, column G: '3/4/2027'"),
        ({"status": "in progress", "date": "46086"}, "bad-date", "column G"),
        ({"status": "in progress", "date": ""}, "no-date", "row 6, column G"),
        ({"progress": "half"}, "bad-progress", "row 6, column F"),
        ({"progress": "1"}, "bad-progress", "1 may mean 1 or 100 per cent"),
        ({"progress": "1e9"}, "bad-progress", "row 6, column F"),
        ({"progress": "nan"}, "bad-progress", "row 6, column F"),
        ({"note": "x" * 1_000_000}, "long-answer", "row 6, column H: more than 4,000"),
        ({"evidence": "y" * 600}, "long-evidence", "row 6, column I"),
        ({"note": "#REF!"}, "failed-formula", "row 6, column H"),
        ({"status": "Implemented"}, "no-evidence", "row 6: R2 cannot be implemented"),
        ({"status": "in progress", "date": "2026-04-01"}, "earlier-status", "row 6: R2 has a status of 2026-05-01"),
        ({"number": "R9", "status": "in progress"}, "unknown-recommendation", "row 6: there is no recommendation 'R9'"),
        ({"number": "R3", "status": "in progress"}, "not-addressed", "R3 is not addressed to 'office'"),
        ({"number": "", "status": "in progress"}, "no-number", "row 6, column A"),
        ({"mark": "", "status": "in progress"}, "no-mark", "row 6: the answer to R2 has no mark"),
        ({"mark": "other/office/0123456789", "status": "in progress"}, "other-workshop", "'other'"),
        (
            {"mark": "w/office/0123456789", "status": "in progress"},
            "changed-meanwhile",
            "its status is now not-started",
        ),
        ({"owner": "Office of Solovyov"}, "name-leak", "with this entry"),
    ],
)
def test_what_is_in_doubt_is_told_by_its_cell_and_nothing_changes(
    source: Path, fill: Fill, answer: dict[str, str], code: str, words: str
) -> None:
    done = bring(source, fill("office", {"R2": {"date": "2027-03-05", **answer}}))
    (found,) = told(done)
    assert found[0].startswith(code.split("-")[0]) and words in found[1], found
    assert done.after == done.before
    assert done.findings[0].hint


@pytest.mark.parametrize(("words", "share"), [("1 %", 1), ("100%", 100), ("0.4", 40), ("0", 0), ("100", 100)])
def test_a_share_is_read_as_programs_and_people_write_it(source: Path, fill: Fill, words: str, share: int) -> None:
    done = bring(source, fill("office", {"R2": {"progress": words, "date": "2027-03-05"}}))
    assert told(done) == [] and f"progress: {share}\n" in done.after


@pytest.mark.parametrize("answer", [{"note": "It began."}, {"progress": "40"}, {"next-step": "A key."}])
def test_no_status_is_made_up_for_a_recommendation_that_has_none(
    source: Path, fill: Fill, answer: dict[str, str]
) -> None:
    done = bring(source, fill("office", {"R1": {"date": "2027-03-05", **answer}}))
    ((code, message),) = told(done)
    assert code == "no-status" and "row 5: R1 has no status yet" in message and done.after == done.before


def test_a_column_whose_heading_was_changed_is_told_if_it_was_filled_in(source: Path, fill: Fill) -> None:
    sheet = fill("office", {"R2": {"status": "in progress", "date": "2027-03-05", "note": "Begun."}}, kind="csv")
    assert told(bring(source, sheet)) == []
    sheet.write_text(sheet.read_text("utf-8").replace("What happened", "Our remarks").replace("Next step", "Then"))
    done = bring(source, sheet)
    assert told(done) == [("unread-column", "the column H “Our remarks” was not read, from row 6 on")]
    assert done.findings[0].severity is Severity.WARNING and done.changed == 1


def test_a_hidden_sheet_of_answers_is_named(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(xlsx(Cover=[["Dear colleague"]], Hidden=[["No.", "Status now"], ["R1", "in progress"]]))
    with pytest.raises(FindingsError) as caught:
        bring(source, path)
    assert [one.code for one in caught.value.findings] == ["hidden-sheet", "no-answers"]


def test_a_csv_file_is_told_by_its_line(source: Path, fill: Fill) -> None:
    done = bring(source, fill("office", {"R2": {"status": "finished", "date": "2027-03-05"}}, kind="csv"))
    (found,) = done.findings
    assert found.place and (found.place.file.name, found.place.line) == ("office.csv", 6)


def test_formulas_and_markup_of_strangers_are_words(source: Path, fill: Fill) -> None:
    hostile = '=HYPERLINK("http://x.example.org","*click*") |x| `y`_ .. raw:: html'
    done = bring(source, fill("office", {"R2": {"note": hostile, "next-step": "- @x", "date": "2027-03-05"}}))
    assert told(done) == []
    source.write_text(done.after, "utf-8")
    again = make_answer_sheets(source, date(2027, 12, 31), False)
    assert len(again.sheets) == 2


def test_a_formula_is_the_value_that_was_stored_with_it(source: Path, fill: Fill) -> None:
    sheet = fill("office", {"R2": {"status": "in progress", "date": "2027-03-05"}})
    files = read_zip(sheet.read_bytes())
    name = "xl/worksheets/sheet1.xml"
    stored = '<c r="H6" t="str"><f>HYPERLINK("http://x.example.org")&amp;NOW()</f><v>Wound it.</v></c>'
    files[name] = re.sub(rb'<c r="H6"[^>]*/>', stored.encode(), files[name])
    sheet.write_bytes(write_zip(files))
    done = bring(source, sheet)
    assert told(done) == [] and "note: Wound it.\n" in done.after and "HYPERLINK" not in done.after


def test_what_is_no_sheet_is_told(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "people.csv"
    other.write_text("Name,Country\nA,FR\n", "utf-8")
    with pytest.raises(FindingsError) as caught:
        bring(source, other)
    assert "octavo ask" in caught.value.findings[0].hint
    other.write_bytes("État,Pays\n".encode("latin-1"))  # headings of a sheet may be misread, too
    with pytest.raises(FindingsError) as caught:
        bring(source, other)
    assert [one.code for one in caught.value.findings] == ["not-utf-8", "no-answers"]


def test_the_commands_ask_and_import(
    source: Path, fill: Fill, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(source.parents[2])
    assert run_command(["ask", "--by", "31 Dec 2026"]) == 0
    seen = capsys.readouterr()
    assert "build/w.ask/2026-12-31/office.xlsx" in seen.out.splitlines() and "2 sheets on 3 recommendations" in seen.err
    assert run_command(["ask", "--by", "2026-12-31"]) == 0  # the same again
    sheet = Path("build/w.ask/2026-12-31/office.xlsx")
    sheet.write_bytes(fill("office", {"R2": {"status": "in progress", "date": "2027-03-05"}}).read_bytes())
    assert run_command(["ask", "--by", "2026-12-31"]) == 1
    assert "it may hold answers" in capsys.readouterr().err
    assert run_command(["import", "answers", str(sheet), "--dry-run"]) == 0
    seen = capsys.readouterr()
    assert "+" in seen.out and "R2  not-started → in-progress (2027-03-05)" in seen.err
    assert source.read_text("utf-8") == WORKSHOP
    assert run_command(["import", "answers", str(sheet)]) == 0
    assert "Answers: 1, of which 1 change workshop.yaml; not answered: R1" in capsys.readouterr().err
    assert run_command(["import", "answers", str(sheet)]) == 1
    assert "nothing was written" in capsys.readouterr().err


def test_a_folder_of_sheets_that_is_a_link_is_not_written_through(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(source.parents[2])
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    Path("build").mkdir()
    Path("build/w.ask").symlink_to(elsewhere)
    assert run_command(["ask", "--by", "2026-12-31"]) == 3
    assert "symbolic link" in capsys.readouterr().err and not list(elsewhere.iterdir())
