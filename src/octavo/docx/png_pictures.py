"""Render the first page of a PDF as a PNG that Word can show."""

from __future__ import annotations

from contextlib import closing
from hashlib import sha256
from io import BytesIO

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

from ..chapters.pdf_figures import UnusableFigure
from ..pdf_numbers import write_numbers
from ..rendering.graphics.images import ImageAsset
from ..rendering.graphics.svg_to_pdf import Outline

_DPI = 300
"""Resolution in dots per inch."""
_MAX_PIXELS = 2_400
"""On the longer side."""


def render_first_page(pdf: bytes) -> ImageAsset:
    """Render the first page of a PDF. Raises Unusable if it cannot be rendered."""
    try:
        with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
            scale = min(_DPI / 72, _MAX_PIXELS / max(*page.get_size(), 1))
            image = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil()
    except (pypdfium2.PdfiumError, MemoryError, ValueError) as error:
        raise UnusableFigure(f"cannot be drawn ({type(error).__name__})", "export it again, or as PNG") from None
    image = image.convert("RGB")
    red, green, blue = image.split()
    if red.tobytes() == green.tobytes() == blue.tobytes():
        image = red
    out = BytesIO()
    image.save(out, "PNG", compress_level=6, dpi=(_DPI, _DPI))
    data = out.getvalue()
    return ImageAsset(f"{sha256(data).hexdigest()[:32]}.png", data, "image/png", image.width, image.height)


def render_outline(outline: Outline, width: float, height: float) -> ImageAsset:
    """Render an outline; width and height are in points."""
    left, bottom, right, top = outline.box
    across, up = width / ((right - left) or 1), height / ((top - bottom) or 1)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(max(3, width), max(3, height)))
        moved = f"{write_numbers((across, 0, 0, up, -left * across, -bottom * up))} cm\n0 g 0 G\n"
        page.obj.Contents = pdf.make_stream(moved.encode() + outline.operators)
        page.obj.Resources = Dictionary()
        page.obj[Name.MediaBox] = Array([0, 0, max(3, width), max(3, height)])
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return render_first_page(out.getvalue())
