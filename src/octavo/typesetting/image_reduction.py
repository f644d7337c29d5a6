"""Write photographs smaller that have far more pixels than print needs at the size in which they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ..rendering.graphics.images import reduce_photograph
from .weasyprint_adapter import is_known_version, patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import DrawnObject, GetXObject, RasterImage, WeasyPrint

MOST_DPI: Final = 600
"""Pixels per inch from which a photograph is reduced: twice the 300 that printers ask for."""
WRITTEN_DPI: Final = 450
"""Pixels per inch that a reduced photograph has where it is printed largest."""


@contextmanager
def reduced_photographs(weasyprint: WeasyPrint) -> Iterator[None]:
    """Reduce JPEG images while a PDF is painted. Other images may be line art, and stay as they are."""
    if not is_known_version():
        yield
        return
    image = weasyprint.images.RasterImage
    with patched_attributes(image, draw=_patch_draw(image.draw), get_x_object=_patch_x_object(image.get_x_object)):
        yield


def _patch_draw(draw: Callable[..., None]) -> Callable[..., None]:
    """Patch `draw`: WeasyPrint notes for each place of a photograph how far it may be reduced."""

    def limited(image: RasterImage, *args: object) -> None:
        image._dpi = MOST_DPI if image.format == "JPEG" else None
        draw(image, *args)

    return limited


def _patch_x_object(get_x_object: GetXObject) -> GetXObject:
    """Patch `get_x_object`: WeasyPrint would write a reduced image with the lowest quality that Pillow offers.

    `ratio` is the least reduction of all places; it is 1 if one of them needs all pixels.
    """

    def reduced(image: RasterImage, interpolate: bool, ratio: float) -> DrawnObject:
        if ratio >= 1:
            return get_x_object(image, interpolate, 1)
        before = image.image_data, image.width, image.height
        scale = ratio * WRITTEN_DPI / MOST_DPI
        made = image.__dict__.setdefault("octavo_reduced", {})
        if scale not in made:
            made[scale] = reduce_photograph(image.image_data.data, scale)
        data, image.width, image.height = made[scale]
        try:
            image.image_data = image.cache_image_data(data, slot="reduced")
            return get_x_object(image, interpolate, 1)
        finally:
            image.image_data, image.width, image.height = before

    return reduced
