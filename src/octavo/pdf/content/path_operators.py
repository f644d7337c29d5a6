"""Execute the instructions for the graphics state and paths, and record shapes with their colours.

Each method without an underscore is an operator of content streams (ISO 32000-1, annex A).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..objects import value_reader
from ..objects.geometry import Box, Matrix, multiply_matrices, transform_point
from ..objects.value_reader import LARGEST, get_value
from . import colour_spaces
from .colour_spaces import Colour, ColourSpace
from .graphics_state import GraphicsState, read_state_font, stretch_factors
from .page_content import PageContent, PaintedBoxes, PaintedShape, expand_box, intersect_boxes
from .path_boxes import Path, Subpath
from .resource_cache import ResourceCache

Operands = Sequence[Any]
"""The operands of an instruction; a tuple is from `instruction_lexer`, and needs no check."""

NOWHERE: Box = (LARGEST, LARGEST, -LARGEST, -LARGEST)
_DEEPEST_STATE = 2000
_DEVICE = {"DeviceGray": colour_spaces.GRAY, "DeviceRGB": colour_spaces.RGB, "DeviceCMYK": colour_spaces.CMYK}
_RESOURCE_KINDS = {
    "/ExtGState": "the graphics state",
    "/Font": "the font",
    "/Pattern": "the pattern",
    "/Properties": "the properties",
    "/Shading": "the shading",
    "/XObject": "the object",
}
_MOST_ABSENT = 50


class PageReading:
    """What all streams of one page share."""

    def __init__(self, sources: ResourceCache, out: PageContent) -> None:
        self.sources = sources
        self.out = out
        self.cells: set[tuple[int, int]] = set()
        self.space: ColourSpace | None = None
        """The colour space that was used last, and its places: that of most paint is that of the paint before."""
        self.places = PaintedBoxes()


class PathInterpreter:
    """Reads the graphics instructions of one stream.

    `place` replaces the boxes of paint that is repeated all over it, as in a tiling pattern. `colourless` is set if the
    stream takes its colour from outside.
    """

    def __init__(
        self, sheet: PageReading, resources: object, state: GraphicsState, above: PathInterpreter | None = None
    ) -> None:
        self.sheet, self.out, self.resources, self.state = sheet, sheet.out, resources, state
        self.depth: int = above.depth + 1 if above else 0
        self.place: Box | None = above.place if above else None
        self.marked: int = above.marked if above else 0
        self.hidden: bool = above.hidden if above else False
        self.colourless: bool = above.colourless if above else False
        self.base: Matrix = state.way
        self._states: list[GraphicsState] = []
        self._path = Path()
        self._clips = False
        self._found: dict[tuple[str, str], object] = {}
        self._device_spaces: dict[str, ColourSpace] = {}

    # Graphics state

    def save_state(self, _: Operands) -> None:
        """Save the graphics state (q)."""
        if len(self._states) < _DEEPEST_STATE:
            self._states.append(self.state)
            self.state = self.state.copy()

    def restore_state(self, _: Operands) -> None:
        """Restore the graphics state (Q)."""
        if self._states:
            self.state = self._states.pop()

    def concatenate_matrix(self, operands: Operands) -> None:
        """Change the current transformation matrix (cm)."""
        self.state.way = check_matrix(multiply_matrices(read_matrix(operands), self.state.way))

    def set_width(self, operands: Operands) -> None:
        """Set the line width (w)."""
        self.state.width = abs(read_one_number(operands))

    def set_cap(self, operands: Operands) -> None:
        """Set the line cap style (J)."""
        self.state.butt = read_one_number(operands) == 0

    def set_parameters(self, operands: Operands) -> None:
        """Apply a graphics state parameter dictionary (gs)."""
        given = self._find_resource("/ExtGState", operands[0])
        self.state.apply_parameters(given)
        masking = get_value(given, "/SMask", "/G", "/Group", "/CS")
        if masking is not None:
            space = self.sheet.sources.cached_space(masking, self.resources)
            self.out.masked.setdefault(space, PaintedBoxes()).add_box(self.state.clip)
        font, size = read_state_font(given)
        if size is not None:
            self.state.face, self.state.size = self.sheet.sources.cached_font(font), size

    # Colour

    def set_device(self, stroke: bool, family: str, operands: Operands) -> None:
        """Set a device colour (g, rg, k and G, RG, K)."""
        space = self._device_spaces.get(family)
        if space is None:
            space = _DEVICE[family]
            if get_value(self.resources, "/ColorSpace") is not None:
                space = colour_spaces.read_named_space(family, self.resources)
            self._device_spaces[family] = space
        self._set_colour(stroke, Colour(space, read_operand_numbers(operands, space.count)))

    def set_space(self, stroke: bool, operands: Operands) -> None:
        """Set the colour space (cs, CS)."""
        known = value_reader.as_name(operands[0])
        given = get_value(self.resources, "/ColorSpace", f"/{known}")
        space = self.sheet.sources.cached_space(operands[0] if given is None else given, self.resources)
        if space is colour_spaces.UNKNOWN:
            self._count_missing(f"the colour space {value_reader.quotable_text(known, 30)}")
        self._set_colour(stroke, colour_spaces.initial_colour(space))

    def set_amounts(self, stroke: bool, operands: Operands) -> None:
        """Set the components of the colour, or a pattern (sc, scn, SC, SCN)."""
        state = self.state
        space = (state.stroke if stroke else state.fill).space
        if operands and value_reader.is_name(operands[-1]):
            pattern = self._find_resource("/Pattern", operands[-1])
            state.patterns = {**state.patterns, stroke: pattern}
            operands = operands[:-1]
        amounts = read_operand_numbers(operands, len(operands))
        if space.family != "Pattern" and space is not colour_spaces.UNKNOWN and len(amounts) != space.count:
            raise ValueError("a colour with the wrong number of components")
        self._set_colour(stroke, Colour(space, amounts))

    def _set_colour(self, stroke: bool, colour: Colour) -> None:
        if self.colourless:
            return
        if stroke:
            self.state.stroke = colour
        else:
            self.state.fill = colour

    # Paths

    def move_to(self, operands: Operands) -> None:
        """Begin a subpath (m)."""
        self._path.move_to(*transform_point(self.state.way, *read_point(operands)))

    def line_to(self, operands: Operands) -> None:
        """Add a line (l)."""
        self._path.line_to(*transform_point(self.state.way, *read_point(operands)))

    def curve_to(self, operands: Operands) -> None:
        """Add a curve (c, v, y)."""
        points = read_operand_numbers(operands, len(operands))
        for x, y in zip(points[::2], points[1::2], strict=True):
            self._path.line_to(*transform_point(self.state.way, x, y), curved=True)

    def append_segments(self, tokens: Sequence[bytes]) -> None:
        """Add the segments (m, l, c, v, y, re) that the lexer found in a run."""
        a, b, c, d, e, f = self.state.way
        path, at, end = self._path, 0, len(tokens)
        while at < end:
            if tokens[at] == b"h":
                at += 1
                continue
            x, y, operator = float(tokens[at]), float(tokens[at + 1]), tokens[at + 2]
            if operator == b"l":
                path.line_to(a * x + c * y + e, b * x + d * y + f)
                at += 3
            elif operator == b"m":
                path.move_to(a * x + c * y + e, b * x + d * y + f)
                at += 3
            elif (operator := tokens[at + 4]) == b"re":
                path.add_rectangle(self.state.way, x, y, float(tokens[at + 2]), float(tokens[at + 3]))
                at += 5
            else:
                count = 4 if operator in (b"v", b"y") else 6
                for place in range(at, at + count, 2):
                    x, y = float(tokens[place]), float(tokens[place + 1])
                    path.line_to(a * x + c * y + e, b * x + d * y + f, curved=True)
                at += count + 1

    def append_rectangle(self, operands: Operands) -> None:
        """Add a rectangle (re)."""
        x, y, width, height = read_operand_numbers(operands, 4)
        self._path.add_rectangle(self.state.way, x, y, width, height)

    def clip_path(self, _: Operands) -> None:
        """Clip with the current path after it is painted (W, W*)."""
        self._clips = True

    def paint_path(self, fill: bool, stroke: bool, by_turns: bool = False) -> None:
        """Fill and stroke the current path, and end it (S, f, B and their variants, n)."""
        path, self._path = self._path, Path()
        if fill or stroke:
            self._record_path(path, fill, stroke, by_turns)
        if self._clips:
            self._clips = False
            whole = path.box
            self.state.clip = (whole and intersect_boxes(self.state.clip, whole)) or NOWHERE

    def _record_path(self, path: Path, fill: bool, stroke: bool, by_turns: bool) -> None:
        state = self.state
        least, most = stretch_factors(state.way) if stroke else (0.0, 0.0)
        ink, line = state.fill if fill else None, state.stroke if stroke else None
        for box, part in path.painted_parts(by_turns and not stroke):
            seen = self._begin_painting(_stroke_box(box, part, state, most) if stroke else box)
            if seen is not None:
                self._use_colour(ink, False, seen)
                self._use_colour(line, True, seen)
                thickness = part.shorter_side if part is not None and fill else None
                shape = PaintedShape(
                    self.out.next_order(), seen, ink, line, state.width * least, thickness, self.marked
                )
                self.out.shapes.append(shape)

    # Counting what is painted

    def _begin_painting(self, box: Box) -> Box | None:
        """Return the visible part of a box, and count transparency and missing marks there."""
        seen = None if self.hidden or self.out.is_full else intersect_boxes(box, self.state.clip)
        if seen is None:
            return None
        seen, state, out = self.place or seen, self.state, self.out
        if not self.marked:
            out.unmarked.add_box(seen)
        if state.veils or state.odd:
            for words in state.veils.values():
                out.veils.setdefault(words, PaintedBoxes()).add_box(seen)
            for words in state.odd:
                out.odd.setdefault(words, PaintedBoxes()).add_box(seen)
        if state.blends:
            out.blends = True
        return seen

    def _use_colour(self, ink: Colour | None, stroke: bool, box: Box) -> None:
        """Count the colour space in use; an uncoloured pattern counts for its base space."""
        if ink is None:
            return
        if self.state.blends and self.state.is_invisible_overprint(ink, stroke):
            self.out.vanishing.add_box(box)
        if ink.space.family != "Pattern":
            self._count_space(ink.space, box, stroke)
            return
        if ink.space.base is not None:
            self._count_space(ink.space.base, box, stroke)
        self._use_pattern(self.state.patterns.get(stroke), ink, box)

    def _use_pattern(self, pattern: object, ink: Colour, box: Box) -> None:
        raise NotImplementedError

    def _count_space(self, space: ColourSpace, box: Box, stroke: bool = False) -> None:
        if space.family == "ICCBased" and space.count == 4 and self.state.overprints_by_ink(stroke):
            self.out.overprinted_profiles.add_box(box)
        sheet = self.sheet
        if space is not sheet.space:
            sheet.space, sheet.places = space, self.out.spaces.setdefault(space, PaintedBoxes())
        sheet.places.add_box(box)

    def _find_resource(self, kind: str, wanted: object) -> object:
        name = value_reader.as_name(wanted)
        found = self._found.get((kind, name))
        if found is None:
            found = self._found[kind, name] = get_value(self.resources, kind, f"/{name}")
        if found is None:
            self._count_missing(f"{_RESOURCE_KINDS[kind]} {value_reader.quotable_text(name, 30)}")
        return found

    def _count_missing(self, words: str) -> None:
        if len(self.out.absent) < _MOST_ABSENT and not self.hidden:
            self.out.absent.setdefault(words, PaintedBoxes()).add_box(self.state.clip)


def _stroke_box(box: Box, part: Subpath | None, state: GraphicsState, most: float) -> Box:
    """Return the box of a stroke. A line with butt caps does not grow along its direction."""
    half = state.width * most / 2
    if part is None or not (part.is_line and state.butt):
        return expand_box(box, half)
    level = box[2] - box[0] >= box[3] - box[1]
    return expand_box(box, 0, half) if level else expand_box(box, half, 0)


def read_operand_numbers(operands: Operands, count: int) -> tuple[float, ...]:
    """Return the last `count` numbers of an instruction.

    Raises ValueError if there are fewer numbers, or if one is too large.
    """
    if type(operands) is tuple:
        return operands
    found = tuple([float(operand) for operand in operands[-count:]])
    if len(found) != count or (found and not (min(found) > -LARGEST and max(found) < LARGEST)):
        raise ValueError("an instruction with the wrong operands")
    return found


def read_one_number(operands: Operands) -> float:
    """Return the single number of an instruction."""
    return read_operand_numbers(operands, 1)[0]


def read_point(operands: Operands) -> tuple[float, float]:
    """Return the point of an instruction."""
    x, y = read_operand_numbers(operands, 2)
    return x, y


def read_matrix(operands: Operands) -> Matrix:
    """Return the matrix of an instruction."""
    a, b, c, d, e, f = read_operand_numbers(operands, 6)
    return a, b, c, d, e, f


def check_matrix(way: Matrix) -> Matrix:
    """Return a matrix. Raises ValueError if it would move everything off the page."""
    a, b, c, d, e, f = way
    if (
        (-LARGEST < e < LARGEST and -LARGEST < f < LARGEST and -LARGEST < a < LARGEST)
        and -LARGEST < d < LARGEST
        and -LARGEST < b < LARGEST
        and -LARGEST < c < LARGEST
    ):
        return way
    raise ValueError("a matrix that moves content off every page")
