"""Set figures that are PDF files as vectors: a PDF in, an image that holds its place; and a part with both changed."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5, sha256
from io import BytesIO

import pikepdf
from pikepdf import Array, Name

from .assets import Asset

_LONGEST = 4000
"""Points: sides beyond which a figure is no figure."""


class Unusable(Exception):  # noqa: N818 - what is wrong with the drawing, in the words of who reads it
    """A file that cannot be set as a drawing; the message says why, the second argument what to do."""


@dataclass(frozen=True)
class Drawing:
    """A figure that is a PDF: the image that is laid out in its stead, and its first page."""

    stand_in: Asset
    pdf: bytes


def drawing(data: bytes) -> Drawing:
    """Take the first page of a PDF as a drawing; raises Unusable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pikepdf.open(BytesIO(data)) as pdf:
                width, height = _size(pdf)
    except pikepdf.PasswordError:
        raise Unusable("needs a password", "save it without one") from None
    except Unusable:
        raise
    except Exception as error:  # whatever qpdf stumbles over
        raise Unusable(f"cannot be read as a PDF ({type(error).__name__})", "export it again") from None
    return Drawing(_stand_in(data, width, height), data)


def _size(pdf: pikepdf.Pdf) -> tuple[float, float]:
    if not len(pdf.pages):
        raise Unusable("has no page", "export it again")
    form = pdf.pages[0].as_form_xobject()
    left, bottom, right, top = _spread(form)
    if not (1 <= right - left <= _LONGEST and 1 <= top - bottom <= _LONGEST):
        raise Unusable("has a page of no usable size", "export it again")
    return right - left, top - bottom


def _spread(form: pikepdf.Object) -> tuple[float, float, float, float]:
    """Give the corners of a form as its matrix turns it."""
    a, b, c, d, e, f = map(float, form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))
    x0, y0, x1, y1 = map(float, form.BBox)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _stand_in(data: bytes, width: float, height: float) -> Asset:
    """Make a white image of the same proportions, whose bytes no other figure has."""
    from PIL import Image

    image = Image.new("L", (max(1, round(width)), max(1, round(height))), 255)
    digest = sha256(data).digest()
    image.putdata(list(digest[: image.width * image.height]) + [255] * (image.width * image.height - len(digest)))
    out = BytesIO()
    image.save(out, "PNG")
    name = f"{sha256(out.getvalue()).hexdigest()[:32]}.png"
    return Asset(name, out.getvalue(), "image/png", image.width, image.height)


def put_in(part: bytes, drawings: Mapping[str, Drawing]) -> bytes:
    """Put drawings in the place of the images that stand in for them; `drawings` are by the id of that image."""
    if not drawings:
        return part
    with pikepdf.open(BytesIO(part)) as pdf:
        for identity, drawn in drawings.items():
            # So WeasyPrint names an image, by its address.
            name = f"/i{md5(f'asset:{identity}'.encode(), usedforsecurity=False).hexdigest()}0"
            form = _form(pdf, drawn)
            for page in pdf.pages:
                images = page.obj.get(Name.Resources, {}).get(Name.XObject, {})
                if name in images:
                    images[name] = form
        out = BytesIO()
        pdf.remove_unreferenced_resources()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _form(pdf: pikepdf.Pdf, drawn: Drawing) -> pikepdf.Object:
    """Make a form of a drawing that fills the unit square, as an image does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pikepdf.open(BytesIO(drawn.pdf)) as source:
            form = pdf.copy_foreign(source.pages[0].as_form_xobject())
    for key in ("/StructParents", "/Metadata", "/PieceInfo", "/LastModified", "/AF"):
        if key in form:
            del form[key]
    left, bottom, right, top = _spread(form)
    a, b, c, d, e, f = map(float, form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))
    width, height = right - left, top - bottom
    # The form's own matrix comes first, then the unit square.
    form.Matrix = Array([a / width, b / height, c / width, d / height, (e - left) / width, (f - bottom) / height])
    return form
