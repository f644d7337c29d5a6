"""Write converted images into a PDF, compressed as they were before."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain

from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageChops

from ...pdf.objects.allowed_keys import remove_keys
from .image_samples import Samples

_JPEG_QUALITY = 90
_TO_SPARE = 0.15
"""The share of ink that JPEG may add, as measured with fifty images."""
_MOST_LOSSY = 40_000_000
"""Pixels of an image of which a second copy fits into memory."""
Limit = Callable[[Image.Image, float], Image.Image]


def encode_image(image: Stream, read: Samples, strips: Iterable[Image.Image], limited: Limit) -> None:
    """Write a converted image into its object; lossy only if it was lossy before.

    `limited` reduces the image to the ink limit less a share.
    """
    remove_keys(image, "/Decode", "/DecodeParms", "/SMaskInData")
    if read.is_lossy and read.width * read.height <= _MOST_LOSSY:
        spared = (limited(strip, _TO_SPARE) if strip.mode == "CMYK" else strip for strip in strips)
        shape = _encode_jpeg(image, join_strips(spared, read.height))
    else:
        shape = _encode_flate(image, iter(strips))
    mode, image.Width, image.Height = shape
    image.BitsPerComponent = 8
    image.ColorSpace = Name.DeviceCMYK if mode == "CMYK" else Name.DeviceGray


def join_strips(strips: Iterator[Image.Image], height: int) -> Image.Image:
    """Join strips into an image."""
    first = next(strips)
    if first.height >= height:
        return first
    joined = Image.new(first.mode, (first.width, height))
    top = 0
    for strip in chain([first], strips):
        joined.paste(strip, (0, top))
        top += strip.height
    return joined


def _encode_jpeg(image: Stream, picture: Image.Image) -> tuple[str, int, int]:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    image.write(out.getvalue(), filter=Name.DCTDecode)
    if picture.mode == "CMYK":
        # Pillow writes CMYK inverted, as Adobe does.
        image.Decode = Array([1, 0] * 4)
    return picture.mode, picture.width, picture.height


def _encode_flate(image: Stream, strips: Iterator[Image.Image]) -> tuple[str, int, int]:
    first = next(strips)
    leans = _predictor_packs_better(first)
    packer = zlib.compressobj()
    parts, height = [], 0
    for strip in chain([first], strips):
        parts.append(packer.compress((_row_differences(strip) if leans else strip).tobytes()))
        height += strip.height
    parts.append(packer.flush())
    colours = len(first.getbands())
    predictor = Dictionary(Predictor=2, Colors=colours, BitsPerComponent=8, Columns=first.width) if leans else None
    image.write(b"".join(parts), filter=Name.FlateDecode, decode_parms=predictor)
    return first.mode, first.width, height


def _predictor_packs_better(strip: Image.Image) -> bool:
    """Return whether row differences compress better than samples, judged by some rows."""
    rows = strip.crop((0, 0, strip.width, min(strip.height, 64)))
    return len(zlib.compress(_row_differences(rows).tobytes(), 1)) < len(zlib.compress(rows.tobytes(), 1))


def _row_differences(strip: Image.Image) -> Image.Image:
    """Return the difference of each sample to the one on its left (TIFF predictor 2)."""
    before = ImageChops.offset(strip, 1, 0)
    before.paste((0, 0, 0, 0) if strip.mode == "CMYK" else 0, (0, 0, 1, strip.height))
    return ImageChops.subtract_modulo(strip, before)
