"""Accents of TeX become letters of Unicode: stacked, of all encodings, in whichever order they are written."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.importers.latex_to_rst import latex_to_text
from octavo.rendering.bibliography.latex_accents import ACCENTS, LETTERS
from octavo.rendering.bibliography.latex_text import latex_to_plain, parse_latex

STACKED = r"""
    Nguy{\~{\^e}}n Nguyễn
    {\DJ}{\d{\u{a}}}ng Đặng
    {\DJ}{\u{\d{a}}}ng Đặng
    \'{\^e} ế
    \^{\'e} ế
    \`{\^O} Ồ
    \h{\^a} ẩ
    \d{\^o} ộ
    \^{\d{o}} ộ
    \'{\u{a}} ắ
    \~{\u{a}} ẵ
    \'{\ohorn} ớ
    \d{\uhorn} ự
    \horn{o} ơ
    \d{\horn{o}} ợ
    \~{\horn{U}} Ữ
    \'{\"u} ǘ
    \v{\"u} ǚ
    \"{\v{u}} ǚ
    \={\"u} ǖ
    \'{\r{a}} ǻ
    \r{\'{A}} Ǻ
    \c{\'c} ḉ
    \={\.a} ǡ
    \={\k{o}} ǭ
    \k{a} ą
    \k{E} Ę
    \'{\ae} ǽ
    \'{\O} Ǿ
    \v{\i} ǐ
    \"{\i} ï
    \'\i í
    \^\j ĵ
    \.I İ
    \H{o} ő
    \r{u} ů
    \b{d} ḏ
    \c{t} ţ
    \textcommabelow{t} ț
    \d{s} ṣ
    \G{a} ȁ
    \f{e} ȇ
    \t{oo} o͡o
    \capitalacute{E} É
    $\acute{e}$ é
    \SS ẞ
    \ij ĳ
    {\TH}{\'o}r Þór
    {\L}o{\'s} Łoś
    \.{\c{c}} ç̇
"""


@pytest.mark.parametrize(("written", "letters"), [line.split() for line in STACKED.strip().splitlines()])
def test_stacked_accents_are_one_letter_where_unicode_has_it(written: str, letters: str) -> None:
    assert latex_to_plain(written) == unicodedata.normalize("NFC", letters)
    if "$" not in written:
        assert latex_to_text(written) == latex_to_plain(written)


def test_the_two_ways_to_write_an_argument_are_read_alike() -> None:
    for name in ACCENTS:
        spaced = f"\\{name} e" if name[0].isalpha() else f"\\{name}e"
        assert latex_to_plain(spaced) == latex_to_plain(f"\\{name}{{e}}") == latex_to_plain(f"{{\\{name}{{e}}}}")


@given(st.lists(st.sampled_from(sorted(ACCENTS)), min_size=1, max_size=5), st.sampled_from("aeiouycnsz"))
def test_no_accent_is_lost_and_the_text_is_normalized(names: list[str], letter: str) -> None:
    written = letter
    for name in names:
        written = f"\\{name}{{{written}}}"
    made = latex_to_plain(written)
    assert made == unicodedata.normalize("NFC", made)
    assert sorted(unicodedata.normalize("NFD", made)) == sorted([letter, *(ACCENTS[name] for name in names)])


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (r"$$x_1$$ and $y$", "x1 and y"),
        (r"\(x_1\) and \[y\], (z)", "x1 and y, (z)"),
        (r"\ensuremath{x_1}", "x1"),
        (r"\textcolor{red}{words} {\color[gray]{0.5} pale}", "words pale"),
        (r"one\hspace{1cm}two", "one two"),
        (r"\underline{two words} $\widetilde{n}$", "two words n\u0303"),
    ],
)
def test_formulas_colours_and_lines_leave_no_signs_of_their_commands(written: str, plain: str) -> None:
    assert unicodedata.normalize("NFD", latex_to_plain(written)) == plain


def test_openings_of_formulas_that_never_end_are_read_in_one_pass() -> None:
    begun = time.process_time()
    assert parse_latex("\\(x " * 60_000, is_form=True).text.startswith("(x (x")
    assert time.process_time() - begun < 20


def test_letters_without_an_argument_need_no_braces() -> None:
    assert {latex_to_plain(f"\\{name} x") for name in LETTERS} == {f"{letter}x" for letter in LETTERS.values()}
