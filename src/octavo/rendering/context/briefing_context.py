"""Compute what the first page of the summary shows: key sentence, decisions, numbers and facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from ...checking import recommendation_status
from ...language import text_direction
from ...language.one_line_text import shorten_title
from ...language.translator import Translator
from ...model import Recommendation, Rest
from ...model.outcome import Priority
from ...model.people import Director, DirectorRole
from ..rst.plain_text import extract_paragraphs
from ..rst.value_substitution import is_one_paragraph, parse_value
from . import edition_context, enum_labels
from .display_names import DisplayNames, full_name
from .key_sentence import count_statuses, is_before_follow_up, write_key_sentence
from .model_to_dict import TemplateValues
from .participation_context import build_participation_context
from .succession import describe_succession

_DOT: Final = "\u00a0· "
"""Between facts on one line, which it may not begin."""
_MOST_DECISIONS: Final = 3
_MOST_NUMBERS: Final = 4
_MOST_NAMED: Final = 6
_LONGEST_DECISION: Final = 170
_PRIORITIES: Final = (Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM, Priority.LOW, None)
_TITLE_END: Final = re.compile(r"\s*:\s+|\s+[–—]\s+")
_BETWEEN_BLOCKS: Final = "; "


def build_briefing_context(lookup: DisplayNames) -> TemplateValues:
    """Return the variables of the summary's first page."""
    counts, participation = count_statuses(lookup), build_participation_context(lookup)
    title, rest = split_title(lookup.workshop.event.title, lookup.workshop.event.acronym)
    decisions = _sort_decisions(lookup)
    return {
        "title": title,
        "title_rest": rest,
        "event_line": _event_line(lookup),
        "key_sentence": write_key_sentence(lookup),
        "has_statuses": counts.unknown < counts.total,
        "strip_note": _strip_note(lookup, counts.total),
        "decisions": [_decision_context(lookup, entry) for entry in decisions[:_MOST_DECISIONS]],
        "notes": {entry.id: _note_line(lookup, entry) for entry in lookup.workshop.recommendations},
        "more_overdue": _name_more_overdue(lookup, decisions[_MOST_DECISIONS:]),
        "numbers": list(_list_numbers(lookup, participation))[:_MOST_NUMBERS],
        "directors": list(_list_director_groups(lookup)),
        "report_address": _report_address(lookup),
        "next_due": _next_due(lookup),
        "edition": _edition_line(lookup),
        "organizations": _list_organizations(lookup),
        "imprint": _imprint_line(lookup),
        "countries": _write_countries(lookup, participation),
    }


def split_title(title: str, acronym: str | None) -> tuple[str, str]:
    """Return the short title of an event, and what its title says besides: "" if it says no more.

    A title is split at its first colon or dash; an acronym goes before it.
    """
    first, rest = [*_TITLE_END.split(title, maxsplit=1), ""][:2]
    if acronym and first.casefold() != acronym.casefold():
        return acronym, title
    return (first, f"{rest[:1].upper()}{rest[1:]}") if rest else (title, "")


def _event_line(lookup: DisplayNames) -> str:
    """Return kind, town, country and days of the event on one line."""
    words, event = lookup.translator, lookup.workshop.event
    venue = event.venue
    country = words.country_name(venue.country) if venue.country else ""
    place = text_direction.join_isolated(words.comma, filter(None, (venue.city or venue.name, country)))
    kind = enum_labels.event_type_label(words, event.type) if event.programme else ""
    days = words.format_date_range(event.start, event.end)
    online = words.gettext("online") if venue.online else ""
    return text_direction.join_isolated(_DOT, filter(None, (kind, place or online, days)))


def _strip_note(lookup: DisplayNames, total: int) -> str:
    """Return a sentence on the day of the statuses, and on how the overdue ones are marked if there are any."""
    words, report = lookup.translator, lookup.workshop.report
    if report is None:
        said = words.ngettext("Status of the recommendation.", "Status of the {total} recommendations.", total)
    else:
        said = words.ngettext(
            "Status of the recommendation on {date}.", "Status of the {total} recommendations on {date}.", total
        )
        said = words.put_date(said, words.format_date(report.status_day))
    said = words.fill_numbers(said, total=total)
    if any(lookup.is_overdue(entry) for entry in lookup.workshop.recommendations):
        said = f"{said} {words.gettext('A triangle marks what is overdue.')}"
    return said


# Decisions


def _sort_decisions(lookup: DisplayNames) -> list[Recommendation]:
    """Return the recommendations on which somebody must decide: those overdue first, then those soonest due.

    Before anything is known, the most urgent come first. Those that name no day, urgency or next step are left out.
    """
    found = [
        entry
        for entry in lookup.workshop.recommendations
        if recommendation_status.status_of(entry) not in recommendation_status.CLOSED_STATUSES and _is_pressing(entry)
    ]
    if is_before_follow_up(lookup):
        return sorted(found, key=lambda entry: (_PRIORITIES.index(entry.priority), entry.due or date.max))
    return sorted(
        found,
        key=lambda entry: (not lookup.is_overdue(entry), entry.due or date.max, _PRIORITIES.index(entry.priority)),
    )


