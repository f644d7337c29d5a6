"""Open a Word document of a stranger: its parts, within limits, and without document types."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from ...files.untrusted_xml import XmlFault, parse_untrusted_xml
from ...files.zip_archive import write_zip
from ...findings.finding import Finding, FindingsError

MOST_BYTES: Final = 100_000_000
_MOST_UNPACKED: Final = 300_000_000
_MOST_XML: Final = 60_000_000
_MOST_PARTS: Final = 5_000
_MOST_ELEMENTS: Final = 1_500_000
_MOST_DEEP: Final = 250
_OLE_FILE: Final = b"\xd0\xcf\x11\xe0"
_READ_PARTS: Final = (
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/_rels/footnotes.xml.rels",
    "word/_rels/endnotes.xml.rels",
    "word/document.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "word/theme/theme1.xml",
)
"""Parts that pandoc needs; no other is given to it."""
_OFFICE: Final = "http://schemas.openxmlformats.org"
for _prefix, _name in {  # pandoc knows elements by their usual prefixes
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "m": f"{_OFFICE}/officeDocument/2006/math",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "pic": f"{_OFFICE}/drawingml/2006/picture",
    "c": f"{_OFFICE}/drawingml/2006/chart",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "cp": f"{_OFFICE}/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}.items():
    ET.register_namespace(_prefix, _name)


@dataclass(frozen=True)
class WordPackage:
    """The parts of a Word document by their names, unpacked; pictures lie below word/media/."""

    path: Path
    parts: Mapping[str, bytes]

    def parse(self, name: str) -> ET.Element | None:
        """Parse a part; None if it is not there. Raises FindingsError."""
        data = self.parts.get(name)
        return None if data is None else _parse_xml(self.path, name, data)

    def list_names(self, start: str) -> Iterator[str]:
        """Yield the names of parts that begin so, in order."""
        yield from sorted(name for name in self.parts if name.startswith(start))

    def write_readable(self, changed: Mapping[str, ET.Element]) -> bytes:
        """Return a document of the parts that pandoc reads, with some of them changed."""
        files = {}
        for name in _READ_PARTS:
            if name in changed:
                files[name] = ET.tostring(changed[name], "utf-8", xml_declaration=True)
            elif (part := self.parse(name)) is not None:  # it has no document type
                files[name] = ET.tostring(part, "utf-8", xml_declaration=True)
        pictures = dict.fromkeys(self.list_names("word/media/"), b"-")  # pandoc asks only whether they are there
        return write_zip({**files, **pictures})


def open_package(path: Path, data: bytes) -> WordPackage:
    """Unpack a document. Raises FindingsError if it is none, or larger than the limits."""
    if len(data) > MOST_BYTES:
        raise FindingsError([_fault(path, "is larger than 100 MB", "make its pictures smaller, or divide it")])
    if data.startswith(_OLE_FILE):
        hint = "open it in Word and save it as .docx, without a password"
        raise FindingsError([_fault(path, "is protected by a password, or in the older format .doc", hint)])
    try:
        parts = dict(_unpack(path, data))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        hint = "open it in Word and save it again as .docx"
        raise FindingsError([_fault(path, "is no Word document, or is damaged", hint)]) from None
    if "word/document.xml" not in parts:
        raise FindingsError([_fault(path, "is no Word document (.docx)", "save it as .docx")])
    return WordPackage(path, parts)


def _unpack(path: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Unpack the parts; their true sizes are counted, whatever the directory says of them."""
    left = _MOST_UNPACKED
    with zipfile.ZipFile(BytesIO(data)) as packed:
        entries = packed.infolist()
        if len(entries) > _MOST_PARTS:
            raise FindingsError([_fault(path, f"has more than {_MOST_PARTS:,} parts", "save it again in Word")])
        for entry in entries:
            name = entry.filename.removeprefix("/")
            with packed.open(entry) as part:
                content = part.read(left + 1)
            left -= len(content)
            if left < 0 or (name.endswith((".xml", ".rels")) and len(content) > _MOST_XML):
                raise FindingsError([_fault(path, "unpacks to more than 300 MB", "divide the document")])
            yield name, content


def _fault(path: Path, fault: str, hint: str) -> Finding:
    return Finding("unreadable-text", f"{path.name} {fault}", None, hint)


def _parse_xml(path: Path, name: str, data: bytes) -> ET.Element:
    try:
        return parse_untrusted_xml(data, _MOST_DEEP, _MOST_ELEMENTS)
    except XmlFault as fault:
        said = f"was not read: {fault} ({name})" if fault.is_refused else f"is damaged: {name} is no XML ({fault})"
        raise FindingsError([_fault(path, said, "open it in Word and save it again")]) from None
