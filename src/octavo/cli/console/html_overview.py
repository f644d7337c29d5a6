"""Write an HTML page with the summary of a command and pictures of all pages (html_overview.html)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path

from markupsafe import Markup

from ...files.guarded_files import read_file
from ...findings.console_text import show_control_characters
from ...pdf.renderers.page_images import PageImage, render_pages
from ...processes.worker_pool import WorkerDied
from ...rendering.html.page_templates import render_page
from .ci_summary import CiSummary, summary_to_tables

MAX_SHOWN_PAGES = 800
"""Pages shown of all files together, about 10 kB each."""
_LONGER_SIDE = 320
"""Of a picture, in pixels."""
_MAX_TABLE_BYTES = 20_000_000

DrawnFiles = Mapping[Path, tuple[int, Mapping[int, PageImage]]]
"""For each file: its page count, and pictures of its pages by number, from 1."""


def draw_pages(summary: CiSummary, executor: Executor) -> DrawnFiles:
    """Render the pages of all products in worker processes, since they may contain authors' own PDFs."""
    left = MAX_SHOWN_PAGES
    tasks = {}
    for file, pages in _list_files(summary):
        shown = min(pages, left)
        left -= shown
        data = read_file(file) if shown else b""
        tasks[file] = pages, executor.submit(render_pages, data, range(1, shown + 1), _LONGER_SIDE)
    drawn: dict[Path, tuple[int, Mapping[int, PageImage]]] = {}
    for file, (pages, task) in tasks.items():
        try:
            drawn[file] = pages, task.result()
        except WorkerDied:
            drawn[file] = pages, {}
    return drawn


def _list_files(summary: CiSummary) -> Iterator[tuple[Path, int]]:
    """Yield the PDFs with their page counts; offprints come last, since they repeat pages of the volume."""
    outcomes = sorted(summary.outcomes, key=lambda outcome: "offprints" in outcome.product)
    for outcome in outcomes:
        for file, entry in zip(outcome.files, outcome.entries, strict=True):
            if "pages" in entry:  # a PDF
                yield file, entry["pages"]


def write_overview(summary: CiSummary, drawn: DrawnFiles) -> str:
    """Write the page. It needs no other files and runs no scripts."""
    shown = [
        {"name": show_control_characters("/".join(file.parts[-2:])), "pages": pages, "pictures": pictures}
        for file, (pages, pictures) in drawn.items()
    ]
    # The tables escape their own values.
    tables = Markup(summary_to_tables(summary, _MAX_TABLE_BYTES))  # noqa: S704
    return render_page(__package__, "html_overview.html", headline=summary.headline(), tables=tables, files=shown)
