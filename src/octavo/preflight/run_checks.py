"""Run the checks of preflight on a PDF. No file makes this module raise an error.

`check_document` and `check_pages` depend on their arguments only, so that pages may be checked in several processes.
`run_preflight` runs both in this process.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO

import pikepdf

from ..chapters.author_pdf.pdf_acceptance import DRAWS_TOO_MUCH, FLATTEN_HINT
from ..findings.finding import Severity
from ..model.printer_profile import CheckName, CheckSeverity, Profile, Standard
from ..pdf.content import content_reader
from ..pdf.content.page_content import PageContent
from ..pdf.content.resource_cache import DAMAGE_ERRORS, ResourceCache
from ..pdf.metadata import document_info
from ..pdf.metadata.xmp_reader import XmpPacket
from ..pdf.objects import optional_content, value_reader
from ..pdf.objects.decompression_limits import find_excessive_size
from ..pdf.objects.drawing_limits import draws_too_much
from ..pdf.objects.qpdf_warnings import list_qpdf_warnings, shorten_qpdf_message
from ..pdf.structure.link_destinations import LinkTargets
from .checks import (
    black_text,
    blank_pages,
    bleed,
    colour,
    cover_spine,
    crop_marks,
    font_embedding,
    forbidden_content,
    image_data,
    image_resolution,
    ink_coverage,
    line_width,
    links_and_contents,
    page_boxes,
    page_count,
    pdf_a,
    pdf_ua,
    pdf_x,
    readable_text,
    safety_margin,
    transparency,
    type_size,
)
from .records import page_record
from .records.check_results import CheckResult, Expected, PreflightReport
from .records.document_record import DocumentStructure, OpenedDocument
from .records.page_record import PageBoxes, PageRecord

MOST_PAGES = 5000

_SCREEN_CHECKS: tuple[tuple[CheckName, Callable[[PageRecord], Iterator[CheckResult]]], ...] = (
    (CheckName.BOXES, page_boxes.check_page_boxes),
    (CheckName.FONTS, font_embedding.check_font_embedding),
    (CheckName.IMAGES, image_resolution.check_image_resolution),
    (CheckName.TEXT, readable_text.check_readable_text),
)
_PRESS_PAGE_CHECKS: tuple[tuple[CheckName, Callable[[PageRecord], Iterator[CheckResult]]], ...] = (
    *_SCREEN_CHECKS,
    (CheckName.BLEED, bleed.check_bleed),
    (CheckName.MARKS, crop_marks.check_crop_marks),
    (CheckName.SAFETY, safety_margin.check_safety_margin),
    (CheckName.COLOUR, colour.check_colour),
    (CheckName.BLACK_TEXT, black_text.check_black_text),
    (CheckName.RULES, line_width.check_line_width),
    (CheckName.TYPE, type_size.check_type_size),
    (CheckName.TRANSPARENCY, transparency.check_transparency),
    (CheckName.BLANKS, blank_pages.check_blank_pages),
    (CheckName.COVER, cover_spine.check_spine_text),
)
_PRESS_DOCUMENT_CHECKS: tuple[tuple[CheckName, Callable[[OpenedDocument], Iterator[CheckResult]]], ...] = (
    (CheckName.OUTPUT_INTENT, pdf_x.check_output_intent),
    (CheckName.INFO, pdf_x.check_document_information),
    (CheckName.VERSION, pdf_x.check_pdf_version),
    (CheckName.EXTENT, page_count.check_page_count),
    (CheckName.COVER, cover_spine.check_cover_size),
)
_ALWAYS_MADE = frozenset({CheckName.FILE, CheckName.FORBIDDEN, *(check for check, _ in _SCREEN_CHECKS)})
_CONFORMANCE_CHECKS = frozenset({CheckName.ARCHIVE, CheckName.ACCESS})


def run_preflight(data: bytes, profile: Profile, expected: Expected | None = None) -> PreflightReport:
    """Check a whole file."""
    report = check_document(data, profile, expected)
    return report.with_results(check_pages(data, profile, expected, 1, report.pages)) if report.readable else report


def check_document(data: bytes, profile: Profile, expected: Expected | None = None) -> PreflightReport:
    """Run the checks that do not read page contents. The report lacks the results for pages."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _open_pdf(data) as pdf:
                if excess := find_excessive_size(pdf):
                    return _refused_report(f"unpacks to far more data than a book needs: {excess}", "export it again")
                if draws_too_much(pdf):
                    return _refused_report(DRAWS_TOO_MUCH, FLATTEN_HINT)
                return _check_opened_document(data, pdf, profile, expected or Expected())
    except pikepdf.PasswordError:
        return _refused_report("needs a password", "save it without one")
    except _NotPdf as trouble:
        return _refused_report(str(trouble), "use the finished PDF")
    except (*DAMAGE_ERRORS, MemoryError, AttributeError) as trouble:
        return _refused_report(f"cannot be read as a PDF: {_describe_damage(trouble)}", "export it again")


