"""Keep what painting a page wrote, and write it again where the same page is painted once more.

A page is painted anew if other pages have a say in it: groups, patterns and states of the graphics are numbered over
all pages; the place of a text in the structure tree may have changed; a letter may now be used for the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, NamedTuple

from .tagging.marked_content_writer import find_space_glyph
from .tagging.tag_plan import TagPlan
from .weasyprint_adapter import patched_attributes


class _Used(dict[int, Any]):
    """The entries of a font by glyph, of which those that are looked up or set are noted."""

    def __init__(self, entries: dict[int, Any]) -> None:
        super().__init__(entries)
        self.first_known = set(entries)
        self.used: dict[int, None] = {}

    def __contains__(self, glyph: object) -> bool:
        self.used[glyph] = None  # type: ignore[index] # the number of a glyph
        return super().__contains__(glyph)

    def setdefault(self, glyph: int, value: Any = None) -> Any:
        """Return the entry of a glyph, which is set if it has none."""
        self.used[glyph] = None
        return super().setdefault(glyph, value)

    def __setitem__(self, glyph: int, value: Any) -> None:
        self.used[glyph] = None
        super().__setitem__(glyph, value)

    def split(self) -> tuple[dict[int, Any], dict[int, Any]]:
        """Return the entries that were used, and those that were set, in order."""
        known = {glyph: self[glyph] for glyph in self.used if glyph in self.first_known}
        return known, {glyph: value for glyph, value in self.items() if glyph not in self.first_known}


class _FontUse(NamedTuple):
    """What a page used of a font and added to it: characters and widths, by glyph; and the glyph of its space."""

    known_characters: dict[int, str]
    added_characters: dict[int, str]
    known_widths: dict[int, int]
    added_widths: dict[int, int]
    space: int | None

    def fits(self, font: Any) -> bool:
        """Return whether a page would use a font in the same way, as far as other pages have used it."""
        characters, widths = (font.to_unicode, font.widths) if font else ({}, {})
        return (
            all(glyph in characters for glyph in self.known_characters)
            and all(widths.get(glyph) == width for glyph, width in self.known_widths.items())
            and all(widths.get(glyph, width) == width for glyph, width in self.added_widths.items())
            and find_space_glyph({**characters, **self._new_characters(characters)}) == self.space
        )

    def add_to(self, font: Any) -> None:
        """Add to a font what a page added."""
        font.to_unicode.update(self._new_characters(font.to_unicode))
        for glyph, width in self.added_widths.items():
            font.widths.setdefault(glyph, width)

    def _new_characters(self, characters: dict[int, str]) -> dict[int, str]:
        return {glyph: text for glyph, text in self.added_characters.items() if glyph not in characters}


class _Mark(NamedTuple):
    """A box, and how it was marked: as content of the structure tree, or of what kind of artifact."""

    box: Any
    is_content: bool
    ending: str | None
    artifact: str | None
    number: int | None
    """The number of the content on its page, if it has one."""

    def is_like(self, other: _Mark) -> bool:
        """Return whether a box is marked in the same way; its number follows from those before."""
        return self.ending == other.ending and self.artifact == other.artifact and self.is_content == other.is_content


class _Painting:
    """What painting a page wrote and used."""

    def __init__(self, stream: Any) -> None:
        self.start = len(stream.stream)
        self.is_usable = True
        self.boxes: list[Any] = []
        self.marks: list[_Mark] = []
        self.alphas: list[tuple[Any, ...]] = []
        self.images: list[tuple[Any, ...]] = []
        self.recorded: dict[Any, Any] = {}
        self.fonts: dict[Any, _FontUse] = {}
        self.operators: list[Any] = []
        self.data: bytes | None = None

    def finish(self, stream: Any, plan: TagPlan) -> None:
        """Keep what was written, and leave the fonts as they are without a record."""
        self.operators = stream.stream[self.start :]
        for key, font in self.recorded.items():
            characters, widths = font.to_unicode, font.widths
            font.to_unicode, font.widths = dict(characters), dict(widths)
            space = find_space_glyph(font.to_unicode)
            (known, added), (known_widths, added_widths) = characters.split(), widths.split()
            self.fonts[key] = _FontUse(known, added, known_widths, added_widths, space)
        self.recorded.clear()
        for box in dict.fromkeys(self.boxes):
            self.marks.append(_find_mark(box, plan))
        self.boxes.clear()

    def fits(self, stream: Any, plan: TagPlan) -> bool:
        """Return whether the page would be painted as it was."""
        return (
            self.is_usable
            and all(mark.is_like(_find_mark(mark.box, plan)) for mark in self.marks)
            and all(use.fits(stream._fonts.get(key)) for key, use in self.fonts.items())
        )

    def repeat(self, stream: Any, plan: TagPlan, fonts: dict[Any, Any]) -> None:
        """Write and use again what painting the page did."""
        for key, use in self.fonts.items():
            if key not in stream._fonts:
                stream._fonts[key] = _copy_font(fonts[key])
            use.add_to(stream._fonts[key])
        for alpha, stroke, fill in self.alphas:
            stream.name_alpha(alpha, stroke, fill)
        for image, interpolate, ratio in self.images:
            stream.add_image(image, interpolate, ratio)
        for mark in self.marks:
            if mark.number is not None:
                plan.leaves[mark.box].mcid = mark.number
        stream.stream += self.operators
        stream.painting = self


def _find_mark(box: Any, plan: TagPlan) -> _Mark:
    content = plan.leaves.get(box)
    if content is None:
        return _Mark(box, False, None, plan.pagination.get(box), None)
    return _Mark(box, True, content.ending, None, content.mcid)


def _copy_font(font: Any) -> Any:
    """Return a font of which nothing is used yet."""
    fresh = copy(font)
    fresh.widths, fresh.to_unicode, fresh.missing = {}, {}, {}
    fresh.octavo_glyphs = {}
    return fresh


@contextmanager
def kept_paintings(weasyprint: Any, plan: TagPlan, fonts: dict[Any, Any] | None) -> Iterator[None]:
    """Keep what painting pages writes while the block runs, and the `fonts` that it needs; with None, keep nothing."""
    if fonts is None:
        yield
        return
    stream = _make_recording_class(weasyprint.pdf.Stream, fonts)
    page = weasyprint.document.Page
    with (
        patched_attributes(weasyprint.pdf, Stream=stream),
        patched_attributes(page, paint=_patch_paint(page.paint, plan, fonts)),
    ):
        yield


def _patch_paint(paint: Any, plan: TagPlan, fonts: dict[Any, Any]) -> Any:
    def paint_page(page: Any, stream: Any, scale: float = 1) -> None:
        known = page.__dict__.get("octavo_painting")
        if known is not None and known.fits(stream, plan):
            known.repeat(stream, plan, fonts)
            return
        record = stream.record = page.octavo_painting = _Painting(stream)
        paint(page, stream, scale)
        record.finish(stream, plan)
        stream.record, stream.painting = None, record

    return paint_page


def _make_recording_class(base: Any, fonts: dict[Any, Any]) -> Any:
    """Create the class of page streams that record what is painted."""

    class RecordingStream(base):  # type: ignore[misc] # the library is untyped
        record: _Painting | None = None
        painting: _Painting | None = None

        def add_font(self, pango_font: Any) -> Any:
            font, size = super().add_font(pango_font)
            record = self.record
            if record is not None and not isinstance(font.widths, _Used):
                key = next(key for key, one in self._fonts.items() if one is font)
                if key not in fonts:
                    fonts[key] = _copy_font(font)
                record.recorded[key] = font
                font.to_unicode, font.widths = _Used(font.to_unicode), _Used(font.widths)
                # What `quick_drawing` knows of other pages is not looked up, so that each glyph is noted once.
                font.octavo_glyphs = {}
            return font, size

        def marked(self, box: Any, tag: str) -> Any:
            if self.record is not None:
                self.record.boxes.append(box)
            return super().marked(box, tag)

        def set_alpha(self, alpha: Any, stroke: bool = False, fill: Any = None) -> None:
            if self.record is not None:
                self.record.alphas.append((alpha, stroke, fill))
            super().set_alpha(alpha, stroke, fill)

        def name_alpha(self, alpha: Any, stroke: bool, fill: Any) -> None:
            """Name a transparency among the resources, as setting it does."""
            length = len(self.stream)
            self._current_alpha = self._current_alpha_stroke = None
            super().set_alpha(alpha, stroke, fill)
            del self.stream[length:]

        def add_image(self, image: Any, interpolate: Any, ratio: Any) -> Any:
            if self.record is not None:
                self.record.images.append((image, interpolate, ratio))
            return super().add_image(image, interpolate, ratio)

        def _refuse(self) -> None:
            if self.record is not None:
                self.record.is_usable = False

        def set_state(self, state: Any) -> None:
            self._refuse()
            super().set_state(state)

        def add_group(self, *args: Any) -> Any:
            self._refuse()
            return super().add_group(*args)

        def add_pattern(self, *args: Any) -> Any:
            self._refuse()
            return super().add_pattern(*args)

        def add_shading(self, *args: Any, **keywords: Any) -> Any:
            self._refuse()
            return super().add_shading(*args, **keywords)

        @property
        def data(self) -> bytes:
            painting = self.painting
            if painting is None or len(self.stream) != painting.start + len(painting.operators):
                written: bytes = super().data
                return written
            if painting.data is None:
                painting.data = super().data
            return painting.data

    return RecordingStream
