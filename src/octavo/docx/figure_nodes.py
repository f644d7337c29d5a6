"""Write figures, pictures and charts as DrawingML pictures with alternative text."""

from __future__ import annotations

import re
from dataclasses import replace

from docutils import nodes

from ..findings.finding import Finding
from ..rendering.graphics.images import ImageAsset
from ..rendering.rst import chart_directive, figure_directives, picture_credits
from ..rendering.rst.picture_rows import arrange_rows
from . import captions, runs_and_fields, table_nodes
from .formatting import ParagraphFormat, RunFormat
from .ooxml_elements import ILLEGAL, Element, make
from .writer_state import WriterState

_EMUS_PER_POINT = 12_700
"""English Metric Units (ECMA-376-1, 20.1.2.1)."""
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(%|[A-Za-z]*)")
_POINTS = {"pt": 1, "px": 0.75, "": 0.75, "pc": 12, "in": 72, "mm": 72 / 25.4, "cm": 720 / 25.4, "em": 10, "ex": 5}
_POINTS |= {"rem": 10, "ch": 5, "Q": 18 / 25.4}
_OF_THE_PAGE = ("%", "vw", "vh", "vmin", "vmax")
_PICTURES = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def write_figure(state: WriterState, node: nodes.figure, block_format: ParagraphFormat) -> list[Element]:
    """Write a figure: its picture, then its caption, kept on one page."""
    if not any(isinstance(child, nodes.caption) for child in node):
        state.defer_bookmarks(node)
    return state.write_blocks(node.children, replace(block_format, style="Figure", following="Figure"))


_GUTTER = 14.0
"""Points between figures side by side."""


def write_side_by_side(
    state: WriterState, node: figure_directives.side_by_side, block_format: ParagraphFormat
) -> list[Element]:
    """Write figures side by side as tables without rules, one for each row."""
    figures = [child for child in node.children if isinstance(child, nodes.figure)]
    waiting = iter(figures)
    made: list[Element] = []
    for row in arrange_rows([_shape(state, figure) for figure in figures], node["equal"] == "width"):
        if made:
            # Word joins tables between which nothing stands.
            made.append(state.make_paragraph("Figure", [], block_format))
        room = (block_format.width or state.page.text_width) - block_format.left - _GUTTER * (len(row.shares) - 1)
        widths = [room * row.width * share for share in row.shares]
        beside = [
            write_figure(state, figure, replace(block_format, width=width, left=0))
            or [state.make_paragraph("Figure", [], block_format)]
            for width, figure in zip(widths, waiting, strict=False)
        ]
        gaps = [_GUTTER] * (len(widths) - 1) + [0]
        made.append(table_nodes.make_frame([width + gap for width, gap in zip(widths, gaps, strict=True)], beside))
    return made


def _shape(state: WriterState, figure: nodes.figure) -> float:
    """Return the width of a figure's picture divided by its height; 1 if it is missing."""
    image = next(figure.findall(nodes.image), None)
    asset = state.setting.images.get(image["uri"]) if image is not None else None
    return asset.width / asset.height if asset is not None else 1.0


def write_figure_caption(state: WriterState, node: nodes.caption, block_format: ParagraphFormat) -> list[Element]:
    """Write the caption of a figure or a listing, then the credit in a line of its own."""
    words = [
        *state.write_inlines(node.children, block_format.run_format),
        *_write_credit_line(state, picture_credits.find_credit(node.parent), block_format),
    ]
    if "photograph" in node.parent["classes"]:
        return [state.make_paragraph("Caption", words, block_format)]
    listing = isinstance(node.parent, nodes.container)
    label = captions.write_caption_label(state, "Listing" if listing else "Figure", node.parent)
    content = [*label, runs_and_fields.make_run(" "), *words]
    return [state.make_paragraph("TableCaption" if listing else "Caption", content, block_format)]


def write_credit(state: WriterState, node: picture_credits.credit, block_format: ParagraphFormat) -> list[Element]:
    """Write the credit of a figure without a caption; that of others stands in their caption."""
    if picture_credits.has_caption(node.parent):
        return []
    content = _write_credit_line(state, node, block_format)[1:]
    return [state.make_paragraph("Caption", content, block_format)]


def _write_credit_line(
    state: WriterState, node: picture_credits.credit | None, block_format: ParagraphFormat
) -> list[Element]:
    """Return the runs of a credit, which begin with the end of the line before; none if there is no credit."""
    if node is None:
        return []
    look = replace(block_format.run_format, style="Credit")
    return [make("w:r", make("w:br")), *state.write_inlines(node.children, look)]


def write_legend(state: WriterState, node: nodes.legend, block_format: ParagraphFormat) -> list[Element]:
    """Write the legend below the caption of a figure."""
    return state.write_blocks(node.children, replace(block_format, style="Legend", following="Legend"))


