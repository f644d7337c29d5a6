"""Pictures, tables, formulas and listings stay in their place, keep their proportions, or are told with their line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pdfplumber
import pikepdf
import pypdfium2
import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from octavo.building.product_pipeline import BuildResult
from octavo.chapters.pdf_figures import formula_stand_in
from octavo.findings.finding import Place, Severity
from octavo.pdf.objects.geometry import multiply_matrices, transform_box
from octavo.rendering.graphics.images import ImageAsset, open_images
from octavo.rendering.graphics.svg_to_pdf import Outline
from octavo.rendering.html.image_size import figure_style, picture_style
from octavo.rendering.mathematics import tex_formulas
from small_volume import built, texts, workshop
from structure_tree import read_tree
from typeset_parts import codes

MM = 72 / 25.4
SUM = " + ".join(f"a_{{{n}}} x_{{{n}}}" for n in range(1, 16))
ROOT = rf"\sqrt{{{SUM}}}"
NARROW = r"Q = \sqrt{" + " + ".join(f"a_{{{n}}} x_{{{n}}}" for n in range(1, 11)) + "}"
"""A formula that fits its line, and whose first part is narrower than the indent of a second line."""
FULL = r"\left( " + " + ".join(f"a_{{{n}}} x_{{{n}}}" for n in range(1, 11)) + r" \right) = 4711"
"""A formula of which the first piece nearly fills a line."""
HEADS = ["Solution", "Windows", "Linux", "Python", "License", "Filemode", "Zipfile", "import_hook", "Eggs"]
HEADS += ["pkg_resources", "Release"]
SHORE = rf"""Where the Land Ends
===================

.. image:: wide.png
   :alt: Wide

.. image:: small.png
   :alt: Small

.. image:: fine.png
   :alt: Fine
   :scale: 50

.. figure:: small.png
   :alt: A small one

   Caption of :math:`n` here.

   Legend of :math:`m` there.

| Verse of
|    a deep line

1. item with :math:`{FULL}` end.

In a line |sign| and :math:`{SUM} = 4711` too.

.. |sign| image:: wide.png
   :alt: Sign
   :height: 1em

.. math::
   :label: sum

   {SUM} = \sum_{{i=1}}^{{15}} a_i x_i

.. math::

   {ROOT}

.. math::

   {NARROW}

- In a list:

  .. image:: wide.png
     :alt: Listed
     :width: 40cm

.. list-table::

   * - .. image:: wide.png
          :alt: In a cell
     - words

{"  ".join("=" * len(head) for head in HEADS)}
{"  ".join(HEADS)}
{"  ".join("=" * len(head) for head in HEADS)}
{"  ".join("yes".ljust(len(head)) for head in HEADS)}
{"  ".join("=" * len(head) for head in HEADS)}

::

   short
   {"long_line_" * 12}

.. code-block:: text
   :linenos:
   :lineno-start: 98

   short
   {"numbered_" * 13}
