"""Write the finding of each chart of a workshop's data in one sentence, to stand above it as its title."""

from __future__ import annotations

from collections import Counter

from ...checking import recommendation_status
from ...language.translator import Translator
from ...language.world_regions import CONTINENT_OF
from ...model import Recommendation, Status
from ...model.outcome import ActionStatus
from .display_names import DisplayNames

_PAIR = 2
_UNDER_WAY = (Status.PARTIALLY_IMPLEMENTED, Status.IN_PROGRESS)


def find_status_finding(lookup: DisplayNames) -> str:
    """Return how many recommendations are carried out or begun, or "" if that says nothing.

    There is none of one recommendation, of those of which nothing is known, or if work had begun on what is closed.
    """
    words, entries = lookup.translator, lookup.workshop.recommendations
    counted = recommendation_status.count_by_status(entries)
    total, unknown = len(entries), counted[recommendation_status.UNKNOWN_STATUS]
    begun = counted[Status.IMPLEMENTED] + sum(counted[status] for status in _UNDER_WAY)
    if total < 2 or unknown == total:
        return ""
    if begun == total == _PAIR:
        message = words.gettext("Work has begun on both recommendations, or is done.")
    elif begun == total:
        message = words.gettext("Work has begun on all {total} recommendations, or is done.")
    elif begun:
        message = words.ngettext(
            "{N} of {total} recommendations is carried out or under way.",
            "{N} of {total} recommendations are carried out or under way.",
            begun,
        )
    elif any(map(_was_begun, entries)):
        return ""
    else:
        message = words.gettext("No work on any of the {total} recommendations is known.")
    return words.fill_numbers(message, total=total)


def _was_begun(entry: Recommendation) -> bool:
    """Return whether there was work on a recommendation, though it is superseded, withdrawn or closed by now."""
    tracking = entry.tracking
    if tracking is None:
        return False
    is_told = any(one.status in (*_UNDER_WAY, Status.IMPLEMENTED) for one in tracking.history)
    is_done = any(one.status in (ActionStatus.UNDER_WAY, ActionStatus.DONE) for one in tracking.actions)
    return is_told or bool(tracking.progress) or is_done


def find_due_finding(lookup: DisplayNames) -> str:
    """Return which recommendation is latest, or which is due next, or "" if no day is known."""
    words, report = lookup.translator, lookup.workshop.report
    dated = [(one.due, one.id) for one in lookup.workshop.recommendations if one.due and lookup.is_overdue(one)]
    if report and dated:
        day, name = min(dated, key=lambda one: one[0])
        late = words.ngettext("{n} day", "{n} days", (report.status_day - day).days)
        if len(dated) == 1:
            message = words.gettext("One recommendation is late: {id}, by {days}.")
        else:
            message = words.ngettext(
                "{N} recommendation is late, {id} by the most: {days}.",
                "{N} recommendations are late, {id} by the most: {days}.",
                len(dated),
            )
        return message.replace("{id}", name).replace("{days}", late)
    coming = [
        (one.due, one.id)
        for one in lookup.workshop.recommendations
        if one.due and report and one.due >= report.status_day and _is_open(recommendation_status.status_of(one))
    ]
    if not coming:
        return ""
    day, name = min(coming)
    message = words.gettext("None is late; {id} is due next, on {date}.")
    return words.put_date(message.replace("{id}", name), words.format_date(day))


def _is_open(status: str) -> bool:
    return status in recommendation_status.OPEN_STATUSES


def find_participation_finding(words: Translator, numbers: dict[str, int | None], people: int) -> str:
    """Return from which continent most participants came, or "" if their numbers or countries are not all known."""
    if not people or sum(number or 0 for number in numbers.values()) != people or not all(numbers.values()):
        return ""
    by_continent = Counter[str]()
    for code, number in numbers.items():
        by_continent[CONTINENT_OF.get(code, "")] += number or 0
    ((continent, most), *others) = by_continent.most_common()
    place = _from_continent(words, continent)
    if not place or people < 2 or (others and others[0][1] == most):
        return ""
    if not others:
        return words.gettext("All participants came {from_continent}.").replace("{from_continent}", place)
    message = words.ngettext(
        "{N} of {total} participants came {from_continent}.", "{N} of {total} participants came {from_continent}.", most
    )
    return words.fill_numbers(message.replace("{from_continent}", place), total=people)


def _from_continent(words: Translator, code: str) -> str:
    said = {
        "019": words.gettext("from the Americas"),
        "150": words.gettext("from Europe"),
        "002": words.gettext("from Africa"),
        "142": words.gettext("from Asia"),
        "009": words.gettext("from Oceania"),
    }
    return said.get(code, "")
