"""Place the pages of an author's finished PDF on a book's trim size.

The input is not trusted. Only the visible content of pages and their links are kept; everything else is dropped.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ...findings.console_text import format_page_list
from ...findings.finding import Finding, Severity, has_errors
from ...pdf.objects import form_xobjects, optional_content, qpdf_warnings
from ...pdf.objects.annotations import remove_external_data
from ...pdf.objects.archival_repairs import repair_for_archive
from ...pdf.objects.geometry import Box, Matrix, multiply_matrices, transform_point
from ...pdf.objects.qpdf_warnings import list_qpdf_warnings
from ...pdf.renderers import pdfium_text
from ...pdf_numbers import number_array, write_numbers
from ...typesetting.cache_key import FileNamer, compute_cache_key
from ...typesetting.typeset_job import TypesetPart
from . import pdf_acceptance
from .link_transfer import LinkTransfer
from .pdf_acceptance import pdf_error, pdf_warning

_LEAST_SCALE, _SMALL_SCALE = 0.6, 0.75
_EDGE_MARGIN = 14.0
"""Points (5 mm) between ink and the edge of the trim."""
_HEAD_GAP = 4.0
"""Points between ink and the running head, and between ink and the folio of an opening page."""
_SIZE_TOLERANCE = (18.0, 51.0)
"""Points by which a page may exceed the trim's width or height without scaling, to allow for A4 and Letter."""


@dataclass(frozen=True)
class TypeArea:
    """A page of a book, in points: size, margins of the type area, and how far head and folio reach.

    `head` is the distance from the top edge to the lowest ink of the running head. `foot` is the distance from the
    bottom edge to the highest ink of an opening page's folio; where `is_marked`, every page has a mark there.
    """

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    head: float
    foot: float
    is_marked: bool = False


@dataclass(frozen=True)
class AuthorPdfJob:
    """A PDF to be placed; `name` starts every destination, `authors` are family names, `path` is for messages.

    `guarded` is a pattern of names that the PDF should not contain.
    """

    name: str
    path: str
    data: bytes
    trim: TypeArea
    title: str
    authors: tuple[str, ...]
    terms: tuple[str, ...] = ()
    guarded: str = ""

    def cache_key(self, environment: str, name: FileNamer) -> str:
        """Return the key under which the result is cached; `name` names files within their project."""
        return compute_cache_key(self, environment, name=name)


@dataclass(frozen=True)
class PlacedPdf:
    """A placed PDF; a refused one has a part without pages. PDFs with the same `text_digest` have the same text.

    `terms` and `guarded_pages` map terms and protected names to the pages (from 0) where they occur.
    """

    part: TypesetPart
    text_digest: str = ""
    terms: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    guarded_pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def locate_terms(pdf: bytes, terms: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Find the pages (from 0) of one of our own PDFs on which terms occur."""
    wanted = list(terms)
    return pdfium_text.pages_of_terms(pdfium_text.read_page_texts(pdf, ink=False).texts, wanted) if wanted else {}


def place_author_pdf(job: AuthorPdfJob) -> PlacedPdf:
    """Check a PDF and place its pages on the trim. Faults are findings; nothing is raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _place_opened(job)
        except pikepdf.PasswordError:
            found = pdf_error(job.path, "paper-encrypted", "needs a password", "save it without one")
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError) as trouble:
            words = f"cannot be read as a PDF: {qpdf_warnings.shorten_qpdf_message(str(trouble))[:120]}"
            found = pdf_error(job.path, "paper-damaged", words, "export it again")
    return PlacedPdf(TypesetPart(job.name, b"", 0, {}, (found,)))


