"""Validate exported files against the schemas of their recipients.

All that is imported here comes with the extra `schemas` (pyproject.toml) and is needed by nothing else; the schemas lie
in `library_versions.SCHEMA_FOLDER`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

import icalendar
import jsonschema
import msgspec_schemaorg.models as schema_org
import pymarc
import xmlschema
import yaml
from lxml import etree
from pydantic import ValidationError
from pydantic_marc import MarcRecord

from ..findings.finding import Finding
from ..project.library_versions import SCHEMA_FOLDER
from .json_writer import JsonObject

MAX_ERRORS: Final = 5
"""Errors of one file that are reported."""
COMMONMETA = SCHEMA_FOLDER / "commonmeta" / "resources"
JATS = SCHEMA_FOLDER / "packtools" / "catalogs" / "jats-publishing-dtd-1.1" / "JATS-journalpublishing1.dtd"
ONIX = SCHEMA_FOLDER / "onixcheck" / "schema" / "xsd3.1" / "ONIX_BookProduct_3.1_reference.xsd"
# The only relevant difference of the Archiving set. The first declaration of an entity wins.
ARCHIVING = f"""\
<!ENTITY % journal-meta-model "(journal-id*, journal-title-group*, (contrib-group | aff | aff-alternatives)*,
  issn*, issn-l?, isbn*, publisher?, notes*, self-uri*)">
<!ENTITY % publishing SYSTEM "{JATS}"> %publishing;"""
# The rules of the MARCXML schema; no package contains the schema itself.
LEADER = re.compile(r"[\d ]{5}[\dA-Za-z ][\dA-Za-z][\dA-Za-z ]{3}[2 ][2 ][\d ]{5}[\dA-Za-z ]{3}(4500|    )")
MARC = "{http://www.loc.gov/MARC21/slim}"
_HINT: Final = "check the value that the message names; if it is correct, please report this as a defect in Octavo"


def validate_files(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Find what the recipients of each file would reject."""
    return tuple(
        Finding("not-to-schema", f"{name} does not match the schema of its format: {error}", hint=_HINT)
        for name, data in files.items()
        for error in list_schema_errors(name, data)[:MAX_ERRORS]
    )


def list_schema_errors(name: str, data: bytes) -> list[str]:
    """Return the errors that the schema of its format finds in a file."""
    kind = name.partition("-")[0] if name.endswith((".xml", ".json")) else name.rpartition(".")[2]
    checks: dict[str, Callable[[bytes], Iterable[str]]] = {
        "crossref": _check_crossref,
        "datacite": lambda data: _check_json("datacite-v4.5", json.loads(data)),
        "json": lambda data: _check_json("csl-data", json.loads(data)),
        "cff": lambda data: _check_json("cff_v1.2.0", yaml.safe_load(data)),
        "jsonld": _check_linked_data,
        "jats": _check_jats,
        "onix.xml": _check_onix,
        "marc.xml": _check_marcxml,
        "ics": _check_calendar,
        "bib": lambda _data: [],
        "ris": lambda data: [
            line for line in data.decode().split("\r\n") if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)
        ],
    }
    return list(checks["json" if name.endswith(".csl.json") else kind](data))


def _check_json(schema: str, content: object) -> Iterator[str]:
    for error in _load_json_schema(schema).iter_errors(content):
        yield f"{list(error.absolute_path)}: {error.message}"


@cache
def _load_json_schema(name: str) -> jsonschema.protocols.Validator:
    schema = json.loads((COMMONMETA / f"{name}.json").read_text())
    return jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())


def _check_crossref(data: bytes) -> Iterator[str]:
    yield from (f"{error.path}: {error.reason}" for error in _load_crossref_schema().iter_errors(data.decode()))


