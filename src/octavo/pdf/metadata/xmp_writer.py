"""Write metadata as an XMP packet (ISO 16684-1) that PDF/A-3 and PDF/UA-1 accept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from .document_metadata import Metadata

PRODUCER = "Octavo"

# PDF/A does not define pdfuaid, so a document that uses it must describe it (ISO 19005-3, 6.6.2.3.3).
_PDFUA_SCHEMA = """\
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas>
    <rdf:Bag>
     <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property>
       <rdf:Seq>
        <rdf:li rdf:parseType="Resource">
         <pdfaProperty:name>part</pdfaProperty:name>
         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
         <pdfaProperty:category>internal</pdfaProperty:category>
         <pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
        </rdf:li>
       </rdf:Seq>
      </pdfaSchema:property>
     </rdf:li>
    </rdf:Bag>
   </pdfaExtension:schemas>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
"""

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfx": "http://ns.adobe.com/pdfx/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}


def round_timestamp(moment: datetime) -> datetime:
    """Remove what neither date format can express. A time without a zone is taken as UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)


def write_xmp_packet(
    metadata: Metadata, conformance: str = "A", accessible: bool = True, archival: bool = True
) -> bytes:
    """Return the XMP packet. `archival` claims PDF/A-3 with level `conformance`, and `accessible` claims PDF/UA-1."""
    claims = [simple_property("pdfaid:part", "3"), simple_property("pdfaid:conformance", conformance)]
    return wrap_packet(
        describe_namespace("pdfaid", claims) if archival else "",
        describe_namespace("dc", _dublin_core_properties(metadata)),
        describe_namespace("xmp", _xmp_basic_properties(metadata)),
        describe_namespace(
            "pdf",
            [simple_property("pdf:Producer", PRODUCER), simple_property("pdf:Keywords", ", ".join(metadata.keywords))],
        ),
        _PDFUA_SCHEMA if accessible else "",
    )


def wrap_packet(*descriptions: str) -> bytes:
    """Wrap descriptions as a packet."""
    parts = [
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n',
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n',
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n',
        *descriptions,
        ' </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>',
    ]
    return "".join(parts).encode()


def _dublin_core_properties(metadata: Metadata) -> list[str]:
    return [
        simple_property("dc:format", "application/pdf"),
        language_alternative("dc:title", metadata.title, metadata.language),
        list_property("dc:creator", "Seq", metadata.authors),
        language_alternative("dc:description", metadata.subject, metadata.language),
        list_property("dc:subject", "Bag", metadata.keywords),
        list_property("dc:language", "Bag", (metadata.language,)),
        list_property("dc:date", "Seq", (round_timestamp(metadata.created).isoformat(),)),
        # dc:identifier holds one value; the others go into xmp:Identifier.
        simple_property("dc:identifier", metadata.identifiers[0] if metadata.identifiers else ""),
        list_property("dc:publisher", "Bag", (metadata.publisher,)),
        language_alternative("dc:rights", metadata.rights, metadata.language),
    ]


def _xmp_basic_properties(metadata: Metadata) -> list[str]:
    when = round_timestamp(metadata.created).isoformat()
    dates = [simple_property(f"xmp:{name}", when) for name in ("CreateDate", "ModifyDate", "MetadataDate")]
    return [
        simple_property("xmp:CreatorTool", PRODUCER),
        *dates,
        list_property("xmp:Identifier", "Bag", metadata.identifiers),
    ]


def describe_namespace(prefix: str, properties: Iterable[str]) -> str:
    """Return an rdf:Description with the properties of one namespace."""
    # PDFBox's preflight requires the namespace on each rdf:Description, not above them.
    space = f"xmlns:{prefix}={quoteattr(_NAMESPACES[prefix])}"
    return f'  <rdf:Description rdf:about="" {space}>\n{"".join(properties)}  </rdf:Description>\n'


def simple_property(name: str, value: str) -> str:
    """Return a property with one value, or "" without a value."""
    return f"   <{name}>{escape(value)}</{name}>\n" if value else ""


def list_property(name: str, kind: str, values: Iterable[str]) -> str:
    """Return a property with an rdf:Seq or rdf:Bag of values, or "" without values."""
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values if value)
    return f"   <{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n" if items else ""


def language_alternative(name: str, value: str, language: str) -> str:
    """Return a property with a text in its language and as x-default, or "" without a text."""
    if not value:
        return ""
    # x-default comes first, as XMP requires; then the same text with its language.
    languages = dict.fromkeys(("x-default", language))
    items = "".join(f"<rdf:li xml:lang={quoteattr(lang)}>{escape(value)}</rdf:li>" for lang in languages if lang)
    return f"   <{name}><rdf:Alt>{items}</rdf:Alt></{name}>\n"
