"""Read the XML of a schedule as the mappings that its JSON has. No entity is expanded, and nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from ...findings.finding import Finding, FindingsError, Place

_DEEPEST: Final = 30
_MOST_ELEMENTS: Final = 300_000


class _RefusedXml(Exception):  # noqa: N818 - the message says why
    pass


@dataclass
class XmlElement:
    """An element: its name, attributes, children, and the text directly in it."""

    name: str
    attributes: dict[str, str]
    children: list[XmlElement] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The text directly in it."""
        return "".join(self.text).strip()

    def find(self, name: str) -> list[XmlElement]:
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]


def read_schedule_xml(source: Path, data: bytes) -> dict[str, Any]:
    """Return the conference of a schedule as JSON has it. Raises FindingsError."""
    root = parse_xml(source, data)
    if root.name != "schedule":
        message = f"{source.name} is XML, but no schedule of frab or pretalx: its first element is “{root.name[:40]}”"
        raise FindingsError([Finding("no-programme", message, None, "export the schedule as schedule.xml or .json")])
    return {"days": [_read_day(day) for day in root.find("day")]}


def _read_day(day: XmlElement) -> dict[str, Any]:
    rooms: dict[str, list[dict[str, Any]]] = {}
    for room in day.find("room"):
        rooms.setdefault(room.attributes.get("name", ""), []).extend(map(_read_event, room.find("event")))
    return {"date": day.attributes.get("date", ""), "rooms": rooms}


def _read_event(event: XmlElement) -> dict[str, Any]:
    values: dict[str, Any] = {child.name: child.words for child in event.children if not child.children}
    people = [person for persons in event.find("persons") for person in persons.find("person")]
    return {**values, "id": event.attributes.get("id", ""), "persons": [{"name": one.words} for one in people]}


def parse_xml(source: Path, data: bytes) -> XmlElement:
    """Parse XML without a document type: no entities but those of XML itself. Raises FindingsError."""
    builder = _TreeBuilder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        message = f"the XML cannot be read: {expat.ErrorString(error.code)}"
        place = Place(source, error.lineno, error.offset + 1)
        raise FindingsError([Finding("unreadable-xml", message, place, "export the file again")]) from None
    except _RefusedXml as refusal:
        place = Place(source, builder.parser.CurrentLineNumber)
        raise FindingsError([Finding("unreadable-xml", str(refusal), place, "export the file again")]) from None
    except (ValueError, LookupError):
        message = f"{source.name} is in an encoding that is not known"
        raise FindingsError([Finding("unreadable-xml", message, None, "save it as UTF-8")]) from None
    if builder.root is None:
        raise FindingsError([Finding("unreadable-xml", f"{source.name} is empty", None, "export the file again")])
    return builder.root


class _TreeBuilder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._add_text
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.root: XmlElement | None = None
        self._open: list[XmlElement] = []
        self._count = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= _DEEPEST or self._count > _MOST_ELEMENTS:
            raise _RefusedXml("the XML is nested too deep, or has too many elements")
        element = XmlElement(name.rpartition(":")[2], attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _add_text(self, words: str) -> None:
        if self._open:
            self._open[-1].text.append(words)

    def _refuse_doctype(self, *_: object) -> None:
        raise _RefusedXml("the XML declares a document type, which may hold entities, and was not read")
