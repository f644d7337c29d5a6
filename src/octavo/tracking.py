"""What became of the recommendations: counts by status, what is overdue, what changed since the last edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .model import Recommendation, Status
from .model.outcome import HistoryEntry

CLOSED = (Status.IMPLEMENTED, Status.CLOSED_NOT_IMPLEMENTED, Status.SUPERSEDED)
UNKNOWN = "unknown"
"""What the status of a recommendation is called of which no record is at hand."""
ORDER = (
    Status.IMPLEMENTED,
    Status.PARTIALLY_IMPLEMENTED,
    Status.IN_PROGRESS,
    Status.NOT_STARTED,
    Status.CLOSED_NOT_IMPLEMENTED,
    Status.SUPERSEDED,
    UNKNOWN,
)


@dataclass(frozen=True)
class Change:
    """A recommendation whose status moved; `before` is None where there was no status before."""

    recommendation: Recommendation
    before: str | None
    after: str
    entry: HistoryEntry


def status_of(recommendation: Recommendation) -> str:
    """Name the status of a recommendation, or say that it is unknown."""
    return recommendation.tracking.status if recommendation.tracking else UNKNOWN


def counts(recommendations: Iterable[Recommendation]) -> dict[str, int]:
    """Count the recommendations by status, in the order in which reports list them."""
    found = [str(status_of(recommendation)) for recommendation in recommendations]
    return {str(status): found.count(str(status)) for status in ORDER}


def is_overdue(recommendation: Recommendation, cut_off: date) -> bool:
    """Tell whether a recommendation was due before the cut-off date and is still open."""
    return bool(recommendation.due and recommendation.due < cut_off and status_of(recommendation) not in CLOSED)


def changes(recommendations: Iterable[Recommendation], since: date, until: date) -> list[Change]:
    """List what `history` tells of the time after the previous edition, oldest first."""
    found: list[Change] = []
    for recommendation in recommendations:
        before: str | None = None
        for entry in recommendation.tracking.history if recommendation.tracking else ():
            if since < entry.date <= until:
                found.append(Change(recommendation, before, entry.status, entry))
            before = entry.status
    return sorted(found, key=lambda change: change.entry.date)


def without_history(recommendations: Iterable[Recommendation], since: date) -> list[Recommendation]:
    """List what may have changed after the previous edition, but has no history that would tell."""
    return [one for one in recommendations if one.tracking and not one.tracking.history and _may_have_moved(one, since)]


def _may_have_moved(recommendation: Recommendation, since: date) -> bool:
    tracking = recommendation.tracking
    assert tracking is not None  # noqa: S101 - whoever asks has looked
    dated = [entry.date for entry in tracking.evidence if entry.date]
    return tracking.last_update is None or max([tracking.last_update, *dated]) > since


def shares(numbers: Sequence[int]) -> list[int]:
    """Give each number's share in whole hundredths that add up to a hundred (by the largest remainders)."""
    total = sum(numbers)
    found = [100 * number // total for number in numbers]
    by_remainder = sorted(range(len(numbers)), key=lambda at: -(100 * numbers[at] % total))
    for at in by_remainder[: 100 - sum(found)]:
        found[at] += 1
    return found
