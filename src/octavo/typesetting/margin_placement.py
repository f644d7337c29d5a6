"""Place what stands outside of the type area where the side of its page wants it.

WeasyPrint knows the edges of the type area alone, and the margins of left-hand and right-hand pages differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

PAGE_HEAD_CLASS = "page-head"
"""Class of figures that take the place of the running head."""


def place_in_margins(pages: Sequence[Any], html: str) -> None:
    """Move photographs at the head of a page between its edges. `html` is what the pages were made from."""
    if PAGE_HEAD_CLASS not in html:
        return
    for page in pages:
        for box in _find_photographs(page._page_box, is_inside=False):
            # The margin of a photograph, below 0, is how far it bleeds.
            box.translate(box.margin_left - box.border_box_x(), 0)


def _find_photographs(box: Any, is_inside: bool) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    is_inside = is_inside or (
        box.element_tag == "figure" and PAGE_HEAD_CLASS in (box.element.get("class") or "").split()
    )
    if is_inside and box.element_tag == "img":
        yield box
    for child in getattr(box, "children", ()):
        yield from _find_photographs(child, is_inside)
