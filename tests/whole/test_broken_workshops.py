"""Every folder of tests/whole/broken holds a workshop that somebody might write, and what must be said of it."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from followed_hints import follow_edits, follow_fixes
from octavo.building.product_pipeline import inspect_workshop
from octavo.files.source_lines import read_source_lines
from octavo.findings import report_formats
from octavo.findings.finding import Finding
from octavo.findings.fix import FixKind
from octavo.project.project_folders import Project

CASES = sorted(folder for folder in (Path(__file__).parent / "broken").iterdir() if folder.is_dir())


def findings_of(source: Path) -> tuple[Finding, ...]:
    return inspect_workshop(source, Project(Path()), ("summary",))


@cache
def standing_findings(folder: Path) -> tuple[Finding, ...]:
    """Return what is found in a folder as it stands, which is the present one."""
    assert folder == Path.cwd()
    return findings_of(Path("workshop.yaml"))


def shown(findings: tuple[Finding, ...]) -> str:
    return report_formats.format_as_text(findings, read_source_lines)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_says_what_is_wrong_and_where_and_what_to_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert shown(standing_findings(folder)) == (folder / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_gives_every_finding_a_place_and_all_but_advice_a_hint(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    expected = (folder / "expected.txt").read_text("utf-8")
    found = sum(expected.count(f": {severity}: ") for severity in ("error", "warning", "advice"))
    assert found == expected.count("\n  hint: ")


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_gives_hints_that_leave_no_fault_when_they_are_followed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy, symlinks=True)
    monkeypatch.chdir(copy)
    workshop = Path("workshop.yaml")
    follow_fixes(workshop, findings_of(workshop))
    if (folder / "follow.txt").exists():
        follow_edits(Path(), (folder / "follow.txt").read_text("utf-8"))
    assert shown(findings_of(workshop)) == ""


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_writes_the_hint_and_the_fix_from_the_same_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for finding in standing_findings(folder):
        if finding.fix and finding.fix.kind is not FixKind.TEXT:
            assert finding.hint == finding.fix.hint
            assert finding.fix.text in finding.hint


def test_covers_at_least_sixty_kinds_of_fault() -> None:
    assert len(CASES) >= 60
