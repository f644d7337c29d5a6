"""Read the fonts of any PDF: the widths of their codes, and their characters."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from fontTools.agl import UV2AGL
from fontTools.encodings.StandardEncoding import StandardEncoding

from ..objects import stream_reader, value_reader
from ..objects.value_reader import get_value
from . import cmaps
from .glyph_names import adobe_glyph_text
from .program_encodings import read_program_encoding

REPLACEMENT_CHARACTER = "\ufffd"
_FONT_FILE_KEYS = ("/FontFile", "/FontFile2", "/FontFile3")
_SYMBOLIC = 4
_USUAL_WIDTH = 500.0
_MOST_CODES = 70_000
_MOST_MEASURED = 5000
_UNICODE_CODED = ("-UCS2-", "-UTF16-")


class MeasuredString(NamedTuple):
    """A measured string: its width in thousandths of the size, and its numbers of codes and spaces.

    `missing` counts the codes for which the font has no glyph (.notdef).
    """

    width: float
    codes: int
    spaces: int
    text: str
    missing: int


@dataclass(slots=True)
class PdfFont:
    """A font, as far as preflight needs it; `number` tells fonts with the same name apart.

    `speaks` is set if the characters of its codes are known. `unit` is the unit of widths and `height` that of the em,
    in parts of the size; both differ from the default for Type 3 only.
    """

    name: str
    kind: str
    embedded: bool
    speaks: bool
    number: int = 0
    ascent: float = 0.75
    descent: float = -0.22
    unit: float = 0.001
    height: float = 1.0
    vertical: bool = False
    procedures: dict[int, object] = field(default_factory=dict)
    resources: object = None
    measured: dict[bytes, MeasuredString] = field(default_factory=dict)
    """The strings that were measured before: half of all strings of a book occur again."""

    def measured_string(self, data: bytes) -> MeasuredString:
        """Measure and decode a string, which may have been measured before."""
        known = self.measured.get(data)
        if known is None:
            known = self.measure_string(data)
            if len(self.measured) < _MOST_MEASURED:
                self.measured[data] = known
        return known

    def measure_string(self, data: bytes) -> MeasuredString:
        """Measure and decode a string."""
        raise NotImplementedError

    def measure_margins(self, data: bytes) -> tuple[MeasuredString, MeasuredString]:
        """Measure the spaces before the first and after the last letter of a string."""
        step = self.code_size
        codes = [data[at : at + step] for at in range(0, len(data), step)]
        first = next((at for at, code in enumerate(codes) if not self.measure_string(code).text.isspace()), len(codes))
        last = next(
            (at for at, code in enumerate(reversed(codes)) if not self.measure_string(code).text.isspace()), len(codes)
        )
        return self.measure_string(b"".join(codes[:first])), self.measure_string(b"".join(codes[len(codes) - last :]))

    @property
    def code_size(self) -> int:
        """Return the length of a code in bytes."""
        return 1


@dataclass(slots=True)
class SimpleFont(PdfFont):
    """A font with codes of one byte."""

    widths: list[float] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    empty: frozenset[int] = frozenset()

    def measure_string(self, data: bytes) -> MeasuredString:
        """Measure and decode a string."""
        text = "".join([self.letters[code] for code in data])
        missing = sum(code in self.empty for code in data) if self.empty else 0
        return MeasuredString(sum([self.widths[code] for code in data]), len(data), data.count(b" "), text, missing)


@dataclass(slots=True)
class CompositeFont(PdfFont):
    """A font whose codes usually have two bytes (ISO 32000-1, 9.7)."""

    widths: dict[int, float] = field(default_factory=dict)
    usual: float = 1000.0
    map: cmaps.CMap | None = None
    spoken: cmaps.CMap | None = None
    glyphs: bytes = b""
    unicode_coded: bool = False
    known: dict[int, tuple[float, str, bool]] = field(default_factory=dict)

    def measure_string(self, data: bytes) -> MeasuredString:
        """Measure and decode a string."""
        width, text, missing = 0.0, [], 0
        listed = self._split_codes(data)
        for code in listed:
            one = self.known.get(code)
            if one is None:
                one = self.known[code] = self._look_up_code(code)
            width += one[0]
            text.append(one[1])
            missing += one[2]
        return MeasuredString(width, len(listed), 0, "".join(text), missing)

    @property
    def code_size(self) -> int:
        """Return the length of a code in bytes. A map with mixed lengths is read as if all codes had two bytes."""
        return 1 if self.map is not None and self.map.lengths == {1} else 2

    def _split_codes(self, data: bytes) -> tuple[int, ...]:
        if self.code_size == 1:
            return tuple(data)
        if len(data) % 2:
            data = data[:-1]
        return struct.unpack(f">{len(data) // 2}H", data)

    def _look_up_code(self, code: int) -> tuple[float, str, bool]:
        glyph = code if self.map is None or not self.map.glyphs else self.map.glyphs.get(code, 0)
        place = self.glyphs[2 * glyph : 2 * glyph + 2]
        missing = glyph == 0 or place == b"\0\0"
        return self.widths.get(glyph, self.usual), self._text_of_code(code), missing and not self.unicode_coded

    def _text_of_code(self, code: int) -> str:
        if self.spoken is not None and self.spoken.words:
            return self.spoken.words.get(code, REPLACEMENT_CHARACTER)
        if self.unicode_coded:
            return chr(code) if not 0xD800 <= code < 0xE000 else REPLACEMENT_CHARACTER
        return REPLACEMENT_CHARACTER if not self.speaks else ""


def read_font(font: object, number: int) -> PdfFont:
    """Read a font, also a malformed one."""
    kind = value_reader.as_name(get_value(font, "/Subtype"))
    if kind == "Type0":
        return _read_composite_font(font, number)
    return _read_simple_font(font, kind or "of no kind", number)


def _read_font_name(font: object) -> str:
    named = value_reader.as_name(get_value(font, "/BaseFont")) or value_reader.as_name(get_value(font, "/Name"))
    tag, plus, rest = named.partition("+")
    return value_reader.quotable_text(rest if plus and len(tag) == 6 else named) or "without a name"


def _has_font_file(descriptor: object) -> bool:
    return any(value_reader.is_stream(get_value(descriptor, file)) for file in _FONT_FILE_KEYS)


def _read_vertical_extent(descriptor: object) -> tuple[float, float]:
    """Return ascent and descent in ems, within sensible bounds, since files often give wrong values."""
    up, down = (value_reader.as_number(get_value(descriptor, key)) or 0.0 for key in ("/Ascent", "/Descent"))
    return (min(up / 1000, 0.8) if up > 400 else 0.75), (max(down / 1000, -0.25) if down < 0 else -0.22)


def _read_unicode_map(font: object) -> cmaps.CMap | None:
    given = get_value(font, "/ToUnicode")
    found = cmaps.parse_cmap(stream_reader.unpack_or_empty(given)) if value_reader.is_stream(given) else None
    return found if found is not None and found.words else None


def _read_composite_font(font: object, number: int) -> CompositeFont:
    below = (value_reader.list_items(get_value(font, "/DescendantFonts")) or [None])[0]
    descriptor = get_value(below, "/FontDescriptor")
    encoding = get_value(font, "/Encoding")
    named = value_reader.as_name(encoding)
    spoken = _read_unicode_map(font)
    unicode_coded = any(part in named for part in _UNICODE_CODED)
    registered = value_reader.as_string(get_value(below, "/CIDSystemInfo", "/Ordering")) in (
        "GB1",
        "CNS1",
        "Japan1",
        "Korea1",
        "KR",
    )
    ascent, descent = _read_vertical_extent(descriptor)
    mapped = get_value(below, "/CIDToGIDMap")
    usual = value_reader.as_number(get_value(below, "/DW"))
    return CompositeFont(
        name=_read_font_name(font),
        kind=value_reader.as_name(get_value(below, "/Subtype")) or "Type0",
        embedded=_has_font_file(descriptor),
        speaks=spoken is not None or unicode_coded or registered,
        number=number,
        ascent=ascent,
        descent=descent,
        vertical=named.endswith("-V"),
        widths=_read_cid_widths(get_value(below, "/W")),
        usual=1000.0 if usual is None else usual,
        map=cmaps.parse_cmap(stream_reader.unpack_or_empty(encoding)) if value_reader.is_stream(encoding) else None,
        spoken=spoken,
        glyphs=stream_reader.unpack_or_empty(mapped)[: 2 * _MOST_CODES] if value_reader.is_stream(mapped) else b"",
        unicode_coded=unicode_coded,
    )


def _read_cid_widths(given: object) -> dict[int, float]:
    """Read the widths of a CIDFont (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    rest = iter(value_reader.list_items(given))
    for first in rest:
        start, second = value_reader.as_integer(first, -1), next(rest, None)
        listed = value_reader.as_numbers(second)
        if listed is not None and value_reader.list_items(second):
            found.update((start + step, width) for step, width in enumerate(listed))
        else:
            width = value_reader.as_number(next(rest, None))
            last = min(value_reader.as_integer(second, -1), start + _MOST_CODES)
            if width is not None and start >= 0:
                found.update((code, width) for code in range(start, last + 1))
        if len(found) > _MOST_CODES:
            break
    return found


def _read_simple_font(font: object, kind: str, number: int) -> SimpleFont:
    descriptor = get_value(font, "/FontDescriptor")
    spoken = _read_unicode_map(font)
    differing = _read_encoding_differences(font)
    names, reliable = _read_glyph_names(font, descriptor, differing)
    letters = [_letter_of_code(code, names.get(code, ""), spoken) for code in range(256)]
    face = SimpleFont(
        name=_read_font_name(font),
        kind=kind,
        embedded=kind == "Type3" or _has_font_file(descriptor),
        speaks=spoken is not None or reliable,
        number=number,
        letters=letters,
        widths=_read_simple_widths(font, descriptor),
        empty=frozenset(code for code, known in differing.items() if known == ".notdef"),
    )
    face.ascent, face.descent = _read_vertical_extent(descriptor)
    if kind == "Type3":
        _measure_type3_font(face, font, names)
    return face


def _letter_of_code(code: int, known: str, spoken: cmaps.CMap | None) -> str:
    if spoken is not None:
        return spoken.words.get(code, REPLACEMENT_CHARACTER)
    return adobe_glyph_text(known) or REPLACEMENT_CHARACTER


def _read_simple_widths(font: object, descriptor: object) -> list[float]:
    usual = value_reader.as_number(get_value(descriptor, "/MissingWidth"))
    listed = [
        value_reader.as_number(width) or 0.0 for width in value_reader.list_items(get_value(font, "/Widths"))[:256]
    ]
    found = [(usual or 0.0) if listed else _USUAL_WIDTH] * 256
    first = value_reader.as_integer(get_value(font, "/FirstChar"))
    for place, width in enumerate(listed, first):
        if 0 <= place < 256:
            found[place] = width
    return found


def _read_encoding_differences(font: object) -> dict[int, str]:
    """Read the Differences array of an encoding (ISO 32000-1, 9.6.6)."""
    found: dict[int, str] = {}
    place = 0
    for item in value_reader.list_items(get_value(font, "/Encoding", "/Differences"))[:2000]:
        if value_reader.is_name(item):
            if 0 <= place < 256:
                found[place] = value_reader.as_name(item)
            place += 1
        else:
            place = value_reader.as_integer(item, 256)
    return found


def _read_glyph_names(font: object, descriptor: object, differing: dict[int, str]) -> tuple[dict[int, str], bool]:
    """Return the glyph name of each code, and whether the names are reliable as text."""
    encoding = get_value(font, "/Encoding")
    base = value_reader.as_name(encoding) or value_reader.as_name(get_value(encoding, "/BaseEncoding"))
    own = _has_font_file(descriptor) and bool(
        value_reader.as_integer(get_value(descriptor, "/Flags"), _SYMBOLIC) & _SYMBOLIC
    )
    reliable = bool(base) or not own or bool(differing)
    names = read_program_encoding(descriptor) if own and not base else {}
    reliable = reliable or (bool(names) and all(map(adobe_glyph_text, names.values())))
    names = names or _base_encoding_names(base)
    if differing and all(adobe_glyph_text(known) or known == ".notdef" for known in differing.values()):
        reliable = True
    elif differing:
        reliable = False
    return {**names, **differing}, reliable


@cache
def _base_encoding_names(encoding: str) -> dict[int, str]:
    codec = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac_roman"}.get(encoding)
    if codec is None:
        return {code: str(glyph) for code, glyph in enumerate(StandardEncoding)}
    letters = [bytes([code]).decode(codec, "ignore") for code in range(256)]
    return {code: UV2AGL.get(ord(letter), "") if letter else "" for code, letter in enumerate(letters)}


def _measure_type3_font(face: SimpleFont, font: object, names: dict[int, str]) -> None:
    """Measure a Type 3 font, whose matrix defines the em."""
    way = value_reader.as_matrix(get_value(font, "/FontMatrix"))
    face.unit = abs(way[0]) or 0.001
    procedures = dict(value_reader.list_entries(get_value(font, "/CharProcs")))
    face.procedures = {code: procedures[f"/{known}"] for code, known in names.items() if f"/{known}" in procedures}
    face.resources = get_value(font, "/Resources")
    box = value_reader.as_box(get_value(font, "/FontBBox"))
    if box is None or box[3] <= box[1]:
        return
    rise = abs(way[3])
    face.ascent, face.descent = box[3] * rise, box[1] * rise
    # TeX bitmap fonts are measured in dots; only the font box tells their size.
    if not 0.0005 <= rise <= 0.002:
        face.height = (box[3] - box[1]) * rise