def check_pages(
    data: bytes, profile: Profile, expected: Expected | None, first: int, last: int
) -> tuple[CheckResult, ...]:
    """Check pages `first` to `last` (from 1) of a file that `check_document` could read."""
    found: list[CheckResult] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with _open_pdf(data) as pdf:
                found += _CheckRun(data, pdf, profile, expected or Expected()).check_pages(first, min(last, MOST_PAGES))
        except (*DAMAGE_ERRORS, _NotPdf, MemoryError, AttributeError) as trouble:
            words = f"pages {first} to {last} could not be read: {_describe_damage(trouble)}"
            found.append(CheckResult(CheckName.FILE, words, "export it again"))
    return tuple(_apply_severity(found, profile))


class _NotPdf(Exception):  # noqa: N818 - named for what is the matter
    """The file is not a PDF."""


def _open_pdf(data: bytes) -> pikepdf.Pdf:
    if b"%PDF-" not in data[:1024]:
        raise _NotPdf("is not a PDF" if data else "is empty")
    return pikepdf.open(BytesIO(data))


def _refused_report(words: str, hint: str) -> PreflightReport:
    return PreflightReport(0, (CheckResult(CheckName.FILE, words, hint),), readable=False)


def _describe_damage(trouble: object) -> str:
    return value_reader.quotable_text(shorten_qpdf_message(trouble), 120) or "the data is malformed"


def _check_opened_document(data: bytes, pdf: pikepdf.Pdf, profile: Profile, expected: Expected) -> PreflightReport:
    count = len(pdf.pages)
    listed = [
        page_record.read_page_boxes(pdf.pages[number].obj, number + 1) for number in range(min(count, MOST_PAGES))
    ]
    info = document_info.read_document_info(pdf)
    document = OpenedDocument(pdf, listed, info, profile, expected)
    found = [
        *_check_whole_file(document, count),
        *_guard_results(CheckName.FORBIDDEN, forbidden_content.check_forbidden_content(document)),
    ]
    found += _guard_results(CheckName.BOXES, page_boxes.check_same_size(listed, profile, expected))
    found += _guard_results(CheckName.TEXT, links_and_contents.check_outline(LinkTargets(pdf)))
    found += _check_conformance(data, pdf, info.packet, profile)
    if profile.standard is not Standard.SCREEN:
        for check, run in _PRESS_DOCUMENT_CHECKS:
            found += _guard_results(check, run(document))
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


def _check_conformance(data: bytes, pdf: pikepdf.Pdf, packet: XmpPacket, profile: Profile) -> Iterator[CheckResult]:
    """Check claims to PDF/A and PDF/UA. Press files make no such claims."""
    if profile.standard is Standard.SCREEN:
        structure = DocumentStructure(pdf, packet)
        yield from pdf_a.check_pdf_a(pdf, structure, data)
        yield from pdf_ua.check_pdf_ua(pdf, structure)


def _check_whole_file(document: OpenedDocument, count: int) -> Iterator[CheckResult]:
    found_by_qpdf = list_qpdf_warnings(document.pdf)
    if found_by_qpdf:
        words = f"is damaged, and was repaired as far as possible: {_describe_damage(found_by_qpdf[0])}"
        yield CheckResult(CheckName.FILE, words, "export it again, and check its pages", Severity.WARNING)
    if not count:
        yield CheckResult(CheckName.FILE, "has no pages", "export it again")
    elif count > MOST_PAGES:
        yield CheckResult(
            CheckName.FILE, f"has {count:,} pages; only the first {MOST_PAGES:,} were checked", "split it"
        )


