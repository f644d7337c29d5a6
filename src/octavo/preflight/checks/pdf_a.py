"""Check PDF/A conformance (ISO 19005).

pikepdf's validator knows the rules of veraPDF for level B of parts 1 to 3. It checks a copy of the file without the
claims that it does not know. This module checks the rest: levels A and U, extension schemas, Info against XMP, layers,
forms, and the file structure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream, pdfa

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.content import device_colours
from ...pdf.metadata import info_xmp_comparison, xmp_reader
from ...pdf.metadata.xmp_reader import EXTENSION, PDFA, XmpPacket
from ...pdf.objects import stream_reader, value_reader
from ..accessibility import structure_nesting
from ..accessibility.font_rules import silence_font_readers
from ..records import damage_guard
from ..records.check_results import CheckResult
from ..records.document_record import DocumentStructure

_PARTS = ("1", "2", "3")
_LEVELS = {"1": "AB", "2": "ABU", "3": "ABU"}
_MOST_PAGE_RESULTS = 12
# Catalogue entries that are checked here. The library would skip everything below them.
_CHECKED_HERE = ("OpenAction", "AcroForm", "OCProperties")
_FORBIDDEN = {"Launch", "Sound", "Movie", "ResetForm", "ImportData", "JavaScript"}
_FORBIDDEN_LATER = _FORBIDDEN | {"Hide", "SetOCGState", "Rendition", "Trans", "GoTo3DView", "SetState", "NOP"}
_NAMED_ACTIONS = {"NextPage", "PrevPage", "FirstPage", "LastPage"}
_MOST_ACTIONS = 100
_COLOUR_CLAUSES = {"1": "6.2.3.3", "2": "6.2.4.3", "3": "6.2.4.3"}
_OBJECT_REFERENCE = re.compile(r"\bobj (\d+) (\d+)")
_KNOWN_NAMESPACES = frozenset(
    {EXTENSION, "http://www.aiim.org/pdfa/ns/schema#", "http://www.aiim.org/pdfa/ns/property#"}
)


def check_pdf_a(pdf: Pdf, structure: DocumentStructure | None = None) -> Iterator[CheckResult]:
    """Report what breaks the file's claim to PDF/A. If it makes no claim, give one piece of advice.

    Check the file with `decompression_limits` first. No file makes this function raise an error.
    """
    yield from damage_guard.guard_check(
        CheckName.ARCHIVE, lambda: _check_claimed_part(pdf, structure or DocumentStructure(pdf))
    )


def _check_claimed_part(pdf: Pdf, structure: DocumentStructure) -> Iterator[CheckResult]:
    xmp = structure.claims
    part, level = xmp.first_value(PDFA, "part"), xmp.first_value(PDFA, "conformance").upper()
    if not part:
        words = "does not claim to be PDF/A, the standard for archives and libraries"
        yield CheckResult(CheckName.ARCHIVE, words, "export it as PDF/A", Severity.ADVICE)
    elif part not in _PARTS or level not in _LEVELS[part] or len(level) != 1:
        if part == "4":
            words, hint, severity = (
                "claims to be PDF/A-4, which is not checked here",
                "check it with a validator for PDF/A-4",
                Severity.ADVICE,
            )
        else:
            words, hint = (
                f"claims to be PDF/A-{part[:8]}{level[:8]}, which does not exist",
                "claim a part and level that exist",
            )
            severity = Severity.ERROR
        yield CheckResult(CheckName.ARCHIVE, words, hint, severity, condition=_name_clause(part, "6.6.4"))
    else:
        results = list(_run_pdfa_validator(pdf, part))
        yield from results
        if not any(one.condition == _name_clause(part, _COLOUR_CLAUSES[part]) for one in results):
            yield from _check_colours(pdf, part)
        yield from _check_file_structure(pdf, part)
        yield from _check_extension_schemas(xmp, part)
        yield from _check_info(pdf, xmp, part)
        yield from _check_actions(pdf, part)
        yield from _check_forms_layers(pdf, part)
        if level != "B":
            yield from _check_higher_levels(pdf, structure, part, level)


def _name_clause(part: str, clause: str) -> str:
    return f"ISO 19005-{part}, {clause}" if part in _PARTS else "ISO 19005"


def _run_pdfa_validator(pdf: Pdf, part: str) -> Iterator[CheckResult]:
    """Check a copy with pikepdf's validator, and report equal violations once per page."""
    with silence_font_readers(), _copy_for_validator(pdf) as copied:
        pages = {page.obj.objgen: number for number, page in enumerate(copied.pages, 1)}
        findings = pdfa.check(copied, f"{part}b").findings
    broken: dict[tuple[str, int], list[str]] = defaultdict(list)
    unknown: list[str] = []
    for finding in findings:
        if finding.kind == "unsupported":
            unknown.append(finding.message)
            continue
        match = _OBJECT_REFERENCE.search(finding.where)
        page = pages.get((int(match.group(1)), int(match.group(2))), 0) if match else 0
        rule = finding.rule.rpartition(":")[2].rpartition("-")[0] if finding.rule.startswith("ISO") else ""
        broken[rule, page].append(finding.message)
    yield from _merge_violations(broken, part)
    if unknown:
        words = f"some parts could not be checked: {_join_messages(unknown)}"
        yield CheckResult(CheckName.ARCHIVE, words, "check it with another validator", Severity.ADVICE, unproved=True)


