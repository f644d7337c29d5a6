"""Print a caption such as "Table 1 (continued)" over each further part of a table that runs over pages."""

from __future__ import annotations

from typing import Any

_ATTRIBUTE = "data-continued"
"""Attribute of a caption: the label over further parts of its table."""


def patch_wrapper_layout(lay_out: Any, boxes: Any) -> Any:
    """Patch `block_container_layout`: a table with a caption begins with a continued caption where it goes on."""

    def block_container_layout(
        context: Any, box: Any, bottom_space: Any, skip_stack: Any, *args: Any, **kw: Any
    ) -> Any:
        captioned = skip_stack is not None and box.is_table_wrapper and _find_table(box, skip_stack, boxes)
        if not captioned:
            return lay_out(context, box, bottom_space, skip_stack, *args, **kw)
        index, table = captioned
        caption = _continue_caption(box.children[index - 1], boxes)
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


def patch_table_layout(lay_out: Any) -> Any:
    """Patch `table_layout`: a table after a continued caption goes on where it was broken."""

    def table_layout(context: Any, table: Any, bottom_space: Any, skip_stack: Any, *args: Any) -> Any:
        if skip_stack is None:
            skip_stack = getattr(table, "continued_at", None)
        return lay_out(context, table, bottom_space, skip_stack, *args)

    return table_layout


def _find_table(box: Any, skip_stack: Any, boxes: Any) -> tuple[int, Any] | None:
    """Return the index of the table in its wrapper, and the table, if it goes on and has a caption above it."""
    (index,) = skip_stack
    table = box.children[index]
    if index < 1 or not isinstance(table, boxes.TableBox) or skip_stack[index] is None:
        return None
    caption = box.children[index - 1]
    named = caption.element is not None and caption.element.get(_ATTRIBUTE)
    return (index, table) if named else None


def _continue_caption(caption: Any, boxes: Any) -> Any:
    """Copy a caption with its continued label as its only text."""
    label = next(
        box for box in caption.descendants() if isinstance(box, boxes.InlineBox) and box.element is not caption.element
    )
    text = next(box for box in label.descendants() if isinstance(box, boxes.TextBox))
    line = next(child for child in caption.children if isinstance(child, boxes.LineBox))
    words = text.copy_with_text(caption.element.get(_ATTRIBUTE))
    return caption.copy_with_children([line.copy_with_children([label.copy_with_children([words])])])
