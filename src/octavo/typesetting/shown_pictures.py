"""List the pictures of laid-out pages, so that what is found in one is told where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .box_checks import POINTS_PER_PIXEL, finding_subject, is_formula
from .typeset_job import ShownPicture

if TYPE_CHECKING:
    from weasyprint_types import Boxes, Page

_ASSET = "asset:"


def list_pictures(pages: Sequence[Page], boxes: Boxes) -> Iterator[ShownPicture]:
    """Yield the pictures in the flow of pages; those of formulas are none."""
    for number, page in enumerate(pages):
        for box in page._page_box.descendants():
            element = box.element
            if not isinstance(box, boxes.ReplacedBox) or element is None or element.tag != "img":
                continue
            address = element.get("src") or ""
            if not address.startswith(_ASSET) or is_formula(element):
                continue
            left, top = box.content_box_x(), box.content_box_y()
            edges = left, page.height - top - box.height, left + box.width, page.height - top
            x0, y0, x1, y1 = (round(edge * POINTS_PER_PIXEL, 2) for edge in edges)
            yield ShownPicture(number, (x0, y0, x1, y1), finding_subject(element), address.removeprefix(_ASSET))