def _merge_violations(broken: dict[tuple[str, int], list[str]], part: str) -> Iterator[CheckResult]:
    many = {rule for rule in {rule for rule, _ in broken} if sum(one == rule for one, _ in broken) > _MOST_PAGE_RESULTS}
    for (rule, page), messages in broken.items():
        if rule not in many:
            yield CheckResult(
                CheckName.ARCHIVE,
                _join_messages(messages),
                page=page,
                condition=_name_clause(part, rule) if rule else "",
            )
    for rule in sorted(many):
        where = sorted(page for one, page in broken if one == rule)
        messages = [message for page in where for message in broken[rule, page]]
        words = f"{_join_messages(messages)} (on {len(where)} pages, first {where[0]})"
        yield CheckResult(CheckName.ARCHIVE, words, condition=_name_clause(part, rule) if rule else "")


def _join_messages(messages: list[str]) -> str:
    """Join the validator's messages, each once."""
    known = list(dict.fromkeys(" ".join(message.split())[:160] for message in messages))
    return "; ".join(known[:3]) + (f"; and {len(known) - 3} more" if len(known) > 3 else "")


def _copy_for_validator(pdf: Pdf) -> Pdf:
    """Copy a file without what is checked here, and with XMP metadata that the validator knows."""
    out = BytesIO()
    as_it_is = pikepdf.StreamDecodeLevel.none
    pdf.save(out, stream_decode_level=as_it_is, compress_streams=False, encryption=False, fix_metadata_version=False)
    copied = pikepdf.open(out)
    for key in _CHECKED_HERE:
        if f"/{key}" in copied.Root:
            del copied.Root[f"/{key}"]
    packet = value_reader.get_stream(copied.Root, "/Metadata")
    if packet is not None and (reduced := _reduce_packet(stream_reader.unpack_or_empty(packet))) is not None:
        copied.Root.Metadata = Stream(copied, reduced, Type=Name.Metadata, Subtype=Name.XML)
    return copied


def _reduce_packet(packet: bytes) -> bytes | None:
    """Remove extension schemas and their properties from a packet, and set its claim to level B."""
    root = xmp_reader.parse_packet(packet)
    if root is None:
        return None
    described = dict(xmp_reader.list_described_schemas(root)).keys() | _KNOWN_NAMESPACES
    for around in list(root.iter(xmp_reader.DESCRIPTION)):
        for element in list(around):
            if _tag_namespace(element.tag) in described:
                around.remove(element)
            elif element.tag == f"{{{PDFA}}}conformance":
                element.text = "B"
        for key in list(around.attrib):
            if _tag_namespace(key) in described:
                del around.attrib[key]
            elif key == f"{{{PDFA}}}conformance":
                around.set(key, "B")
    for prefix, space in xmp_reader.PREFIXES.items():
        ElementTree.register_namespace(prefix, space)
    written = ElementTree.tostring(root, encoding="unicode")
    head, foot = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="w"?>'
    return f"{head}\n{written}\n{foot}".encode()


def _tag_namespace(tag: str) -> str:
    return tag.partition("}")[0].removeprefix("{")


