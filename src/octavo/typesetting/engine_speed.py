"""Spare WeasyPrint work that it does again and again; what it makes is the same to the byte.

Other versions than the known one are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from . import computed_values, quick_boxes, quick_drawing, shared_shaping, weasyprint_adapter

if TYPE_CHECKING:
    from weasyprint_types import WeasyPrint

LEVERS = (
    computed_values.short_computation,
    quick_boxes.resolved_at_once,
    quick_boxes.flow_known_at_once,
    shared_shaping.shaped_once,
    quick_drawing.drawn_from_known_glyphs,
)
"""What spares work, each by itself: a context manager that takes WeasyPrint."""


@contextmanager
def spared_work(weasyprint: WeasyPrint) -> Iterator[None]:
    """Spare work while the block runs."""
    with ExitStack() as stack:
        for lever in LEVERS if weasyprint_adapter.is_known_version() else ():
            stack.enter_context(lever(weasyprint))
        yield
