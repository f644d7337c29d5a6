"""Print a caption such as "Table 1 (continued)" over each further part of a table that runs over pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint_types import BlockLayout, Box, Boxes, LayOutBlock, LayoutContext, SkipStack, TableBox

_ATTRIBUTE = "data-continued"
"""Attribute of a caption: the label over further parts of its table."""
_LABEL_CLASS = "label"
"""Class of the label in a caption."""


def patch_wrapper_layout(lay_out: LayOutBlock, boxes: Boxes) -> LayOutBlock:
    """Patch `block_container_layout`: a table with a caption begins with a continued caption where it goes on."""

    def block_container_layout(
        context: LayoutContext, box: Box, bottom_space: float, skip_stack: SkipStack | None, *args: object, **kw: object
    ) -> BlockLayout:
        captioned = _find_table(box, skip_stack, boxes) if skip_stack is not None and box.is_table_wrapper else None
        if skip_stack is None or not captioned:
            return lay_out(context, box, bottom_space, skip_stack, *args, **kw)
        index, table, caption = captioned
        children = box.children
        box.children = [*children[: index - 1], caption, *children[index:]]
        table.continued_at = skip_stack[index]
        try:
            result = lay_out(context, box, bottom_space, {index - 1: None}, *args, **kw)
        finally:
            box.children = children
            del table.continued_at
        made = result[0]
        if made is not None and not any(isinstance(child, boxes.TableBox) for child in made.children):
            # With a caption, not even a part of a row fits on the page.
            return lay_out(context, box, bottom_space, skip_stack, *args, **kw)
        return result

    return block_container_layout


def patch_table_layout(lay_out: LayOutBlock) -> LayOutBlock:
    """Patch `table_layout`: a table after a continued caption goes on where it was broken."""

    def table_layout(
        context: LayoutContext, table: TableBox, bottom_space: float, skip_stack: SkipStack | None, *args: object
    ) -> BlockLayout:
        if skip_stack is None:
            skip_stack = getattr(table, "continued_at", None)
        return lay_out(context, table, bottom_space, skip_stack, *args)

    return table_layout


def _find_table(box: Box, skip_stack: SkipStack, boxes: Boxes) -> tuple[int, TableBox, Box] | None:
    """Return the index of the table in its wrapper, the table, and its continued caption.

    None if the table does not go on, has no caption above it, or its style hides the label.
    """
    (index,) = skip_stack
    table = box.children[index]
    if index < 1 or not isinstance(table, boxes.TableBox) or skip_stack[index] is None:
        return None
    above = box.children[index - 1]
    words = above.element.get(_ATTRIBUTE) if above.element is not None else None
    caption = _keep_label(above, words, boxes) if words else None
    return None if caption is None else (index, table, caption)


def _keep_label(box: Box, words: str, boxes: Boxes) -> Box | None:
    """Copy a caption with its label as its only text, which becomes `words`; None if it shows no label.

    A style may make the label a block, or float it: whatever boxes hold it are kept.
    """
    if isinstance(box, boxes.TextBox):
        is_label = box.element is not None and _LABEL_CLASS in (box.element.get("class") or "").split()
        return box.copy_with_text(words) if is_label else None
    if not isinstance(box, boxes.ParentBox):
        return None
    for child in box.children:
        if (kept := _keep_label(child, words, boxes)) is not None:
            return box.copy_with_children([kept])
    return None
