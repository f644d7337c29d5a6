"""Numbers in tables stand with their decimal signs one below the other, and tables that run over pages say so."""

from __future__ import annotations

import re
from io import BytesIO

import pdfplumber
import pytest

from docx_parts import sheets, tree
from octavo.language.translator import get_translator
from octavo.rendering.html.html_writer import HtmlOptions, write_html
from octavo.typesetting.typeset_job import TypesetJob, TypesetPart
from octavo.typesetting.typesetter import typeset
from small_volume import texts
from structure_tree import read_pages, read_tree
from typeset_parts import PHRASE, job


def typeset_text(text: str, language: str = "en") -> TypesetPart:
    """Set a text in the shipped style."""
    page = write_html(tree(text), HtmlOptions("T", "T", (), get_translator(language), {}, {}))
    made = typeset(TypesetJob("part", page.html, sheets("proceedings").styles, {}))
    assert made.findings == ()
    return made


def decimal_edges(pdf: bytes, column: list[str]) -> list[float]:
    """Return for each number of a column where its whole part ends."""
    edges = []
    with pdfplumber.open(BytesIO(pdf)) as read:
        lines = [line for page in read.pages for line in page.extract_text_lines()]
    for number in column:
        (line,) = [line for line in lines if line["text"].endswith(" " + number)]
        whole = len(re.match("[^.]*?[0-9]+(?=\\D|$)", number)[0])  # type: ignore[index]
        chars = [char for char in line["chars"] if not char["text"].isspace()]
        edges.append(chars[len(chars) - len(number.replace(" ", "")) + whole - 1]["x1"])
    return edges


@pytest.mark.parametrize(("faces", "slack"), [("", 0.01), ("**", 0.6)])
def test_decimal_signs_stand_one_below_the_other(faces: str, slack: float) -> None:
    column = ["12.5", "−3", "100.25", "0.125*", "7.5"]
    rows = "".join(
        f"   name{at}, {faces}{number.replace('*', chr(92) + '*')}{faces}\n" for at, number in enumerate(column)
    )
    made = typeset_text(".. csv-table::\n   :header: Place, Height\n\n" + rows.replace("−", "-"))
    edges = decimal_edges(made.pdf, column)
    assert max(edges) - min(edges) < slack
    assert all(number in texts(made.pdf)[0] for number in column)


def test_a_column_of_numbers_is_as_wide_as_its_numbers() -> None:
    made = typeset_text(".. list-table::\n\n" + "   * - 1\n     - Words\n     - 2\n" * 3)
    with pdfplumber.open(BytesIO(made.pdf)) as read:
        first, words, last = read.pages[0].extract_words()[:3]
        right = max(line["x1"] for line in read.pages[0].lines + read.pages[0].rects)
    assert words["x0"] - first["x1"] < 12 and abs(last["x1"] - right) < 1


def table(rows: int, title: str = " Heights") -> str:
    return f".. csv-table::{title}\n   :header: Place, Height\n\n" + "".join(f"   p{n}, {n}\n" for n in range(rows))


@pytest.mark.parametrize(("language", "words"), [("en", "Table 1 (continued)"), ("fr", "Tableau 1 (suite)")])
def test_a_table_says_on_each_further_page_that_it_goes_on(language: str, words: str) -> None:
    made = typeset_text(table(120), language)
    pages = [" ".join(text.split()) for text in texts(made.pdf)]
    assert len(pages) > 2 and words not in pages[0]
    assert all(text.startswith(f"{words} Place Height") and text.count(words) == 1 for text in pages[1:])
    assert [re.findall(r"p(\d+) ?\1\b", " ".join(pages))] == [list(map(str, range(120)))]
    (read,) = read_tree(made.pdf).all("Table")
    assert [one.text.split()[1:] for one in read.all("Caption")] == [["1", "Heights"]]
    assert all(words in page.artifacts for page in read_pages(made.pdf)[1:])


@pytest.mark.parametrize("look", ["display: block", "float: left", "display: inline-block", "position: absolute"])
def test_a_style_may_set_the_label_of_a_caption_as_a_box(look: str) -> None:
    assert "Table 1 (continued)" in " ".join(continued_table(f".label {{ {look} }}")[1].split())


