"""Turn pages that were typeset across, so that all pages of a book have one trim size.

The head of a landscape page lies at the left edge of its leaf, on left-hand and right-hand pages alike, as in printed
books. The entry Rotate (ISO 32000-1, 7.7.3.3) turns it upright on screens; press files are made without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ...pdf_numbers import number_array, write_numbers

_BOXES = (Name.MediaBox, Name.CropBox, Name.BleedBox, Name.TrimBox, Name.ArtBox)
_UPRIGHT = 90
Turn = tuple[float, float]
"""The upper edge and the left edge of a page before it is turned, in points."""


def turn_landscape_pages(pdf: Pdf, pages: Iterable[int], destinations: Iterable[Object], root: Object | None) -> None:
    """Turn the content, boxes, annotations, destinations and tagged boxes of some pages, counted from 0.

    `destinations` are those that may lead to these pages, besides links and bookmarks by name; `root` is the first
    element of a structure tree, or its root.
    """
    turned: dict[tuple[int, int], Turn] = {}
    for number in pages:
        page = pdf.pages[number].obj
        left, _, _, top = (float(side) for side in page.MediaBox)
        turned[page.objgen] = top, left
        _turn_page(pdf, page, (top, left))
    if not turned:
        return
    for destination in destinations:
        _turn_destination(destination, turned)
    if root is not None:
        for element in _walk_elements(root):
            _turn_tagged_box(element, turned)


def _turn_page(pdf: Pdf, page: Object, turn: Turn) -> None:
    top, left = turn
    for name in _BOXES:
        if name in page:
            page[name] = _turn_box(page[name], turn)
    before = pdf.make_indirect(Stream(pdf, f"q 0 1 -1 0 {write_numbers((top, -left))} cm\n".encode()))
    after = pdf.make_indirect(Stream(pdf, b"\nQ\n"))
    own = page.get(Name.Contents)
    streams = [] if own is None else list(own) if isinstance(own, Array) else [own]
    page.Contents = Array([before, *streams, after])
    page.Rotate = _UPRIGHT
    for annotation in page.get(Name.Annots, Array()):
        annotation.Rect = _turn_box(annotation.Rect, turn)
        if Name.QuadPoints in annotation:
            annotation.QuadPoints = _turn_points(annotation.QuadPoints, turn)


def _turn_box(box: Object, turn: Turn) -> Object:
    (x0, y0), (x1, y1) = _pairs(_turn_points(box, turn))
    return number_array((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _turn_points(points: Object, turn: Turn) -> Object:
    top, left = turn
    return number_array([place for x, y in _pairs(points) for place in (top - y, x - left)])


def _pairs(numbers: Object) -> list[tuple[float, float]]:
    flat = [float(number) for number in numbers]
    return list(zip(flat[::2], flat[1::2], strict=True))


def _turn_destination(destination: Object, turned: dict[tuple[int, int], Turn]) -> None:
    place = destination.get(Name.D) if isinstance(destination, Dictionary) else destination
    if not isinstance(place, Array) or len(place) < 4 or place[1] != Name.XYZ:
        return
    turn = turned.get(place[0].objgen)
    if turn is not None and place[2] is not None and place[3] is not None:
        (x, y) = _turn_points(Array([place[2], place[3]]), turn)
        place[2], place[3] = x, y


def _walk_elements(root: Object) -> Iterator[Object]:
    waiting: list[Object] = [root]
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get(Name.K)
        some: Sequence[Object] = list(kids) if isinstance(kids, Array) else [kids] if kids is not None else []
        waiting += [kid for kid in some if isinstance(kid, Dictionary) and Name.S in kid]


def _turn_tagged_box(element: Object, turned: dict[tuple[int, int], Turn]) -> None:
    """Turn the box of a figure (BBox, ISO 32000-1, 14.8.5.4.3)."""
    page, given = element.get(Name.Pg), element.get(Name.A)
    if page is None or given is None or page.objgen not in turned:
        return
    for attributes in list(given) if isinstance(given, Array) else [given]:
        if Name.BBox in attributes:
            attributes.BBox = _turn_box(attributes.BBox, turned[page.objgen])
