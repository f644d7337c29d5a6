"""Compute the variables on recommendations: each with its tracking, and the dashboard that counts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ...checking import recommendation_status
from ...language import text_direction
from ...language.translator import Translator
from ...model import Recommendation, Rest, Status, Tracking
from ...model.outcome import Action, ActionStatus, HistoryEntry
from ..rst.value_substitution import is_one_paragraph, parse_value
from . import chart_findings, enum_labels, status_sentences
from .display_names import DisplayNames
from .model_to_dict import TemplateValues, dump_public_fields
from .succession import describe_succession, list_predecessors, succession_label, successor_names


def list_recommendations(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the recommendations, each with its status and tracking."""
    return [_recommendation_context(lookup, entry) for entry in lookup.workshop.recommendations]


def _recommendation_context(lookup: DisplayNames, entry: Recommendation) -> TemplateValues:
    status = str(recommendation_status.status_of(entry))
    addressees = entry.addressees or ()
    return {
        **dump_public_fields(entry),
        "addressees": [lookup.organization_name(reference) for reference in addressees],
        "addressees_short": text_direction.join_isolated(
            lookup.translator.semicolon, (lookup.organization_short_name(reference) for reference in addressees)
        ),
        "priority": enum_labels.priority_label(lookup.translator, entry.priority) if entry.priority else "",
        "due": lookup.format_day(entry.due),
        "added": lookup.format_day(entry.added),
        "succession": (succession_label(lookup, entry), successor_names(lookup, entry)),
        "predecessors": lookup.translator.join_list(list_predecessors(lookup, entry)),
        "status": status,
        "status_label": enum_labels.recommendation_status_label(lookup.translator, status),
        "overdue": lookup.is_overdue(entry),
        "tracking": _tracking_context(lookup, entry.tracking) if entry.tracking else None,
    }


def _tracking_context(lookup: DisplayNames, known: Tracking) -> TemplateValues:
    return {
        **dump_public_fields(known),
        "acceptance": enum_labels.acceptance_label(lookup.translator, known.acceptance) if known.acceptance else "",
        "progress": lookup.translator.format_percent(known.progress) if known.progress is not None else "",
        "done": lookup.translator.format_percent(100)
        if known.status is Status.IMPLEMENTED and known.progress is None
        else lookup.translator.format_percent(known.progress)
        if known.progress is not None
        else "",
        "share": str(known.progress) if known.progress is not None else "",
        "last_update": lookup.format_day(known.last_update),
        "actions": [_action_context(lookup, action) for action in known.actions],
        "evidence": [{**dump_public_fields(item), "date": lookup.format_day(item.date)} for item in known.evidence],
        "history": [_history_entry(lookup, item) for item in known.history],
    }


def _action_context(lookup: DisplayNames, action: Action) -> TemplateValues:
    return {
        **dump_public_fields(action),
        "due": lookup.format_day(action.due),
        "state": str(action.status),
        "overdue": _is_action_overdue(lookup, action),
        "status": enum_labels.action_status_label(lookup.translator, action.status),
    }


def _is_action_overdue(lookup: DisplayNames, action: Action) -> bool:
    """Return whether an action that is neither done nor dropped was due before the cut-off date."""
    report = lookup.workshop.report
    is_open = action.status in (ActionStatus.PLANNED, ActionStatus.UNDER_WAY)
    return bool(report and is_open and action.due and action.due < report.status_day)


def _history_entry(lookup: DisplayNames, item: HistoryEntry) -> TemplateValues:
    return {
        **dump_public_fields(item),
        "date": lookup.format_day(item.date),
        "status_label": enum_labels.recommendation_status_label(lookup.translator, item.status),
    }


