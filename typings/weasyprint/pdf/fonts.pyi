from collections.abc import Mapping
from typing import Any

from pydyf import PDF, Dictionary

from ..text.ffi import ffi as ffi

class Font:
    file_content: bytes
    index: int
    family: str
    hash: str
    svg: int
    png: int
    colr: int | bool
    bitmap: bool
    style: int
    weight: int
    upem: int
    widths: dict[int, int]
    to_unicode: dict[int, str]

def build_fonts_dictionary(pdf: PDF, fonts: Mapping[str, Font], *rest: Any) -> Dictionary: ...
