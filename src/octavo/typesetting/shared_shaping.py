"""Shape text once: share what the layouts of one style are made of, and keep how texts were split into lines.

WeasyPrint makes a Pango context, a font description and a list of features for each layout, and splits the same text
again whenever its column, cell or page is laid out anew. Here the texts of one style share these, and a text that was
split before gets a copy of the finished layout. All of it hangs on the document's font configuration.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from .weasyprint_adapter import patched_attributes, users_of

if TYPE_CHECKING:
    from weasyprint_types import ComputedStyle, FfiModule, Layout, LayoutContext, LineBreakModule, SplitLine, WeasyPrint

_FACE = (
    *("font_family", "font_style", "font_stretch", "font_weight", "font_variant_ligatures", "font_variant_position"),
    *("font_variant_caps", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_variation_settings", "font_language_override", "lang"),
)
"""Properties that choose the face of a text."""
_SPLIT = (
    *("font_size", "font_kerning", "direction", "text_decoration_line", "letter_spacing", "word_spacing", "tab_size"),
    *("overflow_wrap", "word_break", "hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character"),
)
"""Other properties on which it depends how a text is split; the last is `white_space`, which may change in place."""
_MOST_LINES, _LONGEST = 1_000, 1_000
"""Lines that are kept of one style, and letters of their texts, at most."""
_ALLOWANCE = 0.12
"""Ems by which a text must be narrower than its line to be known to fit."""
_WIDEST = 2**20
_METRICS = ("ascent", "underline_position", "strikethrough_position")
_LINE_METRICS = (*_METRICS, "underline_thickness", "strikethrough_thickness")


_LineKey: TypeAlias = tuple[str, str, float, float | None, bool, bool]
"""Text, `white_space`, spacing of justified text, width of the line, and whether it starts a line or is measured."""
_KeptLine: TypeAlias = tuple[Any, ...]
"""A split line, with the attributes of its layout in the place of the layout."""


class _TextStyle:
    """What all layouts of one style share, and the lines that were made of texts of this style."""

    def __init__(self, style: ComputedStyle, library: FfiModule, fonts: LineBreakModule) -> None:
        ffi, pango, gobject = library.ffi, library.pango, library.gobject
        self.lines: dict[_LineKey, _KeptLine] = {}
        self.whole: dict[tuple[str, str, float], _KeptLine] = {}
        """Lines of texts that fit on one line, by text."""
        self.struts: dict[object, tuple[float, float]] = {}
        """Height and baseline of a line in pixels, by its line-height."""
        self.context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(self.context, False)
        pango.pango_context_set_base_dir(self.context, fonts.PANGO_DIRECTION[style["direction"]])
        self.language = _set_language(self.context, style, library, fonts)
        self.description = fonts.get_font_description(style)
        self.metrics = _measure_face(self, style, library)
        features = fonts.font_features(
            *(style[f"font_{name}"] for name in ("kerning", "variant_ligatures", "variant_position", "variant_caps")),
            *(style[f"font_{name}"] for name in ("variant_numeric", "variant_alternates", "variant_east_asian")),
            style["font_feature_settings"],
        )
        self.features = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        self.attributes = self.list_attributes(library) if features else None
        breaks_words = style["overflow_wrap"] in ("anywhere", "break-word")
        self.is_spaced = style["letter_spacing"] != "normal" or bool(style["word_spacing"]) or breaks_words
        """Whether setting a text adds to the attributes of its layout."""

    def list_attributes(self, library: FfiModule) -> Any:
        """Return a list of attributes that turns the features on."""
        pango = library.pango
        attributes = library.ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(self.features))
        return attributes


def _set_language(context: Any, style: ComputedStyle, library: FfiModule, fonts: LineBreakModule) -> Any:
    name = style["lang"]
    if style["font_language_override"] != "normal":
        name = style["font_language_override"]
        name = fonts.LST_TO_ISO.get(name.lower(), name)
    if not name:
        return library.pango.pango_language_get_default()
    pointer, written = library.unicode_to_char_p(name)
    if not written:
        return library.pango.pango_language_get_default()
    language = library.pango.pango_language_from_string(pointer)
    library.pango.pango_context_set_language(context, language)
    return language


def _measure_face(shared: _TextStyle, style: ComputedStyle, library: FfiModule) -> dict[str, float | None]:
    """Return where lines under and through a text stand, in pixels; nothing if it has none."""
    if style["text_decoration_line"] == "none":
        return dict.fromkeys(_METRICS)
    pango, unit = library.pango, library.FROM_UNITS
    metrics = library.ffi.gc(
        pango.pango_context_get_metrics(shared.context, shared.description, shared.language),
        pango.pango_font_metrics_unref,
    )
    return {name: unit * getattr(pango, f"pango_font_metrics_get_{name}")(metrics) for name in _LINE_METRICS}


class _Shaper:
    """Makes layouts, and splits texts into lines."""

    def __init__(self, breaking: LineBreakModule, library: FfiModule) -> None:
        self._breaking, self._library = breaking, library
        self._set_up, self._split = breaking.Layout.setup, breaking.split_first_line
        self._create, self._strut = breaking.create_layout, breaking.strut

    def find_style(self, style: ComputedStyle) -> _TextStyle | None:
        """Return what texts of a style share; None if a property of it cannot be compared."""
        kept = style.__dict__.get("octavo_text_style")
        if kept is None or kept[0] is not style.font_config:
            try:
                key = tuple([style[name] for name in _FACE + _SPLIT])
                shared = style.font_config.__dict__.setdefault("octavo_text_styles", {})
                if key not in shared:
                    shared[key] = _TextStyle(style, self._library, self._breaking)
            except TypeError:  # a list, as in drawings
                return None
            kept = style.octavo_text_style = style.font_config, shared[key]
        found: _TextStyle = kept[1]
        return found

    def set_up(self, layout: Layout, style: ComputedStyle) -> None:
        """Prepare a layout as WeasyPrint does, out of what its style shares."""
        shared = self.find_style(style)
        if shared is None:
            self._set_up(layout, style)
            return
        library = self._library
        pango = library.pango
        layout.style, layout.first_line_direction, layout.language = style, 0, shared.language
        layout.__dict__.update(shared.metrics)
        layout.layout = library.ffi.gc(pango.pango_layout_new(shared.context), library.gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, shared.description)
        if shared.attributes:
            is_own = shared.is_spaced or layout.justification_spacing
            attributes = shared.list_attributes(library) if is_own else shared.attributes
            pango.pango_layout_set_attributes(layout.layout, attributes)

    def create_justified(
        self,
        text: str,
        style: ComputedStyle,
        context: LayoutContext,
        max_width: float | None = None,
        justification_spacing: float = 0,
    ) -> Layout:
        """Create the layout of a justified text, which is set up when it is drawn."""
        shared = self.find_style(style)
        if shared is None or shared.is_spaced or max_width is not None or "\n" in text:
            return self._create(text, style, context, max_width, justification_spacing)
        layout = self._breaking.Layout.__new__(self._breaking.Layout)
        layout.justification_spacing, layout.max_width, layout.first_line_direction = justification_spacing, None, 0
        layout.text, layout.layout, layout.language, layout.style = text, None, None, None
        layout.__dict__.update(shared.metrics)
        return layout

    def strut(self, style: ComputedStyle) -> tuple[float, float]:
        """Return the height and the baseline of a line of a style as WeasyPrint does, once for each line-height."""
        shared = self.find_style(style)
        if shared is None:
            return self._strut(style)
        height = style["line_height"]
        if height not in shared.struts:
            shared.struts[height] = self._strut(style)
        return shared.struts[height]

    def split(
        self, text: str, style: ComputedStyle, context: LayoutContext, max_width: float | None,
        justification_spacing: float, is_line_start: bool = True, minimum: bool = False,
    ) -> SplitLine:  # fmt: skip
        """Split a text as WeasyPrint does; one that was split before, or is known to fit, is not shaped again."""
        shared = self.find_style(style)
        if shared is None or len(text) > _LONGEST:
            return self._split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        name = text, style["white_space"], justification_spacing
        key = *name, max_width, is_line_start, minimum
        if (known := self.recall(shared, name, key, style["font_size"])) is not None:
            return known
        made = self._split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        layout, _, resume, *_ = made
        kept = (layout.__dict__.copy(), *made[1:])
        if len(shared.lines) >= _MOST_LINES:
            shared.lines.clear()
        shared.lines[key] = kept
        if resume is None and layout.text == text:
            if len(shared.whole) >= _MOST_LINES:
                shared.whole.clear()
            shared.whole[name] = kept
        return made

    def recall(self, shared: _TextStyle, name: tuple[str, str, float], key: _LineKey, size: float) -> SplitLine | None:
        """Return a line that is known, with a layout of its own; None if it has to be made."""
        max_width = key[3]
        known = shared.lines.get(key)
        if known is None:
            known = shared.whole.get(name)
            if known is None or (max_width is not None and not known[3] + _ALLOWANCE * size <= max_width < _WIDEST):
                return None
        layout = self._breaking.Layout.__new__(self._breaking.Layout)
        layout.__dict__.update(known[0])
        layout.max_width = max_width
        return (layout, *known[1:])


@contextmanager
def shaped_once(weasyprint: WeasyPrint) -> Iterator[None]:
    """Shape texts once while the block runs."""
    breaking, inline = weasyprint.text.line_break, weasyprint.layout.inline
    shaper = _Shaper(breaking, weasyprint.text.ffi)
    set_up = shaper.set_up
    with ExitStack() as stack:
        for name, shaped in (("split_first_line", shaper.split), ("strut", shaper.strut)):
            usual = getattr(breaking, name)
            for module in users_of(name, usual):
                if module is not breaking:
                    stack.enter_context(patched_attributes(module, **{name: shaped}))
        stack.enter_context(patched_attributes(inline, create_layout=shaper.create_justified))
        stack.enter_context(patched_attributes(breaking.Layout, setup=lambda layout, style: set_up(layout, style)))
        yield
