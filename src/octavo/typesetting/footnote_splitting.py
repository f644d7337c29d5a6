"""Cut a footnote that is too long for its page into a head, which fits, and a tail for the next page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint_types import Box, Boxes, LayoutContext, ParentBox, SkipStack, WeasyPrint

_LEAST_LINES = 6
"""A note of fewer lines is not cut: the line that calls it moves to the next page."""
_LEAST_HEAD = 2
"""Lines of a note that stand on the page of its call, at least."""


def split_note(weasyprint: WeasyPrint, context: LayoutContext, note: Box, excess: float) -> tuple[Box, Box] | None:
    """Cut a note that is not laid out yet so that its head is lower by `excess`; None if it should not be cut."""
    build, layout = weasyprint.formatting_structure.build, weasyprint.layout.block.block_level_layout
    boxes = weasyprint.formatting_structure.boxes
    area = context.current_footnote_area
    prepared = build.create_anonymous_boxes(area.copy_with_children([note.deepcopy()])).children[0]

    def lay_out(room: float) -> tuple[ParentBox | None, SkipStack | None]:
        bottom, context.page_bottom = context.page_bottom, room
        whole = area.copy_with_children([prepared.deepcopy()])
        try:
            laid, resume_at, *_ = layout(context, whole, 0, None, area.page, page_is_empty=True)
        finally:
            context.page_bottom = bottom
        return laid, resume_at

    whole, _ = lay_out(float("inf"))
    lines = [box for box in whole.descendants() if isinstance(box, boxes.LineBox)] if whole is not None else []
    if whole is None or len(lines) < _LEAST_LINES:
        return None
    (laid,) = whole.children
    top, leading = laid.position_y, max(line.height for line in lines[:_LEAST_LINES])
    height = laid.margin_height() - excess
    while height > _LEAST_HEAD * leading:
        _, resume_at = lay_out(top + height)
        if not resume_at:
            return None
        ((_, cut),) = resume_at.items()
        if cut and isinstance(prepared, boxes.ParentBox) and not _is_within_word(prepared, cut, boxes):
            return _cut(prepared, cut, boxes)
        height -= leading
    return None


def _is_within_word(box: Box, resume_at: SkipStack | None, boxes: Boxes) -> bool:
    """Return whether a line ends within a hyphenated word."""
    while resume_at and len(resume_at) == 1:
        ((index, resume_at),) = resume_at.items()
        if isinstance(box, boxes.TextBox):
            before, after = _cut_text(box.text, index)
            return before[-1:].isalpha() and after[:1].isalpha()
        box = box.children[index]
    return False


def _cut_text(text: str, index: int) -> tuple[str, str]:
    """Cut a text after a number of bytes, as the engine counts."""
    data = text.encode()
    return data[:index].decode(), data[index:].decode()


def _cut(box: ParentBox, resume_at: SkipStack, boxes: Boxes) -> tuple[Box, Box]:
    """Cut a box where a page ends. Lines become the content of their blocks again, as before the layout."""
    ((index, below),) = resume_at.items()
    children = list(box.children)
    before, after = children[:index], children[index:]
    inner = after[0] if below and len(below) == 1 else None
    if below and isinstance(inner, boxes.TextBox):
        first, rest = _cut_text(inner.text, next(iter(below)))
        before = [*before, inner.copy_with_text(first)] if first else before
        after = [inner.copy_with_text(rest), *after[1:]] if rest else after[1:]
    elif below and isinstance(inner, boxes.ParentBox):
        upper, lower = _cut(inner, below, boxes)
        before, after = [*before, upper], [lower, *after[1:]]
    head, tail = (box.copy_with_children(_unwrap_lines(part, boxes)) for part in (before, after))
    head.style, tail.style = box.style.copy(), box.style.copy()
    is_within_line = any(isinstance(child, boxes.LineBox) for child in children)
    if is_within_line and box.style["text_align_all"] == "justify":
        head.style["text_align_last"] = "justify"
    tail.style["anchor"] = None
    tail.style["text_indent"] = tail.style["text_indent"]._replace(value=0)
    return head, tail


def _unwrap_lines(children: Sequence[Box], boxes: Boxes) -> list[Box]:
    unwrapped: list[Box] = []
    for child in children:
        if isinstance(child, boxes.ParentBox):
            inner = _unwrap_lines(child.children, boxes)
            if isinstance(child, boxes.LineBox):
                unwrapped += inner
                continue
            child.children = inner
        unwrapped.append(child)
    return unwrapped
