"""Tell the recommendations: each with what became of it, and the dashboard that counts them."""

from __future__ import annotations

from collections.abc import Mapping

from .. import direction, labels, tracking
from ..model import Recommendation, Tracking
from ..model.outcome import Action, HistoryEntry
from .lookup import Lookup
from .plain import Facts, plain


def recommendations(lookup: Lookup) -> list[Facts]:
    """List the recommendations, each with what became of it."""
    return [_recommendation(lookup, entry) for entry in lookup.workshop.recommendations]


def _recommendation(lookup: Lookup, entry: Recommendation) -> Facts:
    status = str(tracking.status_of(entry))
    addressees = entry.addressees or ()
    return {
        **plain(entry),
        "addressees": [lookup.organization(reference) for reference in addressees],
        "addressed_short": direction.joined(
            lookup.words.semicolon, (lookup.organization_short(reference) for reference in addressees)
        ),
        "priority": labels.priority(lookup.words, entry.priority) if entry.priority else "",
        "due": lookup.day(entry.due),
        "status": status,
        "status_label": labels.status(lookup.words, status),
        "overdue": _is_overdue(lookup, entry),
        "tracking": _tracked(lookup, entry.tracking) if entry.tracking else None,
    }


def _is_overdue(lookup: Lookup, entry: Recommendation) -> bool:
    """Tell whether a recommendation is overdue; without a report there is no day to tell it by."""
    report = lookup.workshop.report
    return bool(report and tracking.is_overdue(entry, report.cut_off))


def _tracked(lookup: Lookup, known: Tracking) -> Facts:
    return {
        **plain(known),
        "acceptance": labels.acceptance(lookup.words, known.acceptance) if known.acceptance else "",
        "progress": lookup.words.percent(known.progress) if known.progress is not None else "",
        "last_update": lookup.day(known.last_update),
        "actions": [_action(lookup, action) for action in known.actions],
        "evidence": [{**plain(item), "date": lookup.day(item.date)} for item in known.evidence],
        "history": [_state(lookup, item) for item in known.history],
    }


def _action(lookup: Lookup, action: Action) -> Facts:
    return {**plain(action), "due": lookup.day(action.due), "status": labels.action_status(lookup.words, action.status)}


def _state(lookup: Lookup, item: HistoryEntry) -> Facts:
    return {**plain(item), "date": lookup.day(item.date), "status_label": labels.status(lookup.words, item.status)}


def dashboard(lookup: Lookup) -> Facts:
    """Count the recommendations by status; list what is overdue, all states, and what changed since last time."""
    entries = lookup.workshop.recommendations
    counted = tracking.counts(entries)
    overdue = [entry for entry in entries if _is_overdue(lookup, entry)]
    listed = {status: number for status, number in counted.items() if number}
    shares = tracking.shares(list(listed.values())) if listed else []
    return {
        "total": len(entries),
        "unknown": counted[tracking.UNKNOWN],
        "counts": [_count(lookup, *one) for one in zip(listed, listed.values(), shares, strict=True)],
        "tiles": _tiles(lookup, counted, len(overdue)),
        "dated": any(entry.due for entry in entries),
        "overdue": [_recommendation(lookup, entry) for entry in overdue],
        "log": _log(lookup),
        "changes": _changes(lookup),
        "untold": _untold(lookup),
    }


def _count(lookup: Lookup, status: str, number: int, share: int) -> Facts:
    return {
        "status": status,
        "label": labels.status(lookup.words, status),
        "number": number,
        "share": lookup.words.percent(share),
    }


def _tiles(lookup: Lookup, counted: Mapping[str, int], overdue: int) -> list[Facts]:
    """Give the figures that open the dashboard: four, or three where nothing is known."""
    _ = lookup.words.text
    total, unknown = sum(counted.values()), counted[tracking.UNKNOWN]
    open_now = counted["in-progress"] + counted["not-started"] + counted["partially-implemented"]
    figures = [(total, _("recommendations made"))]
    if total > unknown:
        figures += [(counted["implemented"], _("implemented")), (open_now, _("still open")), (overdue, _("overdue"))]
    else:
        figures += [(0, _("with a known status")), (unknown, _("of which nothing is known"))]
    return [{"number": lookup.words.number(number), "label": label} for number, label in figures]


def _log(lookup: Lookup) -> list[Facts]:
    """List all states of all recommendations, as they were noted."""
    return [
        {
            "id": entry.id,
            "date": lookup.day(item.date),
            "status": labels.status(lookup.words, item.status),
            "note": item.note,
        }
        for entry in lookup.workshop.recommendations
        for item in (entry.tracking.history if entry.tracking else ())
    ]


def _changes(lookup: Lookup) -> list[Facts]:
    """List what changed since the previous edition; in a first edition nothing did."""
    report = lookup.workshop.report
    if report is None or report.previous is None:
        return []
    moved = tracking.changes(lookup.workshop.recommendations, report.previous, report.cut_off)
    return [_change(lookup, change) for change in moved]


def _untold(lookup: Lookup) -> str:
    """Name the recommendations of which nobody noted whether they changed since the previous edition."""
    report = lookup.workshop.report
    if report is None or report.previous is None:
        return ""
    silent = tracking.without_history(lookup.workshop.recommendations, report.previous)
    return lookup.words.listing([entry.id for entry in silent])


def _change(lookup: Lookup, change: tracking.Change) -> Facts:
    return {
        "id": change.recommendation.id,
        "title": change.recommendation.title or "",
        "text": change.recommendation.text,
        "date": lookup.day(change.entry.date),
        "before": labels.status(lookup.words, change.before) if change.before else "",
        "after": labels.status(lookup.words, change.after),
        "note": change.entry.note,
    }
