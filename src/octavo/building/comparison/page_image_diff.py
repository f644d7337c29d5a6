"""Find pages of two PDFs that look different, and draw them side by side."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from .pdf_words import draw_page, open_document
from .word_diff import PagePair

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_COMPARED_DPI = 50
"""Resolution at which pages are compared, in dots per inch: a hairline that moves by its width is noticed."""
SHOWN_DPI = 70
"""Resolution of the pictures that are shown, in dots per inch."""
_GAP = 12


@dataclass(frozen=True)
class PageImagePair:
    """Two pages that look different, side by side in one PNG; `box` is the place on the new page, from 0 to 1."""

    pair: PagePair
    png: bytes
    box: tuple[float, float, float, float] | None


def find_different_pages(
    old: bytes, new: bytes, pairs: Iterable[PagePair], most: int
) -> tuple[tuple[PagePair, ...], list[PageImagePair]]:
    """Find the pairs of pages that look different, and draw the first `most` of them."""
    found: list[PagePair] = []
    drawn: list[PageImagePair] = []
    with (
        closing(open_document(old, "the old edition")) as before,
        closing(open_document(new, "the new edition")) as after,
    ):
        for pair in pairs:
            box = _find_difference_box(before, after, pair)
            if box is None:
                continue
            found.append(pair)
            if len(drawn) < most:
                drawn.append(PageImagePair(pair, _draw_side_by_side(before, after, pair), box or None))
    return tuple(found), drawn


def _find_difference_box(
    before: PdfDocument, after: PdfDocument, pair: PagePair
) -> tuple[float, float, float, float] | tuple[()] | None:
    """Return the box of the differences; an empty one if the pages cannot be compared, None if they look the same."""
    if not (pair.old and pair.new):
        return ()
    one, other = draw_page(before, pair.old - 1, _COMPARED_DPI), draw_page(after, pair.new - 1, _COMPARED_DPI)
    if one.size != other.size:
        return ()
    # Faint differences come from rounding, if everything has moved by less than a pixel.
    box = ImageChops.difference(one, other).point(lambda value: 255 if value > 40 else 0).getbbox()
    if box is None:
        return None
    width, height = other.size
    return box[0] / width, box[1] / height, box[2] / width, box[3] / height


def _draw_side_by_side(before: PdfDocument, after: PdfDocument, pair: PagePair) -> bytes:
    sides = [
        draw_page(document, page - 1, SHOWN_DPI) if page else None
        for document, page in ((before, pair.old), (after, pair.new))
    ]
    sizes = [side.size for side in sides if side is not None]
    width, height = max(size[0] for size in sizes), max(size[1] for size in sizes)
    sheet = Image.new("L", (2 * width + _GAP, height), 200)
    for number, side in enumerate(sides):
        if side is not None:
            sheet.paste(side, (number * (width + _GAP), 0))
    out = BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()
