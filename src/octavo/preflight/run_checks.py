"""Judge a PDF: its bytes and what a printer or reader asks of it in, what was found out; no file makes it fail.

`of_document` and `of_pages` are functions of what they are given and of nothing else, so that pages may be judged in
several processes; `preflight` does all of it in this one.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO

import pikepdf

from ..chapters.author_pdf.pdf_acceptance import DRAWS_TOO_MUCH, FLATTER
from ..findings.finding import Severity
from ..model.printer_profile import CheckName, CheckSeverity, Profile, Standard
from ..pdf.content import content_reader
from ..pdf.content.page_content import PageContent
from ..pdf.content.resource_cache import BROKEN, ResourceCache
from ..pdf.metadata import document_info
from ..pdf.objects import optional_content, value_reader
from ..pdf.objects.decompression_limits import is_too_heavy
from ..pdf.objects.drawing_limits import draws_too_much
from ..pdf.objects.qpdf_warnings import complaints, reason
from ..pdf.structure.link_destinations import Targets
from .checks import (
    black_text,
    blank_pages,
    bleed,
    colour,
    cover_spine,
    crop_marks,
    font_embedding,
    forbidden_content,
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

_ON_SCREEN: tuple[tuple[CheckName, Callable[[PageRecord], Iterator[CheckResult]]], ...] = (
    (CheckName.BOXES, page_boxes.boxes),
    (CheckName.FONTS, font_embedding.fonts),
    (CheckName.IMAGES, image_resolution.pictures),
    (CheckName.TEXT, readable_text.letters),
)
_IN_PRESS: tuple[tuple[CheckName, Callable[[PageRecord], Iterator[CheckResult]]], ...] = (
    *_ON_SCREEN,
    (CheckName.BLEED, bleed.bleed),
    (CheckName.MARKS, crop_marks.marks),
    (CheckName.SAFETY, safety_margin.safety),
    (CheckName.COLOUR, colour.colour),
    (CheckName.BLACK_TEXT, black_text.black_text),
    (CheckName.RULES, line_width.rules),
    (CheckName.TYPE, type_size.small_type),
    (CheckName.TRANSPARENCY, transparency.transparency),
    (CheckName.BLANKS, blank_pages.blanks),
    (CheckName.COVER, cover_spine.spine),
)
_OF_PRESS_FILES: tuple[tuple[CheckName, Callable[[OpenedDocument], Iterator[CheckResult]]], ...] = (
    (CheckName.OUTPUT_INTENT, pdf_x.output_intent),
    (CheckName.INFO, pdf_x.information),
    (CheckName.VERSION, pdf_x.version),
    (CheckName.EXTENT, page_count.extent),
    (CheckName.COVER, cover_spine.cover),
)
_WHENEVER = frozenset({CheckName.FILE, CheckName.FORBIDDEN, *(check for check, _ in _ON_SCREEN)})
_CLAIMED = frozenset({CheckName.ARCHIVE, CheckName.ACCESS})


def preflight(data: bytes, profile: Profile, expected: Expected | None = None) -> PreflightReport:
    """Judge a whole file."""
    report = of_document(data, profile, expected)
    return report.having(of_pages(data, profile, expected, 1, report.pages)) if report.readable else report


def of_document(data: bytes, profile: Profile, expected: Expected | None = None) -> PreflightReport:
    """Judge what needs no look at the contents of pages; `found` lacks theirs."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _opened(data) as pdf:
                if is_too_heavy(pdf):
                    return _refused("unpacks to far more than a book needs, as bombs do", "export it again")
                if draws_too_much(pdf):
                    return _refused(DRAWS_TOO_MUCH, FLATTER)
                return _documented(pdf, profile, expected or Expected())
    except pikepdf.PasswordError:
        return _refused("needs a password", "save it without one")
    except _NotPdf as trouble:
        return _refused(str(trouble), "hand in the finished PDF")
    except (*BROKEN, MemoryError, AttributeError) as trouble:
        return _refused(f"cannot be read as a PDF: {_why(trouble)}", "export it again")


