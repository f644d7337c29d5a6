"""One cache of typeset parts for all tests of a run: what is equal in their books is typeset once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from octavo.files.atomic_files import OpenFolder, open_folder
from octavo.project.project_folders import Project
from octavo.typesetting.part_cache import PartCache

_ROOT: list[Path] = []
_OPENED: dict[str, OpenFolder] = {}
_CLOSING = ExitStack()


@contextmanager
def shared_parts(root: Path) -> Iterator[None]:
    """Keep shared parts in a folder while the tests run."""
    _ROOT.append(root)
    with _CLOSING:
        yield
    _OPENED.clear()
    _ROOT.clear()


def shared_folder() -> Path:
    """Return a folder in which all workers of a run leave what they share."""
    _ROOT[0].mkdir(parents=True, exist_ok=True)
    return _ROOT[0]


def shared_cache(project: Project, name: str = "all") -> PartCache:
    """Return a cache for a project whose parts other projects of the same name take as well.

    A key tells all that a part is made from but the code: a test that replaces code needs a cache of its own.
    """
    if name not in _OPENED:
        _OPENED[name] = _CLOSING.enter_context(open_folder(_ROOT[0], f"{name}.parts"))
    return PartCache(_OPENED[name], project, "test")
