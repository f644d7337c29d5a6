from typing import Any, TypeAlias

from pyphen import Pyphen

from ..formatting_structure.boxes import Box, FootnoteAreaBox
from . import absolute as absolute
from . import block as block
from . import inline as inline
from . import page as page
from . import percent as percent
from .page import make_margin_boxes as make_margin_boxes

SkipStack: TypeAlias = dict[int, "SkipStack | None"]
"""Where to go on: the child of a box, and where within it; in a text, the byte."""

class _Own:
    """What Octavo notes on the context."""

    cut_notes: dict[Box, tuple[Box, Box]]
    line_foot: float | None
    text_share: float

class LayoutContext(_Own):
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
