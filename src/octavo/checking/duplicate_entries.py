"""Find entries that describe the same person, organization or text under two ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import combinations
from typing import Final, TypeVar

from ..findings.finding import Finding, Severity
from ..language.collation import fold_words
from ..language.name_words import TITLE
from ..language.personal_names import split_particle
from ..loading.value_positions import Location, ValuePositions
from ..model import Organization, Person, Recommendation, Workshop
from ..model.volume import Chapter

T = TypeVar("T", Person, Organization, Recommendation, Chapter)
Named = tuple[Location, str]
_WRITTEN_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ø": "Oe", "Ü": "Ue", "Å": "Aa"}
)
MOST_LINES: Final = 5
"""How many lines a hint lists."""


def check_duplicates(workshop: Workshop, places: ValuePositions, people_named: Iterable[Named]) -> Iterator[Finding]:
    """Report people and things with two ids; `people_named` lists where ids of people stand.

    A shared identifier (ORCID iD, ROR, DOI, or the same e-mail address and name) is an error. What only looks the same
    is a warning, unless affiliation, country, ORCID iD or suffix distinguish two people of one name.
    """
    used: dict[str, list[int]] = {}
    for at, name in people_named:
        used.setdefault(name, []).append(places.find_value(*at).line)
    yield from _check_people(workshop.people, used, places)
    yield from _check_organizations(workshop.organizations, places)
    yield from _check_texts(workshop, places)


def _check_people(people: tuple[Person, ...], used: dict[str, list[int]], places: ValuePositions) -> Iterator[Finding]:
    keys = (_orcid_key, _email_key, _name_words, _written_out_words, _loose_name)
    alike = {frozenset(pair) for key in keys for pair in _pair_by_key(people, key)}
    for first, second in sorted(map(sorted, alike)):
        one, other = people[first], people[second]
        reason = _same_person_reason(one, other)
        if one.id == other.id or reason is None:  # an id that stands twice is reported by id_references
            continue
        why, severity = reason
        is_sure = severity is Severity.ERROR
        line = places.find_value("people", first).line
        message = (
            f"'{other.id}' and '{one.id}' (line {line}) {'are' if is_sure else 'seem to be'} the same person: {why}"
        )
        hint = f"keep one of the two entries{_replacement_hint(used.get(other.id, []), other.id, one.id)}"
        hint += "; if these are two people, " + (
            "correct what they share" if is_sure else "give each the affiliation:, country: or orcid: that differs"
        )
        yield Finding("same-person", message, places.find_value("people", second), hint, severity)


def _replacement_hint(lines: list[int], old: str, new: str) -> str:
    if not lines:
        return ""
    named = ", ".join(map(str, lines[:MOST_LINES])) + (" …" if len(lines) > MOST_LINES else "")
    return f", and write {new} in place of {old}, once in a list ({'line' if len(lines) == 1 else 'lines'} {named})"


def _pair_by_key(items: tuple[T, ...], key: Callable[[T], Hashable]) -> Iterator[tuple[int, int]]:
    """Return the pairs of items with the same key; an empty key matches nothing."""
    groups: dict[Hashable, list[int]] = {}
    for number, item in enumerate(items):
        if found := key(item):
            groups.setdefault(found, []).append(number)
    for members in groups.values():
        yield from combinations(members, 2) if len(members) < 9 else ((members[0], other) for other in members[1:])


def _same_person_reason(one: Person, other: Person) -> tuple[str, Severity] | None:
    """Return why two entries describe one person, and how sure this is; None if they are two people.

    An e-mail address is private, so it is not printed; and several people may share one of an office.
    """
    name = " ".join(filter(None, (other.given, other.family)))
    if one.orcid and other.orcid:
        return (f"both have the ORCID iD {one.orcid}", Severity.ERROR) if one.orcid == other.orcid else None
    if _email_key(one) and _email_key(one) == _email_key(other):
        if _have_one_name(one, other):
            return f"both are {name}, with the same e-mail address", Severity.ERROR
        is_near = fold_words(one.family) == fold_words(other.family)
        return "both have the same e-mail address", Severity.WARNING if is_near else Severity.ADVICE
    affiliations = _share_any(_folded_affiliations(one), _folded_affiliations(other))
    countries = _share_any(_person_countries(one), _person_countries(other))
    if affiliations is False or (affiliations is None and countries is False):
        return None
    if not _have_one_name(one, other):
        are_spellings = affiliations and countries is not False and _may_be_one_name(one, other)
        shorter = " ".join(filter(None, (one.given, one.family)))
        return (f"{name} and {shorter} have the same affiliation", Severity.ADVICE) if are_spellings else None
    spelled = (_spelled_name(one), _spelled_name(other))
    if len(set(map(fold_words, spelled))) == 1 or len(set(map(_write_out, spelled))) == 1 or affiliations or countries:
        return f"both are {name}, and nothing tells them apart", Severity.WARNING
    return None


def _share_any(one: frozenset[str], other: frozenset[str]) -> bool | None:
    """Return whether two sets share anything; None if one of them is empty."""
    return bool(one & other) if one and other else None


def _orcid_key(person: Person) -> str:
    return person.orcid or ""


def _email_key(person: Person) -> str:
    return (person.email or "").casefold()


def _have_one_name(one: Person, other: Person) -> bool:
    """Return whether two names have the same words, also if one of them writes ü as ue."""
    return any(key(one) == key(other) for key in (_name_words, _written_out_words))


def _name_words(person: Person) -> tuple[str, ...]:
    """Return the sorted words of a name without titles; nothing for a single word, which too many people share."""
    return _sort_words(fold_words(f"{_spelled_name(person)} {person.suffix or ''}"))


def _written_out_words(person: Person) -> tuple[str, ...]:
    """Return the sorted words of a name with ä, ö, ü and å written as two letters."""
    return _sort_words(_write_out(f"{_spelled_name(person)} {person.suffix or ''}"))


def _sort_words(name: str) -> tuple[str, ...]:
    found = sorted(name.split())
    return tuple(found) if len(found) > 1 else ()


def _write_out(name: str) -> str:
    """Fold a name, and write ä, ö, ü and å in it as two letters."""
    return fold_words(unicodedata.normalize("NFC", name).translate(_WRITTEN_OUT))


def _loose_name(person: Person) -> str:
    """Return the family name without particles, and with one spelling of its vowels, and the first initial."""
    if person.is_group or not person.given:
        return ""
    return f"{_merge_spellings(split_particle(person.family)[1])} {fold_words(person.given)[:1]}"


def _merge_spellings(name: str) -> str:
    """Fold a name, and write the umlauts ae, oe and ue as a, o and u."""
    return re.sub("([aou])e", r"\1", fold_words(name))


def _may_be_one_name(one: Person, other: Person) -> bool:
    """Return whether given names may be spellings of one: Ana, A., Ana Maria; Jürgen, Juergen."""
    if not _loose_name(one) or _loose_name(one) != _loose_name(other) or one.suffix != other.suffix:
        return False
    if any(_differ(getattr(one, key), getattr(other, key)) for key in ("title", "position", "email")):
        return False
    first, second = (_merge_spellings(person.given or "").split() for person in (one, other))
    return all(
        left == right or (min(len(left), len(right)) == 1 and left[0] == right[0])
        for left, right in zip(first, second, strict=False)
    )


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and fold_words(one or "") != fold_words(other or "")


def _spelled_name(person: Person) -> str:
    """Return the name of a person without titles, which some write before the given name."""
    given = " ".join(word for word in (person.given or "").split() if not TITLE.fullmatch(word))
    return f"{given} {person.family}"


def _folded_affiliations(person: Person) -> frozenset[str]:
    named = (person.affiliation, *(post.affiliation for post in person.posts))
    return frozenset(fold_words(name) for name in named if name)


def _person_countries(person: Person) -> frozenset[str]:
    return frozenset(filter(None, (person.country, *(post.country for post in person.posts))))


def _check_organizations(organizations: tuple[Organization, ...], places: ValuePositions) -> Iterator[Finding]:
    def name(one: Organization) -> tuple[str, ...]:
        return tuple(fold_words(word or "") for word in (one.name, one.department, one.city, one.country))

    proved = set(_pair_by_key(organizations, lambda one: one.ror))
    for first, second in sorted({*proved, *_pair_by_key(organizations, name)}):
        one, other = organizations[first], organizations[second]
        differ = one.ror and other.ror and one.ror != other.ror
        apart = (first, second) in proved and name(one) != name(other) and (one.department or other.department)
        if one.id == other.id or differ or apart:
            continue
        is_sure = (first, second) in proved
        why = f"both have the ROR {one.ror}" if is_sure else f"both are {other.name}"
        line = places.find_value("organizations", first).line
        message = f"'{other.id}' and '{one.id}' (line {line}) seem to be the same organization: {why}"
        hint = f"keep one entry, and write {one.id} in place of {other.id}; or give each its own department: or city:"
        yield Finding("same-organization", message, places.find_value("organizations", second), hint, Severity.WARNING)


def _check_texts(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Find recommendations and chapters that stand twice; if two have one DOI, one of them is wrong."""
    for first, second in _pair_by_key(workshop.recommendations, lambda one: fold_words(one.text)):
        yield _duplicate_finding(
            "recommendations", first, second, "has the same text as", workshop, places, Severity.WARNING
        )
    for first, second in _pair_by_key(workshop.chapters, lambda one: one.doi and one.doi.casefold()):
        yield _duplicate_finding("chapters", first, second, "has the same DOI as", workshop, places, Severity.ERROR)
    for first, second in _pair_by_key(workshop.chapters, lambda one: str(one.source)):
        yield _duplicate_finding(
            "chapters", first, second, "has the same source file as", workshop, places, Severity.WARNING
        )


def _duplicate_finding(
    register: str, first: int, second: int, how: str, workshop: Workshop, places: ValuePositions, severity: Severity
) -> Finding:
    one, other = getattr(workshop, register)[first], getattr(workshop, register)[second]
    message = f"'{other.id}' {how} '{one.id}' (line {places.find_value(register, first).line})"
    hint = f"keep one of the two, or correct '{other.id}'"
    return Finding(f"same-{register.rstrip('s')}", message, places.find_value(register, second), hint, severity)
