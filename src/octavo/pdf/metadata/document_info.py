"""Read what a PDF says of itself: its document information and XMP (ISO 16684-1) in, plain words out."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from ..objects import value_reader
from ..objects.value_reader import get_value
from . import xmp_reader

_NAMESPACE_PREFIXES = {
    "dc": xmp_reader.DC,
    "pdf": xmp_reader.PDF,
    "pdfaid": xmp_reader.PDFA,
    "pdfuaid": xmp_reader.PDFUA,
    "pdfx": "http://ns.adobe.com/pdfx/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": xmp_reader.XMP,
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
_PROPERTIES_READ = (
    "dc:title pdf:Trapped pdfaid:conformance pdfaid:part pdfuaid:part pdfx:GTS_PDFXVersion pdfxid:GTS_PDFXVersion"
    " xmp:CreateDate xmp:MetadataDate xmp:ModifyDate xmpMM:DocumentID xmpMM:RenditionClass xmpMM:VersionID"
)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a file says of itself: entries of its document information, and properties of its XMP by their usual names.

    `readable` tells whether its XMP, if it has any, is such.
    """

    info: dict[str, str]
    xmp: dict[str, str]
    readable: bool = True

    @property
    def title(self) -> str:
        """Give its title."""
        return self.xmp.get("dc:title") or self.info.get("Title", "")

    @property
    def press(self) -> str:
        """Give the part of PDF/X that it claims to follow, as it names it."""
        found = self.xmp.get("pdfxid:GTS_PDFXVersion") or self.info.get("GTS_PDFXConformance")
        return found or self.info.get("GTS_PDFXVersion", "")

    @property
    def archive(self) -> str:
        """Give the part of PDF/A that it claims to follow."""
        part = self.xmp.get("pdfaid:part", "")
        return f"PDF/A-{part}{self.xmp.get('pdfaid:conformance', '').lower()}" if part else ""

    @property
    def access(self) -> str:
        """Give the part of PDF/UA that it claims to follow."""
        part = self.xmp.get("pdfuaid:part", "")
        return f"PDF/UA-{part}" if part else ""

    @property
    def standards(self) -> tuple[str, ...]:
        """List the standards that it claims to follow."""
        return tuple(filter(None, (self.press, self.archive, self.access)))


def read_document_info(pdf: pikepdf.Pdf) -> DocumentInfo:
    """Read what an opened file says of itself, whatever is wrong with it."""
    listed = value_reader.list_entries(get_value(pdf.trailer, "/Info"))
    info = {
        key[1:]: value_reader.quotable_text(value_reader.as_string(value) or value_reader.as_name(value), 500)
        for key, value in listed
    }
    packet = xmp_reader.read_xmp(pdf)
    said = {name: words for name in _PROPERTIES_READ.split() if (words := _read_xmp_text(packet, name))}
    return DocumentInfo(info, said, packet.readable)


def _read_xmp_text(packet: xmp_reader.ConformanceClaims, name: str) -> str:
    prefix, _, local = name.partition(":")
    return value_reader.quotable_text(packet.value(_NAMESPACE_PREFIXES[prefix], local), 500)
