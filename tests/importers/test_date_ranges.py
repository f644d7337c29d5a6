"""The days of an event are read as they are written, or not at all."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.importers.date_ranges import parse_date_range, parse_day


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("July 9 - July 15", "2018-07-09", "2018-07-15"),
        ("July 9-15", "2018-07-09", "2018-07-15"),
        ("27-30 August 2014", "2014-08-27", "2014-08-30"),
        ("August 27th–30th, 2014", "2014-08-27", "2014-08-30"),
        ("from the 29th of June to the 3rd of July 2015", "2015-06-29", "2015-07-03"),
        ("Monday 29 June to Friday 3 July", "2018-06-29", "2018-07-03"),
        ("Dec. 29, 2019 to Jan. 2, 2020", "2019-12-29", "2020-01-02"),
        ("29 December - 2 January 2020", "2019-12-29", "2020-01-02"),
        ("2020-08-27 to 2020-08-30", "2020-08-27", "2020-08-30"),
        ("Sept 3", "2018-09-03", "2018-09-03"),
        ("3 May", "2018-05-03", "2018-05-03"),
        ("July 9, 10, 12 and 13", "2018-07-09", "2018-07-13"),
        ("9:30 on July 9", "2018-07-09", "2018-07-09"),
    ],
)
def test_days_are_read_in_every_order(words: str, first: str, last: str) -> None:
    found = parse_date_range(words, 2018)
    assert found and tuple(map(str, found)) == (first, last)


@pytest.mark.parametrize(
    "words",
    ["", "2018", "summer 2018", "09/07/2018", "9.7.2018", "July 2018", "31 June", "July 15 - July 9", "9 and 10"],
)
def test_what_is_ambiguous_or_no_date_is_not_guessed(words: str) -> None:
    assert parse_date_range(words, 2018) is None


DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 1, 1))


@given(first=DAYS, length=st.integers(0, 40), form=st.sampled_from(["%d %B %Y", "%B %d, %Y", "%b %d %Y", "%Y-%m-%d"]))
def test_any_range_with_full_dates_is_read_as_written(first: datetime.date, length: int, form: str) -> None:
    last = first + datetime.timedelta(length)
    assert parse_date_range(f"{first.strftime(form)} - {last.strftime(form)}") == (first, last)


@given(words=st.text(alphabet="JulyAugMay 0123456789-,thsrd.", max_size=40))
def test_no_words_break_it(words: str) -> None:
    found = parse_date_range(words, 2018)
    assert found is None or found[0] <= found[1]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime.datetime(2026, 3, 31, 9, 30), "2026-03-31"),
        (datetime.date(2026, 3, 31), "2026-03-31"),
        ("2026-03-31 09:30:00", "2026-03-31"),
        ("2026-3-1", "2026-03-01"),
        ("31 March 2026", "2026-03-31"),
        ("March 31st, 2026, 9:30", "2026-03-31"),
        ("31 March", "None"),
        ("30-31 March 2026", "None"),
        ("2026-02-30", "None"),
        ("", "None"),
        (None, "None"),
    ],
)
def test_one_day_is_read_from_any_value(value: object, day: str) -> None:
    assert str(parse_day(value)) == day


def test_a_month_does_not_begin_within_a_word() -> None:
    assert parse_date_range("Omar 5-7 May 2014") == (datetime.date(2014, 5, 5), datetime.date(2014, 5, 7))
