"""Check PDF/A conformance (ISO 19005).

pikepdf's validator knows most rules of level B, and the modules of `archive` know the others. This module adds levels A
and U, Info against XMP, layers, forms and actions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pikepdf import Dictionary, Pdf, Stream

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.content import device_colours
from ...pdf.metadata import info_xmp_comparison
from ...pdf.metadata.xmp_reader import PDFA, XmpPacket
from ...pdf.objects import value_reader
from ..accessibility import font_rules, structure_nesting
from ..archive import file_syntax, font_subsets, metadata_rules, object_rules, painted_colours, validator_run
from ..archive.object_rules import ObjectFault
from ..archive.validator_run import ValidatorReport
from ..records import damage_guard
from ..records.check_results import CheckResult
from ..records.document_record import DocumentStructure

_PARTS = ("1", "2", "3")
_LEVELS = {"1": "AB", "2": "ABU", "3": "ABU"}
_MOST_PAGE_RESULTS = 12
_FORBIDDEN = {"Launch", "Sound", "Movie", "ResetForm", "ImportData", "JavaScript"}
_FORBIDDEN_LATER = _FORBIDDEN | {"Hide", "SetOCGState", "Rendition", "Trans", "GoTo3DView", "SetState", "NOP"}
_NAMED_ACTIONS = {"NextPage", "PrevPage", "FirstPage", "LastPage"}
_MOST_ACTIONS = 100
_FONT_CLAUSES = ("6.2.11.4.1", "6.2.11.4.2", "6.2.11.5")
_DEVICE_CHANNELS = (("/DeviceCMYK", 4), ("/DeviceRGB", 3))


def check_pdf_a(pdf: Pdf, structure: DocumentStructure | None = None, data: bytes = b"") -> Iterator[CheckResult]:
    """Report what breaks the file's claim to PDF/A. If it makes no claim, give one piece of advice.

    The syntax of the file is checked only if its `data` are given. Check the file with `decompression_limits` first. No
    file makes this function raise an error.
    """
    yield from damage_guard.guard_check(
        CheckName.ARCHIVE, lambda: _check_claimed_part(pdf, structure or DocumentStructure(pdf), data)
    )


def _check_claimed_part(pdf: Pdf, structure: DocumentStructure, data: bytes) -> Iterator[CheckResult]:
    xmp = structure.claims
    part, level = xmp.first_value(PDFA, "part"), xmp.first_value(PDFA, "conformance")
    broken = "" if part else metadata_rules.find_broken_claim(pdf, xmp)
    if broken:
        yield CheckResult(CheckName.ARCHIVE, broken, "correct the claim, or remove it", condition="ISO 19005, 6.6.4")
    elif not part:
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
        yield from _check_level_b(pdf, structure, part)
        yield from _check_file_structure(pdf, part)
        yield from _check_syntax(data, pdf, part)
        yield from _check_metadata(pdf, part)
        yield from _check_info(pdf, xmp, part)
        yield from _check_actions(pdf, part)
        yield from _check_forms_layers(pdf, part)
        if level != "B":
            yield from _check_higher_levels(pdf, structure, part, level)


def _name_clause(part: str, clause: str) -> str:
    return f"ISO 19005-{part}, {clause}" if part in _PARTS else "ISO 19005"


def _check_level_b(pdf: Pdf, structure: DocumentStructure, part: str) -> Iterator[CheckResult]:
    """Run the validator, and check what it leaves. What breaks a clause is not told twice."""
    report = validator_run.run_validator(pdf, part, structure)
    structure.has_proved_fonts = report.proves_fonts
    yield from _report_violations(report, part)
    for fault in _list_object_faults(pdf, part, report):
        if fault.clause not in report.clauses:
            yield _violation_result(part, fault.clause, fault.words, fault.hint, fault.page)
    if report.leaves_fonts or structure.has_truetype_cidset:
        yield from _check_fonts(structure, part)


def _list_object_faults(pdf: Pdf, part: str, report: ValidatorReport) -> Iterator[ObjectFault]:
    """Yield faults of objects and, if need be, of the colours of all pages."""
    yield from object_rules.check_objects(pdf, part, report.leaves_inks)
    if report.leaves_colours or _paints_unmatched_colours(pdf):
        yield from painted_colours.check_painted_colours(pdf, part)


def _paints_unmatched_colours(pdf: Pdf) -> bool:
    """Return whether shadings, patterns or images use device colours without a matching output intent."""
    channels = painted_colours.intent_channels(pdf)
    devices = device_colours.list_device_spaces(pdf)
    return any(device in devices and number not in channels for device, number in _DEVICE_CHANNELS)


def _check_fonts(structure: DocumentStructure, part: str) -> Iterator[CheckResult]:
    """Check what the validator does not know of fonts."""
    embedded, subset, widths = ("6.3.4", "6.3.5", "6.3.6") if part == "1" else _FONT_CLAUSES
    for face, page in structure.marked_content.faces.values():
        seen = any(mode != font_rules.INVISIBLE_MODE for mode in face.shown)
        if seen and face.font_program is None and face.kind != "Type3":
            yield _violation_result(part, embedded, f"the font {face.name} is not embedded", "embed it", page)
        if part != "1" and (font_subsets.has_wrong_cidset(face) or font_subsets.has_wrong_charset(face)):
            words = f"the list of glyphs of the font {face.name} (CIDSet or CharSet) does not match the font"
            yield _violation_result(part, subset, words, "remove the list", page)
        if font_subsets.has_wrong_glyph_widths(face):
            words = f"widths of the font {face.name} do not match its glyphs"
            yield _violation_result(part, widths, words, "export it again", page)
        if part != "1" and font_subsets.borrows_resources(face):
            words = f"the font {face.name} uses resources of the page"
            yield _violation_result(part, "6.2.2", words, "give the font its own resources", page)


def _report_violations(report: ValidatorReport, part: str) -> Iterator[CheckResult]:
    """Report equal violations once per page, or once for the document if they are on many pages."""
    by_clause: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in report.violations:
        by_clause[one.clause][one.page].append(one.message)
    for clause, pages in by_clause.items():
        condition = _name_clause(part, clause)
        if len(pages) > _MOST_PAGE_RESULTS:
            messages = [message for page in sorted(pages) for message in pages[page]]
            words = f"{_join_messages(messages)} (on {len(pages)} pages, first {min(pages)})"
            yield CheckResult(CheckName.ARCHIVE, words, condition=condition)
        else:
            for page, messages in pages.items():
                yield CheckResult(CheckName.ARCHIVE, _join_messages(messages), page=page, condition=condition)
    if report.unchecked:
        words = f"some parts could not be checked: {_join_messages(list(report.unchecked))}"
        yield CheckResult(CheckName.ARCHIVE, words, "check it with another validator", Severity.ADVICE, unproved=True)


def _join_messages(messages: list[str]) -> str:
    """Join the validator's messages, each once."""
    known = list(dict.fromkeys(" ".join(message.split())[:160] for message in messages))
    return "; ".join(known[:3]) + (f"; and {len(known) - 3} more" if len(known) > 3 else "")


