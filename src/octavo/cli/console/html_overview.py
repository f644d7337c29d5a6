"""Write an HTML page with the summary of a command and pictures of all pages."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from html import escape
from pathlib import Path

from ...files.guarded_files import read_file
from ...findings.console_text import show_control_characters
from ...pdf.renderers.page_images import PageImage, render_pages
from ...processes.worker_pool import WorkerDied
from .ci_summary import CiSummary, summary_to_tables

MAX_SHOWN_PAGES = 800
"""Pages shown of all files together, about 10 kB each."""
_LONGER_SIDE = 320
_STYLE = """\
:root { color-scheme: light dark; --line: #8884 }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; overflow-wrap: anywhere }
table { border-collapse: collapse; margin: 1rem 0; width: 100% }
td, th { text-align: left; vertical-align: top; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
td:nth-child(-n+2) { white-space: nowrap }
.pages { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end } figure { margin: 0 }
img { display: block; max-width: 100%; outline: 1px solid var(--line); background: #fff }
figcaption { text-align: center; font-size: .8rem; padding-top: .2rem }
"""  # noqa: E501 - one rule a line reads best

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
    outcomes = sorted(summary.outcomes, key=lambda outcome: outcome.product.endswith("offprints"))
    for outcome in outcomes:
        for file, entry in zip(outcome.files, outcome.entries, strict=True):
            if "pages" in entry:  # a PDF
                yield file, entry["pages"]


def write_overview(summary: CiSummary, drawn: DrawnFiles) -> str:
    """Write the page. It needs no other files and runs no scripts."""
    galleries = "".join(_make_gallery(file, pages, shown) for file, (pages, shown) in drawn.items())
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Octavo: what was made</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; style-src '
        "'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body>\n<h1>Octavo: {escape(summary.headline())}</h1>\n"
        f"{summary_to_tables(summary, 20_000_000)}\n{galleries}</body></html>\n"
    )


def _make_gallery(file: Path, pages: int, shown: Mapping[int, PageImage]) -> str:
    name = escape(show_control_characters("/".join(file.parts[-2:])))
    figures = "".join(_list_figures(name, shown.items()))
    rest = pages - len(shown)
    more = f"<p>{rest:,} of {pages:,} pages are not shown.</p>" if rest else ""
    return f'<h2>{name}</h2>\n<div class="pages">\n{figures}</div>\n{more}\n'


def _list_figures(name: str, shown: Iterable[tuple[int, PageImage]]) -> Iterator[str]:
    for number, picture in shown:
        source = base64.b64encode(picture.png).decode()
        image = f'<img src="data:image/png;base64,{source}" alt="Page {number} of {name}">'
        yield f"<figure>{image}<figcaption>{number}</figcaption></figure>\n"
