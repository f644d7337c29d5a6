from contextlib import AbstractContextManager
from typing import Any

import pydyf

from ..formatting_structure.boxes import Box
from .fonts import Font

class Stream(pydyf.Stream):
    _resources: dict[str, dict[str, Any]]
    def clone(self, **keywords: Any) -> Stream: ...
    def add_font(self, pango_font: Any) -> tuple[Font, float]: ...
    def marked(self, box: Box, tag: str) -> AbstractContextManager[None]: ...
    def artifact(self) -> AbstractContextManager[None]: ...
