"""Boxes, after layout: before, a length may be "auto"."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

from pydyf import Dictionary

from ..css import ComputedStyle
from ..images import _Image
from ..layout import SkipStack
from ..layout.page import PageType
from ..matrix import Matrix
from ..text.line_break import Layout

BoxT = TypeVar("BoxT", bound=Box)

class _Own:
    """What Octavo notes on boxes."""

    has_changed_section: bool
    octavo_plans: Any
    continued_at: SkipStack | None

class Box(_Own):
    element_tag: str | None
    element: Element | None
    style: ComputedStyle
    children: list[Box] | tuple[Box, ...]
    position_x: float
    position_y: float
    width: float
    height: float
    margin_left: float
    margin_right: float
    transformation_matrix: Matrix | None
    footnote: Box | None
    link: object
    link_annotation: Dictionary | None
    is_leader: bool
    is_table_wrapper: bool
    resume_at: SkipStack | None
    def descendants(self, placeholders: bool = False) -> Iterator[Box]: ...
    def copy(self: BoxT) -> BoxT: ...
    def deepcopy(self: BoxT) -> BoxT: ...
    def translate(self, dx: float = 0, dy: float = 0, ignore_floats: bool = False) -> None: ...
    def border_width(self) -> float: ...
    def border_height(self) -> float: ...
    def margin_width(self) -> float: ...
    def margin_height(self) -> float: ...
    def content_box_x(self) -> float: ...
    def content_box_y(self) -> float: ...
    def border_box_x(self) -> float: ...
    def border_box_y(self) -> float: ...
    def is_footnote(self) -> bool: ...
    def is_in_normal_flow(self) -> bool: ...

class ParentBox(Box):
    def copy_with_children(self: BoxT, new_children: Iterable[Box]) -> BoxT: ...

class BlockLevelBox(Box): ...
class BlockContainerBox(ParentBox): ...
class BlockBox(BlockContainerBox, BlockLevelBox): ...

class LineBox(ParentBox):
    text_indent: float

class InlineLevelBox(Box): ...
class InlineBox(InlineLevelBox, ParentBox): ...

class TextBox(InlineLevelBox):
    text: str
    justification_spacing: float
    pango_layout: Layout
    def copy_with_text(self, text: str) -> TextBox: ...

class AtomicInlineLevelBox(InlineLevelBox): ...

class ReplacedBox(Box):
    replacement: _Image

class InlineReplacedBox(ReplacedBox, AtomicInlineLevelBox): ...
class TableBox(BlockLevelBox, ParentBox): ...

class TableRowGroupBox(ParentBox):
    is_header: bool
    is_footer: bool

class TableRowBox(ParentBox): ...
class TableColumnGroupBox(ParentBox): ...
class TableColumnBox(ParentBox): ...
class TableCellBox(BlockContainerBox): ...
class TableCaptionBox(BlockBox): ...

class PageBox(ParentBox):
    page_type: PageType

class MarginBox(BlockContainerBox):
    at_keyword: str

class FootnoteAreaBox(BlockBox):
    page: PageBox

class FlexContainerBox(ParentBox): ...
class GridContainerBox(ParentBox): ...
