"""Find the speakers and chairs of a programme among the people of a workshop, and add those who are not there.

A programme tells less of people than a list does: one name is one person there, also with an initial for a given name,
or without an affiliation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from ...findings.finding import Finding, Severity
from ...loading.derived_values import index_people, list_person_ids
from ..people.people_merge import PeopleMerge, merge_people
from ..people.person_rows import PersonRow
from ..workshop_writer import fold_name
from .read_programme import ReadSession, SourcePlace

Person = Mapping[str, object]
_KEYS: Final = ("given", "family", "suffix", "title", "affiliation", "email", "group")
_fold = lru_cache(maxsize=1 << 14)(fold_name)


class ProgrammePeople:
    """The people of a programme with their ids in workshop.yaml."""

    def __init__(self, people: Sequence[Person], sessions: Sequence[ReadSession]) -> None:
        self.findings: list[Finding] = []
        named_people = zip(people, list_person_ids(people), strict=True)
        self._known: list[Person] = [
            {**person, "id": identity} for person, identity in named_people if person.get("family")
        ]
        self._index = index_people(people)
        self._by_family: dict[str, list[Person]] = {}
        self._ids: dict[str, str] = {}
        self._namesakes: dict[str, set[str]] = {}
        """Ids of people of one name, of whom the programme does not say which is meant, by the id that was taken."""
        for person in self._known:
            self._by_family.setdefault(_family(person), []).append(person)
        named = dict(_list_people(sessions))
        fullest = self._join_short_names([person for _, person in named.values()])
        full = {key: (place, fullest.get(key, person)) for key, (place, person) in named.items()}
        self.merge = self._merge(full, people)

    def identify(self, person: Person) -> str:
        """Return the id of a person of the programme."""
        return self._ids[_name_key(person)]

    def resolve(self, words: object) -> str:
        """Return the id that a reference in workshop.yaml means, which is an id or a whole name."""
        found = self._index.find(str(words))
        return found[0].id if len(found) == 1 else str(words)

    def may_mean(self, words: object, identity: str) -> bool:
        """Return whether a reference in workshop.yaml means a person, or a namesake who may be meant as well."""
        meant = self.resolve(words)
        return meant == identity or meant in self._namesakes.get(identity, ())

    def _merge(self, named: Mapping[str, tuple[SourcePlace, Person]], people: Sequence[Person]) -> PeopleMerge:
        rows: list[PersonRow] = []
        keys: dict[int, list[str]] = {}
        row_of: dict[str, int] = {}
        for key, (place, person) in named.items():
            if identity := self._find(person, place):
                self._ids[key] = identity
                continue
            own = _name_key(person)
            if own not in row_of:
                row_of[own] = len(rows)
                rows.append(PersonRow(len(rows), {key: person[key] for key in _KEYS if key in person}))
            keys.setdefault(row_of[own], []).append(key)
        merge = merge_people(rows, people, [], keep=True)
        for row, identity in merge.identities.items():
            for key in keys[row]:
                self._ids[key] = identity
                self._tell_namesakes(*named[key], identity)
        return merge

    def _tell_namesakes(self, place: SourcePlace, person: Person, identity: str) -> None:
        """Report a name that several people of the workshop have, if nothing else tells them apart."""
        family = self._by_family.get(_family(person), [])
        same = [str(one["id"]) for one in family if _given(one) == _given(person)]
        if len(same) < 2 or identity not in same or person.get("email") or person.get("affiliation"):
            return
        self._namesakes[identity] = set(same)
        message = (
            f"{_write_name(person)} may mean {' or '.join(same)}; where workshop.yaml names none, it is {identity}"
        )
        self.findings.append(place.warn(message, "check the speakers and chairs of this name in workshop.yaml"))

    def _find(self, person: Person, place: SourcePlace) -> str:
        """Return the id of the one person of the workshop who has this name, or whose name this may shorten."""
        family = self._by_family.get(_family(person), [])
        same = [one for one in family if _given(one) == _given(person)]
        if same:
            return str(same[0].get("id")) if len(same) == 1 else ""  # what else is known tells namesakes apart
        words = sorted(_name_key(person).split("-"))
        swapped = [one for one in self._known if sorted(_name_key(one).split("-")) == words]
        near = swapped or [one for one in family if _may_shorten(_given(one), _given(person))]
        if len(near) != 1:
            return ""
        identity = str(near[0].get("id"))
        if _write_name(person) == _write_name(near[0]):
            return identity
        message = f"{_write_name(person)} was taken for {_write_name(near[0])} of workshop.yaml ({identity})"
        hint = "if this is another person, write both names in full"
        self.findings.append(place.warn(message, hint, Severity.ADVICE))
        return identity

    def _join_short_names(self, people: Sequence[Person]) -> dict[str, Person]:
        """Return the fuller name for each name that only one other name of the programme continues."""
        families: dict[str, list[Person]] = {}
        for person in people:
            families.setdefault(_family(person), []).append(person)
        fuller: dict[str, Person] = {}
        for person in people:
            longer = [
                one
                for one in families[_family(person)]
                if len(_given(one)) > len(_given(person)) and _may_shorten(_given(one), _given(person))
            ]
            if len(longer) == 1 and _is_short(_given(person)):
                fuller[_name_key(person)] = {**person, **longer[0]}
        return fuller


def _list_people(sessions: Sequence[ReadSession]) -> list[tuple[str, tuple[SourcePlace, Person]]]:
    """List everybody once, by name, with all that any place says of them; the first place prevails."""
    known: dict[str, tuple[SourcePlace, Person]] = {}
    for session in sessions:
        named = [(session.place, one) for one in session.chair]
        named += [(talk.place, one) for talk in session.talks for one in talk.speakers]
        for place, person in named:
            key = _name_key(person)
            first, before = known.get(key, (place, {}))
            known[key] = (first, {**person, **before})
    return list(known.items())


def _family(person: Person) -> str:
    return _fold(str(person.get("family") or ""))


def _given(person: Person) -> str:
    return _fold(str(person.get("given") or ""))


def _name_key(person: Person) -> str:
    return "-".join(filter(None, (_given(person), _family(person), _fold(str(person.get("suffix") or "")))))


def _is_short(given: str) -> bool:
    return not given or all(len(word) == 1 for word in given.split("-"))


def _may_shorten(one: str, other: str) -> bool:
    """Return whether one of two given names may be initials of the other, or is missing."""
    if not (_is_short(one) or _is_short(other)):
        return False
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(one.split("-"), other.split("-"), strict=False))


def _write_name(person: Person) -> str:
    return " ".join(filter(None, (str(person.get("given") or ""), str(person["family"]))))
