"""Measure and clean pages of others as forms (ISO 32000-1, 8.10): what both figures and papers are shown as."""

from __future__ import annotations

from pikepdf import Array, Name, Object

Box = tuple[float, float, float, float]
# What belongs to the document that a form was taken from, and not to what it shows.
_ITS_OWN = ("/StructParents", "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Ref", "/PS")


def spread(form: Object) -> Box:
    """Give the box (left, bottom, right, top) in which a form lies, as its matrix turns it."""
    a, b, c, d, e, f = (float(value) for value in form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))
    x0, y0, x1, y1 = (float(value) for value in form.BBox)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = zip(*corners, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def clean(form: Object) -> None:
    """Take away what a form brought from the document that it was taken from."""
    for key in _ITS_OWN:
        if key in form:
            del form[key]
