"""A column of a generated table in which nearly all rows agree is said in the caption."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes

from octavo.language.translator import get_translator
from octavo.rendering.rst.jinja_templates import render_template
from octavo.rendering.rst.uniform_columns import drop_uniform_columns
from octavo.rendering.rst.value_substitution import parse_template

HEAD = """\
.. list-table:: {caption}
   :header-rows: 1
   :stub-columns: 1

   * - No.
     - Addressed to
     - Priority
"""


def table(folder: Path, rows: list[tuple[str, ...]], caption: str = "All", language: str = "en") -> nodes.table:
    text = HEAD.replace("{caption}", caption)
    text += "{% for row in rows %}\n   * - {{ row[0] }}\n     - {{ row[1] }}\n     - {{ row[2] }}\n{% endfor %}\n"
    (folder / "t.rst").write_text(text)
    words = get_translator(language)
    rendered, _ = render_template("t.rst", {"rows": rows}, [folder], words.template_functions())
    tree, faults = parse_template(rendered)
    assert not faults
    drop_uniform_columns(tree, words)
    return next(tree.findall(nodes.table))


def heads(made: nodes.table) -> list[str]:
    return [cell.astext() for cell in next(made.findall(nodes.row)).children]


def caption(made: nodes.table) -> str:
    return next(made.findall(nodes.title)).astext()


def rows(values: list[str], other: str = "x") -> list[tuple[str, ...]]:
    return [(f"R{number}", value, f"{other}{number}") for number, value in enumerate(values, 1)]


def test_what_four_fifths_say_is_said_once_with_those_that_differ(tmp_path: Path) -> None:
    made = table(tmp_path, rows(["Council"] * 8 + ["NATO", "–"]))
    assert heads(made) == ["No.", "Priority"]
    assert caption(made) == "All. Addressed to: Council (except R9: NATO; R10: not stated)."
    assert {len(row.children) for row in made.findall(nodes.row)} == {2} == {len(list(made.findall(nodes.colspec)))}


def test_what_all_say_is_said_without_exceptions_and_in_the_language_of_the_report(tmp_path: Path) -> None:
    made = table(tmp_path, [(f"R{number}", "–", "haute") for number in range(5)], "Toutes.", "fr")
    assert heads(made) == ["No."]
    assert caption(made).replace("\u202f", " ").replace("\xa0", " ") == (
        "Toutes. Addressed to : non précisé. Priority : haute."
    )


@pytest.mark.parametrize(
    "values",
    [
        ["Council"] * 7 + ["a", "b", "c"],
        ["Council"] * 4,
        ["7"] * 10,
        ["Council " * 12] * 10,
        ["Council"] * 20 + list("abcde"),
    ],
    ids=["less than four fifths", "few rows", "numbers", "long", "more exceptions than a caption holds"],
)
def test_other_columns_stay(tmp_path: Path, values: list[str]) -> None:
    made = table(tmp_path, rows(values))
    assert heads(made) == ["No.", "Addressed to", "Priority"] and caption(made) == "All"


def test_tables_of_authors_stay_as_they_are(tmp_path: Path) -> None:
    made = table(tmp_path, rows(["Council"] * 9))
    again = nodes.document("", "")
    again += made
    before = made.pformat()
    drop_uniform_columns(again, get_translator("en"))
    assert made.pformat() == before
