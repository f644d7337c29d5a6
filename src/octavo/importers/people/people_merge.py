"""Join imported people with those of a workshop: nobody is added twice, and what is known is brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Generic, TypeVar

from ...language.slugs import derive_person_id
from ...loading.derived_values import index_people, list_person_ids
from ..workshop_writer import fold_name
from .person_rows import PersonRow

YamlMapping = Mapping[str, Any]
T = TypeVar("T")
_fold_name = lru_cache(maxsize=1 << 16)(fold_name)
_MOST_COMPARED = 30
"""People of one name or e-mail address with whom another is compared."""
_SIMILAR_NAMES, _LONG_NAME = 0.75, 4
_TRUTHS = {**dict.fromkeys(("true", "yes", "on"), True), **dict.fromkeys(("false", "no", "off"), False)}
"""Words that the model takes for true or false."""


@dataclass
class ChangedEntry:
    """An entry of the workshop that gets new values: its index, the person's name, and old and new values by key.

    `within` is the key of the mapping in the entry that has these values, or "" for the entry itself.
    """

    index: int
    name: str
    within: str = ""
    old: dict[str, object] = field(default_factory=dict)
    new: dict[str, object] = field(default_factory=dict)


@dataclass
class PeopleMerge:
    """What an import changes in a workshop."""

    added: list[dict[str, object]] = field(default_factory=list)
    added_participants: list[dict[str, object]] = field(default_factory=list)
    changed: list[ChangedEntry] = field(default_factory=list)
    changed_participants: list[ChangedEntry] = field(default_factory=list)
    repeated: list[tuple[PersonRow, PersonRow]] = field(default_factory=list)
    """Rows of the list that give somebody again, each with the first one."""
    confusable: list[tuple[PersonRow, str]] = field(default_factory=list)
    """Rows that share a name or an e-mail address with another person, with words on what they share."""
    unread_posts: list[PersonRow] = field(default_factory=list)
    """Rows whose affiliation is none of the posts that the workshop lists for that person."""
    unchanged: int = 0
    identities: dict[int, str] = field(default_factory=dict)
    """The id in workshop.yaml of the person of each row, by the number of the row."""

    @property
    def is_empty(self) -> bool:
        """Whether the workshop stays as it is."""
        return not (self.added or self.added_participants or self.changed or self.changed_participants)


def merge_people(
    rows: Iterable[PersonRow], people: Sequence[YamlMapping], participants: Sequence[YamlMapping], keep: bool = False
) -> PeopleMerge:
    """Compare the people of a list with those of a workshop.

    Two are the same if they share an ORCID iD, or an e-mail address and a similar name, or a name with an affiliation
    and country that do not differ. With `keep`, values that the workshop has are not changed.
    """
    result = PeopleMerge()
    merger = _Merger(people, participants, keep, result)
    for row in _join_repeated_rows(rows, result):
        result.identities[row.row] = merger.merge(row)
    for row, first in result.repeated:
        result.identities[row.row] = result.identities[first.row]
    return result


class _Register(Generic[T]):
    """Finds people again by what identifies them."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], list[tuple[YamlMapping, T]]] = {}

    def add(self, person: YamlMapping, known: T) -> None:
        for key in _all_keys(person):
            self._keys.setdefault(key, []).append((person, known))

    def replace(self, former: YamlMapping, person: YamlMapping, known: T) -> None:
        """Put what is known of a person now in place of what was: it may tell a namesake apart."""
        for key in _all_keys(former):
            self._keys[key] = [entry for entry in self._keys[key] if entry[0] is not former]
        self.add(person, known)

    def find(self, person: YamlMapping) -> T | None:
        """Return who this is, or None."""
        for key in _sure_keys(person):
            for other, known in self._keys.get(key, ())[:_MOST_COMPARED]:
                if key[0] == "orcid" or _have_similar_names(other, person):
                    return known
        return next((known for other, known in self._list_namesakes(person) if _may_be_same(other, person)), None)

    def find_confusable(self, person: YamlMapping) -> YamlMapping | None:
        """Return another person of the same name, or with the same e-mail address."""
        shared = [other for key in _sure_keys(person) for other, _ in self._keys.get(key, ())[:1]]
        return next(iter([*(other for other, _ in self._list_namesakes(person)), *shared]), None)

    def _list_namesakes(self, person: YamlMapping) -> list[tuple[YamlMapping, T]]:
        """List those of the same name, first those of whom nothing differs that tells people apart."""
        same, named = (self._keys.get(key, [])[:_MOST_COMPARED] for key in _name_keys(person))
        return [*same, *named]


