"""Leave a line ragged whose words would stand too far apart if it were justified."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint_types import ComputedStyle, CountSpaces, JustifyLine, LayoutContext, LineBox

_NATURAL_SPACE = 0.25
"""Ems of a space in most faces."""


def patch_justify_line(justify: JustifyLine, count_spaces: CountSpaces) -> JustifyLine:
    """Patch `justify_line`: gaps that would be wider than the property `--widest-gap` are not stretched."""

    def justify_line(context: LayoutContext, line: LineBox, extra_width: float) -> None:
        spaces = count_spaces(line)
        widest = _read_widest_gap(line.style)
        if not spaces or widest is None or extra_width / spaces <= (widest - _NATURAL_SPACE) * line.style["font_size"]:
            justify(context, line, extra_width)

    return justify_line


def _read_widest_gap(style: ComputedStyle) -> float | None:
    """Return the widest gap in ems; None if the style sets none."""
    tokens = style["__widest_gap"]
    return tokens[0].value if len(tokens) == 1 and getattr(tokens[0], "unit", "") == "em" else None
