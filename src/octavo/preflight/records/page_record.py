"""Read the page boxes (ISO 32000-1, 14.11.2) of any PDF."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.printer_profile import Profile
from ...pdf.content.page_content import (
    PageContent,
    PaintedImage,
    PaintedShading,
    PaintedShape,
    PaintedText,
    intersect_boxes,
)
from ...pdf.objects import value_reader
from ...pdf.objects.geometry import Box, crop_to_media
from ...pdf.objects.value_reader import get_inherited
from .check_results import Expected

MM = 72 / 25.4
"""Points per millimetre."""
_USUAL_BLEED = 3.2 * MM
_LETTER: Box = (0.0, 0.0, 612.0, 792.0)
_NAMES = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The boxes of a page in default user space. A box that is not `given` has the default of the standard.

    `broken` names the boxes that are malformed. `unit` is the size of a unit of user space in points.
    """

    number: int
    media: Box
    crop: Box
    bleed: Box
    trim: Box
    given: frozenset[str] = frozenset()
    broken: tuple[str, ...] = ()
    rotate: int = 0
    unit: float = 1.0

    @property
    def trim_size(self) -> tuple[float, float]:
        """Return width and height of the trim in millimetres."""
        return (self.trim[2] - self.trim[0]) * self.unit / MM, (self.trim[3] - self.trim[1]) * self.unit / MM

    @property
    def printable_box(self) -> Box:
        """Return the printable area, up to the bleed. Without a BleedBox, it is the trim with the usual bleed."""
        if "TrimBox" in self.given and "BleedBox" not in self.given:
            left, bottom, right, top = self.trim
            by = _USUAL_BLEED / self.unit
            return intersect_boxes((left - by, bottom - by, right + by, top + by), self.media) or self.media
        return intersect_boxes(self.bleed, self.media) or self.media


@dataclass(frozen=True, slots=True)
class PageRecord:
    """All that a check may read of one page."""

    page: PageBoxes
    contents: PageContent
    profile: Profile
    expected: Expected

    @property
    def visible_texts(self) -> list[PaintedText]:
        """Return the strings that are visible on the trimmed page; of clipping text (mode 7), the paint shows."""
        trim = self.page.trim
        return [one for one in self.contents.words if one.mode != 3 and boxes_share_area(one.box, trim)]

    def is_in_print(self, one: PaintedShape | PaintedImage | PaintedShading | PaintedText) -> bool:
        """Return whether a painted object is partly within the bleed."""
        return boxes_share_area(one.box, self.page.printable_box)


def boxes_share_area(one: Box, other: Box) -> bool:
    """Return whether boxes share more than an edge. Lines count as boxes."""
    across = one[0] < other[2] and one[2] > other[0]
    return across and one[1] < other[3] and one[3] > other[1]


def read_page_boxes(page: object, number: int) -> PageBoxes:
    """Read the boxes of a page, also malformed ones."""
    read_boxes = {name: get_inherited(page, f"/{name}") for name in _NAMES}
    boxes = {name: value_reader.as_box(given) for name, given in read_boxes.items()}
    sound = {name: box for name, box in boxes.items() if box is not None and box[2] > box[0] and box[3] > box[1]}
    media = sound.get("MediaBox", _LETTER)
    crop = crop_to_media(media, sound.get("CropBox", media))
    rotate = value_reader.as_integer(get_inherited(page, "/Rotate"))
    unit = value_reader.as_number(get_inherited(page, "/UserUnit"))
    return PageBoxes(
        number,
        media,
        crop,
        sound.get("BleedBox", crop),
        sound.get("TrimBox", sound.get("ArtBox", crop)),
        frozenset(sound),
        tuple(name for name in _NAMES if name not in sound and read_boxes[name] is not None),
        rotate % 360,
        unit if unit is not None and unit > 0 else 1.0,
    )
