"""Repair in a PDF what PDF/A forbids and what no reader of its pages sees, before they are placed in a book.

The clauses are those of ISO 19005-3. What shows is left as it is: such a figure keeps the book from its claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO

from fontTools.misc import eexec
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream, String

from .font_programs import read_compact_font, silence_font_readers

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_GLYPH_LISTS = ("/CharSet", "/CIDSet")
# Instructions for a printing press that was meant for another document.
_PRESS_STATE = ("/HT", "/HTP", "/OPM")
_ALTERNATE_CONTENT = ("/Alternates", "/Subtype2")
# ISO 32000-1, table 33, without the obsolete /ProcSet.
_RESOURCE_KEYS = frozenset({"/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/Properties", "/Shading", "/XObject"})
_DEEPEST = 6
_MOST_ITEMS = 32
_MOST_PROGRAM_BYTES = 300_000
_EEXEC_KEY, _EEXEC_SALT = 55665, 4
"""Key and length of the random bytes of the encrypted part of a Type 1 font (Adobe Type 1 Font Format, 7.2)."""
_GLYPH_PROCEDURE = re.compile(rb"/([^\s/\[\](){}<>%]{1,127})\s+\d{1,5}\s+(?:RD|-\|)\s")


def repair_for_archive(pdf: Pdf, exactly: bool = True) -> None:
    """Repair images, fonts, graphics states and resources. Malformed ones are left as they are.

    `exactly` also writes the lists of glyphs anew that other parts of PDF/A require; that takes longer.
    """
    with silence_font_readers():  # what they say of a foreign font is no help to its author
        for item in pdf.objects:
            for holder in _walk_dictionaries(item, 0):
                _repair_drawn_object(holder)
                _repair_font(holder, exactly)
                _repair_resources(holder.get(Name.Resources))


def _walk_dictionaries(item: object, depth: int) -> Iterator[Object]:
    """Yield a dictionary or stream, and the dictionaries that are part of it."""
    if isinstance(item, Dictionary | Stream):
        yield item
        inner: list[object] = list(item.values())
    elif isinstance(item, Array) and len(item) <= _MOST_ITEMS:
        inner = list(item)
    else:
        return
    if depth < _DEEPEST:
        for value in inner:
            if isinstance(value, Dictionary | Array) and not value.is_indirect:
                yield from _walk_dictionaries(value, depth + 1)


def _repair_drawn_object(holder: Object) -> None:
    """Repair an image or form (6.2.8 and 6.2.9). Images in patterns, masks and glyphs count too."""
    if not isinstance(holder, Stream):
        return
    interpolated: object = holder.get(Name.Interpolate)
    if interpolated is True:
        holder.Interpolate = False
    if holder.get(Name.Subtype) in (Name.Image, Name.Form):
        _remove_entries(holder, _ALTERNATE_CONTENT)


def _repair_resources(resources: object) -> None:
    """Remove unknown and empty resources, and press instructions from graphics states (6.2.2, 6.2.4.2 and 6.2.5).

    A validator that does not know gradients judges nothing with a list of them, even an empty one.
    """
    if not isinstance(resources, Dictionary):
        return
    empty = {key for key, listed in resources.items() if isinstance(listed, Dictionary) and not listed.keys()}
    _remove_entries(resources, empty | set(map(str, resources.keys())) - _RESOURCE_KEYS)
    states = resources.get(Name.ExtGState)
    for state in states.values() if isinstance(states, Dictionary) else ():
        if isinstance(state, Dictionary):
            _remove_entries(state, _PRESS_STATE)


def _repair_font(holder: Object, exactly: bool) -> None:
    """Repair a font or its descriptor (6.2.11.3.2, 6.2.11.4.2, 6.2.11.6 and 6.2.11.7.2).

    The map from CIDs to glyphs is the identity if there is none (ISO 32000-1, table 117), but PDF/A wants to be told.
    """
    if any(isinstance(holder.get(program), Stream) for program in _PROGRAMS):
        _repair_glyph_lists(holder, exactly)
    if holder.get(Name.Subtype) == Name.CIDFontType2 and Name.CIDToGIDMap not in holder:
        descriptor = holder.get(Name.FontDescriptor)
        if isinstance(descriptor, Dictionary) and isinstance(descriptor.get(Name.FontFile2), Stream):
            holder.CIDToGIDMap = Name.Identity
    if exactly and holder.get(Name.Subtype) == Name.TrueType and holder.get(Name.Encoding) == Name.WinAnsiEncoding:
        descriptor = holder.get(Name.FontDescriptor)
        if isinstance(descriptor, Dictionary) and isinstance(descriptor.get(Name.FontFile2), Stream):
            _add_unicode_lookup(descriptor.FontFile2)
    codes = holder.get(Name.ToUnicode)
    if exactly and isinstance(codes, Stream):
        _space_code_map(codes)


def _repair_glyph_lists(descriptor: Object, exactly: bool) -> None:
    """Remove lists of the glyphs of a subset, which are optional and often wrong, or write them anew.

    Some validators miss the list of a Type 1 font, although only PDF/A-1 requires it.
    """
    had = Name.CharSet in descriptor
    _remove_entries(descriptor, _GLYPH_LISTS)
    is_subset = "+" in str(descriptor.get(Name.FontName, ""))
    if exactly and (had or is_subset) and Name.FontFile2 not in descriptor:
        names = [name for name in _list_glyph_names(descriptor) if name != ".notdef"]
        if names:
            descriptor.CharSet = String("".join(f"/{name}" for name in names))


def _list_glyph_names(descriptor: Object) -> Sequence[str]:
    """Return the names of all glyphs of a Type 1 program, or none if they cannot be read."""
    try:
        if isinstance(file := descriptor.get(Name.FontFile), Stream):
            return _list_type1_names(file.read_bytes())
        if isinstance(file := descriptor.get(Name.FontFile3), Stream) and file.get(Name.Subtype) == Name.Type1C:
            return read_compact_font(file.read_bytes(), "charset") or ()
    except PdfError:
        pass
    return ()


@lru_cache(maxsize=32)
def _list_type1_names(program: bytes) -> tuple[str, ...]:
    """Return the names of the glyphs of a Type 1 program. Decrypting it takes long, and a figure is copied twice."""
    _, _, locked = program.partition(b"eexec")
    if not locked or len(locked) > _MOST_PROGRAM_BYTES:
        return ()
    locked = locked.lstrip(b" \t\r\n")
    if re.match(rb"[0-9A-Fa-f]{8}", locked):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", locked)
        locked = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    private: bytes = eexec.decrypt(locked, _EEXEC_KEY)[0]  # type: ignore[no-untyped-call]
    _, _, glyphs = private[_EEXEC_SALT:].partition(b"/CharStrings")
    return tuple(name.decode("latin-1") for name in dict.fromkeys(_GLYPH_PROCEDURE.findall(glyphs)))


def _add_unicode_lookup(file: Object) -> None:
    """Give a TrueType program that finds glyphs by Macintosh codes alone the same lookup by Unicode.

    Validators of ISO 14289-1, 7.21.6, want it of every font that is not symbolic.
    """
    try:
        with TTFont(BytesIO(file.read_bytes()), lazy=True, recalcTimestamp=False) as font:
            maps = {(table.platformID, table.platEncID): table for table in font["cmap"].tables}
            macintosh = maps.get((1, 0))
            if macintosh is None or any(platform == 3 for platform, _ in maps):
                return
            letters = ((bytes([code]).decode("mac_roman"), name) for code, name in macintosh.cmap.items() if code < 256)
            lookup = CmapSubtable.newSubtable(4)  # type: ignore[no-untyped-call]
            lookup.platformID, lookup.platEncID, lookup.language = 3, 1, 0
            lookup.cmap = {ord(letter): name for letter, name in letters if name != ".notdef"}
            font["cmap"].tables.append(lookup)
            out = BytesIO()
            font.save(out)
    except Exception:  # fontTools raises many kinds of errors for foreign fonts
        return
    file.write(out.getvalue())
    file.Length1 = len(out.getvalue())


def _space_code_map(codes: Stream) -> None:
    """Separate the codes of a ToUnicode map by spaces: not every program reads <21><0050>."""
    try:
        text = codes.read_bytes()
    except PdfError:
        return
    if b"><" in text:
        codes.write(text.replace(b"><", b"> <"))


def _remove_entries(holder: Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]
