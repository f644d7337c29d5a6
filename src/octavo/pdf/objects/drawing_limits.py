"""Find PDFs that draw forms or pattern tiles far too often.

A form of a few bytes that draws another ten times, which draws a third ten times, and so on, unpacks to nothing but
takes a reader hours. A pattern whose tiles are a thousandth of a point apart does the same.
"""

from __future__ import annotations

import re
from collections import Counter
from math import inf
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream

from .content_streams import list_content_streams

MOST_DRAWN: Final = 500_000
"""The most forms drawn on a page. A plot with a marker for each of very many points has some 100,000."""
MOST_TILES: Final = 20_000_000
"""The most tiles of one pattern on a page. A halftone has less than a million."""
_DEEPEST: Final = 40
_LARGE_PAGE = 1000.0 * 1000.0  # square points
_DRAWING_OPERATOR = re.compile(rb"/([^\s()<>\[\]{}/%]+)\s+Do\b")


def draws_too_much(pdf: Pdf) -> bool:
    """Return whether forms or pattern tiles are drawn too often.

    The limits are `MOST_DRAWN` forms on a page, nested no more than 40 deep, and `MOST_TILES` tiles: a book of many
    papers is within them if every paper is. Check the file with
    `decompression_limits` first, since streams are unpacked here.
    """
    if any(_count_tiles(item) > MOST_TILES for item in pdf.objects):
        return True
    counting = _Counting()
    return any(counting.count_drawn(page.obj, page.obj.get(Name.Resources), 0) > MOST_DRAWN for page in pdf.pages)


class _Counting:
    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}

    def count_drawn(self, owner: Object, resources: object, depth: int) -> int:
        """Count the forms that content draws, including nested ones."""
        forms = _read_forms(resources)
        if not forms:
            return 0
        drawn = Counter(
            name for part in list_content_streams(owner) for name in _DRAWING_OPERATOR.findall(_read_part_bytes(part))
        )
        named = [(forms[name], times) for name, times in drawn.items() if name in forms]
        return min(MOST_DRAWN + 1, sum(times * (1 + self._count_form(form, resources, depth)) for form, times in named))

    def _count_form(self, form: Stream, inherited: object, depth: int) -> int:
        if depth >= _DEEPEST:
            return MOST_DRAWN
        known = form.objgen
        if known not in self._known:
            self._known[known] = 0  # a form that draws itself shows nothing
            self._known[known] = self.count_drawn(form, form.get(Name.Resources, inherited), depth + 1)
        return self._known[known]


def _read_forms(resources: object) -> dict[bytes, Stream]:
    """Return the forms of the resources by name."""
    listed = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    if not isinstance(listed, Dictionary):
        return {}
    shown = ((name, listed.get(name)) for name in listed.keys())  # noqa: SIM118 - no mapping of Python's
    return {
        name[1:].encode(): item
        for name, item in shown
        if isinstance(item, Stream) and item.get(Name.Subtype) == Name.Form
    }


def _count_tiles(item: object) -> float:
    """Return the number of tiles of a pattern (ISO 32000-1, 8.7.3) on a large page; 0 for anything else."""
    if not (isinstance(item, Stream) and item.get(Name.PatternType) == 1):
        return 0
    try:
        a, b, c, d = (float(value) for value in list(item.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))[:4])
        area = abs(float(item.XStep) * float(item.YStep) * (a * d - b * c))
    except (AttributeError, TypeError, ValueError):
        return 0
    return _LARGE_PAGE / area if area else inf


def _read_part_bytes(part: Stream) -> bytes:
    try:
        return part.read_bytes()
    except PdfError:
        return b""
