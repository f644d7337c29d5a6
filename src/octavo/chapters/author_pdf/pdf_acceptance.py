"""Check an author's finished PDF before it is placed in a book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ...findings.console_text import format_page_list
from ...findings.finding import Finding, MissingKind, Severity
from ...pdf.objects.annotations import forbidden_actions, list_annotations
from ...pdf.objects.decompression_limits import find_excessive_size
from ...pdf.objects.drawing_limits import draws_too_much
from ...pdf.objects.geometry import Box, crop_to_media
from ...pdf.objects.qpdf_warnings import shorten_qpdf_message
from ...pdf.objects.resources import find_unembedded_fonts

FEWEST_PAGES, MOST_AUTHOR_PAGES = 1, 1000
SIDE_LIMITS = (36.0, 3400.0)
DRAWS_TOO_MUCH = "repeats forms or pattern tiles so often that no viewer could display them"
SMALLER_IMAGES = "export it with smaller images"
FLATTEN_HINT = "export it again; if its figures are nested, export them as images"
_PASSIVE_ANNOTATIONS = frozenset({"/Link", "/Popup"})


def pdf_warning(path: str, code: str, words: str, hint: str = "") -> Finding:
    """Return a warning about a fault with which the PDF is still bound."""
    return Finding(code, f"{path}: {words}", hint=hint, severity=Severity.WARNING)


def pdf_error(path: str, code: str, words: str, hint: str = "") -> Finding:
    """Return an error, which keeps the PDF out of the book."""
    return Finding(code, f"{path}: {words}", hint=hint)


def check_author_pdf(pdf: Pdf, path: str) -> Iterator[Finding]:
    """Find faults of an opened PDF. Errors keep it out of the book."""
    if pdf.is_encrypted:
        words = "is locked against changes; the lock was removed"
        yield pdf_warning(path, "paper-locked", words, "save it without restrictions")
    if excess := find_excessive_size(pdf):
        words = f"unpacks to far more data than a paper needs: {excess}"
        yield pdf_error(path, "paper-too-large", words, SMALLER_IMAGES)
    elif draws_too_much(pdf):
        yield pdf_error(path, "paper-too-large", DRAWS_TOO_MUCH, FLATTEN_HINT)
    pages = list(pdf.pages)
    if not FEWEST_PAGES <= len(pages) <= MOST_AUTHOR_PAGES:
        yield pdf_error(path, "paper-pages", f"has {len(pages)} pages; the limit is {MOST_AUTHOR_PAGES}", "split it")
        return
    sizes = {number: _page_size(page.obj) for number, page in enumerate(pages, 1)}
    odd = [
        number
        for number, (w, h) in sizes.items()
        if not (SIDE_LIMITS[0] <= w <= SIDE_LIMITS[1] and SIDE_LIMITS[0] <= h <= SIDE_LIMITS[1])
    ]
    if odd:
        yield pdf_error(
            path, "paper-size", f"{format_page_list(odd)}: page size outside 36 to 3,400 points", "export it again"
        )
        return
    first = sizes[1]
    mixed = [n for n, size in sizes.items() if max(abs(size[0] - first[0]), abs(size[1] - first[1])) > 2]
    if mixed:
        words = f"{format_page_list(mixed)}: page size differs from page 1"
        yield pdf_warning(path, "paper-size-mixed", words, "make all pages the same size")
    yield from _check_active_content(pdf, path)
    yield from _check_fonts(pages, path)


def report_repair(said: Sequence[str], path: str) -> Iterator[Finding]:
    """Report that a file was damaged, with the first of the messages `said` by qpdf.

    The repaired file is bound, but content may be lost: pages may be blank or cut off.
    """
    if said:
        words = f"is damaged and was repaired as far as possible: {shorten_qpdf_message(said[0])}"
        found = pdf_error(path, "paper-mended", words, "export it again and check its pages")
        yield replace(found, missing=MissingKind.CHAPTER)


def visible_page_box(page: Object) -> Box:
    """Return the visible box of a page, even if its boxes are malformed or missing."""
    media = _read_box(page.get(Name.MediaBox)) or (0.0, 0.0, 612.0, 792.0)
    return crop_to_media(media, _read_box(page.get(Name.CropBox)) or media)


def _read_box(box: object) -> Box | None:
    if not isinstance(box, Array) or len(box) != 4:
        return None
    x0, y0, x1, y1 = (float(value) for value in box)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) if x0 != x1 and y0 != y1 else None


def _page_size(page: Object) -> tuple[float, float]:
    left, bottom, right, top = visible_page_box(page)
    given: Any = page.get(Name.UserUnit, 1)
    unit = float(given) if float(given) > 0 else 1.0
    return (right - left) * unit, (top - bottom) * unit


def _check_active_content(pdf: Pdf, path: str) -> Iterator[Finding]:
    """Find content that a book must not contain: scripts, actions, forms, embedded or external files."""
    found: dict[str, set[int]] = {}
    root = pdf.Root
    names = root.get(Name.Names)
    if isinstance(names, Dictionary):
        if Name.JavaScript in names:
            found.setdefault("JavaScript", set())
        if Name.EmbeddedFiles in names:
            found.setdefault("embedded files", set())
    if isinstance(root.get(Name.AcroForm), Dictionary) and len(root.AcroForm.get(Name.Fields, Array())):
        found.setdefault("a form", set())
    for kind in forbidden_actions(root.get(Name.OpenAction)):
        found.setdefault(kind, set())
    if any(isinstance(item, Stream) and Name.F in item for item in pdf.objects):
        found.setdefault("content in other files", set())
    for number, page in enumerate(pdf.pages, 1):
        for what in _page_active_content(page.obj):
            found.setdefault(what, set()).add(number)
    for what, numbers in sorted(found.items()):
        where = f"{format_page_list(numbers)}: " if numbers else ""
        yield pdf_warning(path, "paper-live", f"{where}removed: {what}", "export it without this")


def _page_active_content(page: Object) -> Iterator[str]:
    if Name.AA in page:
        yield "page actions"
    for note in list_annotations(page):
        kind = str(note.get(Name.Subtype, ""))
        yield from forbidden_actions(note.get(Name.A))
        if Name.AA in note:
            yield "annotation actions"
        if kind not in _PASSIVE_ANNOTATIONS:
            yield f"an annotation ({kind.strip('/') or 'without type'})"


def _check_fonts(pages: list[Any], path: str) -> Iterator[Finding]:
    missing: dict[str, set[int]] = {}
    known: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pages, 1):
        for name in find_unembedded_fonts(page.obj, known):
            missing.setdefault(name, set()).add(number)
    for name, numbers in sorted(missing.items()):
        words = f"{format_page_list(numbers)}: the font {name} is not embedded, so another font is shown and printed"
        yield pdf_warning(path, "font-not-embedded", words, "embed all fonts when exporting")
