"""octavo fix shows what it corrects, and writes it if it is told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.cli.main import run_command

FAULTY = """\
schema_version: 1
id: tides
language: en
event:
  type: Workshop
  title: Reading: the Tides
  start: 30 March 2026  # a Monday
  end: 2026-04-01
people:
  - id: hansen
    family: Hansen
    country: Norway
"""
SOUND = (
    FAULTY.replace("Workshop\n", "workshop\n")
    .replace("Reading: the Tides", '"Reading: the Tides"')
    .replace("30 March 2026", "2026-03-30")
    .replace("Norway", "NO")
)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "reports/tides/workshop.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(FAULTY)
    monkeypatch.chdir(tmp_path)
    return file


def test_the_change_is_shown_and_written(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["fix", "tides", "--yes"]) == 0
    printed = capsys.readouterr()
    assert "-    country: Norway\n+    country: NO\n" in printed.out
    assert "4 corrections written" in printed.err
    assert source.read_text() == SOUND
    assert run_command(["fix", "tides", "--yes"]) == 0
    assert "nothing to correct" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "code"), [(["--dry-run"], 0), ([], 1)])
def test_nothing_is_written_unless_it_is_agreed(
    source: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    assert run_command(["fix", "tides", *words]) == code
    assert "nothing was written" in capsys.readouterr().err
    assert source.read_text() == FAULTY


def test_a_file_that_cannot_be_read_is_an_error(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_bytes(b"id: K\xe5re\n")
    assert run_command(["fix", "tides", "--yes"]) == 1
    assert "Windows-1252" in capsys.readouterr().err


def test_certain_corrections_are_made_though_another_fault_needs_a_person(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source.write_text(FAULTY + "summary:\n  executive: Words.\n    scope: More.\n")
    assert run_command(["fix", "tides", "--yes"]) == 0
    assert '  title: "Reading: the Tides"\n' in source.read_text()
    assert "    scope: More." in source.read_text()
    assert "1 correction written; left to you: 1 error" in capsys.readouterr().err
