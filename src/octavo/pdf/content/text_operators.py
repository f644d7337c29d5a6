"""Execute the text instructions, and record strings with their boxes and sizes.

Each method without an underscore is an operator of content streams (ISO 32000-1, 9.3 and 9.4).
"""

from __future__ import annotations

from ..fonts.font_reader import MeasuredString, PdfFont
from ..objects import value_reader
from ..objects.geometry import Box, Matrix, multiply_matrices, transform_box
from ..objects.instruction_lexer import group_strings
from ..objects.value_reader import IDENTITY, LARGEST
from .graphics_state import GraphicsState, vertical_scale
from .page_content import PaintedText
from .path_operators import (
    Operands,
    PathInterpreter,
    check_matrix,
    read_matrix,
    read_one_number,
    read_operand_numbers,
    read_point,
)

_UNSEEN = (3, 7)
_OUTLINED = (1, 5)


class TextInterpreter(PathInterpreter):
    """Reads the graphics and text instructions of one stream."""

    _matrix: Matrix = IDENTITY
    _line: Matrix = IDENTITY

    def begin_text(self, _: Operands) -> None:
        """Begin a text object (BT)."""
        self._matrix = self._line = IDENTITY

    def set_font(self, operands: Operands) -> None:
        """Set the font and its size (Tf)."""
        name, size = operands
        given = self._find_resource("/Font", name)
        self.state.face = None if given is None else self.sheet.sources.cached_font(given)
        self.state.size = read_one_number([size])

    def set_text_parameter(self, slot: str, operands: Operands) -> None:
        """Set the spacing, leading or rise (Tc, Tw, TL, Ts)."""
        setattr(self.state, slot, read_one_number(operands))

    def set_scale(self, operands: Operands) -> None:
        """Set the horizontal scaling (Tz)."""
        self.state.scale = read_one_number(operands) / 100

    def set_mode(self, operands: Operands) -> None:
        """Set the text rendering mode (Tr)."""
        self.state.mode = int(read_one_number(operands))

    def move_line(self, operands: Operands) -> None:
        """Move to the start of the next line (Td)."""
        x, y = operands if type(operands) is tuple else read_point(operands)
        self._move_line_start(x, y)

    def move_line_leading(self, operands: Operands) -> None:
        """Move to the start of the next line, and set the leading (TD)."""
        self.state.leading = -read_point(operands)[1]
        self.move_line(operands)

    def set_matrix(self, operands: Operands) -> None:
        """Set the text matrix (Tm)."""
        self._matrix = self._line = check_matrix(read_matrix(operands))

    def next_line(self, _: Operands) -> None:
        """Move to the next line (T*)."""
        self._move_line_start(0.0, -self.state.leading)

    def show_string(self, operands: Operands) -> None:
        """Show a string (Tj)."""
        self._show_strings([(_operand_bytes(operands[-1]), 0.0)])

    def show_on_next_line(self, operands: Operands) -> None:
        """Show a string on the next line (')."""
        self.next_line([])
        self.show_string(operands)

    def show_spaced_next_line(self, operands: Operands) -> None:
        """Show a string on the next line with given spacing (")."""
        self.state.word_spacing, self.state.spacing = read_operand_numbers(operands[:2], 2)
        self.show_on_next_line(operands)

    def show_array(self, operands: Operands) -> None:
        """Show strings with individual positions (TJ)."""
        strings = operands[0]
        # The lexer has grouped them already.
        self._show_strings(strings if type(strings) is list else group_strings(strings))

    def _move_line_start(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._line
        self._matrix = self._line = check_matrix((a, b, c, d, a * x + c * y + e, b * x + d * y + f))

    def _show_strings(self, groups: list[tuple[bytes, float]]) -> None:
        """Show strings as one run. Each is followed by a shift in thousandths of the font size."""
        state, face = self.state, self.state.face
        if face is None:
            return
        advance, shift, count, missing, texts = 0.0, 0.0, 0, 0, list[str]()
        for data, by in groups:
            one = face.measured.get(data) or face.measured_string(data)
            advance += _advance_width(one, face, state)
            shift += by
            _, codes, _, text, absent = one
            count += codes
            missing += absent
            texts.append(text)
        text = " ".join(texts)
        advance += shift / 1000 * state.size * (1 if face.vertical else state.scale)
        if count and not (text and text.isspace()):
            before, behind = 0.0, 0.0
            if text[:1].isspace() or text[-1:].isspace():
                before, behind = self._measure_spaces(face, groups, text)
            way = multiply_matrices(self._matrix, state.way)
            box = self._record_text(way, _run_extent(face, self, before, advance - behind), text, missing)
            if box is not None and face.procedures:
                self._use_glyphs(face, set(b"".join(data for data, _ in groups)), box)
        a, b, c, d, e, f = self._matrix
        moved = (c * advance, d * advance) if face.vertical else (a * advance, b * advance)
        self._matrix = check_matrix((a, b, c, d, e + moved[0], f + moved[1]))

    def _measure_spaces(self, face: PdfFont, groups: list[tuple[bytes, float]], text: str) -> tuple[float, float]:
        """Return the widths of the spaces at both ends of a run, which leave no ink."""
        state = self.state
        before = _advance_width(face.measure_margins(groups[0][0])[0], face, state) if text[:1].isspace() else 0.0
        behind = _advance_width(face.measure_margins(groups[-1][0])[1], face, state) if text[-1:].isspace() else 0.0
        return before, behind

    def _record_text(self, way: Matrix, extent: Box, text: str, missing: int) -> Box | None:
        state, face = self.state, self.state.face
        box = self._begin_painting(transform_box(way, extent))
        if box is None or face is None:
            return None
        ink = state.stroke if state.mode in _OUTLINED else state.fill
        if state.mode not in _UNSEEN:
            self._use_colour(ink, state.mode in _OUTLINED, box)
        size = abs(state.size) * vertical_scale(way) * face.height
        upright = way[0] > 0 and abs(way[1]) < 0.01 * way[0]
        words = PaintedText(
            self.out.next_order(), box, size, face, ink, state.mode, text, missing, self.marked, upright
        )
        self.out.words.append(words)
        return box

    def _use_glyphs(self, face: PdfFont, codes: set[int], box: Box) -> None:
        raise NotImplementedError


def _advance_width(one: MeasuredString, face: PdfFont, state: GraphicsState) -> float:
    width, codes, spaces, _, _ = one
    apart = state.spacing * codes + state.word_spacing * spaces
    if face.vertical:
        return -codes * state.size + apart
    return (width * face.unit * state.size + apart) * state.scale


def _run_extent(face: PdfFont, run: TextInterpreter, start: float, end: float) -> Box:
    """Return the box of a run in text space."""
    size, rise = run.state.size, run.state.rise
    if face.vertical:
        return _clamp_box((-size / 2, min(start, end), size / 2, max(start, end)))
    low, high = face.descent * size + rise, face.ascent * size + rise
    if low > high:
        low, high = high, low
    return _clamp_box((start, low, end, high) if start <= end else (min(start, end), low, max(start, end), high))


def _clamp_box(box: Box) -> Box:
    left, bottom, right, top = box
    if left > -LARGEST and right < LARGEST and bottom > -LARGEST and top < LARGEST:
        return box
    raise ValueError("text larger than any page")


def _operand_bytes(operand: object) -> bytes:
    if type(operand) is bytes:
        return operand
    if not value_reader.is_string(operand):
        raise ValueError("an operand that is not a string")
    return bytes(operand)  # type: ignore[call-overload, no-any-return]
