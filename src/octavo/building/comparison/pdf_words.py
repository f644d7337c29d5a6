"""Read a PDF edition: its words in reading order, pictures of its pages, and its recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from ctypes import create_string_buffer
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
from pypdfium2 import raw

from ...findings.finding import Finding, FindingsError
from ...loading.yaml_reader import read_yaml_bytes
from ...pdf.renderers.pdfium_text import single_line

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES = 5000
_BLOCKS = frozenset(
    (
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "Lbl",
        "LBody",
        "LI",
        "TD",
        "TH",
        "TOCI",
        "Title",
        "BlockQuote",
        "Code",
    )
) | {"Caption", "Note", "Figure", "Formula", "BibEntry"}
_DEEPEST = 60
ATTACHED_DATA = "workshop.yaml"


@dataclass(frozen=True)
class TextBlock:
    """A paragraph, heading, cell or similar: its structure type ("" in an untagged file) and its page (from 1)."""

    kind: str
    page: int
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return self.kind.startswith("H")


@dataclass(frozen=True)
class Edition:
    """The content of an edition that is compared."""

    name: str
    pages: int
    blocks: tuple[TextBlock, ...]
    recommendations: tuple[dict[str, object], ...] | None
    """From the public data attached to the file; None if it has none."""


def preload_pdf_libraries() -> None:
    """Do nothing: importing this module for it gives forked workers the libraries that read PDFs."""


def open_document(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """Open a PDF with PDFium. Raises FindingsError if it cannot be read."""
    try:
        document = pypdfium2.PdfDocument(data)
        if 0 < len(document) <= MOST_PAGES:
            return document
        why = f"it has {len(document):,} pages"
    except pypdfium2.PdfiumError as error:
        why = "it needs a password" if "password" in str(error).lower() else "it is damaged, or not a PDF"
    raise FindingsError([Finding("unreadable-edition", f"{name} cannot be read: {why}", hint="name a PDF that opens")])


def read_pdf_words(data: bytes, name: str) -> Edition:
    """Read a PDF; the text of a tagged one does not include running heads, folios and other artifacts."""
    with closing(open_document(data, name)) as document:
        blocks = tuple(block for number in range(len(document)) for block in _read_page(document, number))
        return Edition(name, len(document), blocks, _read_recommendations(data))


def _read_page(document: pypdfium2.PdfDocument, number: int) -> Iterator[TextBlock]:
    with closing(_open_page(document, number)) as page, closing(page.get_textpage()) as text:
        order = list(_list_blocks(page))
        if not order:
            yield from (TextBlock("", number + 1, line) for line in _split_paragraphs(text.get_text_bounded()))
            return
        words = _collect_content_text(text)
        for kind, contents in order:
            line = single_line("".join(words.pop(content, "") for content in contents))
            if line:
                yield TextBlock(kind, number + 1, line)


def _open_page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    try:
        return document[number]
    except RuntimeError as error:  # pdfium's own is one
        message = f"page {number + 1} of an edition cannot be read: it is damaged"
        raise FindingsError([Finding("unreadable-edition", message, hint="name a PDF that opens")]) from error


def _split_paragraphs(text: str) -> Iterator[str]:
    """Split untagged text at empty lines, the best available sign of paragraphs."""
    yield from filter(None, (single_line(part) for part in text.replace("\r", "").split("\n\n")))


def _collect_content_text(text: pypdfium2.PdfTextPage) -> dict[int, str]:
    """Collect the text of each marked content of a page, with the spaces that PDFium adds between words."""
    found: dict[int, list[str]] = {}
    content = -1
    for index in range(text.count_chars()):
        letter = raw.FPDFText_GetUnicode(text, index)
        item = raw.FPDFText_GetTextObject(text, index)
        if item and raw.FPDFText_IsGenerated(text, index) != 1:
            content = raw.FPDFPageObj_GetMarkedContentID(item)
        found.setdefault(content, []).append(chr(letter) if letter < 0x110000 else "\ufffd")
    return {content: "".join(letters) for content, letters in found.items() if content >= 0}


def _list_blocks(page: object) -> Iterator[tuple[str, list[int]]]:
    """Yield the blocks of a page in structure tree order: structure type and marked content ids."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        blocks: list[tuple[str, list[int]]] = []
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            _collect_blocks(raw.FPDF_StructTree_GetChildAtIndex(tree, index), blocks, ("", []), 0)
        yield from ((kind, contents) for kind, contents in blocks if contents)
    finally:
        raw.FPDF_StructTree_Close(tree)


def _collect_blocks(
    element: object, blocks: list[tuple[str, list[int]]], block: tuple[str, list[int]], depth: int
) -> None:
    if not element or depth > _DEEPEST:
        return
    kind = _structure_type(element)
    if kind in _BLOCKS or not block[0]:
        block = (kind, [])
        blocks.append(block)
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        content = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if content >= 0:
            block[1].append(content)
        else:
            below = raw.FPDF_StructElement_GetChildAtIndex(element, index)
            before = len(blocks)
            _collect_blocks(below, blocks, block, depth + 1)
            if len(blocks) > before and kind in _BLOCKS:
                # Content after a nested block starts a new block, so that the order is kept.
                block = (kind, [])
                blocks.append(block)


def _structure_type(element: object) -> str:
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    room = create_string_buffer(min(size, 400) or 2)
    raw.FPDF_StructElement_GetType(element, room, len(room))
    return room.raw.decode("utf-16-le", "replace").split("\0")[0]


def draw_page(document: pypdfium2.PdfDocument, number: int, dots: float) -> Image:
    """Render a page (from 0) in grey, at a resolution in dots per inch."""
    with closing(_open_page(document, number)) as page:
        width, height = page.get_size()
        scale = min(dots / 72, 4000 / max(width, height, 1))
        return page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()


def _read_recommendations(data: bytes) -> tuple[dict[str, object], ...] | None:
    """Read the recommendations from the public data that is attached to our own PDFs."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if ATTACHED_DATA not in pdf.attachments:
                return None
            attached = pdf.attachments[ATTACHED_DATA].get_file().read_bytes()
    except (pikepdf.PdfError, KeyError, ValueError, TypeError, AttributeError):
        return None
    read = read_yaml_bytes(Path(ATTACHED_DATA), attached).data
    listed = read.get("recommendations") if isinstance(read, dict) else None
    if not isinstance(listed, list):
        return ()
    return tuple(one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str))
