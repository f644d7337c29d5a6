"""Check accessibility (PDF/UA-1, ISO 14289-1)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pikepdf import Dictionary, Pdf

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.metadata.xmp_reader import DC, PDFUA, XmpPacket
from ...pdf.objects import stream_reader, value_reader
from ...pdf.structure.marked_content_reader import MarkedContent
from ...pdf.structure.structure_tree_reader import ObjectNumber, StructureTree
from ..accessibility import font_rules, matterhorn_conditions, structure_nesting, tagged_annotations
from ..accessibility.matterhorn_conditions import FailedCondition
from ..archive import metadata_rules
from ..records import damage_guard
from ..records.check_results import CheckResult
from ..records.document_record import DocumentStructure

_MOST_RESULTS = 12
"""A finding on more pages than this is reported once."""
_READS_ALOUD = 1 << 9


def check_pdf_ua(pdf: Pdf, structure: DocumentStructure | None = None) -> Iterator[CheckResult]:
    """Report what breaks the file's claim to PDF/UA-1. If it makes no claim, give one piece of advice.

    Check the file with `decompression_limits` first. No file makes this function raise an error.
    """
    yield from damage_guard.guard_check(
        CheckName.ACCESS, lambda: _check_claimed_pdfua(pdf, structure or DocumentStructure(pdf))
    )


def _check_claimed_pdfua(pdf: Pdf, structure: DocumentStructure) -> Iterator[CheckResult]:
    xmp = structure.claims
    tagged = value_reader.get_dictionary(pdf.Root, "/StructTreeRoot") is not None
    if xmp.pdfua_claim and xmp.pdfua_claim != "1":
        words = f"claims to be PDF/UA-{xmp.pdfua_claim[:8]}, which is not checked here"
        yield CheckResult(CheckName.ACCESS, words, "check it with a validator for that part", Severity.ADVICE)
    elif xmp.pdfua_claim:
        yield from _failure_results(list_failures(pdf, structure))
    elif tagged:
        yield from _advise_on_tagging(list_failures(pdf, structure, programs=False))
    else:
        words = "is not tagged: screen readers must guess its headings, tables, notes and reading order"
        yield CheckResult(CheckName.ACCESS, words, "export it with tags, as PDF/UA", Severity.ADVICE)


def list_failures(pdf: Pdf, structure: DocumentStructure, programs: bool = True) -> Iterator[FailedCondition]:
    """Yield all conditions of the Matterhorn Protocol 1.1 that a file fails, whatever it claims.

    Without `programs`, embedded font programs are not checked; nor are they if `check_pdf_a` has proved them.
    """
    tree, reading = structure.tree, structure.marked_content
    yield from _check_catalogue(pdf, tree)
    yield from _check_metadata(pdf, structure.claims)
    yield from _check_tree(tree)
    yield from _check_marked_content(reading)
    yield from structure_nesting.check_structure(tree)
    yield from tagged_annotations.check_annotations(pdf, tree)
    yield from _check_layers(pdf)
    yield from _check_objects(pdf)
    yield from font_rules.check_fonts(pdf, structure, programs)


def _check_catalogue(pdf: Pdf, tree: StructureTree) -> Iterator[FailedCondition]:
    root = pdf.Root
    info = value_reader.get_dictionary(root, "/MarkInfo")
    if not tree.there:
        yield FailedCondition("tags")
    if not value_reader.get_boolean(info, "/Marked"):
        yield FailedCondition("marked")
    if value_reader.get_boolean(info, "/Suspects"):
        yield FailedCondition("01-007")
    preferences = value_reader.get_dictionary(root, "/ViewerPreferences")
    if preferences is None or "/DisplayDocTitle" not in preferences:
        yield FailedCondition("07-001")
    elif not value_reader.get_boolean(preferences, "/DisplayDocTitle"):
        yield FailedCondition("07-002")
    language = value_reader.get_text(root, "/Lang")
    if language and not structure_nesting.is_language(language):
        yield FailedCondition("11-001", 0, f"“{language[:40]}” is not a language tag")
    outlines = value_reader.get_dictionary(root, "/Outlines")
    if not language and value_reader.get_dictionary(outlines, "/First") is not None:
        yield FailedCondition("11-003")
    for part in value_reader.get_one_or_several(root, "/AcroForm", "/XFA"):
        if re.search(rb"<(\w+:)?dynamicRender\s*>\s*required", stream_reader.unpack_or_empty(part)):
            yield FailedCondition("25-001")
    if pdf.is_encrypted:
        allowed = value_reader.get_integer(value_reader.get_dictionary(pdf.trailer, "/Encrypt"), "/P")
        if allowed is None:
            yield FailedCondition("26-001")
        elif not allowed & _READS_ALOUD:
            yield FailedCondition("26-002")


def _check_metadata(pdf: Pdf, xmp: XmpPacket) -> Iterator[FailedCondition]:
    if not xmp.present:
        yield FailedCondition("06-001")
        return
    if xmp.pdfua_claim != "1":
        yield FailedCondition("06-002")
    wrong = [prefix for prefix, space in metadata_rules.list_prefixes(pdf) if space == PDFUA and prefix != "pdfuaid"]
    if wrong:
        yield FailedCondition("06-002", 0, f"the prefix of its namespace is {wrong[0][:30]}, not pdfuaid")
    if not xmp.first_value(DC, "title"):
        yield FailedCondition("06-003")
    # A title with its own language does not need the document's language.
    if not value_reader.get_text(pdf.Root, "/Lang") and not set(xmp.languages) - {"", "x-default"}:
        yield FailedCondition("11-006")


def _check_tree(tree: StructureTree) -> Iterator[FailedCondition]:
    yield from (
        FailedCondition("02-001", page, role[:60] or "no type at all") for role, page in tree.unmapped_roles.items()
    )
    yield from (FailedCondition("02-003", page, role[:60]) for role, page in tree.circular_roles.items())
    yield from (FailedCondition("02-004", 0, role) for role in tree.remapped_types)
    yield from (FailedCondition("tree", page, words) for page, words in tree.defects)


def _check_marked_content(reading: MarkedContent) -> Iterator[FailedCondition]:
    for page in reading.pages:
        counted = {"01-003": page.artifacts_inside, "01-004": page.content_inside, "11-001": page.without_language}
        counted["11-002"] = page.substitutes
        yield from (FailedCondition(number, page.page, count=count) for number, count in counted.items() if count)
        for what, count in page.unmarked.items():
            yield FailedCondition("01-005", page.page, what, count)
        for (name, in_formula), count in page.unreadable.items():
            yield FailedCondition("17-003" if in_formula else "10-001", page.page, name, count)
        if page.is_incomplete:
            yield FailedCondition("", page.page, "its content is damaged or too large")
    for tag, number in reading.languages.items():
        if not structure_nesting.is_language(tag):
            yield FailedCondition("11-001", number, f"“{tag[:40]}” is not a language tag")
    yield from (FailedCondition("30-002", page) for page in reading.shared.values())


def _check_layers(pdf: Pdf) -> Iterator[FailedCondition]:
    given = value_reader.get_dictionary(pdf.Root, "/OCProperties")
    default = value_reader.get_dictionary(given, "/D")
    others = [one for one in value_reader.get_array(given, "/Configs") if isinstance(one, Dictionary)]
    for number, config in [("20-002", default), *(("20-001", one) for one in others)]:
        if given is not None and not value_reader.get_text(config, "/Name"):
            yield FailedCondition(number)
        if config is not None and "/AS" in config:
            yield FailedCondition("20-003")


def _check_objects(pdf: Pdf) -> Iterator[FailedCondition]:
    """Check objects that need not be on any page: file specifications, and content in other files."""
    named = [
        value
        for _, value in value_reader.walk_tree_entries(
            value_reader.get_dictionary(value_reader.get_dictionary(pdf.Root, "/Names"), "/EmbeddedFiles"),
            "/Names",
        )
    ]
    seen: set[ObjectNumber] = set()
    for file in [*named, *value_reader.indirect_objects(pdf)]:
        number = value_reader.object_number(file)
        if number != (0, 0) and number in seen:
            continue
        seen.add(number)
        if isinstance(file, Dictionary) and not tagged_annotations.has_both_names(file):
            yield FailedCondition(
                "21-001", 0, (value_reader.get_text(file, "/F") or value_reader.get_text(file, "/UF"))[:60]
            )
        if value_reader.get_name(file, "/Subtype") == "Form" and value_reader.get_dictionary(file, "/Ref") is not None:
            yield FailedCondition("30-001")


def _failure_results(found: Iterable[FailedCondition]) -> Iterator[CheckResult]:
    """Merge failed conditions: equal ones once per page, and once for the document if they are on many pages."""
    alike: dict[str, dict[int, list[FailedCondition]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        alike[one.number][one.page].append(one)
    for number, pages in sorted(alike.items()):
        if len(pages) > _MOST_RESULTS:
            every = [one for page in sorted(pages) for one in pages[page]]
            where = sorted(page for page in pages if page)
            yield _failure_result(number, every, 0, f" on {len(where)} pages (first {where[0]})")
        else:
            yield from (_failure_result(number, pages[page], page) for page in sorted(pages))


def _failure_result(number: str, alike: list[FailedCondition], page: int, where: str = "") -> CheckResult:
    condition = matterhorn_conditions.REPORTED_CONDITIONS[number]
    count = sum(one.count for one in alike)
    details = list(dict.fromkeys(one.detail for one in alike if one.detail))
    words = condition.says + (f" ({count} times{where})" if count > 1 else where)
    if details:
        words += ": " + "; ".join(details[:3]) + (f"; and {len(details) - 3} more" if len(details) > 3 else "")
    return CheckResult(
        CheckName.ACCESS,
        words,
        condition.hint,
        condition.severity,
        page,
        condition=condition.number,
        unproved=not condition.number,
    )


def _advise_on_tagging(found: Iterable[FailedCondition]) -> Iterator[CheckResult]:
    """Yield one piece of advice on how far a tagged file without a claim is from PDF/UA."""
    numbers = sorted(
        {
            one.number
            for one in found
            if matterhorn_conditions.REPORTED_CONDITIONS[one.number].severity is Severity.ERROR
        }
    )
    listed = [matterhorn_conditions.REPORTED_CONDITIONS[number].number for number in numbers]
    words = "is tagged, but does not claim PDF/UA"
    # The missing claim itself is not counted.
    others = [number for number in listed if number != "06-002"]
    if others:
        shown = ", ".join(others[:8]) + (" …" if len(others) > 8 else "")
        words += f"; it fails at least {len(others)} conditions ({shown})"
    yield CheckResult(CheckName.ACCESS, words, "correct these, then claim PDF/UA", Severity.ADVICE)
