"""Rewrite the colours of a content stream in the inks of the press."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object

from ...pdf.objects.stream_reader import Unprintable
from ...pdf_numbers import write_colours
from .colour_space_conversion import InkSpace, InkSpaces, guess_ink_space
from .content_stream_lexer import OperatorToken, find_operators
from .icc_transform import Colour, Inks
from .soft_mask_luminosity import SoftMaskLuminosity

_COLOUR_OPERATOR = re.compile(rb"(?:rg|RG|[gGkK]|scn?|SCN?|cs|CS|ri|BI)(?![^\x00\t\n\f\r ()<>\[\]{}/%])")
_DEVICE_OPERATORS = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_OPERATORS = {4: ("k", "K"), 1: ("g", "G")}
_DEEPEST = 2000


@dataclass(frozen=True, slots=True)
class _Paint:
    """The current colour space, and the instructions that set the colour for graphics and for text."""

    space: InkSpace | None = None
    plain: bytes = b""
    lettered: bytes = b""


@dataclass
class StreamRepainting:
    """The conversion of one content stream, with the resources it uses and those it needs in addition."""

    spaces: InkSpaces
    printing: Inks | SoftMaskLuminosity
    resources: object
    picture: Callable[[Object, bytes], Object]
    """Makes an image XObject of an inline image."""
    added: dict[str, dict[str, Object]] = field(default_factory=dict)
    """The entries that the resources need in addition, by category."""
    _read: dict[str, InkSpace] = field(default_factory=dict)

    def repaint(self, content: bytes) -> bytes | None:
        """Rewrite a content stream. Return None if it sets no colour. Raises Unprintable."""
        if not _COLOUR_OPERATOR.search(content):
            return None
        out: list[bytes] = []
        kept = 0
        now = {False: _Paint(), True: _Paint()}
        saved: list[dict[bool, _Paint]] = []
        in_text = False
        for word in find_operators(content):
            if word.name == "q":
                saved.append(dict(now))
                if len(saved) > _DEEPEST:
                    raise Unprintable("graphics states that are nested too deeply")
            elif word.name == "Q":
                now = saved.pop() if saved else now
            elif word.name in ("BT", "ET"):
                in_text = word.name == "BT"
                changed = [paint for paint in now.values() if paint.plain != paint.lettered]
                out += [content[kept : word.end], *(b" " + (p.lettered if in_text else p.plain) for p in changed)]
                kept = word.end
            else:
                out.append(content[kept : word.start])
                kept = word.end
                out.append(self._rewrite_operator(word, content, now, in_text))
        return b"".join([*out, content[kept:]])

    def _rewrite_operator(self, word: OperatorToken, content: bytes, now: dict[bool, _Paint], in_text: bool) -> bytes:
        if word.name == "BI":
            return self._place_inline_image(word.picture, word.data) or content[word.start : word.end]
        if word.name == "ri":
            return b""
        stroked = word.name[0].isupper()
        paint = self._convert_operator(word, now[stroked], stroked)
        if paint is None:
            return b""
        now[stroked] = paint
        return paint.lettered if in_text else paint.plain

    def _convert_operator(self, word: OperatorToken, before: _Paint, stroked: bool) -> _Paint | None:
        kind = word.name.lower()
        if kind == "cs":
            return self._start_space(word, stroked)
        if kind in _DEVICE_OPERATORS:
            space = self._read_space(_DEVICE_OPERATORS[kind])
        elif before.space is not None:
            space = before.space
        else:
            space = guess_ink_space(self.spaces, len(word.operands))
        if space.is_pattern:
            return self._convert_pattern(space, word.operands, stroked)
        values = (
            word.operands[len(word.operands) - space.component_count :]
            if len(word.operands) >= space.component_count
            else ()
        )
        if len(values) != space.component_count:
            return None
        return self._convert_colour(space, tuple(map(_operand_value, values)), stroked)

    def _start_space(self, word: OperatorToken, stroked: bool) -> _Paint | None:
        if not word.operands:
            return None
        space = self._read_space(operand_name(word.operands[-1]))
        if space.is_pattern:
            start = b"/Pattern CS" if stroked else b"/Pattern cs"
            return _Paint(space, start, start)
        return self._convert_colour(space, space.first, stroked)

    def _convert_colour(self, space: InkSpace, colour: Colour, stroked: bool) -> _Paint:
        operator = _OPERATORS[self.printing.size][stroked]
        if space.paints_nothing:
            text = self._write_invisible(colour, stroked)
            return _Paint(space, text, text)
        within = tuple(min(max(v, low), high) for v, (low, high) in zip(colour, space.ranges, strict=True))
        raised = tuple(round(value, 6) for value in space.to_base(within))
        plain, lettered = self.printing.convert_one(space.base, raised), self.printing.convert_text(space.base, raised)
        return _Paint(space, *(f"{write_colours(ink)} {operator}".encode() for ink in (plain, lettered)))

    def _convert_pattern(self, space: InkSpace, operands: tuple[bytes, ...], stroked: bool) -> _Paint | None:
        if not operands or operands[-1][:1] != b"/":
            return None
        tail = b" SCN" if stroked else b" scn"
        if space.under is None or len(operands) - 1 < space.under.component_count:
            text = operands[-1] + tail
            start = b"/Pattern CS " if stroked else b"/Pattern cs "
            return _Paint(space, start + text, start + text)
        under = space.under
        raised = under.to_base(tuple(map(_operand_value, operands[-1 - under.component_count : -1])))
        name = self._add_resource("ColorSpace", "Tint", Array([Name.Pattern, Name("/" + self.printing.space)]))
        ink = write_colours(self.printing.convert_one(under.base, raised))
        start = f"/{name} {'CS' if stroked else 'cs'} {ink} ".encode()
        return _Paint(space, start + operands[-1] + tail, start + operands[-1] + tail)

    def _write_invisible(self, colour: Colour, stroked: bool) -> bytes:
        """Write a colour that leaves no mark, for which there is no combination of inks."""
        function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0] * 4), N=1)
        space = Array([Name.Separation, Name("/None"), Name.DeviceCMYK, function])
        name = self._add_resource("ColorSpace", "Nothing", space)
        return f"/{name} {'CS' if stroked else 'cs'} {write_colours(colour[:1])} {'SCN' if stroked else 'scn'}".encode()

    def _place_inline_image(self, picture: Object | None, data: bytes) -> bytes:
        """Move an inline image to the resources, unless it is a stencil mask."""
        if picture is None or picture.get("/IM", False) or picture.get("/ImageMask", False):
            return b""
        image = self.picture(picture, data)
        return f"/{self._add_resource('XObject', f'Inline{image.objgen[0]}', image)} Do".encode()

    def _add_resource(self, kind: str, name: str, item: Object) -> str:
        """Add an entry to the resources under an unused name."""
        entries = self.added.setdefault(kind, {})
        listed = self.resources.get("/" + kind) if isinstance(self.resources, Dictionary) else None
        while isinstance(listed, Dictionary) and "/" + name in listed and kind != "ColorSpace":
            name += "x"
        entries.setdefault(name, item)
        return name

    def _read_space(self, name: str) -> InkSpace:
        if name not in self._read:
            self._read[name] = self.spaces.read_space(Name(name), self.resources)
        return self._read[name]


def operand_name(operand: bytes) -> str:
    """Return the name that an operand of a content stream writes, with escapes resolved."""
    whole = (
        operand
        if b"#" not in operand
        else re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), operand)
    )
    try:
        return whole.decode()
    except UnicodeDecodeError:
        return whole.decode("latin-1")


def _operand_value(operand: bytes) -> float:
    try:
        return min(max(float(operand), -1e6), 1e6)
    except ValueError:
        return 0.0
