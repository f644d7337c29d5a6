"""Cache what the pages of a PDF share: fonts, colour spaces and the instructions of forms."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import pikepdf

from ..fonts import font_reader
from ..fonts.font_reader import PdfFont
from ..objects import stream_reader, value_reader
from ..objects.content_streams import Instruction as ParsedInstruction
from ..objects.content_streams import list_content_streams, parse_instructions
from ..objects.instruction_lexer import PlainInstruction, read_plain_stream
from ..objects.value_reader import DIRECT_OBJECT
from . import colour_spaces
from .colour_spaces import ColourSpace
from .page_content import PageContent

Instruction = PlainInstruction
"""What `read_plain_stream` returns, or an operator with a list of pikepdf's objects, which need every check."""

_MOST_IN_STREAM = 1_500_000
"""The most instructions of one stream; each takes about 500 bytes of memory."""
_LONG_STREAM = 2_000_000
_MOST_KEPT = 60_000
_MOST_READ = 10_000_000
"""The most instructions of a page with its forms."""
_OPERATOR_WORD = re.compile(rb"[^\s\d.+-]\S*")
# Operators without operands; reading the operands would cost time.
_OPERATORS_WITHOUT_OPERANDS = frozenset(
    ("q", "Q", "BT", "ET", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "W", "W*", "h", "T*", "EMC")
)
DAMAGE_ERRORS = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    RuntimeError,
    UnicodeError,
    ArithmeticError,
    KeyError,
    IndexError,
)
BROKEN_OPERATOR = "(broken)"


class TooManyInstructions(Exception):  # noqa: N818 - named for what is the matter
    """There are too many instructions to read."""


class ResourceCache:
    """What was read of an opened PDF; `hidden` are the layers that are off by default."""

    def __init__(self, pdf: pikepdf.Pdf, hidden: frozenset[tuple[int, int]] = frozenset()) -> None:
        self.pdf = pdf
        self.hidden = hidden
        pdf.get_warnings()  # warnings from opening the file are reported elsewhere
        self._faces: dict[object, PdfFont] = {}
        self._spaces: dict[tuple[int, int], ColourSpace] = {}
        self.letters: dict[tuple[int, int, ColourSpace], PageContent] = {}
        """The content of Type 3 glyphs, by font number, code and the colour space in which they are shown."""
        self._kept: dict[tuple[int, int], tuple[list[Instruction], int]] = {}
        """The instructions of forms, and their number."""
        self._size = self._read = 0
        self._number = 0

    def begin_page(self) -> None:
        """Count instructions from zero: a book may have any number of pages."""
        self._read = 0

    def count_instructions(self, instructions: int) -> None:
        """Count instructions. Raises TooManyInstructions if a page has more than any needs."""
        self._read += instructions
        if self._read > _MOST_READ:
            raise TooManyInstructions("it has too many instructions")

    def cached_font(self, font: object) -> PdfFont:
        """Read a font once."""
        mark = value_reader.object_number(font)
        if mark in self._faces:
            return self._faces[mark]
        self._number += 1
        face = font_reader.read_font(font, self._number)
        if mark != DIRECT_OBJECT:
            self._faces[mark] = face
        return face

    def cached_space(self, given: object, resources: object) -> ColourSpace:
        """Read a colour space, once if it is an indirect object."""
        mark = value_reader.object_number(given)
        if mark == DIRECT_OBJECT:
            return colour_spaces.read_colour_space(given, resources)
        if mark not in self._spaces:
            self._spaces[mark] = colour_spaces.read_colour_space(given, resources)
        return self._spaces[mark]

    def form_instructions(self, form: object) -> tuple[list[Instruction], int]:
        """Parse a form, pattern or glyph; return its instructions and their number. Short ones are cached."""
        mark = value_reader.object_number(form)
        if mark != DIRECT_OBJECT and mark in self._kept:
            listed, count = self._kept[mark]
            self.count_instructions(count)  # as if it were parsed: no page depends on those before it
            return listed, count
        listed, count = self._parse_stream(form, *self._unpack([form]))
        if mark != DIRECT_OBJECT and self._size + len(listed) < _MOST_KEPT:
            self._kept[mark] = listed, count
            self._size += len(listed)
        return listed, count

    def page_instructions(self, page: object) -> Iterable[Instruction]:
        """Parse the content of a page."""
        parts = list_content_streams(page)
        data, is_undamaged = self._unpack(parts)
        if any(data):
            return self._parse_stream(page, data, is_undamaged)[0]
        return () if all(map(stream_reader.can_be_unpacked, parts)) else [(BROKEN_OPERATOR, [])]

    def _unpack(self, parts: Sequence[object]) -> tuple[list[bytes], bool]:
        """Unpack streams; return their data, and whether all of it is there."""
        self.pdf.get_warnings()  # forget warnings about earlier streams
        unpacked = [stream_reader.unpack_or_empty(part) for part in parts]
        return unpacked, all(unpacked) and not self.pdf.get_warnings()

    def _parse_stream(
        self, holder: Any, unpacked: Sequence[bytes], is_undamaged: bool
    ) -> tuple[list[Instruction], int]:
        """Parse a page or form whose streams are unpacked; return the instructions and their number."""
        data = b"\n".join(unpacked)
        if len(data) > _LONG_STREAM and sum(1 for _ in _OPERATOR_WORD.finditer(data)) > _MOST_IN_STREAM:
            raise TooManyInstructions(f"a stream with more than {_MOST_IN_STREAM:,} instructions was not read")
        plain = read_plain_stream(data) if is_undamaged else None
        if plain is not None:
            self.count_instructions(plain.number)
            return plain
        self.pdf.get_warnings()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                parsed = parse_instructions(holder)
            except DAMAGE_ERRORS:
                return [(BROKEN_OPERATOR, [])], 1
        self.count_instructions(len(parsed))
        listed = list(map(_read_instruction, parsed))
        if caught or self.pdf.get_warnings():
            # If a stream ends in the middle of something, pikepdf or qpdf warns.
            listed.append((BROKEN_OPERATOR, []))
        return listed, len(listed)


def _read_instruction(one: ParsedInstruction) -> Instruction:
    try:
        name = str(one.operator)
    except UnicodeDecodeError:
        name = BROKEN_OPERATOR
    return name, [] if name in _OPERATORS_WITHOUT_OPERANDS else list(one.operands)
