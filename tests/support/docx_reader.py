"""Read Word documents for tests: the bytes of a .docx file in, paragraphs, notes, fields and bookmarks out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

from octavo.docx.ooxml_elements import NAMESPACES

W = "{" + NAMESPACES["w"] + "}"
M = "{" + NAMESPACES["m"] + "}"
WP = "{" + NAMESPACES["wp"] + "}"
R = "{" + NAMESPACES["r"] + "}"


@dataclass
class Word:
    """A Word document, opened."""

    data: bytes

    @cached_property
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(BytesIO(self.data)) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    def part(self, name: str) -> ET.Element:
        return ET.fromstring(self.files[f"word/{name}.xml"])

    @cached_property
    def body(self) -> ET.Element:
        return self.part("document")

    def paragraphs(self, style: str = "") -> list[str]:
        """List the words of paragraphs in reading order: of one style, or of all."""
        return [said(one) for one in self.body.iter(f"{W}p") if not style or style_of(one) == style]

    def styles(self) -> list[tuple[str, str]]:
        return [(style_of(one), said(one)) for one in self.body.iter(f"{W}p")]

    def notes(self) -> list[str]:
        return [said(note).strip() for note in self.part("footnotes") if note.get(f"{W}type") is None]

    def fields(self) -> list[tuple[str, str]]:
        """List the fields of a document: what each computes, and what it shows until then."""
        found: list[list[str]] = []
        opened: list[list[str]] = []
        for element in self.body.iter():
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                opened.append(["", "", "code"])
                found.append(opened[-1])
            elif kind == "separate":
                opened[-1][2] = "shown"
            elif kind == "end":
                opened.pop()
            elif element.tag == f"{W}instrText" and opened:
                opened[-1][0] += element.text or ""
            elif element.tag == f"{W}t" and opened and opened[-1][2] == "shown":
                opened[-1][1] += element.text or ""
        assert not opened
        return [(code.strip(), shown) for code, shown, _ in found]

    def bookmarks(self) -> dict[str, str]:
        """Give the words that each bookmark holds."""
        held: dict[str, str] = {}
        names: dict[str, str] = {}
        for element in self.body.iter():
            if element.tag == f"{W}bookmarkStart":
                names[element.get(f"{W}id", "")] = element.get(f"{W}name", "")
                held[element.get(f"{W}name", "")] = ""
            elif element.tag == f"{W}bookmarkEnd":
                names.pop(element.get(f"{W}id", ""))
            elif element.tag == f"{W}t":
                for name in names.values():
                    held[name] += element.text or ""
        assert not names
        return held

    def links(self, part: str = "document") -> dict[str, str]:
        """Give the addresses to which a part leads, by their relation."""
        relations = ET.fromstring(self.files.get(f"word/_rels/{part}.xml.rels", b"<none/>"))
        return {one.get("Id", ""): one.get("Target", "") for one in relations if one.get("TargetMode") == "External"}

    def formulas(self) -> list[str]:
        """List the signs of each formula, but for those that only take up room."""
        found = []
        for one in self.body.iter(f"{M}oMath"):
            unseen = {id(t) for room in one.iter(f"{M}phant") for t in room.iter(f"{M}t")}
            found.append("".join(t.text or "" for t in one.iter(f"{M}t") if id(t) not in unseen))
        return found

    def alternatives(self) -> list[str]:
        return [one.get("descr", "") for one in self.body.iter(f"{WP}docPr")]


def style_of(paragraph: ET.Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def said(element: ET.Element) -> str:
    return "".join(_said(element))


def _said(element: ET.Element) -> Iterator[str]:
    for one in element.iter():
        if one.tag in (f"{W}t", f"{M}t"):
            yield one.text or ""
        elif one.tag == f"{W}tab":
            # Also a tab stop of a paragraph's own, which has a place.
            yield "\t" if not one.attrib else ""
        elif one.tag == f"{W}br":
            yield "\n"


def faults(data: bytes, folder: Path) -> list[str]:
    """Hold a document against the schemas and rules of Office Open XML (those of Microsoft's SDK)."""
    from openxml_audit import OpenXmlValidator

    file = folder / "held.docx"
    file.write_bytes(data)
    return [str(error) for error in OpenXmlValidator().validate(file).errors]


def letters(text: str) -> str:
    """Bring text to what two writings of it have in common."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)
