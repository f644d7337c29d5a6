"""Correct how WeasyPrint breaks footnotes across pages: none is lost, none leaves its call, and long ones are cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from .footnote_splitting import split_note
from .weasyprint_adapter import patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import (
        Box,
        IterateLines,
        LayoutContext,
        LayOutLine,
        LayOutNote,
        LineBox,
        LineLayout,
        MadePage,
        MakePage,
        PageCounters,
        PageType,
        RemoveNote,
        SkipStack,
        WeasyPrint,
    )

_TEXT_SHARE = 1 / 3
"""Share of a page that notes from the page before leave to the text."""


@contextmanager
def patched_notes(weasyprint: WeasyPrint) -> Iterator[None]:
    """Patch the layout of notes while the block runs."""
    block, page, context = weasyprint.layout.block, weasyprint.layout.page, weasyprint.layout.LayoutContext
    with ExitStack() as stack:
        stack.enter_context(patched_attributes(block, _linebox_layout=_patch_linebox_layout(block._linebox_layout)))
        stack.enter_context(patched_attributes(block, iter_line_boxes=_patch_line_boxes(block.iter_line_boxes)))
        stack.enter_context(patched_attributes(page, make_page=_patch_make_page(page.make_page)))
        methods = {
            "layout_footnote": _patch_layout_footnote(weasyprint, context.layout_footnote),
            "unlayout_footnote": _patch_removal(context.unlayout_footnote),
            "report_footnote": _patch_removal(context.report_footnote),
        }
        stack.enter_context(patched_attributes(context, **methods))
        yield


def _patch_make_page(make: MakePage) -> MakePage:
    """Patch `make_page`: what is left of the notes that were cut comes first on the next page."""

    def make_page(
        context: LayoutContext,
        root_box: Box,
        page_type: PageType,
        resume_at: SkipStack | None,
        number: int,
        page_state: PageCounters,
    ) -> MadePage:
        context.cut_notes, context.line_foot = {}, None
        context.text_share = 0 if page_type.blank else _TEXT_SHARE
        made = make(context, root_box, page_type, resume_at, number, page_state)
        context.reported_footnotes[:0] = [tail for _, tail in context.cut_notes.values()]
        return made

    return make_page


def _patch_line_boxes(iterate: IterateLines) -> IterateLines:
    """Patch `iter_line_boxes`: the context knows how low the text is when the notes of a line are laid out."""

    def iter_line_boxes(context: LayoutContext, *args: object) -> Iterator[tuple[LineBox, SkipStack | None]]:
        for line, resume_at in iterate(context, *args):
            # With the next line, so that the paragraph need not leave one line alone.
            context.line_foot = line.position_y + line.height * (1 if resume_at is None else 2)
            yield line, resume_at

    return iter_line_boxes


def _patch_layout_footnote(weasyprint: WeasyPrint, lay_out: LayOutNote) -> LayOutNote:
    """Patch `layout_footnote`: a long note that does not fit below its line is cut."""

    def layout_footnote(context: LayoutContext, note: Box) -> bool:
        foot = context.line_foot
        overflow = bool(lay_out(context, note))
        page = context.current_footnote_area.page
        is_from_before = foot is None
        lowest = page.content_box_y() + context.text_share * page.height if foot is None else foot
        excess = lowest - context.page_bottom
        if excess > 0 and not context.in_column:
            parts = split_note(weasyprint, context, note, excess)
            overflow = overflow or is_from_before
            if parts:
                context.cut_notes[note] = parts
                context.current_page_footnotes[-1] = parts[0]
                context._update_footnote_area()
                overflow = False
        context.line_foot = foot
        return overflow

    return layout_footnote


def _patch_removal(remove: RemoveNote) -> RemoveNote:
    """Patch how a note is taken from a page: one that was cut is whole again."""

    def remove_whole(context: LayoutContext, note: Box) -> None:
        head, _ = context.cut_notes.pop(note, (None, None))
        if head is not None:
            notes = context.current_page_footnotes
            notes[notes.index(head)] = note
        remove(context, note)

    return remove_whole


def _patch_linebox_layout(lay_out: LayOutLine) -> LayOutLine:
    """Patch `_linebox_layout`: notes stay on the page of their call, and are not lost.

    WeasyPrint 70 moves notes of earlier lines to the next page to keep a paragraph together. Here the paragraph moves
    instead, unless it is the first of its page. There, WeasyPrint loses the notes of the line that takes their place:
    it stops before it looks for them.
    """

    def linebox_layout(
        context: LayoutContext,
        box: Box,
        index: int,
        child: Box,
        new_children: list[Box],
        page_is_empty: bool,
        *args: object,
    ) -> LineLayout:
        notes, reported = list(context.current_page_footnotes), list(context.reported_footnotes)
        result = lay_out(context, box, index, child, new_children, page_is_empty, *args)
        abort, stop, resume_at, position_y, new_footnotes, max_lines = result
        if not page_is_empty and _call_back(context, notes, reported, new_footnotes):
            return True, False, resume_at, position_y, new_footnotes, max_lines
        if stop and not abort and new_children and context.footnotes:
            for descendant in new_children[-1].descendants():
                if descendant.footnote in context.footnotes:
                    context.layout_footnote(descendant.footnote)
                    context.report_footnote(descendant.footnote)
                    new_footnotes.append(descendant.footnote)
        return result

    return linebox_layout


def _call_back(context: LayoutContext, notes: list[Box], reported: list[Box], new: list[Box]) -> bool:
    """Put notes back that a paragraph moved to the next page, and return whether there were any."""
    moved = [note for note in context.reported_footnotes if note not in reported]
    if moved:
        added = [note for note in context.current_page_footnotes if note not in notes]
        context.current_page_footnotes[:] = notes + added
        context.reported_footnotes = [*reported, *(note for note in moved if note in new)]
        context._update_footnote_area()
    return bool(moved)
