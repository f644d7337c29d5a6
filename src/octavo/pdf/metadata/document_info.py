"""Read the Info dictionary and the XMP metadata (ISO 16684-1) of a PDF as plain text."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    """The entries of the Info dictionary, and the XMP properties by their usual prefixed names.

    `packet` is the XMP packet as a whole.
    """

    info: dict[str, str]
    xmp: dict[str, str]
    packet: xmp_reader.XmpPacket = field(default_factory=xmp_reader.XmpPacket)

    @property
    def title(self) -> str:
        """Return the title."""
        return self.xmp.get("dc:title") or self.info.get("Title", "")

    @property
    def pdfx_claim(self) -> str:
        """Return the version of PDF/X that the file claims, in the file's own words."""
        found = self.xmp.get("pdfxid:GTS_PDFXVersion") or self.info.get("GTS_PDFXConformance")
        return found or self.info.get("GTS_PDFXVersion", "")

    @property
    def pdfa_claim(self) -> str:
        """Return the part of PDF/A that the file claims."""
        part = self.xmp.get("pdfaid:part", "")
        return f"PDF/A-{part}{self.xmp.get('pdfaid:conformance', '').lower()}" if part else ""

    @property
    def pdfua_claim(self) -> str:
        """Return the part of PDF/UA that the file claims."""
        part = self.xmp.get("pdfuaid:part", "")
        return f"PDF/UA-{part}" if part else ""

    @property
    def standards(self) -> tuple[str, ...]:
        """Return the standards that the file claims."""
        return tuple(filter(None, (self.pdfx_claim, self.pdfa_claim, self.pdfua_claim)))


def read_document_info(pdf: pikepdf.Pdf) -> DocumentInfo:
    """Read the metadata of an opened file, also of a malformed one."""
    listed = value_reader.list_entries(get_value(pdf.trailer, "/Info"))
    info = {
        key[1:]: value_reader.quotable_text(value_reader.as_string(value) or value_reader.as_name(value), 500)
        for key, value in listed
    }
    packet = xmp_reader.read_xmp(pdf)
    xmp = {name: words for name in _PROPERTIES_READ.split() if (words := _read_xmp_text(packet, name))}
    return DocumentInfo(info, xmp, packet)


def _read_xmp_text(packet: xmp_reader.XmpPacket, name: str) -> str:
    prefix, _, local = name.partition(":")
    return value_reader.quotable_text(packet.first_value(_NAMESPACE_PREFIXES[prefix], local), 500)
