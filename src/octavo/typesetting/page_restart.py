"""Lay out pages again from the last page before an edit, until they are as they were.

While a part is laid out, a record is kept of the state in which each page begins, of the page on which each block was
first tried, and of the counters around each block of text. A block whose text was edited is made anew and takes the
place of the old one. Layout starts again at the page on which the old one was first tried, or before, where no note,
float or table is carried over. It ends where a page begins as it began before, past the edit: what follows stays.
Whatever is not sure to be equal is refused, and the whole part is set.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from .html_edits import TEXT_TAGS, TextEdit
from .weasyprint_adapter import patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import (
        HTML,
        BlockLayout,
        Box,
        CounterState,
        Document,
        Element,
        ElementToBox,
        ElementWrapper,
        LayOutBlock,
        LayoutContext,
        LayOutDocument,
        PageBox,
        PageEntry,
        ParentBox,
        RemadePage,
        RemakePage,
        SkipStack,
        StyleFor,
        WeasyPrint,
    )

    from .figure_floats import Move


class UnsureError(Exception):
    """A layout cannot be started again so that it is sure to be equal to a new one."""


class _PageStart(NamedTuple):
    """The state in which a page begins."""

    resume_at: SkipStack | None
    next_page: dict[str, object]
    is_right: bool
    page_state: CounterState
    footnotes: tuple[Box, ...]
    rendered_notes: tuple[Box, ...]
    forced_break: bool
    is_free: bool
    """Whether no note and no float is carried over."""
    moves: int
    """How many figures were moved before."""

    def is_same(self, other: _PageStart) -> bool:
        """Return whether a page that begins so is laid out as one that begins like the other."""
        is_like = self.is_free and other.is_free and self[:4] == other[:4] and self.moves == other.moves
        notes = zip(self.footnotes, other.footnotes, strict=False)
        return is_like and len(self.footnotes) == len(other.footnotes) and all(one is two for one, two in notes)


class _Surroundings(NamedTuple):
    """Counters and quotes before and after an element, and the numbers of the first and the last of its notes."""

    before: CounterState
    after: CounterState
    first_note: int
    last_note: int


class LayoutRecord:
    """What is known of how a part was laid out."""

    context: LayoutContext
    root_box: ParentBox
    html: HTML
    document: Document
    """What was laid out last; the first three are known once its layout begins, the document once it has ended."""

    def __init__(self, weasyprint: WeasyPrint) -> None:
        self.weasyprint = weasyprint
        self.starts: list[_PageStart] = []
        self.tried: dict[Box, int] = {}
        """The number (from 0) of the page on which a block was first tried."""
        self.surroundings: dict[Element, _Surroundings] = {}
        self.notes: list[Box] = []
        """The boxes of all notes, in order."""
        self.page_maker: list[PageEntry] = []
        self.remade = 0, 0, 0
        """Of the last layout: the first page laid out (from 0), the first that stayed, and the number of pages."""
        self.is_usable = True

    @property
    def moves(self) -> list[Move]:
        """The figures that were moved, by `figure_floats`."""
        moves: list[Move] = self.root_box.__dict__.setdefault("octavo_moves", [])
        return moves

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record all that is laid out while the block runs."""
        weasyprint = self.weasyprint
        layout, build = weasyprint.layout, weasyprint.formatting_structure.build
        with ExitStack() as stack:
            for module, name, patch in (
                (build, "element_to_box", self._patch_element_to_box),
                (weasyprint.document, "layout_document", self._patch_layout_document),
                (layout.page, "remake_page", self._patch_remake_page),
                (layout.block, "block_level_layout", self._patch_block_level_layout),
            ):
                stack.enter_context(patched_attributes(module, **{name: patch(getattr(module, name))}))
            yield

    def _patch_element_to_box(self, make: ElementToBox) -> ElementToBox:
        def element_to_box(
            element: Element, style_for: StyleFor, get_image: object, base_url: str | None, targets: object,
            counter_style: object, notes: list[Box], state: CounterState | None = None,
        ) -> list[Box]:  # fmt: skip
            if state is None or element.tag not in TEXT_TAGS:
                return make(element, style_for, get_image, base_url, targets, counter_style, notes, state)
            before, first = deepcopy(state), len(notes)
            made = make(element, style_for, get_image, base_url, targets, counter_style, notes, state)
            self.surroundings[element] = _Surroundings(before, deepcopy(state), first, len(notes))
            return made

        return element_to_box

    def _patch_layout_document(self, lay_out: LayOutDocument) -> LayOutDocument:
        def layout_document(html: HTML, root_box: ParentBox, context: LayoutContext, *args: object) -> list[PageBox]:
            self.html, self.root_box, self.context = html, root_box, context
            self.notes = list(context.footnotes)
            made = list(lay_out(html, root_box, context, *args))
            self.page_maker = context.page_maker
            has_lookups = bool(context.target_collector.counter_lookup_items)
            self.is_usable &= not has_lookups and not any(context.running_elements.values())
            self.is_usable &= not any(page.fixed_boxes for page in made)
            return made

        return layout_document

    def _patch_remake_page(self, remake: RemakePage) -> RemakePage:
        def remake_page(index: int, context: LayoutContext, root_box: ParentBox, html: HTML) -> RemadePage:
            # A page that is made a second time may depend on later pages.
            self.is_usable &= index == len(self.starts)
            self.starts.append(self._note_start(context, context.page_maker[index]))
            return remake(index, context, root_box, html)

        return remake_page

    def _note_start(self, context: LayoutContext, entry: PageEntry) -> _PageStart:
        resume_at, next_page, is_right, page_state, _ = entry
        is_free = not (context.reported_footnotes or context.broken_out_of_flow)
        return _PageStart(
            resume_at,
            dict(next_page),
            is_right,
            deepcopy(page_state),
            tuple(context.footnotes),
            tuple(context.rendered_notes),
            context.forced_break,
            is_free,
            len(self.moves),
        )

    def _patch_block_level_layout(self, lay_out: LayOutBlock) -> LayOutBlock:
        def block_level_layout(context: LayoutContext, box: Box, *args: object, **keywords: object) -> BlockLayout:
            if context.current_page:
                self.tried.setdefault(box, context.current_page - 1)
            return lay_out(context, box, *args, **keywords)

        return block_level_layout

    def lay_out_edit(self, edit: TextEdit) -> None:
        """Put an edited block into the layout, and lay out the pages that may differ.

        Raises UnsureError if it is not sure which these are; the record is then of no use any more.
        """
        old = self._find_element(edit)
        around = self.surroundings.get(old)
        if around is None:
            raise UnsureError("the block was not laid out")
        way = _find_box(self.root_box, old)
        parent, index = way[-1]
        box = parent.children[index]
        new = self._parse(edit.after)
        new.tail = old.tail
        if _list_ids(new) != _list_ids(old):
            raise UnsureError("other places may be linked to")
        made, notes = self._make_box(old, new, around)
        if type(made) is not type(box) or type(made) is not self.weasyprint.formatting_structure.boxes.BlockBox:
            raise UnsureError("the block has become another kind of box")
        parent.children = _with_item(parent.children, index, made)
        replaced = dict(zip(self.notes[around.first_note : around.last_note], notes, strict=True))
        self.notes[around.first_note : around.last_note] = notes
        for move in self.moves:
            move.replace_box(box, made)
        self.starts = [
            start._replace(footnotes=tuple(replaced.get(note, note) for note in start.footnotes))
            for start in self.starts
        ]
        self._lay_out_from(self._first_page(way, box), new)

    def _find_element(self, edit: TextEdit) -> Element:
        """Return the element that was edited, which must be what was written before."""
        for number, element in enumerate(self.html.etree_element.iter(edit.tag)):
            if number == edit.number and _is_alike(element, self._parse(edit.before)):
                return element
        raise UnsureError("the block is not found")

    def _parse(self, text: str) -> Element:
        html = self.weasyprint.HTML(string=f"<!DOCTYPE html><html><body>{text}", url_fetcher=self.html.url_fetcher)
        inner = html.etree_element.findall("body/*")
        if len(inner) != 1:
            raise UnsureError("the block is not one element")
        return inner[0]

    def _make_box(self, old: Element, new: Element, around: _Surroundings) -> tuple[Box, list[Box]]:
        """Make the box of an element that takes the place of another in the tree, with the boxes of its notes."""
        build, context = self.weasyprint.formatting_structure.build, self.context
        chain = _find_chain(self.html.etree_element, old)
        parent = chain[-1]
        parent[list(parent).index(old)] = new
        style_for = self._style(chain, new)
        state = deepcopy(around.before)
        notes: list[Box] = []
        made = build.element_to_box(
            new, style_for, context.get_image_from_uri, self.html.base_url, context.target_collector,
            context.counter_style, notes, state,
        )  # fmt: skip
        if len(made) != 1 or state != around.after or len(notes) != around.last_note - around.first_note:
            raise UnsureError("what follows is counted in another way")
        if context.target_collector.counter_lookup_items:
            raise UnsureError("a text depends on pages")
        made[0].process_whitespace()
        made[0].process_text_transform()
        box = build.create_anonymous_boxes(made[0])
        self.surroundings[new] = around
        del self.surroundings[old]
        return box, notes

    def _style(self, chain: list[Element], new: Element) -> StyleFor:
        """Compute the styles of an element and of all in it, and add them to those of the part."""
        css, kept = self.weasyprint.css, self.context.style_for
        branch = _Branch(self.html, chain, new)
        usual = css.find_style_attributes

        def find_style_attributes(_tree: object, *args: object) -> object:
            return usual(branch, *args)

        with patched_attributes(css, find_style_attributes=find_style_attributes):
            # Their anchors are known already.
            made = css.StyleFor(branch, kept._sheets, False, kept.font_config, None)
        inner = set(new.iter())
        for (element, pseudo), style in made._computed_styles.items():
            if element in inner:
                kept._computed_styles[element, pseudo] = style
                style.initial_page_sizes = kept.initial_page_sizes
        return kept

    def _first_page(self, way: list[tuple[Box, int]], box: Box) -> int:
        """Return the page on which the outermost block was first tried that is laid out as a whole."""
        whole: Box = self.root_box
        for child in (*(parent.children[index] for parent, index in way[:-1]), box):
            if not self._is_plain(whole) or child not in self.tried:
                break
            whole = child
        if whole not in self.tried:
            raise UnsureError("the block was not tried on any page")
        return self.tried[whole]

    def _is_plain(self, box: Box) -> bool:
        """Return whether a box is laid out block after block, from the top down."""
        plain = self.weasyprint.formatting_structure.boxes.BlockBox
        style = box.style
        has_columns = style["column_width"] != "auto" or style["column_count"] != "auto"
        return type(box) is plain and box.is_in_normal_flow() and not has_columns and not box.is_table_wrapper

    def _may_start(self, page: int) -> bool:
        """Return whether nothing is carried over to a page but plain blocks and their lines."""
        start = self.starts[page]
        box: Box = self.root_box
        resume_at = start.resume_at
        if not start.is_free:
            return False
        while resume_at:
            if len(resume_at) != 1 or not self._is_plain(box):
                return False
            ((index, resume_at),) = resume_at.items()
            box = box.children[index]
            if isinstance(box, self.weasyprint.formatting_structure.boxes.LineBox):
                return True
        return True

    def _lay_out_from(self, page: int, edited: Element) -> None:
        """Lay out the pages from one on until one begins, past an edited element, as it began before.

        The document's pages are replaced.
        """
        weasyprint, context, document = self.weasyprint, self.context, self.document
        old_starts, old_tried, old_moves = list(self.starts), dict(self.tried), list(self.moves)
        page = self._go_back(page)
        made, index, end = [], page, 0
        while True:
            laid, resume_at = weasyprint.layout.page.remake_page(index, context, self.root_box, self.html)
            made.append(laid)
            index += 1
            if resume_at is None and not context.reported_footnotes:
                break
            start = self._note_start(context, context.page_maker[index])
            if (
                index < len(old_starts)
                and start.is_same(old_starts[index])
                and _are_same_moves(self.moves, old_moves[: start.moves])
                and _is_past(start.resume_at, _find_box(self.root_box, edited))
            ):
                end = index
                break
        if context.target_collector.counter_lookup_items or any(context.running_elements.values()):
            raise UnsureError("a text depends on pages")
        self._finish(made, document.pages[page - 1]._page_box if page else None)
        pages = [*document.pages[:page], *map(weasyprint.document.Page, made)]
        if end:
            self._go_on(end, old_starts, old_tried, old_moves)
            pages += document.pages[end:]
        self.page_maker = context.page_maker
        self.document = type(document)(
            pages, document.metadata, document.url_fetcher, document.font_config, document.color_profiles,
            document.output_intent,
        )  # fmt: skip
        self.document._html = self.html
        self.remade = page, page + len(made), len(pages)

    def _go_back(self, page: int) -> int:
        """Put the state back in which a page begins, or the nearest before it that may be the first; return which."""
        while True:
            start, context = self.starts[page], self.context
            for move in reversed(self.moves[start.moves :]):
                move.undo()
            del self.moves[start.moves :]
            if not page or self._may_start(page):
                break
            page -= 1
        del self.starts[page:]
        self.tried = {box: first for box, first in self.tried.items() if first < page}
        context.footnotes = list(start.footnotes)
        context.reported_footnotes, context.current_page_footnotes = [], []
        context.rendered_notes = list(start.rendered_notes)
        context.broken_out_of_flow, context.forced_break = {}, start.forced_break
        context._excluded_shapes.clear()
        context._excluded_shapes_root_boxes.clear()
        context.tables.clear()
        changes = {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}
        entry = start.resume_at, dict(start.next_page), start.is_right, deepcopy(start.page_state), changes
        context.page_maker = [*self.page_maker[:page], entry]
        return page

    def _go_on(self, end: int, starts: list[_PageStart], tried: dict[Box, int], moves: list[Move]) -> None:
        """Take over what was known of the pages from one on, which stay as they are."""
        for move in moves[starts[end].moves :]:
            move.redo()
            self.moves.append(move)
        self.starts += starts[end:]
        for box, first in tried.items():
            if first >= end:
                self.tried.setdefault(box, first)
        context = self.context
        context.page_maker = [*context.page_maker[:end], *self.page_maker[end:]]
        context.footnotes = []

    def _finish(self, pages: list[PageBox], before: PageBox | None) -> None:
        """Do what is done with all pages at the end of a layout. They have no margin boxes."""
        labelled: set[tuple[Element | None, str | None]] = {
            (child.element, child.element_tag)
            for child in (before.descendants() if before else ())
            if child.element is not None and child.style["bookmark_level"] != "none"
        }
        for page in pages:
            if page.fixed_boxes:
                raise UnsureError("a box stands on all pages")
            for child in page.descendants():
                if child.bookmark_label:
                    name = child.element, child.element_tag
                    if name in labelled:
                        child.bookmark_label = ""
                    labelled.add(name)
            root, *areas = page.children
            root.children = list(root.children)
            page.children = (root, *(area for area in areas if area.children))
            self.weasyprint.layout.layout_backgrounds(page, self.context.get_image_from_uri)


