"""Read CMaps (ISO 32000-1, 9.7.5 and 9.10.3), also malformed ones, into tables of codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MOST_BYTES = 4_000_000
_MOST_CODES = 70_000
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]{0,600})>|(\[)|(\])|/([^\s<>\[\]/()]+)|(\d{1,9})|([A-Za-z]+)|%[^\r\n]*")
Token = tuple[str, bytes]


@dataclass(slots=True)
class CMap:
    """What codes stand for: characters (ToUnicode) or glyph numbers (CID), and the lengths of codes in bytes."""

    words: dict[int, str] = field(default_factory=dict)
    glyphs: dict[int, int] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    vertical: bool = False


def parse_cmap(data: bytes) -> CMap:
    """Read a CMap. What makes no sense in it is ignored."""
    found = CMap()
    listed: list[Token] = []
    for kind, token in _tokenize_cmap(data[:_MOST_BYTES]):
        if kind != "word":
            listed.append((kind, token))
            if len(listed) > 4 * _MOST_CODES:
                listed.clear()
            continue
        if token.startswith(b"begin"):
            listed.clear()
        elif token == b"def":
            _read_writing_mode(listed, found)
        elif take := _BLOCK_READERS.get(token):
            take(listed, found)
        if token in (b"def", *_BLOCK_READERS):
            listed.clear()
    return found


def _tokenize_cmap(data: bytes) -> Iterator[Token]:
    for match in _TOKEN.finditer(data):
        digits, opening, closing, name, number, word = match.groups()
        if digits is not None:
            yield "codes", _decode_hex(digits)
        elif opening or closing:
            yield "bracket", opening or closing
        elif name:
            yield "name", name
        elif number:
            yield "number", number
        elif word:
            yield "word", word


def _decode_hex(digits: bytes) -> bytes:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode())


def _read_writing_mode(listed: list[Token], found: CMap) -> None:
    if listed[-2:-1] == [("name", b"WMode")]:
        found.vertical = listed[-1][1] == b"1"


def _read_codespace_ranges(listed: list[Token], found: CMap) -> None:
    found.lengths |= {len(token) for kind, token in listed if kind == "codes" and 1 <= len(token) <= 4}


def _read_bfchar(listed: list[Token], found: CMap) -> None:
    for (_, code), (kind, letters) in zip(listed[::2], listed[1::2], strict=False):
        if kind == "codes" and len(found.words) < _MOST_CODES:
            found.words[int.from_bytes(code)] = _decode_letters(letters)


def _read_bfrange(listed: list[Token], found: CMap) -> None:
    """Read ranges: the first code, the last code, and the first code's characters or an array of characters."""
    rest = iter(listed)
    for (_, first), (_, last), (kind, letters) in zip(rest, rest, rest, strict=False):
        codes = range(int.from_bytes(first), int.from_bytes(last) + 1)[: _MOST_CODES - len(found.words)]
        if kind == "codes":
            found.words.update(
                (code, _decode_letters(_increment_code(letters, step))) for step, code in enumerate(codes)
            )
        elif kind == "bracket":
            within = list(_take_until_bracket(rest))
            found.words.update((code, _decode_letters(token)) for code, token in zip(codes, within, strict=False))


def _take_until_bracket(rest: Iterator[Token]) -> Iterator[bytes]:
    for kind, token in rest:
        if kind == "bracket":
            return
        yield token


def _increment_code(letters: bytes, step: int) -> bytes:
    """Increment the last unit of a string."""
    if not letters or not step:
        return letters
    size = min(len(letters), 4)
    last = (int.from_bytes(letters[-size:]) + step) % (1 << 8 * size)
    return letters[:-size] + last.to_bytes(size)


def _decode_letters(letters: bytes) -> str:
    if len(letters) == 1:
        return letters.decode("latin-1")
    return letters.decode("utf-16-be", "replace").replace("\0", "")


def _read_cidchar(listed: list[Token], found: CMap) -> None:
    for (_, code), (kind, glyph) in zip(listed[::2], listed[1::2], strict=False):
        if kind == "number" and len(found.glyphs) < _MOST_CODES:
            found.glyphs[int.from_bytes(code)] = int(glyph)


def _read_cidrange(listed: list[Token], found: CMap) -> None:
    rest = iter(listed)
    for (_, first), (_, last), (kind, glyph) in zip(rest, rest, rest, strict=False):
        if kind == "number":
            codes = range(int.from_bytes(first), int.from_bytes(last) + 1)[: _MOST_CODES - len(found.glyphs)]
            start = int(glyph)
            found.glyphs.update((code, start + step) for step, code in enumerate(codes))


_BLOCK_READERS = {
    b"endcodespacerange": _read_codespace_ranges,
    b"endbfchar": _read_bfchar,
    b"endbfrange": _read_bfrange,
    b"endcidchar": _read_cidchar,
    b"endcidrange": _read_cidrange,
}
