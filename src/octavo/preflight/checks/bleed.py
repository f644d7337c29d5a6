"""Check that paint at the trim extends into the bleed."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.printer_profile import CheckName
from ...pdf.content.colour_spaces import Colour
from ...pdf.content.page_content import PaintedShape, intersect_boxes
from ...pdf.objects.geometry import Box
from ..records.check_results import CheckResult
from ..records.page_record import MM, PageRecord
from .page_boxes import edge_distances

_EDGES = ("left", "foot", "right", "top")
NEAR_TRIM = 0.1
"""In millimetres: paint that ends this close to the trim is meant to reach it, and a bleed may be this much short."""


def check_bleed(record: PageRecord) -> Iterator[CheckResult]:
    """Report paint that reaches the trim, but does not extend over the bleed that the profile requires."""
    wanted, trim, limit = record.profile.bleed, record.page.trim, record.page.printable_box
    short: dict[int, float] = {}
    places: list[Box] = []
    for box in _painted_boxes(record):
        within = intersect_boxes(box, limit)
        if within is None or not _overlaps_trim(box, trim):
            continue
        here = {
            edge: -by for edge, by in enumerate(edge_distances(within, trim)) if -NEAR_TRIM <= -by < wanted - NEAR_TRIM
        }
        if here:
            places.append(box)
            short |= {edge: min(by, short.get(edge, by)) for edge, by in here.items()}
    if short:
        sides = _join_with_and([_EDGES[edge] for edge in sorted(short)])
        least = max(0.0, min(short.values()))
        words = f"content at the trim ({sides}) extends {least:.1f} mm beyond it; {wanted:g} mm are required"
        hint = f"extend it {wanted:g} mm beyond the trim, or keep it away from the edge"
        yield CheckResult(CheckName.BLEED, words, hint).with_places(record.page.number, places)


def _painted_boxes(record: PageRecord) -> Iterator[Box]:
    contents = record.contents
    yield from (shape.box for shape in contents.shapes if leaves_ink(shape))
    yield from (picture.box for picture in contents.pictures)
    yield from (shade.box for shade in contents.shades)


def leaves_ink(shape: PaintedShape) -> bool:
    """Return whether a shape leaves ink on the paper."""
    return any(_is_inked_colour(colour) for colour in (shape.fill, shape.stroke))


def _is_inked_colour(colour: Colour | None) -> bool:
    return colour is not None and not colour.is_white


def _overlaps_trim(box: Box, trim: Box) -> bool:
    """Return whether a part of a box is inside the trim."""
    slack = NEAR_TRIM * MM
    across = box[0] < trim[2] - slack and box[2] > trim[0] + slack
    return across and box[1] < trim[3] - slack and box[3] > trim[1] + slack


def _join_with_and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
