"""Place what stands outside of the type area: notes and captions in the outer margin, photographs at the page's head.

WeasyPrint knows the edges of the type area alone, and the margins of left-hand and right-hand pages differ. So these
boxes are laid out at the line that calls them, and moved when it is known on which side their page stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ..findings.finding import Finding
from . import weasyprint_adapter
from .weasyprint_adapter import patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import Box, LayoutContext, Page, PageBox, SkipStack, WeasyPrint

PAGE_HEAD_CLASS = "page-head"
"""Class of figures that take the place of the running head."""
SIDE_NOTE_CLASS = "side-note"
MOST_LAYOUTS: Final = 8
"""How often a part is laid out anew, at most, so that notes for which a margin has no room go to the foot."""
_WRITTEN_NOTE = re.compile(
    r'<a class="note-call"[^>]*><sup>(\d+)</sup></a><span class="side-note"[^>]* id="([^"]+)"[^>]*>'
    r'<span class="note-number"[^>]*>\d+</span> '
)
"""The beginning of a note for the margin, with its call, as `rendering/html/html_references` writes it."""
_GAP = 6.0
"""Pixels between notes in the margin, at least."""


@contextmanager
def whole_side_notes(weasyprint: WeasyPrint) -> Iterator[None]:
    """Lay out notes and captions in the margin whole, however low on the page they are called."""
    absolute = weasyprint.layout.absolute
    if not weasyprint_adapter.is_known_version():
        yield
        return
    lay_out = absolute.absolute_box_layout

    def lay_out_whole(
        context: LayoutContext,
        box: Box,
        block: Box,
        fixed: list[Box],
        bottom_space: float,
        skip_stack: SkipStack | None,
    ) -> tuple[Box, SkipStack | None]:
        bottom_space = float("-inf") if _stands_in_margin(box) else bottom_space
        return lay_out(context, box, block, fixed, bottom_space, skip_stack)

    with patched_attributes(absolute, absolute_box_layout=lay_out_whole):
        yield


def list_crowded_notes(pages: Sequence[Page], html: str, is_last: bool) -> set[str]:
    """Return the ids of notes for which the margin of their page has no room, the longest first; all if `is_last`."""
    found: set[str] = set()
    for page in pages if SIDE_NOTE_CLASS in html else ():
        area = page._page_box
        boxes = [box for box, _ in _find_side_boxes(area, None)]
        over = sum(box.height + _GAP for box in boxes) - _GAP - area.height - 1
        notes = [box for box in boxes if box.element_tag != "figcaption"]
        for box in sorted(notes, key=lambda box: -box.height):
            if over > 0:
                found.add(box.element.get("id", "") if box.element is not None else "")
                over -= 0 if is_last else box.height + _GAP
    return found


def move_to_foot(html: str, notes: Collection[str]) -> str:
    """Return what was written with some notes, named by their ids, at the foot of the page, under the same numbers."""

    def write_opening(found: re.Match[str]) -> str:
        number, identity = int(found[1]), found[2]
        if identity not in notes:
            return found[0]
        return f'<span class="footnote" id="{identity}" style="counter-set: footnote {number - 1}">'

    return _WRITTEN_NOTE.sub(write_opening, html)


def place_in_margins(pages: Sequence[Page], html: str) -> Iterator[Finding]:
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


def _arrange_notes(area: PageBox, notes: list[tuple[Box, Box | None]], number: int) -> Iterator[Finding]:
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
        # What runs from the right has the gap at its right.
        gap = max(box.margin_left, box.margin_right)
        left = edge - gap - box.width if is_left else edge + area.width + gap
        box.translate(left - box.content_box_x(), height - box.content_box_y())
    if placed[0] < top - 1:
        hint = "shorten captions, or set  --note-place: foot  in a style of your own, which puts all below the text"
        message = f"the captions and notes in the margin of page {number} are higher than the page"
        yield Finding("margin-full", message, None, hint)


def list_lost_boxes(page: Page) -> Iterator[Box]:
    """Yield the boxes of notes above the head of a page, of which one finding is told: its margin is full."""
    for box, _ in _find_side_boxes(page._page_box, None):
        if box.position_y < 0:
            yield from box.descendants(placeholders=True)


def _wanted_height(box: Box, figure: Box | None) -> float:
    """Return where a box is to begin: a note at its line, a caption so that it ends with its picture."""
    if figure is None:
        return float(box.content_box_y())
    top = figure.content_box_y()
    return float(max(top, top + figure.height - box.height))


def _find_side_boxes(box: Box, figure: Box | None) -> Iterator[tuple[Box, Box | None]]:
    """Yield the boxes in the margin, each with the figure whose caption it is, or None."""
    box = getattr(box, "_box", box)
    if _stands_in_margin(box):
        yield box, figure if box.element_tag == "figcaption" else None
        return
    figure = box if box.element_tag == "figure" else figure
    for child in getattr(box, "children", ()):
        yield from _find_side_boxes(child, figure)


def _stands_in_margin(box: Box) -> bool:
    if box.style["position"] != "absolute" or box.element is None:
        return False
    return box.element_tag == "figcaption" or SIDE_NOTE_CLASS in (box.element.get("class") or "").split()


def _find_photographs(box: Box, is_inside: bool) -> Iterator[Box]:
    box = getattr(box, "_box", box)
    is_inside = is_inside or (
        box.element_tag == "figure"
        and box.element is not None
        and PAGE_HEAD_CLASS in (box.element.get("class") or "").split()
    )
    if is_inside and box.element_tag == "img":
        yield box
    for child in getattr(box, "children", ()):
        yield from _find_photographs(child, is_inside)
