from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias, overload
from xml.etree.ElementTree import Element

from ..text.fonts import FontConfiguration
from . import counters as counters
from .properties import Dimension

class _Color:
    alpha: float
    coordinates: tuple[float, float, float]
    def to(self, space: str) -> _Color: ...

class _Token:
    value: float
    unit: str

_Words: TypeAlias = Literal[
    "border_collapse",
    "box_sizing",
    "direction",
    "float",
    "font_language_override",
    "font_style",
    "font_variant_caps",
    "hyphenate_character",
    "hyphens",
    "overflow_wrap",
    "text_align_all",
    "text_align_last",
    "text_decoration_line",
    "visibility",
    "white_space",
]

class _Own:
    """What Octavo notes on styles."""

    octavo_text_style: tuple[FontConfiguration, Any]

class ComputedStyle(_Own):
    """The values of all properties of an element. What is not listed may be of any of the types that CSS has."""

    parent_style: ComputedStyle | None
    cascaded: Mapping[str, tuple[Any, ...]]
    font_config: FontConfiguration
    initial_page_sizes: object
    @overload
    def __getitem__(self, key: _Words) -> str: ...
    @overload
    def __getitem__(self, key: Literal["font_size", "font_weight", "opacity"]) -> float: ...
    @overload
    def __getitem__(self, key: Literal["font_family", "display"]) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, key: Literal["lang"]) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal["color"]) -> _Color: ...
    @overload
    def __getitem__(self, key: Literal["background_color"]) -> _Color | Literal["currentcolor"]: ...
    @overload
    def __getitem__(self, key: Literal["background_image"]) -> tuple[tuple[str, object], ...]: ...
    @overload
    def __getitem__(self, key: Literal["hyphenate_limit_chars"]) -> tuple[int, int, int]: ...
    @overload
    def __getitem__(self, key: Literal["position"]) -> str | tuple[str, str]: ...
    @overload
    def __getitem__(self, key: Literal["text_indent"]) -> Dimension: ...
    @overload
    def __getitem__(self, key: Literal["__line_breaks", "__widest_gap"]) -> tuple[_Token, ...]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...
    def __setitem__(self, key: str, value: object) -> None: ...
    def __missing__(self, key: str) -> Any: ...
    def copy(self) -> ComputedStyle: ...

class Pending: ...

class StyleFor:
    font_config: FontConfiguration
    initial_page_sizes: object
    _computed_styles: dict[tuple[Element | str, str | None], ComputedStyle]
    _sheets: object
    def __init__(
        self, html: object, sheets: object, presentational_hints: bool, font_config: FontConfiguration,
        target_collector: object,
    ) -> None: ...  # fmt: skip
    def __call__(self, element: Element, pseudo_type: str | None = None) -> ComputedStyle: ...

ZERO_PIXELS: Dimension
INITIAL_VALUES: Mapping[str, Any]
INITIAL_NOT_COMPUTED: frozenset[str]
INHERITED: frozenset[str]
COMPUTER_FUNCTIONS: Mapping[str, Callable[[ComputedStyle, str, Any], Any]]
PHYSICAL_FUNCTIONS: Mapping[str, Callable[..., str]]

def check_math(token: object) -> bool | None: ...
def find_style_attributes(tree: object, *rest: Any) -> object: ...
def get_all_computed_styles(*args: Any, **keywords: Any) -> StyleFor: ...