def _place_opened(job: AuthorPdfJob) -> PlacedPdf:
    if b"%PDF-" not in job.data[:1024]:
        what = "is empty" if not job.data else "is not a PDF"
        return _refuse_pdf(job, [pdf_error(job.path, "not-a-pdf", what, "replace it by the finished PDF")])
    with pikepdf.open(BytesIO(job.data)) as source:
        findings = list(pdf_acceptance.check_author_pdf(source, job.path))
        if has_errors(findings):
            return _refuse_pdf(job, findings)
        damage = list_qpdf_warnings(source)
        data, read = _read_with_pdfium(source, job, bool(damage))
        findings += _compare_first_page(job, read.texts[0] if read.texts else "")
        optional_content.remove_hidden_content(source)
        repair_for_archive(source, exactly=False)
        placing = _PagePlacement(source, job, data, list(read.ink))
        pdf, anchors = placing.write_pdf()
        findings += placing.findings
        findings += pdf_acceptance.report_repair([*damage, *list_qpdf_warnings(source)], job.path)
        part = TypesetPart(job.name, pdf, len(source.pages), anchors, tuple(findings))
        terms = pdfium_text.pages_of_terms(read.texts, job.terms) if job.terms else {}
        named = pdfium_text.find_pattern_pages(read.texts, job.guarded) if job.guarded else {}
        return PlacedPdf(part, pdfium_text.text_digest(read.texts[:2]), terms, named)


def _read_with_pdfium(source: Pdf, job: AuthorPdfJob, is_damaged: bool) -> tuple[bytes, pdfium_text.PageTexts]:
    """Read a PDF with pdfium: as it is or, if it is damaged or pdfium sees fewer pages than qpdf, in repaired form.

    In a damaged file pdfium may see what qpdf does not see, and what was not checked against limits.
    """
    asked = None if job.terms or job.guarded else 2
    with suppress(RuntimeError):
        if not is_damaged and len((read := pdfium_text.read_page_texts(job.data, asked)).ink) == len(source.pages):
            return job.data, read
    out = BytesIO()
    source.save(out)
    return out.getvalue(), pdfium_text.read_page_texts(out.getvalue(), asked)


def _refuse_pdf(job: AuthorPdfJob, findings: Iterable[Finding]) -> PlacedPdf:
    return PlacedPdf(TypesetPart(job.name, b"", 0, {}, tuple(findings)))


def _compare_first_page(job: AuthorPdfJob, first: str) -> Iterator[Finding]:
    """Compare title and authors with the text of the first page."""
    text = pdfium_text.fold_text(first)
    if len(text) < 40:
        words = "page 1 has no text to compare with title and authors; it may be a scan"
        yield pdf_warning(job.path, "paper-without-text", words, "export it from its source file")
        return
    if not pdfium_text.contains_words(text[:3000], job.title):
        said = pdfium_text.single_line(first)[: len(job.title) + 40]
        words = f"page 1 does not contain the title “{job.title}”; it starts with “{said}”"
        yield pdf_warning(job.path, "title-differs", words, "correct the chapter's title, or use the right file")
    missing = [name for name in job.authors if not pdfium_text.names_family(first[:4000], name)]
    if missing:
        words = f"page 1 does not name {', '.join(missing)}"
        yield pdf_warning(job.path, "author-differs", words, "correct the chapter's authors, or use the right file")


