"""Check whether the text of a part can be read on its pages.

A style may hide text in many ways that no other check sees, because all boxes are where they should be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..findings.finding import Finding

if TYPE_CHECKING:
    from weasyprint_types import Box, Boxes, ComputedStyle, Document, Element, Matrix, TextBox

_LEAST_READ = 0.5
"""Share of letters that must be readable; a house style may hide a list or an imprint."""
_SMALLEST = 2 / 0.75
"""Smallest readable type size, in pixels (2 points)."""
_NARROWEST = 0.1
"""Smallest average width of a letter, as a share of the type size."""
_CLOSEST = 0.5
"""Smallest distance of two lines, as a share of the type size."""
_FAINTEST = 0.1
"""Smallest readable opacity, and contrast of letters to paper."""


UNREADABLE_TEXT = "words-unseen"
"""Code of the finding that most text of a part is unreadable; its subject is the style that may hide it."""


def check_readability(document: Document, boxes: Boxes, style: str) -> Iterator[Finding]:
    """Yield a finding if most text of a part is unreadable; `style` names the sheet that may hide it."""
    meant = sum(map(_count_letters, _element_texts(document._html.etree_element.find("body"))))
    reader = _TextReader(boxes)
    shown = (words for page in document.pages for words in _uncovered_words(reader.visible_words(page._page_box)))
    read = sum(_count_letters(words.text) for words in shown)
    if meant and read < _LEAST_READ * meant:
        # The same for all parts with this style, so that it is reported once.
        message = f"with {style}, most words of a text cannot be read on its pages"
        hint = (
            "look for what hides words or lays them over each other: display, visibility, opacity, color, line-height"
        )
        yield Finding(UNREADABLE_TEXT, message, hint=hint, subject=style)


def check_running_heads(document: Document, style: str) -> Iterator[Finding]:
    """Yield a finding if running heads and folios, which need a page each, are hidden or on one page."""
    pieces = document._html.etree_element.findall("body/*")
    if len(document.pages) != len(pieces):
        message = f"with {style}, running heads and folios do not stand on a page each"
        hint = "leave display, position and breaks of .piece as they are; to have a head printed in no place, use color"
        yield Finding(UNREADABLE_TEXT, message, hint=hint, subject=style)


def _count_letters(words: str) -> int:
    return sum(letter.isalnum() for letter in words)


def _element_texts(element: Element | None) -> Iterator[str]:
    """Yield the text of an element that is laid out."""
    tag = element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else "svg"
    if element is not None and tag not in ("svg", "math"):
        yield element.text or ""
        for child in element:
            yield from _element_texts(child)
            yield child.tail or ""


class _Words(NamedTuple):
    """Text in a line: its left and right edge, the top of the line, and its size."""

    text: str
    left: float
    right: float
    top: float
    size: float


class _TextReader:
    """Reads the visible text of laid-out pages."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes

    def visible_words(self, box: Box) -> Iterator[_Words]:
        """Yield the visible text of a page; any placed box may be the background of any text."""
        placed = (one for one in box.descendants(placeholders=True) if one.style["position"] in ("absolute", "fixed"))
        yield from self._box_words(box, 0, any(map(_is_backed, (one.style for one in placed))), False)

    def _box_words(self, box: Box, top: float, backed: bool, turned: bool) -> Iterator[_Words]:
        """Yield the visible text of a box that is `backed` (not on paper) or `turned` (displaced by a transform)."""
        box = getattr(box, "_box", box)
        style, matrix = box.style, box.transformation_matrix
        if style["opacity"] < _FAINTEST or (matrix is not None and _flattens(matrix)):
            return
        backed, turned = backed or _is_backed(style), turned or matrix is not None
        if isinstance(box, self._boxes.TextBox):
            if _can_be_seen(box, backed):
                right = box.position_x + (0 if turned else box.width)
                yield _Words(box.text, box.position_x, right, top, style["font_size"])
            return
        top = box.position_y if isinstance(box, self._boxes.LineBox) else top
        for child in getattr(box, "children", ()):
            yield from self._box_words(child, top, backed, turned)


def _uncovered_words(words: Iterable[_Words]) -> Iterator[_Words]:
    """Yield the text of a page that no other text covers."""
    ordered = sorted(words, key=lambda one: (one.top, one.left))
    laid_over: set[int] = set()
    for number, one in enumerate(ordered):
        for other in range(number - 1, -1, -1):
            if one.top - ordered[other].top >= _CLOSEST * min(one.size, ordered[other].size):
                break
            if _overlap(one, ordered[other]):
                laid_over |= {number, other}
                break
    yield from (one for number, one in enumerate(ordered) if number not in laid_over)


def _overlap(one: _Words, other: _Words) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _CLOSEST * min(one.right - one.left, other.right - other.left)


def _flattens(matrix: Matrix) -> bool:
    (a, b, c, d, *_) = matrix.values
    return bool(abs(a * d - b * c) < _FAINTEST**2)


def _is_backed(style: ComputedStyle) -> bool:
    colour = style["background_color"]
    return bool(
        colour == "currentcolor" or colour.alpha > 0 or any(kind != "none" for kind, _ in style["background_image"])
    )


def _can_be_seen(box: TextBox, backed: bool) -> bool:
    style, size = box.style, box.style["font_size"]
    if style["visibility"] != "visible" or size < _SMALLEST or box.width < _NARROWEST * size * _count_letters(box.text):
        return False
    colour = style["color"]
    red, green, blue = colour.to("srgb").coordinates
    pale = min(red, green, blue) > 1 - _FAINTEST
    return bool(colour.alpha >= _FAINTEST and (backed or not pale))
