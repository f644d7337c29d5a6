"""Write drawn signs and bars of progress, which stand within a line, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from docutils import nodes

from ..rst import directives
from .html_state import HtmlState, NodeWriter
from .inline_html import iter_parents

SYMBOL_KEY: Final = "symbol-key"
"""The class of the box that explains signs."""
_SHAPES: Final = {
    "circle-full": '<circle cx="10" cy="10" r="9" fill="#000"/>',
    "circle-half": '<circle cx="10" cy="10" r="8.2" fill="#fff" stroke="#000" stroke-width="1.6"/>'
    '<path d="M10 1.8 A8.2 8.2 0 0 0 10 18.2 Z" fill="#000"/>',
    "circle-empty": '<circle cx="10" cy="10" r="8.2" fill="#fff" stroke="#000" stroke-width="1.6"/>',
    "cross": '<path d="M3 3 L17 17 M17 3 L3 17" fill="none" stroke="#000" stroke-width="2"/>',
}
"""The drawing of each sign, in a square of 20 units."""


def _write_symbol(_state: HtmlState, node: directives.symbol) -> str:
    """Write a sign as a drawing that is read aloud as its text. In a key the words stand beside it."""
    shape = next((_SHAPES[name] for name in node["classes"] if name in _SHAPES), "")
    is_in_key = any(SYMBOL_KEY in one["classes"] for one in iter_parents(node) if isinstance(one, nodes.container))
    said = 'aria-hidden="true">' if is_in_key else f'role="img"><title>{escape(node.astext())}</title>'
    return (
        f'<svg class="symbol" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="20" height="20" {said}'
        f"{shape}</svg>"
    )


def _write_progress(state: HtmlState, node: directives.progress) -> str:
    """Write a share as a bar, which is decoration, and its percentage; text that is no number stays as it is."""
    share = directives.read_share(node)
    if share is None:
        return state.write_children(node)
    bar = f'<span class="progress-bar" aria-hidden="true"><span style="width: {share}%"></span></span>'
    return f"{bar} {escape(state.translator.format_percent(share))}"


SYMBOL_HTML_WRITERS: Final[Mapping[str, NodeWriter]] = {"progress": _write_progress, "symbol": _write_symbol}
