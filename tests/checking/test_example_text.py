"""Texts of the example that `octavo new` writes are told, and are not released."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.checking.example_text import find_example_text
from octavo.findings.finding import Severity
from octavo.loading.workshop_loader import load_workshop
from octavo.project.new_workshop import create_workshop
from octavo.project.project_folders import Project


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return create_workshop("tides", Project(tmp_path))


def lines_of(workshop: Path) -> str:
    told = find_example_text(load_workshop(workshop), Project(workshop.parents[2]))
    assert all(one.severity is Severity.ADVICE and one.missing for one in told) and len(told) < 2
    return " ".join(one.message for one in told)


def test_an_example_text_is_told_until_its_own_facts_stand_there(workshop: Path) -> None:
    text = workshop.read_text("utf-8")
    number = next(at for at, line in enumerate(text.splitlines(), 1) if "find out why footpaths close" in line)
    assert "in lines 31, 32" in lines_of(workshop) and "more" in lines_of(workshop)
    changed = text.replace("Example", "Tidal").replace("example", "tidal").replace("Exempl", "Marine")
    workshop.write_text(changed, "utf-8")
    assert str(number) in lines_of(workshop).replace(",", " ").split()


def test_short_words_that_are_right_by_chance_and_the_disclaimer_may_stay(workshop: Path) -> None:
    workshop.write_text(
        "schema_version: 1\nid: tides\nevent:\n  type: workshop\n  title: Tides\n"
        "  start: 2026-03-30\n  end: 2026-03-31\n"
        "  venue: {city: Oslo, country: NO}\n  scope: Tides.\n  background: Some.\n  objectives: [To read]\n"
        "policy:\n  attribution: open\n  disclaimer: |\n    The views in this document are those of the participants.\n"
        "programme:\n  days:\n    - date: 2026-03-30\n      sessions:\n"
        "        - {start: '11:00', type: break, title: Coffee}\n"
        "        - {start: '12:00', type: plenary, title: Opening lectures}\n",
        "utf-8",
    )
    assert lines_of(workshop) == ""