def _is_pressing(entry: Recommendation) -> bool:
    next_step = entry.tracking.next_step if entry.tracking else None
    return bool(entry.due or next_step or entry.priority in (Priority.CRITICAL, Priority.HIGH))


def _decision_context(lookup: DisplayNames, entry: Recommendation) -> TemplateValues:
    next_step = entry.tracking.next_step if entry.tracking else None
    return {
        "id": entry.id,
        "title": _end_sentence(entry.title or ""),
        "text": _inline_text(next_step) or ("" if entry.title else _inline_text(entry.text)) or "",
        "note": _note_line(lookup, entry, in_full=True),
        "overdue": lookup.is_overdue(entry),
    }


def _end_sentence(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?", "…")) else f"{words}."


def _inline_text(value: Rest | None) -> Rest | str | None:
    """Return a reST value that can be printed within a line; what holds blocks is shortened to plain words."""
    if value is None or is_one_paragraph(parse_value(value)[0]):
        return value
    words = ""
    for paragraph in extract_paragraphs(value)[0]:
        words = f"{words}{_BETWEEN_BLOCKS if words and words[-1].isalnum() else ' '}{paragraph}".strip()
    return shorten_title(words, _LONGEST_DECISION)


def _note_line(lookup: DisplayNames, entry: Recommendation, in_full: bool = False) -> str:
    """Return who is to carry out a recommendation, by when, and how far it is; "" if nothing of it is known.

    Addressees have their names `in_full`, or else their short ones.
    """
    known = lookup.organizations
    addressees = [
        known[reference].name if in_full and reference in known else lookup.organization_short_name(reference)
        for reference in entry.addressees or ()
    ]
    notes = (text_direction.join_isolated(lookup.translator.comma, addressees), *_list_notes(lookup, entry))
    return text_direction.join_isolated(_DOT, filter(None, notes))


def _list_notes(lookup: DisplayNames, entry: Recommendation) -> Iterator[str]:
    words, tracking = lookup.translator, entry.tracking
    if entry.due and not (tracking and tracking.status in recommendation_status.CLOSED_STATUSES):
        due = words.gettext("overdue since {date}") if lookup.is_overdue(entry) else words.gettext("due {date}")
        yield words.put_date(due, words.format_short_date(entry.due))
    if tracking is None:
        level = enum_labels.priority_label(words, entry.priority) if entry.priority else ""
        yield words.gettext("{level} priority").replace("{level}", level) if level else ""
    elif tracking.progress and tracking.status in recommendation_status.OPEN_STATUSES:
        yield words.gettext("{share} done").replace("{share}", words.format_percent(tracking.progress))
    else:
        heirs = describe_succession(lookup, entry)
        label = heirs or enum_labels.recommendation_status_label(words, tracking.status)
        yield f"{label[:1].lower()}{label[1:]}"


def _name_more_overdue(lookup: DisplayNames, others: Iterable[Recommendation]) -> str:
    """Return a sentence with the ids of overdue recommendations that the decisions do not show, or ""."""
    words, late = lookup.translator, [entry.id for entry in others if lookup.is_overdue(entry)]
    if not late:
        return ""
    said = words.ngettext("{names} is overdue too.", "{names} are overdue too.", len(late))
    return said.replace("{names}", _join_ids(lookup, late))


def _join_ids(lookup: DisplayNames, names: list[str]) -> str:
    """Return ids as a list in a sentence; of many, the first and how many more there are."""
    if len(names) > _MOST_NAMED:
        more = len(names) - _MOST_NAMED + 1
        names = [*names[: _MOST_NAMED - 1], lookup.translator.ngettext("{n} more", "{n} more", more)]
    return lookup.translator.join_list(names)


# Numbers and facts


def _list_numbers(lookup: DisplayNames, participation: TemplateValues) -> Iterator[TemplateValues]:
    """Yield the numbers to be shown in large type: who came, those of the organizers' own, and what is overdue."""
    words, workshop = lookup.translator, lookup.workshop
    people, countries = participation["participant_count"], participation["country_count"]
    if people:
        label = words.ngettext("person", "people", people)
        if countries:
            label = f"{label} {words.ngettext('from {n} country', 'from {n} countries', countries)}"
        yield _number(words.format_number(people), label)
    elif countries:
        yield _number(words.format_number(countries), words.ngettext("country", "countries", countries))
    own = workshop.summary.key_numbers if workshop.summary else ()
    yield from (_number(entry.number, entry.label) for entry in own)
    late = [entry.id for entry in workshop.recommendations if lookup.is_overdue(entry)]
    total = len(workshop.recommendations)
    if late:
        label = words.ngettext("recommendation overdue", "recommendations overdue", len(late))
        named = f"{words.colon}{', '.join(late)}" if len(late) <= _MOST_NAMED else ""
        yield _number(words.format_number(len(late)), f"{label}{named}") | _OF_RECOMMENDATIONS | {"overdue": True}
    elif total:
        label = words.ngettext("recommendation", "recommendations", total)
        yield _number(words.format_number(total), label) | _OF_RECOMMENDATIONS


def _number(number: str, label: str) -> TemplateValues:
    return {"number": number, "label": label, "overdue": False, "of_recommendations": False}


_OF_RECOMMENDATIONS: Final = {"of_recommendations": True}


def _list_director_groups(lookup: DisplayNames) -> Iterator[TemplateValues]:
    """Yield the directors by their office, each with the country."""
    offices: dict[DirectorRole, list[Director]] = {}
    for entry in lookup.workshop.directors:
        offices.setdefault(entry.role, []).append(entry)
    for role, holders in offices.items():
        names = [_name_with_country(lookup, holder.person) for holder in holders]
        label = enum_labels.directors_label(lookup.translator, role, len(holders))
        yield {"label": label, "names": text_direction.join_isolated(lookup.translator.comma, names)}


def _name_with_country(lookup: DisplayNames, reference: str) -> str:
    known = lookup.people[reference]
    country = f" ({lookup.translator.country_name(known.country)})" if known.country else ""
    return f"{full_name(known)}{country}"


def _report_address(lookup: DisplayNames) -> TemplateValues | None:
    """Return the address of the full report, and how it is printed; None if it has none."""
    report = lookup.workshop.report
    if report and report.doi:
        return {"address": f"https://doi.org/{report.doi}", "shown": f"doi.org/{report.doi}"}
    if report and report.url:
        return {"address": report.url, "shown": re.sub(r"^https?://|/$", "", report.url)}
    return None


def _next_due(lookup: DisplayNames) -> str:
    """Return the recommendation that is due next, with its day, or ""."""
    report = lookup.workshop.report
    ahead = [
        (entry.due, entry.id)
        for entry in lookup.workshop.recommendations
        if report
        and entry.due
        and entry.due >= report.status_day
        and recommendation_status.status_of(entry) not in recommendation_status.CLOSED_STATUSES
    ]
    if not ahead:
        return ""
    day = min(due for due, _ in ahead)
    named = _join_ids(lookup, [name for due, name in ahead if due == day])
    return f"{lookup.translator.format_date(day)} ({named})"


def _edition_line(lookup: DisplayNames) -> str:
    """Return number, edition and date of the report for the foot of each page; "" without a report."""
    words, report = lookup.translator, lookup.workshop.report
    if report is None:
        return ""
    edition = words.gettext("Edition {n}").replace("{n}", words.format_number(report.edition))
    issued = f"{edition}{words.comma}{words.format_date(report.date)}"
    return text_direction.join_isolated(_DOT, filter(None, (report.identifier, issued)))


def _list_organizations(lookup: DisplayNames) -> list[str]:
    """Return the names of the organizations that took part, without their places."""
    known = lookup.workshop.participation
    return [lookup.organization_name(reference) for reference in known.organizations] if known else []


def _imprint_line(lookup: DisplayNames) -> str:
    """Return number, award and imprint of the briefing on one line."""
    event = lookup.workshop.event
    programme = event.programme
    award = f"{lookup.translator.gettext('Award')} {programme.award_no}" if programme and programme.award_no else ""
    area = (programme and programme.priority_area) or ""
    return text_direction.join_isolated(
        _DOT, filter(None, (*edition_context.list_imprint_lines(lookup, identified=False), event.number, award, area))
    )


def _write_share(words: Translator, number: int, names: list[str]) -> str:
    """Write how many people came from each of some countries."""
    written = words.format_number(number)
    return written if len(names) == 1 else words.gettext("{n} each").replace("{n}", written)


def _write_countries(lookup: DisplayNames, participation: TemplateValues) -> str:
    """Return a sentence that names the countries on record, each once, by how many people came from it if known."""
    words, rows = lookup.translator, participation["rows"]
    if not rows:
        return ""
    named = words.join_list([f"{row['name']} ({row['number']})" if row["number"] else row["name"] for row in rows])
    if participation["has_counts"]:
        ranks: dict[int, list[str]] = {}
        for row in sorted(rows, key=lambda one: -one["number"]):
            ranks.setdefault(row["number"], []).append(row["name"])
        groups = [f"{words.join_list(names)} ({_write_share(words, number, names)})" for number, names in ranks.items()]
        named = text_direction.join_isolated(words.semicolon, groups)
    said = words.ngettext("Country on record: {countries}.", "Countries on record: {countries}.", len(rows))
    said = said.replace("{countries}", named)
    if unknown := participation["unknown_country_count"]:
        missing = words.ngettext(
            "The country of {n} person is not known.", "The countries of {n} people are not known.", unknown
        )
        said = f"{said} {missing}"
    return said
