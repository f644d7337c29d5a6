"""A new workshop is whole, builds at once, and replaces nothing."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from octavo.building.product_pipeline import inspect_workshop
from octavo.findings.finding import Finding, FindingsError
from octavo.language.disclaimers import usual_disclaimer
from octavo.language.languages import supported_languages
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


def test_given_facts_stand_in_a_short_file_without_the_example(tmp_path: Path) -> None:
    facts = {"title": "Tides: what they say #1", "start": "2026-09-10", "end": " 2026-09-12", "country": "Niederlande"}
    path = create_workshop("w", Project(tmp_path), facts)
    made = yaml.safe_load(path.read_text("utf-8"))
    assert made["event"] == {
        "type": "workshop",
        "title": "Tides: what they say #1",
        "start": date(2026, 9, 10),
        "end": date(2026, 9, 12),
        "venue": {"country": "NL"},
    }
    assert set(made) == {"schema_version", "id", "language", "products", "event", "policy"} and made["id"] == "w"
    assert "    # city:\n" in path.read_text("utf-8") and (path.parent / "workshop.schema.json").is_file()


@pytest.mark.parametrize("code", [row.code for row in supported_languages()])
def test_a_short_file_is_in_the_language_that_was_chosen(tmp_path: Path, code: str) -> None:
    facts = {"title": "T", "start": "3.5.2026", "end": "4 May 2026", "language": code}
    path = create_workshop("w", Project(tmp_path), facts)
    text = path.read_text("utf-8")
    made = yaml.safe_load(text)
    assert (made["language"], made["event"]["start"], made["event"]["end"]) == (
        code,
        date(2026, 5, 3),
        date(2026, 5, 4),
    )
    assert " ".join(made["policy"]["disclaimer"].split()) == usual_disclaimer(code)
    assert (made["policy"]["disclaimer"].startswith("The views")) == (code == "en")
    assert max(map(len, text.splitlines())) <= 120 and f"# or {code}" not in text


def test_an_english_disclaimer_of_a_workshop_in_another_language_is_told(tmp_path: Path) -> None:
    path = create_workshop("w", Project(tmp_path), {"title": "T", "start": "2026-03-30", "end": "2026-03-31"})
    more = "people: [{id: a, family: B}]\ndirectors: [{person: a}]\nsummary: {executive: x}\n"
    english = path.read_text("utf-8") + more

    def told(text: str) -> list[Finding]:
        path.write_text(text, "utf-8")
        found = inspect_workshop(path, Project(tmp_path), ("summary",))
        return [one for one in found if one.code == "english-disclaimer"]

    assert told(english) == [] and load_workshop(path).findings == (), "a place may be left out"
    austrian = english.replace("language: en", "language: de-AT")
    (advice,) = told(austrian)
    said = f"    {(advice.hint or '').removeprefix('write ')}\n"
    assert told(re.sub(r"(?m)(disclaimer: \|\n)(?:    .*\n)+", lambda found: found[1] + said, austrian)) == []


def test_what_is_commented_out_in_the_short_file_is_right_once_it_is_not(tmp_path: Path) -> None:
    facts = {"title": "T", "start": "2026-03-30", "end": "2026-03-31", "city": "Exampleton", "country": "GB"}
    path = create_workshop("w", Project(tmp_path), facts)
    head, mark, tail = path.read_text("utf-8").partition("# Who was responsible")
    lines = [line.removeprefix("# ") for line in f"{mark}{tail}".splitlines() if re.match(r"# ( |-|\w+:$)", line)]
    path.write_text("\n".join([head, "people:", "  - {given: Ada, family: Example}", *lines]), "utf-8")
    loaded = load_workshop(path)
    assert loaded.findings == () and loaded.workshop
    assert loaded.workshop.summary and loaded.workshop.summary.findings and loaded.workshop.recommendations


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"title": "T"}, ["--start is missing", "--end is missing"]),
        ({"title": "T", "start": "10/9/2026", "end": "2026-09-12"}, ["--start: '10/9/2026' is not a date"]),
        (
            {"title": "T", "start": "2026-09-10", "end": "2026-09-12", "language": "sv"},
            ["--language: Octavo is translated"],
        ),
        ({"title": "T", "start": "2026-09-12", "end": "2026-09-10"}, ["--end is before --start"]),
        (
            {"title": "T", "start": "2026-09-10", "end": "2026-09-12", "country": "Atlantis"},
            ["--country: 'Atlantis' is not a country code"],
        ),
    ],
)
def test_facts_that_cannot_be_make_nothing(tmp_path: Path, facts: dict[str, str], told: list[str]) -> None:
    with pytest.raises(FindingsError) as caught:
        create_workshop("w", Project(tmp_path), facts)
    messages = [finding.message for finding in caught.value.findings]
    assert len(messages) == len(told) and all(map(str.startswith, messages, told)), messages
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("facts", [None, {"title": "Old Wells", "start": "2026-03-30", "end": "2026-03-31"}])
def test_its_reports_have_the_house_style_that_was_chosen(tmp_path: Path, facts: dict[str, str] | None) -> None:
    path = create_workshop("w", Project(tmp_path), facts, "chancery")
    report = yaml.safe_load(path.read_text())["report"]
    assert (report["style"], report["summary_style"]) == ("chancery", "chancery-a4")
    assert path.read_text().count("\nreport:\n") == 1 and "# style:" not in path.read_text()


@pytest.mark.parametrize("style", ["nowhere", "cover", "../chancery", ""])
def test_a_style_that_is_none_is_told_with_those_that_are(tmp_path: Path, style: str) -> None:
    with pytest.raises(FindingsError) as raised:
        create_workshop("w", Project(tmp_path), None, style)
    (found,) = raised.value.findings
    assert found.message == f"there is no house style '{style}'" and "chancery" in (found.hint or "")
    assert not (tmp_path / "reports").exists()
