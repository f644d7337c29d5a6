"""Complete the charts of a tree: read those whose data are in a file, and print data as a table where that is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes

from ...files.workshop_files import read_workshop_file
from ...findings.finding import Finding, Place
from ...language.translator import Translator
from ...loading.source_map import split_lines
from ...loading.text_decoding import decode_bytes
from ...processes.current_file import working_on
from ..graphics.charts.chart_table import ChartError, ChartTable
from ..graphics.charts.chart_words import write_date, write_number
from ..graphics.charts.csv_reader import read_csv
from ..graphics.charts.data_chart import DataChart
from .chart_directive import data_chart, make_data_chart


class ChartFiles(NamedTuple):
    """The files that charts were read from, what is wrong in them, and their lines with the place of each."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    lines: tuple[tuple[str, Place], ...]


def complete_charts(
    tree: nodes.document, root: Path, words: Translator, path_from_root: Callable[[str], str] = str
) -> ChartFiles:
    """Read the data files of a tree's charts, which lie below `root`.

    `path_from_root` turns a path as written into one from `root`. Where a chart cannot be drawn, its title is printed.
    """
    files: list[Path] = []
    findings: list[Finding] = []
    lines: list[tuple[str, Place]] = []
    for node in list(tree.findall(data_chart)):
        if node.get("file") and "chart" not in node:
            file, text, found = _read_data(node, root, path_from_root(node["file"]))
            files.append(file)
            lines += [(line, Place(file, number)) for number, line in enumerate(split_lines(text), 1)]
            findings += found
        if "chart" not in node:
            title = nodes.paragraph("", f"[{node['title']}]", classes=["missing"])
            node.parent.parent.replace(node.parent, title)
        elif node["data"]:
            node["data"] = ""
            around = node.parent.parent
            around.insert(around.index(node.parent) + 1, _make_table(node["chart"], words))
    return ChartFiles(tuple(files), tuple(findings), tuple(lines))


def _read_data(node: data_chart, root: Path, path: str) -> tuple[Path, str, list[Finding]]:
    """Read the data of one chart. Return its file, the text of this, and what is wrong in it."""
    place = node.get("place") or Place(root)
    file, data, finding = read_workshop_file(root, path, place)
    if finding is not None:
        return file, "", [Finding("chart-file", finding.message, finding.place, finding.hint)]
    with working_on(file):
        text, found = decode_bytes(file, data)
        if text is None:
            return file, "", list(found)
        try:
            node["chart"] = make_data_chart(node, read_csv(split_lines(text), node["kind"]))
        except ChartError as error:
            return (
                file,
                text,
                [
                    Finding("chart", fault.message, Place(file, fault.line, fault.column), fault.hint)
                    for fault in error.faults
                ],
            )
    return file, text, list(found)


def _make_table(chart: DataChart, words: Translator) -> nodes.table:
    """Return the data of a chart as a table."""
    rows = list(_table_rows(chart.table, chart.unit, words))
    group = nodes.tgroup("", cols=len(rows[0]))
    longest = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    group.extend(nodes.colspec(colwidth=max(1, width), stub=int(index == 0)) for index, width in enumerate(longest))
    head, *body = (nodes.row("", *(nodes.entry("", nodes.paragraph(text, text)) for text in row)) for row in rows)
    group += [nodes.thead("", head), nodes.tbody("", *body)]
    return nodes.table("", group, classes=["chart-data"])


def _table_rows(table: ChartTable, unit: str, words: Translator) -> Iterator[list[str]]:
    if table.spans:
        yield [table.heading, *filter(None, table.span_headings)]
        for label, span in zip(table.labels, table.spans, strict=True):
            end = write_date(words, span.end) if span.end else ""
            yield [label, write_date(words, span.start), *([end] if table.span_headings[1] else [])]
        return
    yield [table.heading, *(one.name for one in table.series)]
    for index, label in enumerate(table.labels):
        yield [label, *(write_number(words, one.values[index], unit if unit == "%" else "") for one in table.series)]
