"""Compute the variables of the book of abstracts: its sections of talks, and the index of speakers."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Talk
from ...model.event_documents import AbstractBook, AbstractOrder, MissingAbstracts
from .display_names import DisplayNames, name_sort_key, sorted_name
from .model_to_dict import TemplateValues
from .people_context import build_person_context
from .programme_context import list_programme_days


def build_abstract_book_context(lookup: DisplayNames) -> TemplateValues:
    """Return the sections with their talks, in the chosen order, and the speakers with the numbers of their talks."""
    book = lookup.workshop.abstracts or AbstractBook()
    sections = list(_list_sections(lookup, book.without_abstract is MissingAbstracts.LIST))
    if book.by is AbstractOrder.NAME:
        talks = [talk for section in sections for talk in section["talks"]]
        sections = [{"title": "", "time": "", "talks": sorted(talks, key=lambda talk: talk["sort_key"])}]
    numbered = [talk for section in sections for talk in section["talks"]]
    given: dict[str, list[int]] = {}
    for number, talk in enumerate(numbered):
        for speaker in talk["speaker_ids"]:
            given.setdefault(speaker, []).append(number)
    by_particle = lookup.workshop.sort_by_particle
    return {
        "sections": [section for section in sections if section["talks"]],
        "has_sessions": book.by is AbstractOrder.SESSION,
        "speakers": [
            {
                "sort_key": name_sort_key(lookup.people[name], by_particle, lookup.workshop.language),
                "sort_name": sorted_name(lookup.people[name], by_particle),
                "talks": found,
            }
            for name, found in given.items()
        ],
    }


def _list_sections(lookup: DisplayNames, with_all: bool) -> Iterator[TemplateValues]:
    schedule = lookup.workshop.programme
    for day, shown in zip(schedule.days if schedule else (), list_programme_days(lookup), strict=True):
        for session, told in zip(day.sessions, shown["sessions"], strict=True):
            talks = [_talk_context(lookup, talk) for talk in session.talks if with_all or talk.abstract]
            time = lookup.translator.comma.join(filter(None, (shown["date"], told["time"])))
            yield {"title": session.title, "time": time, "chair": told["chair"], "talks": talks}


def _talk_context(lookup: DisplayNames, talk: Talk) -> TemplateValues:
    speakers = [build_person_context(lookup, speaker) for speaker in talk.speakers]
    first = speakers[0]["sort_key"] if speakers else name_sort_key_of_title(talk)
    return {
        "title": talk.title,
        "abstract": talk.abstract,
        "speakers": speakers,
        "speaker_ids": talk.speakers,
        "sort_key": first,
    }


def name_sort_key_of_title(talk: Talk) -> tuple[str, str]:
    """Return the key of a talk without a known speaker, which stands behind the others."""
    return "\uffff", talk.title
