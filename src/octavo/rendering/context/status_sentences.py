"""Write where the recommendations stand in a few sentences, from counts."""

from __future__ import annotations

from collections.abc import Iterator

from ...checking import recommendation_status
from ...model import Recommendation, Status
from . import enum_labels
from .display_names import DisplayNames


def build_status_statement(lookup: DisplayNames) -> str:
    """Return sentences on how many recommendations are carried out, open, overdue and changed; "" if there are none."""
    entries = lookup.workshop.recommendations
    unknown = _with_status(entries, recommendation_status.UNKNOWN_STATUS)
    if not entries:
        return ""
    if len(unknown) == len(entries):
        said = _unknown_sentences(lookup, entries)
    elif len(entries) == 1:
        said = _single_sentences(lookup, entries)
    else:
        said = _status_sentences(lookup, entries)
    return " ".join([*said, *_change_sentence(lookup, entries)])


def build_rest_statement(lookup: DisplayNames) -> str:
    """Return sentences on the recommendations that are neither carried out nor open, if the others are several."""
    words, entries = lookup.translator, lookup.workshop.recommendations
    counted = recommendation_status.count_by_status(entries)
    closed, superseded = counted[Status.CLOSED_NOT_IMPLEMENTED], counted[Status.SUPERSEDED]
    withdrawn = counted[Status.WITHDRAWN]
    unknown = counted[recommendation_status.UNKNOWN_STATUS]
    said = []
    if closed and len(entries) > 1:
        said.append(
            words.ngettext(
                "{N} was closed without being carried out.", "{N} were closed without being carried out.", closed
            )
        )
    if superseded and len(entries) > 1:
        said.append(words.ngettext("{N} was superseded.", "{N} were superseded.", superseded))
    if withdrawn and len(entries) > 1:
        said.append(words.ngettext("{N} was withdrawn.", "{N} were withdrawn.", withdrawn))
    if 0 < unknown < len(entries):
        said.append(
            words.ngettext("{N} has a status that is not known.", "{N} have a status that is not known.", unknown)
        )
    return " ".join(said)


def _unknown_sentences(lookup: DisplayNames, entries: tuple[Recommendation, ...]) -> Iterator[str]:
    yield lookup.translator.ngettext(
        "No record of what became of it is at hand, and none is supposed here: its status is not known.",
        "No record of what became of them is at hand, and none is supposed here: their status is not known.",
        len(entries),
    )
    yield from _overdue_sentence(lookup, entries)


def _single_sentences(lookup: DisplayNames, entries: tuple[Recommendation, ...]) -> Iterator[str]:
    words = lookup.translator
    status = enum_labels.recommendation_status_label(words, str(recommendation_status.status_of(entries[0])))
    yield words.gettext("The status of the recommendation is: {status}.").replace("{status}", status)
    yield from _overdue_sentence(lookup, entries)


def _status_sentences(lookup: DisplayNames, entries: tuple[Recommendation, ...]) -> Iterator[str]:
    counted = recommendation_status.count_by_status(entries)
    still_open = _with_status(entries, *recommendation_status.OPEN_STATUSES)
    yield _implemented_sentence(lookup, counted[Status.IMPLEMENTED], len(entries))
    if still_open:
        yield lookup.translator.ngettext("{N} is open.", "{N} are open.", len(still_open))
    yield from _overdue_sentence(lookup, entries, still_open)


def _implemented_sentence(lookup: DisplayNames, implemented: int, total: int) -> str:
    words = lookup.translator
    if implemented == total:
        message = words.ngettext(
            "All {total} recommendations are carried out.", "All {total} recommendations are carried out.", total
        )
    elif implemented:
        message = words.ngettext(
            "{N} of the {total} recommendations is carried out.",
            "{N} of the {total} recommendations are carried out.",
            implemented,
        )
    else:
        message = words.ngettext(
            "None of the {total} recommendations is carried out.",
            "None of the {total} recommendations is carried out.",
            total,
        )
    return words.fill_numbers(message, total=total)


def _overdue_sentence(
    lookup: DisplayNames, entries: tuple[Recommendation, ...], still_open: tuple[Recommendation, ...] = ()
) -> Iterator[str]:
    """Yield how many recommendations are overdue, said of those that are open if all of these are among them."""
    words, report = lookup.translator, lookup.workshop.report
    if report is None or not any(entry.due for entry in entries):
        return
    overdue = [entry for entry in entries if lookup.is_overdue(entry)]
    if not overdue:
        message = words.gettext("No recommendation that was due before {date} is still open.")
    elif len(entries) == 1 or (overdue == list(still_open) and len(overdue) == 1):
        message = words.gettext("It was due before {date}.")
    elif overdue == list(still_open):
        message = words.gettext("All of these were due before {date}.")
    elif all(entry in still_open for entry in overdue):
        message = words.ngettext(
            "{N} of these was due before {date}.", "{N} of these were due before {date}.", len(overdue)
        )
    else:
        message = words.ngettext(
            "{N} recommendation was due before {date} and is not known to be closed.",
            "{N} recommendations were due before {date} and are not known to be closed.",
            len(overdue),
        )
    yield words.put_date(message, words.format_date(report.status_day))


def _change_sentence(lookup: DisplayNames, entries: tuple[Recommendation, ...]) -> Iterator[str]:
    """Yield how many recommendations changed since the previous edition, if the record tells it of all."""
    words, report = lookup.translator, lookup.workshop.report
    if report is None or report.previous is None or len(entries) == 1:
        return
    known = recommendation_status.find_last_edition(report)
    changes = recommendation_status.list_net_changes(entries, report.previous, report.status_day, known)
    if changes and not recommendation_status.find_unrecorded_changes(entries, report.previous):
        yield words.ngettext(
            "{N} has changed since the previous edition.", "{N} have changed since the previous edition.", len(changes)
        )


def _with_status(entries: tuple[Recommendation, ...], *statuses: str) -> tuple[Recommendation, ...]:
    return tuple(entry for entry in entries if recommendation_status.status_of(entry) in statuses)
