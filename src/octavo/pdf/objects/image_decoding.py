"""Decode the image streams of untrusted PDFs, to learn whether their data are whole."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from pikepdf import Name
from PIL import Image, UnidentifiedImageError

from ...rendering.graphics.images import refuse_truncated_images
from . import stream_reader, value_reader

_DECODED_BY_PILLOW = ("DCTDecode", "DCT", "JPXDecode")
_NOT_DECODED = ("CCITTFaxDecode", "CCF", "JBIG2Decode")
_FIRST_PNG_PREDICTOR = 10
_REDUCTION = 8
"""JPEGs are decoded at an eighth of their size: all data are read, but little memory is needed."""
_MOST_PIXELS = 150_000_000
_PILLOW_ERRORS = (*stream_reader.PDF_ERRORS, UnidentifiedImageError, Image.DecompressionBombError)


def find_image_damage(image: Any, channels: int | None, bits: int) -> str:
    """Return what is wrong with the data of an image, in words that follow “an image”, or "".

    `channels` is the number of colours of its space, if it is known. CCITT and JBIG2 data are not decoded.
    """
    size = tuple(value_reader.as_integer(value_reader.get_value(image, key)) for key in ("/Width", "/Height"))
    filters = [value_reader.as_name(one) for one in value_reader.get_one_or_several(image, "/Filter")]
    if filters and filters[-1] in _NOT_DECODED:
        return ""
    if filters and filters[-1] in _DECODED_BY_PILLOW:
        return _find_file_damage(stream_reader.unpack_to_image(image), (size[0], size[1]))
    if not channels:
        return ""
    needed = (size[0] * channels * bits + 7) // 8 * size[1]
    there = _count_data_bytes(image, channels * bits)
    return "" if there >= needed else f"has only {there:,} of {needed:,} bytes of its data"


def _count_data_bytes(image: Any, bits_per_pixel: int) -> int:
    """Return how many bytes the data of an image unpack to.

    Most data are compressed by Flate alone, with each row predicted from the one before (ISO 32000-1, 7.4.4.4). Each
    row then has one byte more, and need not be computed to be counted.
    """
    filters, parameters = image.get(Name.Filter), image.get(Name.DecodeParms)
    columns = value_reader.get_integer(parameters, "/Columns") or 1
    predicted_bits = (value_reader.get_integer(parameters, "/Colors") or 1) * (
        value_reader.get_integer(parameters, "/BitsPerComponent") or 8
    )
    is_predicted = (value_reader.get_integer(parameters, "/Predictor") or 1) >= _FIRST_PNG_PREDICTOR
    if filters != Name.FlateDecode or not is_predicted or predicted_bits != bits_per_pixel:
        return len(stream_reader.unpack_or_empty(image))
    row = (columns * bits_per_pixel + 7) // 8
    return stream_reader.count_inflated_bytes(image) // (row + 1) * row


def _find_file_damage(data: bytes, size: tuple[int, int]) -> str:
    with warnings.catch_warnings(), refuse_truncated_images():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=("JPEG", "JPEG2000")) as picture:
                if picture.format == "JPEG":
                    if picture.size != size:
                        return (
                            f"says that it has {size[0]} × {size[1]} pixels, but has {picture.width} × {picture.height}"
                        )
                    picture.draft(picture.mode, (picture.width // _REDUCTION, picture.height // _REDUCTION))
                if picture.width * picture.height <= _MOST_PIXELS:
                    picture.load()
        except _PILLOW_ERRORS:
            return "cannot be decoded: its data are damaged or cut off"
    return ""