def of_pages(
    data: bytes, profile: Profile, expected: Expected | None, first: int, last: int
) -> tuple[CheckResult, ...]:
    """Judge pages `first` to `last` (counted from 1) of a file that `of_document` could read."""
    found: list[CheckResult] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with _opened(data) as pdf:
                found += _CheckRun(data, pdf, profile, expected or Expected()).judged(first, min(last, MOST_PAGES))
        except (*BROKEN, _NotPdf, MemoryError, AttributeError) as trouble:
            words = f"pages {first} to {last} could not be read: {_why(trouble)}"
            found.append(CheckResult(CheckName.FILE, words, "export it again"))
    return tuple(_graded(found, profile))


class _NotPdf(Exception):  # noqa: N818 - named for what is the matter
    """What was handed in is something else."""


def _opened(data: bytes) -> pikepdf.Pdf:
    if b"%PDF-" not in data[:1024]:
        raise _NotPdf("is no PDF" if data else "is empty")
    return pikepdf.open(BytesIO(data))


def _refused(words: str, hint: str) -> PreflightReport:
    return PreflightReport(0, (CheckResult(CheckName.FILE, words, hint),), readable=False)


def _why(trouble: object) -> str:
    return value_reader.plain(reason(trouble), 120) or "it makes no sense"


def _documented(pdf: pikepdf.Pdf, profile: Profile, expected: Expected) -> PreflightReport:
    count = len(pdf.pages)
    listed = [page_record.read(pdf.pages[number].obj, number + 1) for number in range(min(count, MOST_PAGES))]
    said = document_info.read(pdf)
    document = OpenedDocument(pdf, listed, said, profile, expected)
    found = [*_whole(document, count), *_guarded(CheckName.FORBIDDEN, forbidden_content.of_document(document))]
    found += _guarded(CheckName.BOXES, page_boxes.same_size(listed, profile, expected))
    found += _guarded(CheckName.TEXT, links_and_contents.dead_headings(Targets(pdf)))
    found += _conforming(pdf, profile)
    if profile.standard is not Standard.SCREEN:
        for check, judge in _OF_PRESS_FILES:
            found += _guarded(check, judge(document))
    sizes = tuple(page.size for page in listed)
    checks = tuple(check for check in CheckName if _is_made(check, profile, document.expected))
    return PreflightReport(count, (), said.title, said.standards, sizes, checks=checks).having(_graded(found, profile))


def _is_made(check: CheckName, profile: Profile, expected: Expected) -> bool:
    """Tell whether a profile asks for a check of such a file."""
    if profile.gravity.get(check) is CheckSeverity.OFF:
        return False
    if check in _WHENEVER or profile.standard is Standard.SCREEN:
        return check in _WHENEVER | _CLAIMED
    exact, is_cover = profile.standard is Standard.X1A, expected.spine is not None
    unasked = {CheckName.TRANSPARENCY: not exact, CheckName.COVER: not is_cover, CheckName.EXTENT: is_cover}
    return check not in _CLAIMED and not unasked.get(check, False)


def _conforming(pdf: pikepdf.Pdf, profile: Profile) -> Iterator[CheckResult]:
    """Hold a file against what it claims to be; what goes to press is read by no reader, and claims neither."""
    if profile.standard is Standard.SCREEN:
        seen = DocumentStructure(pdf)
        yield from pdf_a.archive(pdf, seen)
        yield from pdf_ua.access(pdf, seen)


def _whole(document: OpenedDocument, count: int) -> Iterator[CheckResult]:
    told = complaints(document.pdf)
    if told:
        words = f"is damaged, and was mended as far as could be: {_why(told[0])}"
        yield CheckResult(CheckName.FILE, words, "export it again, and look at its pages", Severity.WARNING)
    if not count:
        yield CheckResult(CheckName.FILE, "has no pages", "export it again")
    elif count > MOST_PAGES:
        yield CheckResult(
            CheckName.FILE, f"has {count:,} pages; only the first {MOST_PAGES:,} were judged", "divide it"
        )