def build_dashboard_context(lookup: DisplayNames) -> TemplateValues:
    """Return counts by status, overdue recommendations, the history, and the changes since the previous edition."""
    entries = lookup.workshop.recommendations
    counted = recommendation_status.count_by_status(entries)
    overdue = [entry for entry in entries if lookup.is_overdue(entry)]
    listed = {status: number for status, number in counted.items() if number}
    shares = recommendation_status.compute_percentages(list(listed.values())) if listed else []
    return {
        "total": len(entries),
        "unknown": counted[recommendation_status.UNKNOWN_STATUS],
        "statement": status_sentences.build_status_statement(lookup),
        "rest_statement": status_sentences.build_rest_statement(lookup),
        "status_finding": chart_findings.find_status_finding(lookup),
        "due_finding": chart_findings.find_due_finding(lookup),
        "origin_statement": _origin_sentence(lookup),
        "by_meeting": _find_origins(lookup).are_all_by_meeting,
        "added": _list_added(lookup),
        "counts": [_status_count(lookup, *one) for one in zip(listed, listed.values(), shares, strict=True)],
        "tiles": _dashboard_tiles(lookup, counted),
        "closed_otherwise": sum(counted[status] for status in recommendation_status.DROPPED_STATUSES),
        "has_due_dates": any(entry.due for entry in entries),
        "overdue": [_recommendation_context(lookup, entry) for entry in overdue],
        "action_states": [
            {"state": str(state), "label": enum_labels.action_status_label(lookup.translator, state)}
            for state in (ActionStatus.DONE, ActionStatus.UNDER_WAY, ActionStatus.PLANNED, ActionStatus.DROPPED)
        ],
        "status_history": _history_rows(lookup),
        "changes": _change_rows(lookup),
        "unknown_changes_statement": _unknown_changes_sentence(lookup),
    }


def _origin_sentence(lookup: DisplayNames) -> str:
    """Return sentences on how many recommendations the meeting made, and how many were added later."""
    words, origins = lookup.translator, _find_origins(lookup)
    by_meeting = len(origins.by_meeting)
    if by_meeting and not (origins.recorded_later or origins.unrecorded):
        made = words.ngettext(
            "The meeting made {total} recommendation", "The meeting made {total} recommendations", by_meeting
        )
        said = [f"{words.fill_numbers(made, total=by_meeting)}."]
    else:
        said = list(_uncertain_origin_sentences(words, len(lookup.workshop.recommendations), by_meeting))
    if origins.added:
        said.append(words.ngettext("{N} was added later.", "{N} were added later.", len(origins.added)))
    return " ".join([*said, *_late_record_sentences(lookup, origins)])


def _uncertain_origin_sentences(words: Translator, total: int, by_meeting: int) -> Iterable[str]:
    """Yield sentences for recommendations of which it is not certain how many the meeting made."""
    followed = words.ngettext(
        "This report follows {total} recommendation.", "This report follows {total} recommendations.", total
    )
    yield words.fill_numbers(followed, total=total)
    if by_meeting:
        made = words.ngettext(
            "At least {total} of them was made by the meeting.",
            "At least {total} of them were made by the meeting.",
            by_meeting,
        )
        yield words.fill_numbers(made, total=by_meeting)


def _late_record_sentences(lookup: DisplayNames, origins: recommendation_status.Origins) -> Iterable[str]:
    """Yield a sentence on recommendations whose records do not tell whether the meeting made them."""
    named, report = origins.recorded_later, lookup.workshop.report
    if named and report and report.previous:
        message = lookup.translator.ngettext(
            "The record of {names} begins after the previous edition, which showed the status on {date}.",
            "The records of {names} begin after the previous edition, which showed the status on {date}.",
            len(named),
        )
        names = lookup.translator.join_list([entry.id for entry in named])
        yield lookup.translator.put_date(
            message.replace("{names}", names), lookup.translator.format_date(report.previous)
        )


def _find_origins(lookup: DisplayNames) -> recommendation_status.Origins:
    return recommendation_status.group_by_origin(lookup.workshop.recommendations, lookup.workshop.report)


def _list_added(lookup: DisplayNames) -> str:
    """Return the ids of the recommendations that were added after the meeting, each with its date if it is known."""
    days = [(entry.id, entry.added) for entry in _find_origins(lookup).added]
    return lookup.translator.join_list(
        [f"{name} ({lookup.translator.format_date(day)})" if day else name for name, day in days]
    )


def _status_count(lookup: DisplayNames, status: str, number: int, share: Decimal) -> TemplateValues:
    return {
        "status": status,
        "label": enum_labels.recommendation_status_label(lookup.translator, status),
        "number": number,
        "share": lookup.translator.format_percent(share),
    }