def _check_file_structure(pdf: Pdf, part: str) -> Iterator[CheckResult]:
    """Check the structure of the file itself, which a copy does not have."""
    if pdf.is_encrypted:
        yield _violation_result(part, "6.1.3", "it is encrypted", "save it without encryption")
    if len(value_reader.get_array(pdf.trailer, "/ID")) != 2:
        yield _violation_result(part, "6.1.3", "it has no identifier", "save it with one (/ID)")
    filters = {"LZWDecode", "LZW", "Crypt"}
    packed = (item for item in value_reader.indirect_objects(pdf) if isinstance(item, Stream))
    if any(
        value_reader.as_name(one) in filters
        for item in packed
        for one in value_reader.get_one_or_several(item, "/Filter")
    ):
        yield _violation_result(
            part, "6.1.10" if part == "1" else "6.1.7.2", "it contains LZW data", "compress it with Flate"
        )
    if part == "1" and value_reader.get_name(pdf.trailer, "/Type") == "XRef":
        yield _violation_result(
            part, "6.1.4", "its cross-reference table is a stream", "save it without object streams"
        )
    intents = [
        one
        for one in value_reader.get_array(pdf.Root, "/OutputIntents")
        if value_reader.get_name(one, "/S") == "GTS_PDFA1"
    ]
    if len(intents) > 1:
        yield _violation_result(part, "6.2.3", f"it has {len(intents)} output intents of PDF/A", "keep one")


def _check_colours(pdf: Pdf, part: str) -> Iterator[CheckResult]:
    """Check the colours of shadings and patterns, which the validator skips: they must fit the output intent."""
    intents = value_reader.get_array(pdf.Root, "/OutputIntents")
    channels = {value_reader.get_integer(value_reader.get_stream(one, "/DestOutputProfile"), "/N") for one in intents}
    devices = device_colours.list_device_spaces(pdf)
    resources = (value_reader.get_dictionary(item, "/ColorSpace") for item in value_reader.indirect_objects(pdf))
    if any(f"/Default{name}" in (one or ()) for one in resources for name in ("CMYK", "RGB")):
        return
    for device, number in (("/DeviceCMYK", 4), ("/DeviceRGB", 3)):
        if device in devices and number not in channels:
            words = f"paint in {device[1:]} has no matching output intent"
            yield _violation_result(part, _COLOUR_CLAUSES[part], words, "use the colour space of the output intent")


def _violation_result(part: str, clause: str, words: str, hint: str, page: int = 0) -> CheckResult:
    return CheckResult(CheckName.ARCHIVE, words, hint, page=page, condition=_name_clause(part, clause))


def _check_extension_schemas(xmp: XmpPacket, part: str) -> Iterator[CheckResult]:
    """Check the properties of extension schemas against the schemas' descriptions."""
    clause = "6.7.8" if part == "1" else "6.6.2.3"
    for space, schema in xmp.described.items():
        if schema.incomplete:
            words = f"the description of the schema {space[:60]} lacks {', '.join(schema.incomplete)}"
            yield _violation_result(part, clause, words, "complete the description of the schema")
        missing = [name for one, name in xmp.simple if one == space and name not in schema.properties]
        if missing:
            words = f"the schema {space[:60]} has no description of {',  '.join(missing[:5])}"
            yield _violation_result(part, clause, words, "describe all properties that are used")


def _check_info(pdf: Pdf, xmp: XmpPacket, part: str) -> Iterator[CheckResult]:
    """Compare Info with XMP. Part 1 requires them to be equal; the other parts ignore Info."""
    for key, one, other in info_xmp_comparison.differing_entries(pdf, xmp):
        words = f"Info and metadata differ in {key}: “{one[:60]}” and “{other[:60]}”"
        severity = Severity.ERROR if part == "1" else Severity.WARNING
        clause = _name_clause(part, "6.7.3" if part == "1" else "6.6.3")
        yield CheckResult(CheckName.ARCHIVE, words, "export it again", severity, condition=clause)