class _CheckRun:
    """The judging of some pages of an opened file."""

    def __init__(self, data: bytes, pdf: pikepdf.Pdf, profile: Profile, expected: Expected) -> None:
        self._data, self._pdf, self._profile, self._expected = data, pdf, profile, expected
        self._sources = ResourceCache(pdf, _hidden(pdf))
        self._targets = Targets(pdf)
        self._press = profile.standard is not Standard.SCREEN
        # A file that brings its own profile is converted with that.
        same = ink_coverage.press_of(pdf) in (b"", expected.icc)
        self._bounded = self._press and same and ink_coverage.bounds(expected.icc, profile)

    def judged(self, first: int, last: int) -> Iterator[CheckResult]:
        """Judge pages one after the other; ink is measured at the end, for many at once."""
        inked: list[PageBoxes] = []
        for number in range(max(1, first), min(last, len(self._pdf.pages)) + 1):
            yield from _guarded(CheckName.FILE, self._judged(number, inked), number)
        measured = ink_coverage.ink(self._data, self._pdf, inked, self._profile, self._expected.icc)
        yield from _guarded(CheckName.INK, measured)

    def _judged(self, number: int, inked: list[PageBoxes]) -> Iterator[CheckResult]:
        obj = self._pdf.pages[number - 1].obj
        page = page_record.read(obj, number)
        shown = page.media if self._press else page.crop
        sight = PageRecord(page, content_reader.read(self._sources, obj, shown), self._profile, self._expected)
        yield from self._of_page(sight, obj)
        if self._press and self._is_asked(CheckName.INK) and ink_coverage.may_exceed(sight, self._bounded):
            inked.append(page)

    def _of_page(self, sight: PageRecord, obj: pikepdf.Object) -> Iterator[CheckResult]:
        yield from _unread(sight.contents, sight.page.number)
        for check, judge in _IN_PRESS if self._press else _ON_SCREEN:
            if self._is_asked(check):
                yield from _guarded(check, judge(sight), sight.page.number)
        further = (
            (CheckName.FORBIDDEN, forbidden_content.of_page(sight, obj)),
            (CheckName.TEXT, links_and_contents.dead_links(sight, obj, self._targets)),
            (CheckName.TEXT, links_and_contents.contents_numbers(sight, obj, self._targets)),
        )
        for check, found in further:
            yield from _guarded(check, found, sight.page.number)

    def _is_asked(self, check: CheckName) -> bool:
        return self._profile.gravity.get(check) is not CheckSeverity.OFF


def _hidden(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """List the layers that a file opens without; none if it does not say so in a way that makes sense."""
    try:
        return frozenset(optional_content.hidden_groups(pdf))
    except (*BROKEN, AttributeError):
        return frozenset()


def _unread(seen: PageContent, number: int) -> Iterator[CheckResult]:
    hint = "export it again, and look at the page"
    if seen.unread:
        yield CheckResult(CheckName.FILE, f"was not judged to its end: {seen.unread}", hint, page=number, unproved=True)
    if seen.broken:
        words = f"has instructions that make no sense; readers show it differently, or nothing ({seen.broken})"
        yield CheckResult(CheckName.FILE, words, hint, page=number)
    for what, places in sorted(seen.absent.items()):
        found = CheckResult(CheckName.FILE, f"{what} is used and is not there", hint)
        yield found.at(number, places.boxes, places.count)


def _guarded(check: CheckName, found: Iterator[CheckResult], page: int = 0) -> Iterator[CheckResult]:
    """Have a check that meets damage say so."""
    try:
        yield from found
    except (*BROKEN, AttributeError) as trouble:
        words = f"is too damaged for this check: {_why(trouble)}"
        yield CheckResult(check, words, "export it again", page=page)


def _graded(found: Iterable[CheckResult], profile: Profile) -> Iterator[CheckResult]:
    """Take what was found as gravely as the profile says; advice stays advice."""
    for one in found:
        grave = profile.gravity.get(one.check)
        if grave is None or (one.severity is Severity.ADVICE and grave is not CheckSeverity.OFF):
            yield one
        elif grave is not CheckSeverity.OFF:
            yield replace(one, severity=Severity(grave.value))
