"""Read what a PDF says of itself: its document information and XMP (ISO 16684-1) in, plain words out."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from . import claims, values
from .values import get

_SPACES = {
    "dc": claims.DC,
    "pdf": claims.PDF,
    "pdfaid": claims.PDFA,
    "pdfuaid": claims.PDFUA,
    "pdfx": "http://ns.adobe.com/pdfx/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": claims.XMP,
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
_READ = (
    "dc:title pdf:Trapped pdfaid:conformance pdfaid:part pdfuaid:part pdfx:GTS_PDFXVersion pdfxid:GTS_PDFXVersion"
    " xmp:CreateDate xmp:MetadataDate xmp:ModifyDate xmpMM:DocumentID xmpMM:RenditionClass xmpMM:VersionID"
)


@dataclass(frozen=True, slots=True)
class Statement:
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


def read(pdf: pikepdf.Pdf) -> Statement:
    """Read what an opened file says of itself, whatever is wrong with it."""
    listed = values.entries(get(pdf.trailer, "/Info"))
    info = {key[1:]: values.plain(values.text(value) or values.name(value), 500) for key, value in listed}
    packet = claims.read(pdf)
    said = {name: words for name in _READ.split() if (words := _said(packet, name))}
    return Statement(info, said, packet.readable)


def _said(packet: claims.Claims, name: str) -> str:
    prefix, _, local = name.partition(":")
    return values.plain(packet.value(_SPACES[prefix], local), 500)
