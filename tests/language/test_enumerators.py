"""Numbers of list entries, annexes and pages are written as letters and Roman numerals."""

from __future__ import annotations

import pytest

from octavo.language.enumerators import format_enumerator, to_letters, to_roman


@pytest.mark.parametrize(("number", "written"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (703, "aaa")])
def test_letters_go_on_after_z(number: int, written: str) -> None:
    assert to_letters(number) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "i"),
        (4, "iv"),
        (9, "ix"),
        (14, "xiv"),
        (40, "xl"),
        (90, "xc"),
        (400, "cd"),
        (944, "cmxliv"),
        (3888, "mmmdccclxxxviii"),
    ],
)
def test_roman_numerals_write_four_and_nine_by_what_is_less(number: int, written: str) -> None:
    assert to_roman(number) == written


@pytest.mark.parametrize(
    ("kind", "number", "written"),
    [
        ("arabic", 4, "4"),
        ("loweralpha", 4, "d"),
        ("upperalpha", 28, "AB"),
        ("lowerroman", 4, "iv"),
        ("upperroman", 9, "IX"),
        ("loweralpha", 1, "a"),
        ("loweralpha", 0, "0"),
        ("upperroman", -1, "-1"),
        ("any other", 5, "5"),
    ],
)
def test_a_number_is_written_in_the_kind_that_docutils_names(kind: str, number: int, written: str) -> None:
    assert format_enumerator(kind, number) == written