def _join_repeated_rows(rows: Iterable[PersonRow], result: PeopleMerge) -> Iterable[PersonRow]:
    """Join the rows of one person: the first one has precedence, and roles are added up."""
    register: _Register[int] = _Register()
    joined: list[PersonRow] = []
    for row in rows:
        at = register.find(row.person)
        if at is None:
            register.add(row.person, len(joined))
            joined.append(row)
            continue
        first = joined[at]
        result.repeated.append((row, first))
        participant = {**row.participant, **first.participant}
        roles = dict.fromkeys((*first.participant.get("roles", ()), *row.participant.get("roles", ())))
        if roles:
            participant["roles"] = tuple(roles)
        person = {**row.person, **first.person}
        if consent := _join_consents(first.person.get("consent", {}), row.person.get("consent", {})):
            person["consent"] = consent
        joined[at] = PersonRow(first.row, person, participant)
        register.replace(first.person, joined[at].person, at)
    return joined


def _join_consents(one: YamlMapping, other: YamlMapping) -> dict[str, bool]:
    """Join what one person said twice: consent that was refused once is refused."""
    return {key: bool(one.get(key, True) and other.get(key, True)) for key in (*one, *other)}


class _Merger:
    def __init__(
        self, people: Sequence[YamlMapping], participants: Sequence[YamlMapping], keep: bool, result: PeopleMerge
    ) -> None:
        self._people = people
        self._identities = list_person_ids(people)
        self._participants = _index_participants(participants, people)
        self._listed = participants
        self._keep, self._result = keep, result
        self._ids = set(self._identities)
        self._updated: set[int] = set()
        self._register: _Register[int | None] = _Register()
        for index, entry in enumerate(people):
            self._register.add(entry, index)

    def merge(self, row: PersonRow) -> str:
        """Add the person of a row, or bring the entry of that person up to date; return the id."""
        index = self._register.find(row.person)
        if index is None or index in self._updated:  # another row is that person, and this one a namesake
            return self._add(row)
        self._updated.add(index)
        self._update(index, row)
        return self._identities[index]

    def _add(self, row: PersonRow) -> str:
        if other := self._register.find_confusable(row.person):
            self._result.confusable.append((row, _describe_difference(other, row.person)))
        given, family, suffix = (str(row.person.get(key) or "") for key in ("given", "family", "suffix"))
        identity = derive_person_id(given, family, suffix, self._ids)
        self._ids.add(identity)
        self._register.add(row.person, None)
        self._result.added.append({"id": identity, **row.person})
        self._result.added_participants.append({"person": identity, **row.participant})
        return identity

    def _update(self, index: int, row: PersonRow) -> None:
        entry = self._people[index]
        changes = list(self._compare_entry(index, row, entry))
        identity = self._identities[index]
        for change in changes:
            if not change.within and not entry.get("id") and change.new.keys() & {"given", "family", "suffix"}:
                change.new["id"] = identity  # references to the id that the former name made stay right
        self._result.changed += changes
        at = self._participants.get(identity)
        if at is None:
            self._result.added_participants.append({"person": identity, **row.participant})
            return
        changed = self._compare_participant(at, row)
        self._result.changed_participants += changed
        self._result.unchanged += not (changes or changed)

    def _compare_entry(self, index: int, row: PersonRow, entry: YamlMapping) -> Iterator[ChangedEntry]:
        given = dict(row.person)
        consent = given.pop("consent", {})
        posts = entry.get("posts")
        if posts:  # several posts stand in place of one
            known = {fold_name(str(post.get("affiliation") or "")) for post in posts if isinstance(post, Mapping)}
            if given.get("affiliation") and fold_name(str(given["affiliation"])) not in known:
                self._result.unread_posts.append(row)
            given = {key: value for key, value in given.items() if key not in ("position", "affiliation", "city")}
        yield from self._compare(ChangedEntry(index, row.name), entry, given)
        if isinstance(entry.get("consent"), Mapping):
            yield from self._compare(ChangedEntry(index, row.name, "consent"), entry["consent"], consent)
        elif consent:
            yield ChangedEntry(index, row.name, new={"consent": consent})

    def _compare_participant(self, index: int, row: PersonRow) -> list[ChangedEntry]:
        """Compare roles and attendance. Roles of a list are added to those that the workshop has."""
        listed, given = self._listed[index], dict(row.participant)
        if "roles" in given and listed.get("roles"):
            given["roles"] = tuple(dict.fromkeys((*listed["roles"], *given["roles"])))
        return list(self._compare(ChangedEntry(index, row.name), listed, given))

    def _compare(self, change: ChangedEntry, entry: YamlMapping, given: YamlMapping) -> Iterator[ChangedEntry]:
        """Yield the change if there is any. The values of the workshop are texts, as they are written."""
        for key, value in given.items():
            before = entry.get(key)
            if before in (None, "", []):
                change.new[key] = value
            elif not _is_equal(before, value) and not self._keep and not _is_spelling_kept(key, before, value):
                change.old[key], change.new[key] = before, value
        if change.new:
            yield change


