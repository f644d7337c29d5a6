"""Columns of numbers are found whatever marks their numbers bear, and each cell knows what it lacks."""

from __future__ import annotations

import pytest
from docutils import nodes

from docx_parts import tree
from octavo.rendering.rst.numeric_columns import AFTER_WHOLE, PAD, mark_numeric_columns


def column(cells: list[str], decimal: str = ".") -> list[nodes.entry]:
    """Return the body cells of the second column of a table, marked."""
    rows = "".join(f"   * - a\n     - {cell}\n" for cell in ["Head", *cells])
    (table,) = tree(f".. list-table::\n   :header-rows: 1\n\n{rows}").findall(nodes.table)
    mark_numeric_columns(table, decimal)
    mark_numeric_columns(table, decimal)  # both media mark the same tree
    return list(table.findall(nodes.entry))[3::2]


@pytest.mark.parametrize(
    ("cells", "pads"),
    [
        (["5", "-12", "1,000"], ["", "", ""]),
        (["1.5", "10.25", "3"], ["0", "", ".00"]),
        (["12 %", "3.5 %"], [".0", ""]),
        (["0.05*", "0.5", "0.125**"], ["0*", "00**", ""]),
        (["1.2 ± 0.3", "12.5 ± 10.25"], ["00", ""]),
        (["<0.001", "0.5"], ["", "00"]),
        (["1,5", "1.250,75"], ["0", ""]),
        (["1.5", "n/a", "-", "–", "", "2"], ["", ".0", ".0", ".0", ".0", ".0"]),
        (["1e-5", "2.5e10"], ["00.", "−"]),
        (["3 km", "2.5 km"], [".0", ""]),
        (["$ 5", "$ -2.50"], [".00", ""]),
    ],
)
def test_a_column_of_numbers_pads_each_cell_to_the_widest_decimals(cells: list[str], pads: list[str]) -> None:
    made = column(cells)
    assert all(entry["classes"] == ["number"] for entry in made)
    assert [entry.get(PAD, "").replace("\u00a0", " ").replace(" ", "") for entry in made] == pads


@pytest.mark.parametrize(
    "cells",
    [
        ["5", "five"],
        ["2004-05-01"],
        ["1.2.3"],
        ["3 km", "2 min"],
        ["10–20"],
        ["a", "b"],
        ["", ""],
        ["5 of 6"],
        ["-", "-"],
    ],
)
def test_other_columns_are_left_as_they_are(cells: list[str]) -> None:
    assert not any("number" in entry["classes"] or PAD in entry for entry in column(cells))


def test_a_hyphen_or_dash_before_a_number_is_a_minus_and_no_other_is() -> None:
    cells = ["-5", "–5.25", "+5", "1e-5", "1.2 (0.9–1.5)"]
    assert [entry.astext() for entry in column(cells)] == ["−5", "−5.25", "+5", "1e−5", "1.2 (0.9–1.5)"]
    mixed = ["-5", "A-5", "5-6", "2004-05"]
    assert [entry.astext() for entry in column(mixed)] == ["−5", "A-5", "5-6", "2004-05"]


def test_the_decimal_sign_is_that_of_the_language_where_both_would_do() -> None:
    english, german = column(["1.234", "2"], "."), column(["1.234", "2"], ",")
    assert [entry.get(PAD) for entry in english] == [None, ".000"]
    assert [entry.get(PAD) for entry in german] == [None, None]


def test_a_note_on_a_number_is_no_part_of_it() -> None:
    (table,) = tree("====  ====\na     1.5 [#]_\nb     2\n====  ====\n\n.. [#] On it.\n").findall(nodes.table)
    mark_numeric_columns(table, ".")
    second = list(table.findall(nodes.colspec))[1]
    assert second[AFTER_WHOLE] == 2 and [entry.get(PAD) for entry in table.findall(nodes.entry)][1::2] == [None, ".0"]


def test_cells_that_span_columns_or_rows_leave_the_column_what_it_is() -> None:
    rule = "+---+-----+\n"
    grid = f"{rule}| a | 1.5 |\n{rule}| both    |\n{rule}| b | 2   |\n|   +-----+\n|   | 3   |\n{rule}"
    (table,) = tree(grid).findall(nodes.table)
    mark_numeric_columns(table, ".")
    marked = {entry.astext(): entry.get(PAD) for entry in table.findall(nodes.entry) if "number" in entry["classes"]}
    assert marked == {"1.5": None, "2": ".0", "3": ".0"}


def test_code_and_formulas_keep_their_hyphens() -> None:
    assert [entry.astext() for entry in column(["``-9``", ":math:`-5`", "**-3**"])] == ["-9", "-5", "−3"]


@pytest.mark.parametrize("cell", ["12 (of which 3 came later)", "7 [see chapter 4]", f"{'1' * 41}"])
def test_what_needs_several_lines_is_no_number(cell: str) -> None:
    assert not any(entry["classes"] for entry in column([cell, "5"]))


@pytest.mark.parametrize("cell", ["1.2 (95 % CI 1.0–3.4)", "0.5 (p < 0.05)", "12 (2 of 9)", "3.4 [1.2, 5.6]"])
def test_figures_in_brackets_belong_to_their_number(cell: str) -> None:
    assert all(entry["classes"] == ["number"] for entry in column([cell, "5"]))


def test_a_cell_as_long_as_a_text_is_no_number() -> None:
    """With time that grows with the square, this would take minutes."""
    assert not any(entry["classes"] for entry in column([f"1 ({'1' * 100_000}"]))
