"""A new workshop is whole, builds at once, and replaces nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.findings.finding import FindingsError
from octavo.loading.json_schema import make_workshop_schema
from octavo.loading.workshop_loader import load_workshop
from octavo.project.new_workshop import create_workshop
from octavo.project.project_folders import Project, project_at_folder


def test_a_new_workshop_loads_without_a_finding(tmp_path: Path) -> None:
    loaded = load_workshop(create_workshop("expert-meeting-2026", Project(tmp_path)))
    assert loaded.findings == ()
    assert loaded.workshop and loaded.workshop.id == "expert-meeting-2026"


def test_it_stands_in_the_reports_of_the_project_one_is_in(tmp_path: Path) -> None:
    (tmp_path / "reports" / "other").mkdir(parents=True)
    path = create_workshop("w", project_at_folder(tmp_path / "reports" / "other"))
    assert path == tmp_path / "reports" / "w" / "workshop.yaml"


def test_the_editor_finds_the_schema_beside_it(tmp_path: Path) -> None:
    path = create_workshop("w", Project(tmp_path))
    modeline = path.read_text().splitlines()[0]
    assert modeline == "# yaml-language-server: $schema=./workshop.schema.json"
    assert json.loads((path.parent / "workshop.schema.json").read_text()) == make_workshop_schema()
    assert sorted(found.name for found in (tmp_path / "reports").iterdir()) == ["w"]


def test_a_template_of_the_users_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "new" / "workshop.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("id: NAME\n")
    assert create_workshop("w", Project(tmp_path)).read_text() == "id: w\n"


@pytest.mark.parametrize("standing", ["w", "W"])
def test_a_folder_that_stands_is_not_touched(tmp_path: Path, standing: str) -> None:
    kept = tmp_path / "reports" / standing / "workshop.yaml"
    kept.parent.mkdir(parents=True)
    kept.write_text("kept")
    with pytest.raises(FindingsError, match=f"'{standing}' exists already"):
        create_workshop("w", Project(tmp_path))
    assert kept.read_text() == "kept" and len(list((tmp_path / "reports").iterdir())) == 1


@pytest.mark.parametrize("name", ["", ".", "..", "../w", "a/b", "a b", "-w", "w.", "é", "w\n", "a--b", "x" * 81])
def test_a_name_that_cannot_be_an_id_makes_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(FindingsError) as caught:
        create_workshop(name, Project(tmp_path))
    assert {finding.code for finding in caught.value.findings} == {"bad-name"}
    assert list(tmp_path.iterdir()) == []


def test_of_a_name_that_is_too_long_it_is_said_how_long_it_may_be(tmp_path: Path) -> None:
    with pytest.raises(FindingsError, match="the name has 81 characters; the limit is 80"):
        create_workshop("x" * 81, Project(tmp_path))


def test_a_linked_templates_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "templates").symlink_to("/")
    with pytest.raises(FindingsError, match="symbolic link"):
        create_workshop("w", Project(tmp_path))
