"""Do in one go what WeasyPrint asks of a box in many calls: its lengths, and whether it is in normal flow.

Lengths in pixels and percentages are taken as they are; what else may stand there, such as a formula, goes the way of
WeasyPrint. The same attributes are set.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from math import inf
from typing import TYPE_CHECKING, Any, Literal

from .weasyprint_adapter import patched_attributes, users_of

if TYPE_CHECKING:
    from weasyprint_types import Box, Boxes, ComputedStyle, Dimension, PercentModule, ResolvePercentages, WeasyPrint

_MARGINS = (("margin_left", False), ("margin_right", False), ("margin_top", True), ("margin_bottom", True))
_PADDINGS = (("padding_left", False), ("padding_right", False), ("padding_top", True), ("padding_bottom", True))
_EDGES = _MARGINS + _PADDINGS
"""Margins and paddings, and whether the percentages of a page's own are of its height."""
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


_PLACED = ("absolute", "fixed")
_TAKEN_OUT = ("running()", "note()")
_FLOATING = ("left", "right", "inline-start", "inline-end", "footnote")


@contextmanager
def flow_known_at_once(weasyprint: WeasyPrint) -> Iterator[None]:
    """Tell in one call whether a box is in normal flow while the block runs."""
    with patched_attributes(weasyprint.formatting_structure.boxes.Box, is_in_normal_flow=_is_in_normal_flow):
        yield


def _is_in_normal_flow(box: Box) -> bool:
    style = box.style
    position = style["position"]
    if position != "static" and (position in _PLACED or position[0] in _TAKEN_OUT):
        return False
    return style["float"] not in _FLOATING


@contextmanager
def resolved_at_once(weasyprint: WeasyPrint) -> Iterator[None]:
    """Resolve all lengths of a box at once while the block runs."""
    percent = weasyprint.layout.percent
    length = type(weasyprint.css.ZERO_PIXELS)
    resolve = _patch_percentages(percent, weasyprint.formatting_structure.boxes, length)
    with ExitStack() as stack:
        for module in users_of("resolve_percentages", percent.resolve_percentages):
            stack.enter_context(patched_attributes(module, resolve_percentages=resolve))
        yield


def _patch_percentages(percent: PercentModule, boxes: Boxes, length: type[Dimension]) -> ResolvePercentages:
    box_class, page_class = boxes.Box, boxes.PageBox
    resolve_usual, adjust, check_math = percent.percentage, percent.adjust_box_sizing, percent.check_math

    def use(style: ComputedStyle, name: str, whole: Any) -> Any:
        value = style[name]
        if type(value) is length:
            number, unit = value
            if unit == "px":
                return number
            if unit == "%":
                return whole * number / 100
        return resolve_usual(value, style, whole)

    def resolve_percentages(box: Box, containing_block: Box | tuple[float, float | Literal["auto"]]) -> None:
        height: float | Literal["auto"]
        below: float
        above: float
        if isinstance(containing_block, box_class):
            width, height = containing_block.width, containing_block.height
        else:
            width, height = containing_block  # type: ignore[misc] # all but boxes are pairs
        across = height if isinstance(box, page_class) else width
        style, used = box.style, box.__dict__
        for name, is_across in _EDGES:
            used[name] = use(style, name, across if is_across else width)
        used["width"] = use(style, "width", width)
        least = use(style, "min_width", width)
        used["min_width"] = 0 if least == "auto" else least
        used["max_width"] = use(style, "max_width", width)
        if height == "auto":
            own = style["height"]
            used["height"] = "auto" if own == "auto" or check_math(own) or own.unit == "%" else own.value
            below, above = 0, inf
        else:
            used["height"] = use(style, "height", height)
            below = above = height
        least = use(style, "min_height", below)
        used["min_height"] = 0 if least == "auto" else least
        used["max_height"] = use(style, "max_height", above)
        collapses = style["border_collapse"] == "collapse"
        for name in _BORDERS:
            # Conflicts of collapsing borders may have been resolved before.
            if not (collapses and hasattr(box, name)):
                used[name] = style[name]
        if style["box_sizing"] != "content-box":
            adjust(box, "width")
            adjust(box, "height")

    return resolve_percentages
