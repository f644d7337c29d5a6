"""Make typed paths absolute, and resolve the links above a project once."""

from __future__ import annotations

import os
from pathlib import Path

REPORTS_FOLDER = "reports"
"""The folder of a project that holds its workshops."""


def absolute_path(path: str | os.PathLike[str]) -> Path:
    """Make a path absolute without following links, so that messages contain the path that was typed."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute() leaves ".." in place


def working_folder() -> Path:
    """Return the current folder."""
    return Path.cwd()


def resolve_above_project(path: Path) -> Path:
    """Resolve the links above the project that a typed path lies in; all links if it lies in no project.

    Links within the project stay in the path, so that opening it fails.
    """
    path = absolute_path(path)
    root = next((place for place in reversed(path.parents) if (place / REPORTS_FOLDER).is_dir()), None)
    return Path(os.path.realpath(root)) / path.relative_to(root) if root else Path(os.path.realpath(path))
