"""Formulas are drawn whole, small and on the baseline, or refused in plain words."""

from __future__ import annotations

import re
from io import BytesIO

import pypdfium2
import pytest

from octavo.rendering.graphics.svg_to_pdf import convert_outline
from octavo.rendering.mathematics.tex_formulas import (
    MAX_FORMULA_DEPTH,
    MAX_FORMULA_LENGTH,
    Formula,
    MathError,
    draw_formula,
    split_equations,
)
from octavo.typesetting.shipped_fonts import isolated_fonts, list_shipped_fonts
from octavo.typesetting.weasyprint_adapter import import_weasyprint
from usual_formulas import USUAL

WRONG = {
    r"\aplha + x": (r"unknown command \aplha", r"\aplha", r"did you mean \alpha?"),
    r"\fracc{a}{b}": (r"unknown command \fracc", r"\fracc", r"did you mean \frac?"),
    r"\begin{pmatrx} a \end{pmatrx}": ("unknown environment pmatrx", "pmatrx", "did you mean pmatrix?"),
    "a_{b": ("{ is not closed", "{b", "add } where it ends"),
    "a}b": ("} closes nothing", "}", "delete it, or add what it closes"),
    r"\left( a": (r"\left is not closed", r"\left( a", r"add \right where it ends"),
    r"x \right)": (r"\right closes nothing", r"\right", "delete it, or add what it closes"),
    r"\frac{a}": ("the formula is incomplete", r"\frac", ""),
    "x_a_b": ("duplicate subscript or superscript", "_", ""),
    "": ("the formula is empty", "", "write the formula, or delete its markup"),
    "x\\": ("the formula ends with a backslash", "x\\", "delete it, or complete the command"),
    "50% of x": ("the text after % is a comment and would not be printed", "0%", r"write \%"),
    r"x \tag{3}": (r"\tag is not supported", r"\tag", "delete it"),
    "中": ("the math font has no glyph for 中", "中", "write it as text, outside the formula"),
    r"\text{a 中}": ("the math font has no glyph for 中", "中", "write it as text, outside the formula"),
    r"\not\leadsto": ("the stroke through ⇝ is not supported", "", "write it in another way"),
    r"\newcommand\a{\a\a}\a": (
        "too many expansions of custom commands. A command may be expanding to itself",
        r"\newcommand",
        "",
    ),
}


@pytest.mark.parametrize("tex", USUAL)
def test_usual_notation_is_drawn(tex: str) -> None:
    for display in (False, True):
        drawn = draw_formula(tex, display)
        assert drawn.width > 0
        assert "<path" in drawn.svg


@pytest.mark.parametrize("tex", WRONG)
def test_what_cannot_be_drawn_is_refused_in_plain_words(tex: str) -> None:
    with pytest.raises(MathError) as raised:
        draw_formula(tex)
    assert (raised.value.message, raised.value.near, raised.value.hint) == WRONG[tex]


@pytest.mark.parametrize(
    "tex",
    [
        "x" * (MAX_FORMULA_LENGTH + 1),
        "{" * (MAX_FORMULA_DEPTH + 1) + "x" + "}" * (MAX_FORMULA_DEPTH + 1),
        r"\left(" * MAX_FORMULA_DEPTH + "x" + r"\right)" * MAX_FORMULA_DEPTH,
        "x^" + "[" * 60,
        r"\{a, " * 60 + "b",
        r"\bigl|" * 60 + "b",
        r"\cup".join(["[0, 1["] * 30),
        r"{\langle}" * 60,
    ],
)
def test_what_would_take_minutes_is_refused(tex: str) -> None:
    with pytest.raises(MathError):
        draw_formula(tex)


@pytest.mark.parametrize(
    "tex",
    [
        "(" * 40 + "x" + ")" * 40,
        "[0, 1)" * 40,
        r"\left[ 0, 1 \right[" * 30,
        r"\begin{matrix}" + r"\\".join(["[0, 1["] * 30) + r"\end{matrix}",
        r"\frac{]0, 1[}{2}" * 15,
    ],
)
def test_many_brackets_are_drawn_where_each_is_closed_or_stands_in_a_cell_of_its_own(tex: str) -> None:
    assert draw_formula(tex).width > 1


def test_deep_nesting_within_bounds_is_drawn() -> None:
    assert draw_formula(r"\sqrt{" * (MAX_FORMULA_DEPTH - 1) + "x" + "}" * (MAX_FORMULA_DEPTH - 1)).width > 1
    assert draw_formula(r"\frac{1}{1+" * 20 + "x" + "}" * 20).width > 1


def test_same_formula_gives_same_bytes_and_no_identity() -> None:
    first = draw_formula(r"\left(\frac{a}{b}\right)^2")
    draw_formula.cache_clear()
    draw_formula("y")
    second = draw_formula(r"\left(\frac{a}{b}\right)^2")
    assert first == second
    assert not re.search(r"\bid=|href|<text|<use|font", first.svg)


def test_outlines_are_whole_numbers_in_the_colour_of_the_text() -> None:
    drawn = draw_formula(r"x^2 + \sqrt{y}")
    (path,) = re.findall(r'<path fill="currentColor" d="([^"]+)"/>', drawn.svg)
    assert "." not in path
    assert len(drawn.svg) < 2500


def test_coloured_pieces_are_paths_of_their_own() -> None:
    drawn = draw_formula(r"{\color{blue} y} z")
    assert re.findall(r'fill="([^"]+)"', drawn.svg) == ["currentColor", "#0000ff"]