def _check_file_structure(pdf: Pdf, part: str) -> Iterator[CheckResult]:
    """Check the structure of the file itself, which a copy does not have."""
    if pdf.is_encrypted:
        yield _violation_result(part, "6.1.3", "it is encrypted", "save it without encryption")
    if not object_rules.has_identifier(pdf):
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


def _violation_result(part: str, clause: str, words: str, hint: str, page: int = 0) -> CheckResult:
    return CheckResult(CheckName.ARCHIVE, words, hint, page=page, condition=_name_clause(part, clause))


def _check_metadata(pdf: Pdf, part: str) -> Iterator[CheckResult]:
    for fault in metadata_rules.check_all_metadata(pdf, part):
        yield _violation_result(part, fault.clause, f"the metadata {fault.words}", fault.hint)


def _check_syntax(data: bytes, pdf: Pdf, part: str) -> Iterator[CheckResult]:
    if not data:
        return
    for fault in file_syntax.check_file_syntax(data, pdf, part):
        clause = fault.clause if part == "1" else fault.later_clause
        yield _violation_result(part, clause, fault.words, "save it again with a program for PDF/A")
    if part != "1" and file_syntax.inherits_resources(data):
        words = "pages inherit their resources (fonts, images and so on)"
        yield _violation_result(part, "6.2.2", words, "give each page its own Resources")


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
    for face, page in structure.marked_content.faces.values() if part != "1" else ():
        if any(sign in text for text in face.shown_texts() for sign in "\x00\ufeff\ufffe"):
            words = f"the ToUnicode map of the font {face.name} has U+0000, U+FEFF or U+FFFE"
            yield _violation_result(part, clause, words, "correct its ToUnicode map", page)
    if level != "A":
        return
    for marks in structure.marked_content.pages if part != "1" else ():
        for name in marks.private:
            words = f"characters of the font {name} are in a private use area, which needs ActualText"
            yield _violation_result(part, "6.2.11.7.3", words, "add ActualText", marks.page)
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
    languages |= structure.marked_content.languages.keys()
    wrong = sorted(tag for tag in languages if tag and not structure_nesting.is_language(tag, digits=part != "1"))
    if wrong:
        yield _violation_result(
            part, f"{clause}.4", f"“{wrong[0][:40]}” is not a language tag", "write a language tag, such as en-GB"
        )
