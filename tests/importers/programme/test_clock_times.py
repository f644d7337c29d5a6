"""Days and times of day are read as people write them, and nothing is guessed where two things may be meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.importers.programme.clock_times import DayReader, add_minutes, read_clock_times, read_duration

EVENT = DayReader(date(2026, 9, 10), date(2026, 9, 12))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-09-11", date(2026, 9, 11)),
        ("2026-09-11T09:30:00", date(2026, 9, 11)),
        ("11.09.2026", date(2026, 9, 11)),
        ("11.9.", date(2026, 9, 11)),
        ("11/09/2026", date(2026, 9, 11)),
        ("09/11/26", date(2026, 9, 11)),
        ("Friday, 11 September", date(2026, 9, 11)),
        ("Sept. 11th, 2026", date(2026, 9, 11)),
        ("vendredi 11 septembre", date(2026, 9, 11)),
        ("11. září 2026", date(2026, 9, 11)),
        ("11 сентября", date(2026, 9, 11)),
        ("11 вересня", date(2026, 9, 11)),
        ("Day 2", date(2026, 9, 11)),
        ("Tag 2", date(2026, 9, 11)),
        ("Friday", date(2026, 9, 11)),
        ("Freitag", date(2026, 9, 11)),
        ("03/04/2027", None),
        ("31.02.2026", None),
        ("Monday", None),
        ("09:30", None),
        ("sometime", None),
    ],
)
def test_days(words: str, day: date | None) -> None:
    assert EVENT.read(words) == day


def test_without_dates_of_the_event_a_year_is_needed() -> None:
    unknown = DayReader(None, None)
    assert unknown.read("11 September") is None and unknown.read("Friday") is None
    assert unknown.read("11 September 2026") == date(2026, 9, 11)
    assert unknown.read("13/09/2026") == date(2026, 9, 13) and unknown.read("11/09/2026") is None


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("9:30", ("09:30", "")),
        ("09:30:00", ("09:30", "")),
        ("9.30", ("09:30", "")),
        ("9h30", ("09:30", "")),
        ("9 h", ("09:00", "")),
        ("9.30 Uhr", ("09:30", "")),
        ("0930", ("09:30", "")),
        ("9 am", ("09:00", "")),
        ("12:15 p.m.", ("12:15", "")),
        ("12 am", ("00:00", "")),
        ("2:00-3:30 pm", ("14:00", "15:30")),
        ("11:30-1 pm", ("11:30", "13:00")),
        ("09:00–10:15", ("09:00", "10:15")),
        ("9 - 10:30", ("09:00", "10:30")),
        ("von 9 bis 10:30", ("09:00", "10:30")),
        ("22:00-24:00", ("22:00", "00:00")),
        ("0.395833333", ("09:30", "")),
        ("2026-09-11T09:30:00", ("09:30", "")),
        ("25:00", None),
        ("10.09.2026", None),
        ("morning", None),
        ("", None),
    ],
)
def test_times(words: str, times: tuple[str, str] | None) -> None:
    assert read_clock_times(words) == times


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("00:45", 45), ("1:30", 90), ("01:30:00", 90), ("45 min", 45), ("1 h 30", 90), ("1h", 60), ("20'", 20), ("x", 0)],
)
def test_durations(words: str, minutes: int) -> None:
    assert read_duration(words) == minutes


def test_minutes_run_past_midnight() -> None:
    assert add_minutes("23:30", 45) == "00:15"


@given(st.text(max_size=60) | st.text("0123456789:.-/h apm", max_size=30))
def test_whatever_is_written_is_read_or_refused(words: str) -> None:
    EVENT.read(words)
    times = read_clock_times(words)
    read_duration(words)
    assert times is None or all(len(time) in (0, 5) for time in times)


@pytest.mark.parametrize("words", ["Day 2", "Day 99"])
def test_a_day_behind_the_end_of_the_calendar_is_none(words: str) -> None:
    assert DayReader(date.max, date.max).read(words) is None
