"""Begin a pipeline: a project and the kind of its build server in, files for the root of its repository out."""

from __future__ import annotations

import re
from pathlib import Path

from ..files.atomic_files import writing
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..loading.text_decoding import read_text
from .project_folders import Project, plain_file, template

KINDS = {
    "github": {".github/workflows/octavo.yml": "github.yml", ".pre-commit-config.yaml": "pre-commit.yml"},
    "gitlab": {".gitlab-ci.yml": "gitlab.yml", ".pre-commit-config.yaml": "pre-commit.yml"},
}
"""By the kind of build server: the files that it reads, and the templates of them in new/ci/."""
PLACEHOLDER = '"FOLDER"'
# What means the same in YAML, in a shell and in the expressions of both build servers.
_PLAIN = re.compile(r"\.|\w[\w ./-]*")
_TO_TELL = {
    "github": "tell GitHub where your Octavo is kept, by the variables OCTAVO_REPOSITORY and OCTAVO_REF",
    "gitlab": "tell GitLab where your Octavo is kept, by the variables OCTAVO_PROJECT and OCTAVO_REF",
}


def automate(kind: str, project: Project) -> tuple[tuple[Path, ...], tuple[Finding, ...]]:
    """Write the files of a pipeline, and give their paths; one that stands is left alone, which is told.

    Raises Faults where a link stands in the way or the project's folder has a name that cannot be written into them,
    and Unwritable.
    """
    root = repository(project)
    folder = project.root.relative_to(root).as_posix()
    if not _PLAIN.fullmatch(folder):
        raise FindingsError([_odd(project.root)])
    standing = {name: plain_file(root, name) for name in KINDS[kind]}
    texts = {
        name: read_text(template(f"new/ci/{file}", project)).replace(PLACEHOLDER, f'"{folder}"')
        for name, file in KINDS[kind].items()
    }
    made = tuple(_written(root / name, texts[name]) for name, path in standing.items() if not path)
    found = [_kept(path) for path in standing.values() if path]
    return made, (*found, Finding("to-tell", _TO_TELL[kind], hint=_hint(made), severity=Severity.ADVICE))


def repository(project: Project) -> Path:
    """Find the root of the repository that a project lies in; a project that lies in none is one."""
    return next(
        (folder for folder in (project.root, *project.root.parents) if (folder / ".git").exists()), project.root
    )


def _written(path: Path, text: str) -> Path:
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    return path


def _kept(path: Path) -> Finding:
    words = "this file was there already and is left as it is"
    hint = "to have another, move it away and type the command again; docs/pipelines.md tells what to put into it"
    return Finding("file-kept", words, Place(path), hint, Severity.WARNING)


def _odd(folder: Path) -> Finding:
    words = "the name of this folder cannot be written into a pipeline"
    hint = "use letters, digits, spaces, hyphens and points in the names of folders within the repository"
    return Finding("odd-folder", words, Place(folder), hint)


def _hint(made: tuple[Path, ...]) -> str:
    return f"{made[0].name} says how" if made else ""
