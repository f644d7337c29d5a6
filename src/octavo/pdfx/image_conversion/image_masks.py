"""Convert the masks of images (ISO 32000-1, 8.9.6 and 11.6.5): soft masks, stencil masks and colour keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Name, Object, Pdf, Stream
from PIL import Image, ImageChops, ImageMath

from ...pdf.objects.allowed_keys import IMAGE, keep_keys, remove_keys
from ...pdf.objects.stream_reader import Unprintable, make_packed_stream, read_number_array
from ..colour_conversion.colour_space_conversion import InkSpace
from . import image_samples
from .image_encoder import join_strips
from .image_samples import Bands, Samples

_MODES = {1: "L", 3: "RGB", 4: "CMYK"}


def convert_soft_mask(mask: Stream, space: InkSpace | None) -> None:
    """Convert a soft mask to DeviceGray. Its samples are not colours, and stay the same. Raises Unprintable."""
    if space is not None and (space.component_count != 1 or space.palette is not None):
        raise Unprintable("a soft mask in colour")
    keep_keys(mask, IMAGE)
    remove_keys(mask, "/SMask", "/Mask")
    mask.ColorSpace = Name.DeviceGray


def mask_shares(mask: Stream) -> frozenset[int]:
    """Return the opacities that occur in a soft mask, from 0 (transparent) to 255."""
    if image_samples.bit_depth(mask) == 1:
        return frozenset((0, 255))
    return frozenset(value for value, count in enumerate(_read_alpha(mask).histogram()) if count)


def make_stencil(pdf: Pdf, mask: Stream) -> Object:
    """Make a stencil mask of a soft mask that is fully opaque or transparent everywhere."""
    if image_samples.bit_depth(mask) == 1:
        # Fax-compressed data can stay; but there 1 is painted, while here 1 is masked.
        remove_keys(mask, "/ColorSpace", "/Matte")
        upside_down = read_number_array(mask.get(Name.Decode))[:2] == (1, 0)
        mask.ImageMask, mask.Decode = True, Array([0, 1] if upside_down else [1, 0])
        return mask
    hidden = ImageChops.invert(_read_alpha(mask)).convert("1", dither=Image.Dither.NONE)
    return _stencil_stream(pdf, hidden.width, hidden.height, hidden.tobytes())


def make_soft_mask(pdf: Pdf, alpha: Image.Image) -> Object:
    """Make a soft mask."""
    keys = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
    return make_packed_stream(pdf, alpha.tobytes(), Width=alpha.width, Height=alpha.height, **keys)


def make_colour_key_mask(pdf: Pdf, read: Samples, key: list[int]) -> Object:
    """Make a mask from a colour key (8.9.6.4)."""
    if len(key) != 2 * read.size:
        raise Unprintable("an image with an inconsistent colour key")
    scale = 255 / ((1 << read.bits) - 1)
    pairs = [(int(low * scale), int(high * scale + 0.99)) for low, high in zip(key[::2], key[1::2], strict=True)]
    data = b"".join(_find_keyed_out(strip, pairs).tobytes() for strip in read.strips())
    return _stencil_stream(pdf, read.width, read.height, data)


def _find_keyed_out(strip: Bands, pairs: list[tuple[int, int]]) -> Image.Image:
    whole_strip = Image.new("L", strip.image.size, 255)
    for band, (low, high) in zip(strip.split(), pairs, strict=True):
        here = band.point([255 if low <= value <= high else 0 for value in range(256)])
        whole_strip = ImageChops.darker(whole_strip, here)
    return whole_strip.convert("1", dither=Image.Dither.NONE)


def _stencil_stream(pdf: Pdf, width: int, height: int, data: bytes) -> Object:
    keys = {"Type": Name.XObject, "Subtype": Name.Image, "ImageMask": True, "BitsPerComponent": 1}
    return make_packed_stream(pdf, data, Width=width, Height=height, **keys)


def blend_on_white(strips: Iterator[Image.Image], height: int, image: Stream) -> Iterator[Image.Image]:
    """Blend a CMYK image with white through its soft mask, at the finer resolution of both; remove the mask."""
    mask: Any = image.SMask
    shown, alpha = join_strips(strips, height), _read_alpha(mask)
    del image.SMask
    if alpha.width * alpha.height > shown.width * shown.height:
        shown = shown.resize(alpha.size)
    else:
        alpha = alpha.resize(shown.size)
    if shown.mode == "L":
        yield ImageChops.invert(ImageChops.multiply(ImageChops.invert(shown), alpha))
    else:
        yield Image.merge("CMYK", [ImageChops.multiply(band, alpha) for band in shown.split()])


def remove_matte_key(image: Stream) -> None:
    """Remove the matte colour from the soft mask of an image."""
    mask: object = image.get(Name.SMask)
    if isinstance(mask, Stream):
        remove_keys(mask, "/Matte")


def remove_matte(read: Samples, image: Stream) -> Iterator[Bands]:
    """Yield the strips of an image with its matte colour removed (11.6.5.3)."""
    mask: Any = image.get(Name.SMask)
    matte = read_number_array(mask.get(Name.Matte)) if isinstance(mask, Stream) else ()
    remove_matte_key(image)
    if len(matte) != read.size or read.size not in _MODES:
        yield from read.strips()
        return
    alpha = _read_alpha(mask).resize((read.width, read.height))
    top = 0
    for strip in read.strips():
        height = strip.image.height
        cut = alpha.crop((0, top, read.width, top + height))
        bands = [_unmix_matte(band, cut, round(255 * share)) for band, share in zip(strip.split(), matte, strict=True)]
        yield Bands((Image.merge(_MODES[read.size], bands),))
        top += height


def _unmix_matte(band: Image.Image, alpha: Image.Image, matte: int) -> Image.Image:
    def unmixed(at: Any) -> object:
        share = at["max"](at["int"](at["alpha"]), 1)
        return ((at["int"](at["band"]) - matte) * 255 + matte * share) / share

    clear: Image.Image = ImageMath.lambda_eval(unmixed, band=band, alpha=alpha).convert("L")
    return clear


def _read_alpha(mask: Stream) -> Image.Image:
    """Read a soft mask whole, as opacities."""
    if image_samples.is_bilevel(mask):
        raise Unprintable("a soft mask with fax compression")
    read = image_samples.read_samples(mask, 1)
    alpha = join_strips((strip.split()[0] for strip in read.strips()), read.height)
    low, high = (read_number_array(mask.get(Name.Decode)) or (0.0, 1.0))[:2]
    if (low, high) == (0, 1):
        return alpha
    return alpha.point([min(max(round(255 * (low + v / 255 * (high - low))), 0), 255) for v in range(256)])
