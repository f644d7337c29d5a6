"""Draw charts as pictures for Word documents, each on a page of its own size, in the faces of the style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from docutils import nodes

from ..language.translator import Translator
from ..rendering.graphics.charts.data_chart import DataChart
from ..rendering.graphics.charts.drawn_chart import Chart, draw_chart
from ..rendering.rst.chart_directive import data_chart
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import Style, TypesetJob

_CHART_PAGE = """\
@page chart { size: %gpt %gpt; margin: 0 }
body { page: chart }
svg.chart { width: 100%%; height: auto; display: block }
"""
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) (\d+)"')


def list_data_charts(tree: nodes.document) -> Iterator[DataChart]:
    """Yield the charts of authors' own data in a tree, each once."""
    yield from dict.fromkeys(node["chart"] for node in tree.findall(data_chart) if "chart" in node)


def make_chart_job(chart: Chart, words: Translator, sheets: StyleSheets, where: str) -> TypesetJob:
    """Return the job of a chart, as wide as the text; `where` names it."""
    drawn = draw_chart(chart, words, sheets.chart, tall=float("inf"))
    box = _VIEW_BOX.search(drawn)
    across, up = (float(box[1]), float(box[2])) if box else (sheets.chart.width, sheets.chart.width)
    width = sheets.measure("--trim-width") - sheets.measure("--inner") - sheets.measure("--outer")
    styles = (sheets.styles[0], Style("chart-page", _CHART_PAGE % (width, width * up / across)))
    page = (
        f'<!DOCTYPE html><html lang="{escape(words.tag)}"><head><title>{escape(chart.title)}'
        f"</title></head><body>{drawn}</body></html>"
    )
    return TypesetJob(where, page, styles, sheets.fonts, margins=False)
