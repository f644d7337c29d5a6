from collections.abc import Mapping
from typing import Any, Protocol

from ..css import ComputedStyle
from ..urls import URLFetcher

class FontDeclarations(Protocol):
    """What a style sheet tells of its faces."""
    def add_font_face(self, rule_descriptors: Mapping[str, Any], url_fetcher: URLFetcher, /) -> object: ...

class FontConfiguration:
    font_map: Any
    _config: Any
    def add_font_face(self, rule_descriptors: Mapping[str, Any], url_fetcher: URLFetcher, /) -> object: ...
    def __del__(self) -> None: ...

def font_features(*values: Any) -> dict[str, int]: ...
def get_font_description(style: ComputedStyle) -> Any: ...
