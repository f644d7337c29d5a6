"""Check fonts by the rules of PDF/UA (ISO 14289-1, 7.21).

pikepdf's validator checks the font programs, on a page that holds nothing but the characters that the PDF shows. So
nothing else in the PDF can keep the validator from reaching the fonts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Pdf, Stream, pdfa

from ...pdf.fonts.character_maps import CharacterMap
from ...pdf.fonts.glyph_names import adobe_glyph_text
from ...pdf.objects import stream_reader, value_reader
from ...pdf.objects.font_programs import silence_font_readers
from ...pdf.objects.qpdf_warnings import remove_addresses
from ...pdf.structure.structure_tree_reader import ObjectNumber
from ..archive import font_subsets
from ..records.document_record import DocumentStructure
from ..records.kept_verdicts import verdict_key
from .matterhorn_conditions import FailedCondition

INVISIBLE_MODE = 3
"""The text rendering mode that leaves no ink (ISO 32000-1, 9.3.6)."""
_MOST_FACES = 2000
_IDENTITY = ("Identity-H", "Identity-V")
_MOST_BYTES = 4_000_000
# The predefined CMaps of ISO 32000-1, table 118, by character collection.
_PREDEFINED_CMAPS = {
    "GB1": "GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UCS2 UniGB-UTF16",
    "CNS1": "B5pc HKscs-B5 ETen-B5 ETenms-B5 CNS-EUC UniCNS-UCS2 UniCNS-UTF16",
    "Japan1": "83pv-RKSJ 90ms-RKSJ 90msp-RKSJ 90pv-RKSJ Add-RKSJ EUC Ext-RKSJ UniJIS-UCS2 UniJIS-UCS2-HW UniJIS-UTF16",
    "Korea1": "KSC-EUC KSCms-UHC KSCms-UHC-HW KSCpc-EUC UniKS-UCS2 UniKS-UTF16",
}
_CMAPS = {
    f"{name}-{way}": order for order, names in _PREDEFINED_CMAPS.items() for name in names.split() for way in "HV"
}
_CMAPS |= {"H": "Japan1", "V": "Japan1", **dict.fromkeys(_IDENTITY, "")}
# The validator has veraPDF's rules for ISO 19005-2, 6.2.11; ISO 14289-1 has the same rules.
_VALIDATOR_RULES = {
    "6.2.11.4.1-2": "31-011",
    # The library reports missing and superfluous glyphs as one violation.
    "6.2.11.4.2-1": "31-012",
    "6.2.11.4.2-2": "31-014",
    "6.2.11.5-1": "31-016",
    "6.2.11.6-1": "31-017",
    "6.2.11.6-4": "31-025",
    "6.2.11.8-1": "31-030",
}


def check_fonts(pdf: Pdf, structure: DocumentStructure, programs: bool = True) -> Iterator[FailedCondition]:
    """Yield what is wrong with the fonts in use. Each font comes with the first page on which it is used.

    A condition without a number is a font that could not be checked. Checking all font `programs` of a book takes
    seconds; if they are proved, only their lists of glyphs are checked.
    """
    known = list(islice(structure.marked_content.faces.values(), _MOST_FACES))
    for face, page in known:
        yield from (
            FailedCondition(number, page, detail or face.name) for number, detail in _check_font_dictionary(face)
        )
    embedded = [(face, page) for face, page in known if face.font_program is not None]
    wrong_lists = list(_check_glyph_lists(embedded)) if programs else []
    yield from wrong_lists
    if programs and not structure.has_proved_fonts:
        reported = {(failed.number, failed.detail) for failed in wrong_lists}
        for face, page in embedded:
            for number, message in _judge_font_program(pdf, face, structure):
                if (number, face.name) not in reported:
                    reported.add((number, face.name))
                    yield FailedCondition(number, page, f"{face.name}: {message}")


def _check_font_dictionary(face: CharacterMap) -> Iterator[tuple[str, str]]:
    """Yield the failed conditions of a font's dictionaries, with a detail if the font's name is not enough."""
    seen = any(mode != INVISIBLE_MODE for mode in face.shown)
    if seen and face.font_program is None and face.kind != "Type3":
        yield "31-009", ""
    if face.kind == "Type0":
        yield from _check_composite_font(face)
    elif face.kind == "TrueType":
        yield from _check_truetype_font(face)
    if face.lacks_unicode_map():
        yield "31-027", ""
    if any("\x00" in text for text in face.map.values()):
        yield "31-028", ""
    if any(sign in text for text in face.map.values() for sign in "\ufeff\ufffe"):
        yield "31-029", ""


def _check_composite_font(face: CharacterMap) -> Iterator[tuple[str, str]]:
    encoding, embedded = (
        value_reader.get_name(face.font, "/Encoding"),
        value_reader.get_stream(face.font, "/Encoding"),
    )
    own = value_reader.get_dictionary(face.below, "/CIDSystemInfo")
    if embedded is None and encoding not in _CMAPS:
        yield "31-006", f"{face.name}: {encoding or 'none'}"
    if embedded is not None:
        yield from _check_embedded_cmap(face, embedded, own)
    elif _CMAPS.get(encoding) and value_reader.get_text(own, "/Ordering") != _CMAPS[encoding]:
        yield (
            "31-002",
            f"{face.name}: {encoding} is not of {value_reader.get_text(own, '/Ordering') or 'no collection'}",
        )
    if value_reader.get_name(face.below, "/Subtype") == "CIDFontType2" and face.font_program is not None:
        if face.below is None or "/CIDToGIDMap" not in face.below:
            yield "31-005", ""
        elif (
            value_reader.get_stream(face.below, "/CIDToGIDMap") is None
            and value_reader.get_name(face.below, "/CIDToGIDMap") != "Identity"
        ):
            yield "31-004", ""


def _check_embedded_cmap(face: CharacterMap, cmap: Stream, own: Dictionary | None) -> Iterator[tuple[str, str]]:
    given = value_reader.get_dictionary(cmap, "/CIDSystemInfo")
    for number, key in (("31-001", "Registry"), ("31-002", "Ordering")):
        words, own_words = value_reader.get_text(given, f"/{key}"), value_reader.get_text(own, f"/{key}")
        if words != own_words:
            yield number, f"{face.name}: “{words[:40]}” and “{own_words[:40]}”"
    if (value_reader.get_integer(own, "/Supplement") or 0) > (value_reader.get_integer(given, "/Supplement") or 0):
        yield "31-003", ""
    text = stream_reader.unpack_or_empty(cmap, _MOST_BYTES)
    inside = re.search(rb"/WMode\s+([01])\s+def", text)
    if (int(inside.group(1)) if inside else 0) != (value_reader.get_integer(cmap, "/WMode") or 0):
        yield "31-007", ""
    used = re.search(rb"/([^\s/<>\[\]()]{1,127})\s+usecmap", text)
    names = {value_reader.get_name(cmap, "/UseCMap"), used.group(1).decode("latin-1") if used else ""} - {""}
    if value_reader.get_stream(cmap, "/UseCMap") is not None or names - set(_CMAPS):
        yield "31-008", ""


def _check_truetype_font(face: CharacterMap) -> Iterator[tuple[str, str]]:
    if face.is_symbolic:
        if "/Encoding" in face.font:
            yield "31-024", ""
        return
    encoding = value_reader.get_dictionary(face.font, "/Encoding")
    if "/Encoding" not in face.font:
        yield "31-019", ""
    elif encoding is not None and "/BaseEncoding" not in encoding:
        yield "31-020", ""
    elif face.encoding not in ("MacRomanEncoding", "WinAnsiEncoding"):
        yield "31-021", f"{face.name}: {face.encoding or 'none'}"
    if not all(map(adobe_glyph_text, face.glyph_names)):
        yield "31-022", ""
    if face.glyph_names and face.font_program is not None and not _has_unicode_cmap(face.font_program):
        yield "31-023", ""


def _has_unicode_cmap(file: Stream) -> bool:
    """Return whether a TrueType program has a Unicode cmap (platform 3, encoding 1)."""
    try:
        with TTFont(BytesIO(stream_reader.unpack_or_empty(file)), lazy=True) as font:
            return any((table.platformID, table.platEncID) == (3, 1) for table in font["cmap"].tables)
    except Exception:  # fontTools raises any exception for a malformed font
        return False


def _judge_font_program(pdf: Pdf, face: CharacterMap, structure: DocumentStructure) -> list[tuple[str, str]]:
    """Return the failed conditions of a font program with what the validator says, if it is not known."""
    closure = structure.digests.digest_closure(face.font) if structure.digests else None
    shown = [[mode, [code.hex() for code in sorted(codes)]] for mode, codes in sorted(face.shown.items())]
    key = verdict_key("font", closure.digest, shown) if closure else None
    known = structure.kept.recall(key) if key else None
    if known is not None:
        return [(number, message) for number, message in known]
    found = _check_font_program(pdf, face)
    if key:
        structure.kept.keep(key, found)
    return found


def _check_font_program(pdf: Pdf, face: CharacterMap) -> list[tuple[str, str]]:
    """Check a font program with the validator, on a page of its own."""
    with pikepdf.new() as sheet, silence_font_readers():
        number = _make_specimen_page(sheet, pdf, face)
        font_subsets.prepare_fonts(sheet)
        findings = pdfa.check(sheet, "2b").findings
    found = []
    for finding in findings:
        condition = _VALIDATOR_RULES.get(finding.rule.rpartition(":")[2], "")
        match = re.search(r"\bobj (\d+) (\d+)", finding.where)
        is_here = match is not None and (int(match.group(1)), int(match.group(2))) == number
        if is_here and finding.kind == "violation" and condition:
            found.append((condition, remove_addresses(finding.message)[:160]))
        elif is_here and finding.kind == "unsupported":
            found.append(("", remove_addresses(finding.message)[:160]))
    return found


def _check_glyph_lists(faces: list[tuple[CharacterMap, int]]) -> Iterator[FailedCondition]:
    for face, page in faces:
        for number, is_wrong in (("31-012", font_subsets.has_wrong_charset), ("31-014", font_subsets.has_wrong_cidset)):
            if is_wrong(face):
                yield FailedCondition(number, page, face.name)


def _make_specimen_page(sheet: Pdf, pdf: Pdf, face: CharacterMap) -> ObjectNumber:
    """Add a page with all characters that are shown in a font, and return the font's object number there."""
    copied = sheet.copy_foreign(face.font if face.font.is_indirect else pdf.make_indirect(face.font))
    sheet.add_blank_page(page_size=(100, 100))
    page = sheet.pages[-1].obj
    page.Resources = Dictionary(Font=Dictionary(F=copied))
    lines = [b"BT /F 9 Tf"]
    for mode, codes in sorted(face.shown.items()):
        shown = b"".join(sorted(codes)).hex().encode()
        lines.append(b"%d Tr <%s> Tj" % (mode if 0 <= mode <= 7 else 0, shown))
    page.Contents = Stream(sheet, b"\n".join([*lines, b"ET"]))
    return copied.objgen
