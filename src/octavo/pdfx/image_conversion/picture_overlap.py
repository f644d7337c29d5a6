"""Find pages on which a transparent image lies on top of something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from ctypes import byref, c_int, c_uint

import pypdfium2
from pypdfium2 import raw

from ...pdf.objects.geometry import Box, Matrix, transform_point

_MOST_OBJECTS = 20_000
_DEEPEST = 15
_WHITE = (255, 255, 255, 255)


def find_covering_pages(data: bytes, wanted: Mapping[int, set[tuple[int, int]]]) -> set[int]:
    """Return the pages (from 1) where an image with one of the sizes, in pixels, lies on top of other paint.

    In doubt, a page is included. Plain white is taken as bare paper.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return set(wanted)
    with closing(document):
        return {number for number, sizes in wanted.items() if _page_has_overlap(document, number, sizes)}


def _page_has_overlap(document: pypdfium2.PdfDocument, number: int, sizes: set[tuple[int, int]]) -> bool:
    try:
        with closing(document[number - 1]) as page:
            return _picture_lies_upon(page, sizes)
    except pypdfium2.PdfiumError:
        return True


def _picture_lies_upon(page: pypdfium2.PdfPage, sizes: set[tuple[int, int]]) -> bool:
    before: list[Box] = []
    count = 0
    for item in page.get_objects(max_depth=_DEEPEST):
        count += 1
        if count > _MOST_OBJECTS:
            return True
        if item.type == raw.FPDF_PAGEOBJ_FORM:
            continue
        box = _object_box(item)
        if isinstance(item, pypdfium2.PdfImage) and tuple(item.get_px_size()) in sizes:
            if any(_boxes_overlap(box, other) for other in before):
                return True
        elif item.type == raw.FPDF_PAGEOBJ_PATH and _is_white_path(item):
            continue
        before.append(box)
    return False


def _object_box(item: pypdfium2.PdfObject) -> Box:
    """Return the box of an object on the page, through all forms that contain it."""
    left, bottom, right, top = item.get_bounds()
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    for matrix in _object_matrices(item):
        corners = [transform_point(matrix, *corner) for corner in corners]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _object_matrices(item: pypdfium2.PdfObject) -> Iterator[Matrix]:
    container = item.container
    while container is not None:
        yield container.get_matrix().get()
        container = container.container


def _boxes_overlap(one: Box, other: Box) -> bool:
    # Objects that overlap by a tiny amount do not count.
    return min(one[2], other[2]) - max(one[0], other[0]) > 0.01 and min(one[3], other[3]) - max(one[1], other[1]) > 0.01


def _is_white_path(path: object) -> bool:
    """Return whether a path is filled with white only."""
    mode, stroked = c_int(), c_int()
    shades = [c_uint() for _ in range(4)]
    if not raw.FPDFPath_GetDrawMode(path, byref(mode), byref(stroked)) or stroked.value:
        return False
    if not raw.FPDFPageObj_GetFillColor(path, *map(byref, shades)):
        return False
    return tuple(shade.value for shade in shades) == _WHITE
