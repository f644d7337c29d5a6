"""Read editions without pages: the words of Word documents and texts, and the members of zip files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import chain
from xml.etree import ElementTree

from ...files.untrusted_xml import parse_untrusted_xml
from .pdf_words import Edition, TextBlock

_MOST_BYTES = 5_000_000
"""For larger texts, only the bytes are compared."""
_MOST_DEEP, _MOST_ELEMENTS = 250, 500_000
_STORIES = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
"""Parts of a Word document with text (ECMA-376-1, 11.3), except headers and footers."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}noBreakHyphen": "-"}
_LETTERS = (f"{_W}t", f"{_M}t")


def list_zip_members(data: bytes) -> Mapping[str, tuple[int, int]] | None:
    """Return size and CRC-32 of each file in a zip file; None if it is not a readable zip file."""
    packed = _open_zip(data)
    if packed is None:
        return None
    return {one.filename: (one.file_size, one.CRC) for one in packed.infolist() if not one.filename.endswith("/")}


def read_document_words(data: bytes, name: str) -> Edition:
    """Read a Word document by paragraphs, or a UTF-8 text by lines; other files have no words."""
    packed = _open_zip(data)
    blocks = chain.from_iterable(_read_story(packed, part) for part in _STORIES) if packed else _list_lines(data)
    return Edition(name, 0, tuple(blocks), None)


def _open_zip(data: bytes) -> zipfile.ZipFile | None:
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None


def _read_story(packed: zipfile.ZipFile, part: str) -> tuple[TextBlock, ...]:
    """Read a part; return nothing if it is damaged, too large or has a DOCTYPE, which ECMA-376-2 forbids."""
    try:
        with packed.open(part) as file:
            data = file.read(_MOST_BYTES + 1)
        root = parse_untrusted_xml(data, _MOST_DEEP, _MOST_ELEMENTS) if len(data) <= _MOST_BYTES else None
        return () if root is None else tuple(_list_paragraphs(root))
    except Exception:  # zipfile, its codecs and expat raise many kinds of errors for untrusted files
        return ()


def _list_paragraphs(root: ElementTree.Element) -> Iterator[TextBlock]:
    for paragraph in root.iter(f"{_W}p"):
        pieces = (
            _SIGNS.get(one.tag, one.text if one.tag in _LETTERS else None) for one in _list_own_elements(paragraph)
        )
        text = " ".join("".join(filter(None, pieces)).split())
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        is_heading = style is not None and style.get(f"{_W}val", "").startswith("Heading")
        if text:
            yield TextBlock("H" if is_heading else "P", 0, text)


def _list_own_elements(paragraph: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield the elements of a paragraph, without those of nested paragraphs (text boxes)."""
    for child in paragraph:
        if child.tag != f"{_W}p":
            yield child
            yield from _list_own_elements(child)


def _list_lines(data: bytes) -> Iterator[TextBlock]:
    if len(data) > _MOST_BYTES or b"\0" in data:
        return
    try:
        yield from (TextBlock("", 0, line) for line in data.decode().splitlines() if line.strip())
    except UnicodeDecodeError:
        return
