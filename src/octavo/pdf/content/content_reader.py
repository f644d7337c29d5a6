"""Read what a page paints (ISO 32000-1, 8 and 9) into plain records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import hypot

from ..fonts.font_reader import PdfFont
from ..objects import optional_content, value_reader
from ..objects.geometry import Box, multiply_matrices, transform_box
from ..objects.instruction_lexer import PATH
from ..objects.value_reader import DIRECT_OBJECT, IDENTITY, LARGEST, get_value
from .colour_spaces import Colour, ColourSpace
from .graphics_state import GraphicsState
from .page_content import (
    ARTIFACT,
    MOST_RECORDS,
    TAGGED,
    PageContent,
    PaintedBoxes,
    PaintedImage,
    PaintedShading,
    intersect_boxes,
)
from .path_operators import NOWHERE, Operands, PageReading, PathInterpreter, check_matrix
from .resource_cache import BROKEN_OPERATOR, DAMAGE_ERRORS, Instruction, ResourceCache, TooManyInstructions
from .text_operators import TextInterpreter

_DEEPEST = 15
_ANYWHERE: Box = (-LARGEST, -LARGEST, LARGEST, LARGEST)
_DEEPEST_MARKS = 2000
_FORM_COST = 25
"""A form costs as much time as this many instructions."""
_FOREIGN_CONTENT = (
    ("/OPI", "an OPI comment"),
    ("/Ref", "a page of another file (reference XObject)"),
    ("/PS", "PostScript"),
)


def read_page_content(sources: ResourceCache, page: object, shown: Box) -> PageContent:
    """Read what a page paints within `shown`. Unreadable parts are counted, and no error is raised."""
    out = PageContent()
    sources.begin_page()
    run = _StreamReading(
        PageReading(sources, out), value_reader.get_inherited(page, "/Resources"), GraphicsState(IDENTITY, shown)
    )
    try:
        run.count_group(get_value(page, "/Group"), True, shown)
        run.run_instructions(sources.page_instructions(page))
    except TooManyInstructions as trouble:
        out.unread = str(trouble)
    return out


def read_form_content(sources: ResourceCache, form: object) -> PageContent:
    """Read what a form paints by itself, such as the appearance of an annotation. No error is raised."""
    out = PageContent()
    run = _StreamReading(PageReading(sources, out), None, GraphicsState(IDENTITY, _ANYWHERE))
    try:
        run._paint_form(form)
    except TooManyInstructions as trouble:
        out.unread = str(trouble)
    except DAMAGE_ERRORS:
        out.broken += 1
    return out


class _StreamReading(TextInterpreter):
    """Reads one stream: that of a page, form, tiling pattern or Type 3 glyph."""

    def __init__(
        self, sheet: PageReading, resources: object, state: GraphicsState, above: PathInterpreter | None = None
    ) -> None:
        super().__init__(sheet, resources, state, above)
        self._marks: list[tuple[int, bool]] = []
        self._around: frozenset[tuple[int, int]] = frozenset()

    def run_instructions(self, instructions: Iterable[Instruction]) -> None:
        """Execute instructions, and count those that make no sense. Raises TooLong."""
        for name, operands in instructions:
            action = _ACTIONS.get(name)
            if action is None:
                self.out.broken += name == BROKEN_OPERATOR
                continue
            try:
                action(self, operands)
            except DAMAGE_ERRORS:
                self.out.broken += 1
        if self.out.is_full:
            raise TooManyInstructions(f"only the first {MOST_RECORDS:,} objects on the page were checked")

    def count_group(self, group: object, isolated: bool, box: Box) -> None:
        """Count a transparency group. An `isolated` group has its own blending space (11.4.7)."""
        if value_reader.as_name(get_value(group, "/S")) != "Transparency":
            return
        self.out.veils.setdefault("a transparency group", PaintedBoxes()).add_box(box)
        given = get_value(group, "/CS")
        if isolated and given is not None:
            space = self.sheet.sources.cached_space(given, self.resources)
            self.out.blended.setdefault(space, PaintedBoxes()).add_box(box)

    def _read_nested(
        self, stream: object, state: GraphicsState, place: Box | None = None, colourless: bool = False
    ) -> None:
        """Read a stream that is painted as part of this one."""
        mark = value_reader.object_number(stream)
        # Counted before the check: there may be a billion forms that are nested too deeply.
        self.sheet.sources.count_instructions(_FORM_COST)
        if self.depth >= _DEEPEST or mark in self._around:
            raise ValueError("forms are nested too deeply")
        own = get_value(stream, "/Resources")
        run = _StreamReading(self.sheet, self.resources if own is None else own, state, self)
        run._around = self._around | {mark} if mark != DIRECT_OBJECT else self._around
        run.place, run.colourless = self.place or place, self.colourless or colourless
        instructions, count = self.sheet.sources.form_instructions(stream)
        self.sheet.sources.count_instructions(count)
        run.run_instructions(instructions)

    def _use_pattern(self, pattern: object, ink: Colour, box: Box) -> None:
        if value_reader.as_integer(get_value(pattern, "/PatternType")) == 2:
            self._record_shading(get_value(pattern, "/Shading"), box)
            return
        mark = value_reader.object_number(pattern)
        # A pattern cell looks the same wherever it is used.
        if mark == DIRECT_OBJECT or mark in self.sheet.cells:
            return
        self.sheet.cells.add(mark)
        way = check_matrix(multiply_matrices(value_reader.as_matrix(get_value(pattern, "/Matrix")), self.base))
        state = GraphicsState(way, _ANYWHERE)
        colourless = value_reader.as_integer(get_value(pattern, "/PaintType")) == 2
        if colourless and ink.space.base is not None:
            state.fill = state.stroke = Colour(ink.space.base, ink.amounts)
        self._read_nested(pattern, state, box, colourless)

    def _use_glyphs(self, face: PdfFont, codes: set[int], box: Box) -> None:
        """Count the colours of Type 3 glyphs. Their shapes are letters, and are not counted as lines."""
        ink = self.state.fill
        for code in sorted(codes & face.procedures.keys()):
            drawn = self._glyph_content(face, code)
            if drawn.pictures:
                self.out.dotted.add(face.number)
            for space in drawn.spaces:
                if space != ink.space:
                    self._count_space(space, box)
            for words in drawn.veils:
                self.out.veils.setdefault(words, PaintedBoxes()).add_box(box)

    def _glyph_content(self, face: PdfFont, code: int) -> PageContent:
        known = self.sheet.sources.letters
        key = face.number, code, self.state.fill.space  # a glyph is painted in the colour around it
        if key not in known:
            known[key] = PageContent()
            state = GraphicsState(IDENTITY, _ANYWHERE)
            state.fill = state.stroke = self.state.fill
            run = _StreamReading(PageReading(self.sheet.sources, known[key]), face.resources or self.resources, state)
            run.depth = self.depth
            run._read_nested(face.procedures[code], state)
        return known[key]

    def ignore_colours(self, _: Operands) -> None:
        """Ignore colours set inside a glyph, as `d1` requires (ISO 32000-1, 9.6.5)."""
        self.colourless = True

    def paint_shading(self, operands: Operands) -> None:
        """Paint a shading (sh)."""
        shading = self._find_resource("/Shading", operands[0])
        bounds = value_reader.as_box(get_value(shading, "/BBox"))
        seen = self._begin_painting(transform_box(self.state.way, bounds) if bounds else self.state.clip)
        if seen is not None:
            self._record_shading(shading, seen)

    def _record_shading(self, shading: object, box: Box) -> None:
        space = self.sheet.sources.cached_space(get_value(shading, "/ColorSpace"), self.resources)
        self._count_space(space, box)
        self.out.shades.append(PaintedShading(self.out.next_order(), box, space, self.marked))

    def paint_xobject(self, operands: Operands) -> None:
        """Paint a form or an image (Do)."""
        thing = self._find_resource("/XObject", operands[0])
        if self.hidden or optional_content.is_hidden_layer(get_value(thing, "/OC"), self.sheet.sources.hidden):
            return
        before = self.marked
        if get_value(thing, "/StructParent") is not None:
            self.marked |= TAGGED
        try:
            self._paint_by_subtype(thing)
        finally:
            self.marked = before

    def _paint_by_subtype(self, thing: object) -> None:
        kind = value_reader.as_name(get_value(thing, "/Subtype"))
        if kind == "Form":
            self._paint_form(thing)
        elif kind == "Image":
            self._record_image(thing)
        elif kind == "PS":
            self._count_foreign("PostScript")

    def _paint_form(self, form: object) -> None:
        state = self.state.copy()
        state.way = check_matrix(multiply_matrices(value_reader.as_matrix(get_value(form, "/Matrix")), state.way))
        box = value_reader.as_box(get_value(form, "/BBox"))
        state.clip = (box and intersect_boxes(transform_box(state.way, box), state.clip)) or NOWHERE
        if state.clip == NOWHERE:
            return
        self.count_group(get_value(form, "/Group"), get_value(form, "/Group", "/I") is True, state.clip)
        for key, words in _FOREIGN_CONTENT:
            if get_value(form, key) is not None:
                self._count_foreign(words)
        self._read_nested(form, state)

    def _count_foreign(self, words: str) -> None:
        self.out.odd.setdefault(words, PaintedBoxes()).add_box(self.state.clip)

    def paint_inline_image(self, operands: Operands) -> None:
        """Paint an inline image (BI)."""
        self._record_image(operands[0].obj)

    def _record_image(self, image: object) -> None:
        way = self.state.way
        across, up = hypot(way[0], way[1]) / 72, hypot(way[2], way[3]) / 72
        pixels = (
            value_reader.as_integer(get_value(image, "/Width")),
            value_reader.as_integer(get_value(image, "/Height")),
        )
        seen = self._begin_painting(transform_box(way, (0.0, 0.0, 1.0, 1.0)))
        if seen is None or not across or not up or min(pixels) < 1:
            return
        stencil = get_value(image, "/ImageMask") is True
        space = None if stencil else self._image_space(image, seen)
        if stencil:
            self._use_colour(self.state.fill, False, seen)
        veiled = (
            value_reader.is_stream(get_value(image, "/SMask"))
            or value_reader.as_integer(get_value(image, "/SMaskInData")) > 0
        )
        if veiled:
            self.out.veils.setdefault("a soft mask", PaintedBoxes()).add_box(seen)
        if value_reader.list_items(get_value(image, "/Alternates")) or get_value(image, "/OPI") is not None:
            self._count_foreign("an alternate image")
        bits = 1 if stencil else value_reader.as_integer(get_value(image, "/BitsPerComponent"), 8)
        ink = self.state.fill if stencil else None
        ppi = pixels[0] / across, pixels[1] / up
        made = PaintedImage(self.out.next_order(), seen, pixels, ppi, bits, space, ink, veiled, self.marked, image)
        self.out.pictures.append(made)

    def _image_space(self, image: object, box: Box) -> ColourSpace | None:
        given = get_value(image, "/ColorSpace")
        # JPEG 2000 data define their own colour space.
        if given is None:
            return None
        space = self.sheet.sources.cached_space(given, self.resources)
        self._count_space(space, box)
        return space

    def begin_marked_content(self, operands: Operands) -> None:
        """Begin a marked-content sequence (ISO 32000-1, 14.6): tagged content, an artifact or a layer."""
        if len(self._marks) >= _DEEPEST_MARKS:
            raise ValueError("marked content is nested too deeply")
        self._marks.append((self.marked, self.hidden))
        tag = value_reader.as_name(operands[0])
        given = operands[1] if len(operands) > 1 else None
        if value_reader.is_name(given):
            given = get_value(self.resources, "/Properties", f"/{value_reader.as_name(given)}")
        if tag == "OC":
            self.hidden = self.hidden or optional_content.is_hidden_layer(given, self.sheet.sources.hidden)
        elif tag == "Artifact":
            self.marked |= ARTIFACT
        elif (number := value_reader.as_number(get_value(given, "/MCID"))) is not None:
            self.marked |= TAGGED
            if not self.depth:
                self.out.mcids.add(int(number))

    def end_marked_content(self, _: Operands) -> None:
        """End a marked-content sequence (EMC)."""
        if self._marks:
            self.marked, self.hidden = self._marks.pop()


_Action = Callable[[_StreamReading, Operands], None]


def _device_colour_action(stroke: bool, family: str) -> _Action:
    return lambda run, operands: run.set_device(stroke, family, operands)


def _painting_action(fill: bool, stroke: bool, by_turns: bool = False) -> _Action:
    return lambda run, _: run.paint_path(fill, stroke, by_turns)


def _text_parameter_action(slot: str) -> _Action:
    return lambda run, operands: run.set_text_parameter(slot, operands)


_ACTIONS: dict[str, _Action] = {
    "q": _StreamReading.save_state,
    "Q": _StreamReading.restore_state,
    "cm": _StreamReading.concatenate_matrix,
    "w": _StreamReading.set_width,
    "J": _StreamReading.set_cap,
    "gs": _StreamReading.set_parameters,
    "G": _device_colour_action(True, "DeviceGray"),
    "g": _device_colour_action(False, "DeviceGray"),
    "RG": _device_colour_action(True, "DeviceRGB"),
    "rg": _device_colour_action(False, "DeviceRGB"),
    "K": _device_colour_action(True, "DeviceCMYK"),
    "k": _device_colour_action(False, "DeviceCMYK"),
    "CS": lambda run, operands: run.set_space(True, operands),
    "cs": lambda run, operands: run.set_space(False, operands),
    "SC": lambda run, operands: run.set_amounts(True, operands),
    "SCN": lambda run, operands: run.set_amounts(True, operands),
    "sc": lambda run, operands: run.set_amounts(False, operands),
    "scn": lambda run, operands: run.set_amounts(False, operands),
    "m": _StreamReading.move_to,
    "l": _StreamReading.line_to,
    "c": _StreamReading.curve_to,
    "v": _StreamReading.curve_to,
    "y": _StreamReading.curve_to,
    PATH: _StreamReading.append_segments,
    "re": _StreamReading.append_rectangle,
    "W": _StreamReading.clip_path,
    "W*": _StreamReading.clip_path,
    "n": _painting_action(False, False),
    "S": _painting_action(False, True),
    "s": _painting_action(False, True),
    "f": _painting_action(True, False),
    "F": _painting_action(True, False),
    "f*": _painting_action(True, False, True),
    "B": _painting_action(True, True),
    "B*": _painting_action(True, True),
    "b": _painting_action(True, True),
    "b*": _painting_action(True, True),
    "sh": _StreamReading.paint_shading,
    "Do": _StreamReading.paint_xobject,
    "INLINE IMAGE": _StreamReading.paint_inline_image,
    "BT": _StreamReading.begin_text,
    "Tf": _StreamReading.set_font,
    "Tc": _text_parameter_action("spacing"),
    "Tw": _text_parameter_action("word_spacing"),
    "TL": _text_parameter_action("leading"),
    "Ts": _text_parameter_action("rise"),
    "Tz": _StreamReading.set_scale,
    "Tr": _StreamReading.set_mode,
    "Td": _StreamReading.move_line,
    "TD": _StreamReading.move_line_leading,
    "Tm": _StreamReading.set_matrix,
    "T*": _StreamReading.next_line,
    "Tj": _StreamReading.show_string,
    "TJ": _StreamReading.show_array,
    "'": _StreamReading.show_on_next_line,
    '"': _StreamReading.show_spaced_next_line,
    "d1": _StreamReading.ignore_colours,
    "BDC": _StreamReading.begin_marked_content,
    "BMC": _StreamReading.begin_marked_content,
    "EMC": _StreamReading.end_marked_content,
}
