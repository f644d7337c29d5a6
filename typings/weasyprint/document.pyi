from collections.abc import Callable
from xml.etree.ElementTree import Element

from pydyf import PDF

from .css import get_all_computed_styles as get_all_computed_styles
from .formatting_structure.boxes import Box, PageBox

class _Source:
    etree_element: Element

class Page:
    width: float
    height: float
    anchors: dict[str, tuple[float, float]]
    links: list[tuple[str, str, tuple[float, float, float, float], Box]]
    _page_box: PageBox

class Document:
    pages: list[Page]
    _html: _Source
    def write_pdf(
        self,
        target: None = None,
        zoom: float = 1,
        finisher: Callable[[Document, PDF], None] | None = None,
        *,
        pdf_tags: bool = False,
    ) -> bytes: ...
