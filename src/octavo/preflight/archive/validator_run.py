"""Run pikepdf's PDF/A validator, which has veraPDF's rules for level B, on a copy without what it does not know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, pdfa

from ...pdf.metadata.xmp_writer import describe_namespace, simple_property, wrap_packet
from ...pdf.objects import value_reader
from ...pdf.objects.font_programs import silence_font_readers
from ...pdf.objects.qpdf_warnings import remove_addresses
from ..records.document_record import DocumentStructure
from ..records.kept_verdicts import verdict_key
from . import font_subsets

# Catalogue entries that are checked elsewhere. The validator would skip everything below them.
_CHECKED_ELSEWHERE = ("OpenAction", "AcroForm", "OCProperties", "Perms")
_OBJECT_REFERENCE = re.compile(r"\bobj (\d+) (\d+)")
_FONT_WORDS = re.compile(r"is not embedded|multiple master|FontMatrix|CIDSet|Type 3 fonts")
_INK_WORDS = re.compile(r"/Separation|/DeviceN|halftone")
_COLOUR_WORDS = re.compile(r"device colour cannot be checked|Type 3 fonts|overprint mode 1")
# What the validator does not know, and the other modules of this package check.
_KNOWN_HERE = re.compile(
    r"(/Separation|/DeviceN|/Pattern) colour spaces are not supported|device colour cannot be checked|overprint mode 1"
    r"|halftones|annotation type not supported|patterns? |scn with a pattern|SCN with a pattern"
    r"|JPEG 2000 images are not supported|image has no /ColorSpace|is not embedded"
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a file breaks: its clause, what the validator says, and the page (0 for the document)."""

    clause: str
    message: str
    page: int


@dataclass(frozen=True, slots=True)
class ValidatorReport:
    """What the validator says: the violations, and what nobody has checked."""

    violations: tuple[Violation, ...]
    unchecked: tuple[str, ...]
    leaves_colours: bool
    """Whether paint must be read to judge its colours."""
    leaves_fonts: bool
    """Whether fonts must be checked in other ways."""
    leaves_inks: bool
    """Whether the file has spot colours or halftones."""
    proves_fonts: bool = False
    """Whether the validator reached everything by the rules of part 2 or 3, and found nothing wrong with any font."""

    @property
    def clauses(self) -> frozenset[str]:
        """Return the clauses that are broken."""
        return frozenset(one.clause for one in self.violations)


def run_validator(pdf: Pdf, part: str, structure: DocumentStructure) -> ValidatorReport:
    """Check level B of a part of ISO 19005. What pages show is left out where it is known to break no rule."""
    keys = _page_keys(pdf, part, structure)
    with silence_font_readers(), _copy_for_validator(pdf, part) as copied:
        for page, key in zip(copied.pages, keys, strict=True):
            if key and structure.kept.recall(key):
                _empty_page(page.obj)
        pages = {page.obj.objgen: number for number, page in enumerate(copied.pages, 1)}
        findings = _list_findings(copied, f"{part}b")
    if not findings:
        for key in filter(None, keys):
            structure.kept.keep(key, True)
    broken = [one for one in findings if _is_violation(one)]
    unknown = [one for one in findings if not _is_violation(one)]
    return ValidatorReport(
        tuple(Violation(_clause(one), remove_addresses(one.message), _page(one, pages)) for one in broken),
        tuple(_describe_unknown(one) for one in unknown if not _KNOWN_HERE.search(one.message)),
        any(_COLOUR_WORDS.search(one.message) for one in unknown),
        any(_FONT_WORDS.search(one.message) for one in unknown),
        any(_INK_WORDS.search(one.message) for one in unknown),
        proves_fonts=part != "1" and not findings,
    )


def _page_keys(pdf: Pdf, part: str, structure: DocumentStructure) -> list[str | None]:
    """Return, for each page, the key under which it is kept that the validator finds nothing in it."""
    intents = pdf.Root.get("/OutputIntents")
    around = structure.digests.digest_closure(intents) if structure.digests and isinstance(intents, Array) else None
    if structure.digests is None or around is None:
        return [None] * len(pdf.pages)
    closures = [structure.digests.digest_closure(page.obj) for page in pdf.pages]
    return [verdict_key("archive", one.digest, part, around.digest) if one else None for one in closures]


def _empty_page(page: Object) -> None:
    """Take away what a page shows, but not its annotations."""
    page.Resources = Dictionary()
    if Name.Contents in page:
        del page[Name.Contents]


def _list_findings(copied: Pdf, flavour: str) -> list[pdfa.Finding]:
    findings = list(pdfa.check(copied, flavour).findings)
    if not any(map(_is_about_form, findings)):
        return findings
    # Resources that no content names are exempt, but the validator reads such forms too.
    copied.remove_unreferenced_resources()
    used = {(one.where, one.message) for one in pdfa.check(copied, flavour).findings}
    return [one for one in findings if not _is_about_form(one) or (one.where, one.message) in used]


def _is_about_form(finding: pdfa.Finding) -> bool:
    return _is_violation(finding) and "FormXObject) content" in finding.where


def _is_violation(finding: pdfa.Finding) -> bool:
    """Return whether a finding breaks a rule, and not only the validator's own idea of an object."""
    return bool(finding.kind == "violation" and finding.rule.startswith("ISO"))


def _clause(finding: pdfa.Finding) -> str:
    return finding.rule.rpartition(":")[2].rpartition("-")[0]


def _page(finding: pdfa.Finding, pages: dict[tuple[int, int], int]) -> int:
    match = _OBJECT_REFERENCE.search(finding.where)
    return pages.get((int(match.group(1)), int(match.group(2))), 0) if match else 0


def _describe_unknown(finding: pdfa.Finding) -> str:
    if finding.kind == "violation" and ":schema-" in finding.rule:
        return f"{finding.rule.rpartition('-')[2]} objects with unusual entries"
    return remove_addresses(finding.message)


def _copy_for_validator(pdf: Pdf, part: str) -> Pdf:
    """Copy a file without what is checked elsewhere, and with metadata that claim only level B."""
    out = BytesIO()
    as_it_is = pikepdf.StreamDecodeLevel.none
    pdf.save(out, stream_decode_level=as_it_is, compress_streams=False, encryption=False, fix_metadata_version=False)
    copied = pikepdf.open(out)
    for key in _CHECKED_ELSEWHERE:
        if f"/{key}" in copied.Root:
            del copied.Root[f"/{key}"]
    if "/OutputIntents" in copied.Root and not value_reader.get_array(copied.Root, "/OutputIntents"):
        del copied.Root["/OutputIntents"]
    if "/Info" in copied.trailer:
        del copied.trailer["/Info"]
    claims = [simple_property("pdfaid:part", part), simple_property("pdfaid:conformance", "B")]
    packet = wrap_packet(describe_namespace("pdfaid", claims))
    copied.Root.Metadata = Stream(copied, packet, Type=Name.Metadata, Subtype=Name.XML)
    font_subsets.prepare_fonts(copied, keep_cidset=part == "1")
    return copied
