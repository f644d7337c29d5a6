"""Checks 2 to 4: what lies at the edges of the trim, beyond them, and too near to them."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import Check
from ...pdf.content.colour_spaces import Colour
from ...pdf.content.page_content import Shape, meet
from ...pdf.objects.form_xobjects import Box
from ..records.check_results import Found
from ..records.page_record import MM, Sight
from .page_boxes import distances

_EDGES = ("left", "foot", "right", "top")
_NEAR = 0.1
"""Millimetres: paint that ends so near to the trim is meant to reach it, and a bleed so little short is none."""
_THIN, _LONG = 3.0, 6.0
"""Points: marks are thinner and longer."""
_CUT = 0.5


def bleed(sight: Sight) -> Iterator[Found]:
    """Ask that what is painted up to the trim or across it goes on to the bleed that the profile asks for."""
    wanted, trim, limit = sight.profile.bleed, sight.page.trim, sight.page.printed
    short: dict[int, float] = {}
    places: list[Box] = []
    for box in _painted(sight):
        within = meet(box, limit)
        if within is None or not _crosses(box, trim):
            continue
        here = {edge: -by for edge, by in enumerate(distances(within, trim)) if -_NEAR <= -by < wanted - _NEAR}
        if here:
            places.append(box)
            short |= {edge: min(by, short.get(edge, by)) for edge, by in here.items()}
    if short:
        sides = _and([_EDGES[edge] for edge in sorted(short)])
        least = max(0.0, min(short.values()))
        words = f"what is painted up to the trim ({sides}) goes {least:.1f} mm beyond it; {wanted:g} mm are asked for"
        hint = f"let it go on {wanted:g} mm past the trim, or keep it clear of the edge"
        yield Found(Check.BLEED, words, hint).at(sight.page.number, places)


def _painted(sight: Sight) -> Iterator[Box]:
    contents = sight.contents
    yield from (shape.box for shape in contents.shapes if _inks(shape))
    yield from (picture.box for picture in contents.pictures)
    yield from (shade.box for shade in contents.shades)


def _inks(shape: Shape) -> bool:
    return any(_leaves_ink(colour) for colour in (shape.fill, shape.stroke))


def _leaves_ink(colour: Colour | None) -> bool:
    return colour is not None and not colour.is_white


def _crosses(box: Box, trim: Box) -> bool:
    """Tell whether some of a box lies within the trim."""
    slack = _NEAR * MM
    across = box[0] < trim[2] - slack and box[2] > trim[0] + slack
    return across and box[1] < trim[3] - slack and box[3] > trim[1] + slack


def marks(sight: Sight) -> Iterator[Found]:
    """Ask that crop marks keep out of the bleed, and that there are none where the printer forbids them."""
    trim, wanted = sight.page.trim, sight.profile.bleed
    outside = [shape.box for shape in sight.contents.shapes if _is_mark(shape, trim)]
    if not outside:
        return
    if not sight.profile.marks:
        hint = "export it without printer's marks"
        yield Found(Check.MARKS, "bears marks, which this printer forbids", hint).at(sight.page.number, outside)
        return
    near = [(gap, box) for box in outside if (gap := _gap(box, trim)) < wanted - _NEAR]
    if near:
        words = f"marks stand {min(gap for gap, _ in near):.1f} mm from the trim, inside the bleed of {wanted:g} mm"
        hint = f"set the offset of marks to {max(wanted, sight.profile.mark_offset):g} mm"
        yield Found(Check.MARKS, words, hint).at(sight.page.number, [box for _, box in near])


def _is_mark(shape: Shape, trim: Box) -> bool:
    width, height = shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]
    outside = _gap(shape.box, trim) > 0
    return outside and min(width, height) <= _THIN and max(width, height) >= _LONG and _inks(shape)


def _gap(box: Box, trim: Box) -> float:
    """Give the distance of a box from the trim; less than 0 if some of it lies within."""
    return max(trim[0] - box[2], box[0] - trim[2], trim[1] - box[3], box[1] - trim[3]) / MM


def safety(sight: Sight) -> Iterator[Found]:
    """Ask that text, folios too, keeps the profile's distance from the trim; what is cut is an error."""
    wanted, page = sight.profile.safety, sight.page
    near, cut = [], []
    for words in sight.words:
        least = min(distances(words.box, page.trim))
        if least < -_CUT:
            cut.append(words.box)
        elif least < wanted - _NEAR:
            near.append((least, words.box))
    if cut:
        hint = f"keep text {wanted:g} mm from the edge"
        yield Found(Check.SAFETY, "text runs over the trim and would be cut", hint).at(page.number, cut)
    if near:
        several, nearest = f"text stands {{}} mm from the trim; {wanted:g} mm are asked for", max(0.0, min(near)[0])
        items = (f"{nearest:.1f}",)
        said, hint = several.replace("{}", items[0]), f"move it {wanted:g} mm from the edge"
        found = Found(Check.SAFETY, said, hint, Severity.WARNING, several=several, items=items)
        yield found.at(page.number, [box for _, box in near])


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
