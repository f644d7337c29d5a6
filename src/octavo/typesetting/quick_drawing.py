"""Draw lines of text from glyphs that were drawn before: what a glyph becomes in a content stream is written once.

WeasyPrint asks Pango for each field of each glyph, one call a field. Here the glyphs of a run are read at once, and
what stands for a glyph of a face, a size and a width is kept with the face. A line with anything else (a glyph that is
new, missing, raised or drawn as a picture, an ellipsis) goes the way of WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .paragraph_measure import GLYPH_FIELDS
from .weasyprint_adapter import patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import DrawLine, FfiModule, Font, Matrix, Stream, TextBox, WeasyPrint

_OLD_PANGO = 14802
"""Pango before 1.48.2 names the sizes of faces wrongly."""
_SMALLEST = 1e-6
"""Size of letters below which WeasyPrint draws nothing."""


@contextmanager
def drawn_from_known_glyphs(weasyprint: WeasyPrint) -> Iterator[None]:
    """Draw lines of known glyphs while the block runs."""
    text = weasyprint.draw.text
    drawer = _Drawer(text.draw_first_line, weasyprint.text.ffi)
    with patched_attributes(text, draw_first_line=drawer.draw):
        yield


class _Drawer:
    def __init__(self, draw: DrawLine, library: FfiModule) -> None:
        self._draw, self._ffi, self._pango = draw, library.ffi, library.pango
        self._unit = library.FROM_UNITS
        self._names_sizes = library.pango.pango_version() >= _OLD_PANGO

    def draw(
        self, stream: Stream, textbox: TextBox, text_overflow: str, block_ellipsis: object, matrix: Matrix
    ) -> object:
        """Draw a line; return the pictures that stand for letters, as WeasyPrint does."""
        shown = None
        is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
        if self._names_sizes and is_whole and textbox.style["font_size"] >= _SMALLEST and textbox.text.strip():
            shown = self._list_runs(stream, textbox)
        if shown is None:
            return self._draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        for font, size, strings in shown:
            stream.set_font_size(font, size)
            stream.show_text("".join(strings))
        return []

    def _list_runs(self, stream: Stream, textbox: TextBox) -> list[tuple[str, float, list[str]]] | None:
        """Return the name of a face, its size and its strings, in their order; None if a glyph is not known."""
        ffi, pango = self._ffi, self._pango
        pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
        line, _ = textbox.pango_layout.get_first_line()
        before: object = None
        found: list[tuple[str, float, list[str]]] = []
        run = line.runs
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            run = run.next
            face = item.analysis.font
            if face != before:
                before = face
                font, size = stream.add_font(face)
                if font.svg or font.png or font.colr or font.bitmap:
                    return None
                known = font.__dict__.setdefault("octavo_glyphs", {}).setdefault(size, {})
                found.append((font.hash, size, []))
            count = glyphs.num_glyphs
            fields = ffi.unpack(ffi.cast("int *", glyphs.glyphs), count * GLYPH_FIELDS)
            names = zip(*(fields[place::GLYPH_FIELDS] for place in range(4)), strict=True)
            pieces = ["<"]
            for name in names:
                piece = known.get(name)
                if piece is None:
                    piece = self._write_glyph(font, size, *name)
                    if piece is None:
                        return None
                    known[name] = piece
                pieces.append(piece)
            string = "".join(pieces)
            found[-1][2].append(string[:-1] if string.endswith("<") else f"{string}>")
        return found

    def _write_glyph(self, font: Font, size: float, glyph: int, width: int, x_offset: int, y_offset: int) -> str | None:
        """Return what stands for a glyph between `<` and `>`; None if it is not plain, or has no width or text yet."""
        if glyph == self._pango.PANGO_GLYPH_EMPTY:
            return f">{-width / size}<"
        if y_offset or glyph & self._pango.PANGO_GLYPH_UNKNOWN_FLAG:
            return None
        if glyph not in font.to_unicode or glyph not in font.widths:
            return None
        offset = x_offset / size
        kerning = font.widths[glyph] + offset - width * 1000 * self._unit / size
        moved = f">{-offset}<" if offset else ""
        return f"{moved}{glyph:04x}{f'>{int(kerning)}<' if kerning else ''}"
