from typing import Any

from ..formatting_structure.boxes import Box, BoxT, LineBox, TextBox
from ..text.line_break import create_layout as create_layout
from ..text.line_break import split_first_line as split_first_line
from . import LayoutContext, SkipStack
from .percent import resolve_percentages as resolve_percentages

InlineSplit = tuple[Any, ...]

def split_inline_box(
    context: LayoutContext,
    box: Box,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: SkipStack | None,
    containing_block: Box,
    *rest: Any,
) -> InlineSplit: ...
def get_next_linebox(
    context: LayoutContext, linebox: LineBox, *rest: Any
) -> tuple[LineBox | None, SkipStack | None]: ...
def remove_last_whitespace(context: LayoutContext, line: Box) -> None: ...
def split_text_box(
    context: LayoutContext, box: TextBox, available_width: float | None, skip: int, is_line_start: bool = True
) -> tuple[TextBox | None, int | None, bool]: ...
def text_align(context: LayoutContext, line: LineBox, available_width: float, last: bool) -> float: ...
def justify_line(context: LayoutContext, line: LineBox, extra_width: float) -> None: ...
def count_expandable_spaces(box: Box) -> int: ...
def add_word_spacing(context: LayoutContext, box: Box, justification_spacing: float, x_advance: float) -> float: ...
def atomic_box(
    context: LayoutContext,
    box: BoxT,
    position_x: float,
    skip_stack: SkipStack | None,
    containing_block: Box,
    absolute_boxes: list[Box],
    fixed_boxes: list[Box],
) -> BoxT: ...
