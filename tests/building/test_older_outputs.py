"""After a failed build, files of an earlier edition are named as what they are."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from octavo.building.older_outputs import OLDER_EDITION, add_older_files
from octavo.building.outcomes import Outcome, OutcomeState
from octavo.building.output_folder import manifest
from octavo.project.project_folders import Project

NOON = 1_780_000_000


def built(tmp_path: Path, source_then: bytes) -> tuple[Outcome, Path, Project]:
    source = tmp_path / "reports/tides/workshop.yaml"
    folder = tmp_path / "build/tides"
    for path in (source, folder / "summary.pdf"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"now")
    os.utime(folder / "summary.pdf", (NOON, NOON))
    entry = {
        "product": "summary",
        "file": "summary.pdf",
        "bytes": 3,
        "sha256": sha256(b"now").hexdigest(),
        "inputs": [{"path": "reports/tides/workshop.yaml", "sha256": sha256(source_then).hexdigest()}],
    }
    (folder / manifest.NAME).write_bytes(manifest.write("tides", [entry]))
    return Outcome(source, "summary", OutcomeState.FAULTY), folder, Project(tmp_path)


def test_an_older_file_is_named_with_its_day(tmp_path: Path) -> None:
    outcome, folder, project = built(tmp_path, b"then")
    (found,) = add_older_files([outcome], folder, project)[0].findings
    assert found.code == OLDER_EDITION
    assert "summary.pdf" in found.message
    assert "2026-05-2" in found.message


def test_a_file_of_the_same_inputs_is_not_older(tmp_path: Path) -> None:
    outcome, folder, project = built(tmp_path, b"now")
    assert add_older_files([outcome], folder, project) == (outcome,)


def test_files_of_products_that_were_made_are_not_named(tmp_path: Path) -> None:
    outcome, folder, project = built(tmp_path, b"then")
    other = Outcome(outcome.source, "follow-up", OutcomeState.FAULTY)
    assert add_older_files([other], folder, project) == (other,)
