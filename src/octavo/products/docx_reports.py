"""Make the reports of a workshop as Word documents for further editing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from html import escape

from ..checking.consistency import check_consistency
from ..docx.document_parts import DocumentPiece
from ..docx.docx_writer import write_docx
from ..docx.formatting import DocxOptions, DrawnChart
from ..docx.png_pictures import render_first_page
from ..docx.word_styles import read_word_styles
from ..findings.finding import Finding, FindingsError, Place
from ..loading.workshop_loader import LoadedWorkshop
from ..model import Workshop
from ..product_catalogue import CATALOGUE, WORD_PRODUCTS, Product
from ..project.project_folders import Project
from ..rendering.graphics import chart_svg
from ..rendering.graphics.images import SVG_TYPE, ImageAsset
from ..rendering.rst import directives
from ..typesetting.typeset_job import Style, TypesetJob, TypesetPart
from .filled_product import FilledProduct
from .product_builder import DocumentChecker, FinishedDocument, FinishedProduct, ProductBuilder, TypesetProduct
from .product_inputs import BuildLog, ProductInputs
from .report_builder import ComposedReport, ReportBuilder
from .scheduler import ScheduledJob, Scheduler

_CHART_PAGE = """\
@page chart { size: %gpt %gpt; margin: 0 }
body { page: chart }
svg.chart { width: 100%%; height: auto; display: block }
"""
_DRAWING_PAGE = """\
@page drawing { size: %gpt %gpt; margin: 0 }
body { page: drawing; margin: 0 }
img { width: 100%%; height: auto; display: block }
"""
_DRAWING_WIDTH = 400.0
"""Longer side of a drawing, in points."""
_VIEW_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


class DocxReportsBuilder(ProductBuilder):
    """Makes Word documents from the same trees as the PDFs; only charts are typeset."""

    def __init__(
        self,
        product: Product,
        loaded: LoadedWorkshop,
        project: Project,
        style: str | None = None,
        executor: Executor | None = None,
    ) -> None:
        super().__init__(product, loaded, project, style, executor)
        self._reports = [
            ReportBuilder(CATALOGUE[name], loaded, project, style, executor)
            for name in _list_reports(self.inputs.whole)
        ]

    def inspect(self, _scheduler: Scheduler, _checker: DocumentChecker) -> None:
        """Check the workshop; the reports themselves are checked as products of their own."""
        self.log.findings += check_consistency(self.inputs.whole, self.inputs.places, self.inputs.product.name)
        self.log.stop_at_errors()

    def compose(self) -> ComposedDocxReports:
        """Check the workshop, fill and parse the templates of its reports, and open their images."""
        if not self._reports:
            hint = "add summary: with executive:, and report: for a follow-up report"
            message = "there is no report to write as a Word document"
            raise FindingsError([Finding("no-report", message, Place(self.inputs.source), hint)])
        composed = []
        for report in self._reports:
            try:
                composed.append(report.compose())
            finally:
                self.log.findings += report.log.findings
                self.log.files += report.log.files
        return ComposedDocxReports(self.inputs, self.log, tuple(composed))


def _list_reports(workshop: Workshop) -> list[str]:
    """Return the reports to write: those that the workshop lists as products, or else all that it describes."""
    listed = [name for name in WORD_PRODUCTS if name in (workshop.products or ())]
    described = [name for name in WORD_PRODUCTS if CATALOGUE[name].described_by]
    return listed or [name for name in described if all(getattr(workshop, key) for key, *_ in CATALOGUE[name].needs)]


@dataclass(frozen=True)
class ComposedDocxReports:
    """The composed reports that will be written as Word documents."""

    inputs: ProductInputs
    log: BuildLog
    reports: tuple[ComposedReport, ...]

    def typeset(self, scheduler: Scheduler) -> TypesetDocxReports:
        """Submit the charts of the reports, and their drawings."""
        charts, drawings = {}, {}
        for report in self.reports:
            trees = report.trees.values()
            wanted = dict.fromkeys(node["chart"] for tree in trees for node in tree.findall(directives.chart))
            for name in wanted:
                if name in report.filled.charts:
                    charts[report.name, name] = scheduler.submit_part(_chart_job(report.filled, name))
            for asset in report.filled.images.images.values():
                if asset.media_type == SVG_TYPE and asset.id not in drawings:
                    drawings[asset.id] = scheduler.submit_part(_drawing_job(report.filled, asset))
        return TypesetDocxReports(self, charts, drawings)


@dataclass(frozen=True)
class TypesetDocxReports(TypesetProduct):
    """Reports whose charts are submitted, by the name of the report and that of the chart."""

    composed: ComposedDocxReports
    charts: Mapping[tuple[str, str], ScheduledJob[TypesetPart]]
    drawings: Mapping[str, ScheduledJob[TypesetPart]]
    """The SVG drawings by the ids of their assets; Word gets them as PNG, which all its versions show."""

    @property
    def inputs(self) -> ProductInputs:
        """What the reports are made from."""
        return self.composed.inputs

    @property
    def log(self) -> BuildLog:
        """What was found and read so far."""
        return self.composed.log

    def finish(self) -> FinishedProduct:
        """Write the documents."""
        return FinishedProduct(tuple(map(self._write_document, self.composed.reports)))

    def _png_of(self, asset: ImageAsset) -> ImageAsset:
        drawn = self.drawings.get(asset.id)
        return render_first_page(drawn.result().pdf) if drawn else asset

    def _write_document(self, report: ComposedReport) -> FinishedDocument:
        filled = report.filled
        styles, file = read_word_styles(filled.sheets, self.inputs.project.search_path("styles"))
        self.log.files.append(file)
        short = str(filled.facts["event"]["short_title"])
        charts = {
            name: DrawnChart(render_first_page(scheduled.result().pdf), filled.charts[name].description)
            for (product, name), scheduled in self.charts.items()
            if product == report.name
        }
        options = DocxOptions(
            words=self.inputs.words,
            look=styles,
            images={path: self._png_of(asset) for path, asset in filled.images.images.items()},
            heads=(short, short),
            charts=charts,
            titled=report.name == "summary",
            marking=self.inputs.workshop.policy.marking or "",
        )
        pieces = [DocumentPiece(report.trees[plan.name], plan.roman) for plan in filled.inputs.product.parts]
        written = write_docx(pieces, options, report.metadata)
        self.log.findings += filter(None, map(self.inputs.locate_finding, written.findings))
        return FinishedDocument(f"{report.name}.docx", written.data)


def _drawing_job(filled: FilledProduct, asset: ImageAsset) -> TypesetJob:
    """Return the job of an SVG drawing on a page of its own proportions."""
    width = _DRAWING_WIDTH * min(1.0, asset.width / asset.height)
    page = (
        f'<!DOCTYPE html><html lang="{escape(filled.inputs.words.tag)}"><head><title>{asset.id}</title></head>'
        f'<body><img src="asset:{asset.id}" alt="{asset.id}"></body></html>'
    )
    style = Style("drawing-page", _DRAWING_PAGE % (width, width * asset.height / asset.width))
    where = f"{filled.inputs.workshop.id}/{filled.inputs.product.name}/{asset.id}"
    return TypesetJob(
        where, page, (filled.sheets.styles[0], style), {asset.id: asset.data, **filled.sheets.fonts}, margins=False
    )


def _chart_job(filled: FilledProduct, name: str) -> TypesetJob:
    """Return the job of a chart on a page of its own size, in the faces of the style."""
    chart = filled.charts[name]
    drawn = chart_svg.draw_chart(name, chart, filled.sheets.chart, tall=len(chart.bars))
    box = _VIEW_BOX.search(drawn)
    across, up = (int(box[1]), int(box[2])) if box else (chart_svg.CHART_WIDTH, chart_svg.CHART_WIDTH)
    measure = filled.sheets.measure
    width = measure("--trim-width") - measure("--inner") - measure("--outer")
    styles = (filled.sheets.styles[0], Style("chart-page", _CHART_PAGE % (width, width * up / across)))
    page = (
        f'<!DOCTYPE html><html lang="{escape(filled.inputs.words.tag)}"><head><title>{escape(chart.title)}'
        f"</title></head><body>{drawn}</body></html>"
    )
    where = f"{filled.inputs.workshop.id}/{filled.inputs.product.name}/chart-{name}"
    return TypesetJob(where, page, styles, filled.sheets.fonts, margins=False)
