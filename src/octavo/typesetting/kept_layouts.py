"""Keep the layouts of parts in a process that sets them again and again, so that an edit costs the pages it changes.

Nothing is kept unless the process asks for it. Only layouts without margin boxes and without warnings are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from . import weasyprint_adapter
from .html_edits import find_text_edits, may_restyle_others
from .margin_placement import PAGE_HEAD_CLASS, SIDE_NOTE_CLASS
from .page_restart import LayoutRecord, UnsureError
from .tagging import glyph_clusters
from .typeset_job import TypesetJob

_kept: dict[str, KeptLayout] = {}
_most_pages = 0


def keep_layouts(most_pages: int) -> None:
    """Keep the layouts of parts in this process from now on, up to a number of pages; 0 keeps none."""
    global _most_pages
    _most_pages = most_pages
    _forget(0)


def _forget(pages: int) -> None:
    """Forget the layouts that were used longest ago until those left have at most some pages."""
    while _kept and sum(layout.pages for layout in _kept.values()) > pages:
        _kept.pop(next(iter(_kept))).close()


class KeptLayout:
    """The layout of a part, with all that is needed to change it."""

    def __init__(self, weasyprint: Any, job: TypesetJob) -> None:
        self.job = job
        self.fonts = weasyprint.text.fonts.FontConfiguration()
        self.record = LayoutRecord(weasyprint)
        self.assets: dict[str, bytes] = dict(job.assets)
        """What the document reads; the job's own once it is set again."""
        self.styles: list[Any] = []
        self.painted_fonts: dict[Any, Any] = {}
        """The fonts that were used in painting, as they were before, by the engine's key."""

    @property
    def pages(self) -> int:
        """The number of its pages."""
        document = self.record.document
        return len(document.pages) if document else 0

    def lay_out_again(self, job: TypesetJob) -> None:
        """Change the layout to that of a job. Raises UnsureError if this is not sure to be equal to a new layout."""
        before, self.job = self.job, job
        self.assets.clear()
        self.assets.update(job.assets)
        html, old = (glyph_clusters.replace_rare_hyphens(text) for text in (job.html, before.html))
        if html == old:
            return
        edits = find_text_edits(old, html)
        if edits is None or any(may_restyle_others(edit, [style.text for style in job.styles]) for edit in edits):
            raise UnsureError("more than the text of blocks was edited")
        for edit in edits:
            self.record.lay_out_edit(edit)

    def close(self) -> None:
        """Remove the fonts."""
        self.fonts.__del__()


def take_layout(job: TypesetJob) -> KeptLayout | None:
    """Take the layout of an earlier job of the same name and styles out of what is kept."""
    layout = _kept.pop(job.name, None)
    if layout is None:
        return None
    old = layout.job
    if (old.styles, old.is_running_heads, old.margins) == (
        job.styles,
        job.is_running_heads,
        job.margins,
    ) and _are_same_assets(old.assets, job.assets):
        return layout
    layout.close()
    return None


def _are_same_assets(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> bool:
    """Return whether no id stands for other bytes than before."""
    return all(now[name] == data for name, data in before.items() if name in now)


def may_keep(job: TypesetJob) -> bool:
    """Return whether the layout of a job may be kept in this process."""
    is_plain = not job.margins and not job.is_running_heads and weasyprint_adapter.is_known_version()
    return bool(_most_pages) and is_plain and SIDE_NOTE_CLASS not in job.html and PAGE_HEAD_CLASS not in job.html


def put_layout(layout: KeptLayout) -> None:
    """Keep a layout, as the one that was used last."""
    if layout.record.is_usable:
        _kept[layout.job.name] = layout
        _forget(_most_pages)
    else:
        layout.close()


@contextmanager
def recorded_layout(layout: KeptLayout | None) -> Iterator[None]:
    """Record what is laid out while the block runs, if it is to be kept."""
    if layout is None:
        yield
        return
    with layout.record.recording():
        yield