class _PagePlacement:
    """The pages of an author's PDF as forms, each with the matrix that places it on the trim."""

    def __init__(self, source: Pdf, job: AuthorPdfJob, data: bytes, ink: list[Box | None]) -> None:
        self.source, self.job, self.trim = source, job, job.trim
        self.findings: list[Finding] = []
        self._data, self._raw_ink = data, ink
        self._visible = [pdf_acceptance.visible_page_box(page.obj) for page in source.pages]
        self._forms = [
            _make_page_form(page, box, job.trim) for page, box in zip(source.pages, self._visible, strict=True)
        ]
        self._sheets = [form_xobjects.form_bounds(form) for form in self._forms]
        self._matrices = self._place_alike()

    def write_pdf(self) -> tuple[bytes, dict[str, int]]:
        """Write the placed pages with links and outline; return the PDF and the page of each destination."""
        with pikepdf.new() as pdf:
            for form, matrix in zip(self._forms, self._matrices, strict=True):
                self._add_page(pdf, form, matrix)
            own = map(form_xobjects.form_matrix, self._forms)
            whole = [multiply_matrices(first, second) for first, second in zip(own, self._matrices, strict=True)]
            carried = LinkTransfer(self.source, self.job.name, self.job.title, self._visible, whole)
            anchors = carried.write_links(pdf)
            if carried.dangling:
                words = f"{format_page_list(carried.dangling)}: links without a target were removed"
                self.findings.append(pdf_warning(self.job.path, "paper-dead-links", words, "export it again"))
            for item in pdf.objects:
                if isinstance(item, Stream):
                    form_xobjects.remove_document_entries(item)
                    remove_external_data(item)
            out = BytesIO()
            pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return out.getvalue(), anchors

    def _place_alike(self) -> list[Matrix]:
        """Choose one scale and position for all pages of a size, clear of head and folio."""
        alike: dict[tuple[int, int], list[int]] = {}
        for number, (left, bottom, right, top) in enumerate(self._sheets):
            alike.setdefault((round((right - left) / 4), round((top - bottom) / 4)), []).append(number)
        matrices: dict[int, Matrix] = {}
        for numbers in alike.values():
            matrices.update(self._place_pages(numbers))
        self._report_blank_pages()
        return [matrices[number] for number in range(len(self._forms))]

    def _place_pages(self, numbers: list[int]) -> Iterator[tuple[int, Matrix]]:
        left, bottom, right, top = self._sheets[numbers[0]]
        fit = _SheetFit(self.trim, right - left, top - bottom, {number: self._placed_ink(number) for number in numbers})
        if fit.doubtful:
            # That ink may be clipped, white or hidden: only now is it worth rendering.
            for number, box in pdfium_text.find_visible_ink(self._data, fit.doubtful).items():
                self._raw_ink[number] = box
            fit = _SheetFit(
                self.trim, right - left, top - bottom, {number: self._placed_ink(number) for number in numbers}
            )
        self._report_fit(fit, numbers)
        for number in numbers:
            x0, y0, _, _ = self._sheets[number]
            yield number, (fit.scale, 0, 0, fit.scale, fit.x - x0 * fit.scale, fit.y - y0 * fit.scale)

    def _report_fit(self, fit: _SheetFit, numbers: list[int]) -> None:
        if fit.over:
            words = f"{format_page_list(number + 1 for number in fit.over)}: ink is too near the edge or running head"
            self.findings.append(pdf_warning(self.job.path, "ink-in-margin", words, "use wider margins"))
        if fit.scale < _SMALL_SCALE:
            where = (
                "" if len(numbers) == len(self._forms) else f"{format_page_list(number + 1 for number in numbers)}: "
            )
            words = f"{where}pages are scaled down to fit; 10 point type becomes {10 * fit.scale:.1f} points"
            hint = "use the book's page size"
            self.findings.append(Finding("paper-small", f"{self.job.path}: {words}", None, hint, Severity.ADVICE))

    def _report_blank_pages(self) -> None:
        blank = [number for number, ink in enumerate(self._raw_ink, 1) if ink is None]
        if blank:
            words = f"{format_page_list(blank)}: blank"
            self.findings.append(pdf_warning(self.job.path, "paper-blank", words, "check whether content is missing"))

    def _placed_ink(self, number: int) -> Box | None:
        """Return the box of a page's ink, from the lower left corner of its sheet."""
        ink = self._raw_ink[number]
        if ink is None:
            return None
        matrix, (left, bottom, _, _) = form_xobjects.form_matrix(self._forms[number]), self._sheets[number]
        corners = [transform_point(matrix, x, y) for x, y in ((ink[0], ink[1]), (ink[2], ink[3]))]
        xs, ys = zip(*corners, strict=True)
        return min(xs) - left, min(ys) - bottom, max(xs) - left, max(ys) - bottom

    def _add_page(self, pdf: Pdf, form: Object, matrix: Matrix) -> None:
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, self.trim.width, self.trim.height]),
            TrimBox=Array([0, 0, self.trim.width, self.trim.height]),
            Resources=Dictionary(XObject=Dictionary(Paper=pdf.copy_foreign(form))),
            Contents=Stream(pdf, f"q {write_numbers(matrix)} cm /Paper Do Q".encode()),
            Tabs=Name.S,
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


