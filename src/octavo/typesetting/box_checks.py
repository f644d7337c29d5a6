"""Check laid-out pages for boxes that stick out: pictures, tables, formulas, listings, blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from ..findings.finding import Finding, Severity, element_subject

if TYPE_CHECKING:
    from weasyprint_types import Box, Boxes, Document, Element, LineBox, Page, ReplacedBox

_TOLERANCE = 1.4
"""Pixels (about a point) that a box may stick out, as borders of tables do."""
POINTS_PER_PIXEL = 0.75
_ELEMENT_NAMES = {"table": "the table", "pre": "the listing", "img": "the picture", "svg": "the drawing"}
OVERFLOW_HINTS = {
    "table": "use fewer columns or shorter words, or split it into two tables",
    "pre": "break its long lines",
    "img": "set a smaller :width:",
}
_SHRUNK_SHARE = 0.995
_NARROWED_SHARE = 0.98
"""Share of the requested width below which a picture is reported as narrowed."""


_LANDSCAPE_HINT = (
    "give it a landscape page: write  :class: landscape  below the line of its directive (.. table::, .. list-table::"
    " or .. csv-table::); or "
)


def overflow_hint(element: Element | None) -> str:
    """Return what to do about an element that is too wide for its place."""
    name = _tag_name(element)
    is_wide_table = element is not None and name == "table" and "landscape" not in (element.get("class") or "").split()
    return (_LANDSCAPE_HINT if is_wide_table else "") + OVERFLOW_HINTS.get(
        name, "make it narrower or give it more space"
    )


BoxFinding: TypeAlias = tuple["Box", Finding]
"""A box and the finding about it."""


def check_boxes(page: Page, number: int, boxes: Boxes) -> Iterator[BoxFinding]:
    """Find boxes that stick out of their container: a cell, a column, the type area or the page."""
    area = page._page_box
    left, foot = area.content_box_x(), area.content_box_y() + area.height + 2
    look = _BoxChecker(boxes, number, page.width, foot)
    for child in area.children:
        if not isinstance(child, boxes.MarginBox):
            yield from look.check_box(child, left, left + area.width)


class _BoxChecker:
    def __init__(self, boxes: Boxes, page: int, width: float, foot: float) -> None:
        self._boxes, self._page, self._width, self._foot = boxes, page, width, foot
        self._leaves = (boxes.TextBox, boxes.TableColumnGroupBox, boxes.TableColumnBox)
        self._parts = (boxes.TableRowGroupBox, boxes.TableRowBox, boxes.TableCellBox)

    def check_box(self, box: Box, left: float, right: float) -> Iterator[BoxFinding]:
        """Check a box between two edges, and the boxes inside it unless it sticks out itself."""
        box = getattr(box, "_box", box)
        if isinstance(box, self._leaves) or box.transformation_matrix is not None:
            return
        placed = box.style["position"] not in ("static", "relative")
        if placed:
            left, right = 0, self._width
        boxes = self._boxes
        if not isinstance(box, (boxes.LineBox, boxes.InlineBox, *self._parts)):
            told = self._find_overflow(box, left, right, placed)
            if told:
                yield box, told
                return
            if isinstance(box, boxes.ReplacedBox):
                yield from ((box, told) for told in self._find_narrowed_picture(box))
                return
        if isinstance(box, boxes.LineBox):
            left += min(0, getattr(box, "text_indent", 0))
        if isinstance(box, (boxes.BlockContainerBox, boxes.FlexContainerBox, boxes.GridContainerBox)):
            left = box.content_box_x()
            right = left + box.width
        for child in box.children:
            yield from self.check_box(child, left, right)

    def _find_overflow(self, box: Box, left: float, right: float, placed: bool) -> Finding | None:
        by_design = placed and not isinstance(box, (self._boxes.ReplacedBox, self._boxes.TableBox))
        if by_design or box.margin_left < 0 or box.margin_right < 0:
            return None
        if isinstance(box, self._boxes.ReplacedBox):
            left, right = max(left, 0), min(right, self._width)
        start = box.border_box_x()
        over = [start + box.border_width() - right, left - start]
        if isinstance(box, self._boxes.InlineLevelBox):
            # Where a line begins, its indent may let it hang out; it runs out at its end.
            over = over[1:] if box.style["direction"] == "rtl" else over[:1]
        if max(over) > _TOLERANCE and box.border_width() > 0:
            return self._overflow_finding(box, f"sticks out of its container by {max(over) * POINTS_PER_PIXEL:.0f} pt")
        below = box.border_box_y() + box.border_height() - self._foot
        if below > 0 and not placed and isinstance(box, self._boxes.ReplacedBox):
            return self._overflow_finding(
                box, f"runs past the bottom of the type area by {below * POINTS_PER_PIXEL:.0f} pt"
            )
        return None

    def _overflow_finding(self, box: Box, what: str) -> Finding:
        named = f"{describe_element(box.element)} {what} on page {self._page}"
        return Finding("overflow", named, hint=overflow_hint(box.element), subject=finding_subject(box.element))

    def _find_shrunk_formula(self, box: Box) -> Iterator[Finding]:
        """Report a formula, or a piece of one, that cannot be broken and is set smaller."""
        share = box.width / (getattr(box.style["width"], "value", 0) or box.width)
        if share < _SHRUNK_SHARE:
            what = f"is scaled to {100 * share:.0f} % on page {self._page} to fit"
            hint = r"split it into lines with \\, or define a part of it in an equation of its own"
            message = f"{describe_element(box.element)} {what}"
            yield Finding("formula-shrunk", message, None, hint, Severity.WARNING, finding_subject(box.element))

    def _find_narrowed_picture(self, box: ReplacedBox) -> Iterator[Finding]:
        """Report a picture that is set smaller than its author asked for."""
        element, replaced = box.element, box.replacement
        if element is not None and is_formula(element):
            yield from self._find_shrunk_formula(box)
        if element is None or not (asked := element.get("data-asked")):
            return
        style = box.style
        natural, _, _ = replaced.get_intrinsic_size(style["image_resolution"], style["font_size"])
        wanted = style["width"].value if getattr(style["width"], "unit", "") == "px" else natural or 0
        percentage = getattr(style["width"], "unit", "") == "%"
        if (percentage and style["width"].value > 100) or (not percentage and box.width < _NARROWED_SHARE * wanted):
            what = f"is set {box.width * POINTS_PER_PIXEL:.0f} pt wide on page {self._page}: there is no more space"
            message = f"{describe_element(element)} (requested width {asked}) {what}"
            hint = "set a smaller :width:, or 100%"
            yield Finding("picture-narrowed", message, None, hint, Severity.WARNING, finding_subject(element))


def is_formula(element: Element) -> bool:
    """Return whether an element shows a formula, or a piece of one."""
    return "formula" in element.get("class", "").split()


def _tag_name(element: Element | None) -> str:
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def finding_subject(element: Element | None) -> str:
    """Return the subject of the first element, from this one inwards, whose source position is known."""
    if element is None:
        return ""
    number = next((number for one in element.iter() if (number := one.get("data-at"))), "")
    longest = max(" ".join(element.itertext()).split(), key=len, default="")
    return element_subject(number, longest) if number or longest else ""


def describe_element(element: Element | None) -> str:
    """Say which element it is, by its kind and first words."""
    if element is None:
        return "a box"
    kind = "the formula" if is_formula(element) else _ELEMENT_NAMES.get(_tag_name(element), "the block")
    words = element.get("alt") or " ".join(" ".join(element.itertext()).split())
    return f"{kind} “{words[:40]}”" if words else kind


def check_listings(document: Document, boxes: Boxes) -> Iterator[Finding]:
    """Find listings with lines that are too long and therefore continue on the next line."""
    shown: dict[Element | None, tuple[int, list[str]]] = {}
    for number, page in enumerate(document.pages, 1):
        for box in page._page_box.descendants():
            if box.element_tag == "pre" and isinstance(box, boxes.BlockContainerBox):
                _, lines = shown.setdefault(box.element, (number, []))
                lines += [_line_text(child, boxes) for child in box.children if isinstance(child, boxes.LineBox)]
    for element, (number, lines) in shown.items():
        written = "".join(_listing_text(element)).rstrip("\n").split("\n")
        if len(lines) > len(written) and (long := [line for line in written if line.rstrip() not in lines]):
            many = f"{len(long)} lines of a listing" if len(long) > 1 else "a line of a listing"
            first = max(long, key=len)
            message = f"{many} on page {number} does not fit and is broken: “{first.strip()[:40]}”"
            message = message.replace("does not fit and is", "do not fit and are") if len(long) > 1 else message
            room = max(map(len, lines))
            hint = f"break it after {room} characters or fewer"
            yield Finding("long-line", message, None, hint, Severity.ADVICE, first.strip())


def _line_text(line: LineBox, boxes: Boxes) -> str:
    texts = (box for box in line.descendants() if isinstance(box, boxes.TextBox) and not _is_line_number(box.element))
    return "".join(box.text for box in texts).rstrip()


def _listing_text(element: Element | None) -> Iterator[str]:
    """Yield the text of a listing without its line numbers."""
    if element is not None and not _is_line_number(element):
        yield element.text or ""
        for child in element:
            yield from _listing_text(child)
            yield child.tail or ""


def _is_line_number(element: Element | None) -> bool:
    return element is not None and "line-number" in element.get("class", "").split()
