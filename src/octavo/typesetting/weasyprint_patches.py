"""Correct faults of WeasyPrint 70.0 while it runs. Other versions are not patched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pydyf

from ..pdf_numbers import write_number
from . import table_patches, weasyprint_adapter
from .footnote_patches import patched_notes
from .justification import patch_justify_line
from .line_breaking import planned_paragraphs
from .right_to_left import patch_line_end, patch_match, patch_next_line, patch_svg_text
from .tagging import glyph_clusters
from .tagging.tag_nodes import HyphenatedText
from .weasyprint_adapter import patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import (
        FFI,
        PDF,
        AddFont,
        BuildFonts,
        ComputedStyle,
        Dictionary,
        Document,
        DrawLine,
        Font,
        LayoutContext,
        SplitLine,
        SplitText,
        Stream,
        StyleFor,
        TextBox,
        WeasyPrint,
    )


@contextmanager
def patched_layout(weasyprint: WeasyPrint, margins: bool = True) -> Iterator[None]:
    """Patch the layout: one-word lines, torn lines, notes, captions of tables that go on.

    Without `margins`, pages have no margin boxes, which would be sixteen empty ones.
    """
    block, inline, layout = weasyprint.layout.block, weasyprint.layout.inline, weasyprint.layout
    boxes = weasyprint.formatting_structure.boxes
    if not weasyprint_adapter.is_known_version():
        yield
        return
    with (
        patched_attributes(inline, split_first_line=patch_first_line_split(inline.split_first_line)),
        patched_attributes(
            block,
            block_container_layout=table_patches.patch_wrapper_layout(block.block_container_layout, boxes),
            table_layout=table_patches.patch_table_layout(block.table_layout),
        ),
        patched_attributes(
            inline,
            justify_line=patch_justify_line(inline.justify_line, inline.count_expandable_spaces),
            get_next_linebox=patch_next_line(inline.get_next_linebox),
            remove_last_whitespace=patch_line_end(inline.remove_last_whitespace, inline, boxes),
        ),
        patched_attributes(
            weasyprint.css.cssselect2.Matcher, match=patch_match(weasyprint.css.cssselect2.Matcher.match)
        ),
        planned_paragraphs(weasyprint),
        patched_notes(weasyprint),
        patched_attributes(layout, make_margin_boxes=layout.make_margin_boxes if margins else _no_margin_boxes),
    ):
        yield


def _no_margin_boxes(*_: object) -> tuple[()]:
    return ()


def patch_first_line_split(split: SplitText) -> SplitText:
    """Patch `split_first_line`: words that fill a line except for a trailing space stay on that line.

    Pango 1.50 lets such a space hang over the edge. WeasyPrint 70 then sees a line that is too wide, assumes one long
    word, and breaks after the first word, which leaves a line of one word in the middle of a paragraph.
    """

    def split_first_line(
        text: str,
        style: ComputedStyle,
        context: LayoutContext,
        max_width: float | None,
        *args: object,
        **keywords: object,
    ) -> SplitLine:
        first = split(text, style, context, max_width, *args, **keywords)
        layout, length, resume, *_ = first
        if resume and len(layout.text.encode()) > length:
            layout.text = HyphenatedText(layout.text)
        wraps = style["white_space"] in ("normal", "pre-line")
        if resume is None or max_width is None or not wraps or not text.endswith(" "):
            return first
        # Text cannot fit if its letters would be narrower than a quarter of their size.
        if len(text) * style["font_size"] / 4 > max_width:
            return first
        _, _, _, width, *_ = split(text.rstrip(" "), style, context, None, *args, **keywords)
        if width > max_width:
            return first
        return split(text, style, context, None, *args, **keywords)

    return split_first_line


_BOLD_WEIGHT = 600


class _DrawnFace(NamedTuple):
    """A face as a reader sees it: family, upright or italic, regular or bold."""

    family: str
    italic: bool
    bold: bool

    def __str__(self) -> str:
        return self.family + " bold" * self.bold + " italic" * self.italic


@contextmanager
def patched_painting(weasyprint: WeasyPrint, log: weasyprint_adapter.EngineLog) -> Iterator[None]:
    """Patch the text layer and numbers, and record which faces are drawn."""
    text, pdf, svg = weasyprint.draw.text, weasyprint.pdf, vars(weasyprint)["svg"]
    used: set[_DrawnFace] = set()
    with (
        patched_attributes(text, draw_first_line=_patch_draw_first_line(weasyprint, log, used)),
        patched_attributes(svg.Node, text=patch_svg_text(svg.Node.text)),
        patched_attributes(pdf.fonts, ffi=_UnsizedFfi(pdf.fonts.ffi)),
        patched_attributes(pdf, build_fonts_dictionary=_patch_fonts_dictionary(pdf.build_fonts_dictionary)),
        patched_attributes(pdf.stream.Stream, add_font=_patch_add_font(pdf.stream.Stream.add_font, used)),
        patched_attributes(pydyf, _to_bytes=_patch_to_bytes(pydyf._to_bytes)),
    ):
        yield


def _patch_to_bytes(to_bytes: Callable[[object], bytes]) -> Callable[[object], bytes]:
    """Patch `_to_bytes`: numbers below 1 are written without loss of digits."""

    def exact(item: object) -> bytes:
        if isinstance(item, float) and -1 < item < 1:
            return write_number(item).encode("ascii")
        return to_bytes(item)

    return exact


def _patch_draw_first_line(
    weasyprint: WeasyPrint, log: weasyprint_adapter.EngineLog, used: set[_DrawnFace]
) -> DrawLine:
    draw = weasyprint.draw.text.draw_first_line

    def draw_first_line(stream: Stream, textbox: TextBox, *args: object) -> object:
        style = textbox.style
        asked = log.faces = tuple(style["font_family"])
        used.clear()
        # WeasyPrint skips boxes of spaces, so words around them run together when copied or searched.
        shown = _VisibleSpace(textbox) if textbox.text and textbox.text.isspace() else textbox
        if glyph_clusters.is_shaped(textbox.text):
            glyph_clusters.name_glyphs(weasyprint, stream, textbox)
        drawn = draw(stream, shown, *args)
        italic, bold = style["font_style"] != "normal", style["font_weight"] >= _BOLD_WEIGHT
        for face in used:
            if face.family not in asked or (italic and not face.italic) or (bold and not face.bold):
                wanted = _DrawnFace(", ".join(asked), italic, bold)
                log.strangers.setdefault((str(face), str(wanted)), {})[textbox.text] = None
        return drawn

    return draw_first_line


class _VisibleSpace:
    """A text box of spaces that WeasyPrint does not skip."""

    text = "space"

    def __init__(self, textbox: TextBox) -> None:
        self._textbox = textbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._textbox, name)


def _patch_add_font(add: AddFont, used: set[_DrawnFace]) -> AddFont:
    def add_font(stream: Stream, pango_font: object) -> tuple[Font, float]:
        font, size = add(stream, pango_font)
        used.add(_DrawnFace(font.family, bool(font.style), font.weight >= _BOLD_WEIGHT))
        return font, size

    return add_font


class _UnsizedFfi:
    """A cffi wrapper that uses one array type for all lengths, so that C types are not parsed again and again."""

    def __init__(self, ffi: FFI) -> None:
        self._ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)

    def new(self, type_: str, values: Any = None) -> Any:
        """Create an array as long as its values."""
        has_values = isinstance(values, (list, tuple))
        return self._ffi.new(_ARRAY_LENGTH.sub("[]", type_) if has_values else type_, values)


_ARRAY_LENGTH = re.compile(r"\[\d+\]\Z")

# One glyph serves both; the first use would define the text of all, such as no-break spaces between all words.
_PLAIN_CHARACTERS = {
    **dict.fromkeys("\xa0\u202f\u2007\u2002\u2003\u2009\u200a", " "),
    **dict.fromkeys("\u2010\u2011\xad", "-"),
}


def _patch_fonts_dictionary(build: BuildFonts) -> BuildFonts:
    def build_fonts_dictionary(pdf: PDF, faces: Mapping[str, Font], *args: object) -> Dictionary:
        for face in faces.values():
            names = face.to_unicode
            names.update({glyph: _PLAIN_CHARACTERS[text] for glyph, text in names.items() if text in _PLAIN_CHARACTERS})
        return build(pdf, faces, *args)

    return build_fonts_dictionary


def clean_pdf_objects(_document: Document, pdf: PDF) -> None:
    """Remove what PDF/A forbids or discourages: empty resource dictionaries, image interpolation."""
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
def captured_styles(weasyprint: WeasyPrint) -> Iterator[list[StyleFor]]:
    """Keep the function that computes an element's style, which the engine drops after layout."""
    kept: list[StyleFor] = []
    if not weasyprint_adapter.is_known_version():
        yield kept
        return
    compute = weasyprint.document.get_all_computed_styles

    def noted(*args: object, **keywords: object) -> StyleFor:
        kept.append(compute(*args, **keywords))
        return kept[-1]

    with patched_attributes(weasyprint.document, get_all_computed_styles=noted):
        yield kept
