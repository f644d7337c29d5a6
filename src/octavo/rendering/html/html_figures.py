"""Write figures, images, charts and bar codes as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from docutils import nodes

from ...findings.finding import Finding
from ...language.typography import RAGGED_END, join_line_ends
from ..graphics import isbn_barcode, qr_code
from ..graphics.charts.drawn_chart import draw_chart
from ..rst import chart_directive, directives, figure_directives, picture_credits
from ..rst.picture_rows import arrange_rows
from .html_state import HtmlState, NodeWriter
from .image_size import figure_style, logo_style, picture_style

_ALIGNMENTS: Final = ("left", "center", "right")
_WIDE: Final = 1.15
"""Ratio of width to height above which an image is wide."""


def _write_figure(state: HtmlState, node: nodes.figure) -> str:
    if node.get("align") in _ALIGNMENTS:
        node["classes"].append(f"align-{node['align']}")
    if node.get("bleed"):
        return _write_full_bleed(state, node)
    written = [state.write_node(child) for child in node.children]
    if written and written[0].count("<svg") > 1:
        # A drawing that may run over pages has its caption above, in one box with the first piece.
        drawing, *caption = written
        first, end, rest = drawing.partition("</svg>")
        written = [f'<div class="first-piece">{"".join(caption)}{first}{end}</div>', rest]
    return state.write_tag("figure", node, "".join(written), style=figure_style(node)) + "\n"


def _write_full_bleed(state: HtmlState, node: nodes.figure) -> str:
    """Write a photograph that reaches the edges of the page, in a frame as large as the space that it takes."""
    picture, *rest = (state.write_node(child) for child in node.children)
    inner = f'<div class="frame">{picture}</div>{"".join(rest)}'
    return state.write_tag("figure", node, inner, also=f"full-bleed {node['bleed']}") + "\n"


def _write_side_by_side(state: HtmlState, node: figure_directives.side_by_side) -> str:
    """Write figures in rows. Each says what share of its row it takes, and how many stand beside it."""
    figures = [child for child in node.children if isinstance(child, nodes.figure)]
    rows = arrange_rows([_shape(state, figure) for figure in figures], node["equal"] == "width")
    waiting = iter(figures)
    written = []
    for row in rows:
        beside = [
            state.write_tag("figure", figure, state.write_children(figure), style=f"--share: {share * row.width:.4f}")
            for share, figure in zip(row.shares, waiting, strict=False)
        ]
        written.append(f'<div class="row" style="--gaps: {len(row.shares) - 1}">{"".join(beside)}</div>')
    return state.write_tag("div", node, "".join(written), also=f"side-by-side equal-{node['equal']}")


def _shape(state: HtmlState, figure: nodes.figure) -> float:
    """Return the width of a figure's picture divided by its height; 1 if it is missing."""
    image = next(figure.findall(nodes.image), None)
    asset = state.options.images.get(image["uri"]) if image is not None else None
    return asset.width / asset.height if asset is not None else 1.0


def _write_caption(state: HtmlState, node: nodes.caption) -> str:
    """Write the caption of a figure or listing with its number, then its credit. Photographs have no number."""
    caption = join_line_ends(state.write_children(node), RAGGED_END)
    credit = picture_credits.find_credit(node.parent)
    if credit is not None:
        caption += f" {_write_credit_line(state, credit)}"
    if "photograph" in node.parent["classes"]:
        return f"<figcaption>{caption}</figcaption>"
    is_listing = isinstance(node.parent, nodes.container)
    words = state.translator
    kind, label = ("listing", words.gettext("Listing {n}")) if is_listing else ("figure", words.gettext("Figure {n}"))
    if node.parent.get("bleed") == figure_directives.WHOLE_PAGE:
        label = words.gettext("Figure {n} (previous page)")
    state.numbers[kind] += 1
    label = label.replace("{n}", str(state.numbers[kind]))
    if is_listing:
        return f'<p class="caption"><span class="label">{escape(label)}</span> {caption}</p>'
    return f'<figcaption><span class="label">{escape(label)}</span> {caption}</figcaption>'


