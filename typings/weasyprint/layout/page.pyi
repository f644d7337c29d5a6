from collections.abc import Iterable
from typing import Any

from .. import HTML
from ..formatting_structure.boxes import Box, MarginBox, PageBox, ParentBox
from . import LayoutContext, SkipStack

class PageType:
    side: str
    blank: bool
    name: str

def make_page(
    context: LayoutContext,
    root_box: Box,
    page_type: PageType,
    resume_at: SkipStack | None,
    page_number: int,
    page_state: tuple[Any, ...],
) -> tuple[PageBox, SkipStack | None, dict[str, str]]: ...
def remake_page(
    index: int, context: LayoutContext, root_box: ParentBox, html: HTML
) -> tuple[PageBox, SkipStack | None]: ...
def make_margin_boxes(context: LayoutContext, page: PageBox, state: tuple[Any, ...]) -> Iterable[MarginBox]: ...
