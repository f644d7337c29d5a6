"""Lay out a page again: keep and restore the state of the layout, and measure how much of a page is empty."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint_types import Boxes, LayoutContext, PageBox, PageCounters


class PageState:
    """The layout state that a page changes: notes, content broken off, counters, running elements."""

    _LISTS = ("footnotes", "reported_footnotes", "current_page_footnotes", "rendered_notes")

    def __init__(self, context: LayoutContext, page_state: PageCounters) -> None:
        self._lists = {name: list(getattr(context, name)) for name in self._LISTS if hasattr(context, name)}
        self._broken = dict(context.broken_out_of_flow)
        self._excluded = dict(context._excluded_shapes)
        self._running = {name: dict(pages) for name, pages in context.running_elements.items()}
        self._page_state = deepcopy(page_state)
        self._forced = context.forced_break

    def restore(self, context: LayoutContext, page_state: PageCounters) -> None:
        """Put the state back, so that the same page can be laid out again."""
        for name, items in self._lists.items():
            setattr(context, name, list(items))
        context.broken_out_of_flow = dict(self._broken)
        context._excluded_shapes.clear()
        context._excluded_shapes.update(self._excluded)
        context.forced_break = self._forced
        for name, pages in self._running.items():
            context.running_elements[name].clear()
            context.running_elements[name].update(pages)
        for now, then in zip(page_state, deepcopy(self._page_state), strict=True):
            if isinstance(now, list):
                now[:] = then
            elif isinstance(now, dict | set):
                now.clear()
                now.update(then)


def measure_gap(context: LayoutContext, page: PageBox, boxes: Boxes) -> tuple[float, float]:
    """Return the height that is empty at the foot of a page, and the size of its letters (0 if it has no text)."""
    root, notes = page.children[0], page.children[1]
    lowest, size = 0.0, 0.0
    for box in root.descendants():
        if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
            lowest = max(lowest, box.position_y + box.height)
            size = size or box.style["font_size"]
    foot = context.page_bottom - (notes.margin_height() if notes.children else 0)
    return foot - lowest, size
