"""Compute what became of the recommendations: counts by status, what is overdue, what changed since an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ..model import Recommendation, Report, Status
from ..model.outcome import ActionStatus

DROPPED_STATUSES = (Status.CLOSED_NOT_IMPLEMENTED, Status.SUPERSEDED, Status.WITHDRAWN)
"""Closed without being carried out."""
CLOSED_STATUSES = (Status.IMPLEMENTED, *DROPPED_STATUSES)
UNKNOWN_STATUS = "unknown"
"""Status of a recommendation without tracking."""
STATUS_ORDER = (
    Status.IMPLEMENTED,
    Status.PARTIALLY_IMPLEMENTED,
    Status.IN_PROGRESS,
    Status.NOT_STARTED,
    Status.CLOSED_NOT_IMPLEMENTED,
    Status.SUPERSEDED,
    Status.WITHDRAWN,
    UNKNOWN_STATUS,
)


OPEN_STATUSES = (Status.IN_PROGRESS, Status.NOT_STARTED, Status.PARTIALLY_IMPLEMENTED)
NOT_MADE = "not-made"
"""Status of a recommendation before it was added, or before the edition in which it is new."""


@dataclass(frozen=True)
class StatusChange:
    """A change of a recommendation's status; `before` is None if it had no status. `note` is what the history adds.

    The `date` is None if it is only known that the previous edition did not have the recommendation.
    """

    recommendation: Recommendation
    before: str | None
    after: str
    date: date | None
    note: str | None = None


@dataclass(frozen=True)
class Origins:
    """Who made the recommendations, as far as the file says."""

    by_meeting: tuple[Recommendation, ...]
    added: tuple[Recommendation, ...]
    recorded_later: tuple[Recommendation, ...]
    """Those whose history begins after the previous edition, without saying who made them."""
    unrecorded: tuple[Recommendation, ...]
    """Those of a later edition without a history and without a record of what the first edition had."""

    @property
    def are_all_by_meeting(self) -> bool:
        """Whether it is certain that the meeting made all of them."""
        return not (self.added or self.recorded_later or self.unrecorded)


def group_by_origin(recommendations: Iterable[Recommendation], report: Report | None) -> Origins:
    """Group recommendations by who made them: the meeting, unless they were added, or first recorded, later.

    In a first edition, and of what stood in it, the meeting made all that is not said to be added. In later ones it is
    certain only of what has a history that begins before the previous edition.
    """
    entries = tuple(recommendations)
    edition, previous = (report.edition, report.previous) if report else (1, None)
    first = _find_first_edition(report)
    added = tuple(one for one in entries if one.added or (first is not None and one.id not in first))
    rest = [one for one in entries if one not in added]
    if first is not None:
        return Origins(tuple(rest), added, (), ())
    later = tuple(one for one in rest if _begins_after(one, previous))
    unrecorded = tuple(one for one in rest if edition > 1 and not (one.tracking and one.tracking.history))
    return Origins(tuple(one for one in rest if one not in (*later, *unrecorded)), added, later, unrecorded)


def _find_first_edition(report: Report | None) -> tuple[str, ...] | None:
    """Return the ids of the recommendations of the first edition, if they are on record."""
    known = [one.recommendations for one in (report.editions if report else ()) if one.edition == 1]
    return known[0] if known else None


def find_last_edition(report: Report | None) -> frozenset[str] | None:
    """Return the ids of the recommendations of the previous edition, if they are on record."""
    return frozenset(report.editions[-1].recommendations) if report and report.editions else None


def _begins_after(recommendation: Recommendation, previous: date | None) -> bool:
    history = recommendation.tracking.history if recommendation.tracking else ()
    return bool(previous and history and history[0].date > previous)


def state_at(recommendation: Recommendation, day: date) -> Recommendation:
    """Return a recommendation as it was at the end of a day, as far as its history says.

    If its history begins later, its status on that day is unknown.
    """
    tracking = recommendation.tracking
    if tracking is None or all(entry.date <= day for entry in tracking.history):
        return recommendation
    history = tuple(entry for entry in tracking.history if entry.date <= day)
    if not history:
        return recommendation.model_copy(update={"tracking": None, "superseded_by": ()})
    status = history[-1].status
    progress = tracking.progress if status is tracking.status else None
    seen = tracking.last_update if tracking.last_update and tracking.last_update <= day else history[-1].date
    known = tracking.model_copy(
        update={"history": history, "status": status, "progress": progress, "last_update": seen}
    )
    heirs = recommendation.superseded_by if status is Status.SUPERSEDED else ()
    return recommendation.model_copy(update={"tracking": known, "superseded_by": heirs})


def status_of(recommendation: Recommendation) -> str:
    """Return the status of a recommendation, or UNKNOWN_STATUS."""
    return recommendation.tracking.status if recommendation.tracking else UNKNOWN_STATUS


def count_by_status(recommendations: Iterable[Recommendation]) -> dict[str, int]:
    """Count the recommendations by status, in the order of the reports."""
    found = [str(status_of(recommendation)) for recommendation in recommendations]
    return {str(status): found.count(str(status)) for status in STATUS_ORDER}


def is_overdue(recommendation: Recommendation, cut_off: date) -> bool:
    """Return whether a recommendation was due before the cut-off date and is not known to be closed."""
    return bool(
        recommendation.due and recommendation.due < cut_off and status_of(recommendation) not in CLOSED_STATUSES
    )


def list_changes(
    recommendations: Iterable[Recommendation], since: date, until: date, known: frozenset[str] | None = None
) -> list[StatusChange]:
    """Return the changes after the previous edition, oldest first: recommendations added, and changes of status.

    `known` are the ids of the recommendations of the previous edition, if they are on record: all others are new.
    """
    found = []
    for one in recommendations:
        is_new = known is not None and one.id not in known
        for change in _walk_changes(one, is_new):
            is_first = is_new and change.before == NOT_MADE
            if is_first or (change.date and since < change.date <= until):
                found.append(change)
    return sorted(found, key=lambda change: change.date or date.min)


def list_net_changes(
    recommendations: Iterable[Recommendation], since: date, until: date, known: frozenset[str] | None = None
) -> list[StatusChange]:
    """Return how each recommendation that changed after the previous edition differs from it, in their order.

    The date and the note are those of its last change; the date of a new one is the day on which it was added. `known`
    is as in `list_changes`.
    """
    steps: dict[str, list[StatusChange]] = {}
    entries = tuple(recommendations)
    for change in list_changes(entries, since, until, known):
        steps.setdefault(change.recommendation.id, []).append(change)
    changed = [steps[entry.id] for entry in entries if entry.id in steps]
    return [
        replace(own[-1], before=own[0].before, date=(own[0] if own[0].before == NOT_MADE else own[-1]).date)
        for own in changed
    ]


def _walk_changes(recommendation: Recommendation, is_new: bool) -> Iterator[StatusChange]:
    """Yield all changes of a recommendation; an entry that only adds a note is no change.

    One that `is_new` without a day on which it was added is first recorded with its history.
    """
    added = recommendation.added
    history = recommendation.tracking.history if recommendation.tracking else ()
    before: str | None = NOT_MADE if added or is_new else None
    if is_new and not added and not history:
        yield StatusChange(recommendation, before, status_of(recommendation), None)
    if added and (not history or history[0].date > added):
        after = UNKNOWN_STATUS if history else status_of(recommendation)
        yield StatusChange(recommendation, before, after, added)
        before = after
    for entry in history:
        if entry.status != before:
            yield StatusChange(recommendation, before, entry.status, entry.date, entry.note)
        before = entry.status


def find_unrecorded_changes(recommendations: Iterable[Recommendation], since: date) -> list[Recommendation]:
    """Return the recommendations that may have changed after the previous edition, without a history that says so."""
    return [one for one in recommendations if not _has_full_history(one) and _may_have_moved(one, since)]


def _has_full_history(recommendation: Recommendation) -> bool:
    """Return whether the history leads to the present status; without tracking there is nothing to lead to."""
    tracking = recommendation.tracking
    return tracking is None or bool(tracking.history and tracking.history[-1].status is tracking.status)


def _may_have_moved(recommendation: Recommendation, since: date) -> bool:
    tracking = recommendation.tracking
    assert tracking is not None  # noqa: S101 - whoever asks has looked
    if recommendation.added and recommendation.added > since and not tracking.history:
        return False  # that it was added is reported, with its status
    dated = [entry.date for entry in tracking.evidence if entry.date]
    return tracking.last_update is None or max([tracking.last_update, *dated]) > since


def compute_percentages(numbers: Sequence[int]) -> list[Decimal]:
    """Return each number's share in per cent; the shares add up to 100 (largest remainder method).

    For a total over 100 the shares have as many decimals as show a single one, so that no share is rounded to 0 or
    100.
    """
    total = sum(numbers)
    decimals = max(0, len(str(total - 1)) - 2)
    whole = 100 * 10**decimals
    found = [whole * number // total for number in numbers]
    by_remainder = sorted(range(len(numbers)), key=lambda at: -(whole * numbers[at] % total))
    for at in by_remainder[: whole - sum(found)]:
        found[at] += 1
    return [Decimal(share).scaleb(-decimals) for share in found]


def done_share(entry: Recommendation) -> float | None:
    """Return what is done of a recommendation, from 0 to 1: as it is stated, or else the share of its actions.

    None if neither is known.
    """
    tracking = entry.tracking
    if tracking is None or tracking.status in DROPPED_STATUSES:
        return 0.0
    if tracking.status is Status.IMPLEMENTED:
        return 1.0
    if tracking.progress is not None:
        return float(tracking.progress) / 100
    kept = [action for action in tracking.actions if action.status is not ActionStatus.DROPPED]
    return sum(action.status is ActionStatus.DONE for action in kept) / len(kept) if kept else None
