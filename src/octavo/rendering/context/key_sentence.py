"""Write the sentence that a briefing begins with: what became of the recommendations, counted, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ...checking import recommendation_status
from ...language.translator import Translator
from ...model import Recommendation, Status
from .display_names import DisplayNames
from .participation_context import build_participation_context

_SOON = timedelta(days=190)
"""How long after the event nobody can expect that statuses are known."""

_PAIR = 2
"""A number for which English has words of its own: both, neither."""


@dataclass(frozen=True)
class StatusCounts:
    """How many recommendations there are, and how many in each state; `late` are those open ones that are overdue."""

    total: int
    implemented: int
    open: int
    late: int
    closed: int
    """Those that were closed without being carried out."""
    unknown: int
    has_due_dates: bool
    """Whether any open one names a day by which it is due."""


def count_statuses(lookup: DisplayNames) -> StatusCounts:
    """Count the recommendations by what became of them on the day whose statuses are shown."""
    entries = lookup.workshop.recommendations
    counted = recommendation_status.count_by_status(entries)
    open_now = [one for one in entries if recommendation_status.status_of(one) in recommendation_status.OPEN_STATUSES]
    implemented, unknown = counted[Status.IMPLEMENTED], counted[recommendation_status.UNKNOWN_STATUS]
    return StatusCounts(
        total=len(entries),
        implemented=implemented,
        open=len(open_now),
        late=sum(lookup.is_overdue(one) for one in open_now),
        closed=len(entries) - implemented - len(open_now) - unknown,
        unknown=unknown,
        has_due_dates=any(one.due for one in open_now),
    )


def is_before_follow_up(lookup: DisplayNames) -> bool:
    """Return whether no status can be expected yet: none is recorded, and the event was only just held."""
    workshop, report = lookup.workshop, lookup.workshop.report
    if any(one.tracking for one in workshop.recommendations):
        return False
    return report is None or report.status_day - workshop.event.end <= _SOON


def write_key_sentence(lookup: DisplayNames) -> str:
    """Return the sentence, with its numbers in words; "" if nothing was counted.

    Without recommendations it tells how many people took part.
    """
    words, counts = lookup.translator, count_statuses(lookup)
    if not counts.total:
        return str(build_participation_context(lookup)["sentence"])
    if counts.unknown == counts.total:
        return _write_untracked(lookup)
    clauses = _single_clauses(words, counts) if counts.total == 1 else _clauses(words, counts)
    return _join_clauses(words, clauses)


def _join_clauses(words: Translator, clauses: Iterator[str]) -> str:
    sentence = words.semicolon.join(clauses)
    return f"{words.begin_sentence(sentence)}."


def _single_clauses(words: Translator, counts: StatusCounts) -> Iterator[str]:
    if counts.implemented:
        yield words.gettext("The one recommendation is carried out")
    elif counts.late:
        yield words.gettext("The one recommendation is open and late")
    elif counts.open:
        yield words.gettext("The one recommendation is open")
    else:
        yield words.gettext("The one recommendation was closed without being carried out")


def _clauses(words: Translator, counts: StatusCounts) -> Iterator[str]:
    """Yield the clauses on several recommendations: carried out, open and late, closed, unknown."""
    if counts.implemented == counts.total:
        yield _all_carried_out(words, counts.total)
        return
    if counts.implemented:
        carried_out = words.ngettext(
            "{done} of {total} recommendations is carried out",
            "{done} of {total} recommendations are carried out",
            counts.implemented,
        )
    elif counts.total == _PAIR:
        carried_out = words.gettext("Neither of the two recommendations is carried out")
    else:
        carried_out = words.ngettext(
            "None of the {total} recommendations is carried out",
            "None of the {total} recommendations is carried out",
            counts.total,
        )
    yield words.fill_numbers(carried_out, done=counts.implemented, total=counts.total)
    if counts.open:
        yield words.fill_numbers(_open_clause(words, counts), open=counts.open, late=counts.late)
    elif counts.closed:
        closed = words.ngettext("{closed} was closed without that", "{closed} were closed without that", counts.closed)
        yield words.fill_numbers(closed, closed=counts.closed)
    # A few unknown ones are seen in the strip; many would make the sentence a half-truth.
    if 4 * counts.unknown >= counts.total:
        unknown = words.ngettext("of {unknown} nothing is known", "of {unknown} nothing is known", counts.unknown)
        yield words.fill_numbers(unknown, unknown=counts.unknown)


def _all_carried_out(words: Translator, total: int) -> str:
    if total == _PAIR:
        return words.gettext("Both recommendations are carried out")
    said = words.ngettext(
        "All {total} recommendations are carried out", "All {total} recommendations are carried out", total
    )
    return words.fill_numbers(said, total=total)


def _open_clause(words: Translator, counts: StatusCounts) -> str:
    if not counts.late:
        return words.ngettext("{open} is open", "{open} are open", counts.open)
    if counts.late == counts.open:
        return words.ngettext("{open} is open and late", "{open} are open and late", counts.open)
    return words.ngettext(
        "{open} are open, and one of these is late", "{open} are open, and {late} of these are late", counts.late
    )


def _write_untracked(lookup: DisplayNames) -> str:
    """Return a sentence on recommendations of which no status is known."""
    words, entries = lookup.translator, lookup.workshop.recommendations
    total = len(entries)
    if not recommendation_status.group_by_origin(entries, lookup.workshop.report).are_all_by_meeting:
        made = words.ngettext("There is {total} recommendation", "There are {total} recommendations", total)
    else:
        made = words.ngettext(
            "The meeting made {total} recommendation", "The meeting made {total} recommendations", total
        )
    clauses = [words.fill_numbers(made, total=total)]
    if not is_before_follow_up(lookup):
        clauses.append(words.ngettext("what became of it is not known", "what became of them is not known", total))
    elif first := _first_day(entries, words):
        due = words.ngettext("it is due on {date}", "the first is due on {date}", total)
        clauses.append(words.put_date(due, first))
    return _join_clauses(words, iter(clauses))


def _first_day(entries: Sequence[Recommendation], words: Translator) -> str:
    days = [one.due for one in entries if one.due]
    return words.format_date(min(days)) if days else ""
