"""Measure and clean pages of others as forms (ISO 32000-1, 8.10): what both figures and papers are shown as."""

from __future__ import annotations

from pikepdf import Array, Name, Object

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""
Matrix = tuple[float, float, float, float, float, float]
# What belongs to the document that a form was taken from, and not to what it shows.
_ITS_OWN = ("/StructParents", "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Ref", "/PS")


def spread(form: Object) -> Box:
    """Give the box (left, bottom, right, top) in which a form lies, as its matrix turns it."""
    way = matrix_of(form)
    x0, y0, x1, y1 = (float(value) for value in form.BBox)
    corners = [moved(way, x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = zip(*corners, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def matrix_of(form: Object) -> Matrix:
    """Give the matrix of a form, which is that of no change where it has none."""
    a, b, c, d, e, f = (float(value) for value in form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))
    return a, b, c, d, e, f


def moved(way: Matrix, x: float, y: float) -> tuple[float, float]:
    """Apply a matrix (ISO 32000-1, 8.3.4) to a point."""
    a, b, c, d, e, f = way
    return a * x + c * y + e, b * x + d * y + f


def shown(media: Box, crop: Box) -> Box:
    """Give the part of a page that readers show (ISO 32000-1, 14.11.2), in its own coordinates."""
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else media


def clean(form: Object) -> None:
    """Take away what a form brought from the document that it was taken from."""
    for key in _ITS_OWN:
        if key in form:
            del form[key]
