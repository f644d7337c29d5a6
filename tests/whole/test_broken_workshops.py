"""Every folder of tests/whole/broken holds a workshop that somebody might write, and what must be said of it."""

from pathlib import Path

import pytest

from octavo.building.product_pipeline import inspect_workshop
from octavo.files.source_lines import read_source_lines
from octavo.findings import report_formats
from octavo.project.project_folders import Project

CASES = sorted(folder for folder in (Path(__file__).parent / "broken").iterdir() if folder.is_dir())


def shown(source: Path) -> str:
    return report_formats.format_as_text(inspect_workshop(source, Project(Path()), ("summary",)), read_source_lines)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_says_what_is_wrong_and_where_and_what_to_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert shown(Path("workshop.yaml")) == (folder / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_gives_every_finding_a_place_and_all_but_advice_a_hint(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    expected = (folder / "expected.txt").read_text("utf-8")
    found = sum(expected.count(f": {severity}: ") for severity in ("error", "warning", "advice"))
    assert found == expected.count("\n  hint: ")


def test_covers_at_least_sixty_kinds_of_fault() -> None:
    assert len(CASES) >= 60
