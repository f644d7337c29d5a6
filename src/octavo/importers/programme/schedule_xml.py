"""Read the XML of a schedule as the mappings that its JSON has. No entity is expanded, and nothing is fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from ...files.untrusted_xml import XmlFault, parse_untrusted_xml
from ...findings.finding import Finding, FindingsError, Place

_MOST_DEEP: Final = 30
_MOST_ELEMENTS: Final = 300_000


def read_schedule_xml(source: Path, data: bytes) -> dict[str, object]:
    """Return the conference of a schedule as JSON has it. Raises FindingsError."""
    root = _parse_schedule(source, data)
    if root.tag != "schedule":
        message = f"{source.name} is XML, but no schedule of frab or pretalx: its first element is “{root.tag[:40]}”"
        raise FindingsError([Finding("no-programme", message, None, "export the schedule as schedule.xml or .json")])
    return {"days": [_read_day(day) for day in root.findall("day")]}


def _parse_schedule(source: Path, data: bytes) -> Element:
    """Parse XML and take the namespaces off its names, which schedules do not agree on. Raises FindingsError."""
    try:
        root = parse_untrusted_xml(data, _MOST_DEEP, _MOST_ELEMENTS)
    except XmlFault as fault:
        place = Place(source, fault.line, fault.column) if fault.line else None
        message = f"the XML of {source.name} cannot be read: {fault}"
        raise FindingsError([Finding("unreadable-xml", message, place, "export the file again")]) from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _read_day(day: Element) -> dict[str, object]:
    rooms: dict[str, list[dict[str, object]]] = {}
    for room in day.findall("room"):
        rooms.setdefault(room.get("name", ""), []).extend(map(_read_event, room.findall("event")))
    return {"date": day.get("date", ""), "rooms": rooms}


def _read_event(event: Element) -> dict[str, object]:
    values: dict[str, object] = {child.tag: _words_of(child) for child in event if not len(child)}
    values |= {child.tag: [""] for child in event if child.tag in ("links", "attachments") and len(child)}
    people = [person for persons in event.findall("persons") for person in persons.findall("person")]
    return {**values, "id": event.get("id", ""), "persons": [{"name": _words_of(one)} for one in people]}


def _words_of(element: Element) -> str:
    """Return the text directly in an element."""
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
