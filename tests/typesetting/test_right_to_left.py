"""What is written from the right is read from the right, and what stands beside it keeps its place."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from docutils import nodes, utils

from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.language import text_direction
from octavo.language.translator import get_translator
from octavo.products.running_head_pages import head_sheet
from octavo.rendering.graphics.charts import drawn_chart
from octavo.rendering.graphics.charts.chart_style import ChartStyle
from octavo.rendering.graphics.charts.drawn_chart import Drawing
from octavo.rendering.html.html_document import ContentsEntry, Heading, HtmlOptions
from octavo.rendering.html.html_writer import write_html
from octavo.rendering.rst import directives
from octavo.rendering.rst.jinja_templates import render_template
from octavo.rendering.rst.value_substitution import parse_template
from octavo.typesetting.stylesheets import StyleSheets
from typeset_parts import added

OMAR, ALI = "عمر", "علي"


def setting(**changes: object) -> HtmlOptions:
    given: dict[str, object] = {"title": "T", "short_title": "T", "classes": (), "words": get_translator("en")}
    return HtmlOptions(**{**given, "images": {}, "charts": {}, "chart_style": ChartStyle(), **changes})  # type: ignore[arg-type]


def body(tree: nodes.document, **changes: object) -> str:
    written = write_html(tree, setting(**changes)).html
    return written.partition("<body")[2].partition(">")[2].partition("</body>")[0].strip()


def filled(folder: Path, template: str, **facts: object) -> str:
    (folder / "t.rst").write_text(template, "utf-8")
    return body(parse_template(render_template("t.rst", facts, [folder], {})[0])[0])


def chapter(text: str) -> str:
    return body(parse_manuscript(text.encode(), Path("a.rst"), "a-").tree)


def places(markup: str, *letters: str) -> list[float]:
    """Set HTML, and measure how far from the left each letter stands."""
    with pdfplumber.open(BytesIO(added(markup, "arabic").pdf)) as pdf:
        shown = pdf.pages[0].chars
    return [next(one["x0"] for one in shown if letter in one["text"]) for letter in letters]


@pytest.mark.parametrize(
    ("tag", "way"),
    [("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("ur", "rtl"), ("ckb", "rtl"), ("dv", "rtl"), ("ku-Arab", "rtl"),
     ("az-Arab-IR", "rtl"), ("ar-Latn", "ltr"), ("yi-Latn", "ltr"), ("en", "ltr"), ("hi", "ltr"), ("de-AT", "ltr")],
)  # fmt: skip
def test_the_direction_of_a_language_is_that_of_its_script(tag: str, way: str) -> None:
    assert text_direction.language_direction(tag) == way


@pytest.mark.parametrize("names", [[OMAR, ALI], [OMAR, ALI, "Ada"], ["Ada", OMAR, ALI]])
def test_authors_stand_in_their_order_from_the_left(tmp_path: Path, names: list[str]) -> None:
    markups = (
        filled(tmp_path, '{{ names|join(", ") }}', names=names),
        filled(tmp_path, "{% for name in names %}{{ name }}, {% endfor %}", names=names),
        filled(tmp_path, "{{ listed }}", listed=get_translator("en").join_list(names)),
    )
    for markup in markups:
        at = places(markup, *(name[1] for name in names))
        assert at == sorted(at)


def test_a_number_after_a_name_stands_after_it(tmp_path: Path) -> None:
    name, number = places(filled(tmp_path, "By {{ name }} (1999)", name=OMAR), "ع", "9")
    assert name < number


def test_what_stands_beside_plain_words_is_written_as_before(tmp_path: Path) -> None:
    assert filled(tmp_path, "{{ a }}, {{ b }}", a="Ada", b="Ærø") == "<p>Ada, Ærø</p>"


def test_a_paragraph_in_a_language_runs_as_the_language_does() -> None:
    assert '<p lang="ar" dir="rtl">' in chapter(f".. class:: language-ar\n\n{OMAR} and so on.")
    assert '<span lang="he" dir="rtl">' in chapter(".. role:: language-he\n\nBefore :language-he:`שלום`, after.")


def test_a_paragraph_that_begins_from_the_right_runs_so_as_a_whole() -> None:
    written = chapter(f"{OMAR} then *words*.\n\nEnglish {OMAR} (25).\n\n- {ALI}\n- {OMAR}")
    assert '<p dir="rtl">' in written and '<ul dir="rtl">' in written
    assert f'<p>English <bdi dir="rtl">{OMAR}</bdi>' in written


def test_a_line_of_such_a_paragraph_begins_at_the_right() -> None:
    first, second = places(f'<p dir="rtl" lang="ar">{OMAR} x {ALI} 1</p>', "ع", "1")
    assert first > second and first > 200  # points; the type area ends at 241


def test_contents_keep_the_order_of_names() -> None:
    entry = ContentsEntry(Heading(1, "", f"{OMAR} (1999)", "a"), "3", get_translator("en").join_list([OMAR, ALI]))
    tree = utils.new_document("")
    tree += directives.contents()
    written = body(tree, contents=(entry,))
    assert f'<bdi dir="rtl">{OMAR} (1999)</bdi>' in written
    assert f'<bdi dir="rtl">{OMAR}</bdi> and <bdi dir="rtl">{ALI}</bdi>' in written


def test_a_running_head_isolates_what_it_shows(sheets: StyleSheets) -> None:
    job, _names = head_sheet([f"head recto {OMAR} (1)"], sheets)
    assert f'<bdi dir="rtl">{OMAR} (1)</bdi>' in job.html


def test_no_mark_is_left_where_none_is_known(tmp_path: Path) -> None:
    (tmp_path / "t.rst").write_text("{{ v }}\n=======\n", "utf-8")
    tree, _found = parse_template(render_template("t.rst", {"v": OMAR}, [tmp_path], {})[0])
    page = write_html(tree, setting())
    assert [heading.text for heading in page.headings] == [OMAR]
    assert not re.search("[\u2066-\u2069]", page.html)


@pytest.mark.parametrize(
    ("words", "isolated"),
    [
        ("قال Reading Old Galleries: A Survey.", ["Reading Old Galleries: A Survey"]),
        ("المعيار (ISO 4375:2014) و10 L/s", ["ISO 4375:2014", "L/s"]),
        ("هاتف: +968 25 410 000، ISBN 978-0-00-000031-6", ["+968 25 410 000", "ISBN 978-0-00-000031-6"]),
        ("في 70%، أي ±5% من 1,864", ["70%", "±5%"]),
        ("انظر https://example.org/a/.", ["https://example.org/a/"]),
        ("Smith, 12 شخصا", ["Smith"]),
        ("بين 2021 و2024 (10–12)", []),
    ],
)
def test_what_runs_from_the_left_is_kept_together_within_arabic(words: str, isolated: list[str]) -> None:
    assert re.findall("\u2068([^\u2069]*)\u2069", text_direction.isolate_ltr_phrases(words)) == isolated
    assert text_direction.strip_isolates(text_direction.isolate_ltr_phrases(words)) == words


def test_in_a_document_from_the_right_sentences_alone_run_from_the_left() -> None:
    said = "Readings of these galleries are compared with those of boreholes."
    assert text_direction.paragraph_direction(said, "rtl") == "ltr"
    assert text_direction.paragraph_direction(said.rstrip("."), "rtl") == "rtl"
    assert text_direction.paragraph_direction("NATO هي منظمة.", "rtl") == "rtl"


def lines_of(markup: str, css: str) -> list[tuple[float, float]]:
    """Set HTML, and return where each line begins and ends, in points from the left."""
    with pdfplumber.open(BytesIO(added(markup, "arabic", css).pdf)) as pdf:
        rows: dict[int, list[float]] = {}
        for one in pdf.pages[0].chars:
            if one["text"].strip(" \u2060") and one["x1"] - one["x0"] > 1:
                rows.setdefault(round(one["doctop"] / 5), []).extend((one["x0"], one["x1"]))
    return [(min(row), max(row)) for _, row in sorted(rows.items())]


def test_a_justified_paragraph_from_the_right_is_indented_where_it_begins() -> None:
    words = f"{OMAR} " * 80
    css = "p { text-align: justify; text-indent: 30pt; font: 10pt Added; margin: 0 }"
    first, second, *_ = lines_of(f'<p dir="rtl" lang="ar">{words}</p>', css)
    assert second[1] - first[1] == pytest.approx(30, abs=1.5)  # points
    assert first[0] == pytest.approx(second[0], abs=1.5)


def test_of_equal_rules_the_later_holds_whether_it_says_left_or_start() -> None:
    css = "p { margin-inline-start: 60pt } p { margin: 0 } div { margin: 0 } div { margin-inline-start: 60pt }"
    (paragraph, _), (division, _) = lines_of("<p>one</p><div>two</div>", css)
    assert division - paragraph == pytest.approx(60, abs=1)


def test_a_chart_is_mirrored_but_not_its_words_nor_a_map() -> None:
    drawn = drawn_chart._orient(
        Drawing(10, '<rect x="1"/><text class="a" x="4.0" y="2">أ</text>', ""), get_translator("ar"), 100
    )
    assert drawn.startswith('<g transform="translate(100,0) scale(-1,1)"><rect x="1"/>')
    assert '<text class="a" x="-4.0" y="2" direction="rtl" transform="scale(-1,1)">' in drawn
    kept = drawn_chart._orient(Drawing(10, '<rect x="1"/>', "", is_map=True), get_translator("ar"), 100)
    assert kept == '<rect x="1"/>'


def test_arabic_words_of_a_drawing_are_joined() -> None:
    words = f'<title>{OMAR}</title><text x="5" y="15" font-family="Added">{OMAR}</text>'
    drawn = f'<svg viewBox="0 0 100 20" width="100" height="20" role="img">{words}</svg>'
    whole = added(f"<p>{drawn}</p>", "arabic")
    with pdfplumber.open(BytesIO(whole.pdf)) as pdf:
        letters = sorted(pdf.pages[0].chars, key=lambda one: one["x0"])
    # From the left: the last letter of the word first, each beside the next.
    assert [one["text"] for one in letters] == list(reversed(OMAR))
