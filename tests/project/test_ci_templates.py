"""The files of a pipeline are what their hosts read, replace nothing, and let nobody's words become a command."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkout import ROOT
from octavo.cli.main import run_command
from octavo.files.atomic_files import UnwritableError
from octavo.findings.finding import FindingsError
from octavo.project.ci_templates import CI_FILES, write_ci_files
from octavo.project.project_folders import Project

SCHEMAS = {
    "action.yml": "github-actions",
    "octavo.yml": "github-workflows",
    ".gitlab-ci.yml": "gitlab-ci",
    "gitlab.yml": "gitlab-ci",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Give a project that lies deeper in its repository."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "our papers" / "reports").mkdir(parents=True)
    return Project(tmp_path / "our papers")


def holds(path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{SCHEMAS[path.name]}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def pre_commit(verb: str, path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "pre_commit", verb, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["action.yml", "ci/gitlab.yml"])
def test_what_ships_keeps_to_the_schema_of_its_host(name: str) -> None:
    holds(ROOT / name)


def test_the_hook_keeps_to_the_rules_of_pre_commit() -> None:
    pre_commit("validate-manifest", ROOT / ".pre-commit-hooks.yaml")


@pytest.mark.parametrize("kind", CI_FILES)
def test_what_is_written_keeps_to_the_schema_of_its_host(kind: str, project: Project) -> None:
    made, _ = write_ci_files(kind, project)
    assert sorted(path.relative_to(project.root.parent).as_posix() for path in made) == sorted(CI_FILES[kind])
    for path in made:
        pre_commit("validate-config", path) if path.name == ".pre-commit-config.yaml" else holds(path)


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def test_what_is_written_works_in_the_folder_of_the_project(project: Project) -> None:
    root = project.root.parent
    write_ci_files("github", project)
    assert read(root / ".github/workflows/octavo.yml")["jobs"]["octavo"]["steps"][-1]["with"] == {
        "command": "release",
        "working-directory": "our papers",
    }
    (hook,) = read(root / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    assert 'cd "our papers" && exec octavo check' in hook["entry"]
    write_ci_files("gitlab", project)
    assert read(root / ".gitlab-ci.yml")["variables"] == {"OCTAVO_COMMAND": "release", "OCTAVO_FOLDER": "our papers"}


@pytest.mark.parametrize("kind", CI_FILES)
def test_a_project_at_the_root_of_its_repository_is_a_point(kind: str, tmp_path: Path) -> None:
    for path in write_ci_files(kind, Project(tmp_path))[0]:
        assert '"."' in path.read_text() and '"FOLDER"' not in path.read_text()


def test_a_workflow_may_read_and_no_more_and_ends_in_time(tmp_path: Path) -> None:
    write_ci_files("github", Project(tmp_path))
    workflow = read(tmp_path / ".github/workflows/octavo.yml")
    assert workflow["permissions"] == {"contents": "read"}
    assert all(job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())
    assert workflow["concurrency"]["group"]
    checkouts = [step["with"] for step in workflow["jobs"]["octavo"]["steps"] if "checkout" in step.get("uses", "")]
    assert [each["persist-credentials"] for each in checkouts] == [False, False]


def steps() -> list[dict[str, Any]]:
    workflow = read(ROOT / "templates" / "new" / "ci" / "github.yml")
    return [*read(ROOT / "action.yml")["runs"]["steps"], *workflow["jobs"]["octavo"]["steps"]]


def test_actions_of_others_are_named_by_commit() -> None:
    used = [step["uses"] for step in steps() if "uses" in step]
    assert len(used) == 7
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}|\./\.octavo", name)] == []


def test_no_input_is_pasted_into_a_script() -> None:
    scripts = [step["run"] for step in steps() if "run" in step]
    assert len(scripts) == 4
    assert [script for script in scripts if "${{" in script] == []


def test_the_action_names_only_inputs_and_steps_that_there_are() -> None:
    text, action = (ROOT / "action.yml").read_text(), read(ROOT / "action.yml")
    named = {step["id"] for step in action["runs"]["steps"] if "id" in step}
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(action["inputs"])
    assert set(re.findall(r"steps\.([a-z]+)\.", text)) == named
    told = set(re.findall(r"(?:\\n|')([a-z-]+)=%[ds]", (ROOT / "ci" / "run.sh").read_text()))
    assert set(re.findall(r"steps\.run\.outputs\.([a-z-]+)", text)) <= told


@pytest.mark.parametrize("kind", CI_FILES)
def test_what_stands_is_left_alone_and_told(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".pre-commit-config.yaml").write_text("mine")
    made, found = write_ci_files(kind, Project(tmp_path))
    assert len(made) == 1 and (tmp_path / ".pre-commit-config.yaml").read_text() == "mine"
    assert [finding.code for finding in found] == ["file-kept", "to-tell"]
    before = made[0].read_text()
    made[0].write_text("mine too")
    made, found = write_ci_files(kind, Project(tmp_path))
    assert made == () and [finding.code for finding in found].count("file-kept") == 2 and before


@pytest.mark.parametrize("name", [".github", ".pre-commit-config.yaml"])
def test_no_link_is_followed(name: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / name).symlink_to(outside if name == ".github" else outside / "x")
    with pytest.raises(FindingsError, match="symbolic link"):
        write_ci_files("github", Project(tmp_path / "p"))
    assert list(outside.iterdir()) == [] and [path.name for path in (tmp_path / "p").iterdir()] == [name]


@pytest.mark.parametrize("name", ["$(id)", "a'b", 'a"b', "${{ github.token }}", "a\nb", "a&&b", "-x", "a#b: c"])
def test_a_folder_that_could_be_read_as_a_command_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / name).mkdir()
    with pytest.raises(FindingsError, match="cannot be written into a pipeline"):
        write_ci_files("github", Project(tmp_path / name))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([".git", name])


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("a file")
    with pytest.raises(UnwritableError, match="a file stands where a folder is needed"):
        write_ci_files("github", Project(tmp_path))


def test_a_template_of_the_users_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "new" / "ci" / "gitlab.yml"
    own.parent.mkdir(parents=True)
    own.write_text('mine: "FOLDER"\n')
    write_ci_files("gitlab", Project(tmp_path))
    assert (tmp_path / ".gitlab-ci.yml").read_text() == 'mine: "."\n'


def test_the_command_begins_workshop_and_pipeline_or_the_pipeline_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["new", "tides", "--ci", "github"]) == 0
    told = capsys.readouterr()
    assert told.out.split() == [
        "reports/tides/workshop.yaml",
        ".github/workflows/octavo.yml",
        ".pre-commit-config.yaml",
    ]
    assert "OCTAVO_REPOSITORY" in told.err
    assert run_command(["new", "--ci", "gitlab"]) == 0
    told = capsys.readouterr()
    assert told.out.split() == [".gitlab-ci.yml"] and ".pre-commit-config.yaml:1:1: warning" in told.err
    assert run_command(["new"]) == 2
    assert run_command(["new", "x", "--ci", "jenkins"]) == 2


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_the_hook_that_is_written_stops_a_commit_with_faults(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project.root.parent
    (root / ".git").rmdir()
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{Path('/usr/bin')}:/bin")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(root / "kept"))
    assert run_command(["new", "tides", "--ci", "github"]) == 0

    def commit() -> subprocess.CompletedProcess[str]:
        subprocess.run(["git", "add", "our papers"], cwd=root, check=True)
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run"],
            cwd=root,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    subprocess.run(["git", "add", ".pre-commit-config.yaml"], cwd=root, check=True)
    assert commit().returncode == 0
    path = project.reports_folder / "tides" / "workshop.yaml"
    path.write_text(path.read_text().replace("id: tides", "id: No Id"))
    done = commit()
    assert done.returncode == 1 and "'No Id' is not an id" in done.stdout


def test_the_hook_that_ships_checks_the_workshops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (hook,) = read(ROOT / ".pre-commit-hooks.yaml")
    monkeypatch.chdir(tmp_path)
    run_command(["new", "tides"])
    program, *words = hook["entry"].split()
    assert program == "octavo" and run_command(words) == 0
    assert re.search(hook["files"], "reports/tides/workshop.yaml") and not re.search(hook["files"], "README.md")
