"""Formulas are drawn as outlines on the baseline of the text, or refused: never with a sign missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.mathematics import Formula, MathError, formula
from octavo.outlines import outline


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{a}{b}",
        r"\sqrt[3]{x+y}",
        r"\sum_{i=1}^n i^2",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"\begin{cases}1&x>0\\0&\text{otherwise}\end{cases}",
        r"a &= b\\ c &= d",
        r"\left.\frac{a}{b}\right|_{x=0}",
        r"\mathbb{R}\ \mathcal{L}\ \mathfrak{g}\ \boldsymbol{\alpha}",
        r"\text{if $x>0$ then}",
        r"\begin{align*}a&=b\\c&=d\end{align*}",
        r"\setlength{\arraycolsep}{2pt}\begin{bmatrix}a\\b\end{bmatrix}",
    ],
)
def test_what_scientists_write_is_drawn(tex: str) -> None:
    drawn = formula(tex, display=True)
    assert drawn.width > 0 and drawn.height > 0
    assert b" m" in outline(drawn.svg).operators


@pytest.mark.parametrize(
    ("tex", "near", "words"),
    [
        (r"\alhpa + 1", r"\alhpa", "did you mean \\alpha?"),
        (r"\frac{a}{", "", "braces"),
        ("x_a_b", "", "braces"),
        ("x^{" * 60 + "y" + "}" * 60, "", "divide"),
        ("x" * 6000, "", "divide"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_words(tex: str, near: str, words: str) -> None:
    with pytest.raises(MathError) as caught:
        formula(tex)
    assert near in caught.value.near and words in caught.value.hint


def test_letters_stand_on_the_baseline() -> None:
    assert formula("x").depth == pytest.approx(0, abs=0.12)
    assert formula("y").depth > formula("x").depth


def test_equal_formulas_are_equal_bytes() -> None:
    first = formula(r"\int_0^1 x\,dx")
    formula.cache_clear()
    assert formula(r"\int_0^1 x\,dx") == first


@given(st.text(alphabet="abxy{}^_\\frac &$%#~αβ∑ ", max_size=30))
def test_nothing_but_a_refusal_is_raised(tex: str) -> None:
    try:
        assert isinstance(formula(tex), Formula)
    except MathError as refusal:
        assert refusal.message
