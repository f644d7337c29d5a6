"""A commit is named only if it holds the files exactly as they are."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from octavo.project import source_commit
from octavo.project.source_commit import find_commit

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

FILES = {"reports/w/workshop.yaml": b"id: w\n", "reports/w/Zo\xc3\xab *.png".encode().decode("utf-8"): b"\x89PNG"}


def git(folder: Path, *words: str) -> str:
    settings = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(["git", *settings, *words], cwd=folder, env=surroundings, check=True, capture_output=True)
    return done.stdout.decode().strip()


@pytest.fixture(params=["sha1", "sha256"])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A project in a folder of a repository, with one commit."""
    folder = tmp_path / "repository" / "project"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    git(folder.parent, "init", "-q", f"--object-format={request.param}")
    git(folder.parent, "add", "-A")
    git(folder.parent, "commit", "-q", "-m", "first")
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def test_the_commit_that_holds_all_files_is_named(project: Path) -> None:
    assert find_commit(project, digests(project)) == git(project, "rev-parse", "HEAD")


def alter(folder: Path) -> None:
    (folder / "reports/w/workshop.yaml").write_bytes(b"id: v\n")


def stage(folder: Path) -> None:
    alter(folder)
    git(folder, "add", "-A")


def forget(folder: Path) -> None:
    git(folder, "rm", "-q", "--cached", "reports/w/workshop.yaml")
    git(folder, "commit", "-q", "-m", "second")


@pytest.mark.parametrize("change", [alter, stage, forget])
def test_no_commit_is_named_if_one_file_is_not_in_it_as_it_is(project: Path, change: Callable[[Path], None]) -> None:
    change(project)
    assert find_commit(project, digests(project)) == ""


def test_no_commit_is_named_if_a_file_changed_since_it_was_read(project: Path) -> None:
    assert find_commit(project, digests(project) | {"reports/w/workshop.yaml": "0" * 64}) == ""


def test_programs_that_a_repository_names_are_not_run(project: Path) -> None:
    marker = project / "ran"
    hook = f"sh -c 'touch {marker}'"
    for key in ("core.fsmonitor", "filter.x.clean", "filter.x.smudge", "core.pager", "diff.external", "alias.ls-tree"):
        git(project, "config", key, hook)
    (project / ".gitattributes").write_text("* filter=x\n")
    find_commit(project, digests(project))
    assert not marker.exists()


def test_without_a_repository_or_git_there_is_no_commit(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_commit(tmp_path, {"workshop.yaml": "0" * 64}) == ""
    assert find_commit(project, {}) == ""
    monkeypatch.setattr(source_commit.shutil, "which", lambda _: None)
    assert find_commit(project, digests(project)) == ""
