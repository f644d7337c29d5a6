"""Fill the space that a figure leaves at the bottom of a page when it moves to the next page.

WeasyPrint 70 has no floating figures. Where a figure does not fit, the blocks that follow it are moved before it until
the page is full. Figures and tables keep their order. Only the current page is laid out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from . import weasyprint_adapter
from .page_state import PageState, measure_gap
from .weasyprint_adapter import patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import (
        Box,
        Boxes,
        LayoutContext,
        MadePage,
        MakePage,
        PageBox,
        PageCounters,
        PageType,
        SkipStack,
        WeasyPrint,
    )

LANDSCAPE_CLASS = "landscape"
FULL_BLEED_CLASS = "full-bleed"
FIGURE_GROUP_CLASS = "side-by-side"
_FLOAT_TAGS = ("figure", "table")
_PULLED_TAGS = ("p", "ul", "ol", "dl", "pre", "blockquote", "aside")
_PULLED_CLASSES = frozenset({"equation"})
# In lines of text; a smaller space is no gap.
_LEAST_GAP = 4
_MOST_TRIES = 12


_Order: TypeAlias = "list[Box] | tuple[Box, ...]"


class Move:
    """A change of the order of boxes: parents, each with children before and after; and boxes that left a section."""

    def __init__(self, changes: list[tuple[Box, _Order, _Order]], moved: Sequence[Box] = ()) -> None:
        self._changes, self._moved = changes, moved

    def redo(self) -> None:
        """Put the boxes in the order after the move."""
        for parent, _, after in self._changes:
            parent.children = after
        for box in self._moved:
            box.has_changed_section = True

    def undo(self) -> None:
        """Put the boxes in the order before the move."""
        for parent, before, _ in self._changes:
            parent.children = before
        for box in self._moved:
            del box.has_changed_section

    def is_same(self, other: Move) -> bool:
        """Return whether another move puts the same boxes in the same order."""
        pairs = zip(self._changes, other._changes, strict=False)
        return len(self._changes) == len(other._changes) and all(
            one[0] is two[0] and list(map(id, one[2])) == list(map(id, two[2])) for one, two in pairs
        )

    def replace_box(self, old: Box, new: Box) -> None:
        """Let a box take the place of another in the orders before and after."""

        def put(boxes: _Order) -> _Order:
            changed = [new if box is old else box for box in boxes]
            return tuple(changed) if isinstance(boxes, tuple) else changed

        self._changes = [(parent, put(before), put(after)) for parent, before, after in self._changes]
        self._moved = [new if box is old else box for box in self._moved]


@contextmanager
def floating_figures(weasyprint: WeasyPrint) -> Iterator[None]:
    """Lay out pages with floating figures while the block runs. Unknown WeasyPrint versions are not patched."""
    if not weasyprint_adapter.is_known_version():
        yield
        return
    page, boxes = weasyprint.layout.page, weasyprint.formatting_structure.boxes
    with patched_attributes(page, make_page=_fill_pages(page.make_page, boxes)):
        yield


def _fill_pages(make: MakePage, boxes: Boxes) -> MakePage:
    def make_page(
        context: LayoutContext,
        root_box: Box,
        page_type: PageType,
        resume_at: SkipStack | None,
        number: int,
        page_state: PageCounters,
    ) -> MadePage:
        before = PageState(context, page_state)
        made = make(context, root_box, page_type, resume_at, number, page_state)
        for _ in range(_MOST_TRIES):
            gap = _has_gap(context, made[0], boxes)
            if not (gap and _pull_text_up(root_box, made[1])):
                break
            before.restore(context, page_state)
            made = make(context, root_box, page_type, resume_at, number, page_state)
        return made

    return make_page


def _has_gap(context: LayoutContext, page: PageBox, boxes: Boxes) -> bool:
    """Return whether more than a few lines at the foot of a page are empty."""
    gap, size = measure_gap(context, page, boxes)
    return bool(size and gap > _LEAST_GAP * 1.3 * size)


def _pull_text_up(root: Box, resume_at: SkipStack | None) -> bool:
    """Move the text after a figure before it, if the page broke at the figure."""
    way = _find_page_break(root, resume_at)
    if not way or not _leaves_gap(way[-1][0].children[way[-1][1]]):
        return False
    parent, index = way[-1]
    children = list(parent.children)
    at = index
    while at < len(children) and _is_float(children[at]):
        at += 1
    if at == len(children) or _box_tag(children[at]) == "section":
        return index > 0 and _move_figures_on(root, way, index, at)
    if not _can_rise(children[at]) or (_fills_page(children[index]) and _is_last(way, at)):
        return False
    children.insert(index, children.pop(at))
    _note_move(root, Move([(parent, parent.children, type(parent.children)(children))]))
    return True


def _fills_page(box: Box) -> bool:
    """Return whether a photograph leaves an empty page or half of one if no text comes after it."""
    return FULL_BLEED_CLASS in _classes(box)


def _is_last(way: list[tuple[Box, int]], at: int) -> bool:
    """Return whether nothing follows a child of the last box of a path."""
    return at + 1 == len(way[-1][0].children) and all(index + 1 == len(box.children) for box, index in way[:-1])


def _leaves_gap(box: Box) -> bool:
    """Return whether a box moves to the next page as a whole: a figure, or a table on a landscape page."""
    return _is_figure(box) or (_box_tag(box) == "table" and LANDSCAPE_CLASS in _classes(box))


def _is_float(box: Box) -> bool:
    return _box_tag(box) in _FLOAT_TAGS or _is_figure(box)


def _is_figure(box: Box) -> bool:
    return _box_tag(box) == "figure" or FIGURE_GROUP_CLASS in _classes(box)


def _classes(box: Box) -> list[str]:
    return (box.element.get("class") or "").split() if box.element is not None else []


def _move_figures_on(root: Box, way: list[tuple[Box, int]], index: int, end: int) -> bool:
    """Move figures below the first paragraph of the section that follows them, but never further."""
    parent, _ = way[-1]
    following = parent.children[end] if end < len(parent.children) else _find_next(way)
    if following is None:
        return False
    inner = list(following.children)
    heading = _box_tag(following) == "section" and len(inner) > 1 and _box_tag(inner[0])[:1] == "h"
    if not heading or not _can_rise(inner[1]):
        return False
    children = list(parent.children)
    moved = children[index:end]
    if _is_references(following) or any(hasattr(box, "has_changed_section") for box in moved):
        return False
    left = type(parent.children)([*children[:index], *children[end:]])
    joined = type(following.children)([*inner[:2], *moved, *inner[2:]])
    _note_move(root, Move([(parent, parent.children, left), (following, following.children, joined)], moved))
    return True


def _note_move(root: Box, move: Move) -> None:
    """Move boxes, and note it with the root of their tree, so that it can be undone."""
    move.redo()
    root.__dict__.setdefault("octavo_moves", []).append(move)


def _find_next(way: list[tuple[Box, int]]) -> Box | None:
    """Return the box that follows the innermost box of a path; None at the end of the document."""
    for above, at in reversed(way[:-1]):
        if at + 1 < len(above.children):
            return above.children[at + 1]
    return None


def _is_references(section: Box) -> bool:
    return section.element is not None and "references" in (section.element.get("class") or "").split()


def _find_page_break(root: Box, resume_at: SkipStack | None) -> list[tuple[Box, int]]:
    """Return the path to the page break: boxes, each with the index of the child that starts the next page."""
    way = []
    parent = root
    while resume_at and len(resume_at) == 1:
        ((index, below),) = resume_at.items()
        if index >= len(parent.children):
            return []
        way.append((parent, index))
        if not below or _is_figure(parent.children[index]):
            return way if not below or _is_start(below) else []
        parent, resume_at = parent.children[index], below
    return []


def _is_start(below: SkipStack | None) -> bool:
    while below:
        ((index, below),) = below.items()
        if index:
            return False
    return True


def _box_tag(box: Box) -> str:
    # A table is wrapped in a box that has its tag as well.
    return str(box.element_tag or "")


def _can_rise(box: Box) -> bool:
    element = box.element
    if element is None or not box.is_in_normal_flow():
        return False
    return _box_tag(box) in _PULLED_TAGS or bool(_PULLED_CLASSES.intersection(_classes(box)))
