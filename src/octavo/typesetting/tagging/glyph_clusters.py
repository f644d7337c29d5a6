"""Map the glyphs of shaped text (ligatures, marks, complex scripts) to their characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from . import font_mapping

if TYPE_CHECKING:
    from weasyprint_types import Font, Stream, TextBox, WeasyPrint

# Characters of these blocks are drawn one by one, left to right: Latin, Greek, Cyrillic, Armenian, Georgian, Chinese,
# Japanese and Korean, and the signs that they share. Marks that combine are not among them.
_ONE_BY_ONE = (
    "\u0000-\u02ff\u0370-\u0482\u048a-\u058f\u10a0-\u10ff\u1e00-\u200b\u2010-\u2027\u202f-\u2060\u2070-\u20cf"
    "\u2100-\u2cee\u2d00-\u2d2d\u2e00-\u3029\u3030-\u3098\u309b-\u9fff\ua720-\ua7ff\uac00-\ud7a3\uf900-\ufb06"
    "\uff00-\uffef\U0001d400-\U0001d7ff"
)
_SHAPED = re.compile(f"[^{_ONE_BY_ONE}]")
_NO_CHARACTER = "\u2060"
"""Text of a cluster's further glyphs: a font must map every glyph (ISO 14289-1, 7.21.7)."""

# Few faces have these hyphens; the common hyphen replaces them, with word joiners where no break is allowed.
_HYPHEN_SUBSTITUTES = str.maketrans({"\u2010": "-", "\u2011": "\u2060-\u2060"})


def replace_rare_hyphens(words: str) -> str:
    """Replace hyphens that few faces have by ones that look the same and that all have."""
    return words.translate(_HYPHEN_SUBSTITUTES)


# What styles print of a tag: values of attributes such as data-short. Addresses and descriptions stay as they are.
_PRINTED_ATTRIBUTE = re.compile(r' data-[a-z-]+="[^"]*"')


def replace_letters(html: str, letters: Iterable[str], sign: str) -> str:
    """Replace letters wherever a page prints them, but not in its tags."""
    table = str.maketrans(dict.fromkeys(letters, sign))
    return re.sub(r"<[^>]*>|[^<]+", lambda piece: _replace_in_piece(piece[0], table), html)


def _replace_in_piece(piece: str, table: dict[int, str]) -> str:
    if not piece.startswith("<"):
        return piece.translate(table)
    return _PRINTED_ATTRIBUTE.sub(lambda value: value[0].translate(table), piece)


def is_shaped(text: str) -> bool:
    """Return whether the glyphs of a text may differ from its letters in number or order."""
    return not text.isascii() and _SHAPED.search(text) is not None


def name_glyphs(weasyprint: WeasyPrint, stream: Stream, textbox: TextBox) -> None:
    """Record in a text's fonts which characters its glyphs stand for, before the engine does.

    WeasyPrint 70 maps the first glyph of a cluster to no character and the last to all of them, wherever else it
    occurs.
    """
    ffi, pango = weasyprint.text.ffi.ffi, weasyprint.text.ffi.pango
    layout = textbox.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        font, _ = stream.add_font(item.analysis.font)
        words = text[item.offset : item.offset + item.length]
        glyphs = [one.glyph for one in string.glyphs[0 : string.num_glyphs]]
        for cluster, letters in _split_clusters(glyphs, list(string.log_clusters[0 : string.num_glyphs]), words):
            _map_cluster(font, [one for one in cluster if one < pango.PANGO_GLYPH_EMPTY], letters)
        run = run.next


def _split_clusters(glyphs: Sequence[int], starts: Sequence[int], words: bytes) -> Iterator[tuple[list[int], str]]:
    """Yield the glyphs of each cluster, from the left, with its characters."""
    ends = dict(zip(ordered := sorted(set(starts)), [*ordered[1:], len(words)], strict=True))
    for start, end in ends.items():
        cluster = [glyph for glyph, own in zip(glyphs, starts, strict=True) if own == start]
        yield cluster, words[start:end].decode()


def _map_cluster(font: Font, glyphs: list[int], letters: str) -> None:
    if len(glyphs) == 1:
        font.to_unicode.setdefault(glyphs[0], letters)
        return
    known = _alone(font.file_content, font.index)
    named = {glyph: known[glyph] for glyph in glyphs if known.get(glyph, "") in letters and glyph in known}
    left = "".join(letter for letter in letters if letter not in named.values())
    for glyph in glyphs:
        if glyph in named:
            font.to_unicode.setdefault(glyph, named[glyph])
        else:
            font.to_unicode.setdefault(glyph, left or _NO_CHARACTER)
            left = ""


@lru_cache(maxsize=16)
def _alone(file: bytes, number: int) -> dict[int, str]:
    """Return the character of each glyph that stands for one character alone."""
    return {glyph: character for character, glyph in font_mapping.map_characters(file, number).items()}
