"""The directive ``chart`` in manuscripts and values: where data come from, and where faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes

from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.findings.finding import Place
from octavo.language.translator import get_translator
from octavo.model import Rest
from octavo.rendering.rst.chart_data_files import complete_charts
from octavo.rendering.rst.chart_directive import data_chart
from octavo.rendering.rst.value_substitution import parse_value

GOOD = ".. chart:: bars\n   :title: Funding *rose*\n   :data: table\n\n   Year,Grants\n   2019,1234.5\n"


def test_a_chart_is_a_figure_with_caption_and_its_data_as_a_table(tmp_path: Path) -> None:
    tree, found = parse_value(Rest(GOOD))
    assert found == []
    assert complete_charts(tree, tmp_path, get_translator("fr")) == ((), (), ())
    figure, table = tree.children
    assert isinstance(figure, nodes.figure) and isinstance(table, nodes.table)
    assert [type(child) for child in figure] == [data_chart, nodes.caption]
    cells = [entry.astext().replace("\u202f", " ") for entry in table.findall(nodes.entry)]
    assert cells == ["Year", "Grants", "2019", "1 234,5"]


def test_a_table_of_rest_is_data_too() -> None:
    table = "   ====  ======\n   Year  Grants\n   ====  ======\n   2019  12\n   ====  ======\n"
    tree, found = parse_value(Rest(f".. chart:: bars\n   :title: Funding\n\n{table}"))
    assert found == []
    assert next(tree.findall(data_chart))["chart"].table.labels == ("2019",)


def test_faults_are_told_at_the_cell() -> None:
    text = f"First.\n\n{GOOD.replace('1234.5', 'much')}"
    read = parse_manuscript(text.encode(), Path("m.rst"), "c-")
    (finding,) = read.findings
    assert (finding.place, finding.message) == (Place(Path("m.rst"), 8, 9), "'much' is not a number")
    assert "[Funding *rose*]" in read.tree.astext() and finding.hint and finding.missing


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (".. chart:: pie\n   :title: T\n\n   A,B\n   x,1\n", "unknown kind of chart 'pie'"),
        (".. chart:: bars\n\n   A,B\n   x,1\n", "no title"),
        (".. chart:: bars\n   :title: T\n", "no data"),
        (".. chart:: bars\n   :title: T\n   :file: a.csv\n\n   A,B\n   x,1\n", "in a file and below"),
        (".. chart:: bars\n   :title: T\n   :data: rows\n\n   A,B\n   x,1\n", "not known"),
        (".. chart:: bars\n   :title: T\n   :colour: red\n\n   A,B\n   x,1\n", "colour"),
    ],
)
def test_each_fault_of_the_directive_has_a_remedy(written: str, told: str) -> None:
    read = parse_manuscript(f"Before.\n\n{written}\nAfter.\n".encode(), Path("m.rst"), "c-")
    (finding,) = read.findings
    assert told in finding.message and finding.hint and finding.place and finding.place.line >= 3


def test_data_are_read_from_a_file_in_the_folder_and_faults_are_told_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("Year;Grants\n2019;12,5\n2020;lots\n")
    value = Rest(".. chart:: bars\n   :title: Funding\n   :file: data/a.csv\n")
    tree, found = parse_value(value)
    files, findings, lines = complete_charts(tree, tmp_path, get_translator("en"))
    assert found == [] and files == (tmp_path / "data" / "a.csv",)
    assert [one.place for one in findings] == [Place(tmp_path / "data" / "a.csv", 3, 6)]
    assert tree.astext() == "[Funding]" and lines[2] == ("2020;lots", Place(tmp_path / "data" / "a.csv", 3))
    (tmp_path / "data" / "a.csv").write_text("Year;Grants\n2019;12,5\n")
    tree, _ = parse_value(value)
    assert complete_charts(tree, tmp_path, get_translator("en")).findings == ()
    assert any(tree.findall(data_chart))


@pytest.mark.parametrize("file", ["../a.csv", "/etc/passwd", "missing.csv", "link.csv", "data"])
def test_only_files_in_the_folder_are_read(tmp_path: Path, file: str) -> None:
    (tmp_path / "home" / "data").mkdir(parents=True)
    (tmp_path / "a.csv").write_text("A,B\nx,1\n")
    (tmp_path / "home" / "link.csv").symlink_to(tmp_path / "a.csv")
    tree, _ = parse_value(Rest(f".. chart:: bars\n   :title: T\n   :file: {file}\n"))
    _, (finding,), _ = complete_charts(tree, tmp_path / "home", get_translator("en"))
    assert finding.code == "chart-file" and finding.hint


def test_options_of_own_data_are_told_at_a_chart_by_name() -> None:
    _, found = parse_value(Rest(".. chart:: status\n   :unit: km\n"))
    assert ["':unit:' is ignored" in one.message for one in found] == [True]
