"""Read the XMP packet of a PDF, and the parts of PDF/A and PDF/UA that it claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from pikepdf import Pdf

from ..objects import stream_reader, value_reader

_MOST_BYTES = 2_000_000
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
PDFA, PDFUA = "http://www.aiim.org/pdfa/ns/id/", "http://www.aiim.org/pdfua/ns/id/"
DC, XMP, PDF = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/pdf/1.3/"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"


@dataclass(frozen=True)
class XmpPacket:
    """The XMP packet of a document.

    `simple` holds the values of each property, by namespace and name. `languages` are those of dc:title.
    """

    present: bool = False
    readable: bool = True
    simple: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ()

    def first_value(self, space: str, name: str) -> str:
        """Return the first value of a property, or ""."""
        return next(iter(self.simple.get((space, name), ())), "")

    @property
    def pdfua_claim(self) -> str:
        """Return the part of PDF/UA that is claimed, or ""."""
        return self.first_value(PDFUA, "part")


def read_xmp(pdf: Pdf) -> XmpPacket:
    """Read the XMP packet of the catalogue."""
    packet = value_reader.get_stream(pdf.Root, "/Metadata")
    if packet is None:
        return XmpPacket()
    root = parse_packet(stream_reader.unpack_or_empty(packet, _MOST_BYTES))
    if root is None:
        return XmpPacket(present=True, readable=False)
    simple: dict[tuple[str, str], tuple[str, ...]] = {}
    languages: tuple[str, ...] = ()
    for element, space, name in list_properties(root):
        simple[space, name] = tuple(_property_values(element))
        if (space, name) == (DC, "title"):
            languages = tuple(item.get(_LANGUAGE, "") for item in element.iter(f"{_RDF}li"))
    for description in root.iter(f"{_RDF}Description"):
        # A simple property may be an attribute as well (ISO 16684-1, 7.9.2.2).
        for key, value in description.attrib.items():
            space, _, name = key.removeprefix("{").partition("}")
            if name and space not in (_RDF.strip("{}"), _LANGUAGE[1:].partition("}")[0]):
                simple.setdefault((space, name), (value,))
    return XmpPacket(True, True, simple, languages)


def parse_packet(packet: bytes) -> ElementTree.Element | None:
    """Parse a packet. Return None if it is not XML, or if it declares entities, which XMP does not need."""
    if not packet or b"<!" in packet.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        return None
    try:
        return ElementTree.fromstring(packet)  # noqa: S314 - without declarations there is nothing to expand
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError):
        return None


def list_properties(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, str, str]]:
    """Yield the top-level properties that are written as elements, with namespace and name."""
    for rdf in root.iter(f"{_RDF}RDF"):
        for description in rdf.findall(f"{_RDF}Description"):
            for element in description:
                space, _, name = element.tag.removeprefix("{").partition("}")
                yield element, space, name


def _property_values(element: ElementTree.Element) -> Iterator[str]:
    items = list(element.iter(f"{_RDF}li"))
    for item in items or [element]:
        yield (item.text or item.get(f"{_RDF}resource") or "").strip()
