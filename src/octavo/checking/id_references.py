"""Check ids: each is unique, and each reference leads to an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from ..findings.finding import Finding, Severity
from ..findings.fix import Fix, FixKind, Remedy
from ..loading.derived_values import walk_talks
from ..loading.name_references import PEOPLE, NamedEntry, NameIndex, index_register, walk_references
from ..loading.validation_errors import join_words
from ..loading.value_positions import Location, ValuePositions
from ..model import Workshop
from .duplicate_entries import check_duplicates

Named = tuple[Location, str]
"""The way to an id, and the id."""
MOST_NAMED: Final = 5
"""How many entries a message lists."""
_SLUG: Final = re.compile(r"[A-Za-z0-9_-]+")


def check_references(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Check that ids are unique, that references resolve, and that nobody is listed twice."""
    named = [(mark.register, (at, name)) for at, mark, name in walk_references(workshop)]
    yield from _check_unique_ids(workshop, places)
    for register in dict.fromkeys(register for register, _ in named):
        yield from _check_resolved([one for name, one in named if name == register], workshop, register, places)
    yield from _check_addressees(workshop, places)
    yield from _check_listed_once(workshop, places)
    yield from _check_repeated_in_lists((one for _, one in named), places)
    yield from _check_index_terms(workshop, places)
    yield from check_duplicates(workshop, places, [one for register, one in named if register == PEOPLE])


def _check_unique_ids(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    registers: dict[str, Iterable[Named]] = {
        name: [((name, number, "id"), entry.id) for number, entry in enumerate(getattr(workshop, name))]
        for name in ("people", "organizations", "recommendations", "working_groups", "chapters")
    }
    registers["talks"] = [((*at, "id"), talk.id) for at, talk in walk_talks(workshop)]
    for name, entries in registers.items():
        for at, first in _find_repeated(entries):
            line = places.find_value(*first).line
            message = f"duplicate id '{_value_at(workshop, at)}' in {name}; it stands in line {line} already"
            yield Finding("duplicate-id", message, places.find_value(*at), "give each entry a different id")


def _find_repeated(entries: Iterable[Named]) -> Iterator[tuple[Location, Location]]:
    """Find repeated ids: yield where one is repeated, and where it stood first."""
    first: dict[str, Location] = {}
    for at, name in entries:
        if name in first:
            yield at, first[name]
        first.setdefault(name, at)


def _value_at(workshop: Workshop, at: Location) -> object:
    value: object = workshop
    for step in at:
        value = value[step] if isinstance(value, tuple) and isinstance(step, int) else getattr(value, str(step))
    return value


def _check_repeated_in_lists(named: Iterable[Named], places: ValuePositions) -> Iterator[Finding]:
    """Report an id that is repeated within one list of ids, such as the speakers of a talk."""
    lists: dict[Location, list[Named]] = {}
    for at, name in named:
        if isinstance(at[-1], int):
            lists.setdefault(at[:-1], []).append((at, name))
    for way, entries in lists.items():
        names = dict(entries)
        for at, first in _find_repeated(entries):
            message = f"'{names[at]}' stands twice in {way[-1]}, first in line {places.find_value(*first).line}"
            yield Finding("listed-twice", message, places.find_value(*at), "list each id once")


def _check_resolved(
    named: Iterable[Named], workshop: Workshop, register: str, places: ValuePositions
) -> Iterator[Finding]:
    """Report what is neither an id nor the name of one entry."""
    known = {entry.id for entry in getattr(workshop, register)}
    unknown = [(at, words) for at, words in named if words not in known]
    index = index_register(workshop, register) if unknown else NameIndex(())
    listed = {(_list_of(at), words): places.find_value(*at).line for at, words in named}
    for at, words in unknown:
        meant = index.find(words)
        place = places.find_value(*at)
        if len(meant) > 1:
            message = f"'{words}' may mean {_list_entries(meant, register, places)}"
            hint = f"write {join_words([index.write_reference(entry) for entry in meant[:MOST_NAMED]], 'or')}"
            yield Finding("ambiguous-reference", message, place, hint)
            continue
        message = f"no entry in {register} has the id or name '{words}'"
        remedy: Remedy
        if near := index.find_near(words):
            written = _written_reference(near, words, index, register, places)
            is_same = near.id.casefold() == words.casefold()
            remedy = Fix(FixKind.VALUE, written, is_same)
            if line := listed.get((_list_of(at), near.id)):
                remedy = f"remove it, if you mean {written}, which is listed in line {line} already"
        else:
            called = f"id: {words}" if _SLUG.fullmatch(words) else "this name"
            remedy = f"add an entry with {called} to {register}, or write an id or name that is listed there"
        yield Finding.with_remedy("unknown-reference", message, place, remedy)


def _list_of(at: Location) -> Location:
    """Return the list that may have an id only once: of ids, or of entries that consist of a person and a role."""
    if isinstance(at[-1], int):
        return at[:-1]
    return at[:1] if at[0] in ("directors", "participants") else at


def _written_reference(entry: NamedEntry, words: str, index: NameIndex, register: str, places: ValuePositions) -> str:
    """Return the id of an entry if it is written in the file and the words look like one, else its name."""
    is_written = (register, entry.index, "id") in places.values and _SLUG.fullmatch(words)
    return entry.id if is_written else index.write_reference(entry)


def _list_entries(entries: tuple[NamedEntry, ...], register: str, places: ValuePositions) -> str:
    """List entries by name, id and line."""
    shown = [
        f"{entry.name} ({entry.id}, line {places.find_value(register, entry.index).line})"
        for entry in entries[:MOST_NAMED]
    ]
    more = [f"{len(entries) - MOST_NAMED} more"] if len(entries) > MOST_NAMED else []
    return join_words([*shown, *more], "or")


def _check_addressees(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Warn of a word that is nearly an id: addressees may be ids or names."""
    known = {entry.id for entry in workshop.organizations}
    for i, recommendation in enumerate(workshop.recommendations):
        for j, name in enumerate(recommendation.addressees or ()):
            near = get_close_matches(name, known, 1, 0.8)
            if near and name not in known and name.islower() and " " not in name:
                message = f"no organization has the id '{name}', so it is printed as a name"
                place = places.find_value("recommendations", i, "addressees", j)
                remedy = Fix(FixKind.VALUE, near[0], is_certain=False)
                yield Finding.with_remedy("unknown-addressee", message, place, remedy, Severity.WARNING)


def _check_listed_once(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    offices: dict[str, list[Named]] = {}
    for name in ("directors", "participants"):
        offices[name] = [((name, i, "person"), entry.person) for i, entry in enumerate(getattr(workshop, name))]
    for i, member in enumerate(workshop.committee):
        # One person may hold several offices, and sit on more than one committee.
        offices.setdefault(f"committee as {member.role}", []).append((("committee", i, "person"), member.person))
    for name, entries in offices.items():
        for at, first in _find_repeated(entries):
            line = places.find_value(*first).line
            message = f"'{_value_at(workshop, at)}' stands twice in {name.split()[0]}, first in line {line}"
            yield Finding("listed-twice", message, places.find_value(*at), "list each person once")


def _check_index_terms(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    known = {entry.term for entry in workshop.index_terms}
    for number, entry in enumerate(workshop.index_terms):
        if entry.see and entry.see not in known:
            near = get_close_matches(entry.see, known, 1)
            remedy = Fix(FixKind.VALUE, near[0], is_certain=False) if near else "add an entry for this term"
            place = places.find_value("index_terms", number, "see")
            yield Finding.with_remedy("unknown-reference", f"the index has no entry '{entry.see}'", place, remedy)