class _SheetFit:
    """The largest scale at which pages of one size fit the trim, and the position of their sheet.

    `doubtful` lists the pages whose ink prevents the preferred size and position, `over` those whose ink lies outside
    the limits in any case.
    """

    def __init__(self, trim: TypeArea, width: float, height: float, inks: Mapping[int, Box | None]) -> None:
        self._trim, self._inks = trim, {number: ink for number, ink in inks.items() if ink is not None}
        whole = 1.0
        if width > trim.width + _SIZE_TOLERANCE[0] or height > trim.height + _SIZE_TOLERANCE[1]:
            whole = min(trim.width / width, trim.height / height)
        self.scale, self.x, self.y = whole, 0.0, 0.0
        self._centre_sheet(whole, width, height)
        self.doubtful = [number for number in self._inks if self._is_over(number)]
        if self.doubtful:
            self._centre_sheet(max(min([whole, *self._fitting_scales()]), min(whole, _LEAST_SCALE)), width, height)
            self.x, self.y = self._shift_within(0), self._shift_within(1)
        self.over = [number for number in self._inks if self._is_over(number)]

    def _centre_sheet(self, scale: float, width: float, height: float) -> None:
        """Centre the sheet on the trim."""
        self.scale = scale
        self.x, self.y = (self._trim.width - width * scale) / 2, (self._trim.height - height * scale) / 2

    def _ink_bounds(self, number: int) -> Box:
        """Return the box of the trim in which a page's ink may lie."""
        trim, opens = self._trim, number == 0
        low = trim.foot + _HEAD_GAP if opens or trim.is_marked else _EDGE_MARGIN
        high = trim.height - (_EDGE_MARGIN if opens else trim.head + _HEAD_GAP)
        return _EDGE_MARGIN, low, trim.width - _EDGE_MARGIN, high

    def _ink_limits(self, axis: int) -> tuple[dict[float, float], dict[float, float]]:
        """Return the lowest ink for each lower limit, and the highest for each upper limit."""
        lows: dict[float, float] = {}
        highs: dict[float, float] = {}
        for number, ink in self._inks.items():
            low, high = self._ink_bounds(number)[axis], self._ink_bounds(number)[axis + 2]
            lows[low] = min(ink[axis], lows.get(low, ink[axis]))
            highs[high] = max(ink[axis + 2], highs.get(high, ink[axis + 2]))
        return lows, highs

    def _fitting_scales(self) -> Iterator[float]:
        for axis in (0, 1):
            lows, highs = self._ink_limits(axis)
            for low, first in lows.items():
                yield from ((high - low) / (last - first) for high, last in highs.items() if last > first)

    def _shift_within(self, axis: int) -> float:
        """Shift the sheet as little as needed to keep its ink within the limits."""
        lows, highs = self._ink_limits(axis)
        at = min([(self.x, self.y)[axis], *(high - last * self.scale for high, last in highs.items())])
        return max([at, *(low - first * self.scale for low, first in lows.items())])

    def _is_over(self, number: int) -> bool:
        ink, bounds = self._inks[number], self._ink_bounds(number)
        left, bottom, right, top = (at + self.scale * edge for at, edge in zip((self.x, self.y) * 2, ink, strict=True))
        low = left < bounds[0] - 0.5 or bottom < bounds[1] - 0.5
        return low or right > bounds[2] + 0.5 or top > bounds[3] + 0.5


def _make_page_form(page: pikepdf.Page, visible: Box, trim: TypeArea) -> Object:
    """Convert a page to an upright form, or turn it by 90 degrees if it is then larger."""
    form = page.as_form_xobject(True)
    form.BBox = Array(list(visible))
    left, bottom, right, top = form_xobjects.form_bounds(form)
    width, height = right - left, top - bottom
    if width > height * 1.05 and trim.width < trim.height and width > trim.width * 1.02:
        form.Matrix = number_array(multiply_matrices(form_xobjects.form_matrix(form), (0, 1, -1, 0, 0, 0)))
    return form
