"""The reports of a workshop as Word documents, for whoever goes on writing them."""

from __future__ import annotations

import re
from html import escape

from ..docx.document_parts import DocumentPiece
from ..docx.docx_writer import write_docx
from ..docx.formatting import DocxOptions, DrawnChart
from ..docx.png_pictures import render_first_page
from ..docx.word_styles import read_word_styles
from ..findings.finding import Finding, FindingsError, Place
from ..loading.workshop_loader import LoadedWorkshop
from ..product_catalogue import CATALOGUE, Product
from ..project.project_folders import Project
from ..rendering.graphics import chart_svg
from ..rendering.rst import directives
from ..typesetting.typeset_job import Style, TypesetJob, TypesetPart
from .product_builder import FinishedDocument, FinishedProduct, ProductBuilder
from .scheduler import ScheduledJob, Scheduler

_CHART_PAGE = """\
@page chart { size: %gpt %gpt; margin: 0 }
body { page: chart }
svg.chart { width: 100%%; height: auto; display: block }
"""
_VIEW_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


class DocxReportsBuilder(ProductBuilder):
    """Word documents being made of the same trees as the PDFs; nothing is set but the charts."""

    def __init__(self, product: Product, loaded: LoadedWorkshop, project: Project, style: str | None = None) -> None:
        super().__init__(product, loaded, project, style)
        told = {"summary": self.whole.summary, "follow-up": self.whole.summary and self.whole.report}
        self.reports = [
            ProductBuilder(CATALOGUE[name], loaded, project, style) for name, known in told.items() if known
        ]
        self.drawn: dict[tuple[str, str], ScheduledJob[TypesetPart]] = {}

    def compose(self) -> None:
        """Check the workshop, then fill and parse the templates of its reports, and open the images that they show."""
        if not self.reports:
            hint = "add summary: with an executive summary below it, and report: for a follow-up report"
            message = "there is no report to be written as a Word document"
            raise FindingsError([Finding("no-report", message, Place(self.source), hint)])
        for report in self.reports:
            report.executor = self.executor
            try:
                report.compose()
            finally:
                self.findings += report.findings
                self.files += report.files

    def typeset(self, setter: Scheduler) -> None:
        """Have the charts drawn that the reports show."""
        for report in self.reports:
            wanted = (node["chart"] for tree in report.trees.values() for node in tree.findall(directives.chart))
            for name in dict.fromkeys(wanted):
                if name in report.charts:
                    self.drawn[report.product.name, name] = setter.part(_chart_job(report, name))

    def finish(self, setter: Scheduler) -> FinishedProduct:  # noqa: ARG002 - others have parts set now
        """Write the documents."""
        return FinishedProduct(tuple(self._document(report) for report in self.reports))

    def _document(self, report: ProductBuilder) -> FinishedDocument:
        found, file = read_word_styles(report.sheets, self.project.search_path("styles"))
        self.files.append(file)
        short = str(report.facts["event"]["short"])
        shown = {
            name: DrawnChart(render_first_page(promise.result().pdf), report.charts[name].words)
            for (product, name), promise in self.drawn.items()
            if product == report.product.name
        }
        setting = DocxOptions(
            words=self.words,
            look=found,
            images=report.images.images,
            heads=(short, short),
            charts=shown,
            titled=report.product.name == "summary",
            marking=self.workshop.policy.marking or "",
        )
        pieces = [DocumentPiece(report.trees[plan.name], plan.roman) for plan in report.product.parts]
        written = write_docx(pieces, setting, report.metadata())
        self.findings += filter(None, map(self._placed, written.findings))
        return FinishedDocument(f"{report.product.name}.docx", written.data)


def _chart_job(report: ProductBuilder, name: str) -> TypesetJob:
    """Set a chart on a page of its own size, in the faces of the style."""
    chart = report.charts[name]
    drawn = chart_svg.draw_chart(name, chart, report.sheets.chart, tall=len(chart.bars))
    box = _VIEW_BOX.search(drawn)
    across, up = (int(box[1]), int(box[2])) if box else (chart_svg.CHART_WIDTH, chart_svg.CHART_WIDTH)
    measure = report.sheets.measure
    width = measure("--trim-width") - measure("--inner") - measure("--outer")
    styles = (report.sheets.styles[0], Style("chart-page", _CHART_PAGE % (width, width * up / across)))
    page = (
        f'<!DOCTYPE html><html lang="{escape(report.words.tag)}"><head><title>{escape(report.charts[name].title)}'
        f"</title></head><body>{drawn}</body></html>"
    )
    where = f"{report.workshop.id}/{report.product.name}/chart-{name}"
    return TypesetJob(where, page, styles, report.sheets.fonts, margins=False)