def test_a_label_that_a_style_hides_does_not_come_back() -> None:
    assert not any("continued" in page for page in continued_table(".label { display: none }"))


def continued_table(css: str) -> list[str]:
    """Set a captioned table that runs over pages; return the text of each."""
    caption = (
        '<caption data-continued="Table 1 (continued)"><span class="label">Table 1</span> <em>Heights</em></caption>'
    )
    rows = "<tr><td>row</td></tr>" * 80
    return texts(typeset(job(f"<table>{caption}<tbody>{rows}</tbody></table>", f"table {{ width: 100% }} {css}")).pdf)


def test_a_table_without_a_title_goes_on_with_its_head_alone() -> None:
    pages = texts(typeset_text(table(120, "")).pdf)
    assert len(pages) > 2 and all(text.split()[:2] == ["Place", "Height"] for text in pages)


def test_a_row_that_fits_no_page_below_a_caption_is_printed_all_the_same() -> None:
    long = "\n\n       ".join(f"{PHRASE}{number}." for number in range(120))
    text = ".. list-table:: Long\n   :header-rows: 1\n\n   * - Head\n   * - short\n   * - " + long + "\n   * - last\n"
    said = " ".join(" ".join(texts(typeset_text(text).pdf)).split())
    assert all(said.count(f"care. {number}.") == 1 for number in range(120)) and said.endswith("last")


@pytest.mark.parametrize("paragraphs", range(14, 26, 3))
def test_a_short_table_is_not_broken(paragraphs: int) -> None:
    made = typeset_text(f"{PHRASE * 2}\n\n" * paragraphs + table(14))
    (read,) = read_tree(made.pdf).all("Table")
    assert len(read.pages) == 1


def test_words_that_do_not_fit_in_cells_are_told_once_for_their_table() -> None:
    css = "table { table-layout: fixed; width: 100pt } td { width: 10pt }"
    cells = "<td>unbreakable</td>" * 10
    (finding,) = typeset(job("<table>" + f"<tr>{cells}</tr>" * 80 + "</table>", css)).findings
    assert finding.code == "overflow" and "800 words or numbers" in finding.message and "on page 1" in finding.message


def test_one_word_that_does_not_fit_in_its_cell_is_told_itself() -> None:
    css = "table { table-layout: fixed; width: 100pt } td { width: 50pt }"
    (finding,) = typeset(job("<table><tr><td>unbreakablebyanybody</td><td>a</td></tr></table>", css)).findings
    assert finding.subject == "unbreakablebyanybody"


def test_a_landscape_table_leaves_no_gap_and_the_text_goes_on() -> None:
    text = f"{PHRASE}\n\n.. csv-table:: Heights\n   :class: landscape\n   :header: Place, Height in m\n\n   p, 1\n\n"
    made = typeset_text(text + f"{PHRASE * 9}\n\n" * 20)
    assert made.landscape_pages == (1,)
    with pdfplumber.open(BytesIO(made.pdf)) as read:
        assert [page.width > page.height for page in read.pages[:3]] == [False, True, False]
        full = max(word["bottom"] for word in read.pages[0].extract_words())
        assert full > 0.75 * float(read.pages[0].height)
        assert [word["text"] for word in read.pages[1].extract_words()][:3] == ["Table", "1", "Heights"]


def test_a_unit_is_never_alone_in_the_head_of_a_column() -> None:
    made = typeset_text(
        ".. list-table::\n   :header-rows: 1\n   :widths: 82 18\n\n   * - Place\n     - Height xxxxx in m\n"
        "   * - A\n     - Words\n"
    )
    lines = texts(made.pdf)[0].split()
    assert "in\u00a0m" in texts(made.pdf)[0] or "in m" in " ".join(lines)
    with pdfplumber.open(BytesIO(made.pdf)) as read:
        words = {word["text"]: word for word in read.pages[0].extract_words()}
    assert abs(words["in"]["top"] - words["m"]["top"]) < 1
