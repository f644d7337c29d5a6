"""Commands that change workshop.yaml never write over what somebody else saved while they worked."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from octavo.cli.main import run_command
from octavo.files import atomic_files
from octavo.files.atomic_files import OpenFolder

WORKSHOP = """schema_version: 1
id: w
event: {type: workshop, title: T, start: 2026-03-30, end: 2026-04-01}
people:
  - {id: a, family: Solo, country: Norway}
directors: [{person: a}]
recommendations:
  - {id: R1, text: Wind them.}
"""
MANY = {"fix": ["fix", "w", "--yes"], "people": ["import", "people", "list.csv"]}
STATUS = ["status", "w", "R1", "in-progress", "--on", "2026-05-01"]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "reports" / "w" / "workshop.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(WORKSHOP, "utf-8")
    (tmp_path / "list.csv").write_text("Given,Family,Country\nAda,Berg,Norway\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def save_meanwhile(monkeypatch: pytest.MonkeyPatch, save: Callable[[], object]) -> None:
    """Save the file once just before a command writes."""
    open_as_before = atomic_files.open_folder
    saves = iter([save])

    @contextmanager
    def open_folder(root: Path, name: str) -> Iterator[OpenFolder]:
        next(saves, lambda: None)()
        with open_as_before(root, name) as folder:
            yield folder

    monkeypatch.setattr(atomic_files, "open_folder", open_folder)


@pytest.mark.parametrize("words", MANY.values(), ids=MANY)
def test_what_was_saved_in_an_editor_meanwhile_is_kept_and_told(
    source: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = WORKSHOP + "# saved meanwhile\n"
    save_meanwhile(monkeypatch, lambda: source.write_text(saved, "utf-8"))
    assert run_command(words) == 3
    assert source.read_text("utf-8") == saved
    assert "this file was changed while it was read" in capsys.readouterr().err


def test_two_statuses_at_once_are_both_entered(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = WORKSHOP.replace("text: Wind them.", "text: Wind them., tracking: {owner: Office}")
    save_meanwhile(monkeypatch, lambda: source.write_text(other, "utf-8"))
    assert run_command(STATUS) == 0
    text = source.read_text("utf-8")
    assert "owner: Office" in text and "status: in-progress" in text


@pytest.mark.parametrize("words", [STATUS, *MANY.values()], ids=["status", *MANY])
def test_a_disk_that_is_read_only_is_told_with_the_file_and_what_helps(
    source: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: str, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        assert run_command(words) == 3
    told = capsys.readouterr().err
    assert "reports/w/workshop.yaml:1:1: error: cannot write: the disk is read-only" in told
    assert "make the disk writable" in told and "--output" not in told
    assert source.read_text("utf-8") == WORKSHOP
