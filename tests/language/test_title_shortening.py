"""Titles that are too long for a running head end where they make sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.language.letter_widths import text_width
from octavo.language.title_shortening import fit_title


@pytest.mark.parametrize(
    ("title", "width", "kept"),
    [
        ("Tides at Night", 30, "Tides at Night"),
        ("Reading the Gauges: Ten Winters on a Northern Pier", 15, "Reading the Gauges"),
        ("Marées et vents : dix hivers sur une jetée du Nord", 15, "Marées et vents"),
        ("Gauges: Piers: Ten Winters in the North", 10, "Gauges: Piers"),
        ("Who Reads the Tides? A Survey of Northern Piers", 15, "Who Reads the Tides?"),
        ("Reading the Gauges (and Mending Them in Winter)", 15, "Reading the Gauges"),
        ("Reading the Gauges – a Diary of Ten Winters", 15, "Reading the Gauges"),
        ("Reading 2.0 - Gauges That Anybody Can Repeat", 15, "Reading 2.0"),
        ("Reading and Mending the Gauges of Northern Piers", 17, "Reading and Mending the Gauges…"),
        ("Reading and Mending of the Gauges", 12, "Reading and Mending…"),
        ("Well-known Gauges of the North", 9, "Well-known…"),
        ("X: Gauges of the North and Their Readers", 12, "X: Gauges of the North…"),
    ],
)
def test_a_title_ends_at_its_colon_or_aside_and_else_after_a_word(title: str, width: float, kept: str) -> None:
    assert fit_title(title, width) == kept


@given(st.text(max_size=80), st.floats(2, 40))
def test_no_title_is_too_wide_or_empty(title: str, width: float) -> None:
    kept = fit_title(title, width)
    assert text_width(kept) <= width or len(kept) <= 2
    assert kept or not title
