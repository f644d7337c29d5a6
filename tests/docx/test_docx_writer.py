"""Word documents hold what the tree holds, in Word's own styles, notes, fields and formulas."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2
import pytest
from docutils import nodes, utils
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from checkout import ROOT
from docx_parts import METADATA, setting, sheets, tree
from docx_reader import WP, W, Word, faults, letters, said
from immediate_executor import Here
from octavo.building.product_pipeline import BuildResult, make_products
from octavo.docx.block_nodes import BLOCK_WRITERS
from octavo.docx.document_parts import DocumentPiece
from octavo.docx.docx_writer import DocxFile, write_docx
from octavo.docx.inline_nodes import INLINE_WRITERS
from octavo.docx.mathml_to_omml import OmmlError, convert_mathml
from octavo.docx.png_pictures import render_first_page
from octavo.docx.word_styles import read_word_styles
from octavo.docx.writer_state import SKIPPED_NODES
from octavo.files.zip_archive import read_zip, write_zip
from octavo.findings.finding import FindingsError, Place, Severity
from octavo.loading.workshop_loader import load_workshop
from octavo.product_catalogue import CATALOGUE
from octavo.products.report_builder import ReportBuilder
from octavo.project.project_folders import Project
from octavo.rendering.graphics.images import ImageAsset
from octavo.rendering.mathematics import tex_formulas
from octavo.rendering.rst.chart_directive import chart
from octavo.rendering.rst.unsupported_markup import MANUSCRIPT_NODES
from octavo.typesetting.typeset_job import Style
from shipped_products import shipped_product
from usual_formulas import USUAL

FORMULAS = [line for line in USUAL if line.strip() and not line.startswith("%")]
BIB = "@book{newton1687, author={Newton, Isaac}, title={Principia}, publisher={Streater}, year={1687}}\n"


def written(text: str, bib: str = "", images: dict[str, ImageAsset] | None = None) -> DocxFile:
    return write_docx([DocumentPiece(tree(text, bib))], setting(images), METADATA)


def word(text: str, bib: str = "", images: dict[str, ImageAsset] | None = None) -> Word:
    return Word(written(text, bib, images).data)


def picture(width: int = 40, height: int = 20) -> ImageAsset:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG")
    return ImageAsset(f"red-{width}-{height}.png", out.getvalue(), "image/png", width, height)


# Every kind of node


def test_every_kind_of_node_that_is_printed_has_its_way_into_word() -> None:
    inside = {"Text", "document", "row", "entry", "tgroup", "thead", "tbody", "colspec", "list_item", "cite", "cross"}
    inside |= {"option", "option_string", "option_argument"}
    of_templates = {"chart", "contents"}
    assert (
        MANUSCRIPT_NODES | of_templates
    ) - inside - SKIPPED_NODES - BLOCK_WRITERS.keys() - INLINE_WRITERS.keys() == set()


ALL = """\
What goes before.

Introduction
============

