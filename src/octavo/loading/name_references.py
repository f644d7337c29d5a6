"""Find the entries that a reference means: by id, or by a name or title that only one entry has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Final

from ..language.collation import fold_words
from ..language.name_reader import ReadName, read_name
from ..language.personal_names import is_east_asian, join_name, split_particle
from ..model import Organization, Person, Recommendation, Workshop
from ..model.base_model import Model, RefersTo
from ..model.volume import Chapter
from .model_fields import field_markers
from .value_positions import Location

PEOPLE: Final = "people"
ORGANIZATIONS: Final = "organizations"
CHAPTERS: Final = "chapters"
RECOMMENDATIONS: Final = "recommendations"
_NEAR: Final = 0.75


@dataclass(frozen=True)
class NamedEntry:
    """An entry of a register: its id, its name as people write it, and all spellings that mean it, folded."""

    id: str
    name: str
    index: int
    """Its place in the register, from 0."""
    spellings: frozenset[str]
    given: str = ""
    family: str = ""


@dataclass(frozen=True)
class NameIndex:
    """The entries of one register."""

    entries: Sequence[NamedEntry]
    _by_id: Mapping[str, NamedEntry] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in reversed(self.entries)})

    def find(self, words: str) -> tuple[NamedEntry, ...]:
        """Return the entries that words may mean: one, several if they are ambiguous, or none.

        The first of these that finds any decides: the id; the name as written; the name without title and degrees;
        the family name, alone or with initials.
        """
        if entry := self._by_id.get(words):
            return (entry,)
        if not (folded := fold_words(words)):
            return ()
        return self._by_spelling.get(folded) or self._find_person(words)

    def find_near(self, words: str) -> NamedEntry | None:
        """Return the entry whose id or name is nearly these words."""
        if found := get_close_matches(words, self._by_id, 1):
            return self._by_id[found[0]]
        near = get_close_matches(fold_words(words), self._by_spelling, 1, _NEAR)
        return self._by_spelling[near[0]][0] if near else None

    def write_reference(self, entry: NamedEntry) -> str:
        """Return the words that mean an entry and no other: its name if that is unique, else its id."""
        return entry.name if self.find(entry.name) == (entry,) else entry.id

    @cached_property
    def _by_spelling(self) -> Mapping[str, tuple[NamedEntry, ...]]:
        found: dict[str, list[NamedEntry]] = {}
        for entry in self.entries:
            for spelling in entry.spellings:
                found.setdefault(spelling, []).append(entry)
        return {spelling: tuple(entries) for spelling, entries in found.items()}

    def _find_person(self, words: str) -> tuple[NamedEntry, ...]:
        people = [entry for entry in self.entries if entry.family]
        if not people:
            return ()
        read = read_name(words)
        whole = fold_words(f"{read.given} {read.family} {read.suffix}")
        return self._by_spelling.get(whole) or tuple(entry for entry in people if _may_be_short_for(read, entry))


def _may_be_short_for(read: ReadName, entry: NamedEntry) -> bool:
    """Return whether a name is a family name alone, or with initials, that fits an entry."""
    families = {fold_words(entry.family), fold_words(split_particle(entry.family)[1])}
    if fold_words(f"{read.given} {read.family}") in families:
        return True
    initials, given = fold_words(read.given).split(), fold_words(entry.given).split()
    if fold_words(read.family) not in families or not given or len(initials) > len(given):
        return False
    are_short = any(len(one) == 1 for one in initials) or len(initials) < len(given)
    return are_short and all(
        whole == one or (len(one) == 1 and whole.startswith(one)) for one, whole in zip(initials, given, strict=False)
    )


def make_person_entry(identity: str, index: int, given: str, family: str, suffix: str = "") -> NamedEntry:
    """Make the entry of a person."""
    orders = [f"{given} {family}", f"{family} {given}", join_name(given, family, True)]
    spellings = {fold_words(order) for order in orders} | {fold_words(f"{order} {suffix}") for order in orders}
    name = join_name(given, family, is_east_asian(f"{given}{family}"))
    return NamedEntry(identity, name, index, frozenset(spellings), given, family)


def _organization_entry(known: Organization, index: int) -> NamedEntry:
    names = [known.name, known.short, f"{known.name} {known.short or ''}", f"{known.name} {known.department or ''}"]
    return NamedEntry(known.id, known.name, index, frozenset(fold_words(name) for name in names if name))


def _chapter_entry(known: Chapter, index: int) -> NamedEntry:
    titles = [str(known.title), known.title.written, known.short_title]
    return NamedEntry(known.id, str(known.title), index, frozenset(fold_words(title) for title in titles if title))


def _person_entry(known: Person, index: int) -> NamedEntry:
    return make_person_entry(known.id, index, known.given or "", known.family, known.suffix or "")


def _recommendation_entry(known: Recommendation, index: int) -> NamedEntry:
    title = known.title or ""
    return NamedEntry(known.id, title or known.id, index, frozenset(filter(None, [fold_words(title)])))


_MAKERS: Final[Mapping[str, Callable[[Any, int], NamedEntry]]] = {
    PEOPLE: _person_entry,
    ORGANIZATIONS: _organization_entry,
    CHAPTERS: _chapter_entry,
    RECOMMENDATIONS: _recommendation_entry,
}


def index_register(workshop: Workshop, register: str) -> NameIndex:
    """Index the entries of a register to which others refer, such as people."""
    make = _MAKERS[register]
    return NameIndex([make(entry, index) for index, entry in enumerate(getattr(workshop, register))])


def walk_references(value: object, at: Location = ()) -> Iterator[tuple[Location, RefersTo, str]]:
    """Yield all ids that refer to entries, each with its location and its marker."""
    if isinstance(value, Model):
        marked = field_markers(type(value), RefersTo)
        for name in type(value).model_fields:
            found, mark = getattr(value, name), marked.get(name)
            if mark is None:
                yield from walk_references(found, (*at, name))
            elif isinstance(found, tuple):
                yield from (((*at, name, number), mark, one) for number, one in enumerate(found))
            elif found is not None:
                yield (*at, name), mark, found
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from walk_references(item, (*at, number))


def find_meant_ids(workshop: Workshop) -> dict[Location, str]:
    """Return the ids that are meant by references that are unique names, by the location of the reference."""
    references = [(at, mark.register, words) for at, mark, words in walk_references(workshop)]
    references += _walk_addressees(workshop)
    known = {register: {entry.id for entry in getattr(workshop, register)} for register in _MAKERS}
    named = [(at, register, words) for at, register, words in references if words not in known[register]]
    indexes = {register: index_register(workshop, register) for register in {register for _, register, _ in named}}
    found = {(register, words): indexes[register].find(words) for _, register, words in named}
    return {at: meant[0].id for at, register, words in named if len(meant := found[register, words]) == 1}


def _walk_addressees(workshop: Workshop) -> Iterable[tuple[Location, str, str]]:
    """Yield the addressees of recommendations, which may be organizations or other names."""
    for i, recommendation in enumerate(workshop.recommendations):
        for j, words in enumerate(recommendation.addressees or ()):
            yield ("recommendations", i, "addressees", j), ORGANIZATIONS, words
