"""Read the encoding that a Type 1 font program has of its own (ISO 32000-1, 9.6.6.2)."""

from __future__ import annotations

import re

from fontTools.encodings.StandardEncoding import StandardEncoding

from ..objects import stream_reader, value_reader
from ..objects.font_programs import read_compact_font

_MOST_HEADER = 100_000
_ENTRY = re.compile(rb"dup\s+(\d{1,3})\s*/(\S{1,60})\s+put")
_NO_GLYPH = ".notdef"


def read_program_encoding(descriptor: object) -> dict[int, str]:
    """Return the glyph name of each code in the program of a font descriptor, or {} if it says nothing."""
    plain = stream_reader.unpack_or_empty(value_reader.get_value(descriptor, "/FontFile"))[:_MOST_HEADER]
    if plain:
        header = plain.partition(b"eexec")[0]
        named = {int(code): glyph.decode("latin-1") for code, glyph in _ENTRY.findall(header)}
    else:
        program = value_reader.get_stream(descriptor, "/FontFile3")
        if value_reader.get_name(program, "/Subtype") != "Type1C":
            return {}
        named = _read_compact_encoding(stream_reader.unpack_or_empty(program))
    return {code: glyph for code, glyph in named.items() if code < 256 and glyph != _NO_GLYPH}


def _read_compact_encoding(program: bytes) -> dict[int, str]:
    encoding = read_compact_font(program, "Encoding")
    listed = StandardEncoding if encoding == "StandardEncoding" else encoding
    return {code: str(glyph) for code, glyph in enumerate(listed)} if isinstance(listed, list) else {}