def _is_past(resume_at: SkipStack | None, way: list[tuple[Box, int]]) -> bool:
    """Return whether a page begins after the box to which a way leads."""
    for _, index in way:
        if not resume_at or len(resume_at) != 1:
            return False
        ((at, resume_at),) = resume_at.items()
        if at != index:
            return bool(at > index)
    return False


def _are_same_moves(moves: list[Move], others: list[Move]) -> bool:
    return len(moves) == len(others) and all(one.is_same(other) for one, other in zip(moves, others, strict=True))


def _is_alike(element: Element, other: Element) -> bool:
    """Return whether two elements have the same content."""
    is_same = element.tag == other.tag and element.attrib == other.attrib and element.text == other.text
    return (
        is_same
        and len(element) == len(other)
        and all(one.tail == two.tail and _is_alike(one, two) for one, two in zip(element, other, strict=True))
    )


def _list_ids(element: Element) -> list[str | None]:
    return [inner.get("id") for inner in element.iter() if inner.get("id")]


def _find_chain(root: Element, element: Element) -> list[Element]:
    """Return the ancestors of an element, from the root on."""
    above = {child: parent for parent in root.iter() for child in parent}
    chain = []
    while element in above:
        element = above[element]
        chain.append(element)
    return chain[::-1]


def _find_box(box: Box, element: Element) -> list[tuple[Box, int]]:
    """Return the way to the box of an element: its ancestors, each with the index of the next on the way."""
    ways = list(_search_box(box, element, []))
    if len(ways) != 1:
        raise UnsureError("the block has not one box")
    return ways[0]


