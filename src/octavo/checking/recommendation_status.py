"""What became of the recommendations: counts by status, what is overdue, what changed since the last edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..model import Recommendation, Status

CLOSED_STATUSES = (Status.IMPLEMENTED, Status.CLOSED_NOT_IMPLEMENTED, Status.SUPERSEDED)
UNKNOWN_STATUS = "unknown"
"""What the status of a recommendation is called of which no record is at hand."""
STATUS_ORDER = (
    Status.IMPLEMENTED,
    Status.PARTIALLY_IMPLEMENTED,
    Status.IN_PROGRESS,
    Status.NOT_STARTED,
    Status.CLOSED_NOT_IMPLEMENTED,
    Status.SUPERSEDED,
    UNKNOWN_STATUS,
)


OPEN_STATUSES = (Status.IN_PROGRESS, Status.NOT_STARTED, Status.PARTIALLY_IMPLEMENTED)
NOT_MADE = "not-made"
"""What the status of a recommendation is called before it was added."""


@dataclass(frozen=True)
class StatusChange:
    """A recommendation whose status moved; `before` is None where there was no status before."""

    recommendation: Recommendation
    before: str | None
    after: str
    date: date


@dataclass(frozen=True)
class Origins:
    """Who made the recommendations, as far as the file tells."""

    by_meeting: tuple[Recommendation, ...]
    added: tuple[Recommendation, ...]
    recorded_later: tuple[Recommendation, ...]
    """Those whose record begins after the previous edition, and of which nothing says when they were made."""


def group_by_origin(recommendations: Iterable[Recommendation], previous: date | None) -> Origins:
    """Sort recommendations by who made them: the meeting, unless they were added or are first on record later."""
    entries = tuple(recommendations)
    added = tuple(one for one in entries if one.added)
    later = tuple(one for one in entries if not one.added and _begins_after(one, previous))
    return Origins(tuple(one for one in entries if one not in (*added, *later)), added, later)


def _begins_after(recommendation: Recommendation, previous: date | None) -> bool:
    history = recommendation.tracking.history if recommendation.tracking else ()
    return bool(previous and history and history[0].date > previous)


def state_at(recommendation: Recommendation, day: date) -> Recommendation:
    """Give a recommendation as it stood at the end of a day, as far as its history tells.

    Of one whose history begins later nothing is known on that day.
    """
    tracking = recommendation.tracking
    if tracking is None or all(entry.date <= day for entry in tracking.history):
        return recommendation
    history = tuple(entry for entry in tracking.history if entry.date <= day)
    if not history:
        return recommendation.model_copy(update={"tracking": None})
    status = history[-1].status
    progress = tracking.progress if status is tracking.status else None
    known = tracking.model_copy(update={"history": history, "status": status, "progress": progress})
    return recommendation.model_copy(update={"tracking": known})


def status_of(recommendation: Recommendation) -> str:
    """Name the status of a recommendation, or say that it is unknown."""
    return recommendation.tracking.status if recommendation.tracking else UNKNOWN_STATUS


def count_by_status(recommendations: Iterable[Recommendation]) -> dict[str, int]:
    """Count the recommendations by status, in the order in which reports list them."""
    found = [str(status_of(recommendation)) for recommendation in recommendations]
    return {str(status): found.count(str(status)) for status in STATUS_ORDER}


def is_overdue(recommendation: Recommendation, cut_off: date) -> bool:
    """Tell whether a recommendation was due before the cut-off date and is not known to be closed."""
    return bool(
        recommendation.due and recommendation.due < cut_off and status_of(recommendation) not in CLOSED_STATUSES
    )


def list_changes(recommendations: Iterable[Recommendation], since: date, until: date) -> list[StatusChange]:
    """List what happened after the previous edition, oldest first: what was added, and each status that moved."""
    found = [change for one in recommendations for change in _walk_changes(one) if since < change.date <= until]
    return sorted(found, key=lambda change: change.date)


def _walk_changes(recommendation: Recommendation) -> Iterator[StatusChange]:
    """Walk through all that happened to a recommendation; an entry that only adds a note moves nothing."""
    added = recommendation.added
    history = recommendation.tracking.history if recommendation.tracking else ()
    before: str | None = NOT_MADE if added else None
    if added and (not history or history[0].date > added):
        after = UNKNOWN_STATUS if history else status_of(recommendation)
        yield StatusChange(recommendation, before, after, added)
        before = after
    for entry in history:
        if entry.status != before:
            yield StatusChange(recommendation, before, entry.status, entry.date)
        before = entry.status


def find_unrecorded_changes(recommendations: Iterable[Recommendation], since: date) -> list[Recommendation]:
    """List what may have changed after the previous edition, but whose history does not tell."""
    return [one for one in recommendations if not _has_full_history(one) and _may_have_moved(one, since)]


def _has_full_history(recommendation: Recommendation) -> bool:
    """Tell whether the history leads to the status; of what is unknown nothing more can be told."""
    tracking = recommendation.tracking
    return tracking is None or bool(tracking.history and tracking.history[-1].status is tracking.status)


def _may_have_moved(recommendation: Recommendation, since: date) -> bool:
    tracking = recommendation.tracking
    assert tracking is not None  # noqa: S101 - whoever asks has looked
    if recommendation.added and recommendation.added > since and not tracking.history:
        return False  # that it was added is told, and with what status
    dated = [entry.date for entry in tracking.evidence if entry.date]
    return tracking.last_update is None or max([tracking.last_update, *dated]) > since


def compute_percentages(numbers: Sequence[int]) -> list[Decimal]:
    """Give each number's share in per cent; together they are a hundred (by the largest remainders).

    With more than a hundred there are as many decimals as show one of them: none has 0 or 100 that is not so.
    """
    total = sum(numbers)
    decimals = max(0, len(str(total - 1)) - 2)
    whole = 100 * 10**decimals
    found = [whole * number // total for number in numbers]
    by_remainder = sorted(range(len(numbers)), key=lambda at: -(whole * numbers[at] % total))
    for at in by_remainder[: whole - sum(found)]:
        found[at] += 1
    return [Decimal(share).scaleb(-decimals) for share in found]
