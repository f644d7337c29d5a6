"""Write a docutils tree as one HTML document, with the headings that it contains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from docutils import nodes

from ...findings.finding import Place
from ..rst import chart_directive
from .html_blocks import BLOCK_HTML_WRITERS
from .html_document import HtmlDocument, HtmlOptions
from .html_figures import FIGURE_HTML_WRITERS
from .html_formulas import FORMULA_HTML_WRITERS
from .html_lists_and_tables import LIST_AND_TABLE_HTML_WRITERS
from .html_references import REFERENCE_HTML_WRITERS
from .html_state import HtmlState, NodeWriter
from .html_symbols import SYMBOL_HTML_WRITERS

HTML_WRITERS: Final[Mapping[str, NodeWriter]] = {
    **BLOCK_HTML_WRITERS,
    **FIGURE_HTML_WRITERS,
    **FORMULA_HTML_WRITERS,
    **LIST_AND_TABLE_HTML_WRITERS,
    **REFERENCE_HTML_WRITERS,
    **SYMBOL_HTML_WRITERS,
}
"""The function for each kind of node that is more than a tag, by its name in docutils or in `directives`."""


def write_html(tree: nodes.document, options: HtmlOptions) -> HtmlDocument:
    """Write a part as one HTML document. Headings and captions are numbered in reading order."""
    state = HtmlState(tree, options, HTML_WRITERS)
    body = state.write_children(tree)
    words = options.words
    classes = (*options.classes, *(("side-notes",) if options.side_notes else ()))
    text = (
        f'<!DOCTYPE html>\n<html lang="{escape(words.tag)}" dir="{words.direction}">\n'
        f'<head><meta charset="utf-8"><title>{escape(options.title)}</title></head>\n'
        f'<body class="{escape(" ".join(classes))}" data-title="{escape(options.title)}" '
        f'data-short="{escape(options.short_title)}" data-marking="{escape(options.marking)}">\n'
        f"{body}\n</body>\n</html>\n"
    )
    return HtmlDocument(text, tuple(state.headings), tuple(state.findings), state.formulas, tuple(state.places))


def list_images(tree: nodes.document) -> Iterator[tuple[str, Place | None]]:
    """Yield the path of each image in a tree, with the place that names it, if it is known."""
    for image in tree.findall(nodes.image):
        yield str(image["uri"]), image.get("place")


def extract_drawn_text(tree: nodes.document) -> str:
    """Return all text of a tree that is set in text fonts, to check these for missing glyphs."""
    undrawn = (nodes.comment, nodes.substitution_definition, nodes.math, nodes.math_block, chart_directive.chart)
    return "".join(text.astext() for text in tree.findall(nodes.Text) if not isinstance(text.parent, undrawn))
