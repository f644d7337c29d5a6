"""Render the pages that have findings as small images."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from io import BytesIO

import pypdfium2

from ..objects.geometry import Box

_LONGER_SIDE = 640
"""Pixels of the longer side of an image."""


@dataclass(frozen=True)
class PageImage:
    """A page as PNG, and the box that it shows, in points of default user space."""

    png: bytes
    box: Box


def render_pages(
    data: bytes, pages: Iterable[int], longer_side: int = _LONGER_SIDE, all_colours: bool = False
) -> Mapping[int, PageImage]:
    """Render pages, by number from 1, at `longer_side` pixels. Pages that pdfium cannot render are left out.

    With `all_colours`, files are larger, and colours are not approached by dots.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return {}
    drawn: dict[int, PageImage] = {}
    with closing(document):
        for number in pages:
            try:
                page = document[number - 1]
            except (pypdfium2.PdfiumError, IndexError):
                continue
            with closing(page), suppress(pypdfium2.PdfiumError, MemoryError, ValueError, OverflowError):
                drawn[number] = _render_page(page, longer_side, all_colours)
    return drawn


def _render_page(page: pypdfium2.PdfPage, longer_side: int, all_colours: bool) -> PageImage:
    """Render a page unrotated, with everything inside its MediaBox."""
    page.set_rotation(0)
    left, bottom, right, top = page.get_mediabox()
    # A box may start at any corner.
    box = min(left, right), min(bottom, top), max(left, right), max(bottom, top)
    page.set_cropbox(*box)
    scale = min(4.0, longer_side / max(1.0, box[2] - box[0], box[3] - box[1]))
    out = BytesIO()
    page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB" if all_colours else "P").save(
        out, "PNG", optimize=True
    )
    return PageImage(out.getvalue(), box)
