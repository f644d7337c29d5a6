"""Write the files of a CI pipeline for GitHub or GitLab into the root of a repository."""

from __future__ import annotations

import re
from pathlib import Path

from ..files.atomic_files import convert_write_errors
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..loading.text_decoding import read_text_file
from .project_folders import Project, find_plain_file, find_template

CI_FILES = {
    "github": {".github/workflows/octavo.yml": "github.yml", ".pre-commit-config.yaml": "pre-commit.yml"},
    "gitlab": {".gitlab-ci.yml": "gitlab.yml", ".pre-commit-config.yaml": "pre-commit.yml"},
}
"""For each build server: the files that it reads, and their templates in new/ci/."""
FOLDER_PLACEHOLDER = '"FOLDER"'
# Characters that have no special meaning in YAML, in a shell, or in the expressions of either build server.
_SAFE_PATH = re.compile(r"\.|\w[\w ./-]*")
_SETUP_HINTS = {
    "github": "set the variables OCTAVO_REPOSITORY and OCTAVO_REF in GitHub, so that it finds your Octavo",
    "gitlab": "set the variables OCTAVO_PROJECT and OCTAVO_REF in GitLab, so that it finds your Octavo",
}


def write_ci_files(kind: str, project: Project) -> tuple[tuple[Path, ...], tuple[Finding, ...]]:
    """Write the files of a pipeline; return their paths, and findings.

    A file that exists already is kept, with a finding. Raises FindingsError for a link in the way, or for a folder
    whose name cannot be written into the files; raises UnwritableError.
    """
    root = find_repository(project)
    folder = project.root.relative_to(root).as_posix()
    if not _SAFE_PATH.fullmatch(folder):
        raise FindingsError([_odd_folder_finding(project.root)])
    standing = {name: find_plain_file(root, name) for name in CI_FILES[kind]}
    texts = {
        name: read_text_file(find_template(f"new/ci/{file}", project)).replace(FOLDER_PLACEHOLDER, f'"{folder}"')
        for name, file in CI_FILES[kind].items()
    }
    made = tuple(_write_new_file(root / name, texts[name]) for name, path in standing.items() if not path)
    found = [_file_kept_finding(path) for path in standing.values() if path]
    return made, (*found, Finding("to-tell", _SETUP_HINTS[kind], hint=_setup_hint(made), severity=Severity.ADVICE))


def find_repository(project: Project) -> Path:
    """Return the root of the repository that a project lies in, or the project's folder if there is none."""
    return next(
        (folder for folder in (project.root, *project.root.parents) if (folder / ".git").exists()), project.root
    )


def _write_new_file(path: Path, text: str) -> Path:
    with convert_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    return path


def _file_kept_finding(path: Path) -> Finding:
    words = "this file exists already and was not changed"
    hint = "to replace it, move it away and run the command again; docs/pipelines.md says what to put into it"
    return Finding("file-kept", words, Place(path), hint, Severity.WARNING)


def _odd_folder_finding(folder: Path) -> Finding:
    words = "the name of this folder cannot be written into a pipeline"
    hint = "use letters, digits, spaces, hyphens and points in the names of folders within the repository"
    return Finding("odd-folder", words, Place(folder), hint)


def _setup_hint(made: tuple[Path, ...]) -> str:
    return f"{made[0].name} says how" if made else ""
