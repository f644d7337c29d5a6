"""Correct what WeasyPrint 70.0 loses or spoils, while it works and not longer; no other version is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from ..pdf_numbers import write_number
from . import weasyprint_adapter
from .footnote_patches import noted_lines
from .tagging import glyph_clusters
from .tagging.tag_nodes import Hyphenated


@contextmanager
def laying_out(weasyprint: Any, margins: bool = True) -> Iterator[None]:
    """Correct the layout: lines of one word, notes that are lost, and (without `margins`) sixteen boxes of nothing."""
    block, inline, layout = weasyprint.layout.block, weasyprint.layout.inline, weasyprint.layout
    if not weasyprint_adapter.is_known():
        yield
        return
    with (
        replaced(inline, split_first_line=whole_lines(inline.split_first_line)),
        replaced(block, _linebox_layout=noted_lines(block._linebox_layout)),
        replaced(layout, make_margin_boxes=layout.make_margin_boxes if margins else _no_margin_boxes),
    ):
        yield


def _no_margin_boxes(*_: Any) -> tuple[()]:
    return ()


def whole_lines(split: Any) -> Any:
    """Correct `split_first_line`: words that fill a line but for the space after them stay on that line.

    Pango 1.50 lets such a space hang over the edge; WeasyPrint 70 then sees a line too wide, supposes one long
    word, and breaks after the first: a line of one word in the midst of a paragraph.
    """

    def split_first_line(text: str, style: Any, context: Any, max_width: Any, *args: Any, **keywords: Any) -> Any:
        first = split(text, style, context, max_width, *args, **keywords)
        layout, length, resume, *_ = first
        if resume and len(layout.text.encode()) > length:
            layout.text = Hyphenated(layout.text)
        wraps = style["white_space"] in ("normal", "pre-line")
        if resume is None or max_width is None or not wraps or not text.endswith(" "):
            return first
        # No text fits whose letters would have to be narrower than a quarter of their size.
        if len(text) * style["font_size"] / 4 > max_width:
            return first
        _, _, _, width, *_ = split(text.rstrip(" "), style, context, None, *args, **keywords)
        if width > max_width:
            return first
        return split(text, style, context, None, *args, **keywords)

    return split_first_line


_BOLD = 600


class _Face(NamedTuple):
    """A face as a reader sees it: a name, upright or not, bold or not."""

    family: str
    italic: bool
    bold: bool

    def __str__(self) -> str:
        return self.family + " bold" * self.bold + " italic" * self.italic


@contextmanager
def painting(weasyprint: Any, log: weasyprint_adapter.Log) -> Iterator[None]:
    """Correct the text layer and numbers, and note by which faces words are drawn."""
    import pydyf

    text, pdf = weasyprint.draw.text, weasyprint.pdf
    used: set[_Face] = set()
    with (
        replaced(text, draw_first_line=_drawn_whole(weasyprint, log, used)),
        replaced(pdf.fonts, ffi=_Unmeasured(pdf.fonts.ffi)),
        replaced(pdf, build_fonts_dictionary=_plainly_named(pdf.build_fonts_dictionary)),
        replaced(pdf.stream.Stream, add_font=_noting(pdf.stream.Stream.add_font, used)),
        replaced(pydyf, _to_bytes=_exact(pydyf._to_bytes)),
    ):
        yield


def _exact(to_bytes: Any) -> Any:
    """Correct `_to_bytes`: numbers below 1 lose no digits to a fixed number of decimals."""

    def exact(item: Any) -> Any:
        if isinstance(item, float) and -1 < item < 1:
            return write_number(item).encode("ascii")
        return to_bytes(item)

    return exact


def _drawn_whole(weasyprint: Any, log: weasyprint_adapter.Log, used: set[_Face]) -> Any:
    draw = weasyprint.draw.text.draw_first_line

    def draw_first_line(stream: Any, textbox: Any, *args: Any) -> Any:
        style = textbox.style
        asked = log.faces = tuple(style["font_family"])
        used.clear()
        # A box of nothing but space is skipped, and the words around it run together for readers and searches.
        shown = _Shown(textbox) if textbox.text and textbox.text.isspace() else textbox
        if glyph_clusters.is_shaped(textbox.text):
            glyph_clusters.name_glyphs(weasyprint, stream, textbox)
        drawn = draw(stream, shown, *args)
        italic, bold = style["font_style"] != "normal", style["font_weight"] >= _BOLD
        for face in used:
            if face.family not in asked or (italic and not face.italic) or (bold and not face.bold):
                wanted = _Face(", ".join(asked), italic, bold)
                log.strangers.setdefault((str(face), str(wanted)), {})[textbox.text] = None
        return drawn

    return draw_first_line


class _Shown:
    """A box of space that does not say so."""

    text = "space"

    def __init__(self, textbox: Any) -> None:
        self._textbox = textbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._textbox, name)


def _noting(add: Any, used: set[_Face]) -> Any:
    def add_font(stream: Any, pango_font: Any) -> Any:
        font, size = add(stream, pango_font)
        used.add(_Face(font.family, bool(font.style), font.weight >= _BOLD))
        return font, size

    return add_font


class _Unmeasured:
    """A cffi that is not asked for an array of each length by another type, which it would parse C for every time."""

    def __init__(self, ffi: Any) -> None:
        self._ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)

    def new(self, type_: str, values: Any = None) -> Any:
        """Make an array as long as its values."""
        has_values = isinstance(values, (list, tuple))
        return self._ffi.new(_MEASURE.sub("[]", type_) if has_values else type_, values)


_MEASURE = re.compile(r"\[\d+\]\Z")

# One glyph serves both; that of the first use would name all, and no-break spaces stand between all words.
_PLAIN = {**dict.fromkeys("\xa0\u202f\u2007\u2002\u2003\u2009\u200a", " "), **dict.fromkeys("\u2010\u2011\xad", "-")}


def _plainly_named(build: Any) -> Any:
    def build_fonts_dictionary(pdf: Any, faces: Any, *args: Any) -> Any:
        for face in faces.values():
            names = face.to_unicode
            names.update({glyph: _PLAIN[text] for glyph, text in names.items() if text in _PLAIN})
        return build(pdf, faces, *args)

    return build_fonts_dictionary


def tidy(_document: Any, pdf: Any) -> None:
    """Remove what PDF/A forbids or frowns at: empty resource dictionaries, images that ask to be smoothed."""
    for item in pdf.objects:
        entries = item if isinstance(item, dict) else getattr(item, "extra", None)
        if not entries:
            continue
        for key in ("Pattern", "Shading", "XObject", "ExtGState"):
            if key in entries and entries[key] == {}:
                del entries[key]
        if entries.get("Interpolate") == "true":
            entries["Interpolate"] = "false"


@contextmanager
def noting_styles(weasyprint: Any) -> Iterator[list[Any]]:
    """Keep what gives the style of an element, which the engine forgets once a document is laid out."""
    kept: list[Any] = []
    if not weasyprint_adapter.is_known():
        yield kept
        return
    compute = weasyprint.document.get_all_computed_styles

    def noted(*args: Any, **keywords: Any) -> Any:
        kept.append(compute(*args, **keywords))
        return kept[-1]

    with replaced(weasyprint.document, get_all_computed_styles=noted):
        yield kept


@contextmanager
def replaced(module: Any, **names: Any) -> Iterator[None]:
    """Put other values in the place of a module's names while the block runs."""
    before = {name: getattr(module, name) for name in names}
    for name, value in names.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)
