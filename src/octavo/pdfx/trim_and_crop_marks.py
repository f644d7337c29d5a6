"""Add trim boxes, bleed boxes and crop marks to pages, and blank pages to fill the last sheet."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ..model.printer_profile import Profile
from ..pdf.objects.geometry import Box
from ..pdf.objects.stream_reader import Unprintable, read_number_array
from ..pdf_numbers import number_array, write_numbers

_MM = 72 / 25.4
_MARK_LENGTH, _MARGIN = 5 * _MM, 1 * _MM
"""The length of marks, and the margin around them."""
_KEPT_PAGE_KEYS = frozenset({"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Group"})


def read_trim_box(page: Object) -> Box:
    """Return the trim box, which is all of the page on screen. Raises Unprintable.

    Landscape pages are upright on screens only (see `landscape_pages`); a press file has them as they lie in the book.
    """
    turned: object = page.get(Name.Rotate, 0)
    if turned not in (0, 90) or Name.UserUnit in page:
        raise Unprintable("a page with Rotate or UserUnit")
    box = read_number_array(page.get(Name.MediaBox))
    if len(box) != 4:
        raise Unprintable("a page without a size")
    x0, y0, x1, y1 = box
    left, bottom, right, top = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    if not (3 <= right - left <= 14_000 and 3 <= top - bottom <= 14_000):
        raise Unprintable("a page that is too small or too large")
    return left, bottom, right, top


class PressPageBoxes:
    """Sets the boxes and marks of pages. Pages of the same size share their marks."""

    def __init__(self, pdf: Pdf, profile: Profile, folds: tuple[float, ...] = ()) -> None:
        self._pdf, self._folds = pdf, folds
        self._bleed = profile.bleed * _MM
        self._marks = profile.marks
        self._offset = max(profile.mark_offset, profile.bleed) * _MM
        self._around: dict[Box, tuple[Object, Object, Object]] = {}

    def set_boxes(self, page: Object) -> None:
        """Set the boxes of one page. Paint beyond the bleed is cut off."""
        box = read_trim_box(page)
        bleed = _enlarge_box(box, self._bleed)
        for key in list(page.keys()):
            if key not in _KEPT_PAGE_KEYS:
                del page[key]
        page.TrimBox, page.BleedBox, page.MediaBox = _box_array(box), _box_array(bleed), _box_array(bleed)
        if self._marks:
            page.MediaBox = _box_array(_enlarge_box(box, self._offset + _MARK_LENGTH + _MARGIN))
            self._add_marks(page, box)

    def _add_marks(self, page: Object, box: Box) -> None:
        if box not in self._around:
            self._around[box] = self._make_marks(box)
        marks, before, after = self._around[box]
        if Name.Resources not in page:
            page.Resources = Dictionary()
        if Name.XObject not in page.Resources:
            page.Resources.XObject = Dictionary()
        # Pages of different sizes may share their resources.
        page.Resources.XObject[_marks_name(marks)] = marks
        given: object = page.get(Name.Contents)
        parts = list(given) if isinstance(given, Array) else [] if given is None else [given]
        page.Contents = Array([before, *parts, after])

    def _make_marks(self, box: Box) -> tuple[Object, Object, Object]:
        black = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1] * 4), N=1)
        space = Array([Name.Separation, Name.All, Name.DeviceCMYK, black])
        marks = self._pdf.make_indirect(
            Stream(
                self._pdf,
                _draw_marks(box, self._offset, self._folds),
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=_box_array(_enlarge_box(box, self._offset + _MARK_LENGTH + _MARGIN)),
                Resources=Dictionary(ColorSpace=Dictionary(Registration=space)),
            )
        )
        left, bottom, right, top = _enlarge_box(box, self._bleed)
        clip = write_numbers((left, bottom, right - left, top - bottom))
        # The marks come first, so that the page's graphics state cannot move them.
        before = f"{_marks_name(marks)} Do q {clip} re W n\n".encode()
        return marks, self._make_stream(before), self._make_stream(b"\nQ\n")

    def _make_stream(self, data: bytes) -> Object:
        return self._pdf.make_indirect(Stream(self._pdf, data))


def _marks_name(marks: Object) -> str:
    return f"/CropMarks{marks.objgen[0]}"


def _draw_marks(box: Box, offset: float, folds: tuple[float, ...]) -> bytes:
    """Draw the crop marks, and dashed fold marks."""
    left, bottom, right, top = box
    lines = []
    for y in (bottom, top):
        lines += [
            (left - offset - _MARK_LENGTH, y, left - offset, y),
            (right + offset, y, right + offset + _MARK_LENGTH, y),
        ]
    for x in (left, right):
        lines += [
            (x, bottom - offset - _MARK_LENGTH, x, bottom - offset),
            (x, top + offset, x, top + offset + _MARK_LENGTH),
        ]
    folded = []
    for x in (left + fold for fold in folds):
        folded += [
            (x, bottom - offset - _MARK_LENGTH, x, bottom - offset),
            (x, top + offset, x, top + offset + _MARK_LENGTH),
        ]
    dashed = f" [1.5 1] 0 d {_draw_lines(folded)} S" if folded else ""
    return f"q /Registration CS 1 SCN 0.25 w 0 J [] 0 d {_draw_lines(lines)} S{dashed} Q".encode()


def _draw_lines(lines: list[Box]) -> str:
    return " ".join(f"{write_numbers(line[:2])} m {write_numbers(line[2:])} l" for line in lines)


def _enlarge_box(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _box_array(box: Box) -> Object:
    return number_array(box)


def append_blank_pages(pdf: Pdf, multiple: int) -> int:
    """Append blank pages of the last page's size until the page count is a multiple; return their number."""
    missing = -len(pdf.pages) % multiple
    for _ in range(missing):
        box = pdf.pages[-1].obj.MediaBox
        blank = Dictionary(Type=Name.Page, MediaBox=Array(list(box)), Resources=Dictionary())
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(blank)))
    return missing
