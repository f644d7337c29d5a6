"""Make the paths that somebody typed absolute, and follow the links above a project once."""

from __future__ import annotations

import os
from pathlib import Path

REPORTS_FOLDER = "reports"
"""The folder of a project that holds its workshops."""


def absolute_path(path: str | os.PathLike[str]) -> Path:
    """Make a path absolute without following links, so that messages name what was typed."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute() leaves ".." in place


def working_folder() -> Path:
    """Give the folder in which one works."""
    return Path.cwd()


def resolve_above_project(path: Path) -> Path:
    """Follow the links above the project that a typed path lies in, or all of them where it lies in none.

    Links within a project stay in the path, so that whoever opens it refuses them.
    """
    path = absolute_path(path)
    root = next((place for place in reversed(path.parents) if (place / REPORTS_FOLDER).is_dir()), None)
    return Path(os.path.realpath(root)) / path.relative_to(root) if root else Path(os.path.realpath(path))
