from typing import Any

import pyphen as pyphen

from ..css import ComputedStyle
from ..layout import LayoutContext
from .constants import LST_TO_ISO as LST_TO_ISO
from .constants import PANGO_DIRECTION as PANGO_DIRECTION
from .fonts import font_features as font_features
from .fonts import get_font_description as get_font_description

class Layout:
    """A PangoLayout; `layout` is the pointer to it."""

    text: str
    layout: Any
    language: Any
    style: ComputedStyle | None
    first_line_direction: int
    justification_spacing: float
    max_width: float | None
    def setup(self, style: ComputedStyle) -> None: ...
    def get_first_line(self) -> tuple[Any, int | None]: ...

SplitLine = tuple[Layout, int, int | None, float, float, float]

def create_layout(
    text: str,
    style: ComputedStyle,
    context: LayoutContext | None,
    max_width: float | None,
    justification_spacing: float,
) -> Layout: ...
def split_first_line(
    text: str,
    style: ComputedStyle,
    context: LayoutContext | None,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> SplitLine: ...
def first_line_metrics(
    first_line: Any,
    text: str,
    layout: Layout,
    resume_at: int | None,
    space_collapse: bool,
    style: ComputedStyle,
    hyphenated: bool = False,
    hyphenation_character: str | None = None,
) -> SplitLine: ...
def line_size(line: Any, style: ComputedStyle) -> tuple[float, float]: ...
def strut(style: ComputedStyle) -> tuple[float, float]: ...
def can_break_text(text: str, lang: str | None) -> bool | None: ...
def _font_style_cache_key(style: ComputedStyle, include_size: bool = False) -> str: ...
