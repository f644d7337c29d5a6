from collections.abc import Callable, Sequence

from pydyf import PDF

from . import HTML
from .css import get_all_computed_styles as get_all_computed_styles
from .formatting_structure.boxes import Box, PageBox
from .pdf.stream import Stream
from .text.fonts import FontConfiguration
from .urls import URLFetcher

class _Own:
    """What Octavo notes on pages."""

    octavo_painting: object

class Page(_Own):
    def __init__(self, page_box: PageBox) -> None: ...
    width: float
    height: float
    anchors: dict[str, tuple[float, float]]
    links: list[tuple[str, str, tuple[float, float, float, float], Box]]
    _page_box: PageBox
    def paint(self, stream: Stream, scale: float = 1) -> None: ...

class Document:
    pages: list[Page]
    metadata: object
    url_fetcher: URLFetcher
    font_config: FontConfiguration
    color_profiles: object
    output_intent: object
    _html: HTML
    def __init__(
        self, pages: Sequence[Page], metadata: object, url_fetcher: URLFetcher, font_config: FontConfiguration,
        color_profiles: object, output_intent: object,
    ) -> None: ...  # fmt: skip
    def write_pdf(
        self,
        target: None = None,
        zoom: float = 1,
        finisher: Callable[[Document, PDF], None] | None = None,
        *,
        pdf_tags: bool = False,
    ) -> bytes: ...