def _index_participants(participants: Sequence[YamlMapping], people: Sequence[YamlMapping]) -> dict[str, int]:
    """Return the index of each participant by the id of the person, who may be given by name."""
    known = index_people(people)
    named = [str(entry.get("person")) for entry in participants]
    meant = [known.find(words) for words in named]
    ids = [found[0].id if len(found) == 1 else words for words, found in zip(named, meant, strict=True)]
    return {identity: index for index, identity in enumerate(ids)}


def _is_equal(before: object, value: object) -> bool:
    if isinstance(value, bool):
        return _TRUTHS.get(str(before).casefold()) is value
    return bool(before == (list(value) if isinstance(value, tuple) else value))


def _is_spelling_kept(key: str, before: object, value: object) -> bool:
    """Return whether a name of the workshop has the same letters and accents that the list lacks."""
    is_name = key in ("given", "family") and _fold_name(str(before)) == _fold_name(str(value))
    return is_name and str(value).isascii() and not str(before).isascii()


def _sure_keys(person: YamlMapping) -> Iterator[tuple[str, str]]:
    for key in ("orcid", "email"):
        if person.get(key):
            yield key, str(person[key]).casefold()


def _name_keys(person: YamlMapping) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return a key for the name and all by which namesakes are told apart, and one for the name."""
    name = _name_key(person)
    known = (str(person.get("country") or ""), _fold_name(str(person.get("affiliation") or "")))
    return ("known", "\0".join((name, *known))), ("name", name)


def _all_keys(person: YamlMapping) -> tuple[tuple[str, str], ...]:
    return (*_sure_keys(person), *_name_keys(person))


def _name_key(person: YamlMapping) -> str:
    names = (person.get("given") or "", person.get("family") or "", person.get("suffix") or "")
    return " ".join(filter(None, (_fold_name(str(name)) for name in names)))


def _may_be_same(entry: YamlMapping, person: YamlMapping) -> bool:
    """Return whether nothing that is known of two people of one name differs."""
    if any(entry.get(key) and person.get(key) and entry[key] != person[key] for key in ("orcid", "country")):
        return False
    places = [_fold_name(str(one["affiliation"])) for one in (entry, person) if one.get("affiliation")]
    return len(set(places)) < 2


def _have_similar_names(entry: YamlMapping, person: YamlMapping) -> bool:
    """Return whether two names may be spellings of one: an e-mail address may be that of an office or a family."""
    one, other = (
        tuple(_fold_name(str(each.get(key) or "")) for key in ("given", "family")) for each in (entry, person)
    )
    if sorted("-".join(one).split("-")) == sorted("-".join(other).split("-")):
        return True  # given and family names are exchanged
    return _may_be_same_given(one[0], other[0]) and _are_similar(one[1], other[1])


def _may_be_same_given(one: str, other: str) -> bool:
    """Return whether given names may be those of one person: one is missing, an initial, a short form or similar."""
    return one.startswith(other) or other.startswith(one) or _are_similar(one, other)


def _are_similar(one: str, other: str) -> bool:
    """Return whether all words of one name are in the other, or long names differ in few letters."""
    first, second = set(one.split("-")), set(other.split("-"))
    if first <= second or second <= first:
        return True
    is_long = min(len(one), len(other)) >= _LONG_NAME
    return is_long and SequenceMatcher(None, one, other).ratio() >= _SIMILAR_NAMES


def _describe_difference(entry: YamlMapping, person: YamlMapping) -> str:
    if _name_key(entry) != _name_key(person):
        name = " ".join(filter(None, (entry.get("given"), entry.get("family"))))
        return f"has the e-mail address of {name}"
    for key in ("affiliation", "country", "orcid"):
        if entry.get(key) and person.get(key) and entry[key] != person[key]:
            return f"has a namesake with another {key}: “{entry[key]}”, not “{person[key]}”"
    return "has a namesake"
