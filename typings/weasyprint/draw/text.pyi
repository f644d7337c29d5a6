from typing import Any

from ..formatting_structure.boxes import TextBox
from ..pdf.stream import Stream

def draw_first_line(stream: Stream, textbox: TextBox, *rest: Any) -> list[Any] | None: ...
