"""Check XMP metadata against PDF/A: its form, its properties, and the schemas that it describes.

ISO 19005-1, 6.7; ISO 19005-2 and -3, 6.6.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree

from pikepdf import Name, Pdf, Stream

from ...pdf.metadata import xmp_reader
from ...pdf.metadata.xmp_reader import EXTENSION, PDFA, XmpPacket
from ...pdf.objects import stream_reader, value_reader
from .xmp_schemas import (
    PROPERTIES,
    REQUIRED_PREFIXES,
    SCHEMA,
    SCHEMA_FIELD,
    SCHEMA_PROPERTY,
    SCHEMA_TYPE,
    STRUCTURES,
    Fields,
)
from .xmp_values import XmpSyntaxError, XmpValue, has_type, is_known_type, list_values, normal_type

_HEADER = re.compile(rb"<\?xpacket\s+((?!end\b).*?)\?>", re.DOTALL)
_HEADER_ATTRIBUTE = re.compile(rb"\b(bytes|encoding)\s*=")
_CLAUSES = {
    "1": {"header": "6.7.5", "form": "6.7.9", "property": "6.7.9", "schema": "6.7.8", "prefix": "6.7.11"},
    "2": {
        "header": "6.6.2.1",
        "form": "6.6.2.1",
        "property": "6.6.2.3.1",
        "schema": "6.6.2.3.3",
        "prefix": "6.6.4",
    },
}
_CLAUSES["3"] = _CLAUSES["2"]
_TEXT_FIELDS = {
    SCHEMA: ("schema", "namespaceURI", "prefix"),
    SCHEMA_PROPERTY: ("name", "valueType", "category", "description"),
    SCHEMA_TYPE: ("type", "namespaceURI", "prefix", "description"),
    SCHEMA_FIELD: ("name", "valueType", "description"),
}
_ARRAY_FIELDS = {
    (SCHEMA, "property"): SCHEMA_PROPERTY,
    (SCHEMA, "valueType"): SCHEMA_TYPE,
    (SCHEMA_TYPE, "field"): SCHEMA_FIELD,
}
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class MetadataFault:
    """A fault of metadata: the clause that it breaks, and words that follow “the metadata”."""

    clause: str
    words: str
    hint: str


@dataclass
class _Descriptions:
    """The extension schemas of a packet."""

    properties: Fields = field(default_factory=dict)
    structures: dict[str, Fields] = field(default_factory=dict)


def list_prefixes(pdf: Pdf) -> list[tuple[str, str]]:
    """Return the prefixes of the document's packet, each with its namespace."""
    main = value_reader.get_stream(pdf.Root, "/Metadata")
    packet = stream_reader.unpack_or_empty(main) if main is not None else b""
    return [] if xmp_reader.parse_packet(packet) is None else _list_namespaces(packet)


def find_broken_claim(pdf: Pdf, packet: XmpPacket) -> str:
    """Return what is wrong with a claim to PDF/A that names no part, or "" if there is no claim."""
    other = dict(list_prefixes(pdf)).get(REQUIRED_PREFIXES[PDFA], PDFA)
    if other != PDFA:
        return f"claims PDF/A in the namespace {other[:60]} instead of {PDFA}"
    return "claims a level of PDF/A, but no part" if any(space == PDFA for space, _ in packet.simple) else ""


def check_all_metadata(pdf: Pdf, part: str) -> Iterator[MetadataFault]:
    """Yield the faults of the document's packet, and then of those of pages, images and other objects."""
    main = value_reader.get_stream(pdf.Root, "/Metadata")
    described = _Descriptions()
    if main is not None:
        kind = value_reader.get_name(main, "/Type"), value_reader.get_name(main, "/Subtype")
        if kind != ("Metadata", "XML"):
            yield MetadataFault(
                _CLAUSES[part]["form"],
                "is not marked as XMP (Type, Subtype)",
                "set Type to Metadata and Subtype to XML",
            )
        if part == "1" and "/Filter" in main:
            yield MetadataFault("6.7.2", "is compressed", "store it without a filter")
        yield from _check_packet(stream_reader.unpack_or_empty(main), part, described)
    seen = set()
    for item in value_reader.indirect_objects(pdf):
        if (
            isinstance(item, Stream)
            and item.get("/Type") == Name.Metadata
            and item.objgen != getattr(main, "objgen", ())
        ):
            packet = stream_reader.unpack_or_empty(item)
            own = _Descriptions(dict(described.properties), dict(described.structures))
            for fault in _check_packet(packet, part, own):
                if fault not in seen:
                    seen.add(fault)
                    yield MetadataFault(fault.clause, f"of one of its objects {fault.words}", fault.hint)


def _check_packet(packet: bytes, part: str, described: _Descriptions) -> Iterator[MetadataFault]:
    """Check a packet, and add its extension schemas to `described`."""
    clauses = _CLAUSES[part]
    header = _HEADER.search(packet)
    for found in _HEADER_ATTRIBUTE.findall(header.group(1)) if header else ():
        words = f"uses the attribute {found.decode()} in its header"
        yield MetadataFault(clauses["header"], words, "write the header without it")
    try:
        packet.decode("utf-8")
    except UnicodeDecodeError:
        yield MetadataFault(clauses["form"], "is not encoded in UTF-8", "encode it in UTF-8")
    root = xmp_reader.parse_packet(packet)
    if root is None:
        yield MetadataFault(clauses["form"], "is not well-formed XML", "export it again")
        return
    for prefix, space in _list_namespaces(packet):
        needed = REQUIRED_PREFIXES.get(space, prefix)
        if needed != prefix:
            words = f"uses the prefix {prefix[:30] or '(none)'} for the namespace {space}"
            yield MetadataFault(clauses["prefix" if needed == "pdfaid" else "schema"], words, f"use {needed}")
    try:
        values = list(list_values(root))
    except XmpSyntaxError as fault:
        yield MetadataFault(clauses["form"], f"is not valid XMP: {fault}", "export it again")
        return
    for name, value in values:
        if name == (EXTENSION, "schemas"):
            yield from _check_container(value, described, clauses["schema"])
    yield from _check_properties(values, part, described)


