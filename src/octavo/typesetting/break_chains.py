"""Break a chain of blocks that avoid a page break where it leaves a page mostly empty, or ends it with a heading.

Styles keep a list with the paragraph before it, or an entry with the next. Where many such blocks follow each other,
all of them move to the next page. Such a page is laid out again with breaks allowed between all blocks, except after
headings and labels. If it is nearly half empty, a block that is styled `break-inside: avoid-page` is parted too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from . import weasyprint_adapter
from .page_state import PageState, measure_gap
from .weasyprint_adapter import patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import (
        AvoidBreak,
        BlockModule,
        Box,
        Boxes,
        DecideBreak,
        LayoutContext,
        MadePage,
        MakePage,
        PageCounters,
        PageType,
        SkipStack,
        WeasyPrint,
    )

_EMPTY_SHARE = 0.3
"""Share of the height of the type area that a page may leave empty."""
_PARTING_SHARE = 0.45
"""Share of it from which a block that is styled `break-inside: avoid-page` is parted rather than moved."""
_LABEL_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption"))
_TAIL_CLASSES = frozenset(("particulars",))
"""Classes of what ends a block, and says nothing on a page of its own."""
_LABEL_CLASSES = frozenset(("rubric", "title", "caption", "label-line", "byline"))


@contextmanager
def broken_chains(weasyprint: WeasyPrint) -> Iterator[None]:
    """Break chains while the block runs. Unknown WeasyPrint versions are not patched."""
    if not weasyprint_adapter.is_known_version():
        yield
        return
    block, page, boxes = weasyprint.layout.block, weasyprint.layout.page, weasyprint.formatting_structure.boxes
    with patched_attributes(page, make_page=_fill_pages(page.make_page, block, boxes)):
        yield


def _fill_pages(make: MakePage, block: BlockModule, boxes: Boxes) -> MakePage:
    allow = _allow_breaks(block.block_level_page_break)
    part = _allow_parting(block.avoid_page_break)

    def make_page(
        context: LayoutContext,
        root_box: Box,
        page_type: PageType,
        resume_at: SkipStack | None,
        number: int,
        page_state: PageCounters,
    ) -> MadePage:
        before = PageState(context, page_state)

        def lay_out() -> MadePage:
            return make(context, root_box, page_type, resume_at, number, page_state)

        made = lay_out()
        page, following, next_page = made
        if following is None or next_page["break"] != "any" or next_page["page"] != page_type.name:
            return made
        is_torn, gap = _is_label(page.children[0]), measure_gap(context, page, boxes)[0]
        if gap < _EMPTY_SHARE * page.height and not is_torn:
            return made
        before.restore(context, page_state)
        freed: dict[str, object] = {"block_level_page_break": allow}
        if gap >= _PARTING_SHARE * page.height:
            freed["avoid_page_break"] = part
        with patched_attributes(block, **freed):
            freer = lay_out()
        if not _is_label(freer[0].children[0]) if is_torn else measure_gap(context, freer[0], boxes)[0] < gap:
            return freer
        before.restore(context, page_state)
        return lay_out()

    return make_page


def _allow_breaks(decide: DecideBreak) -> DecideBreak:
    """Patch `block_level_page_break`: only headings and labels avoid a break, and what ends a block stays with it."""

    def block_level_page_break(before: Box | None, after: Box | None) -> str:
        decided: str = decide(before, after)
        is_kept = _is_label(before) or _is_tail(after)
        return "auto" if decided == "avoid" and not is_kept else decided

    return block_level_page_break


def _allow_parting(avoid: AvoidBreak) -> AvoidBreak:
    """Patch `avoid_page_break`: what is styled `break-inside: avoid-page` is parted, what is styled `avoid` is not."""

    def avoid_page_break(value: str, context: LayoutContext) -> bool:
        return value != "avoid-page" and bool(avoid(value, context))

    return avoid_page_break


def _is_tail(box: Box | None) -> bool:
    element = None if box is None else box.element
    classes = (element.get("class") or "").split() if element is not None else ()
    return not _TAIL_CLASSES.isdisjoint(classes)


def _is_label(box: Box | None) -> bool:
    """Return whether a box is, or ends with, a heading or a label."""
    while box is not None:
        classes = (box.element.get("class") or "").split() if box.element is not None else ()
        if box.element_tag in _LABEL_TAGS or not _LABEL_CLASSES.isdisjoint(classes):
            return True
        inner = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
        box = inner[-1] if inner else None
    return False
