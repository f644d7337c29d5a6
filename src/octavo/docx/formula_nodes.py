"""Write formulas: TeX in, Word's own formulas out; what Word's cannot hold stands as a picture, and is told."""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from ..findings.finding import Finding, MissingKind, Severity
from ..rendering.graphics.svg_to_pdf import outline
from ..rendering.mathematics import tex_formulas
from . import captions, figure_nodes, png_pictures, runs_and_fields
from .formatting import ParagraphFormat, RunFormat
from .mathml_to_omml import OmmlError, omml
from .ooxml_elements import Element, make
from .writer_state import TWENTIETHS, WriterState

_SIDE = 1 / 9
"""Part of the line on each side of an equation, where its number stands."""


def math(state: WriterState, node: nodes.math, face: RunFormat) -> list[Element]:
    """Write a formula in the line."""
    return _formula(state, node, face, display=False)


def math_block(state: WriterState, node: nodes.math_block, manner: ParagraphFormat) -> list[Element]:
    """Write an equation that stands by itself, in a table of three cells where it has a number."""
    if not node.get("number"):
        state.put_off(node)
        return [state.paragraph("Equation", _displayed(state, node), manner)]
    return [_numbered(state, node, manner)]


def _displayed(state: WriterState, node: nodes.math_block) -> list[Element]:
    made = _formula(state, node, RunFormat(), display=True)
    return [make("m:oMathPara", *made)] if made and made[0].tag == "m:oMath" else made


def _numbered(state: WriterState, node: nodes.math_block, manner: ParagraphFormat) -> Element:
    width = (manner.width or state.page.text_width) - manner.left
    widths = [width * _SIDE, width * (1 - 2 * _SIDE), width * _SIDE]
    shown = captions.number(state, "Equation", node, RunFormat())
    number = [runs_and_fields.run("("), *shown, runs_and_fields.run(")")]
    plain = replace(manner, left=0)
    cells = [
        _cell(widths[0], state.paragraph("Equation", [], plain)),
        _cell(widths[1], state.paragraph("Equation", _displayed(state, node), plain)),
        _cell(widths[2], state.paragraph("Equation", number, plain, aligned="right")),
    ]
    properties = make("w:tblPr", make("w:tblStyle", val="EquationTable"))
    properties.append(make("w:tblW", w=round(width * TWENTIETHS), type="dxa"))
    if manner.left:
        properties.append(make("w:tblInd", w=round(manner.left * TWENTIETHS), type="dxa"))
    properties.append(make("w:tblLayout", type="fixed"))
    grid = make("w:tblGrid", *(make("w:gridCol", w=round(one * TWENTIETHS)) for one in widths))
    return make("w:tbl", properties, grid, make("w:tr", make("w:trPr", make("w:cantSplit")), *cells))


def _cell(width: float, paragraph: Element) -> Element:
    size = make("w:tcW", w=round(width * TWENTIETHS), type="dxa")
    return make("w:tc", make("w:tcPr", size, make("w:vAlign", val="center")), paragraph)


def _formula(state: WriterState, node: nodes.Element, face: RunFormat, display: bool) -> list[Element]:
    tex = node.astext()
    try:
        return [make("m:oMath", *omml(tex_formulas.markup(tex, display), display))]
    except tex_formulas.MathError as error:
        found = Finding("bad-formula", error.message, node.get("place"), error.hint, Severity.WARNING)
        state.findings.append(replace(found, subject=error.near or tex[:40], missing=MissingKind.FORMULA))
        return [runs_and_fields.run(" ".join(tex.split()), replace(face, style="CodeCharacter"))]
    except OmmlError as unfit:
        state.tell("formula-as-picture", f"{unfit}, so that this one stands as a picture", node)
        return _picture(state, tex, face, display)


def _picture(state: WriterState, tex: str, face: RunFormat, display: bool) -> list[Element]:
    said = " ".join(tex.split())
    try:
        drawn = tex_formulas.formula(tex, display)
    except tex_formulas.MathError:
        return [runs_and_fields.run(said, replace(face, style="CodeCharacter"))]
    size = state.page.text_size
    shrunk = min(1.0, state.page.text_width / (drawn.width * size))
    width, height = drawn.width * size * shrunk, drawn.height * size * shrunk
    asset = png_pictures.outlined(outline(drawn.svg), width, height)
    run = figure_nodes.drawing(state, asset, said, width, height)
    if not display and round(drawn.depth * size * 2):
        run.insert(0, make("w:rPr", make("w:position", val=-round(drawn.depth * size * 2))))
    return [run]
