"""What Octavo relies on of WeasyPrint 70.0, public and inside. tests/test_typings.py holds it to the installed one."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper

from . import css as css
from . import document as document
from . import draw as draw
from . import formatting_structure as formatting_structure
from . import images as images
from . import layout as layout
from . import pdf as pdf
from . import text as text
from . import urls as urls
from .css.counters import CounterStyle
from .document import Document
from .text.fonts import FontConfiguration, FontDeclarations
from .urls import URLFetcher

VERSION: str

class HTML:
    base_url: str | None
    etree_element: Element
    url_fetcher: URLFetcher
    wrapper_element: ElementWrapper
    def __init__(self, *, string: str, url_fetcher: URLFetcher) -> None: ...
    def render(
        self,
        font_config: FontConfiguration | None = None,
        counter_style: CounterStyle | None = None,
        *,
        stylesheets: Sequence[CSS],
        pdf_tags: bool,
    ) -> Document: ...

class CSS:
    def __init__(
        self, *, string: str, url_fetcher: URLFetcher, font_config: FontDeclarations, counter_style: CounterStyle
    ) -> None: ...