def _search_box(box: Box, element: Element, way: list[tuple[Box, int]]) -> Iterator[list[tuple[Box, int]]]:
    for index, child in enumerate(getattr(box, "children", ())):
        if child.element is element and child.element_tag == element.tag:
            yield [*way, (box, index)]
        elif child.element is None or child.element is not element:
            yield from _search_box(child, element, [*way, (box, index)])


def _with_item(items: list[Box] | tuple[Box, ...], index: int, item: Box) -> list[Box] | tuple[Box, ...]:
    """Return a list or tuple with another item at a place."""
    changed = list(items)
    changed[index] = item
    return type(items)(changed)


class _Branch:
    """A document of which only the way to one element, and what it holds, is seen."""

    def __init__(self, html: HTML, chain: list[Element], element: Element) -> None:
        self.etree_element, self.base_url = html.etree_element, html.base_url
        self.wrapper_element = self
        self._chain, self._element = chain, element
        self._html = html

    def iter(self) -> Iterator[Element]:
        """Yield the elements."""
        yield from self._chain
        yield from self._element.iter()

    def iter_subtree(self) -> Iterator[ElementWrapper]:
        """Yield the elements, wrapped for the matching of selectors."""
        wrapper = type(self._html.wrapper_element).from_html_root(self.etree_element, content_language=None)
        yield wrapper
        for element in (*self._chain[1:], self._element):
            wrapper = next(child for child in wrapper.iter_children() if child.etree_element is element)
            if element is not self._element:
                yield wrapper
        yield from wrapper.iter_subtree()
