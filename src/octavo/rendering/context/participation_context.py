"""Compute the variables on participation: countries with counts, participants and key speakers."""

from __future__ import annotations

from ...language import text_direction
from ...language.collation import collation_key
from ...language.translator import Translator
from ...model.people import Attendance, Participant, ParticipantOrder, ParticipantRole, Participation
from . import enum_labels
from .chart_findings import find_participation_finding
from .display_names import DisplayNames
from .model_to_dict import TemplateValues
from .people_context import build_person_context
from .programme_context import list_talk_titles


def build_participation_context(lookup: DisplayNames) -> TemplateValues:
    """Return the counts of participants and countries. What is not recorded is left out, never guessed."""
    known = lookup.workshop.participation or Participation.model_validate({})
    groups = lookup.workshop.country_groups
    numbers = _numbers_by_country(lookup)
    countries = known.countries or len(numbers)
    rows = [_country_row(lookup, code, number) for code, number in numbers.items()]
    unnamed = max(0, countries - len(numbers))
    is_counted = bool(numbers) and all(numbers.values())
    summed = sum(number or 0 for number in numbers.values())
    people = known.participants or (summed if is_counted and not unnamed else 0)
    by_country = lookup.workshop.participants_by is not ParticipantOrder.NAME
    return {
        "heading": lookup.translator.gettext("Participants by country" if rows and by_country else "Participants"),
        "rows": sorted(rows, key=lambda row: collation_key(row["name"], lookup.translator.tag)),
        "country_count": countries,
        "named_country_count": len(numbers),
        "unnamed_country_count": unnamed,
        "participant_count": people or "",
        "has_counts": is_counted,
        "unknown_country_count": max(0, people - summed) if is_counted else 0,
        "sentence": _participation_sentence(lookup.translator, people, countries, _is_complete(known, numbers, people)),
        "unnamed_statement": _unnamed_sentence(lookup, people),
        "finding": find_participation_finding(lookup.translator, numbers, people),
        "organizations": [lookup.organization_with_place(entry) for entry in known.organizations],
        "groups_date": lookup.translator.format_date(groups.date or lookup.workshop.event.start) if groups else "",
    }


def _is_complete(known: Participation, numbers: dict[str, int | None], people: int) -> bool:
    """Return whether no country can be missing: their number is stated, or those named account for all participants."""
    return bool(known.countries) or (all(numbers.values()) and sum(filter(None, numbers.values())) == people)


def _participation_sentence(words: Translator, people: int, countries: int, are_all: bool) -> str:
    """Return a sentence with the number of participants and of their countries, as far as they are known, or ""."""
    if not people and not countries:
        return ""
    if not people:
        least = words.ngettext(
            "The participants came from at least {total} country.",
            "The participants came from at least {total} countries.",
            countries,
        )
        exact = words.ngettext(
            "The participants came from {total} country.", "The participants came from {total} countries.", countries
        )
        return words.fill_numbers(exact if are_all else least, total=countries)
    took_part = words.ngettext("{N} person took part", "{N} people took part", people)
    if not countries:
        return f"{took_part}."
    least = words.ngettext("from at least {total} country.", "from at least {total} countries.", countries)
    exact = words.ngettext("from {total} country.", "from {total} countries.", countries)
    return f"{took_part}{words.comma}{words.fill_numbers(exact if are_all else least, total=countries)}"


def _unnamed_sentence(lookup: DisplayNames, people: int) -> str:
    """Return how many of those who took part the list of participants leaves out, or "" if that is none or not certain.

    Whether those who only contributed are among the people counted cannot be told from the number.
    """
    listed = lookup.workshop.participants
    missing = people - len(listed)
    if not listed or missing < 1 or any(entry.attendance is Attendance.CONTRIBUTED_ONLY for entry in listed):
        return ""
    return lookup.translator.ngettext(
        "{N} person who took part is not named here.", "{N} people who took part are not named here.", missing
    )


def _numbers_by_country(lookup: DisplayNames) -> dict[str, int | None]:
    """Return the number of participants by country. `redaction` has already counted those who are listed."""
    known = lookup.workshop.participation
    return {entry.country: entry.participants for entry in known.by_country} if known else {}


def _country_row(lookup: DisplayNames, code: str, number: int | None) -> TemplateValues:
    groups = lookup.workshop.country_groups
    group = groups.groups.get(code) if groups else None
    return {
        "code": code,
        "name": lookup.translator.country_name(code),
        "number": number or "",
        "group": enum_labels.country_group_label(lookup.translator, group) if group else "",
    }


def list_participants(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the participants by name, or by the country's name in the workshop's language and then by name.

    Those whose country is not known come last.
    """
    entries = [_participant_context(lookup, entry) for entry in lookup.workshop.participants]
    if lookup.workshop.participants_by is ParticipantOrder.NAME:
        return sorted(entries, key=lambda entry: entry["sort_key"])
    tag = lookup.translator.tag
    return sorted(
        entries, key=lambda entry: (not entry["country"], collation_key(entry["country"], tag), entry["sort_key"])
    )


def _participant_context(lookup: DisplayNames, entry: Participant) -> TemplateValues:
    words = lookup.translator
    # The role of a participant and attendance in person are the default and are not printed.
    roles = [
        enum_labels.participant_role_label(words, role)
        for role in entry.roles
        if role is not ParticipantRole.PARTICIPANT
    ]
    said = (words.join_list(roles), enum_labels.attendance_label(words, entry.attendance))
    return {
        **build_person_context(lookup, entry.person),
        "roles": text_direction.join_isolated(words.semicolon, filter(None, said)),
    }


def list_key_speakers(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the key speakers sorted by name, each with the titles of their talks."""
    entries = lookup.workshop.participants
    wanted = dict.fromkeys(entry.person for entry in entries if ParticipantRole.KEY_SPEAKER in entry.roles)
    speakers = [
        {**build_person_context(lookup, speaker), "talks": list_talk_titles(lookup, speaker)} for speaker in wanted
    ]
    return sorted(speakers, key=lambda speaker: speaker["sort_key"])
