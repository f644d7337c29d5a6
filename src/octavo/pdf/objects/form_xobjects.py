"""Measure and clean the form XObjects (ISO 32000-1, 8.10) that figures and author PDFs are placed as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .geometry import Box, Matrix, transform_box

if TYPE_CHECKING:
    from pikepdf import Object

# Keys that belong to the form's former document, and not to its content.
_DOCUMENT_ENTRIES = ("/StructParents", "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Ref", "/PS")


def form_bounds(form: Object) -> Box:
    """Return the box (left, bottom, right, top) of a form after its matrix is applied."""
    x0, y0, x1, y1 = (float(value) for value in form.BBox)
    return transform_box(form_matrix(form), (x0, y0, x1, y1))


def form_matrix(form: Object) -> Matrix:
    """Return the matrix of a form, or the identity matrix."""
    a, b, c, d, e, f = (float(value) for value in form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    return a, b, c, d, e, f


def remove_document_entries(form: Object) -> None:
    """Remove from a form what belongs to the document that it came from."""
    for key in _DOCUMENT_ENTRIES:
        if key in form:
            del form[key]
