"""Correct how WeasyPrint 70.0 sets what is written from the right: indents, and words in drawings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from .tagging.glyph_clusters import is_shaped


def patch_next_line(get_next_line: Any) -> Any:
    """Patch `get_next_linebox`: the first line of a paragraph is indented where it begins, also at the right.

    WeasyPrint keeps the room of `text-indent` free, but always at the left.
    """

    def get_next_linebox(context: Any, linebox: Any, *args: Any) -> Any:
        line, resume_at = get_next_line(context, linebox, *args)
        if line and linebox.text_indent and linebox.style["direction"] == "rtl":
            for child in line.children:
                child.translate(-linebox.text_indent, 0, ignore_floats=True)
        return line, resume_at

    return get_next_linebox


def patch_line_end(remove_last_space: Any, inline: Any, boxes: Any) -> Any:
    """Patch `remove_last_whitespace`: the space at the end of a line is taken away at the left.

    WeasyPrint keeps the old layout of the words, with its space, and moves the line to hide it; where a justified line
    gets a layout anew, its last words would stand outside, by a space.
    """

    def remove_last_whitespace(context: Any, line: Any) -> None:
        if line.style["direction"] != "rtl":
            remove_last_space(context, line)
            return
        path = [line]
        while isinstance(path[-1], (boxes.LineBox, boxes.InlineBox)) and path[-1].children:
            path.append(path[-1].children[-1])
        last = path[-1]
        width, stood = last.width, last.position_x
        remove_last_space(context, line)
        taken = width - last.width
        if not taken or not isinstance(last, boxes.TextBox):
            return
        moved = last.position_x - stood
        for child in line.children:
            child.translate(-moved, 0, ignore_floats=True)
        if last.text:
            last.pango_layout = inline.split_text_box(context, last, None, 0)[0].pango_layout
        for parent, inner in pairwise(path):
            if parent.style["direction"] == "rtl":
                for child in parent.children:
                    if child is not inner:
                        child.translate(-taken, 0, ignore_floats=True)

    return remove_last_whitespace


def patch_match(match: Any) -> Any:
    """Patch `Matcher.match` of cssselect2: the specificity of a rule ends with its place among those of an element.

    Of two rules that are as specific, one with `margin-inline-start` and one with `margin-left` or `margin`, WeasyPrint
    takes the logical property, whichever comes later (CSS Logical Properties, 4).
    """
    last: list[Any] = [None, 0]

    def match_in_order(matcher: Any, element: Any) -> list[Any]:
        found = match(matcher, element)
        if last[0] is not element:
            last[:] = element, 0
        first = last[1]
        last[1] += len(found)
        return [((*one[0], place), *one[1:]) for place, one in enumerate(found, first)]

    return match_in_order


class _WholeText(str):
    """A text that is drawn as one piece, since its letters join: WeasyPrint draws the text of SVG letter by letter."""

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def patch_svg_text(text: Any) -> Any:
    """Patch the property `text` of nodes of SVG: Arabic and other scripts whose letters join are drawn as words."""

    def whole_text(node: Any) -> str | None:
        words: str | None = text.fget(node)
        return _WholeText(words) if words and is_shaped(words) else words

    return property(whole_text)
