"""Check what is recorded of earlier editions, and of recommendations that were split, merged or superseded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..findings.finding import Finding, Severity
from ..loading.validation_errors import join_words
from ..loading.value_positions import ValuePositions
from ..model import Report, Status, Workshop
from .recommendation_status import find_last_edition, group_by_origin, status_of


def check_edition_record(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Check successors of recommendations, the list of editions, and what was added or is missing since the last."""
    yield from _check_successors(workshop, places)
    if workshop.report:
        yield from _check_editions(workshop.report, places)
        yield from _check_added_and_lost(workshop, workshop.report, places)
        yield from _check_unrecorded(workshop, places)


def _check_successors(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    heirs = {entry.id: entry.superseded_by for entry in workshop.recommendations}
    for number, entry in enumerate(workshop.recommendations):
        if not entry.superseded_by:
            continue
        place = places.find_key("recommendations", number, "superseded_by")
        if entry.id in _list_heirs(entry.id, heirs):
            message = f"{entry.id} is superseded by itself, or by one that it supersedes"
            yield Finding("circular-succession", message, place, "name the recommendations that took its place")
        elif status_of(entry) != Status.SUPERSEDED:
            message = f"{entry.id} has successors, but its status is {status_of(entry)}"
            hint = (
                f"run octavo status {entry.id} superseded --on with the day, or add that to its history, or remove "
                "superseded_by:"
            )
            yield Finding("status-differs", message, place, hint, Severity.WARNING)


def _list_heirs(name: str, heirs: dict[str, tuple[str, ...]]) -> set[str]:
    """Return all that took the place of a recommendation, directly or not."""
    found: set[str] = set()
    waiting = [*heirs.get(name, ())]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += heirs.get(one, ())
    return found


def _check_editions(report: Report, places: ValuePositions) -> Iterator[Finding]:
    for number, (first, second) in enumerate(pairwise(report.editions), 1):
        if second.edition <= first.edition or second.cut_off <= first.cut_off:
            message = f"edition {second.edition} ({second.cut_off}) does not follow edition {first.edition}"
            place = places.find_value("report", "editions", number)
            yield Finding("edition-order", message, place, "list each edition once, in order, with its cut-off date")
    if not report.editions:
        return
    last, at = report.editions[-1], len(report.editions) - 1
    if last.edition >= report.edition:
        message = f"edition {last.edition} was given away, but this is edition {report.edition}"
        hint = f"write edition: {last.edition + 1}"
        yield Finding("edition-differs", message, places.find_value("report", "edition"), hint)
    if report.previous and report.previous != last.cut_off:
        message = f"previous: says {report.previous}, but edition {last.edition} has the cut-off date {last.cut_off}"
        place = places.find_value("report", "editions", at, "cut_off")
        yield Finding("edition-differs", message, place, "correct one of them, or remove previous:", Severity.WARNING)


def _check_added_and_lost(workshop: Workshop, report: Report, places: ValuePositions) -> Iterator[Finding]:
    """Report recommendations that the last edition had and are gone, and those that are new without a day."""
    known = find_last_edition(report)
    if known is None:
        return
    last, ids = report.editions[-1], {entry.id for entry in workshop.recommendations}
    if gone := [name for name in last.recommendations if name not in ids]:
        message = f"edition {last.edition} had recommendations that are not here: {', '.join(gone)}"
        hint = (
            f"put {gone[0]} back; if it no longer holds, add status: withdrawn to its history, or status: superseded "
            "and superseded_by:"
        )
        place = places.find_key("report", "editions", len(report.editions) - 1, "recommendations")
        yield Finding("lost-recommendation", message, place, hint)
    for number, entry in enumerate(workshop.recommendations):
        if entry.id not in known and entry.added is None:
            message = f"{entry.id} is not in edition {last.edition}, and no day says when it was added"
            place = places.find_value("recommendations", number, "id")
            hint = f"write added: with a day after {last.cut_off}"
            yield Finding("no-added", message, place, hint, Severity.WARNING)


def _check_unrecorded(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Advise to say who made the recommendations of a later edition, since no history tells."""
    found = group_by_origin(workshop.recommendations, workshop.report).unrecorded
    if unsure := [entry for entry in found if entry.tracking is None]:
        names = join_words([entry.id for entry in unsure], "and")
        message = f"nothing tells whether the meeting made {names}, so the report does not say so"
        hint = (
            "write added: with the day, if it was added after the meeting; else begin its history with "
            f"- date: {workshop.event.end} and status: not-started"
        )
        place = places.find_value("recommendations", workshop.recommendations.index(unsure[0]))
        yield Finding("unclear-origin", message, place, hint, Severity.ADVICE)
