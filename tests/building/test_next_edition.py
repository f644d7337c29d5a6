"""The next edition: the one that was given away is kept and proved, and workshop.yaml changes whole or not at all."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from octavo.building.next_edition import (
    NextEdition,
    UnreleasedEditionError,
    keep_released_edition,
    prepare_edition,
)
from octavo.building.output_folder.output_writer import (
    OutputFile,
    make_manifest_entry,
    publish_products,
    seal_release,
)
from octavo.building.verify_outputs import verify
from octavo.cli.main import run_command
from octavo.findings.finding import FindingsError
from octavo.loading.workshop_loader import load_workshop_text
from octavo.project.project_folders import Project

WORKSHOP = """schema_version: 1
id: w
event: {type: workshop, title: T, start: 2026-03-30, end: 2026-04-01}
people: [{id: a, family: Solo}]
directors: [{person: a}]
recommendations:
  - text: Wind them.   # the first
  - {id: R2, text: Count them., added: 2026-05-01}
report:
  edition: 1  # counts
  date: 2026-09-30
  doi: 10.5555/first
"""
NEXT = NextEdition(date(2027, 9, 30))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "reports" / "w" / "workshop.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(WORKSHOP, "utf-8")
    return path


def release(source: Path, words: bytes = b"First edition") -> None:
    """Write a product and seal it, as a release does."""
    project = Project(source.parent.parent.parent)
    inputs = {project.path_label(source): sha256(source.read_bytes()).hexdigest()}
    entry = make_manifest_entry("follow-up", words, 1, None, inputs)
    publish_products("w", [OutputFile("follow-up", words, entry, "w.follow-up.json", b"{}")], project.build_folder)
    seal_release("w", {"follow-up.pdf": sha256(words).hexdigest()}, project.build_folder, project)


def begin(source: Path, wanted: NextEdition = NEXT) -> str:
    project = Project(source.parent.parent.parent)
    begun = prepare_edition(source, project, project.build_folder, wanted)
    keep_released_edition(begun)
    source.write_text(begun.after, "utf-8")
    return begun.after


def test_edition_and_days_are_set_and_all_else_stays(source: Path) -> None:
    release(source)
    assert begin(source) == WORKSHOP.replace("edition: 1  #", "edition: 2  #").replace(
        "Wind them.   # the first\n", "Wind them.   # the first\n    id: R1\n"
    ).replace("date: 2026-09-30", "date: 2027-09-30") + (
        "  previous: 2026-09-30\n  editions:\n    - edition: 1\n      date: 2026-09-30\n      cut_off: 2026-09-30\n"
        "      recommendations: [R1, R2]\n"
    )


def test_the_edition_that_was_given_away_is_proved_where_it_is_kept(source: Path) -> None:
    release(source)
    begin(source)
    folder = source.parents[2] / "build" / "w"
    assert verify(folder) == verify(folder / "editions" / "1") == ()
    release(source, b"Second edition")
    assert verify(folder) == ()
    assert (folder / "editions" / "1" / "follow-up.pdf").read_bytes() == b"First edition"
    begin(source, NextEdition(date(2028, 9, 30), date(2028, 8, 31)))
    assert (folder / "editions" / "2" / "follow-up.pdf").read_bytes() == b"Second edition"
    loaded = load_workshop_text(source, source.read_text("utf-8")).workshop
    assert loaded and loaded.report
    assert [(one.edition, str(one.cut_off)) for one in loaded.report.editions] == [(1, "2026-09-30"), (2, "2027-09-30")]
    assert (loaded.report.edition, str(loaded.report.previous), str(loaded.report.cut_off)) == (
        3,
        "2027-09-30",
        "2028-08-31",
    )


def test_what_is_not_released_or_was_altered_is_not_kept(source: Path) -> None:
    with pytest.raises(UnreleasedEditionError) as caught:
        begin(source)
    assert "octavo release" in caught.value.findings[0].hint
    release(source)
    (source.parents[2] / "build" / "w" / "follow-up.pdf").write_bytes(b"Other words..")
    with pytest.raises(UnreleasedEditionError) as caught:
        begin(source)
    assert "was changed after it was built" in caught.value.findings[0].message
    assert source.read_text("utf-8") == WORKSHOP


def test_a_file_changed_since_the_release_is_asked_about(source: Path) -> None:
    release(source)
    changed = WORKSHOP.replace("report:\n", "  - {id: R3, text: Draw them., added: 2026-11-01}\nreport:\n")
    source.write_text(changed, "utf-8")
    with pytest.raises(UnreleasedEditionError) as caught:
        begin(source)
    assert "--changed" in caught.value.findings[0].hint
    assert "recommendations: [R1, R2]\n" in begin(source, NextEdition(NEXT.day, is_changed=True))


def test_no_edition_is_begun_twice_from_one_release(source: Path) -> None:
    release(source)
    begin(source)
    with pytest.raises(UnreleasedEditionError) as caught:
        begin(source, NextEdition(date(2028, 9, 30), is_changed=True))
    assert "edition 1, which is kept already" in caught.value.findings[0].message


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (NextEdition(date(2026, 9, 30)), "not before 2026-09-30"),
        (NextEdition(date(2027, 9, 30), date(2027, 10, 1)), "is after 2027-09-30"),
    ],
)
def test_days_that_cannot_be_are_refused(source: Path, wanted: NextEdition, told: str) -> None:
    release(source)
    with pytest.raises(FindingsError) as caught:
        begin(source, wanted)
    assert told in caught.value.findings[0].message
    assert source.read_text("utf-8") == WORKSHOP


def test_another_edition_of_the_same_number_is_not_overwritten(source: Path) -> None:
    release(source)
    kept = source.parents[2] / "build" / "w" / "editions" / "1"
    kept.mkdir(parents=True)
    (kept / "follow-up.pdf").write_bytes(b"Given away before")
    with pytest.raises(FindingsError) as caught:
        begin(source)
    assert "edition 1 is kept already" in caught.value.findings[0].message
    assert isinstance(caught.value, UnreleasedEditionError)  # exit code 5
    assert (kept / "follow-up.pdf").read_bytes() == b"Given away before"


def test_the_command_says_what_it_keeps_and_what_is_old(
    source: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(source.parents[2])
    assert run_command(["edition", "next", "--date", "2027-09-30"]) == 5
    release(source)
    capsys.readouterr()
    assert run_command(["edition", "next", "--date", "30 Sept 2027", "--dry-run"]) == 0
    assert "+  edition: 2" in capsys.readouterr().out and source.read_text("utf-8") == WORKSHOP
    assert run_command(["edition", "next", "--date", "2027-09-30"]) == 0
    seen = capsys.readouterr()
    assert seen.out.splitlines() == ["build/w/editions/1", "reports/w/workshop.yaml"]
    assert "workshop.yaml:13:3: advice: this is still of edition 1: doi" in seen.err
    assert json.loads((source.parents[2] / "build/w/editions/1/manifest.json").read_text())["workshop"] == "w"
