"""Paint what a content stream paints in other inks: its bytes and colour spaces in, its bytes anew out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

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
    """What a colour is painted with, and text that is written in it."""

    space: InkSpace | None = None
    plain: bytes = b""
    lettered: bytes = b""


@dataclass
class Painting:
    """One content stream on its way: what it may name, and what it names when it is done."""

    spaces: InkSpaces
    printing: Inks | SoftMaskLuminosity
    resources: Any
    picture: Callable[[Object, bytes], Object]
    """Makes an image of an inline one."""
    added: dict[str, dict[str, Object]] = field(default_factory=dict)
    """Entries that the resources need in addition, by their kind."""
    _read: dict[str, InkSpace] = field(default_factory=dict)

    def repaint(self, content: bytes) -> bytes | None:
        """Write a content stream anew, or nothing if it names no colour; raises Unprintable."""
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
                    raise Unprintable("states within states without end")
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
                out.append(self._written(word, content, now, in_text))
        return b"".join([*out, content[kept:]])

    def _written(self, word: OperatorToken, content: bytes, now: dict[bool, _Paint], in_text: bool) -> bytes:
        if word.name == "BI":
            return self._inline(word.picture, word.data) or content[word.start : word.end]
        if word.name == "ri":
            return b""
        stroked = word.name[0].isupper()
        paint = self._painted(word, now[stroked], stroked)
        if paint is None:
            return b""
        now[stroked] = paint
        return paint.lettered if in_text else paint.plain

    def _painted(self, word: OperatorToken, before: _Paint, stroked: bool) -> _Paint | None:
        kind = word.name.lower()
        if kind == "cs":
            return self._started(word, stroked)
        if kind in _DEVICE_OPERATORS:
            space = self._space(_DEVICE_OPERATORS[kind])
        elif before.space is not None:
            space = before.space
        else:
            space = guess_ink_space(self.spaces, len(word.operands))
        if space.is_pattern:
            return self._patterned(space, word.operands, stroked)
        values = word.operands[len(word.operands) - space.size :] if len(word.operands) >= space.size else ()
        if len(values) != space.size:
            return None
        return self._coloured(space, tuple(map(_operand_value, values)), stroked)

    def _started(self, word: OperatorToken, stroked: bool) -> _Paint | None:
        if not word.operands:
            return None
        space = self._space(operand_name(word.operands[-1]))
        if space.is_pattern:
            start = b"/Pattern CS" if stroked else b"/Pattern cs"
            return _Paint(space, start, start)
        return self._coloured(space, space.first, stroked)

    def _coloured(self, space: InkSpace, colour: Colour, stroked: bool) -> _Paint:
        operator = _OPERATORS[self.printing.size][stroked]
        if space.paints_nothing:
            text = self._unpainted(colour, stroked)
            return _Paint(space, text, text)
        within = tuple(min(max(v, low), high) for v, (low, high) in zip(colour, space.ranges, strict=True))
        raised = tuple(round(value, 6) for value in space.raised(within))
        plain, lettered = self.printing.one(space.base, raised), self.printing.lettered(space.base, raised)
        return _Paint(space, *(f"{write_colours(ink)} {operator}".encode() for ink in (plain, lettered)))

    def _patterned(self, space: InkSpace, operands: tuple[bytes, ...], stroked: bool) -> _Paint | None:
        if not operands or operands[-1][:1] != b"/":
            return None
        tail = b" SCN" if stroked else b" scn"
        if space.under is None or len(operands) - 1 < space.under.size:
            text = operands[-1] + tail
            start = b"/Pattern CS " if stroked else b"/Pattern cs "
            return _Paint(space, start + text, start + text)
        under = space.under
        raised = under.raised(tuple(map(_operand_value, operands[-1 - under.size : -1])))
        name = self._add("ColorSpace", "Tint", Array([Name.Pattern, Name("/" + self.printing.space)]))
        ink = write_colours(self.printing.one(under.base, raised))
        start = f"/{name} {'CS' if stroked else 'cs'} {ink} ".encode()
        return _Paint(space, start + operands[-1] + tail, start + operands[-1] + tail)

    def _unpainted(self, colour: Colour, stroked: bool) -> bytes:
        """Write a colour that leaves no mark, which none of the inks can say."""
        function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0] * 4), N=1)
        space = Array([Name.Separation, Name("/None"), Name.DeviceCMYK, function])
        name = self._add("ColorSpace", "Nothing", space)
        return f"/{name} {'CS' if stroked else 'cs'} {write_colours(colour[:1])} {'SCN' if stroked else 'scn'}".encode()

    def _inline(self, picture: Object | None, data: bytes) -> bytes:
        """Have an inline picture, if it is not a stencil, stand among the resources."""
        if picture is None or picture.get("/IM", False) or picture.get("/ImageMask", False):
            return b""
        image = self.picture(picture, data)
        return f"/{self._add('XObject', f'Inline{image.objgen[0]}', image)} Do".encode()

    def _add(self, kind: str, name: str, item: Object) -> str:
        """Add an entry to the resources, under a name that nothing else there has."""
        entries = self.added.setdefault(kind, {})
        listed = self.resources.get("/" + kind) if isinstance(self.resources, Dictionary) else None
        while isinstance(listed, Dictionary) and "/" + name in listed and kind != "ColorSpace":
            name += "x"
        entries.setdefault(name, item)
        return name

    def _space(self, name: str) -> InkSpace:
        if name not in self._read:
            self._read[name] = self.spaces.read(Name(name), self.resources)
        return self._read[name]


def operand_name(operand: bytes) -> str:
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