def _list_namespaces(packet: bytes) -> list[tuple[str, str]]:
    declared = ElementTree.iterparse(BytesIO(packet), events=("start-ns",))  # noqa: S314 - parsed once already
    return list(dict.fromkeys((prefix or "", space or "") for _, (prefix, space) in declared))


def _check_properties(
    values: list[tuple[tuple[str, str], XmpValue]], part: str, described: _Descriptions
) -> Iterator[MetadataFault]:
    clause, known = _CLAUSES[part]["property"], {**described.properties, **PROPERTIES[part]}
    structures = {**described.structures, **STRUCTURES}
    names = [name for name, _ in values]
    unknown = list(dict.fromkeys(name for name in names if name not in known))
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    untyped = [
        (name, known[name])
        for name, value in values
        if name in known and not has_type(value, normal_type(known[name]), structures)
    ]
    if unknown:
        words = "has properties that no schema of PDF/A permits, and that it does not describe: "
        yield MetadataFault(
            clause, words + _join_names(unknown), "describe them in an extension schema, or remove them"
        )
    if twice:
        yield MetadataFault(
            _CLAUSES[part]["form"], f"has properties more than once: {_join_names(twice)}", "write each once"
        )
    if untyped:
        told = "; ".join(f"{name} is not of the type {kind}" for (_, name), kind in untyped[:_MOST_NAMED])
        yield MetadataFault(clause, f"has values of wrong types: {told}", "export it again")


def _join_names(names: list[tuple[str, str]]) -> str:
    listed = ", ".join(f"{name[:40]} ({space[:60]})" for space, name in names[:_MOST_NAMED])
    return listed + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")


def _check_container(container: XmpValue, described: _Descriptions, clause: str) -> Iterator[MetadataFault]:
    """Check descriptions of schemas, and note what they describe."""
    if container.kind != "bag":
        yield MetadataFault(clause, "has a list of extension schemas that is no rdf:Bag", "write them in an rdf:Bag")
    for schema in container.items:
        yield from _check_description(schema, SCHEMA, clause)
        for kind in _get_items(schema, SCHEMA, "valueType"):
            space = _get_text(kind, SCHEMA_TYPE, "namespaceURI")
            described.structures[normal_type(_get_text(kind, SCHEMA_TYPE, "type"))] = {
                (space, _get_text(one, SCHEMA_FIELD, "name")): _get_text(one, SCHEMA_FIELD, "valueType")
                for one in _get_items(kind, SCHEMA_TYPE, "field")
            }
        space = _get_text(schema, SCHEMA, "namespaceURI")
        for one in _get_items(schema, SCHEMA, "property"):
            name = _get_text(one, SCHEMA_PROPERTY, "name")
            described.properties[space, name] = _get_text(one, SCHEMA_PROPERTY, "valueType")
    known = {**described.structures, **STRUCTURES}
    kinds = [*described.properties.values(), *(kind for one in described.structures.values() for kind in one.values())]
    undefined = [kind for kind in dict.fromkeys(kinds) if kind and not is_known_type(kind, known)]
    if undefined:
        words = f"describes properties of unknown types: {', '.join(kind[:40] for kind in undefined[:_MOST_NAMED])}"
        yield MetadataFault(clause, words, "describe the types too")


def _check_description(value: XmpValue, space: str, clause: str) -> Iterator[MetadataFault]:
    """Check the fields of a description of a schema, property, type or field, and of those inside it."""
    lacking = [name for name in _TEXT_FIELDS[space] if not _get_text(value, space, name)]
    arrays = {name: inner for (outer, name), inner in _ARRAY_FIELDS.items() if outer == space}
    named = {**dict.fromkeys(_TEXT_FIELDS[space]), **arrays}
    undefined = [name for (one, name), _ in value.fields if one != space or name not in named]
    kind = {SCHEMA: "schema", SCHEMA_PROPERTY: "property", SCHEMA_TYPE: "type", SCHEMA_FIELD: "field"}[space]
    if lacking:
        words = f"describes a {kind} without {', '.join(lacking)}"
        yield MetadataFault(clause, words, f"complete the description of the {kind}")
    if undefined:
        words = f"describes a {kind} with unknown fields: {', '.join(undefined[:_MOST_NAMED])}"
        yield MetadataFault(clause, words, "remove them")
    if space == SCHEMA_PROPERTY and _get_text(value, space, "category") not in ("", "internal", "external"):
        yield MetadataFault(
            clause, "describes a property whose category is neither internal nor external", "write one of these"
        )
    for name, inner in arrays.items():
        listed = next((one for key, one in value.fields if key == (space, name)), None)
        if listed is not None and listed.kind != "seq":
            yield MetadataFault(clause, f"describes a {kind} whose {name} is no rdf:Seq", "write it as an rdf:Seq")
        for one in listed.items if listed is not None else ():
            yield from _check_description(one, inner, clause)


def _get_text(value: XmpValue, space: str, name: str) -> str:
    return next((one.text.strip() for key, one in value.fields if key == (space, name) and one.kind == "text"), "")


def _get_items(value: XmpValue, space: str, name: str) -> tuple[XmpValue, ...]:
    return next((one.items for key, one in value.fields if key == (space, name)), ())
