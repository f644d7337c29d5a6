"""Read which characters the codes of a font stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from pikepdf import Dictionary, Object, Stream

from ..objects import stream_reader, value_reader
from .glyph_names import adobe_glyph_text
from .program_encodings import read_program_encoding

_MOST_BYTES = 4_000_000
_MOST_CODES = 200_000
_PREDEFINED_ENCODINGS = frozenset({"MacRomanEncoding", "MacExpertEncoding", "WinAnsiEncoding"})
_CHARACTER_COLLECTIONS = frozenset({"GB1", "CNS1", "Japan1", "Korea1"})
_SYMBOLIC = 4
_CODE_PAIR = re.compile(rb"<([0-9a-fA-F\s]*)>\s*<([0-9a-fA-F\s]*)>")
_CODE_RANGE = re.compile(rb"<([0-9a-fA-F\s]*)>\s*<([0-9a-fA-F\s]*)>\s*(?:<([0-9a-fA-F\s]*)>|\[([^\]]*)\])")
_BLOCK_KIND = re.compile(rb"bfchar|bfrange|codespacerange")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_HEX_STRING = re.compile(rb"<([0-9a-fA-F\s]*)>")


class CharacterMap:
    """A font as a source of text. It records the codes that are shown."""

    def __init__(self, font: Dictionary) -> None:
        self.font = font
        self.kind = value_reader.get_name(font, "/Subtype")
        self.name = value_reader.get_name(font, "/BaseFont") or value_reader.get_name(font, "/Name") or "without a name"
        self.below = next(
            (one for one in value_reader.get_one_or_several(font, "/DescendantFonts") if isinstance(one, Dictionary)),
            None,
        )
        self.descriptor = value_reader.get_dictionary(self.below if self.kind == "Type0" else font, "/FontDescriptor")
        self.map = _read_to_unicode(value_reader.get_stream(font, "/ToUnicode"))
        self.shown: dict[int, set[bytes]] = {}
        """The codes shown, by text rendering mode."""
        self._lengths = self._code_lengths()
        lengths = set(self._lengths.values())
        self._width = lengths.pop() if len(lengths) == 1 else 0
        self._unread: dict[bytes, bool] = {}
        self.encoding = value_reader.get_name(font, "/Encoding") or value_reader.get_name(
            value_reader.get_dictionary(font, "/Encoding"), "/BaseEncoding"
        )
        self._names = dict(_read_differences(value_reader.get_dictionary(font, "/Encoding")))

    @property
    def glyph_names(self) -> tuple[str, ...]:
        """Return the glyph names in the font's own encoding differences."""
        return tuple(self._names.values())

    @property
    def is_symbolic(self) -> bool:
        """Return whether the font descriptor flags the font as symbolic (ISO 32000-1, 9.8.2)."""
        return bool((value_reader.get_integer(self.descriptor, "/Flags") or 0) & _SYMBOLIC)

    @property
    def font_program(self) -> Stream | None:
        """Return the embedded font program, or None."""
        keys = ("FontFile", "FontFile2", "FontFile3")
        return next(
            (found for key in keys if (found := value_reader.get_stream(self.descriptor, f"/{key}")) is not None), None
        )

    def glyph_name(self, code: bytes) -> str:
        """Return the name that the font's encoding differences give a code, or ""."""
        return self._names.get(code, "")

    @cached_property
    def private_codes(self) -> frozenset[bytes]:
        """Return the codes that stand for characters of a private use area, which have no meaning by themselves."""
        return frozenset(code for code, text in self.map.items() if _PRIVATE_USE.search(text))

    def add_codes(self, mode: int, codes: Iterable[bytes]) -> None:
        """Record codes that are shown."""
        kept = self.shown.setdefault(mode, set())
        if len(kept) < _MOST_CODES:
            kept.update(codes)

    def count_unreadable(self, codes: list[bytes]) -> int:
        """Return the number of codes for which no character is known."""
        for code in set(codes) - self._unread.keys():
            self._unread[code] = not (self.map.get(code) or self._is_self_explanatory(code))
        return sum([self._unread[code] for code in codes])

    def shown_texts(self) -> list[str]:
        """Return the text of the codes shown, as far as the ToUnicode map covers them."""
        return [self.map[code] for codes in self.shown.values() for code in sorted(codes) if code in self.map]

    def lacks_unicode_map(self) -> bool:
        """Return whether the font lacks the ToUnicode map that ISO 14289-1, 7.21.7 requires."""
        codes = set().union(*self.shown.values())
        return value_reader.get_stream(self.font, "/ToUnicode") is None and not all(
            map(self._is_self_explanatory, codes)
        )

    def _is_self_explanatory(self, code: bytes) -> bool:
        """Return whether the character of a code is known without a ToUnicode map."""
        if self.kind == "Type0":
            return self._character_collection() in _CHARACTER_COLLECTIONS
        if self.kind == "TrueType" and not self.is_symbolic:
            return True
        if (name := self._names.get(code) or self._own_names.get(code[0] if code else 0)) is not None:
            return bool(adobe_glyph_text(name))
        # Without an encoding, the font program defines the names; only text fonts have the standard ones.
        return self.kind != "Type3" and (self.encoding in _PREDEFINED_ENCODINGS or not self.is_symbolic)

    @cached_property
    def _own_names(self) -> dict[int, str]:
        """Return the glyph names of the encoding in the font program, if the PDF has no other."""
        return {} if self.encoding else read_program_encoding(self.descriptor)

    def _character_collection(self) -> str:
        return value_reader.get_text(value_reader.get_dictionary(self.below, "/CIDSystemInfo"), "/Ordering")

    def _code_lengths(self) -> dict[int, int]:
        """Return the length of a code in bytes, by its first byte."""
        if self.kind != "Type0":
            return dict.fromkeys(range(256), 1)
        lengths = dict.fromkeys(range(256), 2)
        for kind, found in _split_cmap_blocks(value_reader.get_stream(self.font, "/Encoding")):
            if kind == b"codespacerange":
                for low, high in _CODE_PAIR.findall(found):
                    first, last = _decode_hex_digits(low), _decode_hex_digits(high)
                    if first and last:
                        lengths.update(dict.fromkeys(range(first[0], last[0] + 1), len(first)))
        return lengths

    def split_codes(self, text: bytes) -> list[bytes]:
        """Return the codes of a shown string."""
        width = self._width
        if width:
            return [text[at : at + width] for at in range(0, len(text), width)]
        codes = []
        at = 0
        while at < len(text):
            length = self._lengths[text[at]]
            codes.append(text[at : at + length])
            at += length
        return codes


