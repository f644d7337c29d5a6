"""Compute the variables on everybody who was at the event: for badges, certificates and lists to sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...language.letter_widths import narrowest_fit
from ...model import Person
from ...model.event import SessionType
from ...model.event_documents import SigningList, SigningUnit
from ...model.people import Attendance, Participant, ParticipantRole
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import TemplateValues
from .people_context import build_person_context

NAME_ROOMS: Final = ((6, 2), (8, 2), (10, 2), (12, 2), (15, 3), (19, 4), (24, 4), (30, 5), (40, 6))
"""Widths in ems for which styles have a size of type (`.fits-12`), with the lines of that size that have room.

A name is set as large as its room allows.
"""
AFFILIATION_ROOMS: Final = ((19, 2), (24, 2), (30, 3), (40, 4))
CERTIFICATE_ROOMS: Final = ((12, 1), (15, 1), (19, 1), (24, 1), (30, 1), (40, 2))
_UNSIGNED: Final = (SessionType.BREAK, SessionType.SOCIAL)
_BADGES_ON_A_SHEET: Final = 10


def list_attendees(lookup: DisplayNames) -> list[TemplateValues]:
    """Return everybody at the event, each once, by name: participants, directors, speakers and chairs.

    Those who only contributed, or are groups, were not there.
    """
    entries = {entry.person: entry for entry in lookup.workshop.participants}
    roles = dict(_list_roles(lookup))
    known = {name: lookup.people[name] for name in dict.fromkeys((*entries, *roles)) if name in lookup.people}
    there = [
        _attendee_context(lookup, person, entries.get(name), roles.get(name, ""))
        for name, person in known.items()
        if not person.is_group and (name not in entries or entries[name].attendance is not Attendance.CONTRIBUTED_ONLY)
    ]
    return sorted(there, key=lambda one: one["sort_key"])


def _list_roles(lookup: DisplayNames) -> Iterator[tuple[str, str]]:
    """Yield those who have a part in the programme, with their role; a later role is the one that counts."""
    words, workshop = lookup.translator, lookup.workshop
    speaker_label = enum_labels.participant_role_label(words, ParticipantRole.SPEAKER)
    sessions = [session for day in (workshop.programme.days if workshop.programme else ()) for session in day.sessions]
    for group in workshop.working_groups:
        for person, role in ((group.rapporteur, words.gettext("Rapporteur")), (group.chair, words.gettext("Chair"))):
            if person:
                yield person, role
    for session in sessions:
        if session.chair:
            yield session.chair, words.gettext("Chair")
    for session in sessions:
        for talk in session.talks:
            yield from ((speaker, speaker_label) for speaker in talk.speakers)
    for director in workshop.directors:
        yield director.person, enum_labels.director_role_label(words, director.role)


def _attendee_context(lookup: DisplayNames, person: Person, entry: Participant | None, role: str) -> TemplateValues:
    lines = _name_lines(person)
    told = build_person_context(lookup, person.id)
    named = entry and next((one for one in entry.roles if one is not ParticipantRole.PARTICIPANT), None)
    stated = enum_labels.participant_role_label(lookup.translator, named) if named else ""
    usual = lookup.translator.gettext("participant")
    return {
        **told,
        "name_lines": lines,
        "name_fit": narrowest_fit(lines, NAME_ROOMS),
        "whole_name_fit": narrowest_fit([told["name"]], CERTIFICATE_ROOMS),
        "affiliation_fit": narrowest_fit([told["affiliation"]], AFFILIATION_ROOMS),
        "role": _capitalize(role or stated or usual),
        "is_remote": bool(entry and entry.attendance is Attendance.REMOTE),
    }


def _capitalize(role: str) -> str:
    return role[:1].upper() + role[1:]


def _name_lines(person: Person) -> list[str]:
    """Return the lines of a name as a badge shows it: given and family name, in the order of the person's language."""
    family = f"{person.family}, {person.suffix}" if person.suffix else person.family
    lines = [family, person.given] if person.is_family_first else [person.given, family]
    return [line for line in lines if line]


def group_badges(attendees: list[TemplateValues]) -> list[list[TemplateValues]]:
    """Return those who need a badge, since they came in person, in sheets."""
    there = list_signatories(attendees)
    return [there[start : start + _BADGES_ON_A_SHEET] for start in range(0, len(there), _BADGES_ON_A_SHEET)]


def list_signing_occasions(lookup: DisplayNames) -> list[TemplateValues]:
    """Return for what participants sign: days, sessions that are no breaks, or the event. Each has `title` and `time`.

    A workshop without a programme, or without sessions, has a list for each day or one for the event.
    """
    words, event = lookup.translator, lookup.workshop.event
    unit = (lookup.workshop.signing_list or SigningList()).for_each
    days = lookup.workshop.programme.days if lookup.workshop.programme else ()
    if unit is SigningUnit.SESSION and any(day.sessions for day in days):
        return [
            {"title": session.title, "time": words.format_day(day.date), "room": session.room or ""}
            for day in days
            for session in day.sessions
            if session.type not in _UNSIGNED
        ]
    if unit is SigningUnit.EVENT or not days:
        return [{"title": words.format_date_range(event.start, event.end), "time": "", "room": ""}]
    return [{"title": words.format_day(day.date), "time": day.title or "", "room": ""} for day in days]


def list_signatories(attendees: list[TemplateValues]) -> list[TemplateValues]:
    """Return those who can sign, since they came in person."""
    return [one for one in attendees if not one["is_remote"]]
