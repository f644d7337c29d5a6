"""Convert images of any type and colour space to gray or CMYK."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Name, Object, Pdf, Stream, String
from PIL import Image, ImageChops, ImageFilter

from ...pdf.objects.allowed_keys import IMAGE, keep_keys, remove_keys
from ...pdf.objects.stream_reader import Unprintable, read_number_array
from ..colour_conversion.colour_space_conversion import InkSpace, InkSpaces, guess_ink_space
from ..colour_conversion.icc_transform import Colour, Inks
from ..colour_conversion.soft_mask_luminosity import SoftMaskLuminosity
from . import image_masks, image_samples
from .image_encoder import encode_image
from .image_samples import Bands, Samples

_FINE_GRID, _COARSE_GRID = 52, 18
"""Grid points of three-component tables. Less one, they divide 255, so that grid points are whole bytes."""
_MOST_TABLES, _MOST_COLOURS = 8, 1_000_000

Ranges = tuple[tuple[float, float], ...]
Convert = Callable[[Bands], Image.Image]


@dataclass(frozen=True)
class SourceImage:
    """An image to convert. Its space is None if its codec defines it; `bare` blends it with white through its mask."""

    image: Stream
    space: InkSpace | None
    bare: bool = False


@dataclass
class ImageConverter:
    """Converts images to one kind of inks, and keeps its lookup tables."""

    pdf: Pdf
    spaces: InkSpaces
    printing: Inks | SoftMaskLuminosity
    _cubes: OrderedDict[tuple[object, Ranges], ImageFilter.Color3DLUT] = field(default_factory=OrderedDict)

    def convert_image(self, picture: SourceImage) -> None:
        """Convert an image in place. Raises Unprintable."""
        keep_keys(picture.image, IMAGE)
        if picture.image.get(Name.ImageMask, False):
            remove_keys(picture.image, "/ColorSpace")
        elif picture.space is not None and not picture.bare and _has_few_colours(picture.image, picture.space):
            self._convert_palette(picture.image, picture.space)
        else:
            self._convert_samples(picture)

    def _convert_palette(self, image: Stream, space: InkSpace) -> None:
        """Replace the palette of an image with few colours. Its data stay the same."""
        bits = image_samples.bit_depth(image)
        last = (1 << bits) - 1
        low, high = _decode_ranges(image, space, bits)[0]
        values = (low + raw / last * (high - low) for raw in range(last + 1))
        data, name = self._write_palette(space, [space.to_base((_index_value(value, space),)) for value in values])
        remove_keys(image, "/Decode")
        image_masks.remove_matte_key(image)
        if bits == 1 and name == "DeviceGray" and set(data) == {0, 255}:
            image.ColorSpace = Name.DeviceGray
            if data[0]:
                image.Decode = Array([1, 0])
        else:
            image.ColorSpace = Array([Name.Indexed, Name("/" + name), last, String(data)])

    def _convert_samples(self, picture: SourceImage) -> None:
        """Convert the samples of an image, unless they are in inks already."""
        image = picture.image
        read = image_samples.read_samples(image, picture.space.component_count if picture.space else None)
        space = picture.space or guess_ink_space(self.spaces, read.size)
        # Decode does not apply to a codec that defines its own colours (table 89).
        ranges = space.ranges if read.codec == "JPEG2000" else _decode_ranges(image, space, read.bits)
        convert = self._choose_conversion(read, space, ranges)
        if convert is None and not picture.bare:
            image.ColorSpace = Name("/" + self.printing.space)
            return
        convert = convert or _decode_cmyk(ranges)
        if isinstance(image.get(Name.Mask), Array):
            image.Mask = image_masks.make_colour_key_mask(
                self.pdf, read, [int(value) for value in read_number_array(image.Mask)]
            )
        if read.alpha is not None and int(image.get(Name.SMaskInData, 0)):
            image.SMask = image_masks.make_soft_mask(self.pdf, read.alpha)
        strips: Iterator[Image.Image] = map(convert, image_masks.remove_matte(read, image))
        if picture.bare:
            strips = image_masks.blend_on_white(strips, read.height, image)
        encode_image(image, read, strips, self.printing.limit_picture)

    def _choose_conversion(self, read: Samples, space: InkSpace, ranges: Ranges) -> Convert | None:
        """Return the conversion from samples to inks, or None if they are CMYK within the limit already."""
        if space.component_count == 1:
            return self._palette_conversion(
                space, [space.to_base((_index_value(v, space),)) for v in _decode_ramp(ranges[0])]
            )
        if space.base.kind == "cmyk" and space.lift is None:
            return self._cmyk_conversion(read, ranges)
        if space.component_count == 3:
            plain = space.base.kind == "rgb" and space.lift is None and ranges == space.ranges
            if plain and all(map(_is_black_only, read.strips())):
                return self._palette_conversion(space, [(value,) * 3 for value in _decode_ramp((0.0, 1.0))])
            return self._cube_conversion(space, ranges)
        known: dict[tuple[int, ...], bytes] = {}
        return lambda strip: self._convert_each_colour(strip, space, ranges, known)

    def _palette_conversion(self, space: InkSpace, colours: list[Colour]) -> Convert:
        data, name = self._write_palette(space, colours)
        if name == "DeviceGray":
            return lambda strip: strip.split()[0].point(list(data))
        bands = [list(data[band::4]) for band in range(4)]
        return lambda strip: Image.merge("CMYK", [strip.split()[0].point(band) for band in bands])

    def _write_palette(self, space: InkSpace, colours: list[Colour]) -> tuple[bytes, str]:
        """Return a palette, and the name of its space: gray, if black ink is enough."""
        inks = self.printing.convert_all(space.base, colours)
        if self.printing.size == 1:
            return bytes(round(255 * min(max(ink[0], 0), 1)) for ink in inks), "DeviceGray"
        if not any(any(ink[:3]) for ink in inks):
            return bytes(255 - round(255 * ink[3]) for ink in inks), "DeviceGray"
        return b"".join(map(_ink_bytes, inks)), "DeviceCMYK"

    def _cube_conversion(self, space: InkSpace, ranges: Ranges) -> Convert:
        cube = self._cached_cube(space, ranges)
        if self.printing.size == 1:
            return lambda strip: strip.image.filter(cube).getchannel(0)
        return lambda strip: strip.image.filter(cube)

    def _cached_cube(self, space: InkSpace, ranges: Ranges) -> ImageFilter.Color3DLUT:
        """Return the lookup table of a three-component space, cached."""
        # Base spaces are equal, whichever file they come from.
        key = (space if space.lift else space.base, ranges)
        if key not in self._cubes:
            self._cubes[key] = self._make_cube(space, ranges)
            if len(self._cubes) > _MOST_TABLES:
                self._cubes.popitem(last=False)
        self._cubes.move_to_end(key)
        return self._cubes[key]

    def _make_cube(self, space: InkSpace, ranges: Ranges) -> ImageFilter.Color3DLUT:
        steps = _FINE_GRID if space.lift is None else _COARSE_GRID
        first, second, third = ([low + (high - low) * n / (steps - 1) for n in range(steps)] for low, high in ranges)
        nodes = [space.to_base((a, b, c)) for c in third for b in second for a in first]
        inks = self.printing.convert_all(space.base, nodes, apart=False)
        # Pillow's tables have three or four output values.
        repeat, channels, mode = (1, 4, "CMYK") if self.printing.size == 4 else (3, 3, "RGB")
        table = [share for ink in inks for share in ink * repeat]
        return ImageFilter.Color3DLUT(steps, table, channels=channels, target_mode=mode)

    def _cmyk_conversion(self, read: Samples, ranges: Ranges) -> Convert | None:
        """Return the conversion of a CMYK image: to the ink limit, or to luminosity."""
        turned = _decode_cmyk(ranges)
        if isinstance(self.printing, SoftMaskLuminosity):
            return lambda strip: _invert_to_luminosity(turned(strip))
        limited = self.printing.limit_picture
        shown = map(turned, read.strips())
        if all(limited(strip) is strip for strip in shown):
            return None
        return lambda strip: limited(turned(strip))

    def _convert_each_colour(
        self, strip: Bands, space: InkSpace, ranges: Ranges, known: dict[tuple[int, ...], bytes]
    ) -> Image.Image:
        """Convert a strip with another number of components, each colour once."""
        bands = strip.split()
        pixels = list(zip(*(band.tobytes() for band in bands), strict=True))
        new = [pixel for pixel in dict.fromkeys(pixels) if pixel not in known]
        if len(known) + len(new) > _MOST_COLOURS:
            raise Unprintable("an image with too many different spot colours")
        values = (tuple(lo + v / 255 * (hi - lo) for v, (lo, hi) in zip(p, ranges, strict=True)) for p in new)
        inks = self.printing.convert_all(space.base, [space.to_base(value) for value in values], apart=False)
        known.update((pixel, _ink_bytes(ink)) for pixel, ink in zip(new, inks, strict=True))
        data = b"".join(known[pixel] for pixel in pixels)
        return Image.frombytes("CMYK" if self.printing.size == 4 else "L", bands[0].size, data)


def _has_few_colours(image: Stream, space: InkSpace) -> bool:
    """Return whether a palette can be used so that the image data stay the same."""
    if space.component_count != 1 or (image_samples.image_codec(image) and not image_samples.is_bilevel(image)):
        return False
    bits = image_samples.bit_depth(image)
    return bits in (1, 2, 4) or (bits == 8 and space.palette is not None)


def _decode_ranges(image: Object, space: InkSpace, bits: int) -> Ranges:
    """Return the component values for the least and greatest sample (the Decode array)."""
    values = read_number_array(image.get(Name.Decode))
    if len(values) == 2 * space.component_count:
        return tuple(zip(values[::2], values[1::2], strict=True))
    return ((0.0, float((1 << bits) - 1)),) if space.palette is not None else space.ranges


def _decode_ramp(pair: tuple[float, float]) -> list[float]:
    return [pair[0] + step / 255 * (pair[1] - pair[0]) for step in range(256)]


def _index_value(value: float, space: InkSpace) -> float:
    return min(max(value, space.ranges[0][0]), space.ranges[0][1])


def _ink_bytes(ink: Iterable[float]) -> bytes:
    # Rounded down because of the ink limit.
    return bytes(min(max(int(255 * share + 0.01), 0), 255) for share in ink)


def _is_black_only(strip: Bands) -> bool:
    red, *others = strip.split()
    differences = (ImageChops.difference(red, other).getextrema()[1] for other in others)
    return all(isinstance(most, int | float) and most <= 2 for most in differences)


def _decode_cmyk(ranges: Ranges) -> Convert:
    """Return the conversion that applies a Decode array to a CMYK image."""
    ramps = [[min(max(round(255 * value), 0), 255) for value in _decode_ramp(pair)] for pair in ranges]
    if all(pair == (0, 1) for pair in ranges):
        return lambda strip: strip.image
    return lambda strip: Image.merge("CMYK", [b.point(ramp) for b, ramp in zip(strip.split(), ramps, strict=True)])


def _invert_to_luminosity(image: Image.Image) -> Image.Image:
    cyan, magenta, yellow, black = image.split()
    colours = Image.merge("RGB", (cyan, magenta, yellow)).convert("L")
    return ImageChops.invert(ImageChops.add(colours, black))
