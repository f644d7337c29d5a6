"""Insert pictures into a typeset part in place of stand-ins: PDF figures, formulas, PNG images.

The typesetter lays out blank images of the same size. Vectors stay vectors, and images are not recompressed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import md5, sha256
from io import BytesIO

import pikepdf
from pikepdf import Name
from PIL import Image

from ..pdf.content import device_colours
from ..pdf.objects import optional_content
from ..pdf.objects.annotations import remove_external_data
from ..pdf.objects.archival_repairs import repair_for_archive
from ..pdf.objects.content_streams import Instruction, parse_instructions, write_instructions
from ..pdf.objects.decompression_limits import find_excessive_size
from ..pdf.objects.drawing_limits import draws_too_much
from ..pdf.objects.form_xobjects import form_bounds, form_matrix, remove_document_entries
from ..pdf.objects.qpdf_warnings import list_qpdf_warnings, shorten_qpdf_message
from ..pdf.objects.resources import find_unembedded_fonts
from ..pdf_numbers import number_array, write_colour, write_numbers
from ..rendering.graphics.images import ImageAsset
from ..rendering.graphics.svg_to_pdf import Outline
from . import figure_unicode
from .author_pdf.pdf_acceptance import DRAWS_TOO_MUCH, FLATTEN_HINT, SMALLER_IMAGES

_LARGEST_FIGURE = 4000
"""Points; figures with longer sides are refused."""


_INITIAL_STATE = b"0 g 0 G 1 w 0 J 0 j 10 M [] 0 d 0 Tc 0 Tw 100 Tz 0 TL 0 Tr 0 Ts\n"
"""Sets the graphics state in which pages begin (ISO 32000-1, tables 52 and 104). A form inherits that of its place."""


_MARK_OPERATORS = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})


class UnusableFigure(Exception):  # noqa: N818 - what is wrong with the drawing, in the words of who reads it
    """A file that cannot be used as a figure; the arguments are the reason and a hint."""


@dataclass(frozen=True)
class PdfFigure:
    """A figure that is a PDF: its stand-in image, its bytes, and what is damaged."""

    stand_in: ImageAsset
    pdf: bytes
    damage: str = ""


def open_pdf_figure(data: bytes) -> PdfFigure:
    """Read the first page of a PDF as a figure. Raises UnusableFigure."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pikepdf.open(BytesIO(data)) as pdf:
                width, height = _figure_size(pdf)
                if excess := find_excessive_size(pdf):
                    raise UnusableFigure(f"unpacks to far more data than a figure needs: {excess}", SMALLER_IMAGES)
                if draws_too_much(pdf):
                    raise UnusableFigure(DRAWS_TOO_MUCH, FLATTEN_HINT)
                damage = next(map(shorten_qpdf_message, list_qpdf_warnings(pdf)), "")
    except pikepdf.PasswordError:
        raise UnusableFigure("needs a password", "save it without one") from None
    except UnusableFigure:
        raise
    except Exception as error:  # qpdf fails in many ways on damaged files
        raise UnusableFigure(f"cannot be read as a PDF ({type(error).__name__})", "export it again") from None
    return PdfFigure(_make_stand_in(data, width, height), data, damage)


def _figure_size(pdf: pikepdf.Pdf) -> tuple[float, float]:
    if not len(pdf.pages):
        raise UnusableFigure("has no page", "export it again")
    form = pdf.pages[0].as_form_xobject()
    left, bottom, right, top = form_bounds(form)
    if not (1 <= right - left <= _LARGEST_FIGURE and 1 <= top - bottom <= _LARGEST_FIGURE):
        raise UnusableFigure("has a page of no usable size", "export it again")
    return right - left, top - bottom


def _clean_content(form: pikepdf.Object, seen: set[tuple[int, int]]) -> None:
    """Convert the CMYK colours that a form and the forms in it set, and remove their marks.

    The marks are for tags and layers, which a figure in a book no longer has.
    """
    if form.objgen in seen:
        return
    seen.add(form.objgen)
    if re.search(rb"[kK]\b|\b(?:BMC|BDC|MP|DP)\b", form.read_bytes()):
        form.write(write_instructions(list(_clean_instructions(form))))
    resources = form.get(Name.Resources, pikepdf.Dictionary())
    if Name.Properties in resources:
        del resources.Properties
    for item in resources.get(Name.XObject, pikepdf.Dictionary()).values():
        if str(item.get(Name.Subtype, "")) == "/Form":
            _clean_content(item, seen)


