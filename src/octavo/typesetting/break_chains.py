"""Break a chain of blocks that avoid a page break where it leaves a page mostly empty, or ends it with a heading.

Styles keep a list with the paragraph before it, or an entry with the next. Where many such blocks follow each other,
all of them move to the next page. Such a page is laid out again with breaks allowed between all blocks, except after
headings and labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from . import weasyprint_adapter
from .page_state import PageState, measure_gap
from .weasyprint_adapter import patched_attributes

_EMPTY_SHARE = 0.3
"""Share of the height of the type area that a page may leave empty."""
_LABEL_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption"))
_LABEL_CLASSES = frozenset(("rubric", "title", "caption", "label-line", "byline"))


@contextmanager
def broken_chains(weasyprint: Any) -> Iterator[None]:
    """Break chains while the block runs. Unknown WeasyPrint versions are not patched."""
    if not weasyprint_adapter.is_known_version():
        yield
        return
    block, page, boxes = weasyprint.layout.block, weasyprint.layout.page, weasyprint.formatting_structure.boxes
    with patched_attributes(page, make_page=_fill_pages(page.make_page, block, boxes)):
        yield


def _fill_pages(make: Any, block: Any, boxes: Any) -> Any:
    allow = _allow_breaks(block.block_level_page_break)

    def make_page(context: Any, root_box: Any, page_type: Any, resume_at: Any, number: int, page_state: Any) -> Any:
        before = PageState(context, page_state)

        def lay_out() -> Any:
            return make(context, root_box, page_type, resume_at, number, page_state)

        made = lay_out()
        page, following, next_page = made
        if following is None or next_page["break"] != "any" or next_page["page"] != page_type.name:
            return made
        is_torn, gap = _is_label(page.children[0]), measure_gap(context, page, boxes)[0]
        if gap < _EMPTY_SHARE * page.height and not is_torn:
            return made
        before.restore(context, page_state)
        with patched_attributes(block, block_level_page_break=allow):
            freer = lay_out()
        if not _is_label(freer[0].children[0]) if is_torn else measure_gap(context, freer[0], boxes)[0] < gap:
            return freer
        before.restore(context, page_state)
        return lay_out()

    return make_page


def _allow_breaks(decide: Any) -> Any:
    """Patch `block_level_page_break`: only headings and labels avoid a break."""

    def block_level_page_break(before: Any, after: Any) -> str:
        decided: str = decide(before, after)
        return "auto" if decided == "avoid" and not _is_label(before) else decided

    return block_level_page_break


def _is_label(box: Any) -> bool:
    """Return whether a box is, or ends with, a heading or a label."""
    while box is not None:
        classes = (box.element.get("class") or "").split() if box.element is not None else ()
        if box.element_tag in _LABEL_TAGS or not _LABEL_CLASSES.isdisjoint(classes):
            return True
        inner = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
        box = inner[-1] if inner else None
    return False
