"""Define the records of what a page paints, in painting order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..fonts.font_reader import PdfFont
from ..objects.geometry import Box
from .colour_spaces import Colour, ColourSpace

TAGGED, ARTIFACT = 1, 2
"""Bits that tell how paint is marked: as tagged content, as an artifact, or (3) as one inside the other."""

MOST_RECORDS = 200_000
_MOST_PLACES = 200


class PaintedText(NamedTuple):
    """A painted string. `size` is in points on the page; `text` holds U+FFFD for characters that cannot be read.

    `mode` is the text rendering mode (ISO 32000-1, table 106): 3 leaves no ink, and 7 clips what is painted next.
    `upright` is set if the text runs from left to right.
    """

    order: int
    box: Box
    size: float
    face: PdfFont
    colour: Colour
    mode: int
    text: str
    missing: int
    marked: int
    upright: bool


class PaintedShape(NamedTuple):
    """A painted path, or a part of one; `width` is the stroke width in points on the page.

    `thickness` is the shorter side of a filled rectangle, and None for any other shape.
    """

    order: int
    box: Box
    fill: Colour | None
    stroke: Colour | None
    width: float
    thickness: float | None
    marked: int


class PaintedImage(NamedTuple):
    """An image; `ppi` is its resolution across and up, in pixels per inch. A stencil mask is painted in `colour`."""

    order: int
    box: Box
    pixels: tuple[int, int]
    ppi: tuple[float, float]
    bits: int
    space: ColourSpace | None
    colour: Colour | None
    veiled: bool
    marked: int
    source: object = None
    """The image itself; compare only its object number."""

    @property
    def channels(self) -> int:
        """Return the number of values of a pixel, or 0 if it is unknown."""
        return 1 if self.colour is not None else self.space.count if self.space is not None else 0


class PaintedShading(NamedTuple):
    """A painted shading."""

    order: int
    box: Box
    space: ColourSpace
    marked: int


@dataclass(slots=True)
class PaintedBoxes:
    """The number of occurrences of something, and the boxes of the first ones."""

    boxes: list[Box] = field(default_factory=list)
    count: int = 0

    def add_box(self, box: Box) -> None:
        """Count one occurrence."""
        self.count += 1
        if len(self.boxes) < _MOST_PLACES:
            self.boxes.append(box)


@dataclass(slots=True)
class PageContent:
    """What a page paints inside its clip, without hidden layers, in default user space."""

    words: list[PaintedText] = field(default_factory=list)
    shapes: list[PaintedShape] = field(default_factory=list)
    pictures: list[PaintedImage] = field(default_factory=list)
    shades: list[PaintedShading] = field(default_factory=list)
    spaces: dict[ColourSpace, PaintedBoxes] = field(default_factory=dict)
    """The colour spaces in use."""
    veils: dict[str, PaintedBoxes] = field(default_factory=dict)
    """What makes paint transparent: opacity, blend mode, soft mask or transparency group."""
    blended: dict[ColourSpace, PaintedBoxes] = field(default_factory=dict)
    """The blending spaces of transparency groups."""
    vanishing: PaintedBoxes = field(default_factory=PaintedBoxes)
    """White paint that overprints, and so does not cover what is below."""
    overprinted_profiles: PaintedBoxes = field(default_factory=PaintedBoxes)
    """CMYK with a profile that overprints in mode 1, where the result is undefined."""
    masked: dict[ColourSpace, PaintedBoxes] = field(default_factory=dict)
    """The blending spaces of soft masks."""
    odd: dict[str, PaintedBoxes] = field(default_factory=dict)
    """Features that only some presses support: transfer functions, PostScript, OPI."""
    blends: bool = False
    """Whether inks can add up where paint overlaps, by overprinting or by a blend mode other than Normal."""
    unmarked: PaintedBoxes = field(default_factory=PaintedBoxes)
    """Paint that is neither tagged nor an artifact."""
    dotted: set[int] = field(default_factory=set)
    """The numbers of Type 3 fonts of which a glyph that is an image is shown."""
    mcids: set[int] = field(default_factory=set)
    """MCIDs in the page's own content stream."""
    broken: int = 0
    """The number of instructions that make no sense."""
    absent: dict[str, PaintedBoxes] = field(default_factory=dict)
    """Resources that instructions name but that do not exist."""
    unread: str = ""
    """Why a part of the page was not read."""
    order: int = 0

    def next_order(self) -> int:
        """Return the next number in painting order."""
        self.order += 1
        return self.order

    @property
    def is_full(self) -> bool:
        """Return whether the page paints more than can be checked."""
        return self.order >= MOST_RECORDS

    @property
    def boxes(self) -> list[Box]:
        """Return the boxes of everything that is painted."""
        listed: list[PaintedText | PaintedShape | PaintedImage | PaintedShading] = [
            *self.words,
            *self.shapes,
            *self.pictures,
            *self.shades,
        ]
        return [one.box for one in listed]


def intersect_boxes(one: Box, other: Box) -> Box | None:
    """Return the intersection of two boxes, or None if they are apart. A line without width also intersects."""
    left, bottom, right, top = one
    most_left, most_low, most_right, most_high = other
    if most_left > left:
        left = most_left
    if most_low > bottom:
        bottom = most_low
    if most_right < right:
        right = most_right
    if most_high < top:
        top = most_high
    return (left, bottom, right, top) if right >= left and top >= bottom else None


def contains_box(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Return whether a box contains another, with a tolerance of `slack`."""
    low = inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack
    return low and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack


def expand_box(box: Box, left: float, bottom: float | None = None) -> Box:
    """Return a box enlarged by so much on all sides, or by `left` across and `bottom` up."""
    up = left if bottom is None else bottom
    return box[0] - left, box[1] - up, box[2] + left, box[3] + up
