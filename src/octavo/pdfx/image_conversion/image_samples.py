"""Read the samples of an image (ISO 32000-1, 8.9.5), as 8-bit strips of rows."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Name, Object, Stream
from PIL import Image, ImageChops

from ...pdf.objects.decompression_limits import unpacked_size
from ...pdf.objects.stream_reader import MOST_BYTES, PDF_ERRORS, Unprintable, unpack_stream

MOST_PIXELS = 100_000_000
_STRIP_BYTES = 2_000_000
"""The approximate number of pixels that are converted at a time."""
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_PICTURE_CODECS = {"/DCTDecode": "JPEG", "/DCT": "JPEG", "/JPXDecode": "JPEG2000"}
_FAX_CODECS = frozenset({"/CCITTFaxDecode", "/CCF", "/JBIG2Decode"})


@dataclass(frozen=True)
class Samples:
    """An image with `size` components. `whole` holds a decoded image; otherwise `data` holds packed samples."""

    width: int
    height: int
    size: int
    bits: int
    codec: str = ""
    whole: Image.Image | None = None
    data: bytes = b""
    alpha: Image.Image | None = None

    def strips(self) -> Iterator[Bands]:
        """Yield the image from the top in strips of rows."""
        rows = max(_STRIP_BYTES // self.width, 1)
        for top in range(0, self.height, rows):
            height = min(rows, self.height - top)
            if self.whole is not None:
                yield Bands((self.whole.crop((0, top, self.width, top + height)),))
            else:
                yield _unpack_rows(self, top, height)

    @property
    def is_lossy(self) -> bool:
        """Return whether the image is compressed with loss."""
        return self.codec == "JPEG"


@dataclass(frozen=True)
class Bands:
    """A strip: one image of all components if Pillow has such a mode, otherwise one image per component."""

    images: tuple[Image.Image, ...]

    def split(self) -> list[Image.Image]:
        """Return one image per component."""
        return [band for image in self.images for band in image.split()]

    @property
    def image(self) -> Image.Image:
        """Return the image of all components."""
        return self.images[0]


def image_codec(image: Object) -> str:
    """Return the Pillow codec that an image is compressed with, or ""."""
    names = _image_filters(image)
    return names[-1] if names and (names[-1] in _PICTURE_CODECS or names[-1] in _FAX_CODECS) else ""


def is_bilevel(image: Object) -> bool:
    """Return whether an image has a fax codec, whose samples are left unchanged."""
    return image_codec(image) in _FAX_CODECS


def bit_depth(image: Object) -> int:
    """Return the number of bits per component."""
    return 1 if is_bilevel(image) else int(image.get(Name.BitsPerComponent, 8))


def read_samples(image: Stream, size: int | None) -> Samples:
    """Read an image with `size` components, or as many as its codec says. Raises Unprintable."""
    width, height = int(image.get(Name.Width, 0)), int(image.get(Name.Height, 0))
    if width < 1 or height < 1 or width * height > MOST_PIXELS:
        raise Unprintable(
            "an image with more than 100 million pixels" if width > 0 < height else "an image without a size"
        )
    packed = image_codec(image)
    if packed in _PICTURE_CODECS:
        return _decode_picture(image, _PICTURE_CODECS[packed], size)
    if packed in _FAX_CODECS:
        raise Unprintable("a colour image with fax compression")
    bits = bit_depth(image)
    if size is None or bits not in (1, 2, 4, 8, 16):
        raise Unprintable("an image with an invalid bit depth")
    if height * ((width * size * bits + 7) // 8) > MOST_BYTES:
        raise Unprintable("an image of more than 100 MB")
    return Samples(width, height, size, bits, data=unpack_stream(image))


def _image_filters(image: Object) -> list[str]:
    given = image.get(Name.Filter)
    return [str(name) for name in given] if isinstance(given, Array) else [] if given is None else [str(given)]


def _decode_picture(image: Stream, kind: str, size: int | None) -> Samples:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(BytesIO(_undo_outer_filters(image)), formats=(kind,))
            if picture.width * picture.height > MOST_PIXELS:
                raise Unprintable("an image with more than 100 million pixels")
            picture.load()
        except Unprintable:
            raise
        except (*PDF_ERRORS, Image.DecompressionBombError):
            raise Unprintable("an image that cannot be decoded") from None
    alpha = picture.getchannel("A") if picture.mode in ("LA", "RGBA") else None
    whole = _reduce_to_8_bits(picture)
    if kind == "JPEG" and whole.mode == "CMYK" and "adobe" in picture.info:
        # Pillow inverts Adobe's CMYK; a PDF does this with Decode.
        whole = ImageChops.invert(whole)
    count = len(whole.getbands())
    if size is not None and size != count:
        raise Unprintable("an image with another number of components than its colour space")
    return Samples(whole.width, whole.height, count, 8, kind, whole, alpha=alpha)


def _reduce_to_8_bits(picture: Image.Image) -> Image.Image:
    """Reduce a decoded image to 8 bits a sample, and to its colour components."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    modes = {"1": "L", "LA": "L", "RGBA": "RGB", "P": "RGB", "YCbCr": "RGB"}
    return picture.convert(modes[picture.mode]) if picture.mode in modes else picture


def _undo_outer_filters(image: Stream) -> bytes:
    """Undo the filters before that of the image codec."""
    filters = _image_filters(image)
    raw = image.read_raw_bytes()
    if len(filters) == 1:
        return raw
    with pikepdf.new() as scratch:
        if unpacked_size(scratch, image) > MOST_BYTES:
            raise Unprintable("data that unpacks to more than 100 MB")
        for name in filters[:-1]:
            raw = Stream(scratch, raw, Filter=Name(name)).read_bytes()
    return raw


def _unpack_rows(given: Samples, top: int, height: int) -> Bands:
    """Unpack rows of packed samples."""
    width, size, bits = given.width, given.size, given.bits
    stride = (width * size * bits + 7) // 8
    data = given.data[top * stride : (top + height) * stride].ljust(height * stride, b"\0")
    if bits == 16:
        data, bits = data[::2], 8
    if bits < 8:
        raw = {1: "L;1", 2: "L;2", 4: "L;4"}[bits]
        data = (
            _expand_one_bit(data, width * size, height)
            if bits == 1
            else _expand_few_bits(data, width * size, height, raw)
        )
    if size in _MODES:
        return Bands((Image.frombytes(_MODES[size], (width, height), data),))
    return Bands(tuple(Image.frombytes("L", (width, height), data[band::size]) for band in range(size)))


def _expand_one_bit(data: bytes, width: int, height: int) -> bytes:
    return Image.frombytes("1", (width, height), data).convert("L").tobytes()


def _expand_few_bits(data: bytes, width: int, height: int, raw: str) -> bytes:
    return Image.frombytes("L", (width, height), data, "raw", raw).tobytes()
