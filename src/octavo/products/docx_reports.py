"""Make the reports of a workshop as Word documents for further editing."""

from __future__ import annotations

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
from ..rendering.graphics.charts.data_chart import DataChart
from ..rendering.graphics.charts.drawn_chart import Chart
from ..rendering.graphics.images import SVG_TYPE, ImageAsset
from ..rendering.rst import chart_directive
from ..typesetting.typeset_job import Style, TypesetJob, TypesetPart
from .chart_pictures import list_data_charts, make_chart_job
from .filled_product import FilledProduct
from .product_builder import DocumentChecker, FinishedDocument, FinishedProduct, ProductBuilder, TypesetProduct
from .product_inputs import BuildLog, ProductInputs
from .report_builder import ComposedReport, ReportBuilder
from .scheduler import ScheduledJob, Scheduler

_DRAWING_PAGE = """\
@page drawing { size: %gpt %gpt; margin: 0 }
body { page: drawing; margin: 0 }
img { width: 100%%; height: auto; display: block }
"""
_DRAWING_WIDTH = 400.0
"""Longer side of a drawing, in points."""
SubmittedChart = tuple[Chart, ScheduledJob[TypesetPart]]
"""A chart that is being drawn."""


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
        drawings: dict[str, ScheduledJob[TypesetPart]] = {}
        charts: dict[tuple[str, str | DataChart], SubmittedChart] = {}
        for report in self.reports:
            trees = report.trees.values()
            named = dict.fromkeys(node["chart"] for tree in trees for node in tree.findall(chart_directive.chart))
            shown: dict[str | DataChart, Chart] = {
                name: report.filled.charts[name] for name in named if name in report.filled.charts
            }
            shown |= {one: one for tree in trees for one in list_data_charts(tree)}
            filled = report.filled
            for number, (key, chart) in enumerate(shown.items()):
                name = key if isinstance(key, str) else str(number)
                where = f"{filled.inputs.workshop.id}/{filled.inputs.product.name}/chart-{name}"
                job = make_chart_job(chart, filled.inputs.words, filled.sheets, where)
                charts[report.name, key] = chart, scheduler.submit_part(job)
            for asset in filled.images.images.values():
                if asset.media_type == SVG_TYPE and asset.id not in drawings:
                    drawings[asset.id] = scheduler.submit_part(_drawing_job(filled, asset))
        return TypesetDocxReports(self, charts, drawings)


@dataclass(frozen=True)
class TypesetDocxReports(TypesetProduct):
    """Reports whose charts are submitted, by the name of the report and the chart or its name."""

    composed: ComposedDocxReports
    charts: Mapping[tuple[str, str | DataChart], SubmittedChart]
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
            key: DrawnChart(render_first_page(scheduled.result().pdf), chart.description(self.inputs.words))
            for (product, key), (chart, scheduled) in self.charts.items()
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
