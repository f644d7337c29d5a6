"""Start worker processes that have already imported what their jobs need."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from importlib import import_module
from typing import TYPE_CHECKING

from ..processes.gc_pause import return_large_blocks
from ..processes.worker_pool import REPLACED_EARLY, WorkerPool, count_processors, start_reading_workers

if TYPE_CHECKING:
    from ..cluster.cluster_executor import ClusterExecutor
    from ..project.project_folders import Project

_CHAPTER_LIBRARIES = (
    "jinja2",
    "math_core",
    "pygments.lexers.python",
    "pypdfium2",
    "ziamath",
)


_SHEETS = ("page", "type")
"""Style sheets of all products."""


def import_typesetter(sheets: Sequence[str] = _SHEETS) -> None:
    """Import everything that typesetting a part needs, and prepare style sheets that nearly all parts have."""
    from PIL import Image

    from ..typesetting import (
        prepared_sheets,
        shipped_fonts,
        typesetter,  # noqa: F401 (imported so that forks have it)
        weasyprint_adapter,
    )

    with shipped_fonts.isolated_fonts():
        weasyprint = weasyprint_adapter.import_weasyprint()
        prepared_sheets.prepare_shipped_sheets(weasyprint, sheets)
    Image.preinit()


def import_chapter_typesetter() -> None:
    """Import everything that typesetting chapters needs as well, so that workers do not import it one by one."""
    import_typesetter((*_SHEETS, "volume"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in _CHAPTER_LIBRARIES:
            import_module(name)
    from ..chapters import chapter_typesetter  # noqa: F401 (imported so that forks have it, and what places PDFs)


KEPT_PAGES = 120
"""Pages whose layout a worker of `octavo watch` keeps, at most: about 2 MB each."""


def import_and_keep_layouts() -> None:
    """Import everything that any part of a build needs; layouts are kept, for parts that are set again and again."""
    import_build_libraries()
    from ..typesetting import kept_layouts

    kept_layouts.keep_layouts(KEPT_PAGES)


def start_watching_workers() -> Executor:
    """Start the workers of builds that follow each other: each keeps what it set, and gets the same parts again."""
    return_large_blocks()
    return WorkerPool(count_processors(), warm=import_and_keep_layouts, remembers=True)


def import_preflight() -> None:
    """Import everything that preflight needs."""
    from ..preflight import run_checks  # noqa: F401 (imported so that forks have it)


def import_shared_libraries() -> None:
    """Import what a build and its workers both need: what is imported before workers are forked is imported once."""
    from ..model import printer_profile  # noqa: F401 (imported so that forks have it)
    from ..products import proved_claims  # noqa: F401 (as above)
    from ..rendering.graphics import images  # noqa: F401 (as above)
    from ..typesetting import glyph_coverage, typeset_job  # noqa: F401 (as above)


def start_build_workers(volumes: bool = False) -> Executor:
    """Start the workers of a build. Call this before other heavy imports, so that both import at the same time."""
    import_shared_libraries()
    return_large_blocks()
    return WorkerPool(
        count_processors(),
        REPLACED_EARLY,
        warm=import_chapter_typesetter if volumes else import_typesetter,
        further=import_preflight,
    )


def import_build_libraries() -> None:
    """Import everything that any job of a build needs."""
    import_chapter_typesetter()
    import_preflight()


def open_cluster(address: str, project: Project, warm: Callable[[], object]) -> ClusterExecutor:
    """Connect to the Dask cluster at an address, for jobs that need what `warm` imports. Raises ClusterError."""
    from ..cluster.cluster_executor import ClusterExecutor
    from .cluster_inputs import find_job_inputs

    return ClusterExecutor(address, project, warm, find_job_inputs)


def start_preflight_workers() -> Executor:
    """Start workers for preflight."""
    from ..model import printer_profile  # noqa: F401 (this process needs it too: it is imported once)

    return_large_blocks()
    return start_reading_workers(import_preflight)
