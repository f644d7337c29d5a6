"""Tell whether the words of a part can be read on its pages: laid-out pages and their HTML in, a finding out.

A style may hide words in many ways that no other check sees, since all of them stand where they should.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ..findings.finding import Finding

_LEAST_READ = 0.5
"""Share of the letters that must be readable; a house style may well leave out a list or an imprint."""
_SMALLEST = 2 / 0.75
"""Pixels (2 points) of the size of letters."""
_NARROWEST = 0.1
"""Of the size of letters, the width that each has on average."""
_CLOSEST = 0.5
"""Of the size of letters, the distance of lines that stand one above the other."""
_FAINTEST = 0.1
"""Of opacity, and of the darkness of letters on paper."""


UNSEEN = "words-unseen"
"""Code of the finding that most words of a part cannot be read; its subject is the style that may hide them."""


def check_words(document: Any, boxes: Any, style: str) -> Iterator[Finding]:
    """Find whether most words of a part cannot be read; `style` names the sheet that may hide them."""
    meant = sum(map(_letters, _texts(document._html.etree_element.find("body"))))
    look = _Look(boxes)
    read = sum(_letters(words.text) for page in document.pages for words in _apart(look.page(page._page_box)))
    if meant and read < _LEAST_READ * meant:
        # The same for all parts that are set with it, so that it is told once.
        message = f"with {style}, most words of a text cannot be read on its pages"
        hint = (
            "look for what hides words or lays them over each other: display, visibility, opacity, color, line-height"
        )
        yield Finding(UNSEEN, message, hint=hint, subject=style)


def check_furniture(document: Any, style: str) -> Iterator[Finding]:
    """Find whether running heads and folios, each of which needs a page of its own, are hidden or laid together."""
    pieces = document._html.etree_element.find("body").findall("*")
    if len(document.pages) != len(pieces):
        message = f"with {style}, running heads and folios do not stand on a page each"
        hint = "leave display, position and breaks of .piece as they are; to have a head printed in no place, use color"
        yield Finding(UNSEEN, message, hint=hint, subject=style)


def _letters(words: str) -> int:
    return sum(letter.isalnum() for letter in words)


def _texts(element: Any) -> Iterator[str]:
    """Yield the words of an element that are laid out as text."""
    tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "svg"
    if tag not in ("svg", "math"):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


class _Words(NamedTuple):
    """Words in a line: where they begin and end, where the line stands, and how large they are."""

    text: str
    left: float
    right: float
    top: float
    size: float


class _Look:
    def __init__(self, boxes: Any) -> None:
        self._boxes = boxes

    def page(self, box: Any) -> Iterator[_Words]:
        """Yield the words of a page that can be seen; what is placed on it by itself may be the ground of any."""
        placed = (one for one in box.descendants(placeholders=True) if one.style["position"] in ("absolute", "fixed"))
        yield from self._seen(box, 0, any(map(_is_backed, (one.style for one in placed))), False)

    def _seen(self, box: Any, top: float, backed: bool, turned: bool) -> Iterator[_Words]:
        """Yield those in a box that is `backed` (by another ground than paper) or `turned` (elsewhere than it says)."""
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
            yield from self._seen(child, top, backed, turned)


def _apart(words: Iterable[_Words]) -> Iterator[_Words]:
    """Yield the words of a page over which no others are laid."""
    ordered = sorted(words, key=lambda one: (one.top, one.left))
    laid_over: set[int] = set()
    for number, one in enumerate(ordered):
        for other in range(number - 1, -1, -1):
            if one.top - ordered[other].top >= _CLOSEST * min(one.size, ordered[other].size):
                break
            if _cross(one, ordered[other]):
                laid_over |= {number, other}
                break
    yield from (one for number, one in enumerate(ordered) if number not in laid_over)


def _cross(one: _Words, other: _Words) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _CLOSEST * min(one.right - one.left, other.right - other.left)


def _flattens(matrix: Any) -> bool:
    (a, b, c, d, *_) = matrix.values
    return bool(abs(a * d - b * c) < _FAINTEST**2)


def _is_backed(style: Any) -> bool:
    colour = style["background_color"]
    return bool(
        colour == "currentcolor" or colour.alpha > 0 or any(kind != "none" for kind, _ in style["background_image"])
    )


def _can_be_seen(box: Any, backed: bool) -> bool:
    style, size = box.style, box.style["font_size"]
    if style["visibility"] != "visible" or size < _SMALLEST or box.width < _NARROWEST * size * _letters(box.text):
        return False
    colour = style["color"]
    red, green, blue = colour.to("srgb").coordinates
    pale = min(red, green, blue) > 1 - _FAINTEST
    return bool(colour.alpha >= _FAINTEST and (backed or not pale))
