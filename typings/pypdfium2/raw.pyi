"""PDFium's own functions, which are declared in C and called through ctypes."""

from typing import Any

def __getattr__(name: str) -> Any: ...
