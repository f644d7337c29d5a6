"""Read typed values of any PDF. A value of another type is read as missing, and no error is raised."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from .geometry import Box, Matrix

LARGEST = 1e7
"""Larger than any measure of a printed page. Beyond it, sums lose precision."""
_MOST_ITEMS = 100_000
_DEEPEST_TREE = 60
_INHERITED = frozenset({"/Resources", "/MediaBox", "/CropBox", "/Rotate"})
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def get_value(holder: Any, *keys: str) -> Any:
    """Follow keys through dictionaries and streams. Return None where a key is missing."""
    for key in keys:
        if not isinstance(holder, Dictionary | Stream):
            return None
        try:
            holder = holder.get(key)
        except (pikepdf.PdfError, ValueError, TypeError):
            return None
    return holder


def list_entries(holder: Any) -> list[tuple[str, Any]]:
    """Return the entries of a dictionary."""
    if not isinstance(holder, Dictionary):
        return []
    keys = list(holder.keys())[:_MOST_ITEMS]
    return [(key, get_value(holder, key)) for key in keys]


def list_items(value: Any) -> list[Any]:
    """Return the items of an array."""
    if not isinstance(value, Array):
        return []
    return [value[place] for place in range(min(len(value), _MOST_ITEMS))]


def as_number(value: Any) -> float | None:
    """Return a number within the limits of a page, or None."""
    if isinstance(value, bool):
        return None
    try:
        read = float(value)
    except (TypeError, ValueError, OverflowError, ArithmeticError):
        return None
    return read if -LARGEST < read < LARGEST else None


def as_numbers(value: Any, count: int | None = None) -> tuple[float, ...] | None:
    """Return an array of numbers, or None. With `count`, the array must have that length."""
    found = [as_number(item) for item in list_items(value)]
    if (count is not None and len(found) != count) or any(item is None for item in found):
        return None
    return tuple(item for item in found if item is not None)


def as_integer(value: Any, otherwise: int = 0) -> int:
    """Return a number rounded towards zero."""
    read = as_number(value)
    return otherwise if read is None else int(read)


def as_name(value: Any) -> str:
    """Return a name without its slash, or ""."""
    return _decode_text(value)[1:] if isinstance(value, Name) else ""


def as_string(value: Any) -> str:
    """Return a string, or ""."""
    return _decode_text(value) if isinstance(value, String) else ""


def _decode_text(value: Any) -> str:
    try:
        return str(value)
    except (UnicodeError, ValueError):
        return bytes(value).decode("latin-1")


def as_box(value: Any) -> Box | None:
    """Return a rectangle as left, bottom, right and top, in whichever order its corners are given."""
    read = as_numbers(value, 4)
    if read is None:
        return None
    x0, y0, x1, y1 = read
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def as_matrix(value: Any) -> Matrix:
    """Return a matrix, or the identity matrix."""
    read = as_numbers(value, 6)
    return IDENTITY if read is None else (read[0], read[1], read[2], read[3], read[4], read[5])


def object_identity(value: Any) -> tuple[int, int] | None:
    """Return the object number and generation of an indirect object, or None."""
    if not isinstance(value, Dictionary | Stream | Array) or value.objgen == (0, 0):
        return None
    return value.objgen


def is_stream(value: Any) -> bool:
    """Return whether a value is a stream."""
    return isinstance(value, Stream)


def is_dictionary(value: Any) -> bool:
    """Return whether a value is a dictionary."""
    return isinstance(value, Dictionary)


def is_string(value: Any) -> bool:
    """Return whether a value is a string."""
    return isinstance(value, String)


def is_name(value: Any) -> bool:
    """Return whether a value is a name."""
    return isinstance(value, Name)


def unpack_or_empty(stream: Any) -> bytes:
    """Unpack a stream. Return b"" if that fails. Check the file with `decompression_limits` first."""
    if not isinstance(stream, Stream):
        return b""
    try:
        return stream.read_bytes()
    except (pikepdf.PdfError, ValueError):
        return b""


def can_be_unpacked(stream: Any) -> bool:
    """Return whether a stream can be unpacked, even to nothing: the content of a blank page is often compressed too."""
    try:
        stream.read_bytes()
    except (pikepdf.PdfError, ValueError):
        return False
    return True


def get_inherited(page: Any, key: str) -> Any:
    """Return an attribute of a page, or the one it inherits from the page tree (ISO 32000-1, 7.7.3.4)."""
    node = page
    for _ in range(_DEEPEST_TREE if key in _INHERITED else 1):
        value = get_value(node, key)
        if value is not None:
            return value
        node = get_value(node, "/Parent")
    return None


def walk_tree(tree: Any, keys: str, take: Callable[[Any, Any], None], most: int = 20_000) -> None:
    """Walk through a name tree or number tree (ISO 32000-1, 7.9.6), also a malformed or circular one."""
    waiting, seen = [tree], set()
    count = 0
    while waiting and count < most:
        node = waiting.pop()
        mark = object_identity(node)
        count += 1
        if mark is not None and mark in seen:
            continue
        seen.add(mark)
        flat = list_items(get_value(node, keys))
        for key, value in zip(flat[::2], flat[1::2], strict=False):
            take(key, value)
        waiting += reversed(list_items(get_value(node, "/Kids")))


def quotable_text(words: str, longest: int = 60) -> str:
    """Return text from a file for use in a message: one line, without control characters, and shortened."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", " ", words).split())
    line = line.encode("utf-8", "replace").decode()
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
