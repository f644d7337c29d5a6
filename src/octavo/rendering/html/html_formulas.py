"""Write formulas as HTML: images of known size, for which the binder later puts in the outlines."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Final

from docutils import nodes

from ...findings.finding import Finding, MissingKind, Severity
from ..mathematics.tex_formulas import Formula, MathError, draw_formula, draw_formula_pieces
from .html_state import HtmlState, NodeWriter
from .inline_html import iter_parents

_INDENT, _MIN_HANGING_WIDTH = 2.0, 2.5
"""Em: the indent of a formula's later lines, and what its first part must hold beside its widest piece."""
_UNBROKEN_DISPLAY, _UNBROKEN_INLINE, _UNBROKEN_IN_CELL = 12.0, 8.0, 4.0
"""Em: width up to which a displayed formula, an inline one, or one in a table is not broken."""

_Parts = tuple[tuple[Formula, ...], ...]


def _write_math(state: HtmlState, node: nodes.math) -> str:
    return _write_formula(state, node, node.astext())


def _write_math_block(state: HtmlState, node: nodes.math_block) -> str:
    drawn = _write_formula(state, node, node.astext(), display=True)
    if not node.get("number"):
        return state.write_tag("div", node, drawn, also="equation")
    number = f'<span class="number">({escape(node["number"])})</span>'
    inner = f'<span class="side"></span><span class="middle">{drawn}</span>{number}'
    return state.write_tag("div", node, inner, also="equation numbered")


def _write_formula(state: HtmlState, node: nodes.Element, tex: str, display: bool = False) -> str:
    """Write a formula with its source as alternative text. One that cannot be drawn is printed as its source."""
    try:
        drawn = draw_formula(tex, display)
    except MathError as error:
        near, kind = error.near or tex[:40], MissingKind.FORMULA
        state.findings.append(
            Finding("bad-formula", error.message, node.get("place"), error.hint, Severity.WARNING, near, kind)
        )
        return f"<code>{escape(tex, quote=False)}</code>"
    label = escape(" ".join(tex.split()))
    in_cell = any(isinstance(parent, nodes.entry) for parent in iter_parents(node))
    if drawn.width > (_UNBROKEN_IN_CELL if in_cell else _UNBROKEN_DISPLAY if display else _UNBROKEN_INLINE):
        parts = draw_formula_pieces(tex, display)
        if sum(map(len, parts)) > 1:
            return _write_pieces(state, node, parts, label, display)
    return _write_image(state, drawn, f'role="math" alt="{label}"{state.write_place(node)}', raised=not display)


def _write_pieces(state: HtmlState, node: nodes.Element, parts: _Parts, label: str, display: bool) -> str:
    """Write a formula in pieces between which a line may end, preferably before a relation."""
    at = state.write_place(node)
    drawn = [[_write_image(state, piece, at) for piece in part] for part in parts]
    style = ""
    if display:
        kinds = ["part hanging" if _has_hanging_indent(parts[0]) else "part", *["part"] * (len(parts) - 1)]
        spans = zip(kinds, drawn, strict=True)
        # Later lines are indented, but by no more than the width of the first part.
        style = f' style="--hang: {min(_INDENT, sum(piece.width for piece in parts[0])):.3f}em"'
        inner = "".join(f'<span class="{kind}">{"".join(part)}</span>' for kind, part in spans)
    else:
        inner = " ".join(piece for part in drawn for piece in part)
    return f'<span class="formula parted" dir="ltr" role="math" aria-label="{label}"{style}{at}>{inner}</span>'


def _has_hanging_indent(part: tuple[Formula, ...]) -> bool:
    """Return whether the first part of a formula can be broken, with all but its first line indented."""
    widths = [piece.width for piece in part]
    return sum(widths) - max(widths) > _MIN_HANGING_WIDTH


def _write_image(state: HtmlState, drawn: Formula, attributes: str, raised: bool = True) -> str:
    """Write the image of a formula or a piece of one. Its height follows from its width."""
    name = f"formula-{sha256(drawn.svg.encode()).hexdigest()[:24]}"
    state.formulas[name] = drawn.svg
    style = f"width:{drawn.width:.3f}em" + (f";vertical-align:{-drawn.depth:.3f}em" if raised else "")
    return f'<img class="formula" {attributes} src="asset:{name}" style="{style}">'


FORMULA_HTML_WRITERS: Final[Mapping[str, NodeWriter]] = {"math": _write_math, "math_block": _write_math_block}