def _write_credit(state: HtmlState, node: picture_credits.credit) -> str:
    """Write the credit of a figure without a caption; that of others stands in their caption."""
    if picture_credits.has_caption(node.parent):
        return ""
    return f"<figcaption>{_write_credit_line(state, node)}</figcaption>"


def _write_credit_line(state: HtmlState, node: picture_credits.credit) -> str:
    words = join_line_ends(state.write_children(node), RAGGED_END)
    return f'<span class="credit">{words}</span>'


def _write_image(state: HtmlState, node: nodes.image) -> str:
    asset = state.options.images.get(node["uri"])
    if asset is None:
        return ""
    described = "data-undescribed" if node.get("undescribed") else f'alt="{escape(str(node.get("alt") or ""))}"'
    wide = "wide" if asset.width > _WIDE * asset.height else "tall"
    size = logo_style(asset) if "title-logo" in node["classes"] else picture_style(node, asset)
    style = f' style="{size}"' if size else ""
    wanted = str(node.get("width") or node.get("height") or "")
    asked = f' data-asked="{escape(wanted)}"' if wanted else ""
    classes = escape(" ".join([wide, *node["classes"]]))
    place = state.write_place(node)
    image = f'<img class="{classes}" src="asset:{asset.id}" {described}{style}{asked}{place}>'
    if isinstance(node.parent, nodes.figure | nodes.TextElement):
        return image
    # The paragraph of an image that is a link is written around the link.
    return image if isinstance(node.parent, nodes.reference) else wrap_block_image(image, node)


def wrap_block_image(shown: str, image: nodes.image) -> str:
    """Put an image outside of any line into a paragraph of its own."""
    if image["classes"]:
        # A portrait or a logo, which a style sheet positions.
        return f"<p>{shown}</p>\n"
    aligned = f" align-{image['align']}" if image.get("align") in _ALIGNMENTS else ""
    return f'<p class="picture{aligned}">{shown}</p>\n'


def _write_chart(state: HtmlState, node: chart_directive.chart) -> str:
    charts = state.options.charts
    if node["chart"] not in charts:
        known = f"write one of: {', '.join((*chart_directive.KINDS, *charts))}"
        finding = Finding("missing-chart", f"unknown chart '{node['chart']}'", node.get("place"), known)
        state.findings.append(finding)
        return ""
    return draw_chart(charts[node["chart"]], state.translator, state.options.chart_style)


def _write_data_chart(state: HtmlState, node: chart_directive.data_chart) -> str:
    drawn = draw_chart(node["chart"], state.translator, state.options.chart_style) if "chart" in node else ""
    # The place lets layout checks report where a drawing that does not fit was written.
    return drawn.replace("<svg ", f"<svg{state.write_place(node)} ", 1)


def _write_barcode(state: HtmlState, node: directives.barcode) -> str:
    try:
        return isbn_barcode.draw_barcode(node["isbn"])
    except ValueError:
        words = f"'{node['isbn']}' is not an ISBN, so it has no bar code"
        hint = "write it as 978-1-4020-1234-1"
        state.findings.append(Finding("bad-barcode", words, node.get("place"), hint))
        return ""


def _write_qr_code(state: HtmlState, node: directives.qr_code) -> str:
    title = state.translator.gettext("QR code of the address {address}").replace("{address}", node["address"])
    try:
        return qr_code.draw_qr_code(node["address"], title)
    except ValueError:
        words, hint = "the address is too long for a QR code", "use a shorter address, such as a DOI"
        state.findings.append(Finding("bad-qr-code", words, node.get("place"), hint))
        return ""


FIGURE_HTML_WRITERS: Final[Mapping[str, NodeWriter]] = {
    "barcode": _write_barcode,
    "caption": _write_caption,
    "chart": _write_chart,
    "credit": _write_credit,
    "data_chart": _write_data_chart,
    "figure": _write_figure,
    "image": _write_image,
    "side_by_side": _write_side_by_side,
    "qr_code": _write_qr_code,
}
