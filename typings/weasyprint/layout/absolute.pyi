from ..formatting_structure.boxes import Box
from . import LayoutContext, SkipStack

def absolute_box_layout(
    context: LayoutContext,
    box: Box,
    containing_block: Box,
    fixed_boxes: list[Box],
    bottom_space: float,
    skip_stack: SkipStack | None,
) -> tuple[Box, SkipStack | None]: ...
