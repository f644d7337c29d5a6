"""Run the checks of preflight on a PDF. No file makes this module raise an error.

`check_document` and `check_pages` depend on their arguments only, so that pages may be checked in several processes.
`run_preflight` runs both in this process.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO

import pikepdf

from ..chapters.author_pdf.pdf_acceptance import DRAWS_TOO_MUCH, FLATTEN_HINT
from ..findings.finding import Severity
from ..model.printer_profile import CheckName, CheckSeverity, Profile, Standard
from ..pdf.content.resource_cache import DAMAGE_ERRORS
from ..pdf.metadata import document_info
from ..pdf.objects.decompression_limits import find_excessive_size, unpacked_size
from ..pdf.objects.drawing_limits import draws_too_much
from ..pdf.objects.object_digests import ObjectDigests
from ..pdf.objects.qpdf_warnings import list_qpdf_warnings
from ..pdf.structure.link_destinations import LinkTargets
from .checks import (
    cover_spine,
    forbidden_content,
    links_and_contents,
    page_boxes,
    page_count,
    pdf_a,
    pdf_ua,
    pdf_x,
)
from .page_checks import SCREEN_CHECKS, PageChecks, open_digests
from .records import page_record
from .records.check_results import CheckResult, Expected, PreflightReport
from .records.damage_guard import describe_damage, guard_results
from .records.document_record import DocumentStructure, OpenedDocument
from .records.kept_verdicts import KeptVerdicts, verdict_key

MOST_PAGES = 5000

_PRESS_DOCUMENT_CHECKS: tuple[tuple[CheckName, Callable[[OpenedDocument], Iterator[CheckResult]]], ...] = (
    (CheckName.OUTPUT_INTENT, pdf_x.check_output_intent),
    (CheckName.INFO, pdf_x.check_document_information),
    (CheckName.VERSION, pdf_x.check_pdf_version),
    (CheckName.EXTENT, page_count.check_page_count),
    (CheckName.COVER, cover_spine.check_cover_size),
)
_ALWAYS_MADE = frozenset({CheckName.FILE, CheckName.FORBIDDEN, *(check for check, _ in SCREEN_CHECKS)})
_CONFORMANCE_CHECKS = frozenset({CheckName.ARCHIVE, CheckName.ACCESS})


def run_preflight(
    data: bytes, profile: Profile, expected: Expected | None = None, kept: KeptVerdicts | None = None
) -> PreflightReport:
    """Check a whole file; what is `kept` of its pages and fonts is not judged again."""
    return check_file(data, profile, expected, kept, MOST_PAGES)[0]


def check_document(
    data: bytes, profile: Profile, expected: Expected | None = None, kept: KeptVerdicts | None = None
) -> PreflightReport:
    """Run the checks of the document as a whole. The report lacks the results for pages."""
    return check_file(data, profile, expected, kept, None)[0]


def check_file(
    data: bytes, profile: Profile, expected: Expected | None, kept: KeptVerdicts | None, most: int | None
) -> tuple[PreflightReport, list[int]]:
    """Check a file, except its unknown pages if there are more than `most`, which are returned beside the report.

    Without `most`, no pages are checked, and none are returned.
    """
    expected, kept = expected or Expected(), kept or KeptVerdicts()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _open_pdf(data) as pdf:
                digests = open_digests(pdf)
                if excess := find_excessive_size(pdf, partial(_measure_stream, kept, digests)):
                    return _refuse_file(f"unpacks to far more data than a book needs: {excess}", "export it again")
                if draws_too_much(pdf):
                    return _refuse_file(DRAWS_TOO_MUCH, FLATTEN_HINT)
                report = _check_opened_document(data, pdf, profile, expected, kept, digests)
                if most is None:
                    return report, []
                numbers = range(1, min(report.pages, MOST_PAGES) + 1)
                return _check_known_pages(
                    report, lambda: PageChecks(data, pdf, profile, expected, kept, digests), numbers, profile, most
                )
    except pikepdf.PasswordError:
        return _refuse_file("needs a password", "save it without one")
    except _NotPdf as trouble:
        return _refuse_file(str(trouble), "use the finished PDF")
    except (*DAMAGE_ERRORS, MemoryError, AttributeError) as trouble:
        return _refuse_file(f"cannot be read as a PDF: {describe_damage(trouble)}", "export it again")


def _measure_stream(kept: KeptVerdicts, digests: ObjectDigests | None, pdf: pikepdf.Pdf, stream: pikepdf.Stream) -> int:
    """Return to what size a stream unpacks, from what is kept if that is known."""
    key = verdict_key("size", digests.digest_stream(stream)) if digests else None
    known = kept.recall(key) if key else None
    if known is not None:
        return int(known)
    size = unpacked_size(pdf, stream)
    return int(kept.keep(key, size)) if key else size


def _check_known_pages(
    report: PreflightReport, open_pages: Callable[[], PageChecks], numbers: Sequence[int], profile: Profile, most: int
) -> tuple[PreflightReport, list[int]]:
    left: list[int] = []

    def check() -> Iterator[CheckResult]:
        checks = open_pages()
        unknown = checks.find_unknown(numbers)
        if len(unknown) > most:
            left.extend(unknown)
        yield from checks.check_pages([number for number in numbers if number not in left])

    found = _check_readable_pages(check, numbers)
    return report.with_results(_apply_severity(found, profile)), left


def check_pages(
    data: bytes,
    profile: Profile,
    expected: Expected | None,
    numbers: Sequence[int],
    kept: KeptVerdicts | None = None,
) -> tuple[CheckResult, ...]:
    """Check pages (from 1, in order) of a file that `check_document` could read."""

    def check() -> Iterator[CheckResult]:
        with _open_pdf(data) as pdf:
            count = min(len(pdf.pages), MOST_PAGES)
            checks = PageChecks(data, pdf, profile, expected or Expected(), kept or KeptVerdicts())
            yield from checks.check_pages([number for number in numbers if number <= count])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tuple(_apply_severity(_check_readable_pages(check, numbers), profile))


def _check_readable_pages(check: Callable[[], Iterator[CheckResult]], numbers: Sequence[int]) -> list[CheckResult]:
    found: list[CheckResult] = []
    try:
        found.extend(check())
    except (*DAMAGE_ERRORS, _NotPdf, MemoryError, AttributeError) as trouble:
        words = f"pages {numbers[0]} to {numbers[-1]} could not be read: {describe_damage(trouble)}"
        found.append(CheckResult(CheckName.FILE, words, "export it again"))
    return found


class _NotPdf(Exception):  # noqa: N818 - named for what is the matter
    """The file is not a PDF."""


def _open_pdf(data: bytes) -> pikepdf.Pdf:
    if b"%PDF-" not in data[:1024]:
        raise _NotPdf("is not a PDF" if data else "is empty")
    return pikepdf.open(BytesIO(data))


def _refuse_file(words: str, hint: str) -> tuple[PreflightReport, list[int]]:
    return PreflightReport(0, (CheckResult(CheckName.FILE, words, hint),), readable=False), []


def _check_opened_document(
    data: bytes,
    pdf: pikepdf.Pdf,
    profile: Profile,
    expected: Expected,
    kept: KeptVerdicts,
    digests: ObjectDigests | None,
) -> PreflightReport:
    count = len(pdf.pages)
    listed = [
        page_record.read_page_boxes(pdf.pages[number].obj, number + 1) for number in range(min(count, MOST_PAGES))
    ]
    info = document_info.read_document_info(pdf)
    document = OpenedDocument(pdf, listed, info, profile, expected)
    found = [
        *_check_whole_file(document, count),
        *guard_results(CheckName.FORBIDDEN, forbidden_content.check_forbidden_content(document)),
    ]
    found += guard_results(CheckName.BOXES, page_boxes.check_same_size(listed, profile, expected))
    found += guard_results(CheckName.TEXT, links_and_contents.check_outline(LinkTargets(pdf)))
    if profile.standard is Standard.SCREEN:  # press files make no such claims
        found += _check_conformance(data, pdf, DocumentStructure(pdf, info.packet, kept, digests))
    else:
        for check, run in _PRESS_DOCUMENT_CHECKS:
            found += guard_results(check, run(document))
    sizes = tuple(page.trim_size for page in listed)
    checks = tuple(check for check in CheckName if _is_check_run(check, profile, document.expected))
    return PreflightReport(count, (), info.title, info.standards, sizes, checks=checks).with_results(
        _apply_severity(found, profile)
    )


def _is_check_run(check: CheckName, profile: Profile, expected: Expected) -> bool:
    """Return whether a profile asks for a check of such a file."""
    if profile.gravity.get(check) is CheckSeverity.OFF:
        return False
    if check in _ALWAYS_MADE or profile.standard is Standard.SCREEN:
        return check in _ALWAYS_MADE | _CONFORMANCE_CHECKS
    exact, is_cover = profile.standard is Standard.X1A, expected.spine is not None
    unasked = {CheckName.TRANSPARENCY: not exact, CheckName.COVER: not is_cover, CheckName.EXTENT: is_cover}
    return check not in _CONFORMANCE_CHECKS and not unasked.get(check, False)


def _check_conformance(data: bytes, pdf: pikepdf.Pdf, structure: DocumentStructure) -> Iterator[CheckResult]:
    """Check claims to PDF/A and PDF/UA."""
    yield from pdf_a.check_pdf_a(pdf, structure, data)
    yield from pdf_ua.check_pdf_ua(pdf, structure)


def _check_whole_file(document: OpenedDocument, count: int) -> Iterator[CheckResult]:
    found_by_qpdf = list_qpdf_warnings(document.pdf)
    if found_by_qpdf:
        words = f"is damaged, and was repaired as far as possible: {describe_damage(found_by_qpdf[0])}"
        yield CheckResult(CheckName.FILE, words, "export it again, and check its pages", Severity.WARNING)
    if not count:
        yield CheckResult(CheckName.FILE, "has no pages", "export it again")
    elif count > MOST_PAGES:
        yield CheckResult(
            CheckName.FILE, f"has {count:,} pages; only the first {MOST_PAGES:,} were checked", "split it"
        )


def _apply_severity(found: Iterable[CheckResult], profile: Profile) -> Iterator[CheckResult]:
    """Set the severities that the profile asks for. Advice remains advice, unless its check is off."""
    for one in found:
        grave = profile.gravity.get(one.check)
        if grave is None or (one.severity is Severity.ADVICE and grave is not CheckSeverity.OFF):
            yield one
        elif grave is not CheckSeverity.OFF:
            yield replace(one, severity=Severity(grave.value))
