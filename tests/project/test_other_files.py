"""A folder without workshop.yaml is told by what it contains in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.project.project_folders import Project, find_misnamed_workshops, find_workshop


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("workshop.yml", "but workshop.yml: rename it to workshop.yaml"),
        ("Workshop.yaml", "but Workshop.yaml: rename it to workshop.yaml, in small letters"),
        ("workshop.yaml.txt", "but workshop.yaml.txt (an editor added .txt): rename it to workshop.yaml"),
        ("tides.yaml", "but tides.yaml: if it describes the workshop, rename it to workshop.yaml"),
        ("Report.docx", "but a Word document (Report.docx)"),
        ("people.xlsx", "but a spreadsheet (people.xlsx)"),
    ],
)
def test_what_has_the_wrong_name_is_told(tmp_path: Path, name: str, told: str) -> None:
    folder = tmp_path / "reports/tides"
    folder.mkdir(parents=True)
    (folder / name).write_text("id: tides")
    for typed in ("tides", "reports/tides"):
        with pytest.raises(LookupError, match="contains no workshop") as raised:
            find_workshop(typed, tmp_path)
        assert told in str(raised.value)
    (words,) = find_misnamed_workshops(Project(tmp_path))
    assert told in words


def test_a_folder_with_a_workshop_may_hold_anything(tmp_path: Path) -> None:
    folder = tmp_path / "reports/tides"
    folder.mkdir(parents=True)
    for name in ("workshop.yaml", "people.xlsx", "workshop.yml"):
        (folder / name).touch()
    assert find_misnamed_workshops(Project(tmp_path)) == ()
