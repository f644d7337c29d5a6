"""What became of recommendations, on the day before, the day of and the day after each date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from octavo.checking import recommendation_status
from octavo.checking.recommendation_status import (
    NOT_MADE,
    UNKNOWN_STATUS,
    compute_percentages,
    count_by_status,
    find_unrecorded_changes,
    group_by_origin,
    is_overdue,
    list_changes,
    state_at,
    status_of,
)
from octavo.model import Recommendation, Report, Status

DAY_BEFORE, DAY, DAY_AFTER = date(2026, 5, 30), date(2026, 5, 31), date(2026, 6, 1)


def recommendation(
    name: str = "R1", status: str | None = None, *history: tuple[date, str], **more: Any
) -> Recommendation:
    """Make a recommendation; it is tracked where it has a status."""
    tracking = {key: more.pop(key) for key in ("last_update", "evidence", "progress") if key in more}
    data: dict[str, Any] = {"id": name, "text": "Measure.", **more}
    if status:
        entries = [{"date": day, "status": now} for day, now in history]
        data["tracking"] = {"status": status, "history": entries, **tracking}
    return Recommendation.model_validate(data)


def test_who_made_a_recommendation_follows_from_what_is_added_and_recorded_later() -> None:
    made = recommendation("R1")
    recorded = recommendation("R2", "in-progress", (DAY, "in-progress"))
    later = recommendation("R3", "in-progress", (DAY_AFTER, "in-progress"))
    added = recommendation("R4", "in-progress", (DAY_AFTER, "in-progress"), added=DAY_AFTER)
    second = Report.model_validate({"edition": 2, "date": DAY_AFTER, "previous": DAY})
    found = group_by_origin(iter([made, recorded, later, added]), second)
    assert (found.by_meeting, found.added, found.recorded_later) == ((recorded,), (added,), (later,))
    assert found.unrecorded == (made,)
    assert group_by_origin([later], None).by_meeting == (later,)


def test_what_stood_in_the_first_edition_was_made_by_the_meeting_and_nothing_else() -> None:
    made, new = recommendation("R1"), recommendation("R2", "in-progress", (DAY_AFTER, "in-progress"))
    first = {"edition": 1, "date": DAY, "cut_off": DAY, "recommendations": ["R1"]}
    report = Report.model_validate({"edition": 2, "date": DAY_AFTER, "previous": DAY, "editions": [first]})
    found = group_by_origin([made, new], report)
    assert (found.by_meeting, found.added) == ((made,), (new,))
    assert not found.are_all_by_meeting


def test_a_recommendation_is_shown_as_it_stood_at_the_end_of_a_day() -> None:
    history = ((DAY_BEFORE, "not-started"), (DAY, "in-progress"), (DAY_AFTER, "implemented"))
    whole = recommendation("R1", "implemented", *history, progress=100)
    then = state_at(whole, DAY)
    assert then.tracking and then.tracking.status is Status.IN_PROGRESS and then.tracking.progress is None
    assert [entry.date for entry in then.tracking.history] == [DAY_BEFORE, DAY]
    assert state_at(whole, DAY_AFTER) is whole
    assert state_at(whole, date(2026, 5, 29)).tracking is None
    assert state_at(recommendation(), DAY) == recommendation()
    noted = recommendation("R1", "in-progress", (DAY, "in-progress"), (DAY_AFTER, "in-progress"), progress=40)
    kept = state_at(noted, DAY).tracking
    assert kept and kept.progress == 40


def test_status_is_counted_in_the_order_of_reports() -> None:
    entries = [
        recommendation(),
        recommendation("R2", "superseded"),
        recommendation("R3", "implemented"),
        recommendation("R4"),
    ]
    assert status_of(entries[0]) == UNKNOWN_STATUS == "unknown"
    counts = count_by_status(entries)
    assert list(counts) == [str(status) for status in recommendation_status.STATUS_ORDER]
    assert {name: count for name, count in counts.items() if count} == {"implemented": 1, "superseded": 1, "unknown": 2}


@pytest.mark.parametrize(
    ("due", "status", "is_late"),
    [
        (DAY_BEFORE, None, True), (DAY_BEFORE, "in-progress", True), (DAY_BEFORE, "partially-implemented", True),
        (DAY_BEFORE, "implemented", False), (DAY_BEFORE, "superseded", False),
        (DAY_BEFORE, "closed-not-implemented", False), (DAY, "in-progress", False), (None, "in-progress", False),
    ],
)  # fmt: skip
def test_what_was_due_before_the_cut_off_and_is_open_is_overdue(
    due: date | None, status: str | None, is_late: bool
) -> None:
    assert is_overdue(recommendation("R1", status, due=due), DAY) is is_late


def test_changes_after_one_edition_up_to_the_next_are_listed_oldest_first() -> None:
    moved = recommendation(
        "R1", "implemented", (DAY_BEFORE, "not-started"), (DAY, "in-progress"), (DAY_AFTER, "implemented")
    )
    noted = recommendation("R2", "in-progress", (DAY_BEFORE, "in-progress"), (DAY, "in-progress"))
    first = recommendation("R3", "in-progress", (DAY, "in-progress"))
    found = list_changes([moved, noted, first], DAY_BEFORE, DAY_AFTER)
    assert [(one.recommendation.id, one.before, one.after, one.date) for one in found] == [
        ("R1", "not-started", "in-progress", DAY),
        ("R3", None, "in-progress", DAY),
        ("R1", "in-progress", "implemented", DAY_AFTER),
    ]


@pytest.mark.parametrize(
    ("entry", "changes"),
    [
        (recommendation(added=DAY), [(NOT_MADE, UNKNOWN_STATUS, DAY)]),
        (recommendation("R1", "in-progress", added=DAY), [(NOT_MADE, "in-progress", DAY)]),
        (recommendation("R1", "in-progress", (DAY, "in-progress"), added=DAY), [(NOT_MADE, "in-progress", DAY)]),
        (
            recommendation("R1", "in-progress", (DAY_AFTER, "in-progress"), added=DAY),
            [(NOT_MADE, UNKNOWN_STATUS, DAY), (UNKNOWN_STATUS, "in-progress", DAY_AFTER)],
        ),
    ],
)
def test_what_was_added_is_a_change(entry: Recommendation, changes: list[tuple[str, str, date]]) -> None:
    found = list_changes([entry], DAY_BEFORE, DAY_AFTER)
    assert [(one.before, one.after, one.date) for one in found] == changes


def test_statuses_without_a_record_have_the_names_that_templates_use() -> None:
    assert (NOT_MADE, UNKNOWN_STATUS) == ("not-made", "unknown")


@pytest.mark.parametrize(
    ("entry", "is_open"),
    [
        (recommendation(), False),  # of what is unknown nothing more can be told
        (recommendation("R1", "in-progress"), True),
        (recommendation("R1", "in-progress", last_update=DAY), False),
        (recommendation("R1", "in-progress", last_update=DAY_AFTER), True),
        (recommendation("R1", "in-progress", (DAY, "in-progress"), last_update=DAY_AFTER), False),
        (recommendation("R1", "in-progress", (DAY, "not-started"), last_update=DAY_AFTER), True),
        (recommendation("R1", "in-progress", last_update=DAY, evidence=[{"title": "x", "date": DAY_AFTER}]), True),
        (
            recommendation(
                "R1", "in-progress", last_update=DAY, evidence=[{"title": "x", "date": DAY}, {"title": "y"}]
            ),
            False,
        ),
        (recommendation("R1", "in-progress", added=DAY_AFTER), False),
        (recommendation("R1", "in-progress", added=DAY), True),
        (recommendation("R1", "in-progress", (DAY_AFTER, "not-started"), added=DAY_AFTER), True),
    ],
)
def test_what_may_have_changed_untold_is_found(entry: Recommendation, is_open: bool) -> None:
    assert find_unrecorded_changes([entry], DAY) == ([entry] if is_open else [])


@pytest.mark.parametrize(
    ("numbers", "shares"),
    [
        ([1, 1, 1], "34 33 33"), ([2, 1], "67 33"), ([1, 0], "100 0"), ([50, 50], "50 50"), ([99, 1], "99 1"),
        ([100, 1], "99.0 1.0"), ([999, 1], "99.9 0.1"), ([1000, 1], "99.90 0.10"), ([1, 2, 3], "17 33 50"),
    ],
)  # fmt: skip
def test_shares_are_a_hundred_together_and_none_is_hidden(numbers: list[int], shares: str) -> None:
    found = compute_percentages(numbers)
    assert found == [Decimal(share) for share in shares.split()]
    assert [str(share) for share in found] == shares.split()
