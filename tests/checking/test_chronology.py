"""Of dates and times that contradict each other the first is found, and the last that agree pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.checking.chronology import LONGEST_EVENT, check_chronology
from octavo.findings.finding import Finding, Severity
from octavo.loading.value_positions import Location, ValuePositions
from octavo.model import Workshop

REPORT = {"date": "2026-09-01", "cut_off": "2026-08-31"}
SECOND = {**REPORT, "edition": 2, "previous": "2026-05-31"}
VOLUME = {"title": "Tides"}
CHAPTER = {"id": "c", "title": "C", "source": "c.rst"}
STARTED, WAITING = {"status": "in-progress"}, {"status": "not-started"}


class WaysAsPlaces(ValuePositions):
    """Names a place by the way that leads to it, so that tests see which value is blamed."""

    def find_value(self, *location: str | int) -> Any:
        return location

    find_key = find_value


def check(places: type[ValuePositions] = WaysAsPlaces, **parts: Any) -> list[Finding]:
    event = {"type": "workshop", "title": "T", "start": "2026-03-30", "end": "2026-04-01", **parts.pop("event", {})}
    data = {
        "schema_version": "1",
        "id": "w",
        "event": event,
        "people": [{"id": "a", "family": "Solo"}],
        "directors": [{"person": "a"}],
        **parts,
    }
    return list(check_chronology(Workshop.model_validate(data), places(Path("w.yaml"))))


def days(*dates: str) -> dict[str, Any]:
    return {"programme": {"days": [{"date": day, "sessions": []} for day in dates]}}


def sessions(*times: tuple[str, str | None]) -> dict[str, Any]:
    listed = [{"start": start, "title": "S", **({"end": end} if end else {})} for start, end in times]
    return {"programme": {"days": [{"date": "2026-03-30", "sessions": listed}]}}


def recommended(report: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    tracking = parts.pop("tracking", None)
    entry = {"id": "R1", "text": "Measure.", **parts, **({"tracking": tracking} if tracking else {})}
    return {"recommendations": [entry], **({"report": report} if report else {})}


def tracked(status: dict[str, Any], *history: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {**status, "history": [{"date": day, "status": now} for day, now in history], **more}


AGREE: dict[str, dict[str, Any]] = {
    "an event of one day": {"event": {"end": "2026-03-30"}},
    "the longest event": {"event": {"end": "2026-05-28"}},
    "the first and the last day of the event": days("2026-03-30", "2026-04-01"),
    "sessions that touch": sessions(("09:00", "09:01"), ("09:01", None)),
    "a session that runs past midnight": sessions(("19:30", "01:30")),
    "the longest night": sessions(("12:00", "06:00")),
    "sessions side by side": sessions(("09:00", "10:00"), ("09:00", "10:00")),
    "a chapter that is accepted on the day on which it came in": {
        "chapters": [{**CHAPTER, "received": "2026-05-01", "accepted": "2026-05-01"}]
    },
    "a volume that is published on the last day of its year": {
        "volume": {**VOLUME, "year": 2026, "published": "2026-12-31"}
    },
    "a volume whose year alone is known": {"volume": {**VOLUME, "year": 2026}},
    "a volume whose day alone is known": {"volume": {**VOLUME, "published": "2026-12-31"}},
    "a report that is closed on its own day": {"report": {**REPORT, "cut_off": REPORT["date"]}},
    "a report that is closed on the first day of the event": {"report": {**REPORT, "cut_off": "2026-03-30"}},
    "a second edition that begins after the first": {"report": {**SECOND, "previous": "2026-08-30"}},
    "a recommendation that is due on the first day": recommended(due="2026-03-30"),
    "a recommendation that is added on the day after the event": recommended(REPORT, added="2026-04-02"),
    "a recommendation that is added on the day of the cut-off": recommended(REPORT, added="2026-08-31"),
    "a history that begins on the day on which it is added": recommended(
        added="2026-04-02", tracking=tracked(STARTED, ("2026-04-02", "in-progress"))
    ),
    "two entries of one day": recommended(
        tracking=tracked(STARTED, ("2026-05-01", "not-started"), ("2026-05-01", "in-progress"))
    ),
    "a history that begins on the first day of the event": recommended(
        {"date": "2026-09-01"}, tracking=tracked(STARTED, ("2026-03-30", "not-started"), ("2026-09-01", "in-progress"))
    ),
    "a status without a history": recommended(tracking=STARTED),
    "all that is told on the day of the cut-off": recommended(
        REPORT,
        tracking=tracked(
            STARTED,
            ("2026-08-31", "in-progress"),
            last_update="2026-08-31",
            evidence=[{"title": "Decree", "date": "2026-08-31"}, {"title": "Undated"}],
        ),
    ),
    "a history from the day of the previous edition": recommended(
        SECOND, tracking=tracked(STARTED, ("2026-05-31", "in-progress"))
    ),
    "what was last looked at on the day of the previous edition": recommended(
        SECOND, tracking={**STARTED, "last_update": "2026-05-31"}
    ),
}


@pytest.mark.parametrize("what", AGREE)
def test_what_agrees_passes(what: str) -> None:
    assert check(**AGREE[what]) == []


SESSIONS: Location = ("programme", "days", 0, "sessions")
TRACKING: Location = ("recommendations", 0, "tracking")
REST = "or leave this for the next edition"
CONTRADICT: dict[str, tuple[dict[str, Any], str, Severity, Location, str, str]] = {
    "an event that ends before it begins": (
        {"event": {"end": "2026-03-29"}}, "date-order", Severity.ERROR, ("event", "end"),
        "the event ends on 2026-03-29, before it begins on 2026-03-30", "write 2026-03-30 or a later day",
    ),
    "an event of a day too many": (
        {"event": {"end": "2026-05-29"}}, "long-event", Severity.WARNING, ("event", "end"),
        "the event lasts 61 days", "check the year and month of start and end",
    ),
    "a day before the event": (
        days("2026-03-29"), "day-outside-event", Severity.ERROR, ("programme", "days", 0, "date"),
        "2026-03-29 is outside the event, which lasts from 2026-03-30 to 2026-04-01", "correct this date",
    ),
    "a day after the event": (
        days("2026-03-30", "2026-04-02"), "day-outside-event", Severity.ERROR, ("programme", "days", 1, "date"),
        "2026-04-02 is outside the event, which lasts from 2026-03-30 to 2026-04-01", "the start and end of the event",
    ),
    "a day that is listed twice": (
        days("2026-03-30", "2026-03-30"), "date-order", Severity.ERROR, ("programme", "days", 1, "date"),
        "2026-03-30 is not after 2026-03-30, the day above", "list each day once",
    ),
    "a day that is listed after a later one": (
        days("2026-03-31", "2026-03-30"), "date-order", Severity.ERROR, ("programme", "days", 1, "date"),
        "2026-03-30 is not after 2026-03-31, the day above", "in order",
    ),
    "a session without length": (
        sessions(("09:00", None), ("09:00", "09:00")), "time-order", Severity.ERROR, (*SESSIONS, 1, "end"),
        "the session ends at 09:00, but begins at 09:00", "write a time after 09:00",
    ),
    "a session that ends before it begins": (
        sessions(("09:00", "08:30")), "time-order", Severity.ERROR, (*SESSIONS, 0, "end"),
        "the session ends at 08:30, but begins at 09:00", "write a time after 09:00",
    ),
    "a session that ends late in the morning after": (
        sessions(("20:00", "06:01")), "time-order", Severity.ERROR, (*SESSIONS, 0, "end"),
        "the session ends at 06:01, but begins at 20:00",
        "write a time after 20:00, or one up to 06:00 on the next day",
    ),
    "a session that begins before the one above": (
        sessions(("09:00", None), ("08:59", None)), "time-order", Severity.ERROR, (*SESSIONS, 1, "start"),
        "the session begins at 08:59, before the one above it, which begins at 09:00", "put the sessions in order",
    ),
    "a chapter that is accepted before it came in": (
        {"chapters": [CHAPTER, {**CHAPTER, "id": "d", "received": "2026-05-02", "accepted": "2026-05-01"}]},
        "date-order", Severity.ERROR, ("chapters", 1, "accepted"),
        "the chapter was accepted on 2026-05-01, before it was received on 2026-05-02", "correct received or accepted",
    ),
    "a volume that is published in another year": (
        {"volume": {**VOLUME, "year": 2026, "published": "2027-01-01"}},
        "year-differs", Severity.ERROR, ("volume", "published"),
        "the volume is published on 2027-01-01, but its year is 2026", "correct one of the two",
    ),
    "a report that is closed after its day": (
        {"report": {**REPORT, "cut_off": "2026-09-02"}}, "date-order", Severity.ERROR, ("report", "cut_off"),
        "the cut-off date 2026-09-02 is after 2026-09-01, the date of the report", "write 2026-09-01 or earlier",
    ),
    "two editions that are closed on one day": (
        {"report": {**SECOND, "previous": "2026-08-31"}}, "date-order", Severity.ERROR, ("report", "previous"),
        "the previous edition's cut-off date 2026-08-31 is not before 2026-08-31, this edition's",
        "write a day before 2026-08-31",
    ),
    "a report that is closed before the event": (
        {"report": {**REPORT, "cut_off": "2026-03-29"}}, "date-order", Severity.WARNING, ("report", "cut_off"),
        "the cut-off date 2026-03-29 is before the event", "write a day after 2026-04-01",
    ),
    "a first edition after another": (
        {"report": {**SECOND, "edition": 1}}, "edition-differs", Severity.WARNING, ("report", "previous"),
        "this is edition 1, but a previous one was closed on 2026-05-31", "remove previous:",
    ),
    "a second edition after none": (
        {"report": {**REPORT, "edition": 2}}, "no-previous", Severity.ADVICE, ("report", "edition"),
        "edition 2 has no cut-off date of the previous edition", "add previous:",
    ),
    "what may have changed since the previous edition": (
        recommended(SECOND, tracking={**STARTED, "last_update": "2026-06-01"}),
        "no-history", Severity.ADVICE, TRACKING, "since the previous edition (2026-05-31)", "under history:",
    ),
    "a record that begins after the previous edition": (
        recommended(SECOND, tracking=tracked(STARTED, ("2026-06-01", "in-progress"))),
        "recorded-later", Severity.WARNING, ("recommendations", 0, "id"),
        "it is unclear who made R1: its history begins on 2026-06-01, after the previous edition (2026-05-31)",
        "write added: 2026-06-01 if it was added then; if the meeting made it, begin its history with "
        "- date: 2026-04-01 and status: not-started",
    ),
    "a recommendation that is due before the event": (
        recommended(due="2026-03-29"), "date-order", Severity.WARNING, ("recommendations", 0, "due"),
        "R1 is due on 2026-03-29, before the event took place", "check the year",
    ),
    "a recommendation that is added on the last day of the event": (
        recommended(added="2026-04-01"), "date-order", Severity.ERROR, ("recommendations", 0, "added"),
        "R1 was added on 2026-04-01, but the event lasted until 2026-04-01", "remove added:",
    ),
    "a recommendation that is added after the cut-off": (
        recommended(REPORT, added="2026-09-01"), "after-cut-off", Severity.ERROR, ("recommendations", 0, "added"),
        "R1 was added on 2026-09-01, after 2026-08-31, the report's cut-off date", REST,
    ),
    "a history that begins before it is added": (
        recommended(added="2026-05-02", tracking=tracked(STARTED, ("2026-05-01", "in-progress"))),
        "date-order", Severity.ERROR, ("recommendations", 0, "added"),
        "the history of R1 begins on 2026-05-01, before it was added on 2026-05-02", "write 2026-05-01, or correct",
    ),
    "an entry that comes before the one above": (
        recommended(tracking=tracked(STARTED, ("2026-05-02", "not-started"), ("2026-05-01", "in-progress"))),
        "date-order", Severity.ERROR, (*TRACKING, "history", 1, "date"),
        "2026-05-01 is before 2026-05-02, the date of the entry above", "add new entries at the end",
    ),
    "a history that ends with another status": (
        recommended(tracking=tracked(WAITING, ("2026-05-02", "in-progress"))),
        "status-differs", Severity.WARNING, (*TRACKING, "status"),
        "the history of R1 ends with in-progress, but its status is not-started",
        "add a history entry with status: not-started, or remove status: here",
    ),
    "an entry after the cut-off": (
        recommended(REPORT, tracking=tracked(STARTED, ("2026-09-01", "in-progress"))),
        "after-cut-off", Severity.WARNING, (*TRACKING, "history", 0, "date"),
        "2026-09-01 is after 2026-08-31, the report's cut-off date; the report leaves it out", REST,
    ),
    "an entry after the date of a report without a cut-off": (
        recommended({"date": "2026-09-01"}, tracking=tracked(STARTED, ("2062-05-01", "in-progress"))),
        "after-cut-off", Severity.WARNING, (*TRACKING, "history", 0, "date"),
        "2062-05-01 is after 2026-09-01, the report's date; the report leaves it out", "move the date",
    ),
    "a recommendation that is added after the date of a report": (
        recommended({"date": "2026-09-01"}, added="2026-09-02"), "after-cut-off", Severity.ERROR,
        ("recommendations", 0, "added"), "R1 was added on 2026-09-02, after 2026-09-01, the report's date", "move the",
    ),
    "a history that begins before the event": (
        recommended(tracking=tracked(STARTED, ("1026-05-01", "in-progress"))),
        "date-order", Severity.WARNING, (*TRACKING, "history", 0, "date"),
        "the history of R1 begins on 1026-05-01, before the event took place", "check the year",
    ),
    "an update after the cut-off": (
        recommended(REPORT, tracking={**STARTED, "last_update": "2026-09-01"}),
        "after-cut-off", Severity.WARNING, (*TRACKING, "last_update"),
        "2026-09-01 is after 2026-08-31, the report's cut-off date", REST,
    ),
    "evidence after the cut-off": (
        recommended(REPORT, tracking={**STARTED, "evidence": [{"title": "Decree", "date": "2026-09-01"}]}),
        "after-cut-off", Severity.WARNING, (*TRACKING, "evidence", 0, "date"),
        "2026-09-01 is after 2026-08-31, the report's cut-off date", REST,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CONTRADICT)
def test_what_contradicts_itself_is_found_at_its_place_with_a_remedy(what: str) -> None:
    parts, code, severity, place, message, hint = CONTRADICT[what]
    (found,) = check(**parts)
    assert (found.code, found.severity, found.place) == (code, severity, place)
    assert message in found.message and hint in str(found.hint)


def test_an_event_may_last_as_many_days_as_the_bound_says() -> None:
    assert LONGEST_EVENT == 60


def test_only_what_the_report_leaves_out_is_said_to_be_left_out() -> None:
    (found,) = check(**recommended(REPORT, tracking={**STARTED, "last_update": "2026-09-01"}))
    assert "leaves it out" not in found.message


def test_a_programme_is_not_held_against_an_event_that_ends_before_it_begins() -> None:
    assert [one.code for one in check(event={"end": "2026-03-29"}, **days("2026-03-30"))] == ["date-order"]


def test_what_may_have_changed_is_named_in_one_advice_at_the_first() -> None:
    entries = [
        {"id": name, "text": "T.", "tracking": {**STARTED, "last_update": day}}
        for name, day in (("R1", "2026-05-01"), ("R2", "2026-06-01"), ("R3", "2026-06-01"))
    ]
    (found,) = check(report=SECOND, recommendations=entries)
    assert found.message.endswith(": R2, R3") and found.place == ("recommendations", 1, "tracking")


@pytest.mark.parametrize("start", ["2026-03-29", "2026-03-31"])
def test_a_day_beside_an_event_of_one_day_is_outside_it(start: str) -> None:
    assert [one.code for one in check(event={"end": "2026-03-30"}, **days(start))] == ["day-outside-event"]


def planned(*listed: dict[str, Any]) -> dict[str, Any]:
    return {"programme": {"days": [{"date": "2026-03-30", "sessions": [{"title": "S", **one} for one in listed]}]}}


ALONE = "but no start is given, so no time is printed"


def test_an_end_without_a_start_is_told_where_it_stands_with_what_to_add() -> None:
    session, talk = check(**planned({"end": "10:00"}, {"talks": [{"title": "T", "end": "11:30"}]}))
    assert (session.code, session.severity) == (talk.code, talk.severity) == ("no-start", Severity.WARNING)
    assert session.place == ("programme", "days", 0, "sessions", 0, "end")
    assert talk.place == ("programme", "days", 0, "sessions", 1, "talks", 0, "end")
    assert session.message == f"this ends at 10:00, {ALONE}" and talk.message == f"this ends at 11:30, {ALONE}"
    assert session.hint == talk.hint == "add start: with a time such as 09:30, or remove end:"


def test_parts_without_any_time_and_with_both_pass() -> None:
    assert check(**planned({"talks": [{"title": "T", "start": "10:00", "end": "11:00"}, {"title": "U"}]}, {})) == []


def test_sessions_after_one_without_a_start_are_looked_at_too() -> None:
    found = check(**planned({}, {"start": "10:00", "end": "09:00"}))
    assert [one.place[-2:] for one in found] == [(1, "end")]


@pytest.mark.parametrize(
    ("start", "end", "is_offered"), [("19:30", "07:00", True), ("12:00", "07:00", True), ("11:30", "07:00", False)]
)
def test_a_time_on_the_next_day_is_offered_for_evenings_alone(start: str, end: str, is_offered: bool) -> None:
    (found,) = check(**sessions((start, end)))
    night = ", or one up to 06:00 on the next day" if is_offered else ""
    assert found.hint == f"write a time after {start}{night}"


def test_a_day_that_no_file_names_is_told_once_at_the_history() -> None:
    class UnwrittenUpdate(WaysAsPlaces):
        def find_value(self, *location: str | int) -> Any:
            return location[:-1] if location[-1] == "last_update" else location

    late = recommended(REPORT, tracking=tracked(STARTED, ("2026-09-01", "in-progress"), last_update="2026-09-01"))
    (found,) = check(UnwrittenUpdate, **late)
    assert found.place == (*TRACKING, "history", 0, "date")
