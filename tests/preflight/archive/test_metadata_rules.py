"""XMP metadata may hold what PDF/A's schemas permit, and what it describes itself, in the right form."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf, Stream

from octavo.preflight.archive.metadata_rules import check_all_metadata

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpDM": "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "own": "http://example.org/own/",
    "part": "http://example.org/part/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaType": "http://www.aiim.org/pdfa/ns/type#",
    "pdfaField": "http://www.aiim.org/pdfa/ns/field#",
}
RESOURCE = 'rdf:parseType="Resource"'
FIELD = "<pdfaField:name>no</pdfaField:name><pdfaField:valueType>Integer</pdfaField:valueType>"
DESCRIBED = "<pdfaField:description>Its number</pdfaField:description>"
SCHEMA = f"""<pdfaExtension:schemas><rdf:Bag><rdf:li {RESOURCE}>
<pdfaSchema:schema>Own</pdfaSchema:schema><pdfaSchema:namespaceURI>http://example.org/own/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>own</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li {RESOURCE}>
<pdfaProperty:name>shelf</pdfaProperty:name><pdfaProperty:valueType>Place</pdfaProperty:valueType>
<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>Where</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property><pdfaSchema:valueType><rdf:Seq><rdf:li {RESOURCE}>
<pdfaType:type>Place</pdfaType:type><pdfaType:namespaceURI>http://example.org/part/</pdfaType:namespaceURI>
<pdfaType:prefix>part</pdfaType:prefix><pdfaType:description>A place</pdfaType:description>
<pdfaType:field><rdf:Seq><rdf:li {RESOURCE}>{FIELD}{DESCRIBED}</rdf:li></rdf:Seq></pdfaType:field>
</rdf:li></rdf:Seq></pdfaSchema:valueType></rdf:li></rdf:Bag></pdfaExtension:schemas>"""
SHELF = f"<own:shelf {RESOURCE}><part:no>7</part:no></own:shelf>"


def wrap(properties: str, head: str = "", spaces: dict[str, str] | None = None) -> bytes:
    declared = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in (NAMESPACES | (spaces or {})).items())
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return (
        f'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"{head}?><rdf:RDF xmlns:rdf="{rdf}" {declared}>'
        f'<rdf:Description rdf:about="">{properties}</rdf:Description></rdf:RDF><?xpacket end="w"?>'
    ).encode()


def check(data: bytes, part: str = "2", of_object: bytes = b"") -> list[tuple[str, str]]:
    with pikepdf.new() as pdf:
        pdf.Root.Metadata = xmp(pdf, data)
        if of_object:
            pdf.Root.Holder = Dictionary(Metadata=xmp(pdf, of_object))
        return [(one.clause, one.words) for one in check_all_metadata(pdf, part)]


def xmp(pdf: Pdf, data: bytes) -> pikepdf.Object:
    return pdf.make_indirect(Stream(pdf, data, Type=Name.Metadata, Subtype=Name.XML))


PERMITTED = [
    "<dc:creator><rdf:Seq><rdf:li>A. Author</rdf:li></rdf:Seq></dc:creator>",
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">T</rdf:li></rdf:Alt></dc:title>',
    "<dc:date><rdf:Seq><rdf:li>1997</rdf:li><rdf:li>1997-07-16T19:20:15.45Z</rdf:li></rdf:Seq></dc:date>",
    "<xmp:Identifier><rdf:Bag><rdf:li><rdf:Description><rdf:value>x</rdf:value></rdf:Description></rdf:li></rdf:Bag>"
    "</xmp:Identifier>",
    f"<xmpMM:DerivedFrom {RESOURCE}><stRef:documentID>uuid:1</stRef:documentID></xmpMM:DerivedFrom>",
    '<xmpMM:DerivedFrom stRef:documentID="uuid:1"/>',
    "<tiff:XResolution>300/1</tiff:XResolution>",
    "<exif:GPSLatitude>67,19,26S</exif:GPSLatitude>",
    f"<xmpDM:duration {RESOURCE}><xmpDM:value>50</xmpDM:value><xmpDM:scale>1/25</xmpDM:scale></xmpDM:duration>",
    SCHEMA + SHELF,
]
FORBIDDEN = {
    "6.6.2.3.1": [
        "<own:shelf>7</own:shelf>",
        "<dc:creator>A. Author</dc:creator>",
        "<dc:creator><rdf:Bag><rdf:li>A. Author</rdf:li></rdf:Bag></dc:creator>",
        "<dc:title><rdf:Alt><rdf:li>T</rdf:li></rdf:Alt></dc:title>",
        "<dc:date><rdf:Seq><rdf:li>2004-02-30</rdf:li></rdf:Seq></dc:date>",
        "<xmpMM:SaveID>2.0</xmpMM:SaveID>",
        f"<xmpMM:DerivedFrom {RESOURCE}><stRef:shelf>7</stRef:shelf></xmpMM:DerivedFrom>",
        SCHEMA + f"<own:shelf {RESOURCE}><part:no>seven</part:no></own:shelf>",
        SCHEMA + "<own:table>7</own:table>",
    ],
    "6.6.2.3.3": [
        SCHEMA.replace(DESCRIBED, ""),
        SCHEMA.replace("<pdfaType:prefix>part</pdfaType:prefix>", ""),
        SCHEMA.replace("external", "foreign"),
        SCHEMA.replace(">Place</pdfaProperty:valueType>", ">Plaice</pdfaProperty:valueType>"),
        SCHEMA.replace("<rdf:Bag>", "<rdf:Seq>", 1).replace("</rdf:Bag>", "</rdf:Seq>"),
    ],
    "6.6.2.1": [
        "<dc:source>x</dc:source><dc:source>y</dc:source>",
        "<dc:source>x<rdf:li/>y</dc:source>",
        "<dc:source>x",
    ],
}


@pytest.mark.parametrize("properties", PERMITTED)
def test_permitted_properties_pass(properties: str) -> None:
    assert check(wrap(properties)) == []


@pytest.mark.parametrize(
    ("clause", "properties"), [(each, one) for each, listed in FORBIDDEN.items() for one in listed]
)
def test_others_break_their_clause(clause: str, properties: str) -> None:
    assert {each for each, _ in check(wrap(properties))} == {clause}


def test_part_1_permits_only_what_xmp_had_in_2004() -> None:
    rated = wrap("<xmp:Rating>3</xmp:Rating>")
    assert check(rated) == []
    assert [clause for clause, _ in check(rated, "1")] == ["6.7.9"]


def test_the_header_and_the_encoding_are_checked() -> None:
    assert [clause for clause, _ in check(wrap("", ' bytes="9"'))] == ["6.6.2.1"]
    assert [clause for clause, _ in check(wrap("", ' encoding="UTF-8"'))] == ["6.6.2.1"]
    (fault, *_) = check(wrap("<dc:source>é</dc:source>").replace("é".encode(), b"\xe9"))
    assert fault == ("6.6.2.1", "is not encoded in UTF-8")


def test_the_namespaces_of_pdf_a_have_fixed_prefixes() -> None:
    assert [clause for clause, _ in check(wrap("", spaces={"other": NAMESPACES["pdfaid"]}))] == ["6.6.4"]
    assert [clause for clause, _ in check(wrap("", spaces={"other": NAMESPACES["pdfaType"]}))] == ["6.6.2.3.3"]


def test_the_metadata_of_other_objects_may_use_the_schemas_of_the_document() -> None:
    assert check(wrap(SCHEMA), of_object=wrap(SHELF)) == []
    ((clause, words),) = check(wrap(""), of_object=wrap(SHELF))
    assert clause == "6.6.2.3.1" and words.startswith("of one of its objects")
