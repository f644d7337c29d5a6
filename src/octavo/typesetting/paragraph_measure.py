"""Measure a paragraph once: where its lines may end, and how far its text reaches there.

The text of a paragraph is set on one line of any length. From its glyphs follow the widths of all lines, and from
the attributes of its characters where a line may end (Unicode Standard Annex 14) and which words can be hyphenated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from importlib import import_module
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ..language.typography import is_name

if TYPE_CHECKING:
    from weasyprint_types import (
        Box,
        Boxes,
        ComputedStyle,
        FfiModule,
        LayoutContext,
        LineBox,
        LineBreakModule,
        Pyphen,
        SkipStack,
        TextBox,
    )

# Bits of PangoLogAttr, in the order of its declaration.
_LINE_BREAK, _WORD_END, _WORD_BOUNDARY = 1 << 0, 1 << 6, 1 << 12
GLYPH_FIELDS = 5
"""Numbers in a PangoGlyphInfo: glyph, width, two offsets and attributes."""
_SPACES = " \u00a0"
HYPHEN_BREAK, DASH_BREAK, JOINT_BREAK, SPACE_BREAK = "hyphen", "dash", "joint", "space"
_DASHES = "-\u2010"
_SENTENCE_END = 8
"""Characters before a word that tell whether a sentence begins."""
_LONGEST_WORD = 200
"""Bytes before a break in which its word is looked for."""
_ATOM = "\u2e80"
"""A picture within a line breaks as an ideograph does."""


class BreakPoint(NamedTuple):
    """A place where a line may end: its offset in the paragraph, and widths in pixels from the paragraph's start."""

    offset: int
    """Bytes before the next line, with those of earlier text."""
    end: float
    """Where the line would end, with its hyphen."""
    start: float
    """Where the next line would begin."""
    spaces_to_end: int
    spaces_to_start: int
    kind: str


class UnmeasurableError(Exception):
    """The paragraph has content whose width is only known when its line is laid out."""


