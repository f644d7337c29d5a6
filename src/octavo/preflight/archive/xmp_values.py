"""Read the properties of an XMP packet with the form of each value, and check values against XMP's types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

from .xmp_schemas import SIMPLE_TYPES, Fields

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_ARRAYS = {f"{{{RDF}}}{name}": name.lower() for name in ("Bag", "Seq", "Alt")}
_DESCRIPTION, _ITEM, _VALUE = (f"{{{RDF}}}{name}" for name in ("Description", "li", "value"))
_PARSE_TYPE, _RESOURCE = f"{{{RDF}}}parseType", f"{{{RDF}}}resource"
_MOST_LEVELS = 20
_DATE = re.compile(
    r"\d{4}(-(?P<month>\d\d)(-(?P<day>\d\d)(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
_FORMS = {
    "integer": re.compile(r"[+-]?\d+", re.ASCII),
    "real": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII),
    "rational": re.compile(r"[+-]?\d+/[+-]?\d+", re.ASCII),
    "boolean": re.compile(r"True|False"),
    "mimetype": re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(;.*)?", re.ASCII),
    "gpscoordinate": re.compile(r"\d{1,3},\d{1,2}(,\d{1,2}|\.\d+)[NSEW]", re.ASCII),
}
_CHOICE = re.compile(r"\b(open |closed )?choice( of)?\b")


@dataclass(frozen=True, slots=True)
class XmpValue:
    """A value: text, an array (`kind` is bag, seq or alt) of items, or a structure with fields."""

    kind: str
    text: str = ""
    items: tuple[XmpValue, ...] = ()
    fields: tuple[tuple[tuple[str, str], XmpValue], ...] = ()
    language: str = ""


class XmpSyntaxError(ValueError):
    """RDF that XMP does not permit."""


def split_name(tag: str) -> tuple[str, str]:
    """Return the namespace and the name of an element or attribute."""
    space, _, name = tag.removeprefix("{").rpartition("}")
    return space, name


def list_values(root: ElementTree.Element) -> Iterator[tuple[tuple[str, str], XmpValue]]:
    """Yield the properties of a packet with their values, or raise XmpSyntaxError (ISO 16684-1, clause 7)."""
    models = [root] if root.tag == f"{{{RDF}}}RDF" else list(root.iter(f"{{{RDF}}}RDF"))
    if len(models) != 1:
        raise XmpSyntaxError("does not hold exactly one rdf:RDF")
    for description in models[0]:
        if description.tag != _DESCRIPTION:
            raise XmpSyntaxError(f"rdf:RDF contains {split_name(description.tag)[1]} instead of rdf:Description")
        yield from _list_fields(description, 0)


def _list_fields(element: ElementTree.Element, depth: int) -> Iterator[tuple[tuple[str, str], XmpValue]]:
    for key, text in element.attrib.items():
        name = split_name(key)
        if name[0] not in (RDF, _XML, ""):
            yield name, XmpValue("text", text)
    if (element.text or "").strip():
        raise XmpSyntaxError(f"{split_name(element.tag)[1]} contains text beside its fields")
    for child in element:
        name = split_name(child.tag)
        if name[0] == RDF:
            raise XmpSyntaxError(f"{split_name(element.tag)[1]} contains rdf:{name[1]} as a property")
        yield name, read_value(child, depth + 1)


def read_value(element: ElementTree.Element, depth: int = 0) -> XmpValue:
    """Read the value of a property, field or item."""
    if depth > _MOST_LEVELS:
        raise XmpSyntaxError("is nested too deeply")
    language = element.get(f"{{{_XML}}}lang", "")
    if element.get(_PARSE_TYPE) == "Resource":
        return _read_structure(element, depth, language)
    if len(element) > 1:
        raise XmpSyntaxError(f"{split_name(element.tag)[1]} has several values")
    for child in element:
        if child.tag in _ARRAYS:
            items = tuple(_read_item(item, depth + 1) for item in child)
            return XmpValue(_ARRAYS[child.tag], items=items, language=language)
        if child.tag == _DESCRIPTION:
            return _read_structure(child, depth, language)
        raise XmpSyntaxError(f"{split_name(element.tag)[1]} contains {split_name(child.tag)[1]} as a value")
    if _RESOURCE in element.attrib:
        return XmpValue("text", element.attrib[_RESOURCE], language=language)
    if any(split_name(key)[0] not in (RDF, _XML, "") for key in element.attrib):
        return _read_structure(element, depth, language)
    return XmpValue("text", element.text or "", language=language)


def _read_item(element: ElementTree.Element, depth: int) -> XmpValue:
    if element.tag != _ITEM:
        raise XmpSyntaxError(f"an array contains {split_name(element.tag)[1]} instead of rdf:li")
    return read_value(element, depth)


def _read_structure(element: ElementTree.Element, depth: int, language: str) -> XmpValue:
    value = element.find(_VALUE)
    if value is not None or f"{{{RDF}}}value" in element.attrib:  # qualifiers do not change the type of a value
        inner = read_value(value, depth + 1) if value is not None else XmpValue("text", element.attrib[_VALUE])
        return XmpValue(inner.kind, inner.text, inner.items, inner.fields, language or inner.language)
    return XmpValue("structure", fields=tuple(_list_fields(element, depth)), language=language)


def normal_type(name: str) -> str:
    """Return the name of a type as `xmp_schemas` writes it: “Open Choice of Text” is “text”."""
    return " ".join(_CHOICE.sub("", " ".join(name.lower().split())).split()) or "text"


def is_known_type(name: str, structures: Mapping[str, Fields]) -> bool:
    """Return whether a type is one of XMP's own or of `structures`, or an array of such a type."""
    kind = normal_type(name)
    array, _, inner = kind.partition(" ")
    if array in ("bag", "seq", "alt"):
        return not inner or is_known_type(inner, structures)
    return kind in SIMPLE_TYPES or kind in ("lang alt", "any") or kind in structures


def has_type(value: XmpValue, kind: str, structures: Mapping[str, Fields]) -> bool:
    """Return whether a value has the form of a type."""
    array, _, inner = kind.partition(" ")
    if kind == "any":
        return True
    if kind == "lang alt":
        return value.kind == "alt" and all(item.kind == "text" and item.language for item in value.items)
    if array in ("bag", "seq", "alt"):
        return value.kind == array and all(has_type(item, inner or "any", structures) for item in value.items)
    if kind in structures:
        known = structures[kind]
        return value.kind == "structure" and all(
            name in known and has_type(field, normal_type(known[name]), structures) for name, field in value.fields
        )
    return value.kind == "text" and _is_written_as(value.text, kind)


def _is_written_as(text: str, kind: str) -> bool:
    if kind == "date":
        return _is_date(text)
    return kind not in _FORMS or bool(_FORMS[kind].fullmatch(text))


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    try:
        date(int(text[:4]) or 4, int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return False
    return True
