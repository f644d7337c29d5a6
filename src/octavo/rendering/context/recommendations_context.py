"""Tell the recommendations: each with what became of it, and the dashboard that counts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ...checking import recommendation_status
from ...language import text_direction
from ...language.translator import Translator
from ...model import Recommendation, Status, Tracking
from ...model.outcome import Action, HistoryEntry
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import Facts, plain


def recommendations(lookup: DisplayNames) -> list[Facts]:
    """List the recommendations, each with what became of it."""
    return [_recommendation(lookup, entry) for entry in lookup.workshop.recommendations]


def _recommendation(lookup: DisplayNames, entry: Recommendation) -> Facts:
    status = str(recommendation_status.status_of(entry))
    addressees = entry.addressees or ()
    return {
        **plain(entry),
        "addressees": [lookup.organization(reference) for reference in addressees],
        "addressed_short": text_direction.joined(
            lookup.words.semicolon, (lookup.organization_short(reference) for reference in addressees)
        ),
        "priority": enum_labels.priority(lookup.words, entry.priority) if entry.priority else "",
        "due": lookup.day(entry.due),
        "added": lookup.day(entry.added),
        "status": status,
        "status_label": enum_labels.status(lookup.words, status),
        "overdue": _is_overdue(lookup, entry),
        "tracking": _tracked(lookup, entry.tracking) if entry.tracking else None,
    }


def _is_overdue(lookup: DisplayNames, entry: Recommendation) -> bool:
    """Tell whether a recommendation is overdue; without a report there is no day to tell it by."""
    report = lookup.workshop.report
    return bool(report and recommendation_status.is_overdue(entry, report.cut_off))


def _tracked(lookup: DisplayNames, known: Tracking) -> Facts:
    return {
        **plain(known),
        "acceptance": enum_labels.acceptance(lookup.words, known.acceptance) if known.acceptance else "",
        "progress": lookup.words.percent(known.progress) if known.progress is not None else "",
        "last_update": lookup.day(known.last_update),
        "actions": [_action(lookup, action) for action in known.actions],
        "evidence": [{**plain(item), "date": lookup.day(item.date)} for item in known.evidence],
        "history": [_state(lookup, item) for item in known.history],
    }


def _action(lookup: DisplayNames, action: Action) -> Facts:
    return {
        **plain(action),
        "due": lookup.day(action.due),
        "status": enum_labels.action_status(lookup.words, action.status),
    }


def _state(lookup: DisplayNames, item: HistoryEntry) -> Facts:
    return {**plain(item), "date": lookup.day(item.date), "status_label": enum_labels.status(lookup.words, item.status)}


def dashboard(lookup: DisplayNames) -> Facts:
    """Count the recommendations by status; list what is overdue, all states, and what changed since last time."""
    entries = lookup.workshop.recommendations
    counted = recommendation_status.counts(entries)
    overdue = [entry for entry in entries if _is_overdue(lookup, entry)]
    listed = {status: number for status, number in counted.items() if number}
    shares = recommendation_status.shares(list(listed.values())) if listed else []
    return {
        "total": len(entries),
        "unknown": counted[recommendation_status.UNKNOWN],
        "made": _made(lookup),
        "by_meeting": len(_origins(lookup).by_meeting) == len(entries),
        "added": _added(lookup),
        "counts": [_count(lookup, *one) for one in zip(listed, listed.values(), shares, strict=True)],
        "tiles": _tiles(lookup, counted, len(overdue)),
        "dated": any(entry.due for entry in entries),
        "overdue": [_recommendation(lookup, entry) for entry in overdue],
        "log": _log(lookup),
        "changes": _changes(lookup),
        "untold": _untold(lookup),
    }


def _made(lookup: DisplayNames) -> str:
    """Say who made how many of the recommendations: the meeting, or whoever added some later."""
    words, origins = lookup.words, _origins(lookup)
    by_meeting = len(origins.by_meeting)
    if by_meeting and not origins.recorded_later:
        said = [
            words.plural("The meeting made {n} recommendation.", "The meeting made {n} recommendations.", by_meeting)
        ]
    else:
        said = list(_followed(words, len(lookup.workshop.recommendations), by_meeting))
    if origins.added:
        said.append(words.plural("{n} was added later.", "{n} were added later.", len(origins.added)))
    return " ".join([*said, *_recorded_later(lookup, origins)])


def _followed(words: Translator, total: int, by_meeting: int) -> Iterable[str]:
    """Say how many recommendations there are, where it is not certain how many of them the meeting made."""
    yield words.plural("This report follows {n} recommendation.", "This report follows {n} recommendations.", total)
    if by_meeting:
        yield words.plural(
            "At least {n} of them was made by the meeting.",
            "At least {n} of them were made by the meeting.",
            by_meeting,
        )


def _recorded_later(lookup: DisplayNames, origins: recommendation_status.Origins) -> Iterable[str]:
    """Name those of which the file does not tell whether the meeting made them."""
    named, report = origins.recorded_later, lookup.workshop.report
    if named and report and report.previous:
        message = lookup.words.plural(
            "The record of {names} begins after the previous edition, which showed the status on {date}.",
            "The records of {names} begin after the previous edition, which showed the status on {date}.",
            len(named),
        )
        names = lookup.words.listing([entry.id for entry in named])
        yield message.replace("{names}", names).replace("{date}", lookup.words.date(report.previous))


def _origins(lookup: DisplayNames) -> recommendation_status.Origins:
    report = lookup.workshop.report
    return recommendation_status.origins(lookup.workshop.recommendations, report.previous if report else None)


def _added(lookup: DisplayNames) -> str:
    """Name the recommendations that were added after the meeting, each with its day."""
    entries = [(entry.id, entry.added) for entry in lookup.workshop.recommendations if entry.added]
    return lookup.words.listing([f"{name} ({lookup.words.date(day)})" for name, day in entries])


def _count(lookup: DisplayNames, status: str, number: int, share: Decimal) -> Facts:
    return {
        "status": status,
        "label": enum_labels.status(lookup.words, status),
        "number": number,
        "share": lookup.words.percent(share),
    }


def _tiles(lookup: DisplayNames, counted: Mapping[str, int], overdue: int) -> list[Facts]:
    """Give the figures that open the dashboard: the total first, then its parts, which add up to it, then the overdue.

    A part of which there is none is left out, but for those implemented and those open.
    """
    words = lookup.words
    _ = words.text
    total, unknown = sum(counted.values()), counted[recommendation_status.UNKNOWN]
    implemented, open_now = counted[Status.IMPLEMENTED], sum(counted[status] for status in recommendation_status.OPEN)
    otherwise = total - implemented - open_now - unknown
    figures = [(total, words.plural("recommendation", "recommendations", total))]
    if total > unknown:
        figures.append((implemented, words.plural("implemented", "implemented", implemented)))
        figures += [(otherwise, words.plural("closed otherwise", "closed otherwise", otherwise))] if otherwise else []
        still = words.plural("open", "open", open_now) if unknown else ""
        figures.append((open_now, still or words.plural("still open", "still open", open_now)))
        figures += [(unknown, _("not known"))] if unknown else []
        figures.append((overdue, _("overdue")))
    else:
        figures += [(0, _("with a known status")), (unknown, _("of which nothing is known"))]
    return [{"number": words.number(number), "label": label} for number, label in figures]


def _log(lookup: DisplayNames) -> list[Facts]:
    """List all states of all recommendations, as they were noted."""
    return [
        {
            "id": entry.id,
            "date": lookup.day(item.date),
            "status": enum_labels.status(lookup.words, item.status),
            "note": item.note,
        }
        for entry in lookup.workshop.recommendations
        for item in (entry.tracking.history if entry.tracking else ())
    ]


def _changes(lookup: DisplayNames) -> list[Facts]:
    """List what changed since the previous edition; in a first edition nothing did."""
    report = lookup.workshop.report
    if report is None or report.previous is None:
        return []
    moved = recommendation_status.changes(lookup.workshop.recommendations, report.previous, report.cut_off)
    return [_change(lookup, change) for change in moved]


def _untold(lookup: DisplayNames) -> str:
    """Name the recommendations of which nobody noted whether they changed since the previous edition."""
    words, report = lookup.words, lookup.workshop.report
    if report is None or report.previous is None:
        return ""
    silent = recommendation_status.untold(lookup.workshop.recommendations, report.previous)
    if not silent:
        return ""
    message = words.plural(
        "No history tells whether the status of {names} changed after {date}.",
        "No history tells whether the statuses of {names} changed after {date}.",
        len(silent),
    )
    names = words.listing([entry.id for entry in silent])
    return message.replace("{names}", names).replace("{date}", words.date(report.previous))


def _change(lookup: DisplayNames, change: recommendation_status.StatusChange) -> Facts:
    return {
        "id": change.recommendation.id,
        "title": change.recommendation.title or "",
        "text": change.recommendation.text,
        "date": lookup.day(change.date),
        "before": _before(lookup, change),
        "after": enum_labels.status(lookup.words, change.after),
    }


def _before(lookup: DisplayNames, change: recommendation_status.StatusChange) -> str:
    if change.before == recommendation_status.NOT_MADE:
        return lookup.words.context("status", "Not yet made")
    return enum_labels.status(lookup.words, change.before) if change.before else ""