def _check_actions(pdf: Pdf, part: str) -> Iterator[CheckResult]:
    """Check the actions that run when the file is opened."""
    waiting, looked = [pdf.Root.get("/OpenAction")], 0
    while waiting and looked < _MOST_ACTIONS:
        action, looked = waiting.pop(), looked + 1
        kind = value_reader.get_name(action, "/S")
        forbidden = kind in (_FORBIDDEN if part == "1" else _FORBIDDEN_LATER)
        if forbidden or (kind == "Named" and value_reader.get_name(action, "/N") not in _NAMED_ACTIONS):
            clause = "6.6.1" if part == "1" else "6.5.1"
            yield _violation_result(
                part, clause, f"it has an action that runs when it is opened ({kind})", "export it without actions"
            )
        waiting.extend(value_reader.get_one_or_several(action, "/Next")[:_MOST_ACTIONS])


def _check_forms_layers(pdf: Pdf, part: str) -> Iterator[CheckResult]:
    """Check forms and layers, which the validator does not look into."""
    form = value_reader.get_dictionary(pdf.Root, "/AcroForm")
    clause = "6.9" if part == "1" else "6.4.1"
    if form is not None and "/XFA" in form:
        yield _violation_result(part, "6.9" if part == "1" else "6.4.2", "it contains an XFA form", "export it without")
    if value_reader.get_boolean(form, "/NeedAppearances"):
        yield _violation_result(
            part, clause, "its form has no appearances for fields (NeedAppearances)", "add appearances to the fields"
        )
    for number, page in enumerate(pdf.pages, 1):
        notes = (
            note
            for note in value_reader.get_array(page.obj, "/Annots")
            if value_reader.get_name(note, "/Subtype") == "Widget"
        )
        if any("/A" in note or "/AA" in note for note in notes):
            yield _violation_result(
                part, clause, "fields of its form have actions", "export it without actions", number
            )
    layers = value_reader.get_dictionary(pdf.Root, "/OCProperties")
    if layers is None:
        return
    if part == "1":
        yield _violation_result(part, "6.1.13", "it has layers", "export it without")
        return
    configs = [
        value_reader.get_dictionary(layers, "/D"),
        *(one for one in value_reader.get_array(layers, "/Configs")),
    ]
    names = [value_reader.get_text(one, "/Name") for one in configs]
    if not all(names) or len(set(names)) < len(names):
        yield _violation_result(part, "6.9", "its layer configurations have no unique names", "name each")
    if any(isinstance(one, Dictionary) and "/AS" in one for one in configs):
        yield _violation_result(part, "6.9", "its layers have automatic states", "remove /AS")


def _check_higher_levels(pdf: Pdf, structure: DocumentStructure, part: str, level: str) -> Iterator[CheckResult]:
    """Check what level U adds to B (readable text), and what level A adds to U (tags)."""
    clause = "6.3.8" if part == "1" else "6.2.11.7"
    lacking = [(face.name, page) for face, page in structure.marked_content.faces.values() if face.lacks_unicode_map()]
    for name, page in lacking[:_MOST_PAGE_RESULTS]:
        yield _violation_result(
            part, clause, f"the font {name} has no ToUnicode map", "embed fonts with a ToUnicode map", page
        )
    if level != "A":
        return
    for face, page in structure.marked_content.faces.values():
        if part != "1" and any("\ue000" <= sign <= "\uf8ff" for text in face.shown_texts() for sign in text):
            words = f"characters of the font {face.name} are in the private use area, which needs ActualText"
            yield replace(
                _violation_result(part, "6.2.11.7.3", words, "add ActualText", page), severity=Severity.WARNING
            )
    clause, tree = "6.8" if part == "1" else "6.7", structure.tree
    if not tree.there or not value_reader.get_boolean(value_reader.get_dictionary(pdf.Root, "/MarkInfo"), "/Marked"):
        yield _violation_result(
            part, f"{clause}.2", "it claims level A, but is not tagged or not marked as tagged", "export it with tags"
        )
    for role, page in [*tree.unmapped_roles.items(), *tree.circular_roles.items()]:
        words = f"elements of type {role[:60] or '(none)'} are not mapped to a standard type"
        yield _violation_result(part, f"{clause}.3", words, "add the type to the role map", page)
    languages = {value_reader.get_text(pdf.Root, "/Lang")} | {
        value_reader.get_text(one.source, "/Lang") for one in tree.elements
    }
    wrong = sorted(tag for tag in languages if tag and not structure_nesting.is_language(tag))
    if wrong:
        yield _violation_result(
            part, f"{clause}.4", f"“{wrong[0][:40]}” is not a language tag", "write a language tag, such as en-GB"
        )