def _clean_instructions(form: pikepdf.Object) -> Iterator[Instruction | tuple[list[Decimal], pikepdf.Operator]]:
    for instruction in parse_instructions(form):
        operands, name = list(instruction.operands), str(instruction.operator)
        if name in ("k", "K") and len(operands) == 4:
            # To RGB, as viewers without a profile do.
            cyan, magenta, yellow, black = (float(value) for value in operands)
            values = [Decimal(write_colour((1 - ink) * (1 - black))) for ink in (cyan, magenta, yellow)]
            yield values, pikepdf.Operator({"k": "rg", "K": "RG"}[name])
        elif name not in _MARK_OPERATORS:
            yield instruction


def find_pdfa_obstacle(data: bytes) -> str:
    """Return why a figure cannot be in a PDF/A document; "" if it can."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pikepdf.open(BytesIO(data)) as pdf:
            if "/DeviceCMYK" in device_colours.list_device_spaces(pdf):
                return "has CMYK images or shadings"
    return ""


def find_pdfua_obstacle(data: bytes) -> str:
    """Return why a figure cannot be in a PDF/UA or PDF/A document; "" if it can."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pikepdf.open(BytesIO(data)) as pdf:
            page = pdf.pages[0].obj
            if fonts := find_unembedded_fonts(page, {}):
                return f"has fonts that are not embedded ({', '.join(sorted(fonts))})"
            if silent := figure_unicode.list_unmapped_fonts(page):
                return f"has fonts without a Unicode map ({', '.join(silent)})"
    return ""


def _make_stand_in(data: bytes, width: float, height: float) -> ImageAsset:
    """Return a white image of the same proportions, named by the figure's digest."""
    size = max(1, round(width)), max(1, round(height))
    return ImageAsset(f"{sha256(data).hexdigest()[:32]}.jpg", _white_jpeg(*size), "image/jpeg", *size, dpi=72)


def _white_jpeg(width: int, height: int) -> bytes:
    """Return a white JPEG. WeasyPrint embeds a JPEG as it is; a PNG would be decoded and encoded."""
    out = BytesIO()
    Image.new("L", (width, height), 255).save(out, "JPEG", quality=1)
    return out.getvalue()


_DOT_JPEG = _white_jpeg(1, 1)
_SIZE_OFFSET = _DOT_JPEG.index(b"\xff\xc0") + 5
"""Offset of height and width in a JPEG, two bytes each (ITU-T T.81, B.2.2)."""
_LONGEST_SIDE, _MOST_PIXELS = 65_535, 40_000_000
"""Limits of JPEG, and of Pillow's check for decompression bombs."""


def formula_stand_in(outline: Outline) -> bytes:
    """Return an image whose header has the proportions of a formula; only the header is ever read."""
    left, bottom, right, top = outline.box
    width, height = max(1.0, right - left), max(1.0, top - bottom)
    shrunk = min(1.0, _LONGEST_SIDE / max(width, height), (_MOST_PIXELS / (width * height)) ** 0.5)
    sizes = (max(1, round(side * shrunk)).to_bytes(2, "big") for side in (height, width))
    return _DOT_JPEG[:_SIZE_OFFSET] + b"".join(sizes) + _DOT_JPEG[_SIZE_OFFSET + 4 :]


def blank_stand_in(asset: ImageAsset) -> bytes:
    """Return a white image of the same size as a PNG."""
    return _white_jpeg(asset.width, asset.height)


def replace_stand_ins(part: bytes, drawings: Mapping[str, PdfFigure | Outline | ImageAsset]) -> bytes:
    """Replace stand-in images by figures; `drawings` is keyed by the stand-in's id."""
    if not drawings:
        return part
    # WeasyPrint names an image by the MD5 of its address.
    named = {
        f"/i{md5(f'asset:{identity}'.encode(), usedforsecurity=False).hexdigest()}0": drawn
        for identity, drawn in drawings.items()
    }
    forms: dict[str, pikepdf.Object] = {}
    with pikepdf.open(BytesIO(part)) as pdf:
        for images in _image_tables(pdf):
            for name in images.keys() & named.keys():
                if name not in forms:
                    forms[name] = _make_xobject(pdf, named[name])
                images[name] = forms[name]
        return _save_deterministically(pdf)


def _make_xobject(pdf: pikepdf.Pdf, drawn: PdfFigure | Outline | ImageAsset) -> pikepdf.Object:
    if isinstance(drawn, PdfFigure):
        return _unit_form(pdf, drawn)
    return _png_xobject(pdf, drawn) if isinstance(drawn, ImageAsset) else _outline_form(pdf, drawn)


