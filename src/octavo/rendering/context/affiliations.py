"""Compute the affiliations of people: each with its own city and country, and the same one only once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ...model import Person

_MOST_PLACES: Final = 50
"""Places of one name after which none is completed: each is compared with all others."""


@dataclass(frozen=True)
class Affiliation:
    """An organization that a person belongs to; `country` is a two-letter code. What is not known is ""."""

    name: str
    city: str = ""
    country: str = ""

    def agrees_with(self, other: Affiliation) -> bool:
        """Return whether both may be the same organization: what is known of both is equal."""
        return all(not one or not two or one == two for one, two in zip(self._place, other._place, strict=True))

    @property
    def _place(self) -> tuple[str, str]:
        return self.city.casefold(), self.country


def list_affiliations(people: Iterable[Person]) -> Mapping[str, tuple[Affiliation, ...]]:
    """Return the affiliations of people by their ids.

    One that several people give in more or less detail is the same one, with all that is known of its place, unless
    there are two of its name in different places. The country of a person is not taken for that of an organization to
    which others belong: only a post tells that.
    """
    people = tuple(people)
    written = {person.id: _list_written(person) for person in people}
    stated = {
        ((post.affiliation or "").casefold(), post.country)
        for person in people
        for post in person.posts
        if post.country
    }
    by_name: dict[str, list[Affiliation]] = {}
    for one in dict.fromkeys(one for affiliations in written.values() for one in affiliations):
        by_name.setdefault(one.name.casefold(), []).append(one)
    complete = {one: _complete(one, same, stated) for same in by_name.values() for one in same}
    return {
        reference: tuple(dict.fromkeys(complete[one] for one in affiliations))
        for reference, affiliations in written.items()
    }


def _list_written(person: Person) -> list[Affiliation]:
    """List the affiliations of a person. The person's country is that of `affiliation`, or of the only post."""
    found = [Affiliation(person.affiliation, person.city or "", person.country or "")] if person.affiliation else []
    posts = [post for post in person.posts if post.affiliation]
    for post in posts:
        country = post.country or (person.country if len(posts) == 1 and not found else None)
        found.append(Affiliation(post.affiliation or "", post.city or "", country or ""))
    return found


def _complete(one: Affiliation, same: list[Affiliation], stated: set[tuple[str, str]]) -> Affiliation:
    """Return an affiliation with the place that others of its name give, if they all agree.

    `stated` has the countries that posts give, by the folded name of the organization.
    """
    if len(same) > _MOST_PLACES:
        return one
    agreeing = [other for other in same if one.agrees_with(other)]
    if any(not other.agrees_with(another) for other in agreeing for another in agreeing):
        return one
    city = next((other.city for other in agreeing if other.city), "")
    countries = (other.country for other in agreeing if (one.name.casefold(), other.country) in stated)
    country = one.country or next(countries, "")
    return Affiliation(same[0].name, city, country)
