"""Build workshops again whenever one of their files changes, with workers that keep what they typeset."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from ..processes.gc_pause import release_memory
from ..project.project_folders import project_of_workshop
from .build_workshops import MAX_STAMPED_FILES, build
from .outcomes import BuildRequest, Outcome, ProgressListener
from .output_folder.build_record import FileStamps, stat_files
from .worker_start import start_watching_workers

_INTERVAL, _REST = 0.4, 0.2
"""Seconds between looks at the files, and how long they must have stayed the same: editors write in steps."""


def watch(
    sources: Sequence[Path],
    wanted: BuildRequest,
    tell: ProgressListener,
    show: Callable[[tuple[Outcome, ...]], object],
    wait: Callable[[float], object] = time.sleep,
) -> None:
    """Build workshops, call `show` with the outcomes, and do so again after each change of their files.

    It ends when `wait` or `show` raises an error, such as KeyboardInterrupt.
    """
    with start_watching_workers() as workers:
        while True:
            before = stat_project_files(sources, wanted)
            show(build(sources, wanted, tell, workers))
            release_memory()  # now that nobody waits
            _wait_for_change(sources, wanted, before, wait)


def _wait_for_change(
    sources: Sequence[Path], wanted: BuildRequest, before: FileStamps, wait: Callable[[float], object]
) -> None:
    while stat_project_files(sources, wanted) == before:
        wait(_INTERVAL)
    now = stat_project_files(sources, wanted)
    while True:
        wait(_REST)
        if (after := stat_project_files(sources, wanted)) == now:
            return
        now = after


def stat_project_files(sources: Sequence[Path], wanted: BuildRequest) -> FileStamps:
    """Return the stamps of the files that products of workshops may be made of: what is not written by builds."""
    folders: dict[Path, None] = {}
    written = set()
    for source in sources:
        project = project_of_workshop(source)
        written |= {project.build_folder, *filter(None, [wanted.output])}
        folders[source.parent] = None
        folders |= dict.fromkeys(project.root / name for name in ("styles", "templates", "profiles"))
    return stat_files(islice((path for folder in folders for path in _list_files(folder, written)), MAX_STAMPED_FILES))


def _list_files(folder: Path, written: set[Path]) -> Iterator[Path]:
    for parent, inner, names in os.walk(folder):
        home = Path(parent)
        inner[:] = [name for name in inner if home / name not in written and not name.startswith(".")]
        yield from (home / name for name in names)
