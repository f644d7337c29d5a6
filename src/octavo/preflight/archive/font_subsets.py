"""Check what fonts say of themselves where pikepdf's validator cannot tell: CIDSet, CharSet and Type 3 glyphs.

ISO 19005-2 and -3, 6.2.11.4.2 and 6.2.11.5; ISO 14289-1, 7.21.4.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Object, Pdf

from ...pdf.fonts.character_maps import CharacterMap
from ...pdf.objects import stream_reader, value_reader
from ...pdf.objects.content_streams import ContentStreamError, Instruction, parse_instructions
from ...pdf.objects.font_programs import read_compact_font, silence_font_readers

_SUBSET_NAME = re.compile(r"[A-Z]{6}\+")
_GLYPH_NAME = re.compile(r"/([^\s/]+)")
_RESOURCE_OPERATORS = {"cs", "CS", "gs", "Do", "Tf", "sh", "scn", "SCN"}


def prepare_fonts(pdf: Pdf, keep_cidset: bool = False) -> None:
    """Change the fonts of a copy to what the validator knows.

    A multiple master font in a PDF is an ordinary Type 1 font, and `has_wrong_cidset` checks CIDSet, which part 1
    requires.
    """
    for item in value_reader.indirect_objects(pdf):
        if value_reader.get_name(item, "/Type") == "Page" and "/ProcSet" in item:
            del item["/ProcSet"]  # it belongs into Resources, and has no meaning any more
        for value in (item, value_reader.get_value(item, "/FontDescriptor")):
            if isinstance(value, Dictionary):
                if value.get("/Subtype") == Name.MMType1:
                    value.Subtype = Name.Type1
                if not keep_cidset and "/CIDSet" in value and "/FontFile2" in value:
                    del value["/CIDSet"]


@silence_font_readers()
def has_wrong_cidset(face: CharacterMap) -> bool:
    """Return whether the CIDSet of a TrueType subset lists other CIDs than its program has."""
    listed = value_reader.get_stream(face.descriptor, "/CIDSet")
    program = value_reader.get_stream(face.descriptor, "/FontFile2")
    if listed is None or program is None or not _SUBSET_NAME.match(face.name):
        return False
    try:
        with TTFont(BytesIO(stream_reader.unpack_or_empty(program)), lazy=True) as font:
            glyphs = font["maxp"].numGlyphs
    except Exception:  # fontTools raises any exception for a malformed font, which is reported elsewhere
        return False
    bits = stream_reader.unpack_or_empty(listed)
    said = {at * 8 + bit for at, byte in enumerate(bits) for bit in range(8) if byte & (0x80 >> bit)}
    mapping = value_reader.get_stream(face.below, "/CIDToGIDMap")
    if mapping is None:
        there = set(range(glyphs))
    else:
        numbers = stream_reader.unpack_or_empty(mapping)
        pairs = enumerate(zip(numbers[::2], numbers[1::2], strict=False))
        there = {cid for cid, (high, low) in pairs if 0 < high * 256 + low < glyphs}
    return bool((said ^ there) - {0})


@silence_font_readers()
def has_wrong_charset(face: CharacterMap) -> bool:
    """Return whether the CharSet of a Type 1 subset in CFF lists other glyphs than its program has."""
    listed = value_reader.get_text(face.descriptor, "/CharSet")
    program = value_reader.get_stream(face.descriptor, "/FontFile3")
    if not listed or program is None or not _SUBSET_NAME.match(face.name):
        return False
    glyphs = read_compact_font(stream_reader.unpack_or_empty(program), "charset")
    return glyphs is not None and bool((set(_GLYPH_NAME.findall(listed)) ^ set(glyphs)) - {".notdef"})


def has_wrong_glyph_widths(face: CharacterMap) -> bool:
    """Return whether a shown glyph of a Type 3 font has another width than the font says."""
    first = value_reader.get_integer(face.font, "/FirstChar") or 0
    widths = value_reader.get_array(face.font, "/Widths")
    for code, glyph in _shown_glyphs(face):
        said = value_reader.as_number(widths[code - first]) if 0 <= code - first < len(widths) else None
        begun = next(iter(_parse_glyph(glyph, "d0 d1")), None)
        drawn = value_reader.as_number(begun.operands[0]) if begun is not None and len(begun.operands) else None
        if said is not None and drawn is not None and abs(said - drawn) > 1:
            return True
    return False


def borrows_resources(face: CharacterMap) -> bool:
    """Return whether shown glyphs of a Type 3 font name resources, but the font has none of its own."""
    return "/Resources" not in face.font and any(
        isinstance(operand, Name)
        for _, glyph in _shown_glyphs(face)
        for one in _parse_glyph(glyph, " ".join(_RESOURCE_OPERATORS))
        for operand in one.operands
    )


def _shown_glyphs(face: CharacterMap) -> Iterator[tuple[int, Object]]:
    drawn = value_reader.get_dictionary(face.font, "/CharProcs")
    for code in sorted(set().union(*face.shown.values())) if face.kind == "Type3" else ():
        glyph = value_reader.get_stream(drawn, f"/{face.glyph_name(code)}")
        if glyph is not None:
            yield code[0], glyph


def _parse_glyph(glyph: Object, operators: str) -> list[Instruction]:
    try:
        return parse_instructions(glyph, operators)
    except ContentStreamError:
        return []
