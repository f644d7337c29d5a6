"""Plan a part's structure tree from its laid-out pages: one node per HTML element, over all its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias
from unicodedata import east_asian_width

from ...findings.finding import Finding
from . import structure_types
from .tag_nodes import HyphenatedText, TaggedContent, TagNode

if TYPE_CHECKING:
    from weasyprint_types import Box, Boxes, Element, Page, TextBox


_NodeKey: TypeAlias = "Element | tuple[Element, str | None, str] | tuple[Element, str | None]"
"""An element, or a part of it: a pseudo-element or a link."""


class TagPlan:
    """The place of each painted box in the structure tree; a box without a place is an artifact."""

    def __init__(self, pages: Sequence[Page], boxes: Boxes, is_running_heads: bool = False) -> None:
        self.root = TagNode("Document")
        self.leaves: dict[Box, TaggedContent] = {}
        self.pagination: dict[Box, str] = {}
        self.linked: set[Box] = set()
        self.findings: list[Finding] = []
        self._boxes = boxes
        self._inner: dict[_NodeKey, TagNode] = {}
        self._outer: dict[_NodeKey, TagNode] = {}
        self._once: set[Element | None] = set()
        self._boxed: dict[TagNode, int] = {}
        self._last: TaggedContent | None = None
        for number, page in enumerate(pages):
            self._page, self._height = number, page.height
            if is_running_heads:
                self.pagination.update(dict.fromkeys(page._page_box.descendants(), "Header"))
                continue
            for child in page._page_box.children:
                self._plan_page_child(child)
        self.findings += structure_types.check_tags(self.root)

    def _plan_page_child(self, box: Box) -> None:
        if not isinstance(box, self._boxes.MarginBox):
            self._plan_box(box, self.root)
            return
        subtype = {"@top": "Header", "@bot": "Footer"}.get(box.at_keyword[:4], "")
        for leaf in box.descendants():
            self.pagination[leaf] = subtype

    def _plan_box(self, box: Box, node: TagNode) -> None:
        # A box out of the flow is wrapped in a placeholder that keeps its position.
        box = getattr(box, "_box", box)
        if self._is_decoration(box):
            if box.is_leader and self._last is not None and not self._last.text[-1].isspace():
                self._last.ending = "space"
            return
        if isinstance(box, self._boxes.TextBox):
            self._add_text(box, node)
            return
        node = self._enter_box(box, node)
        if isinstance(box, self._boxes.LineBox):
            self._last = None
        if isinstance(box, self._boxes.ReplacedBox):
            self._add_figure(box, node)
        for child in box.children:
            self._plan_box(child, node)
        self._add_link(box, node)
        if isinstance(box, self._boxes.LineBox) and getattr(box, "resume_at", None) is not None:
            self._finish_line()

    def _add_link(self, box: Box, node: TagNode) -> None:
        # A picture in a link has its own area: that of the link is only one line high.
        if isinstance(box, self._boxes.ReplacedBox) and node.parent is not None and node.role == "Figure":
            node = node.parent
        elif not box.link:
            return
        if node.role == "Link":
            node.kids.append(TaggedContent(box, self._page, link=True))
            self.linked.add(box)

    def _is_decoration(self, box: Box) -> bool:
        """Return whether a box is only decoration: leaders, and repeated heads, captions of tables and fixed boxes."""
        if box.is_leader or (box.element is not None and structure_types.is_hidden_element(box.element)):
            return True
        group = isinstance(box, self._boxes.TableRowGroupBox) and (box.is_header or box.is_footer)
        group = group or isinstance(box, self._boxes.TableCaptionBox)
        fixed = box.style["position"] == "fixed" and not isinstance(box, self._boxes.TextBox)
        if not (group or fixed) or box.element is None:
            return False
        again = box.element in self._once
        self._once.add(box.element)
        return again

    def _enter_box(self, box: Box, node: TagNode) -> TagNode:
        """Find or create the node for the children of a box."""
        element, pseudo = box.element, structure_types.pseudo_element(box.element_tag)
        if element is None:
            return node
        if pseudo in ("footnote-call", "note-call"):
            node = self._reference_node(element, node)
        elif pseudo in ("footnote-marker", "note-marker", "marker"):
            node = self._marker_label(element, box, node)
        elif not pseudo:
            node = self._element_node(box, node)
        if box.link and node.role != "Link" and not isinstance(box, self._boxes.LineBox):
            node = self._child_node(node, "Link", (element, box.element_tag, "link"))
        return node

    def _element_node(self, box: Box, node: TagNode) -> TagNode:
        element = box.element
        if node.role == "Formula":
            # All of its pieces are one formula.
            return node
        if element is None:
            return node
        if element in self._inner:
            return self._inner[element]
        role = structure_types.structure_type(element, node)
        if not role:
            self._close_paragraph(box, node)
            return node
        inline = isinstance(box, self._boxes.InlineLevelBox)
        if inline and role in structure_types.INLINE_TYPES and not (role == "Reference" and node.role == "TOCI"):
            node = self._find_paragraph(node)
        outer = inner = self._add_node(node, role, element)
        if inner_role := structure_types.inner_type(role, element):
            inner = self._add_node(outer, inner_role, element)
        structure_types.set_attributes(outer, element, box)
        self._outer[element], self._inner[element] = outer, inner
        return inner

    def _close_paragraph(self, box: Box, node: TagNode) -> None:
        """End the paragraph of loose text where another block (a rule) comes between."""
        if box.element is node.element or isinstance(box, self._boxes.InlineLevelBox) or box.element in self._once:
            return
        self._once.add(box.element)
        if node.kids and isinstance(node.kids[-1], TagNode):
            node.kids[-1].wraps = False

    def _add_node(self, parent: TagNode, role: str, element: Element) -> TagNode:
        if role in ("Lbl", "LBody") and parent.role == "L":
            parent = self._find_definition_item(parent, role, element)
        node = TagNode(role, parent, element)
        parent.kids.append(node)
        return node

    def _find_definition_item(self, parent: TagNode, role: str, element: Element) -> TagNode:
        """Find the list item of a definition, which is that of its term."""
        last = parent.kids[-1] if parent.kids else None
        if role == "LBody" and isinstance(last, TagNode) and last.role == "LI":
            return last
        item = TagNode("LI", parent, element)
        parent.kids.append(item)
        return item

    def _child_node(
        self, parent: TagNode, role: str, key: tuple[Element, str | None, str] | tuple[Element, str | None]
    ) -> TagNode:
        if key not in self._inner:
            if role in structure_types.INLINE_TYPES:
                parent = self._find_paragraph(parent)
            self._inner[key] = self._add_node(parent, role, key[0])
        return self._inner[key]

    def _reference_node(self, element: Element, node: TagNode) -> TagNode:
        """Place a note right after its reference, though it is printed elsewhere."""
        reference = self._child_node(node, "Reference", (element, "call"))
        if element not in self._inner and reference.parent is not None:
            self._inner[element] = self._add_node(reference.parent, "Note", element)
            structure_types.set_attributes(self._inner[element], element, None)
        return reference

    def _marker_label(self, element: Element, box: Box, node: TagNode) -> TagNode:
        owner = self._outer.get(element) or self._inner.get(element, node)
        key = (element, box.element_tag)
        if key not in self._inner:
            label = self._inner[key] = TagNode("Lbl", owner, element)
            owner.kids.insert(0, label)
        return self._inner[key]

    def _find_paragraph(self, node: TagNode) -> TagNode:
        """Return the paragraph for text that stands directly in a grouping element, shared with text before it."""
        if node.role not in structure_types.GROUPING_TYPES:
            return node
        last = node.kids[-1] if node.kids else None
        if isinstance(last, TagNode) and last.wraps:
            return last
        paragraph = TagNode("P", node, node.element, wraps=True)
        node.kids.append(paragraph)
        return paragraph

    def _add_text(self, box: TextBox, node: TagNode) -> None:
        if not box.text or (not box.text.strip() and node.role in structure_types.GROUPING_TYPES):
            return
        content = self.leaves[box] = TaggedContent(box, self._page)
        self._find_paragraph(node).kids.append(content)
        self._last = content

    def _add_figure(self, box: Box, node: TagNode) -> None:
        # A picture from a style sheet is decoration: its box belongs to a pseudo-element or to text.
        if node.role != "Formula" and (node.role != "Figure" or node.element is not box.element):
            return
        self.leaves[box] = TaggedContent(box, self._page)
        node.kids.append(self.leaves[box])
        left, top = box.content_box_x(), self._height - box.content_box_y()
        left, bottom, right, over = (
            round(length * 0.75, 3) for length in (left, top - box.height, left + box.width, top)
        )
        own = left, bottom, right, over
        # A formula in pieces may continue on another page; its box is that of the first piece.
        if node.bbox is None or self._boxed[node] == self._page:
            node.bbox, self._boxed[node] = _union_box(node.bbox or own, own), self._page
        self._last = None

    def _finish_line(self) -> None:
        """Record what the last text of a broken line lost: a space, or an added hyphen."""
        content, self._last = self._last, None
        if content is None:
            return
        text = content.text
        if isinstance(text, HyphenatedText):
            content.ending = "hyphen"
        elif not text[-1].isspace() and text[-1] not in "-/\u200b" and east_asian_width(text[-1]) not in "WF":
            content.ending = "space"


_Box = tuple[float, float, float, float]


def _union_box(box: _Box, other: _Box) -> _Box:
    """Return the box around two boxes (left, bottom, right, top)."""
    return min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])
