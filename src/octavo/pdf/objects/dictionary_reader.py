"""Read typed values from the dictionaries of any PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream, String

_MOST_ENTRIES = 1_000_000
"""The most nodes of a tree that are read."""
_MOST_BYTES = 1_000_000_000
"""More bytes than any stream unpacks to, if the file passed `decompression_limits`."""


def get_dictionary(thing: Any, key: str) -> Dictionary | None:
    """Return the dictionary at a key; a stream's dictionary does not count."""
    found = _get_entry(thing, key)
    return found if isinstance(found, Dictionary) else None


def get_stream(thing: Any, key: str) -> Stream | None:
    """Return the stream at a key."""
    found = _get_entry(thing, key)
    return found if isinstance(found, Stream) else None


def get_array(thing: Any, key: str) -> list[Any]:
    """Return the items of the array at a key."""
    found = _get_entry(thing, key)
    return list(found) if isinstance(found, Array) else []


def get_one_or_several(thing: Any, key: str) -> list[Any]:
    """Return the items at a key that holds one object or an array."""
    found = _get_entry(thing, key)
    return list(found) if isinstance(found, Array) else [] if found is None else [found]


def get_name(thing: Any, key: str) -> str:
    """Return the name at a key without its slash, or ""."""
    return read_name(_get_entry(thing, key))


def read_name(found: Any) -> str:
    """Return a name without its slash, or ""."""
    if not isinstance(found, Name):
        return ""
    try:
        return str(found).removeprefix("/")
    except UnicodeDecodeError:
        return "?"


def get_text(thing: Any, key: str) -> str:
    """Return the string at a key, or ""."""
    found = _get_entry(thing, key)
    try:
        return str(found) if isinstance(found, String) else ""
    except UnicodeDecodeError:
        return "?"


def get_integer(thing: Any, key: str) -> int | None:
    """Return the integer at a key."""
    return read_integer(_get_entry(thing, key))


def read_integer(found: Any) -> int | None:
    """Return an integer, or None for anything else, including booleans."""
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def get_boolean(thing: Any, key: str) -> bool | None:
    """Return the boolean at a key, or None."""
    found = _get_entry(thing, key)
    return found if isinstance(found, bool) else None


def get_rectangle(thing: Any, key: str) -> tuple[float, float, float, float] | None:
    """Return the rectangle at a key as left, bottom, right and top."""
    try:
        x0, y0, x1, y1 = (float(value) for value in get_array(thing, key))
    except (TypeError, ValueError, ArithmeticError):
        return None
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def read_stream_data(found: Any, most: int = _MOST_BYTES) -> bytes:
    """Unpack a stream. Return b"" if that fails, or if it holds more than `most` bytes."""
    try:
        unpacked = found.read_bytes() if isinstance(found, Stream) else b""
    except (PdfError, RuntimeError, ValueError, TypeError):
        return b""
    return unpacked if len(unpacked) <= most else b""


def object_number(thing: Any) -> tuple[int, int]:
    """Return the object number and generation, or (0, 0) for a direct object."""
    return thing.objgen if isinstance(thing, Object) else (0, 0)


def walk_tree_entries(root: Any, key: str) -> Iterator[tuple[Any, Any]]:
    """Yield the entries of a name tree (`key` is Names) or number tree (Nums), also of a malformed one."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    looked = 0
    while waiting and looked < _MOST_ENTRIES:
        node = waiting.pop()
        looked += 1
        if not isinstance(node, Dictionary) or (object_number(node) != (0, 0) and object_number(node) in seen):
            continue
        seen.add(object_number(node))
        flat = get_array(node, key)
        yield from zip(flat[::2], flat[1::2], strict=False)
        waiting.extend(reversed(get_array(node, "Kids")))


def indirect_objects(pdf: Pdf) -> Iterator[Any]:
    """Yield the indirect dictionaries and streams of a file."""
    yield from (item for item in pdf.objects if isinstance(item, Dictionary | Stream))


def _get_entry(thing: Any, key: str) -> Any:
    return thing.get(f"/{key}") if isinstance(thing, Dictionary | Stream) else None
