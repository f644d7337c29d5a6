"""What a page paints, as plain records in the order of painting: what the reader of contents gives to the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..fonts.font_reader import PdfFont
from ..objects.geometry import Box
from .colour_spaces import Colour, ColourSpace

UNMARKED, TAGGED, ARTIFACT = 0, 1, 2
"""How paint is marked: not at all, as content of the structure tree, as an artifact; 3 is one within the other."""

MOST_RECORDS = 200_000
_MOST_PLACES = 200


class PaintedText(NamedTuple):
    """A string as it is set; `size` is in points of the page, `text` holds U+FFFD for what cannot be read.

    `mode` is that of text rendering (ISO 32000-1, table 106): 3 leaves no ink, in 7 shows what is painted after it.
    `upright` tells that it runs from left to right.
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
    """A painted path, or a part of it; `width` is that of its stroke in points of the page.

    `thickness` is the lesser side of a filled rectangle, None of anything else that is filled.
    """

    order: int
    box: Box
    fill: Colour | None
    stroke: Colour | None
    width: float
    thickness: float | None
    marked: int


class PaintedImage(NamedTuple):
    """An image; `ppi` is what its pixels an inch come to across and up. A stencil is painted in `colour`."""

    order: int
    box: Box
    pixels: tuple[int, int]
    ppi: tuple[float, float]
    bits: int
    space: ColourSpace | None
    colour: Colour | None
    veiled: bool
    marked: int
    source: tuple[int, int] | None


class PaintedShading(NamedTuple):
    """A smooth shading."""

    order: int
    box: Box
    space: ColourSpace
    marked: int


@dataclass(slots=True)
class PaintedBoxes:
    """The places of what is told once: the first of them, and how many there are."""

    boxes: list[Box] = field(default_factory=list)
    count: int = 0

    def add(self, box: Box) -> None:
        """Count a place."""
        self.count += 1
        if len(self.boxes) < _MOST_PLACES:
            self.boxes.append(box)


@dataclass(slots=True)
class PageContent:
    """What a page paints within what is not clipped away, hidden layers left out; all in its default user space."""

    words: list[PaintedText] = field(default_factory=list)
    shapes: list[PaintedShape] = field(default_factory=list)
    pictures: list[PaintedImage] = field(default_factory=list)
    shades: list[PaintedShading] = field(default_factory=list)
    spaces: dict[ColourSpace, PaintedBoxes] = field(default_factory=dict)
    """Every colour space that something is painted in."""
    veils: dict[str, PaintedBoxes] = field(default_factory=dict)
    """What makes paint transparent: opacity, blend mode, soft mask, transparency group."""
    blended: dict[ColourSpace, PaintedBoxes] = field(default_factory=dict)
    """Every colour space that a transparency group asks to be blended in."""
    vanishing: PaintedBoxes = field(default_factory=PaintedBoxes)
    """White paint that is overprinted, and so leaves what lies below it as it is."""
    odd: dict[str, PaintedBoxes] = field(default_factory=dict)
    """What only some presses can do with graphics: transfer functions, PostScript, OPI."""
    blends: bool = False
    """Whether inks may add up where paint overlaps: overprinting, and blending in another mode than Normal."""
    unmarked: PaintedBoxes = field(default_factory=PaintedBoxes)
    """Paint that belongs neither to the structure tree nor to an artifact."""
    mcids: set[int] = field(default_factory=set)
    """Marked content of the page's own stream that the structure tree can point at."""
    broken: int = 0
    """Instructions that made no sense."""
    absent: dict[str, PaintedBoxes] = field(default_factory=dict)
    """What instructions name, and resources do not hold."""
    unread: str = ""
    """Why part of the page was not read."""
    order: int = 0

    def next(self) -> int:
        """Count what is painted."""
        self.order += 1
        return self.order

    @property
    def is_full(self) -> bool:
        """Tell whether there is more than could sensibly be looked at."""
        return self.order >= MOST_RECORDS

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is painted."""
        return not self.order

    @property
    def boxes(self) -> list[Box]:
        """List the places of all that is painted."""
        listed: list[PaintedText | PaintedShape | PaintedImage | PaintedShading] = [
            *self.words,
            *self.shapes,
            *self.pictures,
            *self.shades,
        ]
        return [one.box for one in listed]


def intersect_boxes(one: Box, other: Box) -> Box | None:
    """Give what two boxes share; None if they lie apart. A line has no width, and is met all the same."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    return (left, bottom, right, top) if right >= left and top >= bottom else None


def contains_box(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Tell whether one box lies within another, but for `slack`."""
    low = inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack
    return low and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack


def expand_box(box: Box, left: float, bottom: float | None = None) -> Box:
    """Give a box that reaches further by so much on all sides, or across and up."""
    up = left if bottom is None else bottom
    return box[0] - left, box[1] - up, box[2] + left, box[3] + up
