"""Compute the variables on the programme: days, sessions, talks and working groups."""

from __future__ import annotations

from datetime import time

from ...model import Session, Talk, WorkingGroup
from ...model.event import Day
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import TemplateValues, dump_public_fields


def list_programme_days(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the days of the programme; none without a programme."""
    schedule = lookup.workshop.programme
    return [_day_context(lookup, day) for day in schedule.days] if schedule else []


def _day_context(lookup: DisplayNames, day: Day) -> TemplateValues:
    return {
        "date": lookup.translator.format_weekday(day.date),
        "title": day.title or "",
        "has_times": any(session.start for session in day.sessions),
        "sessions": [_session_context(lookup, session) for session in day.sessions],
    }


def _session_context(lookup: DisplayNames, session: Session) -> TemplateValues:
    return {
        "time": _time_range(lookup, session.start, session.end),
        "type": str(session.type),
        "kind": enum_labels.session_type_label(lookup.translator, session.type),
        "title": session.title,
        "chair": lookup.person_name(session.chair),
        "room": session.room or "",
        "talks": [_talk_context(lookup, talk) for talk in session.talks],
    }


def _time_range(lookup: DisplayNames, start: time | None, end: time | None) -> str:
    return "–".join(lookup.translator.format_time(moment) for moment in (start, end) if moment) if start else ""


def _talk_context(lookup: DisplayNames, talk: Talk) -> TemplateValues:
    chapter = next((entry for entry in lookup.workshop.chapters if entry.id == talk.chapter), None)
    return {
        "title": talk.title,
        "speakers": lookup.person_names(talk.speakers),
        "abstract": talk.abstract,
        "time": _time_range(lookup, talk.start, talk.end),
        "chapter": f"x-ref:c-{chapter.id}" if chapter else "",
        "authors": lookup.person_names(chapter.authors) if chapter else "",
    }


def list_abstracts(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the talks that have an abstract, in the order of the programme."""
    days = lookup.workshop.programme.days if lookup.workshop.programme else ()
    talks = [talk for day in days for session in day.sessions for talk in session.talks]
    return [_talk_context(lookup, talk) for talk in talks if talk.abstract]


def list_talk_titles(lookup: DisplayNames, speaker: str) -> list[str]:
    """Return the titles of the talks that a person gave."""
    days = lookup.workshop.programme.days if lookup.workshop.programme else ()
    talks = [talk for day in days for session in day.sessions for talk in session.talks]
    return [talk.title for talk in talks if speaker in talk.speakers]


def list_working_groups(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the working groups with their summaries and findings."""
    return [_working_group_context(lookup, group) for group in lookup.workshop.working_groups]


def _working_group_context(lookup: DisplayNames, group: WorkingGroup) -> TemplateValues:
    return {
        **dump_public_fields(group),
        "chair": lookup.person_name(group.chair),
        "rapporteur": lookup.person_name(group.rapporteur),
    }
