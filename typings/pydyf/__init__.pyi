"""What Octavo relies on of pydyf 0.13: the objects in which WeasyPrint writes PDF."""

from collections.abc import Iterable, Mapping
from typing import Any

class Object:
    @property
    def reference(self) -> bytes: ...
    @property
    def data(self) -> bytes: ...

class Dictionary(Object, dict[str, Any]):
    def __init__(self, values: Mapping[str, Any] | None = None) -> None: ...

class Array(Object, list[Any]):
    def __init__(self, array: Iterable[Any] | None = None) -> None: ...

class String(Object):
    string: str
    def __init__(self, string: str = "") -> None: ...

class Stream(Object):
    stream: list[bytes | str]
    extra: dict[str, Any]
    def draw_x_object(self, reference: str) -> None: ...

class PDF:
    catalog: Dictionary
    objects: list[Object]
    page_references: tuple[bytes, ...]
    def add_object(self, object_: Object) -> None: ...

def _to_bytes(item: Any) -> bytes: ...
