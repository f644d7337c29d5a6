"""Mark what is painted on a page as content of the structure tree or as an artifact, and mend its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from . import glyph_clusters
from .tag_nodes import TaggedContent
from .tag_plan import TagPlan

# The end of a line of glyphs as WeasyPrint shows it: ‹…›kerning‹…0012›kerning] TJ
_LAST_GLYPH = re.compile(rb"(?s)(.*)([0-9a-f]{4})>(-?[0-9.]*)\] TJ")


def make_stream_class(base: Any, plan: TagPlan) -> Any:
    """Make the stream in which pages are painted under a plan; WeasyPrint opens one for each page, in their order."""

    class MarkedStream(base):  # type: ignore[misc] # the library is untyped
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.marks = 0
            self._open = False
            self._face: Any = None

        def clone(self, **kwargs: Any) -> Any:
            """Open a group: nothing is marked inside; it is marked as a whole where it is drawn."""
            group = super().clone(**{**kwargs, "tags": None})
            group.drawn = []
            group.marked = lambda box, _tag: _record_box(group.drawn, box)
            return group

        def add_font(self, pango_font: Any) -> Any:
            font, size = super().add_font(pango_font)
            self._face = font
            return font, size

        @contextmanager
        def marked(self, box: Any, tag: str) -> Iterator[None]:
            content = plan.leaves.get(box)
            if self._open or content is None:
                with self.artifact(plan.pagination.get(box)):
                    yield
                return
            content.mcid = self.marks
            self.marks += 1
            with self._sequence(f"/{tag} <</MCID {content.mcid}>> BDC"):
                if _is_ambiguous(box):
                    self.stream.append(_actual_text(content.words()))
                    yield
                    self.stream.append("EMC")
                    return
                start = len(self.stream)
                yield
                if content.ending:
                    _mark_line_end(self.stream, start, content, self._face)

        @contextmanager
        def artifact(self, subtype: str | None = None) -> Iterator[None]:
            # An artifact inside content (an underline) is part of it: ISO 14289-1, 7.1 forbids to nest them.
            if self._open:
                yield
                return
            kind = "" if subtype is None else "/Type /Pagination" + (f" /Subtype /{subtype}" if subtype else "")
            with self._sequence(f"/Artifact <<{kind}>> BDC" if kind else "/Artifact BMC"):
                yield

        @contextmanager
        def _sequence(self, operator: str) -> Iterator[None]:
            self._open = True
            self.stream.append(operator)
            yield
            self.stream.append("EMC")
            self._open = False

        def draw_x_object(self, reference: Any) -> None:
            group = self._resources["XObject"].get(reference)
            drawn = [box for box in getattr(group, "drawn", ()) if box in plan.leaves]
            with self.marked(drawn[0] if drawn else None, "Span"):
                super().draw_x_object(reference)

    return MarkedStream


def _is_ambiguous(box: Any) -> bool:
    """Tell whether glyphs do not tell their letters: a small capital stands for two, some letters are one shape."""
    if not hasattr(box, "text"):
        return False
    return box.style["font_variant_caps"] != "normal" or glyph_clusters.is_shaped(box.text)


def _actual_text(words: str) -> bytes:
    return b"/Span <</ActualText <FEFF%s> >> BDC" % words.encode("utf-16-be").hex().upper().encode()


@contextmanager
def _record_box(drawn: list[Any], box: Any) -> Iterator[None]:
    drawn.append(box)
    yield


def _mark_line_end(stream: list[Any], start: int, content: TaggedContent, face: Any) -> None:
    """Add the space that a line break swallowed, or say that the hyphen at the line's end is a soft one."""
    for index in range(len(stream) - 1, start - 1, -1):
        item = stream[index]
        if isinstance(item, bytes) and item.endswith(b"] TJ"):
            if match := _LAST_GLYPH.fullmatch(item):
                stream[index : index + 1] = _rewrite_line_end(match, content, face)
            return


def _rewrite_line_end(match: re.Match[bytes], content: TaggedContent, face: Any) -> list[bytes]:
    before, glyph, kerning = match.groups()
    if content.ending == "hyphen":
        return [before + b">] TJ", _actual_text("\xad"), b"[<" + glyph + b">] TJ", b"EMC"]
    space = _find_space_glyph(face)
    if space is None:
        return [match.group()]
    return [before + glyph + b">" + kerning + b"<%04x>] TJ" % space]


def _find_space_glyph(face: Any) -> int | None:
    """Find the glyph of the space, and have it embedded where the page itself shows none in this face."""
    for used, text in face.to_unicode.items():
        if text in (" ", "\xa0"):
            return int(used)
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(face.file_content), fontNumber=face.index) as font:
        name = (font.getBestCmap() or {}).get(ord(" "))
        if name is None:
            return None
        glyph: int = font.getGlyphID(name)
        face.to_unicode[glyph] = " "
        face.widths[glyph] = round(font["hmtx"][name][0] * 1000 / face.upem)
    return glyph
