"""Pango and its kin. Their functions and structures are declared in C and known to cffi alone."""

from collections.abc import Callable
from typing import Any

class _FFI:
    NULL: Any
    def new(self, cdecl: str, init: Any = None) -> Any: ...
    def gc(self, cdata: Any, destructor: Callable[[Any], Any]) -> Any: ...
    def cast(self, cdecl: str, source: Any) -> Any: ...
    def unpack(self, cdata: Any, length: int) -> Any: ...
    def typeof(self, cdecl: str) -> object: ...

ffi: _FFI
fontconfig: Any
gobject: Any
pango: Any
FROM_UNITS: float

def unicode_to_char_p(string: str) -> tuple[Any, bytes]: ...