class ParagraphMeasure:
    """The possible breaks of a paragraph. Raises UnmeasurableError for what it cannot foresee."""

    def __init__(self, line_box: LineBox, context: LayoutContext, lay_out_atom: Callable[[Box], float]) -> None:
        self.points: list[BreakPoint] = []
        self.hyphenated: list[BreakPoint] = []
        self.offsets: dict[tuple[int, ...], int] = {}
        self.texts: set[tuple[int, ...]] = set()
        self.bases: dict[int, tuple[TextBox, int]] = {}
        self.width, self.spaces, self.length = 0.0, 0, 0
        self._context, self._lay_out_atom = context, lay_out_atom
        self._boxes: Boxes = import_module("weasyprint.formatting_structure.boxes")
        self._breaking: LineBreakModule = import_module("weasyprint.text.line_break")
        self._last = ""
        self._text: list[str] = []
        self._words: list[tuple[int, list[BreakPoint]]] = []
        self._visit(line_box, ())
        self._collect_hyphens()

    @cached_property
    def boundaries(self) -> frozenset[int]:
        """Return the offsets at which a box begins."""
        return frozenset(self.offsets.values())

    def word_before(self, point: BreakPoint) -> str:
        """Return the last word before a break."""
        before = self._written[max(0, point.offset - _LONGEST_WORD) : point.offset]
        return before.decode(errors="ignore").rstrip().rpartition(" ")[2]

    @cached_property
    def _written(self) -> bytes:
        return "".join(self._text).encode()

    def find_offset(self, skip_stack: SkipStack | None) -> int | None:
        """Return the offset at which a line starts; None if it is not known."""
        way: list[int] = []
        while skip_stack:
            ((index, skip_stack),) = skip_stack.items()
            way.append(index)
        path = tuple(way)
        if path[:-1] in self.texts:
            return self.offsets[path[:-1]] + path[-1]
        return self.offsets.get(path, 0 if not path else None)

    def _visit(self, parent: Box, path: tuple[int, ...]) -> None:
        for index, box in enumerate(parent.children):
            here = (*path, index)
            self.offsets[here] = self.length
            if not box.is_in_normal_flow():
                # The call of a note stands in the line; the note does not.
                if not getattr(box, "is_footnote", lambda: False)() and box.style["float"] != "footnote":
                    raise UnmeasurableError
            elif isinstance(box, self._boxes.TextBox):
                self._add_text(box, here)
            elif isinstance(box, self._boxes.InlineBox) and not box.is_leader:
                if box.style["position"] != "static" and box.style["position"] != "relative":
                    raise UnmeasurableError
                self.width += _edge_width(box, "left")
                self._visit(box, here)
                self.width += _edge_width(box, "right")
            elif isinstance(box, self._boxes.InlineReplacedBox):
                self._add_atom(box)
            else:
                raise UnmeasurableError

    def _add_atom(self, box: Box) -> None:
        if self._last:
            self._add_joint(_ATOM)
        self.width += self._lay_out_atom(box)
        self.length += len(_ATOM.encode())
        self._text.append(_ATOM)
        self._last = _ATOM

    def _add_joint(self, first: str) -> None:
        """Note a break between two boxes if their letters allow it, as WeasyPrint does."""
        if self._last == " ":
            return
        if self._breaking.can_break_text(self._last + first, None):
            kind = DASH_BREAK if self._last in _DASHES else JOINT_BREAK
            self._add_point(self.length, self.width, self.width, self.spaces, self.spaces, kind)

    def _add_point(self, offset: int, end: float, start: float, to_end: int, to_start: int, kind: str) -> None:
        point = BreakPoint(offset, end, start, to_end, to_start, kind)
        if self.points and self.points[-1].offset == offset:
            self.points[-1] = point
        else:
            self.points.append(point)

    def _add_text(self, box: TextBox, path: tuple[int, ...]) -> None:
        style, text = box.style, box.text
        self.texts.add(path)
        self.bases[id(box)] = box, self.length
        if not text:
            return
        self._text.append(text)
        if style["white_space"] not in ("normal", "nowrap") or style["direction"] != "ltr" or "\n" in text:
            raise UnmeasurableError
        reach, attributes, offsets = self._shape(text, style)
        wraps = style["white_space"] == "normal"
        if self._last and wraps and text[0] != " ":
            self._add_joint(text[0])
        base, spaces = self.length, self.spaces
        counts = list(accumulate((letter in _SPACES for letter in text), initial=0))
        left = self.width
        for index in range(1, len(text) + 1) if wraps else ():
            if not attributes[index] & _LINE_BREAK and not (index == len(text) and text[-1] == " "):
                continue
            visible = len(text[:index].rstrip(" "))
            kind = SPACE_BREAK if visible < index else DASH_BREAK if text[index - 1] in _DASHES else JOINT_BREAK
            if index < len(text) or kind == SPACE_BREAK:
                self._add_point(base + offsets[index], left + reach[visible], left + reach[index],
                                spaces + counts[visible], spaces + counts[index], kind)  # fmt: skip
        if wraps and style["hyphens"] == "auto":
            self._note_words(text, style, attributes, reach, offsets, counts)
        self.width, self.spaces, self.length = left + reach[-1], spaces + counts[-1], base + offsets[-1]
        self._last = text[-1]

    def _shape(self, text: str, style: ComputedStyle) -> tuple[list[float], list[int], list[int]]:
        """Return for each letter of a text where it begins in pixels, its attributes and its offset in bytes."""
        ffi_module: FfiModule = import_module("weasyprint.text.ffi")
        ffi, pango = ffi_module.ffi, ffi_module.pango
        layout = self._breaking.create_layout(text, style, self._context, None, 0)
        if layout.text != text and text != " ":
            raise UnmeasurableError
        offsets = list(accumulate((len(letter.encode()) for letter in text), initial=0))
        line, _ = layout.get_first_line()
        begins: dict[int, int] = {}
        x, run = 0, line.runs
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            if item.analysis.level % 2:
                raise UnmeasurableError
            widths = ffi.unpack(ffi.cast("int *", glyphs.glyphs), glyphs.num_glyphs * GLYPH_FIELDS)[1::GLYPH_FIELDS]
            for cluster, width in zip(ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs), widths, strict=True):
                begins.setdefault(item.offset + cluster, x)
                x += width
            run = run.next
        unit = ffi_module.FROM_UNITS
        begins[offsets[-1]] = x
        reach = [begins[offset] * unit if offset in begins else -1.0 for offset in offsets]
        _fill_ligatures(reach)
        attributes = ffi.unpack(
            ffi.cast("unsigned int *", pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)),
            len(text) + 1,
        )
        return reach, attributes, offsets

    def _note_words(
        self,
        text: str,
        style: ComputedStyle,
        attributes: list[int],
        reach: list[float],
        offsets: list[int],
        counts: list[int],
    ) -> None:
        """Note the places where the first long word of each unbreakable piece may be hyphenated."""
        total, left, right = style["hyphenate_limit_chars"]
        dictionary = self._find_dictionary(style["lang"], total, left, right)
        if dictionary is None:
            return
        hyphen = self._hyphen_width(style)
        before = "".join(self._text[:-1])[-_SENTENCE_END:]
        for first, last in _long_words(attributes, len(text), total):
            if is_name(text[first:last], f"{before}{text[:first]}"[-_SENTENCE_END:], style["lang"] or ""):
                continue
            cuts = [
                BreakPoint(
                    self.length + offsets[first + cut],
                    self.width + reach[first + cut] + hyphen,
                    self.width + reach[first + cut],
                    self.spaces + counts[first],
                    self.spaces + counts[first],
                    HYPHEN_BREAK,
                )
                for cut in dictionary.positions(text[first:last])
                if not cut.data
            ]
            if cuts:
                self._words.append((self.length + offsets[last], cuts))

    def _find_dictionary(self, lang: str | None, total: int, left: int, right: int) -> Pyphen | None:
        language = lang and self._breaking.pyphen.language_fallback(lang)
        if not language:
            return None
        key = (language, left, right, total)
        known = self._context.dictionaries
        if key not in known:
            known[key] = self._breaking.pyphen.Pyphen(lang=language, left=left, right=right)
        return known[key]

    def _hyphen_width(self, style: ComputedStyle) -> float:
        memo = self._context.__dict__.setdefault("octavo_hyphens", {})
        key = (self._breaking._font_style_cache_key(style), style["font_size"], style["hyphenate_character"])
        if key not in memo:
            layout = self._breaking.create_layout(style["hyphenate_character"], style, self._context, None, 0)
            memo[key] = self._breaking.line_size(layout.get_first_line()[0], style)[0]
        return float(memo[key])

    def _collect_hyphens(self) -> None:
        """Put the hyphens among the other breaks, except those of the last word of the paragraph."""
        cuts = [cut for end, word in self._words if end < self.length - 2 for cut in word]
        self.hyphenated = sorted([*self.points, *cuts]) if cuts else self.points


