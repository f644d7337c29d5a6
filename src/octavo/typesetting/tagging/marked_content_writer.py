"""Mark painted content as part of the structure tree or as artifact, and correct its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from ...language import text_direction
from . import glyph_clusters
from .tag_nodes import TaggedContent
from .tag_plan import TagPlan

if TYPE_CHECKING:
    from weasyprint_types import Box, Font, Stream

# The end of a line of glyphs as WeasyPrint shows it: ‹…›kerning‹…0012›kerning] TJ
_LAST_GLYPH = re.compile(rb"(?s)(.*)([0-9a-f]{4})>(-?[0-9.]*)\] TJ")


def make_stream_class(base: type[Stream], plan: TagPlan) -> type[Stream]:
    """Create the class of page streams that mark content by a plan; WeasyPrint opens one per page, in order."""

    class MarkedStream(base):  # type: ignore[valid-type, misc] # a class that is known only when WeasyPrint is there
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            self.marks = 0
            self._open = False
            self._face: Font | None = None

        def clone(self, **kwargs: object) -> MarkedStream:
            """Open a group: its content is not marked; the group is marked as a whole where it is drawn."""
            group = super().clone(**{**kwargs, "tags": None})
            group.drawn = []
            group.marked = lambda box, _tag: _record_box(group.drawn, box)
            made: MarkedStream = group
            return made

        def add_font(self, pango_font: object) -> tuple[Font, float]:
            font, size = super().add_font(pango_font)
            self._face = font
            return font, size

        @contextmanager
        def marked(self, box: Box | None, tag: str) -> Iterator[None]:
            content = None if box is None else plan.leaves.get(box)
            if self._open or content is None:
                with self.artifact(None if box is None else plan.pagination.get(box)):
                    yield
                return
            content.mcid = self.marks
            self.marks += 1
            with self._sequence(f"/{tag} <</MCID {content.mcid}>> BDC"):
                if is_from_right(content.box):
                    # Its element in the structure tree says it: most readers lay out such text by its glyphs.
                    yield
                    return
                if _is_ambiguous(content.box):
                    self.stream.append(_actual_text(content.unbroken_text()))
                    yield
                    self.stream.append("EMC")
                    return
                start = len(self.stream)
                yield
                if content.ending and self._face is not None:
                    _mark_line_end(self.stream, start, content, self._face)

        @contextmanager
        def artifact(self, subtype: str | None = None) -> Iterator[None]:
            # An artifact inside content (an underline) is part of it: ISO 14289-1, 7.1 forbids nesting.
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

        def draw_x_object(self, reference: str) -> None:
            group = self._resources["XObject"].get(reference)
            drawn = [box for box in getattr(group, "drawn", ()) if box in plan.leaves]
            with self.marked(drawn[0] if drawn else None, "Span"):
                super().draw_x_object(reference)

    return MarkedStream


def _is_ambiguous(box: Box) -> bool:
    """Return whether glyphs do not tell their characters: small capitals, or shaped letters."""
    if not hasattr(box, "text"):
        return False
    return box.style["font_variant_caps"] != "normal" or glyph_clusters.is_shaped(box.text)


def is_from_right(box: Box) -> bool:
    """Return whether the glyphs of a box are painted in another order than they are read.

    Those of right-to-left letters are painted from the left, the last one first, and so are the signs between them.
    """
    words = getattr(box, "text", "").strip()
    if len(words) < 2 or text_direction.has_rtl_letters(words):
        return bool(words) and text_direction.has_rtl_letters(words)
    return box.style["direction"] == text_direction.RTL and not words.replace(" ", "").isalnum()


def _actual_text(words: str) -> bytes:
    return b"/Span <</ActualText <FEFF%s> >> BDC" % words.encode("utf-16-be").hex().upper().encode()


@contextmanager
def _record_box(drawn: list[Box], box: Box) -> Iterator[None]:
    drawn.append(box)
    yield


def _mark_line_end(stream: list[bytes | str], start: int, content: TaggedContent, face: Font) -> None:
    """Add the space lost in a line break, or mark the hyphen at the line's end as a soft hyphen."""
    for index in range(len(stream) - 1, start - 1, -1):
        item = stream[index]
        if isinstance(item, bytes) and item.endswith(b"] TJ"):
            if match := _LAST_GLYPH.fullmatch(item):
                stream[index : index + 1] = _rewrite_line_end(match, content, face)
            return


def _rewrite_line_end(match: re.Match[bytes], content: TaggedContent, face: Font) -> list[bytes]:
    before, glyph, kerning = match.groups()
    if content.ending == "hyphen":
        return [before + b">] TJ", _actual_text("\xad"), b"[<" + glyph + b">] TJ", b"EMC"]
    space = _find_space_glyph(face)
    if space is None:
        return [match.group()]
    return [before + glyph + b">" + kerning + b"<%04x>] TJ" % space]


def find_space_glyph(characters: Mapping[int, str]) -> int | None:
    """Return the first glyph of a font that stands for a space, out of those that were used."""
    return next((int(glyph) for glyph, text in characters.items() if text in (" ", "\xa0")), None)


def _find_space_glyph(face: Font) -> int | None:
    """Return the glyph of the space, and embed it if the page does not use it in this face."""
    used = find_space_glyph(face.to_unicode)
    if used is not None:
        return used
    with TTFont(BytesIO(face.file_content), fontNumber=face.index) as font:
        name = (font.getBestCmap() or {}).get(ord(" "))
        if name is None:
            return None
        glyph: int = font.getGlyphID(name)
        face.to_unicode[glyph] = " "
        face.widths[glyph] = round(font["hmtx"][name][0] * 1000 / face.upem)
    return glyph
