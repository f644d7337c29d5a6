"""Write TeX formulas as OMML; a formula that OMML cannot represent becomes a picture and a finding."""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from ..findings.finding import Finding, MissingKind, Severity
from ..rendering.graphics.svg_to_pdf import convert_outline
from ..rendering.mathematics import tex_formulas
from . import captions, figure_nodes, png_pictures, runs_and_fields
from .formatting import ParagraphFormat, RunFormat
from .mathml_to_omml import OmmlError, convert_mathml
from .ooxml_elements import Element, make
from .writer_state import TWIPS_PER_POINT, WriterState

_NUMBER_SHARE = 1 / 9
"""Share of the line on each side of an equation; the number is on the right."""


def write_inline_formula(state: WriterState, node: nodes.math, run_format: RunFormat) -> list[Element]:
    """Write a formula inside a line."""
    return _convert_formula(state, node, run_format, display=False)


def write_equation(state: WriterState, node: nodes.math_block, block_format: ParagraphFormat) -> list[Element]:
    """Write a displayed equation; a numbered one is a table of three cells."""
    if not node.get("number"):
        state.defer_bookmarks(node)
        return [state.make_paragraph("Equation", _write_display_formula(state, node), block_format)]
    return [_write_numbered_equation(state, node, block_format)]


def _write_display_formula(state: WriterState, node: nodes.math_block) -> list[Element]:
    made = _convert_formula(state, node, RunFormat(), display=True)
    return [make("m:oMathPara", *made)] if made and made[0].tag == "m:oMath" else made


def _write_numbered_equation(state: WriterState, node: nodes.math_block, block_format: ParagraphFormat) -> Element:
    width = (block_format.width or state.page.text_width) - block_format.left
    widths = [width * _NUMBER_SHARE, width * (1 - 2 * _NUMBER_SHARE), width * _NUMBER_SHARE]
    shown = captions.write_number_field(state, "Equation", node, RunFormat())
    number = [runs_and_fields.make_run("("), *shown, runs_and_fields.make_run(")")]
    plain = replace(block_format, left=0)
    cells = [
        _make_equation_cell(widths[0], state.make_paragraph("Equation", [], plain)),
        _make_equation_cell(widths[1], state.make_paragraph("Equation", _write_display_formula(state, node), plain)),
        _make_equation_cell(widths[2], state.make_paragraph("Equation", number, plain, aligned="right")),
    ]
    properties = make("w:tblPr", make("w:tblStyle", val="EquationTable"))
    properties.append(make("w:tblW", w=round(width * TWIPS_PER_POINT), type="dxa"))
    if block_format.left:
        properties.append(make("w:tblInd", w=round(block_format.left * TWIPS_PER_POINT), type="dxa"))
    properties.append(make("w:tblLayout", type="fixed"))
    grid = make("w:tblGrid", *(make("w:gridCol", w=round(one * TWIPS_PER_POINT)) for one in widths))
    return make("w:tbl", properties, grid, make("w:tr", make("w:trPr", make("w:cantSplit")), *cells))


def _make_equation_cell(width: float, paragraph: Element) -> Element:
    size = make("w:tcW", w=round(width * TWIPS_PER_POINT), type="dxa")
    return make("w:tc", make("w:tcPr", size, make("w:vAlign", val="center")), paragraph)


def _convert_formula(state: WriterState, node: nodes.Element, run_format: RunFormat, display: bool) -> list[Element]:
    tex = node.astext()
    try:
        return [make("m:oMath", *convert_mathml(tex_formulas.tex_to_mathml(tex, display), display))]
    except tex_formulas.MathError as error:
        found = Finding("bad-formula", error.message, node.get("place"), error.hint, Severity.WARNING)
        state.findings.append(replace(found, subject=error.near or tex[:40], missing=MissingKind.FORMULA))
        return [runs_and_fields.make_run(" ".join(tex.split()), replace(run_format, style="CodeCharacter"))]
    except OmmlError as unfit:
        state.report_loss("formula-as-picture", f"{unfit}; this formula is written as a picture", node)
        return _draw_formula(state, tex, run_format, display)


def _draw_formula(state: WriterState, tex: str, run_format: RunFormat, display: bool) -> list[Element]:
    said = " ".join(tex.split())
    try:
        drawn = tex_formulas.draw_formula(tex, display)
    except tex_formulas.MathError:
        return [runs_and_fields.make_run(said, replace(run_format, style="CodeCharacter"))]
    size = state.page.text_size
    shrunk = min(1.0, state.page.text_width / (drawn.width * size))
    width, height = drawn.width * size * shrunk, drawn.height * size * shrunk
    asset = png_pictures.render_outline(convert_outline(drawn.svg), width, height)
    run = figure_nodes.make_drawing(state, asset, said, width, height)
    if not display and round(drawn.depth * size * 2):
        run.insert(0, make("w:rPr", make("w:position", val=-round(drawn.depth * size * 2))))
    return [run]
