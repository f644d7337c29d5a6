from collections.abc import Iterable
from typing import Any, TypeAlias

from pyphen import Pyphen

from .. import HTML
from ..css import StyleFor
from ..css.counters import CounterStyle
from ..formatting_structure.boxes import Box, FootnoteAreaBox, PageBox, ParentBox
from ..formatting_structure.build import CounterState
from . import absolute as absolute
from . import block as block
from . import inline as inline
from . import page as page
from . import percent as percent
from .background import layout_backgrounds as layout_backgrounds
from .page import make_margin_boxes as make_margin_boxes

SkipStack: TypeAlias = dict[int, "SkipStack | None"]
"""Where to go on: the child of a box, and where within it; in a text, the byte."""

PageEntry: TypeAlias = tuple[SkipStack | None, dict[str, object], bool, CounterState, dict[str, object]]
"""How a page begins: where to go on, how, whether at the right, the state of counters, and what is asked of it."""

class _TargetCollector:
    counter_lookup_items: dict[tuple[Box, str], object]

class _Own:
    """What Octavo notes on the context."""

    cut_notes: dict[Box, tuple[Box, Box]]
    line_foot: float | None
    text_share: float

class LayoutContext(_Own):
    style_for: StyleFor
    get_image_from_uri: object
    counter_style: CounterStyle
    target_collector: _TargetCollector
    page_maker: list[PageEntry]
    rendered_notes: list[Box]
    current_page: int | None
    tables: dict[object, object]
    _excluded_shapes_root_boxes: list[Box | None]
    page_bottom: float
    in_column: bool
    forced_break: bool
    footnotes: list[Box]
    current_page_footnotes: list[Box]
    reported_footnotes: list[Box]
    current_footnote_area: FootnoteAreaBox
    broken_out_of_flow: dict[Box, tuple[Any, ...]]
    excluded_shapes: list[Box]
    _excluded_shapes: dict[Box, list[Box]]
    running_elements: dict[str, dict[int, list[Box]]]
    dictionaries: dict[tuple[str, int, int, int], Pyphen]
    def layout_footnote(self, footnote: Box) -> bool: ...
    def unlayout_footnote(self, footnote: Box) -> None: ...
    def report_footnote(self, footnote: Box) -> None: ...
    def _update_footnote_area(self) -> bool: ...

def layout_document(
    html: HTML, root_box: ParentBox, context: LayoutContext, max_loops: int = 8
) -> Iterable[PageBox]: ...
