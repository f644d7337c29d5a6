from collections.abc import Iterator
from typing import Any

from ..formatting_structure.boxes import Box, LineBox, ParentBox, TableBox
from . import LayoutContext, SkipStack

BlockLayout = tuple[ParentBox | None, SkipStack | None, dict[str, str], list[float], bool, int | None]
LineLayout = tuple[bool, bool, SkipStack | None, float, list[Box], int | None]

def block_level_layout(
    context: LayoutContext,
    box: ParentBox,
    bottom_space: float,
    skip_stack: SkipStack | None,
    containing_block: Box,
    page_is_empty: bool = True,
) -> BlockLayout: ...
def block_container_layout(
    context: LayoutContext, box: Box, bottom_space: float, skip_stack: SkipStack | None, *rest: Any, **named: Any
) -> BlockLayout: ...
def table_layout(
    context: LayoutContext, table: TableBox, bottom_space: float, skip_stack: SkipStack | None, *rest: Any
) -> BlockLayout: ...
def iter_line_boxes(context: LayoutContext, *rest: Any) -> Iterator[tuple[LineBox, SkipStack | None]]: ...
def _linebox_layout(
    context: LayoutContext, box: Box, index: int, child: Box, new_children: list[Box], page_is_empty: bool, *rest: Any
) -> LineLayout: ...
def block_level_page_break(sibling_before: Box | None, sibling_after: Box | None) -> str: ...
def avoid_page_break(page_break: str, context: LayoutContext) -> bool: ...
