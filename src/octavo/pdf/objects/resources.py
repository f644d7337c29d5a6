"""Read the resources of a page, and find fonts that are not embedded."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from .content_streams import list_content_streams


def find_unembedded_fonts(page: Object, known: dict[tuple[int, int], str]) -> set[str]:
    """Return the names of the fonts that a page, its forms and its patterns use without embedding them."""
    # Looking for uses means unpacking content, so it is done only if a font is missing at all.
    return _find_missing_fonts(page, known, used=True) if _find_missing_fonts(page, known, used=False) else set()


def _find_missing_fonts(page: Object, known: dict[tuple[int, int], str], used: bool) -> set[str]:
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Object, object]] = [(page, page.get(Name.Resources))]
    while waiting:
        drawn, resources = waiting.pop()
        content = _unpack_content(drawn) if used else None
        for name, font in list_resource_entries(resources, Name.Font):
            missing = _cached_missing_name(font, known)
            if missing and _uses_resource(content, name, rb"\s+[-+.\d]+\s+Tf"):
                found.add(missing)
        for kind, use in ((Name.XObject, rb"\s+Do"), (Name.Pattern, rb"\s+scn"), (Name.Pattern, rb"\s+SCN")):
            for name, form in list_resource_entries(resources, kind):
                if isinstance(form, Stream) and form.objgen not in seen and _uses_resource(content, name, use):
                    seen.add(form.objgen)
                    waiting.append((form, form.get(Name.Resources)))
    return found


def list_resource_entries(resources: object, kind: Name) -> Iterator[tuple[str, object]]:
    """Yield a copy of the entries of one resource category, so that the category may be changed meanwhile."""
    entries = resources.get(kind) if isinstance(resources, Dictionary) else None
    yield from list(entries.items()) if isinstance(entries, Dictionary) else ()


def _cached_missing_name(font: object, known: dict[tuple[int, int], str]) -> str:
    if not isinstance(font, Dictionary):
        return ""
    if font.objgen == (0, 0):
        return _name_if_unembedded(font)
    if font.objgen not in known:
        known[font.objgen] = _name_if_unembedded(font)
    return known[font.objgen]


def _unpack_content(drawn: Object) -> bytes | None:
    """Unpack the content of a page, form or pattern. Return None if that fails."""
    try:
        return b"\n".join(part.read_bytes() for part in list_content_streams(drawn))
    except pikepdf.PdfError:
        return None


def _uses_resource(content: bytes | None, name: str, use: bytes) -> bool:
    """Return whether content uses an entry of its resources, which may list more than is used."""
    return content is None or re.search(re.escape(name.encode()) + use, content) is not None


def _name_if_unembedded(font: Dictionary) -> str:
    kind = str(font.get(Name.Subtype, ""))
    if kind == "/Type3":
        return ""
    below = font.get(Name.DescendantFonts)
    if kind == "/Type0" and isinstance(below, Array) and len(below) and isinstance(below[0], Dictionary):
        font = below[0]
    descriptor = font.get(Name.FontDescriptor)
    files = (Name.FontFile, Name.FontFile2, Name.FontFile3)
    if isinstance(descriptor, Dictionary) and any(file in descriptor for file in files):
        return ""
    return str(font.get(Name.BaseFont, "/without a name")).strip("/")
