"""Write the parts of a Word document and its metadata as the bytes of a .docx file.

Only this module imports python-docx, for its OPC packages (ECMA-376-2).
"""

from __future__ import annotations

import re
from datetime import UTC
from html import unescape
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree as ET

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from ..files.zip_archive import read_zip, write_zip
from ..pdf.metadata.document_metadata import Metadata
from ..pdf.metadata.xmp_writer import PRODUCER, round_timestamp
from .document_parts import DocxParts
from .headers_and_footers import relation_id
from .ooxml_elements import Element, make, make_text_element, write_xml_part

_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
_CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_RELATION = re.compile(rb'r:(?:id|embed)="([^"]+)"')


def write_package(content: DocxParts, styles: str, metadata: Metadata) -> bytes:
    """Write a package; equal content gives equal bytes."""
    made = _Package()
    document = made.make_part("word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN, content.document)
    notes = made.make_part("word/footnotes.xml", CONTENT_TYPE.WML_FOOTNOTES, content.notes)
    made.relate(None, document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    made.relate(document, notes, RELATIONSHIP_TYPE.FOOTNOTES)
    for name, kind, type_of, data in (
        ("styles", RELATIONSHIP_TYPE.STYLES, CONTENT_TYPE.WML_STYLES, _set_styles_language(styles, metadata)),
        ("settings", RELATIONSHIP_TYPE.SETTINGS, CONTENT_TYPE.WML_SETTINGS, _write_settings(metadata)),
        ("numbering", RELATIONSHIP_TYPE.NUMBERING, CONTENT_TYPE.WML_NUMBERING, content.numbering),
        ("fontTable", RELATIONSHIP_TYPE.FONT_TABLE, CONTENT_TYPE.WML_FONT_TABLE, _list_fonts(styles)),
        ("theme/theme1", RELATIONSHIP_TYPE.THEME, CONTENT_TYPE.OFC_THEME, _read_theme()),
    ):
        made.relate(document, made.make_part(f"word/{name}.xml", type_of, data), kind)
    for name, data in content.margins.items():
        foot = name.startswith("footer")
        type_of = CONTENT_TYPE.WML_FOOTER if foot else CONTENT_TYPE.WML_HEADER
        one = made.make_part(f"word/{name}.xml", type_of, data)
        made.relate(document, one, RELATIONSHIP_TYPE.FOOTER if foot else RELATIONSHIP_TYPE.HEADER, relation_id(name))
    made.relate_targets(document, content.document, content)
    made.relate_targets(notes, content.notes, content)
    made.relate(None, made.make_part("docProps/core.xml", CONTENT_TYPE.OPC_CORE_PROPERTIES,
                _write_core_properties(metadata)),
                RELATIONSHIP_TYPE.CORE_PROPERTIES)  # fmt: skip
    made.relate(None, made.make_part("docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _write_app_properties()),
                RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)  # fmt: skip
    return write_zip(read_zip(made.to_bytes()), metadata.created)


class _Package:
    """A package under construction."""

    def __init__(self) -> None:
        self._package = OpcPackage()
        self._pictures: dict[str, Part] = {}

    def make_part(self, name: str, type_of: str, data: bytes) -> Part:
        return Part(PackURI(f"/{name}"), type_of, data)

    def relate(self, owner: Part | None, target: Part | str, kind: str, name: str = "") -> None:
        """Add a relationship from a part (or the package) to another part or a URL, with a given id if there is one."""
        relations = self._package.rels if owner is None else owner.rels
        relations.add_relationship(kind, target, name or f"rId{len(relations) + 1}", isinstance(target, str))

    def relate_targets(self, owner: Part, data: bytes, content: DocxParts) -> None:
        """Add the relationships to the URLs and pictures that a part refers to."""
        for name in dict.fromkeys(found.decode() for found in _RELATION.findall(data)):
            if name in content.links:
                self.relate(owner, content.links[name], RELATIONSHIP_TYPE.HYPERLINK, name)
            elif name in content.pictures:
                self.relate(owner, self._add_picture(*content.pictures[name]), RELATIONSHIP_TYPE.IMAGE, name)

    def _add_picture(self, identity: str, data: bytes) -> Part:
        if identity not in self._pictures:
            suffix = identity[identity.rfind(".") :]
            name = f"word/media/image{len(self._pictures) + 1}{suffix}"
            self._pictures[identity] = self.make_part(name, _TYPES[suffix], data)
        return self._pictures[identity]

    def to_bytes(self) -> bytes:
        out = BytesIO()
        self._package.save(out)
        return out.getvalue()


def _set_styles_language(styles: str, metadata: Metadata) -> bytes:
    """Set the language of the document in its styles."""
    return re.sub(r'(<w:lang\b[^>]*\bw:val=)"[^"]*"', rf'\1"{metadata.language}"', styles, count=1).encode()


def _list_fonts(styles: str) -> bytes:
    """Write the font table: the fonts that the styles name."""
    names = dict.fromkeys(re.findall(r'w:ascii="([^"]+)"', styles))
    return write_xml_part("w:fonts", [make("w:font", name=unescape(name)) for name in names])


def _read_theme() -> bytes:
    """Return the theme, which our styles do not use, from the default document of python-docx."""
    return read_zip((files("docx") / "templates" / "default.docx").read_bytes())["word/theme/theme1.xml"]


def _write_settings(metadata: Metadata) -> bytes:
    rules = make("w:footnotePr", make("w:footnote", id=-1), make("w:footnote", id=0))
    # Without it, Word 2013 and later open the file in compatibility mode.
    mode = make("w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    math_properties = make("m:mathPr", make("m:mathFont", val="Cambria Math"), make("m:defJc", val="center"))
    return write_xml_part(
        "w:settings",
        [
            make("w:mirrorMargins"),
            make("w:evenAndOddHeaders"),
            rules,
            make("w:compat", mode),
            math_properties,
            make("w:themeFontLang", val=metadata.language),
        ],
    )


def _write_core_properties(metadata: Metadata) -> bytes:
    told = [
        ("dc:title", metadata.title),
        ("dc:subject", metadata.subject),
        ("dc:creator", "; ".join(metadata.authors)),
        ("cp:keywords", ", ".join(metadata.keywords)),
        ("dc:language", metadata.language),
        ("dc:identifier", "; ".join(metadata.identifiers)),
        ("cp:lastModifiedBy", PRODUCER),
        ("cp:revision", "1"),
    ]
    root = ET.Element("cp:coreProperties", {f"xmlns:{prefix}": address for prefix, address in _CORE.items()})
    root.extend(_strip_attributes(make_text_element(name, text)) for name, text in told if text)
    moment = round_timestamp(metadata.created).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in ("created", "modified"):
        made = ET.SubElement(root, f"dcterms:{name}", {"xsi:type": "dcterms:W3CDTF"})
        made.text = moment
    return _serialize(root)


def _write_app_properties() -> bytes:
    root = ET.Element("Properties", {"xmlns": _APP})
    ET.SubElement(root, "Application").text = PRODUCER
    return _serialize(root)


def _strip_attributes(element: Element) -> Element:
    element.attrib.clear()
    return element


def _serialize(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + ET.tostring(root, encoding="unicode").encode()
