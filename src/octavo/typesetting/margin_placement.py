"""Place what stands outside of the type area: notes and captions in the outer margin, photographs at the page's head.

WeasyPrint knows the edges of the type area alone, and the margins of left-hand and right-hand pages differ. So these
boxes are laid out at the line that calls them, and moved when it is known on which side their page stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..findings.finding import Finding, Severity
from . import weasyprint_adapter
from .weasyprint_adapter import patched_attributes

PAGE_HEAD_CLASS = "page-head"
"""Class of figures that take the place of the running head."""
SIDE_NOTE_CLASS = "side-note"
_GAP = 6.0
"""Pixels between notes in the margin, at least."""


@contextmanager
def whole_side_notes(weasyprint: Any) -> Iterator[None]:
    """Lay out notes and captions in the margin whole, however low on the page they are called."""
    absolute = weasyprint.layout.absolute
    if not weasyprint_adapter.is_known_version():
        yield
        return
    lay_out = absolute.absolute_box_layout

    def lay_out_whole(context: Any, box: Any, block: Any, fixed: Any, bottom_space: float, skip_stack: Any) -> Any:
        bottom_space = float("-inf") if _stands_in_margin(box) else bottom_space
        return lay_out(context, box, block, fixed, bottom_space, skip_stack)

    with patched_attributes(absolute, absolute_box_layout=lay_out_whole):
        yield


def place_in_margins(pages: Sequence[Any], html: str) -> Iterator[Finding]:
    """Place notes and captions in the outer margin, and photographs between the edges of the page.

    `html` is what the pages were made from. Yield a finding for each page whose margin has not room for its notes.
    """
    has_photographs, has_notes = PAGE_HEAD_CLASS in html, SIDE_NOTE_CLASS in html
    for number, page in enumerate(pages, 1):
        if has_photographs:
            for box in _find_photographs(page._page_box, is_inside=False):
                # The margin of a photograph, below 0, is how far it bleeds.
                box.translate(box.margin_left - box.border_box_x(), 0)
        if has_notes and (notes := list(_find_side_boxes(page._page_box, None))):
            yield from _arrange_notes(page._page_box, notes, number)


def _arrange_notes(area: Any, notes: list[tuple[Any, Any]], number: int) -> Iterator[Finding]:
    """Set notes beside their lines; where they are in each other's way, move them down, or up from the foot."""
    is_left = area.page_type.side == "left"
    top, bottom = area.content_box_y(), area.content_box_y() + area.height
    wanted = sorted(((_wanted_height(box, figure), place) for place, (box, figure) in enumerate(notes)))
    placed, lowest = [], top
    for height, place in wanted:
        placed.append(max(height, lowest))
        lowest = placed[-1] + notes[place][0].height + _GAP
    limit = bottom
    for at in range(len(placed) - 1, -1, -1):
        box = notes[wanted[at][1]][0]
        placed[at] = min(placed[at], limit - box.height)
        limit = placed[at] - _GAP
    for height, (_, place) in zip(placed, wanted, strict=True):
        box = notes[place][0]
        edge = area.content_box_x()
        left = edge - box.margin_left - box.width if is_left else edge + area.width + box.margin_left
        box.translate(left - box.content_box_x(), height - box.content_box_y())
    if placed[0] < top - 1:
        hint = "shorten them, or set  --note-place: foot  in a style of your own, which puts notes below the text"
        message = f"the notes in the margin of page {number} are higher than the page"
        yield Finding("margin-full", message, None, hint, Severity.WARNING)


def list_lost_boxes(page: Any) -> Iterator[Any]:
    """Yield the boxes of notes above the head of a page, of which one finding is told: its margin is full."""
    for box, _ in _find_side_boxes(page._page_box, None):
        if box.position_y < 0:
            yield from box.descendants(placeholders=True)


def _wanted_height(box: Any, figure: Any) -> float:
    """Return where a box is to begin: a note at its line, a caption so that it ends with its picture."""
    if figure is None:
        return float(box.content_box_y())
    top = figure.content_box_y()
    return float(max(top, top + figure.height - box.height))


def _find_side_boxes(box: Any, figure: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the boxes in the margin, each with the figure whose caption it is, or None."""
    box = getattr(box, "_box", box)
    if _stands_in_margin(box):
        yield box, figure if box.element_tag == "figcaption" else None
        return
    figure = box if box.element_tag == "figure" else figure
    for child in getattr(box, "children", ()):
        yield from _find_side_boxes(child, figure)


def _stands_in_margin(box: Any) -> bool:
    if box.style["position"] != "absolute" or box.element is None:
        return False
    return box.element_tag == "figcaption" or SIDE_NOTE_CLASS in (box.element.get("class") or "").split()


def _find_photographs(box: Any, is_inside: bool) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    is_inside = is_inside or (
        box.element_tag == "figure" and PAGE_HEAD_CLASS in (box.element.get("class") or "").split()
    )
    if is_inside and box.element_tag == "img":
        yield box
    for child in getattr(box, "children", ()):
        yield from _find_photographs(child, is_inside)
