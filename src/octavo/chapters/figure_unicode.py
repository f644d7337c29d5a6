"""Add Unicode maps to the fonts of PDF figures, so that their text can be searched and read aloud.

TeX selects letters by glyph names, which stand only in the font program. PDF/A and PDF/UA require that a document
itself says which characters it shows (ISO 19005-3, 6.2.11.7; ISO 14289-1, 7.21.7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from fontTools.encodings.StandardEncoding import StandardEncoding
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ..pdf.fonts.glyph_names import glyph_to_text
from ..pdf.objects.font_programs import read_compact_font
from ..pdf.objects.resources import list_resource_entries

_PREDEFINED_ENCODINGS = frozenset({"/MacRomanEncoding", "/MacExpertEncoding", "/WinAnsiEncoding"})
_KNOWN_COLLECTIONS = frozenset({"GB1", "CNS1", "Japan1", "Korea1"})
_SYMBOLIC_FLAG = 4
_MOST_RESOURCES = 1000
# The encoding of a Type 1 program, before its encrypted part: dup 65 /A put
_ENCODING_ENTRY = re.compile(rb"dup\s+(\d{1,3})\s*/([^\s/()<>\[\]{}%]{1,100})\s+put")


def add_unicode_maps(pdf: Pdf, form: Object) -> None:
    """Add the missing Unicode maps to the fonts of a form in `pdf`, where glyph names are known."""
    for font in _find_unmapped_fonts(form):
        if letters := {code: text for code, text in _map_codes(font).items() if text}:
            font.ToUnicode = pdf.make_indirect(Stream(pdf, _write_cmap(letters)))


def list_unmapped_fonts(page: Object) -> list[str]:
    """Return the fonts on a page with characters that cannot be mapped to Unicode."""
    return sorted(
        {
            _font_name(font)
            for font in _find_unmapped_fonts(page)
            if not _map_codes(font) or not all(_map_codes(font).values())
        }
    )


def _font_name(font: Object) -> str:
    return str(font.get(Name.BaseFont, font.get(Name.Name, "/without a name"))).strip("/").rpartition("+")[2]


def _find_unmapped_fonts(drawn: Object) -> Iterator[Any]:
    """Yield the fonts of a page or form, and of the forms and patterns in it, that need a map and have none."""
    waiting: list[object] = [drawn.get(Name.Resources)]
    seen: set[tuple[int, int]] = set()
    looked = 0
    while waiting and looked < _MOST_RESOURCES:
        resources, looked = waiting.pop(), looked + 1
        yield from (font for _, font in list_resource_entries(resources, Name.Font) if _needs_map(font))
        for kind in (Name.XObject, Name.Pattern):
            for _, inner in list_resource_entries(resources, kind):
                if isinstance(inner, Stream) and inner.objgen not in seen:
                    seen.add(inner.objgen)
                    waiting.append(inner.get(Name.Resources))


def _needs_map(font: object) -> bool:
    if not isinstance(font, Dictionary) or isinstance(font.get(Name.ToUnicode), Stream):
        return False
    if str(font.get(Name.Subtype, "")) == "/Type0":
        return _character_collection(font) not in _KNOWN_COLLECTIONS
    if not _is_symbolic(font) and str(font.get(Name.Subtype, "")) == "/TrueType":
        return False
    return not (_base_encoding(font) in _PREDEFINED_ENCODINGS and not _encoding_differences(font))


def _character_collection(font: Dictionary) -> str:
    below = font.get(Name.DescendantFonts)
    first = below[0] if isinstance(below, Array) and len(below) else None
    system = first.get(Name.CIDSystemInfo) if isinstance(first, Dictionary) else None
    return str(system.get(Name.Ordering, "")) if isinstance(system, Dictionary) else ""


def _font_descriptor(font: Dictionary) -> Dictionary:
    found = font.get(Name.FontDescriptor)
    return found if isinstance(found, Dictionary) else Dictionary()


def _is_symbolic(font: Dictionary) -> bool:
    flags = _font_descriptor(font).get(Name.Flags, 0)
    return isinstance(flags, int) and bool(flags & _SYMBOLIC_FLAG)


def _base_encoding(font: Dictionary) -> str:
    encoding: object = font.get(Name.Encoding)
    if isinstance(encoding, Dictionary):
        encoding = encoding.get(Name.BaseEncoding)
    return str(encoding) if isinstance(encoding, Name) else ""


def _map_codes(font: Dictionary) -> dict[int, str]:
    """Map each code of a font that has a glyph to its character; "" if unknown.

    Subset fonts list widths, but no names, for the codes between their characters.
    """
    if str(font.get(Name.Subtype, "")) == "/Type0":
        return {}
    names = {**_built_in_names(font), **_encoding_differences(font)}
    return {code: glyph_to_text(names[code]) for code in _used_codes(font) if code in names}


def _used_codes(font: Dictionary) -> list[int]:
    first, widths = font.get(Name.FirstChar, 0), font.get(Name.Widths)
    if not isinstance(first, int) or not isinstance(widths, Array):
        return []
    return [code for code, width in enumerate(list(widths)[:256], first) if width and 0 <= code < 256]


def _encoding_differences(font: Dictionary) -> dict[int, str]:
    encoding = font.get(Name.Encoding)
    listed = encoding.get(Name.Differences) if isinstance(encoding, Dictionary) else None
    found: dict[int, str] = {}
    code = 0
    for item in list(listed)[:1000] if isinstance(listed, Array) else []:
        if isinstance(item, int):
            code = item
        elif isinstance(item, Name):
            found[code] = str(item)[1:]
            code += 1
    return found


def _built_in_names(font: Dictionary) -> dict[int, str]:
    """Return the glyph names by code from the font program or its base encoding."""
    codec = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}.get(_base_encoding(font))
    if codec is not None:
        letters = {code: bytes([code]).decode(codec, "ignore") for code in range(256)}
        return {code: f"uni{ord(letter):04X}" for code, letter in letters.items() if letter}
    own = _names_in_program(_font_descriptor(font))
    if own:
        return own
    return {} if _is_symbolic(font) else dict(enumerate(StandardEncoding))


def _names_in_program(descriptor: Dictionary) -> dict[int, str]:
    try:
        if isinstance(file := descriptor.get(Name.FontFile), Stream):
            clear = file.read_bytes().partition(b"eexec")[0]
            return {int(code): name.decode("latin-1") for code, name in _ENCODING_ENTRY.findall(clear)}
        if isinstance(file := descriptor.get(Name.FontFile3), Stream):
            return _names_in_cff(file.read_bytes())
    except pikepdf.PdfError:
        pass
    return {}


def _names_in_cff(program: bytes) -> dict[int, str]:
    encoding = read_compact_font(program, "Encoding")
    if encoding is None or isinstance(encoding, str):
        return {}
    return {code: name for code, name in enumerate(encoding) if name and name != ".notdef"}


def _write_cmap(letters: dict[int, str]) -> bytes:
    """Write a ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    lines = [f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(letters.items())]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\nendcmap\n"
        "CMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
