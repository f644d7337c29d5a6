"""A date or time is read from words only if it can mean one thing."""

from __future__ import annotations

from datetime import date, time

import pytest

from octavo.language.written_dates import read_written_date, read_written_time


@pytest.mark.parametrize(
    "words",
    [
        "10 Sept 2026",
        "10 September 2026",
        "September 10, 2026",
        "10.9.2026",
        "2026/9/10",
        "2026–09–10",
        "10. September 2026",
        "10 septembre 2026",
        "Thursday, 10 September 2026",
        "10th of September 2026",
        "Sept. 10, 2026",
        "10-Sep-2026",
        "10 de setembro de 2026",
        "10 Sept. 2026",
        "“10 Sept 2026” ",
        "'10.9.2026'",
    ],
)
def test_reads_a_date_that_can_be_no_other(words: str) -> None:
    assert read_written_date(words) == date(2026, 9, 10)


def test_a_day_that_can_be_no_month_decides() -> None:
    assert read_written_date("30/3/2026") == read_written_date("3/30/2026") == date(2026, 3, 30)
    assert read_written_date("9/9/2026") == date(2026, 9, 9)


@pytest.mark.parametrize(
    "words", ["3/4/2026", "03-04-2026", "31.2.2026", "10 Smarch 2026", "10 Sept", "Sept 2026", "spring"]
)
def test_leaves_what_may_be_another(words: str) -> None:
    assert read_written_date(words) is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [("9.30", time(9, 30)), ("14h30", time(14, 30)), ("14h", time(14)), ("9 am", time(9)), ("12:15 a.m.", time(0, 15)),
     ("2:15 pm", time(14, 15)), ("1 am", time(1)), ("“9.30” ", time(9, 30)), ("23.59", time(23, 59)),
     ("24.00", None), ("9.60", None), ("0 am", None), ("25.00", None), ("9", None), ("13 pm", None), ("noon", None)],
)  # fmt: skip
def test_reads_times_as_people_write_them(words: str, meant: time | None) -> None:
    assert read_written_time(words) == meant


def test_a_text_of_more_than_sixty_letters_is_not_searched() -> None:
    assert read_written_date(f"{'T' * 46}, 10 Sept 2026") == date(2026, 9, 10)
    assert read_written_date(f"{'T' * 47}, 10 Sept 2026") is None
