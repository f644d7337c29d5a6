"""A workshop that is watched is built again after each change, as it would be from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from minimal_workshop import MINIMAL
from octavo.building import build_workshops, watch_workshops
from octavo.building.outcomes import BuildRequest, Outcome, OutcomeState, ignore_progress


def test_a_workshop_is_built_again_when_a_file_changes_and_not_before(tmp_path: Path) -> None:
    source = tmp_path / "reports" / "wells" / "workshop.yaml"
    source.parent.mkdir(parents=True)
    source.write_text(MINIMAL)
    seen: list[tuple[Outcome, ...]] = []
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(seen) == 1 and len(waits) == 3:
            source.write_text(MINIMAL.replace("title: ", "title: New ", 1))

    def show(outcomes: tuple[Outcome, ...]) -> None:
        seen.append(outcomes)
        if len(seen) == 2:
            raise KeyboardInterrupt

    wanted = BuildRequest(("summary",))
    with pytest.raises(KeyboardInterrupt):
        watch_workshops.watch([source], wanted, ignore_progress, show, wait)
    assert len(waits) > 3
    assert [outcome.state for outcomes in seen for outcome in outcomes] == [OutcomeState.BUILT] * 2
    (file,) = seen[1][0].files
    watched = file.read_bytes()
    (anew,) = build_workshops.build([source], BuildRequest(("summary",), output=tmp_path / "other"))
    assert anew.files[0].read_bytes() == watched


def test_what_builds_write_is_no_change(tmp_path: Path) -> None:
    source = tmp_path / "reports" / "wells" / "workshop.yaml"
    (source.parent / "out").mkdir(parents=True)
    source.write_text(MINIMAL)
    wanted = BuildRequest(output=source.parent / "out")
    before = watch_workshops.stat_project_files([source], wanted)
    (source.parent / "out" / "summary.pdf").write_bytes(b"x")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "summary.pdf").write_bytes(b"x")
    assert watch_workshops.stat_project_files([source], wanted) == before
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.css").write_text("")
    assert watch_workshops.stat_project_files([source], wanted) != before
