"""How numbers are written into PDFs: exact, in decimals alone, and by one module."""

import ast
import re
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkout import ROOT
from octavo.chapters import pdf_figures
from octavo.pdf_numbers import number_array, write_colour, write_number
from octavo.rendering.graphics.svg_to_pdf import convert_outline
from octavo.rendering.mathematics import tex_formulas
from octavo.typesetting import weasyprint_adapter, weasyprint_patches

PACKAGE = ROOT / "src" / "octavo"
PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?")


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_a_number_is_written_in_decimals_and_keeps_six_digits(value: float) -> None:
    written = write_number(value)
    assert PLAIN.fullmatch(written) and written != "-0"
    assert float(written) == pytest.approx(value, rel=1e-6, abs=1e-12)


@given(st.floats(min_value=-1e9, max_value=1e9))
def test_pikepdf_writes_the_numbers_that_it_is_given(value: float) -> None:
    shown = number_array([value]).unparse()
    assert float(shown.strip(b"[ ]")) == pytest.approx(value, rel=1e-6, abs=1e-12)
    assert b"e" not in shown.lower()


@given(st.floats(min_value=0, max_value=1))
def test_a_part_of_a_colour_is_written_to_a_ten_thousandth(value: float) -> None:
    assert PLAIN.fullmatch(write_colour(value))
    assert float(write_colour(value)) == pytest.approx(value, abs=5.1e-5)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_written(value: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        write_number(value)


@given(st.floats(min_value=1e-7, max_value=1) | st.floats(min_value=-1, max_value=-1e-7))
def test_the_typesetter_writes_small_numbers_as_exactly(value: float) -> None:
    import pydyf

    stream = pydyf.Stream()
    with weasyprint_adapter.patched_attributes(pydyf, _to_bytes=weasyprint_patches._patch_to_bytes(pydyf._to_bytes)):
        stream.set_line_width(value)
        written = stream.stream[0].split()[0]
    assert float(written) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("terms", [1, 40, 200])
def test_a_formula_of_any_length_fills_its_place_exactly(terms: int) -> None:
    drawn = convert_outline(tex_formulas.draw_formula(" + ".join(["a"] * terms)).svg)
    with pikepdf.new() as pdf:
        form = pdf_figures._outline_form(pdf, drawn)
        pdf.Root.Form = form
        out = BytesIO()
        pdf.save(out)
    with pikepdf.open(out) as pdf:
        form = pdf.Root.Form
        left, bottom, right, top = (float(edge) for edge in form.BBox)
        a, _, _, d, e, f = (float(value) for value in form.Matrix)
    # An image stands in the unit square, and what lies without is cut off.
    for edge, wanted in ((left * a + e, 0), (right * a + e, 1), (bottom * d + f, 0), (top * d + f, 1)):
        assert edge == pytest.approx(wanted, abs=1e-5)


def test_no_other_module_rounds_numbers_for_a_pdf() -> None:
    """Modules that write PDFs format no number by themselves, but in messages, which end as a Finding."""
    rounding = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text())
        writes = {"pikepdf", "pydyf"} & {
            name.split(".")[0]
            for node in ast.walk(tree)
            for name in ([a.name for a in node.names] if isinstance(node, ast.Import) else [])
        } or path.name in ("pdf_placement.py", "svg_to_pdf.py")
        if not writes or "preflight" in path.parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                text = ast.unparse(node.format_spec)
                if re.search(r"\d[fgeFGE]'?$|%", text):
                    rounding.append(f"{path.name}: {ast.unparse(node)}")
    assert rounding == ["pdf_placement.py: {10 * fit.scale:.1f}"]
