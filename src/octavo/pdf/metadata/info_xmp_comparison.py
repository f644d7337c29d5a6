"""Compare the Info dictionary of a document with its XMP metadata."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Pdf

from ..objects import value_reader
from .pdf_dates import parse_date
from .xmp_reader import DC, PDF, XMP, XmpPacket

# ISO 19005-1, table 1.
_TEXTS = {
    "Title": (DC, "title"), "Author": (DC, "creator"), "Subject": (DC, "description"), "Keywords": (PDF, "Keywords"),
    "Creator": (XMP, "CreatorTool"), "Producer": (PDF, "Producer"),
}  # fmt: skip
_DATES = {"CreationDate": (XMP, "CreateDate"), "ModDate": (XMP, "ModifyDate")}


def differing_entries(pdf: Pdf, xmp: XmpPacket) -> Iterator[tuple[str, str, str]]:
    """Yield the Info entries that the XMP lacks or has with another value: key, value in Info, value in XMP."""
    given = value_reader.get_dictionary(pdf.trailer, "/Info")
    for key, (space, name) in _TEXTS.items():
        one, values = value_reader.get_text(given, f"/{key}"), xmp.simple.get((space, name), ())
        # Info holds several authors as one string. For a title in several languages, the first one counts.
        others = {", ".join(values), "; ".join(values), *values[:1]} if key == "Author" else set(values[:1])
        if one and one.strip() not in others:
            yield key, one, ", ".join(values if key == "Author" else values[:1])
    for key, (space, name) in _DATES.items():
        one, other = value_reader.get_text(given, f"/{key}"), xmp.first_value(space, name)
        if one and parse_date(one) != parse_date(other):
            yield key, one, other
