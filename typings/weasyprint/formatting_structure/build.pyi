from typing import TypeAlias
from xml.etree.ElementTree import Element

from ..css import StyleFor
from .boxes import Box, BoxT

CounterState: TypeAlias = tuple[list[int], dict[str, list[int]], list[set[str]]]
"""The depth of quotes, the values of counters, and which counters each element began."""

def element_to_box(
    element: Element,
    style_for: StyleFor,
    get_image_from_uri: object,
    base_url: str | None,
    target_collector: object,
    counter_style: object,
    footnotes: list[Box],
    state: CounterState | None = None,
) -> list[Box]: ...
def create_anonymous_boxes(box: BoxT) -> BoxT: ...
