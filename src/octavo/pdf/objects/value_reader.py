"""Read typed values of any PDF. A value of another type is read as missing, and no error is raised.

Keys are written with their slash, as in files. Names are returned without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream, String

from .geometry import Box, Matrix

LARGEST = 1e7
"""Larger than any measure of a printed page. Beyond it, sums lose precision."""
DIRECT_OBJECT = (0, 0)
"""The object number of an object that is part of another."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST_ITEMS = 100_000
_MOST_KIDS = 1_000_000
"""The most items of an array in a tree, and the most nodes of a tree."""
_DEEPEST_TREE = 60
_INHERITED = frozenset({"/Resources", "/MediaBox", "/CropBox", "/Rotate"})


# --- values at a key


def get_value(holder: object, *keys: str) -> object:
    """Follow keys through dictionaries and streams. Return None where a key is missing."""
    for key in keys:
        if type(holder) is not Object:
            return None
        try:
            # Whatever is neither a dictionary nor a stream has no value at any key.
            holder = holder.get(key)
        except (PdfError, ValueError, TypeError):
            return None
    return holder


def get_dictionary(holder: object, *keys: str) -> Dictionary | None:
    """Return the dictionary at a key; a stream's dictionary does not count."""
    found = get_value(holder, *keys)
    return found if isinstance(found, Dictionary) else None


def get_stream(holder: object, *keys: str) -> Stream | None:
    """Return the stream at a key."""
    found = get_value(holder, *keys)
    return found if isinstance(found, Stream) else None


def get_array(holder: object, *keys: str) -> list[Object]:
    """Return the items of the array at a key."""
    return list_items(get_value(holder, *keys), _MOST_KIDS)


def get_one_or_several(holder: object, *keys: str) -> list[Any]:
    """Return the items at a key that holds one object or an array."""
    found = get_value(holder, *keys)
    return list_items(found, _MOST_KIDS) if isinstance(found, Array) else [] if found is None else [found]


def get_name(holder: object, *keys: str) -> str:
    """Return the name at a key, or ""."""
    return as_name(get_value(holder, *keys))


def get_text(holder: object, *keys: str) -> str:
    """Return the string at a key, or ""."""
    return as_string(get_value(holder, *keys))


def get_integer(holder: object, *keys: str) -> int | None:
    """Return the integer at a key, or None."""
    return read_integer(get_value(holder, *keys))


def get_boolean(holder: object, *keys: str) -> bool | None:
    """Return the boolean at a key, or None."""
    found = get_value(holder, *keys)
    return found if isinstance(found, bool) else None


def get_rectangle(holder: object, *keys: str) -> Box | None:
    """Return the rectangle at a key as left, bottom, right and top."""
    return as_box(get_value(holder, *keys))


def get_inherited(page: object, key: str) -> object:
    """Return an attribute of a page, or the one it inherits from the page tree (ISO 32000-1, 7.7.3.4)."""
    node = page
    for _ in range(_DEEPEST_TREE if key in _INHERITED else 1):
        value = get_value(node, key)
        if value is not None:
            return value
        node = get_value(node, "/Parent")
    return None


# --- values by themselves


def list_entries(holder: object) -> list[tuple[str, object]]:
    """Return the entries of a dictionary."""
    if not isinstance(holder, Dictionary):
        return []
    keys = list(holder.keys())[:_MOST_ITEMS]
    return [(key, get_value(holder, key)) for key in keys]


def list_items(value: object, most: int = _MOST_ITEMS) -> list[Any]:
    """Return the items of an array."""
    if not isinstance(value, Array):
        return []
    return [value[place] for place in range(min(len(value), most))]


def as_number(value: Any) -> float | None:
    """Return a number within the limits of a page, or None."""
    if isinstance(value, bool):
        return None
    try:
        read = float(value)
    except (TypeError, ValueError, OverflowError, ArithmeticError):
        return None
    return read if -LARGEST < read < LARGEST else None


def as_numbers(value: object, count: int | None = None) -> tuple[float, ...] | None:
    """Return an array of numbers, or None. With `count`, the array must have that length."""
    found = [as_number(item) for item in list_items(value)]
    if (count is not None and len(found) != count) or any(item is None for item in found):
        return None
    return tuple(item for item in found if item is not None)


def as_integer(value: object, otherwise: int = 0) -> int:
    """Return a number rounded towards zero, or `otherwise`."""
    read = as_number(value)
    return otherwise if read is None else int(read)


def read_integer(value: object) -> int | None:
    """Return an integer, or None for anything else, including reals and booleans."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def as_name(value: object) -> str:
    """Return a name without its slash, or ""."""
    return _decode_text(value).removeprefix("/") if isinstance(value, Name) else ""


def as_string(value: object) -> str:
    """Return a string, or ""."""
    return _decode_text(value) if isinstance(value, String) else ""


def _decode_text(value: Object) -> str:
    try:
        return str(value)
    except (UnicodeError, ValueError):
        return bytes(value).decode("latin-1")


def as_box(value: object) -> Box | None:
    """Return a rectangle as left, bottom, right and top, in whichever order its corners are given."""
    read = as_numbers(value, 4)
    if read is None:
        return None
    x0, y0, x1, y1 = read
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def as_matrix(value: object) -> Matrix:
    """Return a matrix, or the identity matrix."""
    read = as_numbers(value, 6)
    return IDENTITY if read is None else (read[0], read[1], read[2], read[3], read[4], read[5])


def object_number(value: object) -> tuple[int, int]:
    """Return the object number and generation, or DIRECT_OBJECT."""
    return value.objgen if isinstance(value, Object) else DIRECT_OBJECT


def is_stream(value: object) -> bool:
    """Return whether a value is a stream."""
    return isinstance(value, Stream)


def is_dictionary(value: object) -> bool:
    """Return whether a value is a dictionary."""
    return isinstance(value, Dictionary)


def is_string(value: object) -> bool:
    """Return whether a value is a string."""
    return isinstance(value, String)


def is_name(value: object) -> bool:
    """Return whether a value is a name."""
    return isinstance(value, Name)


def quotable_text(words: str, longest: int = 60) -> str:
    """Return text from a file for use in a message: one line, without control characters, and shortened."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", " ", words).split())
    line = line.encode("utf-8", "replace").decode()
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


# --- many objects


def walk_tree_entries(root: object, key: str, most: int = _MOST_KIDS) -> Iterator[tuple[object, object]]:
    """Yield the entries of a name tree (`key` is /Names) or number tree (/Nums; ISO 32000-1, 7.9.6 and 7.9.7).

    The tree may be malformed or circular; no more than `most` nodes are read.
    """
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    looked = 0
    while waiting and looked < most:
        node = waiting.pop()
        looked += 1
        number = object_number(node)
        if not isinstance(node, Dictionary) or (number != DIRECT_OBJECT and number in seen):
            continue
        seen.add(number)
        flat = get_array(node, key)
        yield from zip(flat[::2], flat[1::2], strict=False)
        waiting.extend(reversed(get_array(node, "/Kids")))


def indirect_objects(pdf: Pdf) -> Iterator[Object]:
    """Yield the indirect dictionaries and streams of a file."""
    yield from (item for item in pdf.objects if isinstance(item, Dictionary | Stream))
