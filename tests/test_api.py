"""The functions for programs do what the commands do."""

from __future__ import annotations

from pathlib import Path

import pytest

import octavo
from octavo.building import export_files, verify_outputs
from octavo.findings.finding import Finding


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "reports" / "alpha").mkdir(parents=True)
    (tmp_path / "reports" / "alpha" / "workshop.yaml").write_text("id: alpha\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
def test_metadata_are_exported_at_the_time_that_the_environment_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(export_files, "export", lambda *_, epoch, **__: asked.append(epoch))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    octavo.export("ris", ["alpha"])
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    octavo.export("ris", ["alpha"])
    assert asked == [1_700_000_000, None]
    for wrong in ("soon", "-1", "1" * 12, "١٢٣"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(ValueError, match="seconds since 1970"):
            octavo.export("ris", ["alpha"])


def test_a_folder_with_faults_is_not_built_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_outputs, "rebuild", lambda *_: pytest.fail("it was built again"))
    assert octavo.verify(project, rebuild=True)


def test_a_project_may_be_named_as_the_source_of_a_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Path, ...]] = []

    def rebuild(_: Path, workshops: tuple[Path, ...]) -> verify_outputs.RebuildResult:
        asked.append(workshops)
        return verify_outputs.RebuildResult(None, (Finding("no-source", "none"),))

    monkeypatch.setattr(verify_outputs, "verify", lambda *_: ())
    monkeypatch.setattr(verify_outputs, "rebuild", rebuild)
    for source in (project, "alpha", project / "reports" / "alpha"):
        assert [found.code for found in octavo.verify("build", source=source)] == ["no-source"]
    assert asked == [(project / "reports" / "alpha" / "workshop.yaml",)] * 3


@pytest.mark.usefixtures("project")
def test_one_name_is_no_list_of_names() -> None:
    with pytest.raises(TypeError, match=r"\['alpha'\]"):
        octavo.build("alpha")
