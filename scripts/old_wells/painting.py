"""Paint with Pillow alone: numbers and seeds in, soft grounds, noise and ridges out; the same pixels each time."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

from octavo.typesetting.shipped_fonts import list_shipped_fonts

Size = tuple[int, int]
Point = tuple[float, float]
Colour = tuple[int, int, int]
Stop = tuple[float, str]
# Edges are drawn twice as large and made smaller, so that slanting ones are smooth.
FINE = 2


def seeded(seed: int) -> random.Random:
    """Return the dice that fall the same way for the same seed."""
    return random.Random(seed)  # noqa: S311 - nothing secret


def rgb(colour: str) -> Colour:
    """Return red, green and blue of a colour written #rrggbb, 0 to 255 each."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def mix(one: str | Colour, other: str | Colour, share: float) -> Colour:
    """Return the colour that has a share, from 0 to 1, of the other."""
    first, second = (rgb(item) if isinstance(item, str) else item for item in (one, other))
    red, green, blue = (round(a + (b - a) * min(1, max(0, share))) for a, b in zip(first, second, strict=True))
    return red, green, blue


def gradient(size: Size, stops: Sequence[Stop]) -> Image.Image:
    """Return a ground whose colour changes from top (0) to bottom (1) through the stops."""
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        column.putpixel((0, y), _at_stop(y / max(1, size[1] - 1), stops))
    return column.resize(size)


def _at_stop(place: float, stops: Sequence[Stop]) -> Colour:
    for (low, first), (high, second) in pairwise(stops):
        if place <= high:
            return mix(first, second, (place - low) / (high - low or 1))
    return rgb(stops[-1][1])


def noise(size: Size, seed: int, cells: Point, octaves: int = 5, roughness: float = 0.5) -> Image.Image:
    """Return grey clouds with so many cells across and down in the coarsest octave; roughness is 0 to 1."""
    dice = seeded(seed)
    clouds = Image.new("L", size, 128)
    weight = 1.0
    for octave in range(octaves):
        grid = max(2, round(cells[0] * 2**octave)), max(2, round(cells[1] * 2**octave))
        grains = Image.frombytes("L", grid, dice.randbytes(grid[0] * grid[1]))
        layer = grains.resize(size, Image.Resampling.BICUBIC)
        clouds = layer if octave == 0 else Image.blend(clouds, layer, weight / (1 + weight))
        weight *= roughness
    return clouds


def levels(grey: Image.Image, black: int, white: int) -> Image.Image:
    """Stretch a grey picture so that these two values become black and white."""
    return grey.point([min(255, max(0, round((v - black) * 255 / (white - black)))) for v in range(256)])


def tint(grey: Image.Image, dark: str, light: str) -> Image.Image:
    """Colour a grey picture from dark to light."""
    bands = [grey.point([mix(dark, light, v / 255)[band] for v in range(256)]) for band in range(3)]
    return Image.merge("RGB", bands)


def glow(canvas: Image.Image, centre: Point, radius: float, colour: str, strength: float = 1) -> Image.Image:
    """Return the canvas with a soft round light on it."""
    side = max(2, round(radius * 2))
    disc = ImageChops.invert(Image.radial_gradient("L")).resize((side, side), Image.Resampling.BICUBIC)
    disc = disc.point([round(max(0, v - 75) ** 2 / 180**2 * 255 * strength) for v in range(256)])
    mask = Image.new("L", canvas.size, 0)
    mask.paste(disc, (round(centre[0] - radius), round(centre[1] - radius)))
    light = Image.composite(Image.new("RGB", canvas.size, colour), Image.new("RGB", canvas.size), mask)
    return ImageChops.screen(canvas, light)


def ridge(width: int, seed: int, base: float, height: float, waves: float) -> list[Point]:
    """Return the line of hills from left to right: a sum of waves around the height `base`, in pixels."""
    dice = seeded(seed)
    parts = [(waves * 2**n * dice.uniform(0.8, 1.25), dice.random() * math.tau, 0.5**n) for n in range(7)]
    line = []
    for x in range(0, width + 8, 4):
        rise = sum(share * math.sin(math.tau * turns * x / width + phase) for turns, phase, share in parts)
        line.append((float(x), base - height * rise / 1.6))
    return line


def shape(size: Size, draw: Callable[[ImageDraw.ImageDraw], None]) -> Image.Image:
    """Return a mask with smooth edges; what is drawn has coordinates twice as large."""
    mask = Image.new("L", (size[0] * FINE, size[1] * FINE), 0)
    draw(ImageDraw.Draw(mask))
    return mask.resize(size, Image.Resampling.BOX)


def polygon(size: Size, points: Sequence[Point]) -> Image.Image:
    """Return the mask of a polygon."""
    return shape(size, lambda pen: pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=255))


def below(size: Size, line: Sequence[Point]) -> Image.Image:
    """Return the mask of all that lies under a line from the left edge to the right one."""
    return polygon(size, [*line, (size[0] + 8, size[1] + 8), (0, size[1] + 8)])


def veil(size: Size, top: float, bottom: float, strongest: int, colour: str) -> tuple[Image.Image, Image.Image]:
    """Return mist and its mask: none at the height `top`, densest at `bottom`."""
    column = Image.new("L", (1, size[1]))
    for y in range(size[1]):
        share = min(1.0, max(0.0, (y - top) / (bottom - top)))
        column.putpixel((0, y), round(strongest * share * share))
    return Image.new("RGB", size, colour), column.resize(size)


def grained(canvas: Image.Image, seed: int, strength: float = 0.05) -> Image.Image:
    """Return the canvas with the fine grain of a film."""
    dice = seeded(seed)
    width, height = canvas.size[0] // 2, canvas.size[1] // 2
    grain = Image.frombytes("L", (width, height), dice.randbytes(width * height)).resize(canvas.size)
    grain = grain.filter(ImageFilter.GaussianBlur(0.7))
    return Image.blend(canvas, ImageChops.overlay(canvas, grain.convert("RGB")), strength * 4)


def dimmed(canvas: Image.Image, strength: float = 0.35) -> Image.Image:
    """Return the canvas with darker corners, as a lens makes them."""
    shade = ImageChops.invert(Image.radial_gradient("L")).resize(canvas.size, Image.Resampling.BICUBIC)
    shade = shade.point([min(255, round(255 * (1 - strength) + v * strength * 1.6)) for v in range(256)])
    return ImageChops.multiply(canvas, shade.convert("RGB"))


def face(size: float, name: str = "OctavoSans-Regular") -> ImageFont.FreeTypeFont:
    """Return a shipped face at a size in pixels; the host's fonts are not asked."""
    file = list_shipped_fonts()[f"{name}.ttf"]
    return ImageFont.truetype(str(file), round(size), layout_engine=ImageFont.Layout.BASIC)


def as_jpeg(canvas: Image.Image, quality: int = 80) -> bytes:
    """Return the canvas as a JPEG of 300 dpi."""
    file = BytesIO()
    canvas.convert("RGB").save(file, "JPEG", quality=quality, optimize=True, progressive=True, dpi=(300, 300))
    return file.getvalue()


def as_png(canvas: Image.Image, colours: int = 48) -> bytes:
    """Return a drawing as a PNG of 300 dpi and few colours."""
    file = BytesIO()
    canvas.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True, dpi=(300, 300))
    return file.getvalue()