"""


def picture(width: int, height: int, **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG", **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def shore(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    content = workshop(index_terms=[])
    content["chapters"] = [{**content["chapters"][2], "bibliography": []}]
    pictures = {
        "wide.png": picture(1200, 300),
        "small.png": picture(48, 24),
        "fine.png": picture(192, 96, dpi=(192, 192)),
    }
    return built(tmp_path_factory.mktemp("shore"), content, {"shore.rst": SHORE, **pictures})


class Placed(NamedTuple):
    """A picture or formula on a page: its box in points, and how wide it is for its height by itself."""

    formula: bool
    box: tuple[float, float, float, float]
    shape: float

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]


def placed(data: bytes) -> Iterator[tuple[pikepdf.Page, Placed]]:
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            at, kept = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), []
            for step in pikepdf.parse_content_stream(page):
                name = str(step.operator)
                if name == "q":
                    kept.append(at)
                elif name == "Q":
                    at = kept.pop()
                elif name == "cm":
                    at = multiply_matrices(tuple(map(float, step.operands)), at)  # type: ignore[arg-type]
                elif name == "Do":
                    shown = page.Resources.XObject[str(step.operands[0])]
                    if "/Width" in shown:
                        yield page, Placed(False, transform_box(at, (0, 0, 1, 1)), int(shown.Width) / int(shown.Height))
                    elif not str(step.operands[0]).startswith("/Furniture"):
                        left, bottom, right, top = map(float, shown.BBox)
                        yield page, Placed(True, transform_box(at, (0, 0, 1, 1)), (right - left) / (top - bottom))


def test_pictures_and_formulas_keep_their_proportions_and_the_measure(shore: BuildResult) -> None:
    found = [one for _, one in placed(shore.pdf)]
    assert len([one for one in found if not one.formula]) == 7 and len([one for one in found if one.formula]) > 20
    for one in found:
        left, bottom, right, top = one.box
        assert (right - left) / (top - bottom) == pytest.approx(one.shape, rel=2e-3)
        assert left > 17 * MM - 0.1 and right < (160 - 17) * MM + 0.1 and right - left < 125 * MM + 0.1


def test_a_picture_is_as_large_as_its_pixels_to_the_inch_make_it(shore: BuildResult) -> None:
    wide, small, fine, _, sign, listed, _ = [one.width for _, one in placed(shore.pdf) if not one.formula]
    assert wide == pytest.approx(125 * MM, abs=0.1)
    assert small == pytest.approx(36, abs=0.01) and fine == pytest.approx(36, abs=0.01)
    assert sign == pytest.approx(40, abs=0.01) and listed < wide


def test_a_broken_formula_is_one_to_whoever_hears_it(shore: BuildResult) -> None:
    tree = read_tree(shore.pdf)
    told = [one.alt for one in tree.all("Formula")]
    assert told == ["n", "m", FULL, f"{SUM} = 4711", rf"{SUM} = \sum_{{i=1}}^{{15}} a_i x_i", ROOT, NARROW]
    assert not [one for formula in tree.all("Formula") for one in formula.all("Figure")]


def test_what_does_not_go_into_its_place_is_told_at_its_line(shore: BuildResult) -> None:
    lines = [line.strip() for line in SHORE.splitlines()]
    found = {one.code: one.place.line for one in shore.findings if one.place}
    assert found == {
        "formula-shrunk": lines.index(ROOT) + 1,
        "picture-narrowed": lines.index(":width: 40cm") - 1,
        "long-line": lines.index("numbered_" * 13) + 1,
    }
    assert {one.place.line for one in shore.findings if one.place and one.code == "long-line"} == {
        lines.index(words) + 1 for words in ("long_line_" * 12, "numbered_" * 13)
    }
    assert {one.severity for one in shore.findings} == {Severity.WARNING, Severity.ADVICE}


def test_formulas_stand_in_the_lines_of_captions_and_legends(shore: BuildResult) -> None:
    lines = [re.sub(r"\s+", " ", line) for text in texts(shore.pdf) for line in text.splitlines()]
    for words in ("Caption of here.", "Legend of there."):
        assert any(line.endswith(words) for line in lines), lines


def test_a_broken_formula_runs_from_the_left_among_words_that_run_from_the_right(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    content = workshop(index_terms=[])
    content["chapters"] = [{**content["chapters"][2], "bibliography": []}]
    terms = " + ".join(str(10 ** (5 - n)) for n in range(6))
    text = f".. class:: language-ar\n\nIt is :math:`{terms}` then.\n"
    made = built(tmp_path_factory.mktemp("right"), content, {"shore.rst": text})
    boxes = [one.box for _, one in placed(made.pdf) if one.formula]
    assert [box[0] for box in boxes] == sorted(box[0] for box in boxes)
    widths = [box[2] - box[0] for box in boxes]
    assert len(boxes) > 4
    assert widths[0] > 2 * widths[-1]


def test_lines_within_lines_are_indented(shore: BuildResult) -> None:
    starts = [start for pdf in [pypdfium2.PdfDocument(shore.pdf)] for page in pdf for start in left_edges(page)]
    assert dict(starts)["a deep line"] > dict(starts)["Verse of"] + 4 * MM


def test_what_is_emphasized_among_italics_is_upright(tmp_path: Path) -> None:
    content = workshop(index_terms=[])
    content["chapters"] = [{**content["chapters"][2], "bibliography": []}]
    content["volume"] |= {"subtitle": "Under the *mainheading* of it"}
    text = "One\n===\n\nTwo\n---\n\nAn *emphasized* head\n~~~~~~~~~~~~~~~~~~~~\n\nWords *slanted* here.\n"
    made = built(tmp_path, content, {"shore.rst": text})
    with pdfplumber.open(BytesIO(made.pdf)) as pdf:
        words = [one for page in pdf.pages for one in page.extract_words(extra_attrs=["fontname"])]
    slanted = {one["text"]: "Italic" in one["fontname"] for one in words}
    assert (slanted["mainheading"], slanted["emphasized"], slanted["slanted"]) == (False, False, True)


def left_edges(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float]]:
    """Give the words of each line of a page, and where it begins, in points."""
    text = page.get_textpage()
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        yield text.get_text_bounded(left, bottom, right, top).strip(), left


WIDE = "<img src='asset:wide' alt='W' style='max-width: none'>"


@pytest.mark.parametrize(
    "body",
    [
        WIDE,
        f"<ul><li>{WIDE}</ul>",
        f"<p>Words {WIDE}",
        f"<table style='table-layout: fixed; width: 40mm'><tr><td>{WIDE}<td>b</table>",
        "<table style='width: 90mm'><tr><td>a</table>",
        "<div style='width: 90mm; height: 4mm; background: red'></div>",
        "<div style='display: inline-block; width: 90mm; height: 4mm'></div>",
        "<img src='asset:wide' alt='W' style='width: 20mm; height: 100mm; max-height: none'>",
        f"<span class='footnote' id='n'>{WIDE}</span>",
        f"<div style='position: absolute; left: 50mm; top: 0'>{WIDE}</div>",
    ],
)
def test_a_box_that_leaves_its_place_is_told(body: str) -> None:
    assert "overflow" in codes(body, wide=picture(400, 40))


@pytest.mark.parametrize(
    "body",
    [
        "<table style='width: 300mm'><tr>" + "<td style='padding-left: 30mm'>Words" * 6 + "</table>",
        "<p>" + "Wordwithoutend" * 12,
    ],
)
def test_what_runs_out_for_one_cause_is_told_once(body: str) -> None:
    assert codes(body) == ["overflow"]


@pytest.mark.parametrize(
    "body",
    [
        "<p style='margin-left: -5mm'>A hanging number",
        "<p style='text-indent: -4mm; padding-left: 4mm'><img src='asset:small' alt='S'> begins",
        "<table style='width: 100%; border-collapse: collapse'><tr><td style='border: 1pt solid'>a</table>",
        "<div style='position: absolute; left: -10mm; width: 90mm; height: 3mm; background: red'></div>",
        "<img src='asset:small' alt='S' style='width: 100%'>",
    ],
)
def test_a_box_in_its_place_is_not_told(body: str) -> None:
    assert codes(body, small=picture(40, 20)) == []


@pytest.mark.parametrize(
    ("tex", "inline", "display"),
    [
        ("a = b + c", [["a=", "b+", "c"]], [["a"], ["=b", "+c"]]),
        ("-a = -b", [["−a=", "−b"]], [["−a"], ["=−b"]]),
        ("(a + b) = |c + d|", [["(a+b)=", "|c+d|"]], [["(a+b)"], ["=|c+d|"]]),
        (r"\frac{a + b}{c = d}", [["a+bc=d"]], [["a+bc=d"]]),
        ("a, b", [["a,", "b"]], [["a,"], ["b"]]),
        ("f(x, y)", [["f(x,y)"]], [["f(x,y)"]]),
    ],
)
def test_a_formula_is_broken_at_relations_and_operators(
    tex: str, inline: list[list[str]], display: list[list[str]]
) -> None:
    from octavo.rendering.mathematics import formula_line_breaks, mathml_adjustments

    for is_display, wanted in ((False, inline), (True, display)):
        fitted = mathml_adjustments.fit_mathml(tex_formulas.tex_to_mathml(tex, is_display), is_display)
        parts = formula_line_breaks.split_formula(fitted, is_display)
        said = [["".join("".join(piece.itertext()).split()) for piece in part] for part in parts]
        assert (said if is_display else [list(chain(*said))]) == wanted


@given(st.lists(st.sampled_from(["a", "b_2", "(c + d)", r"\frac{e}{f}", "|g|"]), min_size=2, max_size=9), st.data())
def test_the_pieces_of_a_displayed_formula_are_as_wide_as_the_whole(terms: list[str], data: st.DataObject) -> None:
    signs = [data.draw(st.sampled_from([" + ", " - ", " = ", r" \leq ", r" \in "])) for _ in terms[1:]]
    tex = terms[0] + "".join(sign + term for sign, term in zip(signs, terms[1:], strict=True))
    pieces = [piece for part in tex_formulas.draw_formula_pieces(tex, True) for piece in part]
    assert len(pieces) == len(terms)
    assert sum(piece.width for piece in pieces) == pytest.approx(tex_formulas.draw_formula(tex, True).width, abs=0.05)


@given(st.integers(1, 90_000), st.integers(1, 90_000))
def test_the_stand_in_of_a_formula_has_its_proportions_and_can_be_opened(width: int, height: int) -> None:
    image = Image.open(BytesIO(formula_stand_in(Outline(b"", (0, -50, width, height - 50)))))
    # A side of few pixels is rounded to whole ones.
    exact = 1 / min(image.size)
    assert image.width / image.height == pytest.approx(width / height, rel=exact)
    assert image.width * image.height < 50_000_000


@pytest.mark.parametrize(
    ("options", "style"),
    [
        ({}, ""),
        ({"scale": 50}, "image-resolution: 192.000000dpi"),
        ({"width": "2in"}, "image-resolution: 200.000000dpi"),
        ({"width": "4in", "scale": 50}, "image-resolution: 200.000000dpi"),
        ({"height": "1in"}, "image-resolution: 200.000000dpi"),
        ({"width": "2in", "height": "20in"}, "image-resolution: 200.000000dpi"),
        ({"width": "60%"}, "width: 60%"),
        ({"width": "60%", "scale": 50}, "width: 30%"),
        ({"height": "1em"}, "width: 2em"),
        ({"width": "60%", "height": "1em"}, "max-height: 1em; width: 60%"),
        ({"align": "middle"}, "vertical-align: middle"),
        ({"width": "0"}, ""),
    ],
)
def test_the_options_of_a_picture_become_a_size_in_proportion(options: dict[str, object], style: str) -> None:
    assert picture_style(nodes.image("", **options), ImageAsset("a", b"", "image/png", 400, 200)) == style


@pytest.mark.parametrize(
    ("width", "style"), [(None, ""), ("50%", "width: 50%"), ("300", "width: 300px"), ("image", "")]
)
def test_a_figure_is_as_wide_as_it_asks(width: str | None, style: str) -> None:
    assert figure_style(nodes.figure("", **({"width": width} if width else {}))) == style


@pytest.mark.parametrize(("said", "dpi"), [(None, 96), ((300, 300), 300), ((1, 1), 96), ((99999, 99999), 96)])
def test_a_picture_says_its_own_pixels_to_the_inch_if_they_can_be_meant(
    tmp_path: Path, said: tuple[int, int] | None, dpi: float
) -> None:
    (tmp_path / "a.png").write_bytes(picture(4, 4, **({"dpi": said} if said else {})))
    asset = open_images(tmp_path, [("a.png", Place(tmp_path))]).images["a.png"]
    assert asset.dpi == pytest.approx(dpi, abs=0.1)


def test_a_portrait_keeps_the_class_by_which_a_style_places_it() -> None:
    from docx_parts import tree
    from octavo.language.translator import get_translator
    from octavo.rendering.html.html_document import HtmlOptions
    from octavo.rendering.html.html_writer import write_html

    shown = tree(".. image:: a.png\n   :class: portrait\n")
    setting = HtmlOptions("T", "T", (), get_translator("en"), {"a.png": ImageAsset("a", b"", "image/png", 40, 80)}, {})
    assert '<p><img class="tall portrait" ' in write_html(shown, setting).html


WITHIN = """\
+----------+----------------+
| a        | +---+---+----+ |
|          | | b | c | d  | |
|          | +---+---+----+ |
+----------+----------------+
"""


def in_html(text: str) -> str:
    from docx_parts import tree
    from octavo.language.translator import get_translator
    from octavo.rendering.html.html_writer import HtmlOptions, write_html

    return write_html(tree(text), HtmlOptions("T", "T", (), get_translator("en"), {}, {})).html


def test_a_table_within_a_table_adds_no_columns_to_it() -> None:
    groups = re.findall(r"<colgroup>(.*?)</colgroup>", in_html(WITHIN))
    assert [group.count("<col ") for group in groups] == [2, 3]


def test_a_table_of_very_many_rows_is_walked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    walked = []
    find = nodes.Node.findall
    monkeypatch.setattr(
        nodes.Node, "findall", lambda node, *args, **named: walked.append(node) or find(node, *args, **named)
    )  # type: ignore[func-returns-value]
    rows = 200
    assert in_html(".. csv-table::\n\n" + "   a,b,c\n" * rows).count("<tr>") == rows
    assert sum(isinstance(node, nodes.table | nodes.tgroup) for node in walked) < 10