def test_rows_without_environment_are_aligned() -> None:
    rows = draw_formula(r"a &= b \\ cc &= d", display=True)
    assert rows == draw_formula(r"\begin{aligned} a &= b \\ cc &= d \end{aligned}", display=True)
    assert draw_formula(r"a \\ b", display=True).height > 2 * draw_formula("a", display=True).height


def test_relation_between_two_marks_is_aligned_as_by_one() -> None:
    assert draw_formula(r"a &=& b \\ c &=& d", True) == draw_formula(r"a &= b \\ c &= d", True)
    assert draw_formula(r"\begin{eqnarray} a &=& b \end{eqnarray}", True) == draw_formula(
        r"\begin{aligned} a &= b \end{aligned}", True
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a \\[4pt] b", r"a \\ b"),
        (r"\begin{equation} x \label{eq:x} \end{equation}", "x"),
        (r"\begin{align*} a &= b \nonumber \end{align*}", r"\begin{aligned} a &= b \end{aligned}"),
        (r"\text{for $x$ in $A$}", r"\text{for }x\text{ in }A"),
        (r"\mathop{\mathrm{argmin}}_x", r"\operatorname*{argmin}_x"),
        (r"\ensuremath{x}", "x"),
        (r"\mbox{a b}", r"\text{a b}"),
    ],
)
def test_what_means_the_same_is_drawn_the_same(written: str, meant: str) -> None:
    assert draw_formula(written, True) == draw_formula(meant, True)


def test_blank_lines_part_equations() -> None:
    assert split_equations("a = b\n\nc = d \\\\\ne\n  \n") == ["a = b", "c = d \\\\\ne"]


def test_limits_stand_beside_a_sum_in_the_line_and_under_it_in_a_display() -> None:
    inline, display = draw_formula(r"\sum_{i=1}^n x"), draw_formula(r"\sum_{i=1}^n x", True)
    assert display.height > 1.5 * inline.height
    assert draw_formula(r"\frac{\sum_i x}{2}", True).height < display.height + draw_formula("2").height


def test_spaces_are_those_of_tex() -> None:
    def gap(tex: str) -> float:
        return draw_formula(tex).width - draw_formula("ab").width

    assert gap(r"a\quad b") == pytest.approx(1.004, abs=0.002)
    assert gap(r"a\,b") == pytest.approx(0.167, abs=0.002)
    assert gap("a=b") - draw_formula("=").width == pytest.approx(2 * 0.279, abs=0.002)
    assert gap("a+b") - draw_formula("+").width == pytest.approx(2 * 0.223, abs=0.002)


def test_negative_numbers_stand_close_in_every_cell() -> None:
    cell = draw_formula(r"\begin{matrix} x & -x \end{matrix}").width
    assert cell == pytest.approx(draw_formula("x").width + draw_formula("-x").width + 1.0, abs=0.02)


def test_vertical_and_horizontal_rules_of_an_array_are_drawn() -> None:
    plain, ruled = (
        draw_formula(r"\begin{array}{cc}a&b\\c&d\end{array}"),
        draw_formula(r"\begin{array}{|c|c|}a&b\\\hline c&d\end{array}"),
    )
    assert ruled.svg.count("Z") == plain.svg.count("Z") + 4


def test_round_and_chancery_script_differ() -> None:
    assert draw_formula(r"\mathscr{L}").svg != draw_formula(r"\mathcal{L}").svg


def ink(drawn: str) -> tuple[int, int]:
    """Give the rows of pixels between which a line shows ink, at 20 pixels to the point."""
    face = list_shipped_fonts()["OctavoSerif-Regular.ttf"].as_uri()
    css = (
        f'@font-face{{font-family:S;src:url("{face}")}} '
        "@page{size:60pt 40pt;margin:10pt} body{font:10pt/1 S;margin:0}"
    )
    with isolated_fonts():  # with the host's fonts read once, those of later tests would be others
        pdf = import_weasyprint().HTML(string=f"<style>{css}</style><body>{drawn}").write_pdf()
    page = pypdfium2.PdfDocument(BytesIO(pdf))[0].render(scale=20, grayscale=True).to_pil()
    box = page.point(lambda level: 255 if level < 128 else 0).getbbox()
    assert box
    return box[1], box[3]


def test_letters_of_a_formula_stand_on_the_baseline_and_are_as_high_as_those_of_the_text() -> None:
    # A strut holds the line, so that both stand at one height.
    strut = '<span style="color:white">Hg</span>'
    text, drawn = ink(f"{strut}z"), ink(strut + draw_formula(r"\mathrm{z}").svg)
    assert abs(text[1] - drawn[1]) <= 3
    assert abs(text[0] - drawn[0]) <= 4


def test_what_hangs_below_the_baseline_is_its_depth() -> None:
    drawn = draw_formula(r"\mathrm{g}")
    assert isinstance(drawn, Formula)
    assert 0.15 < drawn.depth < 0.3
    assert f"vertical-align:{-drawn.depth}em" in drawn.svg
    assert draw_formula(r"\mathrm{z}").depth < 0.02


@pytest.mark.parametrize("tex", USUAL)
def test_every_drawing_can_be_set_as_a_form(tex: str) -> None:
    drawn = convert_outline(draw_formula(tex, True).svg)
    assert drawn.operators.count(b"\nf") + drawn.operators.endswith(b"f") >= 1
