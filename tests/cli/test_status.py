"""octavo status: the board, and entries by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.cli.main import run_command

WORKSHOP = """schema_version: 1
id: w
event: {type: workshop, title: T, start: 2026-03-30, end: 2026-04-01}
people: [{id: a, family: Solo}]
organizations: [{id: office, name: Office of Records, short: Records}]
directors: [{person: a}]
report: {date: 2026-09-30}
recommendations:
  - title: Clocks
    text: Wind them.
    addressees: [office]
    due: 2026-06-30
    tracking:
      history: [{date: 2026-04-01, status: not-started}, {date: 2026-05-01, status: in-progress, note: Begun.}]
  - text: Count them.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "reports" / "w"
    folder.mkdir(parents=True)
    (folder / "workshop.yaml").write_text(WORKSHOP, "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder / "workshop.yaml"


@pytest.mark.usefixtures("project")
def test_the_board_says_who_what_when_and_what_is_late(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["status"]) == 0
    first, heads, *rows = capsys.readouterr().out.splitlines()
    assert first == "w: 2 recommendations: 1 in-progress, 1 unknown, 1 overdue on 2026-09-30"
    assert heads.split() == ["No.", "Status", "Responsible", "Due", "Looked", "at"]
    assert [row.split() for row in rows] == [
        ["R1", "in-progress", "Records", "2026-06-30", "2026-05-01", "overdue"],
        ["R2", "unknown", "–", "–", "–"],
    ]
    assert run_command(["status", "w", "--on", "2026-06-01", "--format", "json"]) == 0
    (board,) = json.loads(capsys.readouterr().out)
    assert [row["overdue"] for row in board["recommendations"]] == [False, False]


@pytest.mark.usefixtures("project")
def test_an_id_alone_shows_its_history(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["status", "R1"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "  2026-05-01  in-progress: Begun."
    assert run_command(["status", "w", "R7"]) == 1
    assert "there is no recommendation 'R7'" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_the_board_gives_no_present_status_out_as_that_of_an_earlier_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["status", "--on", "2026-04-15"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == (
        "w: 2 recommendations: 1 in-progress, 1 unknown, none overdue on 2026-04-15, 1 looked at after that day"
    )


def test_a_note_of_several_paragraphs_fits_the_next_edition_too(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    complete = WORKSHOP.replace(
        "report: {", "summary: {executive: S.}\npolicy: {disclaimer: D.}\nreport: {method: M., "
    )
    project.write_text(complete.replace("09-30}", "09-30, edition: 2, previous: 2026-06-30}"), "utf-8")
    note = "Two * gauges.\n\nOne `level`."
    assert run_command(["status", "R1", "partially-implemented", "--on", "2026-09-01", "--note", note]) == 0
    assert run_command(["status", "R1"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("partially-implemented: Two * gauges. One `level`.")
    assert run_command(["check", "--product", "follow-up"]) == 0
    assert "not-one-paragraph" not in capsys.readouterr().err


def test_a_status_is_written_and_shown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["status", "R1", "Implemented", "--on", "1 Sept 2026", "--evidence", "https://example.org/a"]
    assert run_command([*words, "--dry-run"]) == 0
    assert "+" in capsys.readouterr().out and project.read_text("utf-8") == WORKSHOP
    assert run_command(words) == 0
    assert run_command(["status", "--format", "json"]) == 0
    (board,) = json.loads(capsys.readouterr().out.split("\n", 1)[1])
    assert (board["recommendations"][0]["status"], board["recommendations"][0]["looked_at"]) == (
        "implemented",
        "2026-09-01",
    )


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["R1", "implemented"], 2, "add --on"),
        (["R1", "implmented", "--on", "2026-09-01"], 2, "write implemented"),
        (["R1", "implemented", "--on", "3/4/2026"], 2, "write it as 2026-03-31"),
        (["R9", "implemented", "--on", "2026-09-01"], 1, "there are: R1, R2"),
        (["w", "R2", "implemented", "--on", "2026-09-01"], 1, "workshop.yaml:15:5: error: R2 cannot be implemented"),
        (["R1", "--note", "x"], 2, "name a recommendation and its status"),
        (["nowhere"], 2, "there is no workshop 'nowhere'"),
    ],
)
def test_what_is_typed_wrongly_is_told_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
) -> None:
    assert run_command(["status", *words]) == code
    assert told in capsys.readouterr().err
    assert project.read_text("utf-8") == WORKSHOP


def test_a_status_that_is_none_fails_the_board_at_its_place(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project.write_text(WORKSHOP.replace("status: in-progress", "status: begun"), "utf-8")
    assert run_command(["status"]) == 1
    seen = capsys.readouterr()
    assert "R1   begun" in seen.out
    assert "workshop.yaml:14:85: error: 'begun' is no status" in seen.err


def test_a_status_may_be_a_label_in_any_language_of_the_toolkit(project: Path) -> None:
    assert run_command(["status", "R1", "nicht begonnen", "--on", "2.9.2026"]) == 0
    assert run_command(["status", "R1", "Teilweise umgesetzt", "--on", "3. September 2026"]) == 0
    assert run_command(["status", "R1", "withdrawn", "--on", "2026-09-04"]) == 0
    written = project.read_text("utf-8")
    assert [written.count(f"status: {one}") for one in ("not-started", "partially-implemented", "withdrawn")] == [
        2,
        1,
        1,
    ]