def _read_differences(encoding: Dictionary | None) -> Iterator[tuple[bytes, str]]:
    """Yield the codes and glyph names of an encoding's Differences array (ISO 32000-1, 9.6.6.1)."""
    code = 0
    for item in value_reader.get_array(encoding, "/Differences"):
        if (given := value_reader.read_integer(item)) is not None:
            code = given
        elif 0 <= code < 256:
            yield bytes([code]), value_reader.as_name(item)
            code += 1


def _split_cmap_blocks(stream: Stream | None) -> Iterator[tuple[bytes, bytes]]:
    for piece in stream_reader.unpack_or_empty(stream, _MOST_BYTES).split(b"begin")[1:]:
        match = _BLOCK_KIND.match(piece)
        if match:
            yield match.group(), piece.partition(b"end")[0]


def _read_to_unicode(stream: Stream | None) -> dict[bytes, str]:
    """Read a ToUnicode map (ISO 32000-1, 9.10.3), limited to the number of codes that a font can have."""
    entries = (entry for kind, block in _split_cmap_blocks(stream) for entry in _read_block_entries(kind, block))
    return dict(islice(entries, _MOST_CODES))


def _read_block_entries(kind: bytes, block: bytes) -> Iterator[tuple[bytes, str]]:
    if kind == b"bfchar":
        for code, text in _CODE_PAIR.findall(block):
            yield _decode_hex_digits(code), _decode_unicode(_decode_hex_digits(text))
    elif kind == b"bfrange":
        for low, high, text, texts in _CODE_RANGE.findall(block):
            yield from _expand_code_range(
                _decode_hex_digits(low),
                _decode_hex_digits(high),
                _decode_hex_digits(text),
                [_decode_hex_digits(one) for one in _HEX_STRING.findall(texts)],
            )


def _expand_code_range(low: bytes, high: bytes, text: bytes, texts: list[bytes]) -> Iterator[tuple[bytes, str]]:
    if len(low) != len(high) or not 0 < len(low) <= 4 or len(text) > 64:
        return
    first, last = int.from_bytes(low), int.from_bytes(high)
    for step, code in enumerate(range(first, min(last, first + 0xFFFF) + 1)):
        if texts:
            given = texts[step] if step < len(texts) else b""
        else:
            # Only the last byte is incremented. Some writers let it overflow, and all readers accept that.
            given = (int.from_bytes(text) + step).to_bytes(len(text) + 1)[1:]
        yield code.to_bytes(len(low)), _decode_unicode(given)


def _decode_hex_digits(digits: bytes) -> bytes:
    plain = b"".join(digits.split())
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())


def _decode_unicode(given: bytes) -> str:
    return given.decode("utf-16-be", "replace") if len(given) > 1 else given.decode("latin-1")


def font_key(font: Object) -> object:
    """Return a key for a font: its object number, or its contents if it is a direct object."""
    number = value_reader.object_number(font)
    return number if number != (0, 0) else font.unparse()
