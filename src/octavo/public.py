"""Leave out what may not be seen: a Workshop in, the same without private fields and suppressed names out.

Everything that is printed, written into metadata or attached is made from what this stage lets through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .model import Attribution, Person, Workshop
from .model.event import Schedule, Talk
from .model.people import Attendance, CountryCount, Participation

PRIVATE = {"email": None, "phone": None, "address": None}


def public(workshop: Workshop) -> Workshop:
    """Drop private fields, whoever gave no consent, and what the attribution rule suppresses.

    Under the Chatham House rule neither the identity nor the affiliation of a speaker or participant is revealed:
    names, lists, photographs and affiliations go, but for people with ``consent.attribution``. Under
    ``non-attributable`` people are listed, but no talk, chair or report is ascribed to anybody.
    """
    rule = workshop.policy.attribution
    named = {person.id for person in workshop.people if _may_be_named(person, rule)}
    ascribed = named if rule is Attribution.OPEN else {p.id for p in workshop.people if p.consent.attribution}
    changed: dict[str, object] = {
        "participation": _counted(workshop),
        "directors": tuple(director for director in workshop.directors if director.person in named),
        "participants": _listed(workshop, named),
        "committee": tuple(member for member in workshop.committee if member.person in named),
        "working_groups": tuple(
            group.model_copy(update=_only(ascribed, chair=group.chair, rapporteur=group.rapporteur))
            for group in workshop.working_groups
        ),
        "chapters": tuple(
            chapter.model_copy(
                update={"authors": _known(chapter.authors, named), **_only(named, corresponding=chapter.corresponding)}
            )
            for chapter in workshop.chapters
        ),
        # The list of words that are no names would tell whose names they are.
        "policy": workshop.policy.model_copy(update={"not_names": ()}),
        "photos": () if rule is Attribution.CHATHAM_HOUSE else workshop.photos,
    }
    if workshop.deposit:
        changed["deposit"] = workshop.deposit.model_copy(update={"depositor": None, "email": None})
    if workshop.programme:
        changed["programme"] = _schedule(workshop.programme, ascribed)
    if workshop.declaration:
        signatories = _known(workshop.declaration.signatories, named)
        changed["declaration"] = workshop.declaration.model_copy(update={"signatories": signatories})
    if workshop.volume:
        editors = _known(workshop.volume.editors, named)
        changed["volume"] = workshop.volume.model_copy(update={"editors": editors})
    shown = workshop.model_copy(update=changed)
    mentioned = set(_mentioned(shown))
    people = tuple(_without_private(person) for person in workshop.people if person.id in named & mentioned)
    return shown.model_copy(update={"people": people})


def _counted(workshop: Workshop) -> Participation | None:
    """Count who took part before names are taken out of the list: a number is true of all, named or not."""
    if not workshop.participants:
        return workshop.participation
    countries = {person.id: person.country for person in workshop.people}
    stated = workshop.participation
    entries = workshop.participants
    if stated and stated.participants and stated.participants < len(entries):  # those who only contributed, left out
        entries = tuple(entry for entry in entries if entry.attendance is not Attendance.CONTRIBUTED_ONLY)
    # An id that names nobody is told by `octavo.references`; it comes by here first.
    listed = [countries.get(entry.person) for entry in entries]
    numbers = Counter(country for country in listed if country)
    return Participation(
        participants=(stated and stated.participants) or len(listed),
        countries=(stated and stated.countries) or (len(numbers) if all(listed) else None),
        by_country=tuple(CountryCount(country=country, participants=number) for country, number in numbers.items()),
        organizations=stated.organizations if stated else (),
    )


def _mentioned(workshop: Workshop) -> Iterator[str]:
    """List the ids of all people to whom something that is shown refers; others are nobody's business."""
    yield from (director.person for director in workshop.directors)
    yield from (participant.person for participant in workshop.participants)
    yield from (member.person for member in workshop.committee)
    days = workshop.programme.days if workshop.programme else ()
    sessions = [session for day in days for session in day.sessions]
    yield from (speaker for session in sessions for talk in session.talks for speaker in talk.speakers)
    yield from (author for chapter in workshop.chapters for author in chapter.authors)
    yield from workshop.declaration.signatories if workshop.declaration else ()
    yield from workshop.volume.editors if workshop.volume else ()
    held = [session.chair for session in sessions]
    held += [office for group in workshop.working_groups for office in (group.chair, group.rapporteur)]
    yield from (person for person in held if person)


def _may_be_named(person: Person, rule: Attribution) -> bool:
    return rule is not Attribution.CHATHAM_HOUSE or person.consent.attribution


def _without_private(person: Person) -> Person:
    photo = person.photo if person.consent.photo else None
    # Consent itself is private: what is left is what a reader may see.
    return person.model_copy(update={**PRIVATE, "photo": photo, "consent": type(person.consent)()})


def _listed(workshop: Workshop, named: set[str]) -> tuple[object, ...]:
    """Keep those who may be named and agreed to be listed."""
    agreed = {person.id for person in workshop.people if person.consent.list}
    return tuple(entry for entry in workshop.participants if entry.person in named & agreed)


def _schedule(programme: Schedule, ascribed: set[str]) -> Schedule:
    days = tuple(
        day.model_copy(
            update={
                "sessions": tuple(
                    session.model_copy(
                        update={
                            "talks": tuple(talk.model_copy(update=_talk(talk, ascribed)) for talk in session.talks),
                            **_only(ascribed, chair=session.chair),
                        }
                    )
                    for session in day.sessions
                )
            }
        )
        for day in programme.days
    )
    return programme.model_copy(update={"days": days})


def _talk(talk: Talk, ascribed: set[str]) -> dict[str, object]:
    """Take away the speakers that are not named, and the chapter, whose authors would name them."""
    speakers = _known(talk.speakers, ascribed)
    return {"speakers": speakers, "chapter": talk.chapter if speakers == talk.speakers else None}


def _known(people: tuple[str, ...], allowed: set[str]) -> tuple[str, ...]:
    return tuple(person for person in people if person in allowed)


def _only(allowed: set[str], **references: str | None) -> dict[str, str | None]:
    return {key: person if person in allowed else None for key, person in references.items()}
