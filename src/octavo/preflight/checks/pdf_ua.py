"""Judge whether a PDF can be read by those who do not see it (check 21; ISO 14289-1): a file in, findings out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pikepdf import Dictionary, Pdf

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.metadata.xmp_reader import DC, ConformanceClaims
from ...pdf.objects import dictionary_reader
from ...pdf.structure.marked_content_reader import MarkedContent
from ...pdf.structure.structure_tree_reader import Number, StructureTree
from ..accessibility import font_rules, matterhorn_conditions, structure_nesting, tagged_annotations
from ..accessibility.matterhorn_conditions import Failure
from ..records import damage_guard
from ..records.check_results import CheckResult
from ..records.document_record import DocumentStructure

_MANY = 12
"""Pages on which the same is told one by one; of more it is told once."""
_READS_ALOUD = 1 << 9


def access(pdf: Pdf, seen: DocumentStructure | None = None) -> Iterator[CheckResult]:
    """Find what keeps a file from being the PDF/UA-1 that it claims to be; of one that claims nothing, advise once.

    The file was weighed when it was opened (`paper_weight.is_too_heavy`). Nothing in it makes this raise.
    """
    yield from damage_guard.judged(CheckName.ACCESS, lambda: _access(pdf, seen or DocumentStructure(pdf)))


def _access(pdf: Pdf, seen: DocumentStructure) -> Iterator[CheckResult]:
    said = seen.claims
    tagged = dictionary_reader.mapping(pdf.Root, "StructTreeRoot") is not None
    if said.access and said.access != "1":
        words = f"claims to be PDF/UA-{said.access[:8]}, which is not judged here"
        yield CheckResult(CheckName.ACCESS, words, "have it judged by a validator of that part", Severity.ADVICE)
    elif said.access:
        yield from _told(failures(pdf, seen))
    elif tagged:
        yield from _advised(failures(pdf, seen, programs=False))
    else:
        words = (
            "has no tags: software that reads aloud must guess what is a heading, a table, a note, and in which order"
        )
        yield CheckResult(CheckName.ACCESS, words, "export it with tags, as PDF/UA", Severity.ADVICE)


def failures(pdf: Pdf, seen: DocumentStructure, programs: bool = True) -> Iterator[Failure]:
    """Find all conditions of the Matterhorn Protocol 1.1 that a file meets, whatever it claims.

    Without `programs`, what is in embedded fonts is not looked into.
    """
    tree, reading = seen.tree, seen.reading
    yield from _document(pdf, tree)
    yield from _metadata(pdf, seen.claims)
    yield from _tree(tree)
    yield from _marks(reading)
    yield from structure_nesting.judge(tree)
    yield from tagged_annotations.judge(pdf, tree)
    yield from _layers(pdf)
    yield from _objects(pdf)
    yield from font_rules.judge(pdf, reading.faces.values(), programs)


def _document(pdf: Pdf, tree: StructureTree) -> Iterator[Failure]:
    root = pdf.Root
    info = dictionary_reader.mapping(root, "MarkInfo")
    if not tree.there:
        yield Failure("tags")
    if not dictionary_reader.truth(info, "Marked"):
        yield Failure("marked")
    if dictionary_reader.truth(info, "Suspects"):
        yield Failure("01-007")
    preferences = dictionary_reader.mapping(root, "ViewerPreferences")
    if preferences is None or "/DisplayDocTitle" not in preferences:
        yield Failure("07-001")
    elif not dictionary_reader.truth(preferences, "DisplayDocTitle"):
        yield Failure("07-002")
    language = dictionary_reader.words(root, "Lang")
    if language and not structure_nesting.is_language(language):
        yield Failure("11-001", 0, f"“{language[:40]}” is no language tag")
    outlines = dictionary_reader.mapping(root, "Outlines")
    if not language and dictionary_reader.mapping(outlines, "First") is not None:
        yield Failure("11-003")
    for part in (
        dictionary_reader.stream(one, "") or one
        for one in dictionary_reader.several(dictionary_reader.mapping(root, "AcroForm"), "XFA")
    ):
        if re.search(rb"<dynamicRender>\s*required", dictionary_reader.data(part)):
            yield Failure("25-001")
    if pdf.is_encrypted:
        allowed = dictionary_reader.number(dictionary_reader.mapping(pdf.trailer, "Encrypt"), "P")
        if allowed is None:
            yield Failure("26-001")
        elif not allowed & _READS_ALOUD:
            yield Failure("26-002")


def _metadata(pdf: Pdf, said: ConformanceClaims) -> Iterator[Failure]:
    if not said.present:
        yield Failure("06-001")
        return
    if said.access != "1":
        yield Failure("06-002")
    if not said.value(DC, "title"):
        yield Failure("06-003")
    # A title that names the language that it is in needs none from the document.
    if not dictionary_reader.words(pdf.Root, "Lang") and not set(said.languages) - {"", "x-default"}:
        yield Failure("11-006")


def _tree(tree: StructureTree) -> Iterator[Failure]:
    yield from (Failure("02-001", page, role[:60] or "no type at all") for role, page in tree.unmapped.items())
    yield from (Failure("02-003", page, role[:60]) for role, page in tree.circular.items())
    yield from (Failure("02-004", 0, role) for role in tree.remapped)
    yield from (Failure("tree", page, words) for page, words in tree.bent)


def _marks(reading: MarkedContent) -> Iterator[Failure]:
    for page in reading.pages:
        counted = {"01-003": page.artifacts_inside, "01-004": page.content_inside, "11-001": page.speechless}
        counted["11-002"] = page.substitutes
        yield from (Failure(number, page.page, count=count) for number, count in counted.items() if count)
        for what, count in page.unmarked.items():
            yield Failure("01-005", page.page, what, count)
        for (name, in_formula), count in page.unread.items():
            yield Failure("17-003" if in_formula else "10-001", page.page, name, count)
        if page.too_much:
            yield Failure("", page.page, "its content is damaged, or is more than is read here")
    yield from (Failure("30-002", page) for page in reading.shared.values())


def _layers(pdf: Pdf) -> Iterator[Failure]:
    given = dictionary_reader.mapping(pdf.Root, "OCProperties")
    default = dictionary_reader.mapping(given, "D")
    others = [one for one in dictionary_reader.listing(given, "Configs") if isinstance(one, Dictionary)]
    for number, config in [("20-002", default), *(("20-001", one) for one in others)]:
        if given is not None and not dictionary_reader.words(config, "Name"):
            yield Failure(number)
        if config is not None and "/AS" in config:
            yield Failure("20-003")


def _objects(pdf: Pdf) -> Iterator[Failure]:
    """Find what need not be on any page: embedded files without their names, and content that lies in other files."""
    named = [
        value
        for _, value in dictionary_reader.entries(
            dictionary_reader.mapping(dictionary_reader.mapping(pdf.Root, "Names"), "EmbeddedFiles"), "Names"
        )
    ]
    seen: set[Number] = set()
    for file in [*named, *dictionary_reader.indirect(pdf)]:
        number = dictionary_reader.key_of(file)
        if number != (0, 0) and number in seen:
            continue
        seen.add(number)
        if isinstance(file, Dictionary) and not tagged_annotations.is_named(file):
            yield Failure("21-001", 0, (dictionary_reader.words(file, "F") or dictionary_reader.words(file, "UF"))[:60])
        if dictionary_reader.name(file, "Subtype") == "Form" and dictionary_reader.mapping(file, "Ref") is not None:
            yield Failure("30-001")


def _told(found: Iterable[Failure]) -> Iterator[CheckResult]:
    """Tell failures, those that are alike once a page, and once for all where they are on many pages."""
    alike: dict[str, dict[int, list[Failure]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        alike[one.number][one.page].append(one)
    for number, pages in sorted(alike.items()):
        if len(pages) > _MANY:
            every = [one for page in sorted(pages) for one in pages[page]]
            where = sorted(page for page in pages if page)
            yield _one(number, every, 0, f" on {len(where)} pages (first {where[0]})")
        else:
            yield from (_one(number, pages[page], page) for page in sorted(pages))


def _one(number: str, alike: list[Failure], page: int, where: str = "") -> CheckResult:
    condition = matterhorn_conditions.TOLD[number]
    count = sum(one.count for one in alike)
    details = list(dict.fromkeys(one.detail for one in alike if one.detail))
    words = condition.says + (f" ({count} times{where})" if count > 1 else where)
    if details:
        words += ": " + "; ".join(details[:3]) + (f"; and {len(details) - 3} more" if len(details) > 3 else "")
    return CheckResult(CheckName.ACCESS, words, condition.hint, condition.severity, page, condition=condition.number)


def _advised(found: Iterable[Failure]) -> Iterator[CheckResult]:
    """Tell in one advice how far a file that is tagged, but claims nothing, is from PDF/UA."""
    numbers = sorted({one.number for one in found if matterhorn_conditions.TOLD[one.number].severity is Severity.ERROR})
    listed = [matterhorn_conditions.TOLD[number].number for number in numbers]
    words = "is tagged, but does not claim to be PDF/UA"
    # That it does not claim it goes without saying.
    others = [number for number in listed if number != "06-002"]
    if others:
        shown = ", ".join(others[:8]) + (" …" if len(others) > 8 else "")
        words += f"; at least {len(others)} of its conditions would not be met ({shown})"
    yield CheckResult(CheckName.ACCESS, words, "claim it once it is", Severity.ADVICE)
