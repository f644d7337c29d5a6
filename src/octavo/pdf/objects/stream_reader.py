"""Read and write the streams of untrusted PDFs.

`unpack_or_empty` serves checks, which go on where something is malformed. `unpack_stream` and `read_number_array` serve
the conversion to PDF/X, which must report what it cannot print: they raise Unprintable.
"""

from __future__ import annotations

import math
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Name, Object, Pdf, Stream

from .decompression_limits import FULL_FILTER_NAMES, unpacked_size

MOST_BYTES = 100_000_000
"""The most bytes that a stream may unpack to."""
_INFLATED_AT_ONCE = 1 << 20
_GREATEST_RATIO = 1100
"""The greatest compression ratio of Flate."""


class Unprintable(Exception):  # noqa: N818 - what is wrong, in words that follow "has"
    """Something that cannot be printed; the message names it."""


PDF_ERRORS = (
    *(pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError),
    *(ArithmeticError, OSError, SyntaxError, EOFError, MemoryError, zlib.error),
)
"""The exceptions that libraries raise for malformed files."""


def unpack_stream(stream: Stream) -> bytes:
    """Unpack a stream. Raises Unprintable if that fails, or if it is a decompression bomb."""
    steep = str(stream.get(Name.Filter, "")) != "/FlateDecode"
    if steep or len(stream.read_raw_bytes()) * _GREATEST_RATIO > MOST_BYTES:
        _check_unpacked_size(stream)
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        raise Unprintable("data that cannot be unpacked") from None


def unpack_or_empty(stream: object, most: int | None = None) -> bytes:
    """Unpack a stream. Return b"" if that fails, or if it holds more than `most` bytes.

    Check the file with `decompression_limits` first.
    """
    if not isinstance(stream, Stream):
        return b""
    try:
        data = stream.read_bytes()
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return b""
    return data if most is None or len(data) <= most else b""


def count_inflated_bytes(stream: Stream) -> int:
    """Return how many bytes a Flate stream unpacks to, or 0 if it is damaged. Predictors are not undone."""
    inflating, count = zlib.decompressobj(), 0
    try:
        data = stream.read_raw_bytes()
        while data and not inflating.eof:
            count += len(inflating.decompress(data, _INFLATED_AT_ONCE))
            data = inflating.unconsumed_tail
    except PDF_ERRORS:
        return 0
    return count


def unpack_to_image(stream: Stream) -> bytes:
    """Return the data of an image file inside a stream, in the format that its last filter names, or b"" if damaged."""
    filters = stream.get(Name.Filter)
    try:
        if not isinstance(filters, Array) or len(filters) == 1:
            return stream.read_raw_bytes()
        with pikepdf.new() as scratch:
            return Stream(scratch, stream.read_raw_bytes(), Filter=Array(list(filters)[:-1])).read_bytes()
    except PDF_ERRORS:
        return b""


def can_be_unpacked(stream: Object) -> bool:
    """Return whether a stream can be unpacked, even to nothing: the content of a blank page is often compressed too."""
    try:
        stream.read_bytes()
    except (pikepdf.PdfError, ValueError):
        return False
    return True


def _check_unpacked_size(stream: Stream) -> None:
    with pikepdf.new() as scratch:
        if unpacked_size(scratch, stream) > MOST_BYTES:
            raise Unprintable("data that unpacks to more than 100 MB")


def read_number_array(given: object) -> tuple[float, ...]:
    """Return the numbers of an array, or () for anything else. Raises Unprintable for infinity and NaN."""
    if not isinstance(given, Array):
        return ()
    values = tuple(float(value) for value in given)
    if not all(map(math.isfinite, values)):
        raise Unprintable("numbers that are infinite or not numbers")
    return values


def make_packed_stream(pdf: Pdf, data: bytes, **keys: object) -> Object:
    """Return a new compressed stream."""
    return pdf.make_indirect(Stream(pdf, zlib.compress(data), Filter=Name.FlateDecode, **keys))


def replace_stream_data(stream: Object, data: bytes) -> None:
    """Replace the data of a stream, and compress it."""
    stream.write(zlib.compress(data), filter=Name.FlateDecode)


_FULL_KEYS = {
    "/BPC": "BitsPerComponent",
    "/CS": "ColorSpace",
    "/D": "Decode",
    "/DP": "DecodeParms",
    "/F": "Filter",
    "/H": "Height",
    "/IM": "ImageMask",
    "/I": "Interpolate",
    "/W": "Width",
}


def expand_inline_image(picture: Object) -> dict[str, Any]:
    """Return the dictionary of an inline image with full key and filter names (ISO 32000-1, tables 93 and 94)."""
    full = {_FULL_KEYS.get(key, key.strip("/")): value for key, value in picture.items()}
    named: object = full.get("Filter")
    if isinstance(named, Array):
        full["Filter"] = Array([_full_filter(name) for name in named])
    elif named is not None:
        full["Filter"] = _full_filter(named)
    return full | {"Type": Name.XObject, "Subtype": Name.Image}


def _full_filter(name: object) -> Any:
    full = FULL_FILTER_NAMES.get(str(name).removeprefix("/"))
    return name if full is None else Name(f"/{full}")
