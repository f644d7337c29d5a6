"""Correct how WeasyPrint 70.0 sets what is written from the right: indents, and words in drawings."""

from __future__ import annotations

from collections.abc import Iterator
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
