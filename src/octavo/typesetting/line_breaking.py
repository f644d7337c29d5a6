"""Break justified paragraphs and titles as a whole, where WeasyPrint fills one line after the other.

The breaks are chosen on measured text, and the measure of each line is then narrowed or widened so that WeasyPrint
itself breaks there. Where it breaks elsewhere, the rest of the paragraph is planned anew from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ..language.typography import is_weak_end
from .paragraph_measure import HYPHEN_BREAK, SPACE_BREAK, BreakPoint, ParagraphMeasure, UnmeasurableError
from .tagging.tag_nodes import HyphenatedText
from .total_fit import SHRINK, TitleEnd, choose_breaks, choose_title_breaks
from .weasyprint_adapter import patched_attributes

if TYPE_CHECKING:
    from weasyprint_types import (
        Box,
        ComputedStyle,
        InlineModule,
        InlineSplit,
        LayoutContext,
        LineBox,
        SkipStack,
        SplitLine,
        TextBox,
        WeasyPrint,
    )

_ALLOWANCE, _FREE_ALLOWANCE = 0.1, 1.0
"""Ems by which a line may be wider than it was measured, as when a ligature is broken; more where its text is cut."""
_LEAST_LETTER = 0.42
"""Ems of a letter in most text: a paragraph that would be shorter than a line even so is not measured."""
_TITLE_LETTER = 0.65
"""The same for titles, of which none is to be missed."""
_MOST_PLANS = 4
_LONGEST = 50_000
"""Letters of a paragraph that is measured, at most."""
_SPACE = 0.25
"""Ems of a space in most faces."""


class _PlannedLine(NamedTuple):
    """The width at which a line ends in pixels, the offset of its end, and whether a hyphen is added there."""

    width: float
    end: int
    is_hyphenated: bool


class _Plan:
    """The measure of a paragraph and its lines, by the offset at which they start."""

    def __init__(self, measure: ParagraphMeasure) -> None:
        self.measure = measure
        self.lines: dict[int, _PlannedLine | None] = {}
        self.made = 0

    def find_line(self, offset: int, measures: tuple[float, float], style: ComputedStyle) -> _PlannedLine | None:
        """Return the line that starts at an offset; `measures` are the widths of this line and of the others."""
        if offset not in self.lines and self.made < _MOST_PLANS:
            self.made += 1
            self._plan(offset, measures, style)
        return self.lines.get(offset)

    def _plan(self, offset: int, measures: tuple[float, float], style: ComputedStyle) -> None:
        measure = self.measure
        start = _find_start(measure, offset)
        self.lines[offset] = None
        if start is None:
            return
        end = BreakPoint(measure.length, measure.width, measure.width, measure.spaces, measure.spaces, SPACE_BREAK)
        points = [point for point in measure.points if offset < point.offset < measure.length]
        hyphenated = points
        if measure.hyphenated is not measure.points:
            hyphenated = [point for point in measure.hyphenated if offset < point.offset < measure.length]
        size = style["font_size"]
        if is_balanced(style):
            kinds = [_title_end(measure.word_before(point), style["lang"] or "") for point in points]
            chosen = choose_title_breaks(points, (start, end), min(measures), kinds)
        else:
            chosen = choose_breaks(points, hyphenated, (start, end), measures, _SPACE * size)
        for point in chosen:
            is_between_boxes = not measure.boundaries.isdisjoint((point.offset, point.offset - len(" ")))
            allowance = _ALLOWANCE if is_between_boxes else _FREE_ALLOWANCE
            width = point.end - start.start + allowance * size
            self.lines[start.offset] = _PlannedLine(width, point.offset, point.kind == HYPHEN_BREAK)
            start = point
        self.lines[start.offset] = None


class _Plans(NamedTuple):
    """The plans of a paragraph by its width in pixels. Copies of its box have other texts, so they have their own."""

    owner: Box
    by_width: dict[float, _Plan | None]


class _Breaker:
    """The line that is being laid out, if its paragraph is planned."""

    def __init__(self, weasyprint: WeasyPrint) -> None:
        self._inline = weasyprint.layout.inline
        self._boxes = weasyprint.formatting_structure.boxes
        self._breaking = weasyprint.text.line_break
        self._split_box = self._inline.split_inline_box
        self._split_text_box = self._inline.split_text_box
        self._split_line = self._inline.split_first_line
        self._align = self._inline.text_align
        self._bases: dict[int, tuple[TextBox, int]] = {}
        self._line: _PlannedLine | None = None
        self._cut: tuple[int, bool] | None = None

    def split_inline_box(
        self, context: LayoutContext, box: Box, position_x: float, max_x: float, bottom_space: float,
        skip_stack: SkipStack | None, block: Box, *args: object,
    ) -> InlineSplit:  # fmt: skip
        """Split as WeasyPrint does; a planned line gets the width at which it ends where the plan says."""
        if not isinstance(box, self._boxes.LineBox):
            return self._split_box(context, box, position_x, max_x, bottom_space, skip_stack, block, *args)
        kept = self._line, self._bases
        self._line = None
        # The last two arguments are styles of the first letter and the first line.
        is_planned = box.style["text_align_all"] == "justify" or is_balanced(box.style)
        if is_planned and not context.excluded_shapes and not any(args[-2:]):
            self._line = self._find_line(context, box, block, max_x - position_x, skip_stack)
        if self._line:
            max_x = position_x + self._line.width
        try:
            return self._split_box(context, box, position_x, max_x, bottom_space, skip_stack, block, *args)
        finally:
            self._line, self._bases = kept

    def split_text_box(
        self, context: LayoutContext, box: TextBox, width: float | None, skip: int, is_line_start: bool = True
    ) -> tuple[TextBox | None, int | None, bool]:
        """Split as WeasyPrint does; note where a planned line ends within a text, or that it holds all of it."""
        line = self._line
        base = self._find_base(box) if line else None
        if line is None or base is None or width is None or base + skip >= line.end:
            return self._split_text_box(context, box, width, skip, is_line_start=is_line_start)
        self._cut = line.end - base - skip, line.is_hyphenated
        try:
            return self._split_text_box(context, box, width, skip, is_line_start=is_line_start)
        finally:
            self._cut = None

    def _find_base(self, box: TextBox) -> int | None:
        known, base = self._bases.get(id(box), (None, 0))
        return base if known is box else None

    def split_first_line(
        self,
        text: str,
        style: ComputedStyle,
        context: LayoutContext,
        width: float | None,
        spacing: float,
        *args: object,
        **keywords: object,
    ) -> SplitLine:
        """Set the text of a planned line at once, where WeasyPrint would search for its end."""
        cut, self._cut = self._cut, None
        if cut is None:
            return self._split_line(text, style, context, width, spacing, *args, **keywords)
        length, is_hyphenated = cut
        written = text.encode()
        shown = written[:length].decode().rstrip(" ") if length < len(written) else text
        if not shown:
            return self._split_line(text, style, context, width, spacing, *args, **keywords)
        is_hyphenated = is_hyphenated and length < len(written)
        hyphen = style["hyphenate_character"]
        layout = self._breaking.create_layout(
            HyphenatedText(shown + hyphen) if is_hyphenated else shown, style, context, None, spacing
        )
        line, _ = layout.get_first_line()
        made = self._breaking.first_line_metrics(line, shown, layout, None, False, style, is_hyphenated, hyphen)
        return (*made[:2], length if length < len(written) else None, *made[3:])

    def _find_line(
        self, context: LayoutContext, box: LineBox, block: Box, available: float, skip_stack: SkipStack | None
    ) -> _PlannedLine | None:
        full = available + box.text_indent
        kept = box.__dict__.get("octavo_plans")
        if kept is None or kept.owner is not box:
            kept = box.octavo_plans = _Plans(box, {})
        key = round(full, 3)
        if key not in kept.by_width:
            kept.by_width[key] = _measure(self._inline, context, box, block, full)
        plan = kept.by_width[key]
        offset = plan.measure.find_offset(skip_stack) if plan else None
        if plan is None or offset is None:
            return None
        self._bases = plan.measure.bases
        line: _PlannedLine | None = plan.find_line(offset, (available, full), box.style)
        return line

    def text_align(self, context: LayoutContext, line: LineBox, available: float, last: bool) -> float:
        """Align as WeasyPrint does; the spaces of a justified line that is a little too wide are shrunk."""
        extra = available - line.width
        if extra < 0 and not last and line.style["text_align_all"] == "justify" and "octavo_plans" in line.__dict__:
            spaces = self._inline.count_expandable_spaces(line)
            if spaces and -extra <= spaces * (SHRINK * _SPACE + 0.02) * line.style["font_size"]:
                self._inline.add_word_spacing(context, line, extra / spaces, 0)
                return 0
        return self._align(context, line, available, last)


@contextmanager
def planned_paragraphs(weasyprint: WeasyPrint) -> Iterator[None]:
    """Break justified paragraphs as a whole while the block runs."""
    breaker = _Breaker(weasyprint)
    names = ("split_inline_box", "split_text_box", "split_first_line", "text_align")
    with patched_attributes(weasyprint.layout.inline, **{name: getattr(breaker, name) for name in names}):
        yield


def is_balanced(style: ComputedStyle) -> bool:
    """Return whether the property `--line-breaks` asks for lines of like widths, as titles have."""
    tokens = style["__line_breaks"]
    return any(getattr(token, "value", "") == "balanced" for token in tokens)


def _title_end(word: str, tag: str) -> TitleEnd:
    if word.endswith((":", "–", "—")):
        return TitleEnd.COLON
    return TitleEnd.WEAK if is_weak_end(word, tag) else TitleEnd.PLAIN


def _measure(inline: InlineModule, context: LayoutContext, box: LineBox, block: Box, full: float) -> _Plan | None:
    style = box.style
    letters = _count_letters(box)
    least = _TITLE_LETTER if is_balanced(style) else _LEAST_LETTER
    if style["direction"] != "ltr" or letters > _LONGEST or letters * style["font_size"] * least < full:
        return None

    def lay_out_atom(atom: Box) -> float:
        copy = atom.copy()
        inline.resolve_percentages(copy, block)
        return float(inline.atomic_box(context, copy, 0, None, block, [], []).margin_width())

    try:
        measure = ParagraphMeasure(box, context, lay_out_atom)
    except UnmeasurableError:
        return None
    return _Plan(measure) if measure.width > full else None


def _count_letters(box: Box) -> int:
    text = getattr(box, "text", None)
    return len(text) if text is not None else sum(_count_letters(child) for child in getattr(box, "children", ()))


def _find_start(measure: ParagraphMeasure, offset: int) -> BreakPoint | None:
    if not offset:
        return BreakPoint(0, 0.0, 0.0, 0, 0, SPACE_BREAK)
    return next((point for point in measure.hyphenated if point.offset == offset), None)