def _dashboard_tiles(lookup: DisplayNames, counted: Mapping[str, int]) -> list[TemplateValues]:
    """Return the total of the recommendations, and then its parts, which add up to it.

    Parts that are zero are left out, except for implemented and open recommendations.
    """
    words = lookup.translator
    _ = words.gettext
    total, unknown = sum(counted.values()), counted[recommendation_status.UNKNOWN_STATUS]
    implemented, open_now = (
        counted[Status.IMPLEMENTED],
        sum(counted[status] for status in recommendation_status.OPEN_STATUSES),
    )
    otherwise = total - implemented - open_now - unknown
    figures = [(total, words.ngettext("recommendation", "recommendations", total))]
    if total > unknown:
        figures.append((implemented, words.ngettext("implemented", "implemented", implemented)))
        figures += [(otherwise, words.ngettext("closed otherwise", "closed otherwise", otherwise))] if otherwise else []
        still = words.ngettext("open", "open", open_now) if unknown else ""
        figures.append((open_now, still or words.ngettext("still open", "still open", open_now)))
        figures += [(unknown, _("not known"))] if unknown else []
    else:
        figures += [(0, _("with a known status")), (unknown, _("of which nothing is known"))]
    return [{"number": words.format_number(number), "label": label} for number, label in figures]


def _history_rows(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the recorded history of all recommendations."""
    return [
        {
            "id": entry.id,
            "date": lookup.format_day(item.date),
            "status": enum_labels.recommendation_status_label(lookup.translator, item.status),
            "note": item.note,
        }
        for entry in lookup.workshop.recommendations
        for item in (entry.tracking.history if entry.tracking else ())
    ]


def _change_rows(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the changes since the previous edition; none in a first edition."""
    report = lookup.workshop.report
    if report is None or report.previous is None:
        return []
    known = recommendation_status.find_last_edition(report)
    moved = recommendation_status.list_net_changes(
        lookup.workshop.recommendations, report.previous, report.status_day, known
    )
    return [_change_row(lookup, change) for change in moved]


def _unknown_changes_sentence(lookup: DisplayNames) -> str:
    """Return a sentence on recommendations without a record of whether they changed since the previous edition."""
    words, report = lookup.translator, lookup.workshop.report
    if report is None or report.previous is None:
        return ""
    silent = recommendation_status.find_unrecorded_changes(lookup.workshop.recommendations, report.previous)
    if not silent:
        return ""
    message = words.ngettext(
        "No history tells whether the status of {names} changed after {date}.",
        "No history tells whether the statuses of {names} changed after {date}.",
        len(silent),
    )
    names = words.join_list([entry.id for entry in silent])
    return words.put_date(message.replace("{names}", names), words.format_date(report.previous))


def _change_row(lookup: DisplayNames, change: recommendation_status.StatusChange) -> TemplateValues:
    note = change.note
    return {
        "id": change.recommendation.id,
        "title": change.recommendation.title or "",
        "text": change.recommendation.text,
        "date": lookup.format_day(change.date),
        **_change_labels(lookup, change),
        "note": note,
        "note_has_blocks": isinstance(note, Rest) and not is_one_paragraph(parse_value(note)[0]),
    }


def _change_labels(lookup: DisplayNames, change: recommendation_status.StatusChange) -> TemplateValues:
    """Return what a recommendation became, and what it was before or, if it is new, what its status is."""
    words = lookup.translator
    after = enum_labels.recommendation_status_label(words, change.after)
    after = (change.after == Status.SUPERSEDED and describe_succession(lookup, change.recommendation)) or after
    if change.before == recommendation_status.NOT_MADE:
        names = words.join_list(list_predecessors(lookup, change.recommendation))
        new = words.gettext("New, in place of {names}").replace("{names}", names) if names else words.gettext("New")
        known = "" if change.after == recommendation_status.UNKNOWN_STATUS else after
        return {"after": new, "before": "", "now": known}
    before = enum_labels.recommendation_status_label(words, change.before) if change.before else ""
    return {"after": after, "before": before, "now": ""}