A paragraph with *emphasis*, **strong**, ``code``, H\\ :sub:`2`\\ O, :title:`A Book` and a note [#n]_.

.. [#n] What the note says.

Second paragraph, with an `address <https://example.org/a?x={y}|z>`__ and a note again [#n]_.

- one
- two

  a further paragraph

  1. inner
  2. further in

5. five
6. six

term : kind
    What it means.

:field: body

-o FILE  an option

It was said:

    Quoted words.

    -- Somebody

| a line
|   and one moved in

.. note:: Take note.

.. topic:: A topic

   Its text.

.. code-block:: python

   def tide():
       return 1  # high

.. table:: Moons
   :name: moons

   =====  ====
   New    Full
   =====  ====
   1      15
   =====  ====

.. math::
   :label: level

   h = a \\sin t

See Table :ref:`moons`, equation (:eq:`level`), and :ref:`deeper-part` :cite:`newton1687`.

.. _deeper-part:

Deeper
------

The :index:`moon`. |tie|

----

>>> 1 + 1
2

Conclusion
==========

It ends.

.. |tie| replace:: bow
"""


def test_a_document_of_every_kind_keeps_to_the_schemas_of_word(tmp_path: Path) -> None:
    assert faults(word(ALL, BIB).data, tmp_path) == []


def test_a_document_that_breaks_the_schemas_is_found(tmp_path: Path) -> None:
    broken = Word(word("Words.").data)
    files = {**broken.files, "word/document.xml": broken.files["word/document.xml"].replace(b"w:pStyle", b"w:pStile")}
    assert faults(write_zip(files), tmp_path)


def test_no_word_of_the_tree_is_lost() -> None:
    held = word(ALL, BIB)
    everything = letters(said(held.body) + " ".join(held.notes()))
    lost = [
        one
        for text in tree(ALL, BIB).findall(nodes.Text)
        if not isinstance(text.parent, nodes.label | nodes.math | nodes.math_block | nodes.comment)
        for one in text.astext().split()
        if letters(one) not in everything
    ]
    assert lost == []


def test_headings_lists_quotes_and_listings_bear_the_styles_of_word() -> None:
    styles = {text: style for style, text in word(ALL, BIB).styles()}
    assert styles["Introduction"] == "Heading1" and styles["Deeper"] == "Heading2"
    assert styles["one"] == "ListBullet" and styles["a further paragraph"] == "ListContinue"
    assert styles["inner"] == "ListNumber2" and styles["five"] == "ListNumber"
    assert styles["Quoted words."] == "Quote" and styles["— Somebody"] == "Attribution"
    assert styles["term : kind"] == "DefinitionTerm" and styles["What it means."] == "Definition"
    assert styles["def tide():\n    return 1  # high"] == "SourceCode"
    assert styles["Take note."] == "Callout" and styles["A topic"] == "PanelHeading"


def test_every_style_that_is_used_is_defined() -> None:
    held = word(ALL, BIB)
    defined = {one.get(f"{W}styleId") for one in held.part("styles").iter(f"{W}style")}
    named = ("pStyle", "rStyle", "tblStyle")
    used = {one.get(f"{W}val") for name in named for one in held.body.iter(f"{W}{name}")}
    assert used and used - defined == set()


def test_words_after_a_paragraph_are_indented_and_words_after_a_heading_are_not() -> None:
    held = word("Before.\n\nHead\n====\n\nFirst.\n\nSecond.\n\n- entry\n\nThird.\n")
    assert held.styles()[2:4] == [("FirstParagraph", "First."), ("BodyText", "Second.")]
    assert ("FirstParagraph", "Third.") in held.styles()


def test_each_list_begins_where_it_says_and_goes_on_by_itself() -> None:
    held = word("3. three\n4. four\n\nBetween.\n\n1. one\n2. two\n\nB) b\nC) c\n")
    numbers = [
        properties.find(f"{W}numId").get(f"{W}val")  # type: ignore[union-attr]
        for properties in held.body.iter(f"{W}numPr")
    ]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3] != numbers[4] == numbers[5]
    numbering_part = held.part("numbering")
    starts = {}
    for one in numbering_part.iter(f"{W}num"):
        override = one.find(f"{W}lvlOverride/{W}startOverride")
        starts[one.get(f"{W}numId")] = None if override is None else override.get(f"{W}val")
    assert [starts[numbers[at]] for at in (0, 2, 4)] == ["3", "1", "2"]
    shown = {one.get(f"{W}val") for one in numbering_part.iter(f"{W}lvlText")}
    assert "%1)" in shown


# Notes, captions, references


def test_a_note_is_a_note_of_word_and_is_referred_to_when_called_again() -> None:
    held = word(ALL, BIB)
    assert held.notes() == ["What the note says."]
    assert [one.get(f"{W}id") for one in held.body.iter(f"{W}footnoteReference")] == ["1"]
    again = [code for code, _ in held.fields() if code.startswith("NOTEREF")]
    assert len(again) == 1 and again[0].split()[1] in held.bookmarks()


def test_a_note_in_a_note_stands_in_brackets_and_is_told() -> None:
    made = written("Words [#a]_.\n\n.. [#a] Outer [#b]_ end.\n\n.. [#b] Inner.\n")
    assert Word(made.data).notes() == ["Outer [Inner.] end."]
    assert [finding.code for finding in made.findings] == ["note-in-note"]


def test_captions_are_numbered_by_fields_and_references_lead_to_their_numbers() -> None:
    held = word(ALL, BIB)
    fields = dict(held.fields())
    assert fields["SEQ Table \\* ARABIC"] == "1" and fields["SEQ Equation \\* ARABIC"] == "1"
    references = [(code.split()[1], shown) for code, shown in held.fields() if code.startswith("REF ")]
    held_by = held.bookmarks()
    assert [shown for _, shown in references] == ["1", "1", "Deeper"]
    assert [held_by[name] for name, _ in references] == ["1", "1", "Deeper"]
    assert "Table 1 Moons" in held.paragraphs("TableCaption")


def test_a_citation_leads_to_its_source() -> None:
    held = word(ALL, BIB)
    aims = {one.get(f"{W}anchor"): said(one) for one in held.body.iter(f"{W}hyperlink") if one.get(f"{W}anchor")}
    (name,) = [aim for aim, words_of in aims.items() if words_of == "[1]" or "1" in words_of]
    assert name in held.bookmarks()
    assert held.paragraphs("Bibliography")[0].startswith("1.\tNewton I (1687)")


def test_an_address_is_written_so_that_word_opens_the_file() -> None:
    assert list(word(ALL, BIB).links().values()) == ["https://example.org/a?x=%7By%7D%7Cz"]


def test_a_note_may_hold_a_link_of_its_own_part() -> None:
    held = word("Words [#]_.\n\n.. [#] See https://example.org/x.\n")
    assert list(held.links("footnotes").values()) == ["https://example.org/x"] and held.links() == {}


def test_words_marked_for_the_index_are_marked_in_word() -> None:
    held = word('The :index:`moon`, :index:`a <b: "c">`.\n')
    codes = [code for code, _ in held.fields()]
    assert codes == ['XE "moon"', 'XE "b\\: \\"c\\""']


# Tables


SPANNED = """\
+-----+-----+-----+
| a   | b   | c   |
+=====+=====+=====+
| wide      | d   |
+-----+-----+     |
| e   | f   |     |
+     +-----+-----+
|     | corner    |
+-----+-----------+
"""


WITHIN = """\
+----------+----------------+
| a        | +---+---+----+ |
|          | | b | c | d  | |
|          | +---+---+----+ |
+----------+----------------+
"""


def test_a_table_within_a_table_adds_no_columns_to_it() -> None:
    tables = [list(one.find(f"{W}tblGrid") or ()) for one in word(WITHIN).body.iter(f"{W}tbl")]
    assert [len(columns) for columns in tables] == [2, 3]


def test_spans_and_heads_of_tables_are_those_of_word() -> None:
    (table,) = word(SPANNED).body.iter(f"{W}tbl")
    rows = list(table.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False]
    grid = len(list(table.iter(f"{W}gridCol")))
    spans = [[int(one.get(f"{W}val", "1")) for one in row.iter(f"{W}gridSpan")] for row in rows]
    assert spans == [[], [2], [], [2]]
    for row, wide in zip(rows, spans, strict=True):
        assert len(list(row.iter(f"{W}tc"))) + sum(wide) - len(wide) == grid == 3
    merged = [[one.get(f"{W}val", "goes on") for one in row.iter(f"{W}vMerge")] for row in rows]
    assert merged == [[], ["restart"], ["restart", "goes on"], ["goes on"]]


@pytest.mark.parametrize(("markup", "bits"), [(SPANNED, 0x4A0), ("+---+\n| a |\n+---+\n", 0x480)])
def test_a_table_without_heads_shows_none_where_only_the_bits_of_its_look_are_read(markup: str, bits: int) -> None:
    (seen,) = word(markup).body.iter(f"{W}tblLook")
    assert int(seen.get(f"{W}val", ""), 16) == bits


def test_a_column_gets_the_room_that_its_longest_word_needs_from_the_widest() -> None:
    edges = f"{'=' * 8}  {'=' * 80}"
    held = word(f"{edges}\nReadings  Kind\n{edges}\n1         Kept in a vault\n{edges}\n")
    first, second = (int(one.get(f"{W}w", "")) / 20 for one in held.body.iter(f"{W}gridCol"))
    page = setting().look.page
    assert first > 8 * page.text_size / 2 > page.text_width * 8 / 88
    assert first + second == pytest.approx(page.text_width, abs=0.1)


def test_numbers_align_on_a_decimal_tab_or_flush_right_where_all_are_whole() -> None:
    held = word(
        "====  =====  ====\na     Size   Sum\n====  =====  ====\nb     12.5   -5\nc     -3     100\n====  =====  ====\n"
    )
    cells = [list(row.iter(f"{W}tc")) for row in held.body.iter(f"{W}tr")]
    tabs = [
        [[tab.get(f"{W}val") for tab in cell.iter(f"{W}tab") if tab.get(f"{W}val")] for cell in row] for row in cells
    ]
    assert tabs == [[[], [], []], [[], ["decimal"], []], [[], ["decimal"], []]]
    right = [[[one.get(f"{W}val") for one in cell.iter(f"{W}jc")] for cell in row] for row in cells]
    assert right == [[[], ["right"], ["right"]], [[], [], ["right"]], [[], [], ["right"]]]
    assert [said(cell) for cell in cells[2]] == ["c", "−3", "100"] and said(cells[1][2]) == "−5"
    (first, second) = (int(tab.get(f"{W}pos", "")) for tab in held.body.iter(f"{W}tab") if tab.get(f"{W}pos"))
    assert first == second > 0


def test_words_leave_space_above_a_table_without_a_caption_and_a_caption_has_its_own() -> None:
    rows = "==  ==\na   b\n==  ==\n"
    bare = next(one for one in word(f"Words.\n\n{rows}").body.iter(f"{W}p") if said(one) == "Words.")
    (space,) = bare.iter(f"{W}spacing")
    assert int(space.get(f"{W}after", "0")) >= 100
    titled = word(f"Words.\n\n.. table:: Title\n\n   {rows.replace(chr(10), chr(10) + '   ')}")
    above = next(one for one in titled.body.iter(f"{W}p") if said(one) == "Words.")
    assert not list(above.iter(f"{W}spacing"))


def test_a_list_in_a_cell_is_numbered_in_the_type_of_the_table() -> None:
    held = word("+------+\n| 1. a |\n| 2. b |\n+------+\n")
    assert held.styles()[:2] == [("TableText", "a"), ("TableText", "b")]
    assert len(list(held.body.iter(f"{W}numPr"))) == 2


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(1, 5))
@settings(max_examples=40)
def test_rows_of_any_spans_fill_the_grid(spans: list[int], columns: int) -> None:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(columns)), cols=columns)
    entries = [nodes.entry("", nodes.paragraph("", "x"), morecols=span - 1, morerows=span - 1) for span in spans]
    group += nodes.tbody("", nodes.row("", *entries), nodes.row("", nodes.entry("", nodes.paragraph("", "y"))))
    document = utils.new_document("")
    document += nodes.table("", group)
    (table,) = Word(write_docx([DocumentPiece(document)], setting(), METADATA).data).body.iter(f"{W}tbl")
    for row in table.iter(f"{W}tr"):
        wide = [int(one.get(f"{W}val", "1")) for one in row.iter(f"{W}gridSpan")]
        assert len(list(row.iter(f"{W}tc"))) + sum(wide) - len(wide) == columns


# Formulas


def characters(markup: str) -> Counter[str]:
    """Count what can be seen of a formula in MathML."""
    text = "".join(ET.fromstring(markup.replace("&ApplyFunction;", "")).itertext())
    return Counter(re.sub(r"[\s\u00a0\u200b\u2061-\u2064\ufe00\ufe01]", "", text))


def shown(elements: list[ET.Element]) -> Counter[str]:
    """Count what can be seen of a formula of Word."""
    found = ""
    for element in elements:
        for one in element.iter():
            if one.tag == "m:t":
                found += one.text or ""
            elif one.tag in ("m:chr", "m:begChr", "m:endChr"):
                found += one.get("m:val", "")
            elif one.tag == "m:bar":
                found += "\u0332"
    return Counter(re.sub(r"[\s\u00a0\u200b\u2002-\u200a]", "", found))


# Accents are other characters in Word, and a backslash would be a command to LibreOffice.
ALIKE = str.maketrans(
    "ˆ˜~ˇ˘´`˙¨ˉ¯˚→←↔\\‾",
    "\u0302\u0303\u0303\u030c\u0306\u0301\u0300\u0307\u0308\u0304\u0304\u030a\u20d7\u20d6\u20e1∖\u0332",
)


@pytest.mark.parametrize("tex", FORMULAS)
def test_no_sign_of_a_formula_is_lost(tex: str) -> None:
    try:
        markup = tex_formulas.tex_to_mathml(tex, True)
        made = convert_mathml(markup, True)
    except (tex_formulas.MathError, OmmlError):
        pytest.skip("is told, and stands as a picture or in its source")
    before = Counter("".join(characters(markup).elements()).translate(ALIKE))
    after = Counter("".join(shown(made).elements()).translate(ALIKE))
    assert after == before


def test_nearly_all_usual_formulas_are_formulas_of_word(tmp_path: Path) -> None:
    document = utils.new_document("")
    document += [nodes.math_block("", tex) for tex in FORMULAS]
    made = write_docx([DocumentPiece(document)], setting(), METADATA)
    told = Counter(finding.code for finding in made.findings)
    assert told == {"formula-as-picture": 6} and len(Word(made.data).formulas()) == len(FORMULAS) - 6
    assert faults(made.data, tmp_path) == []


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        (r"\frac{a}{b}", "f"),
        (r"\sqrt[3]{x}", "rad"),
        (r"x_i^2", "sSubSup"),
        (r"\sum_{i=1}^n i", "nary"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "m"),
        (r"\left( \frac{a}{b} \right)", "d"),
        (r"\hat{x}", "acc"),
        (r"\overline{ab}", "bar"),
        (r"\underbrace{a+b}_n", "groupChr"),
        (r"\sin x", "func"),
        (r"\lim_{x \to 0} x", "limLow"),
        (r"{}_2 F", "sPre"),
        (r"\boxed{a}", "borderBox"),
        (r"\phantom{a} b", "phant"),
    ],
)
def test_structures_are_those_of_word(tex: str, name: str) -> None:
    made = convert_mathml(tex_formulas.tex_to_mathml(tex, True), True)
    assert any(one.tag == f"m:{name}" for element in made for one in element.iter())


def test_a_sum_takes_what_it_sums_up_to_the_next_relation() -> None:
    (total, *rest) = convert_mathml(tex_formulas.tex_to_mathml(r"\sum_i a_i b = c", True), True)
    summed = total.find("m:e")
    assert summed is not None and "".join(one.text or "" for one in summed.iter("m:t")) == "aib"
    assert "".join(one.text or "" for element in rest for one in element.iter("m:t")) == "=c"


def test_a_formula_that_word_cannot_hold_is_a_picture_with_its_source_and_is_told() -> None:
    made = written("A :math:`\\begin{array}{c|c} a & b \\end{array}`.\n\n.. math::\n\n   \\nosuch\n")
    held = Word(made.data)
    assert held.alternatives() == [r"\begin{array}{c|c} a & b \end{array}"]
    assert "\\nosuch" in held.paragraphs("Equation")
    told = {finding.code: finding.severity for finding in made.findings}
    assert told == {"formula-as-picture": Severity.ADVICE, "bad-formula": Severity.WARNING}


def test_many_sums_within_each_other_are_not_nested_without_end() -> None:
    deep = convert_mathml(tex_formulas.tex_to_mathml(r"\sum " * 400 + "x", True), True)
    assert "".join(one.get("m:val", "") for element in deep for one in element.iter("m:chr")) == "∑" * 400
    written(".. math::\n\n   " + r"\sum " * 400 + "x\n")


# Pictures


def test_a_picture_says_its_words_and_keeps_its_proportions() -> None:
    held = word(".. figure:: red.png\n   :alt: A <red> field\n\n   Red.\n", images={"red.png": picture(300, 100)})
    assert held.alternatives() == ["A <red> field"]
    (extent,) = held.body.iter(f"{WP}extent")
    assert int(extent.get("cx", "0")) / int(extent.get("cy", "1")) == pytest.approx(3, rel=0.01)
    assert "word/media/image1.png" in held.files
    assert held.paragraphs("Caption") == ["Figure 1 Red."]


def test_a_photograph_has_a_caption_without_a_number_and_a_logo_is_small() -> None:
    shown = {"red.png": picture(600, 200)}
    read = tree(
        ".. figure:: red.png\n\n   All.\n\n.. figure:: red.png\n\n   Red.\n\n.. image:: red.png\n   :class: logo\n"
    )
    next(read.findall(nodes.figure))["classes"].append("photograph")
    held = Word(write_docx([DocumentPiece(read)], setting(shown), METADATA).data)
    assert held.paragraphs("Caption") == ["All.", "Figure 1 Red."]
    *_, wide, small = (int(one.get("cx", "")) for one in held.body.iter(f"{WP}extent"))
    assert small * 5 == pytest.approx(wide, rel=0.01)


def test_a_credit_is_a_line_of_its_own_style_below_the_caption() -> None:
    captioned = ".. figure:: red.png\n   :credit: Photo: A. *Silva*\n\n   Red.\n\n"
    alone = ".. image:: red.png\n   :credit: Map: B\n"
    held = word(captioned + alone, images={"red.png": picture(300, 100)})
    runs = [run for run in held.body.iter(f"{W}r") if run.find(f".//{W}rStyle[@{W}val='Credit']") is not None]
    assert "".join(text.text or "" for run in runs for text in run.iter(f"{W}t")) == "Photo: A. SilvaMap: B"
    assert len(list(held.body.iter(f"{W}br"))) == 1


def test_a_picture_is_never_wider_than_the_line_nor_higher_than_a_figure() -> None:
    page = setting().look.page
    for size in ((9000, 100), (100, 9000)):
        held = word(".. figure:: a.png\n   :width: 5000px\n\n   A.\n", images={"a.png": picture(*size)})
        (extent,) = [one for one in held.body.iter() if one.tag.endswith("}extent")]
        assert int(extent.get("cx", "0")) <= round(page.text_width * 12_700) + 1
        assert int(extent.get("cy", "0")) <= round(page.figure_height * 12_700) + 1


def test_the_same_picture_twice_is_packed_once() -> None:
    held = word(".. image:: a.png\n\n.. image:: a.png\n", images={"a.png": picture()})
    assert len([name for name in held.files if "media" in name]) == 1 and len(held.alternatives()) == 2


def test_a_pdf_is_drawn_with_300_dots_to_the_inch() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(144, 72))
        out = io.BytesIO()
        pdf.save(out)
    drawn = render_first_page(out.getvalue())
    assert (drawn.width, drawn.height) == (600, 300) and drawn.data.startswith(b"\x89PNG")


# What it says of itself, and what strangers send


def test_the_properties_are_those_of_the_metadata_and_the_clock_is_in_none() -> None:
    core = word("Words.").files["docProps/core.xml"].decode()
    for said_there in (
        "<dc:title>Reading &lt;Tides&gt;</dc:title>",
        "<dc:creator>Kari Hansen; N. Okafor</dc:creator>",
        "<cp:keywords>tide, gauge</cp:keywords>",
        "<dc:language>en-GB</dc:language>",
    ):
        assert said_there in core
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-04-01T12:00:00Z"}


def test_a_document_speaks_its_language_and_words_of_another_say_so() -> None:
    held = word("Words.\n\n.. class:: language-de\n\nWorte.\n")
    assert held.part("styles").find(f".//{W}lang").get(f"{W}val") == "en-GB"  # type: ignore[union-attr]
    assert [one.get(f"{W}val") for one in held.body.iter(f"{W}lang")] == ["de"]


def test_python_docx_opens_what_is_written() -> None:
    import docx

    opened = docx.Document(io.BytesIO(word(ALL, BIB).data))
    assert [p.style.name for p in opened.paragraphs if p.text == "Introduction"] == ["Heading 1"]
    assert opened.core_properties.title == "Reading <Tides>"
    assert len(opened.tables) == 2


def test_the_page_is_that_of_the_house_style() -> None:
    sizes = {}
    for house in ("proceedings", "proceedings-a4"):
        document = Word(write_docx([DocumentPiece(tree("Words."))], setting(house=house), METADATA).data)
        (size,) = document.body.iter(f"{W}pgSz")
        sizes[house] = size.get(f"{W}w"), size.get(f"{W}h")
    assert sizes == {"proceedings": ("9071", "13606"), "proceedings-a4": ("11906", "16838")}


def test_a_marking_stands_at_the_foot_of_every_kind_of_page() -> None:
    marked = replace(setting(), marking="Restricted")
    leaves = utils.new_document("")
    leaves += [nodes.container("", nodes.paragraph("", "Half-title"), classes=["leaf"]), nodes.paragraph("", "Words.")]
    document = Word(write_docx([DocumentPiece(leaves)], marked, METADATA).data)
    feet = {name: data for name, data in document.files.items() if name.startswith("word/footer")}
    assert len(feet) == 4 and all(b"Restricted" in data for data in feet.values())
    bare, _ = document.body.iter(f"{W}sectPr")
    assert len(list(bare.iter(f"{W}footerReference"))) == 2 and not list(bare.iter(f"{W}headerReference"))


def test_styles_that_are_no_xml_are_a_fault_of_their_file(tmp_path: Path) -> None:
    styles = tmp_path / "styles"
    styles.mkdir()
    (styles / "word.xml").write_text("<w:styles>{text-size*2}")
    with pytest.raises(FindingsError) as raised:
        read_word_styles(sheets(), (styles,))
    assert raised.value.findings[0].code == "bad-word-styles"
    (styles / "word.xml").write_text("<styles>\n{text-size*20000000}</style>")
    with pytest.raises(FindingsError) as raised:
        read_word_styles(sheets(), (styles,))
    assert raised.value.findings[0].place == Place(styles / "word.xml", 2, 23)  # as the file has it, counted from 1
    (styles / "word.xml").write_text("<styles>{no-such}</styles>")
    with pytest.raises(FindingsError, match="do not set --no-such"):
        read_word_styles(sheets(), (styles,))


def test_a_share_and_a_factor_that_are_no_numbers_are_told_or_passed_over(tmp_path: Path) -> None:
    own = replace(sheets(), styles=(*sheets().styles, Style("mine.css", ":root { --chart-width: 1.2.3% }")))
    assert read_word_styles(own, Project(ROOT).search_path("styles"))[0].page.chart_share == 1
    (tmp_path / "word.xml").write_text("<styles>{text-size*1.2.3}</styles>")
    with pytest.raises(FindingsError, match=r"1\.2\.3 in .* is not a number"):
        read_word_styles(sheets(), (tmp_path,))


def test_a_character_that_xml_forbids_is_left_out_and_told() -> None:
    document = tree("A x b.\n")
    for text in list(document.findall(nodes.Text)):
        text.parent.replace(text, nodes.Text(text.replace("x", "\x01")))
    made = write_docx([DocumentPiece(document)], setting(), METADATA)
    assert Word(made.data).paragraphs() == ["A b."]
    assert [finding.code for finding in made.findings] == ["forbidden-character"]


def test_what_is_nested_too_deep_is_a_fault_and_no_traceback() -> None:
    document = utils.new_document("")
    at: nodes.Element = document
    for _ in range(150):
        table = nodes.table(
            "", nodes.tgroup("", nodes.colspec(colwidth=1), nodes.tbody("", nodes.row("", nodes.entry())))
        )
        at += table
        at = next(iter(table.findall(nodes.entry)))
    at += nodes.paragraph("", "deep")
    with pytest.raises(FindingsError, match="nested too deep"):
        write_docx([DocumentPiece(document)], setting(), METADATA)


NAMES = ("*_|R&D|_*", "<w:p>", "A. Smith", "{{ x }}", "]]>", "&amp;", "“quoted” 'words'", "x\u00a0y\u2003z")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
@settings(max_examples=60)
def test_any_words_come_out_as_they_went_in(text: str) -> None:
    document = utils.new_document("")
    document += nodes.paragraph("", "", nodes.Text(text))
    held = Word(write_docx([DocumentPiece(document)], setting(), METADATA).data)
    legal = "".join(one for one in text if one not in "\ufffe\uffff")
    # Spaces that meet are one, as in HTML; names and dates stay together.
    written = held.paragraphs()[0].replace("\u00a0", " ")
    assert written == re.sub(" {2,}", " ", legal).removeprefix(" ").replace("\u00a0", " ")


@pytest.mark.parametrize("name", NAMES)
def test_names_that_look_like_markup_are_words(name: str) -> None:
    document = utils.new_document("")
    document += nodes.paragraph("", "", nodes.Text(name))
    written = Word(write_docx([DocumentPiece(document)], setting(), METADATA).data).paragraphs()[0]
    assert written == name.replace("A. Smith", "A.\u00a0Smith")


# The reports


@pytest.fixture(scope="session")
def reports() -> dict[str, BuildResult]:
    return {name: shipped_product(name, "docx") for name in REPORTS}


REPORTS = ("specimen", "specimen-fr", "illicit-trafficking-2004")


@pytest.mark.parametrize("name", REPORTS)
def test_both_reports_are_written_without_warning_and_keep_to_the_schemas(
    reports: dict[str, BuildResult], name: str, tmp_path: Path
) -> None:
    made = reports[name]
    assert [document.file for document in made.documents] == ["summary.docx", "follow-up.docx"]
    assert [finding for finding in made.findings if finding.severity is not Severity.ADVICE] == []
    for document in made.documents:
        assert faults(document.data, tmp_path) == []


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("product", ["summary", "follow-up"])
def test_no_word_of_a_report_is_lost(reports: dict[str, BuildResult], name: str, product: str) -> None:
    book = ReportBuilder(
        CATALOGUE[product], load_workshop(ROOT / "reports" / name / "workshop.yaml"), Project(ROOT)
    ).compose()
    (document,) = [one for one in reports[name].documents if one.file == f"{product}.docx"]
    held = Word(document.data)
    everything = letters(said(held.body) + "".join(held.notes()))
    texts = [one for part in book.trees.values() for one in part.findall(nodes.Text)]
    assert len(texts) > 50
    assert [one for text in texts for one in text.astext().split() if letters(one) not in everything] == []


def test_charts_are_pictures_that_say_their_numbers(reports: dict[str, BuildResult]) -> None:
    held = Word(reports["specimen"].documents[1].data)
    assert any(one.startswith("Recommendations by status on") and "Implemented 3" in one for one in held.alternatives())
    assert any(name.startswith("word/media/") for name in held.files)


def test_the_contents_are_a_field_whose_lines_lead_to_the_headings(reports: dict[str, BuildResult]) -> None:
    held = Word(reports["specimen"].documents[1].data)
    assert any(code.startswith("TOC ") for code, _ in held.fields())
    headings = {text.replace("\u00a0", " ") for style, text in held.styles() if style in ("Heading1", "Heading2")}
    lines = [*held.paragraphs("TOC1"), *held.paragraphs("TOC2")]
    assert {re.sub(r"^(\d+|Annex [A-Z]) ", "", line) for line in lines} == headings
    anchors = {one.get(f"{W}anchor") for one in held.body.iter(f"{W}hyperlink") if one.get(f"{W}anchor")}
    assert anchors <= set(held.bookmarks())


def test_folios_are_roman_before_the_text_and_begin_anew_with_it(reports: dict[str, BuildResult]) -> None:
    held = Word(reports["specimen"].documents[1].data)
    kinds = [(one.get(f"{W}fmt"), one.get(f"{W}start")) for one in held.body.iter(f"{W}pgNumType")]
    assert kinds == [("lowerRoman", "1"), ("lowerRoman", None), ("decimal", "1")]
    assert "PAGE" in said(held.part("header-left")) or b" PAGE " in held.files["word/header-left.xml"]


def test_a_report_is_written_the_same_twice(reports: dict[str, BuildResult]) -> None:
    source = ROOT / "reports" / "specimen" / "workshop.yaml"
    (again,) = make_products(source, Project(ROOT), ("docx",), None, Here(), lambda *_: None)
    assert [one.data for one in again.documents] == [one.data for one in reports["specimen"].documents]


def test_a_workshop_without_reports_is_told_what_to_add(tmp_path: Path) -> None:
    from small_volume import workshop
    from small_volume import written as write_workshop

    source = write_workshop(tmp_path, workshop())
    (made,) = make_products(source, Project(tmp_path), ("docx",), None, Here(), lambda *_: None)
    assert [finding.code for finding in made.findings if finding.severity is Severity.ERROR] == ["no-report"]


# LibreOffice


OFFICE = shutil.which("soffice")
ODF = {
    "h": "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}h",
    "note": "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}note",
    "sequence": "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}sequence",
    "link": "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}a",
    "table": "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table",
    "heads": "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-header-rows",
    "image": "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}image",
    "object": "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}object",
    "words": "{urn:oasis:names:tc:opendocument:xmlns:xmlns:svg-compatible:1.0}desc",
}


def converted(folder: Path, kind: str, documents: dict[str, bytes]) -> dict[str, bytes]:
    """Have LibreOffice open documents and write them in another format."""
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    names = [str(folder / f"{name}.docx") for name in documents]
    command = [str(OFFICE), home, "--headless", "--convert-to", kind, "--outdir", str(folder), *names]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (folder / f"{name}.{kind}").read_bytes() for name in documents}


@pytest.fixture(scope="session")
def delivered() -> dict[str, bytes]:
    """Pack the specimen's chapters."""
    return read_zip(shipped_product("specimen", "manuscript").documents[0].data)


@pytest.fixture(scope="session")
def documents(reports: dict[str, BuildResult], delivered: dict[str, bytes]) -> dict[str, bytes]:
    return {
        "follow-up": reports["specimen"].documents[1].data,
        "summary": reports["specimen"].documents[0].data,
        "drift": delivered["chapters/specimen-drift.docx"],
        "all": word(ALL, BIB, {}).data,
        "formulas": write_docx([DocumentPiece(_formulas())], setting(), METADATA).data,
    }


def _formulas() -> nodes.document:
    document = utils.new_document("")
    document += [nodes.math_block("", tex) for tex in FORMULAS]
    return document


@pytest.fixture(scope="session")
def open_texts(documents: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    if not OFFICE:
        pytest.skip("LibreOffice is not installed (libreoffice-writer-nogui, libreoffice-math-nogui)")
    found = converted(tmp_path_factory.mktemp("office"), "odt", documents)
    return {name: read_zip(data) for name, data in found.items()}


def counted(open_text: dict[str, bytes], kind: str) -> int:
    return sum(1 for _ in ET.fromstring(open_text["content.xml"]).iter(ODF[kind]))


@pytest.mark.slow
def test_libreoffice_finds_in_a_report_what_the_tree_holds(open_texts: dict[str, dict[str, bytes]]) -> None:
    book = ReportBuilder(
        CATALOGUE["follow-up"], load_workshop(ROOT / "reports" / "specimen" / "workshop.yaml"), Project(ROOT)
    ).compose()

    def all_of(*kinds: type[nodes.Element]) -> list[nodes.Element]:
        return [one for part in book.trees.values() for kind in kinds for one in part.findall(kind)]

    found = open_texts["follow-up"]
    # The heading of the contents is in no list of headings, and is none of the outline.
    assert counted(found, "h") == len(all_of(nodes.section)) - 1
    assert counted(found, "table") == len(all_of(nodes.table))
    assert counted(found, "heads") == len(all_of(nodes.thead))
    assert counted(found, "image") == len(all_of(nodes.image, chart)) > 5
    assert counted(found, "note") == len(all_of(nodes.footnote)) > 5
    titles = [one for one in all_of(nodes.title) if isinstance(one.parent, nodes.table)]
    assert counted(found, "sequence") == len(all_of(nodes.caption)) + len(titles)


@pytest.mark.slow
def test_libreoffice_finds_in_a_chapter_what_the_manuscript_holds(
    open_texts: dict[str, dict[str, bytes]], delivered: dict[str, bytes]
) -> None:
    counts = json.loads(delivered["metadata.json"])["chapters"][0]["counts"]
    found = open_texts["drift"]
    assert counted(found, "object") == counts["equations"] + counts["formulas"] > 5
    # Beside each formula stands a picture of it, for programs that know no formulas.
    assert counted(found, "image") - counted(found, "object") == counts["figures"] == 1
    # A numbered equation stands in a table, as Word has no other way.
    assert counted(found, "table") == counts["tables"] + 1
    assert counted(found, "note") == counts["notes"] == 2
    content = ET.fromstring(found["content.xml"])
    links = [one.get("{http://www.w3.org/1999/xlink}href", "") for one in content.iter(ODF["link"])]
    assert len([one for one in links if one.startswith("#_Ref")]) == counts["citations"] > 1


@pytest.mark.slow
def test_libreoffice_finds_every_sign_of_formulas(
    open_texts: dict[str, dict[str, bytes]], documents: dict[str, bytes]
) -> None:
    found, held = open_texts["formulas"], Word(documents["formulas"])
    objects = ET.fromstring(found["content.xml"]).iter(ODF["object"])
    names = [one.get("{http://www.w3.org/1999/xlink}href", "").removeprefix("./") for one in objects]
    missing = {}
    for name, formula in zip(names, held.formulas(), strict=True):
        math = ET.fromstring(found[f"{name}/content.xml"])
        for semantics in math.iter("{http://www.w3.org/1998/Math/MathML}semantics"):
            for notes in semantics.findall("{http://www.w3.org/1998/Math/MathML}annotation"):
                semantics.remove(notes)
        there = Counter("".join(math.itertext()))
        if lost := Counter(letters(formula)) - there:
            missing[formula] = "".join(lost.elements())
    assert missing == {}


@pytest.mark.slow
def test_libreoffice_prints_every_word_of_a_report(documents: dict[str, bytes], tmp_path: Path) -> None:
    if not OFFICE:
        pytest.skip("LibreOffice is not installed (libreoffice-writer-nogui)")
    pdf = pypdfium2.PdfDocument(converted(tmp_path, "pdf", {"follow-up": documents["follow-up"]})["follow-up"])
    printed = letters("".join(page.get_textpage().get_text_bounded() for page in pdf)).replace("\ufffe", "")
    held = Word(documents["follow-up"])
    missing = [
        one
        for text in held.paragraphs()
        for one in text.split()
        if letters(one).replace("-", "") not in printed.replace("-", "")
    ]
    assert len(pdf) > 20 and missing == []


def test_words_from_the_right_are_marked_so() -> None:
    document = ET.fromstring(
        read_zip(written(".. class:: language-ar\n\nعمر and 25.\n\nBy علي, Ada.").data)["word/document.xml"]
    )
    first, second = [one for one in document.iter(f"{W}p") if "".join(one.itertext()).strip()][-2:]
    assert first.find(f"{W}pPr/{W}bidi") is not None and second.find(f"{W}pPr/{W}bidi") is None
    runs = [("".join(run.itertext()), run.find(f"{W}rPr/{W}rtl") is not None) for run in second.iter(f"{W}r")]
    assert runs == [("By ", False), ("علي", True), (", Ada.", False)]
    assert [run.find(f"{W}rPr/{W}lang").get(f"{W}bidi") for run in first.iter(f"{W}r")] == ["ar"]


def test_figures_side_by_side_stand_in_the_cells_of_one_row_without_rules(tmp_path: Path) -> None:
    figure = "   .. figure:: {}.png\n      :alt: {}\n\n      Caption {}.\n\n"
    text = ".. side-by-side::\n\n" + figure.format("a", "One", 1) + figure.format("b", "Two", 2) + "After."
    held = word(text, images={"a.png": picture(), "b.png": picture(20, 20)})
    (table,) = held.body.iter(f"{W}tbl")
    assert [said(cell).strip() for cell in table.iter(f"{W}tc")] == ["Figure 1 Caption 1.", "Figure 2 Caption 2."]
    assert not list(table.iter(f"{W}tblStyle")) and held.alternatives() == ["One", "Two"]
    heights = {int(extent.get("cy", "0")) // 12_700 for extent in table.iter(f"{WP}extent")}
    assert len(heights) == 1
    assert faults(held.data, tmp_path) == []