def _png_xobject(pdf: pikepdf.Pdf, asset: ImageAsset) -> pikepdf.Object:
    """Embed a PNG written by `images` (8 bits, grey or RGB, one pass) without decompressing it."""
    colours = {0: (Name.DeviceGray, 1), 2: (Name.DeviceRGB, 3)}
    space, number = colours[asset.data[25]]
    stream = pikepdf.Stream(
        pdf,
        b"".join(_png_data(asset.data)),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=asset.width,
        Height=asset.height,
        ColorSpace=space,
        BitsPerComponent=8,
        Interpolate=False,
        Filter=Name.FlateDecode,
        DecodeParms=pikepdf.Dictionary(Predictor=15, Colors=number, BitsPerComponent=8, Columns=asset.width),
    )
    return pdf.make_indirect(stream)


def _png_data(png: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += length + 12


def write_single_figure(drawn: PdfFigure) -> bytes:
    """Write a figure as a one-page PDF. Raises UnusableFigure."""
    with _open_figure_page(drawn) as pdf:
        return _save_deterministically(pdf)


def write_tagged_figure(drawn: PdfFigure) -> bytes:
    """Write a figure as a one-page part that can be bound, with tags. Raises UnusableFigure."""
    with _open_figure_page(drawn) as pdf:
        page = pdf.pages[0].obj
        page.Contents.write(b"/Figure <</MCID 0>> BDC q " + page.Contents.read_bytes() + b" Q EMC")
        page.StructParents, page.Tabs = 0, Name.S
        root = pdf.make_indirect(pikepdf.Dictionary(Type=Name.StructTreeRoot))
        document = pdf.make_indirect(pikepdf.Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
        figure = pikepdf.Dictionary(
            Type=Name.StructElem, S=Name.Figure, P=document, Pg=page, K=0, Alt=pikepdf.String("A figure")
        )
        document.K = pikepdf.Array([pdf.make_indirect(figure)])
        root.K = pikepdf.Array([document])
        # Of a page, the parent tree holds the elements by their marks (ISO 32000-1, 14.7.4.4).
        root.ParentTree = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Array([document.K[0]])]))
        pdf.Root.StructTreeRoot = root
        return _save_deterministically(pdf)


def _open_figure_page(drawn: PdfFigure) -> pikepdf.Pdf:
    """Return a new PDF with one page that shows a figure. Raises UnusableFigure."""
    pdf = pikepdf.new()
    try:
        form = _copy_form(pdf, drawn)
        left, bottom, right, top = form_bounds(form)
        page = pdf.add_blank_page(page_size=(right - left, top - bottom))
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Figure=form))
        page.obj.Contents = pdf.make_stream(f"1 0 0 1 {write_numbers((-left, -bottom))} cm /Figure Do".encode())
    except Exception as error:  # qpdf fails in many ways on damaged files
        raise UnusableFigure(f"cannot be exported as a file ({type(error).__name__})", "export it again") from None
    return pdf


def _save_deterministically(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _image_tables(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield the image dictionaries of all pages, each once."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        resources = page.obj.get(Name.Resources)
        images = resources.get(Name.XObject) if resources is not None else None
        if images is None or (images.is_indirect and images.objgen in seen):
            continue
        seen.add(images.objgen)
        yield images


def _outline_form(pdf: pikepdf.Pdf, drawn: Outline) -> pikepdf.Object:
    left, bottom, right, top = drawn.box
    width, height = (right - left) or 1, (top - bottom) or 1
    return pdf.make_indirect(
        pikepdf.Stream(
            pdf,
            b"0 g 0 G\n" + drawn.operators,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=number_array(drawn.box),
            Matrix=number_array((1 / width, 0, 0, 1 / height, -left / width, -bottom / height)),
            Resources=pikepdf.Dictionary(),
        )
    )


def _unit_form(pdf: pikepdf.Pdf, drawn: PdfFigure) -> pikepdf.Object:
    """Return a form of a figure that fills the unit square, as an image does."""
    form = _copy_form(pdf, drawn)
    left, bottom, right, top = form_bounds(form)
    a, b, c, d, e, f = form_matrix(form)
    width, height = right - left, top - bottom
    # The form's own matrix comes first, then the unit square.
    unit = a / width, b / height, c / width, d / height, (e - left) / width, (f - bottom) / height
    form.Matrix = number_array(unit)
    return form


def _copy_form(pdf: pikepdf.Pdf, drawn: PdfFigure) -> pikepdf.Object:
    """Copy the first page of a figure as a form, without metadata."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pikepdf.open(BytesIO(drawn.pdf)) as source:
            # Pictures, patterns and masks too: a photograph may name its author.
            for item in source.objects:
                if isinstance(item, pikepdf.Stream):
                    remove_document_entries(item)
                    remove_external_data(item)
            optional_content.remove_hidden_content(source)
            repair_for_archive(source)
            form = pdf.copy_foreign(source.pages[0].as_form_xobject())
    _clean_content(form, set())
    form.write(_INITIAL_STATE + form.read_bytes())
    figure_unicode.add_unicode_maps(pdf, form)
    return form