def _fill_ligatures(reach: list[float]) -> None:
    """Place the letters within a ligature at equal distances; -1 stands where they begin."""
    index, last = 1, len(reach) - 1
    while index < last:
        end = index
        while reach[end] < 0:
            end += 1
        step = (reach[end] - reach[index - 1]) / (end - index + 1)
        for inner in range(index, end):
            reach[inner] = reach[inner - 1] + step
        index = end + 1


def _long_words(attributes: list[int], length: int, total: int) -> Iterator[tuple[int, int]]:
    """Yield the first word of each unbreakable piece that has enough letters, as WeasyPrint looks for it."""
    start, is_found = 0, False
    for index in range(1, length + 1):
        attribute = attributes[index]
        if attribute & _WORD_END and not is_found and index - start >= total:
            yield start, index
            is_found = True
        if attribute & _WORD_BOUNDARY:
            start = index
        if attribute & _LINE_BREAK:
            start, is_found = index, False


def _edge_width(box: Box, side: str) -> float:
    """Return the width of the margin, border and padding of an inline box at one side; only lengths are known."""
    total = 0.0
    for name in (f"margin_{side}", f"padding_{side}"):
        value = box.style[name]
        if value == "auto":
            continue
        if getattr(value, "unit", "px") != "px":
            raise UnmeasurableError
        total += float(getattr(value, "value", value) or 0)
    return total + float(box.style[f"border_{side}_width"] or 0)