@cache
def _load_crossref_schema() -> xmlschema.XMLSchema11:
    folder = COMMONMETA / "crossref"
    mathml = {"http://www.w3.org/1998/Math/MathML": str(folder / "standard-modules" / "mathml3" / "mathml3.xsd")}
    # The schema itself is not validated: it redeclares what it imports.
    return xmlschema.XMLSchema11(
        str(folder / "crossref5.5.0.xsd"), base_url=str(folder), locations=mathml, allow="sandbox", validation="skip"
    )


def _check_jats(data: bytes) -> Iterator[str]:
    tree = etree.fromstring(data, etree.XMLParser(load_dtd=False, no_network=True))
    dtd = _load_dtd("publishing" in (tree.getroottree().docinfo.system_url or ""))
    dtd.validate(tree)
    yield from (f"{error.line}: {error.message}" for error in dtd.error_log)


@cache
def _load_dtd(publishing: bool) -> etree.DTD:
    return etree.DTD(str(JATS)) if publishing else etree.DTD(io.StringIO(ARCHIVING))


def _check_onix(data: bytes) -> Iterator[str]:
    schema = _load_onix_schema()
    schema.validate(etree.fromstring(data))
    yield from (f"{error.line}: {error.message}" for error in schema.error_log)


@cache
def _load_onix_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(ONIX)))


def _check_marcxml(data: bytes) -> Iterator[str]:
    for record in etree.fromstring(data):
        order = [field.tag.removeprefix(MARC) for field in record]
        if order != sorted(order, key=["leader", "controlfield", "datafield"].index) or order.count("leader") != 1:
            yield f"fields in the wrong order: {order}"
        if not LEADER.fullmatch(record[0].text):
            yield f"leader: {record[0].text!r}"
        for field in record.iter(f"{MARC}datafield"):
            if not re.fullmatch(r"0[1-9]\d|[1-9]\d\d", field.get("tag")) or not len(field):
                yield f"field {field.get('tag')}"
            if not all(re.fullmatch(r"[\da-z ]", field.get(name)) for name in ("ind1", "ind2")):
                yield f"indicators of {field.get('tag')}"
            if not all(re.fullmatch(r"[\da-z]", part.get("code")) for part in field):
                yield f"subfields of {field.get('tag')}"
    for read in pymarc.parse_xml_to_array(io.BytesIO(data)):
        yield from (f"{read['001'].data}: {error}" for error in _check_marc_21(read))


def _check_marc_21(record: pymarc.Record) -> list[str]:
    """Return violations of MARC 21: repeated fields, indicators, subfields, lengths."""
    try:
        MarcRecord.model_validate(record, from_attributes=True)
    except ValidationError as error:
        return [f"{one['loc']}: {one['msg']}" for one in error.errors()]
    return []


def _check_linked_data(data: bytes) -> Iterator[str]:
    """Check the properties of each node against its schema.org type, and works against the schema of commonmeta."""
    graph = json.loads(data)
    for node in _list_typed_nodes(graph):
        known = set(getattr(schema_org, node["@type"]).__struct_encode_fields__)
        yield from (f"{node['@type']} has no {name}" for name in set(node) - known - {"@type", "@id"})
    for node in graph["@graph"]:
        if node["@type"] != "Event":
            yield from _check_json("schema_org-v0.1", {"@context": graph["@context"], **node})


def _list_typed_nodes(node: object) -> Iterator[JsonObject]:
    if isinstance(node, dict):
        if "@type" in node:
            yield node
        for value in node.values():
            yield from _list_typed_nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _list_typed_nodes(value)


def _check_calendar(data: bytes) -> Iterator[str]:
    calendar = icalendar.Calendar.from_ical(data)
    for part in calendar.walk():
        yield from (f"{part.name}: {error}" for error in part.errors)
        if part.name != "VCALENDAR" and not {"UID", "DTSTAMP", "SUMMARY"} <= set(part):
            yield f"{part.name} without UID, DTSTAMP or SUMMARY"
    yield from (f"{len(line)} bytes: {line!r}" for line in data.split(b"\r\n") if len(line) > 75)