class _CheckRun:
    """Checks pages of an opened file."""

    def __init__(self, data: bytes, pdf: pikepdf.Pdf, profile: Profile, expected: Expected) -> None:
        self._data, self._pdf, self._profile, self._expected = data, pdf, profile, expected
        self._sources = ResourceCache(pdf, _list_hidden_layers(pdf))
        self._targets = LinkTargets(pdf)
        self._images = image_data.ImageDataCheck()
        self._press = profile.standard is not Standard.SCREEN
        # A file with its own profile is converted with that one.
        same = ink_coverage.read_press_profile(pdf) in (b"", expected.icc)
        self._bounded = self._press and same and ink_coverage.profile_keeps_limit(expected.icc, profile)

    def check_pages(self, first: int, last: int) -> Iterator[CheckResult]:
        """Check pages in order. Ink is measured at the end, for many pages at once."""
        inked: list[PageBoxes] = []
        for number in range(max(1, first), min(last, len(self._pdf.pages)) + 1):
            yield from _guard_results(CheckName.FILE, self._check_page(number, inked), number)
        measured = ink_coverage.check_ink_coverage(self._data, self._pdf, inked, self._profile, self._expected.icc)
        yield from _guard_results(CheckName.INK, measured)

    def _check_page(self, number: int, inked: list[PageBoxes]) -> Iterator[CheckResult]:
        obj = self._pdf.pages[number - 1].obj
        page = page_record.read_page_boxes(obj, number)
        shown = page.media if self._press else page.crop
        record = PageRecord(
            page, content_reader.read_page_content(self._sources, obj, shown), self._profile, self._expected
        )
        yield from self._run_page_checks(record, obj)
        if self._press and self._is_asked(CheckName.INK) and ink_coverage.may_exceed(record, self._bounded):
            inked.append(page)

    def _run_page_checks(self, record: PageRecord, obj: pikepdf.Object) -> Iterator[CheckResult]:
        yield from _unread_results(record.contents, record.page.number)
        for check, run in _PRESS_PAGE_CHECKS if self._press else _SCREEN_CHECKS:
            if self._is_asked(check):
                yield from _guard_results(check, run(record), record.page.number)
        further = (
            (CheckName.FORBIDDEN, forbidden_content.check_forbidden_on_page(record, obj)),
            (CheckName.IMAGES, self._images.check_images(record)),
            (CheckName.TEXT, links_and_contents.check_links(record, obj, self._targets)),
            (CheckName.TEXT, links_and_contents.check_contents_numbers(record, obj, self._targets)),
        )
        for check, found in further:
            yield from _guard_results(check, found, record.page.number)

    def _is_asked(self, check: CheckName) -> bool:
        return self._profile.gravity.get(check) is not CheckSeverity.OFF


def _list_hidden_layers(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """Return the layers that are off by default, or none if the layer list is malformed."""
    try:
        return frozenset(optional_content.hidden_groups(pdf))
    except (*DAMAGE_ERRORS, AttributeError):
        return frozenset()


def _unread_results(contents: PageContent, number: int) -> Iterator[CheckResult]:
    hint = "export it again, and check the page"
    if contents.unread:
        yield CheckResult(
            CheckName.FILE, f"was not checked completely: {contents.unread}", hint, page=number, unproved=True
        )
    if contents.broken:
        words = f"has invalid instructions, which viewers treat differently ({contents.broken})"
        yield CheckResult(CheckName.FILE, words, hint, page=number)
    for what, places in sorted(contents.absent.items()):
        found = CheckResult(CheckName.FILE, f"{what} is used, but does not exist", hint)
        yield found.with_places(number, places.boxes, places.count)


def _guard_results(check: CheckName, found: Iterator[CheckResult], page: int = 0) -> Iterator[CheckResult]:
    """Yield the results of a check, and one more if damage makes it raise an exception."""
    try:
        yield from found
    except (*DAMAGE_ERRORS, AttributeError) as trouble:
        words = f"is too damaged for this check: {_describe_damage(trouble)}"
        yield CheckResult(check, words, "export it again", page=page)


def _apply_severity(found: Iterable[CheckResult], profile: Profile) -> Iterator[CheckResult]:
    """Set the severities that the profile asks for. Advice remains advice, unless its check is off."""
    for one in found:
        grave = profile.gravity.get(one.check)
        if grave is None or (one.severity is Severity.ADVICE and grave is not CheckSeverity.OFF):
            yield one
        elif grave is not CheckSeverity.OFF:
            yield replace(one, severity=Severity(grave.value))
