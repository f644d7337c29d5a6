"""The directive ``chart``: a chart of the workshop's data by name, or one of the author's own data."""

from __future__ import annotations

import re
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives

from ..graphics.charts.chart_table import ChartCell, ChartError, ChartFault, ChartKind, ChartTable, check_rows
from ..graphics.charts.csv_reader import read_csv
from ..graphics.charts.data_chart import DataChart
from . import table_grid
from .picture_credits import OPTION, OptionSpec, add_credit

KINDS = tuple(ChartKind)
_TABLE_START = re.compile(r"[+][-+]+[+]|=+( +=+)+")
_MAX_UNIT_CHARACTERS = 40


class chart(nodes.General, nodes.Element):  # noqa: N801 - docutils' nodes are lower case
    """A chart, drawn from the data of its name."""


class data_chart(nodes.General, nodes.Element):  # noqa: N801
    """A chart of an author's own data: a `DataChart` in ``chart``, or the ``file`` from which it is to be read."""


class DrawChart(Directive):
    """``.. chart:: KIND`` draws a chart of the data below it; ``.. chart:: NAME``, one of the workshop's data.

    The kinds are bars, lines, stacked and timeline. Charts by name have their caption as content.
    """

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    has_named = True
    """Whether there are charts by name."""
    option_spec: ClassVar[OptionSpec] = {
        "class": directives.class_option,
        "name": directives.unchanged,
        "title": directives.unchanged_required,
        "axis": directives.unchanged_required,
        "x-axis": directives.unchanged_required,
        "unit": directives.unchanged_required,
        "alt": directives.unchanged_required,
        "file": directives.unchanged_required,
        "data": directives.unchanged_required,
        **OPTION,
    }

    def run(self) -> list[nodes.Node]:
        """Return a figure with the chart and its caption."""
        kind = self.arguments[0].strip()
        if kind in KINDS:
            return self._draw_data(ChartKind(kind))
        if not self.has_named:
            kinds = f"write one of: {', '.join(KINDS)}"
            return self._report(ChartFault(f"unknown kind of chart '{kind}'", kinds, text=kind), self.lineno)
        figure = nodes.figure("", chart("", chart=kind), classes=self.options.get("class", []))
        figure.line = figure[0].line = self.lineno
        if caption := " ".join(self.content) or self.options.get("title", ""):
            figure.append(self._caption(caption))
        add_credit(self, figure)
        self.add_name(figure)
        for name in ("axis", "x-axis", "unit", "alt", "file", "data"):
            if name in self.options:
                message = f"':{name}:' is ignored: the chart '{kind}' has its data from workshop.yaml"
                hint = f"delete it, or name a kind of chart: {', '.join(KINDS)}"
                self.state.document.reporter.info(message, advice=hint, line=self.lineno)
        return [figure]

    def _caption(self, words: str) -> nodes.caption:
        caption = nodes.caption(self.block_text, "")
        inner, _ = self.state.inline_text(words, self.lineno)
        caption.extend(inner)
        return caption

    def _draw_data(self, kind: ChartKind) -> list[nodes.Node]:
        """Return a figure with a chart of the author's data."""
        title = " ".join(self.options.get("title", "").split())
        if fault := self._wrong_options(title):
            return self._report(fault, self.lineno)
        if kind is not ChartKind.LINES and "x-axis" in self.options:
            message = f"':x-axis:' is ignored: of a chart '{kind}' each row has its label"
            self.state.document.reporter.info(message, advice="remove it, or draw lines", line=self.lineno)
        caption = self._caption(title)
        described = {name: " ".join(self.options.get(name, "").split()) for name in ("axis", "unit", "alt", "x-axis")}
        node = data_chart("", title=caption.astext(), kind=kind, data=self.options.get("data", ""), **described)
        figure = nodes.figure("", node, caption, classes=["data-chart", *self.options.get("class", [])])
        figure.line = node.line = self.lineno
        add_credit(self, figure)
        if file := self.options.get("file", "").strip():
            node["file"] = file
        else:
            try:
                node["chart"] = make_data_chart(node, self._read_content(kind))
            except ChartError as error:
                return [made for fault in error.faults for made in self._report(fault)][:1]
        self.add_name(figure)
        return [figure]

    def _wrong_options(self, title: str) -> ChartFault | None:
        file, data, unit = (self.options.get(name, "").strip() for name in ("file", "data", "unit"))
        if not title:
            return ChartFault("the chart has no title", "add a line  :title: that says what the chart shows")
        if data and data != "table":
            hint = "write  :data: table  to print the numbers below the chart, or remove it"
            return ChartFault(f"':data: {data}' is not known", hint, text=data)
        if len(unit) > _MAX_UNIT_CHARACTERS:
            return ChartFault(f"the unit has {len(unit)} characters", "write what is measured in :axis:", text=unit)
        if bool(file) == bool(self.content):
            message = "the chart has data in a file and below it" if file else "the chart has no data"
            return ChartFault(message, "write its table below the options, or name a file with  :file: data.csv")
        return None

    def _read_content(self, kind: ChartKind) -> ChartTable:
        lines = [str(line) for line in self.content]
        if not _TABLE_START.match(lines[0].strip()):
            return read_csv(lines, kind)
        around = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, around)
        tables = [one for one in around.children if isinstance(one, nodes.table)]
        if len(tables) != 1 or len(around.children) != 1:
            raise ChartError(ChartFault("the data of a chart are one table", "write one table, without other text"))
        group = next(tables[0].findall(nodes.tgroup))
        rows = [*table_grid.list_rows(group, nodes.thead), *table_grid.list_rows(group, nodes.tbody)]
        return check_rows([self._read_row(row, lines) for row in rows], kind)

    def _read_row(self, row: nodes.row, lines: list[str]) -> list[ChartCell]:
        texts = [" ".join(entry.astext().split()) for entry in row.children if isinstance(entry, nodes.entry)]
        line = next((number for number, one in enumerate(lines, 1) if all(text in one for text in texts)), 1)
        return [ChartCell(text, line, 1) for text in texts]

    def _report(self, fault: ChartFault, line: int | None = None) -> list[nodes.Node]:
        """Report a fault; return what stands in the chart's place in a text that is printed all the same."""
        at = line or self.content_offset + fault.line
        source, number = self.state_machine.get_source_and_line(at)
        self.state.document.reporter.error(
            fault.message, source=str(source), line=number, remedy=fault.hint, needle=fault.text
        )
        title = self.options.get("title", "") or self.arguments[0]
        return [nodes.paragraph("", f"[{' '.join(title.split())}]", classes=["missing"])]


class DrawDataChart(DrawChart):
    """``.. chart:: KIND`` in a manuscript, where no chart has a name."""

    has_named = False


def make_data_chart(node: data_chart, table: ChartTable) -> DataChart:
    """Return the chart of a node with its data."""
    return DataChart(node["kind"], table, node["title"], node["axis"], node["unit"], node["alt"], node["x-axis"])