def write_image(state: WriterState, node: nodes.image, block_format: ParagraphFormat) -> list[Element]:
    """Write a picture as a paragraph, alone or in a figure."""
    asset = state.setting.images.get(node["uri"])
    if asset is None:
        return []
    own = not _is_small(node)
    width, height = _image_size(state, node, asset, block_format)
    style = block_format.style if block_format.cell else "Figure" if own else "Portrait"
    return [
        state.make_paragraph(
            style, [make_drawing(state, asset, str(node.get("alt") or ""), width, height)], block_format
        )
    ]


def _is_small(node: nodes.image) -> bool:
    return bool({"portrait", "logo", "title-logo"} & set(node["classes"]))


def write_logos(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
    """Write the logos of a title page side by side, in one paragraph."""
    content = [
        part
        for image in node.findall(nodes.image)
        for drawn in write_inline_image(state, image, block_format.run_format)
        for part in (drawn, runs_and_fields.make_run("   "))
    ]
    return [state.make_paragraph("EventLine", content[:-1], block_format)] if content else []


def write_inline_image(state: WriterState, node: nodes.image, _: RunFormat) -> list[Element]:
    """Write a picture inside a line."""
    asset = state.setting.images.get(node["uri"])
    if asset is None:
        return []
    width, height = _image_size(state, node, asset, ParagraphFormat(width=state.page.text_width))
    return [make_drawing(state, asset, str(node.get("alt") or ""), width, height)]


def write_chart(
    state: WriterState, node: chart_directive.chart | chart_directive.data_chart, block_format: ParagraphFormat
) -> list[Element]:
    """Write a chart of the workshop's data."""
    drawn = state.setting.charts.get(node.get("chart"))
    if drawn is None:
        words = f"unknown chart '{node.get('title') or node['chart']}'"
        known = f"write one of: {', '.join(key for key in state.setting.charts if isinstance(key, str))}"
        state.findings.append(Finding("missing-chart", words, node.get("place"), known))
        return []
    shape = drawn.picture.height / drawn.picture.width
    width = min(state.page.text_width * state.page.chart_share, 0.9 * state.page.text_height / shape)
    height = width * shape
    return [
        state.make_paragraph("Figure", [make_drawing(state, drawn.picture, drawn.words, width, height)], block_format)
    ]


def _image_size(
    state: WriterState, node: nodes.image, asset: ImageAsset, block_format: ParagraphFormat
) -> tuple[float, float]:
    """Return width and height in points: as requested, otherwise by the resolution; no larger than the line."""
    line, shape = block_format.width or state.page.text_width, asset.height / asset.width
    height = _parse_length(node.get("height"), 0)
    asked = [width for width in (_parse_length(node.get("width"), line), height and height / shape) if width]
    usual = line / 5 if _is_small(node) else asset.width * 72 / asset.dpi
    if "title-logo" in node["classes"]:  # all logos have the same area
        usual = line / 8 * min(shape**-0.5, 1.5 / shape, 3.6)
    width = min(asked, default=usual) * float(node.get("scale", 100)) / 100
    width = max(1.0, min(width, line, state.page.figure_height / shape))
    return width, max(1.0, width * shape)


def _parse_length(written: object, line: float) -> float:
    """Return a length in points; 0 if there is none. A percentage is relative to `line`."""
    given = _LENGTH.fullmatch(str(written or "").strip())
    if given is None:
        return 0.0
    return float(given[1]) * (line / 100 if given[2] in _OF_THE_PAGE else _POINTS.get(given[2], 0))


def make_drawing(state: WriterState, asset: ImageAsset, said: str, width: float, height: float) -> Element:
    """Make a run that shows a picture, `width` by `height` points, with `said` as alternative text."""
    number = state.next_picture_number()
    extent = {"cx": round(width * _EMUS_PER_POINT), "cy": round(height * _EMUS_PER_POINT)}
    said = ILLEGAL.sub("", " ".join(said.split()))
    inline = make(
        "wp:inline",
        make("wp:extent", **extent),
        make("wp:docPr", id=number, name=f"Picture {number}", descr=said),
        make("wp:cNvGraphicFramePr", make("a:graphicFrameLocks", noChangeAspect=1)),
        make("a:graphic", make("a:graphicData",
             _make_picture(state.add_picture(asset), number, extent), uri=_PICTURES)),
        distT=0, distB=0, distL=0, distR=0,
    )  # fmt: skip
    return make("w:r", make("w:drawing", inline))


def _make_picture(relation: str, number: int, extent: dict[str, int]) -> Element:
    shape = make(
        "pic:spPr",
        make("a:xfrm", make("a:off", x=0, y=0), make("a:ext", **extent)),
        make("a:prstGeom", make("a:avLst"), prst="rect"),
    )
    return make(
        "pic:pic",
        make("pic:nvPicPr", make("pic:cNvPr", id=number, name=f"Picture {number}"), make("pic:cNvPicPr")),
        make("pic:blipFill", make("a:blip", r_embed=relation), make("a:stretch", make("a:fillRect"))),
        shape,
    )
