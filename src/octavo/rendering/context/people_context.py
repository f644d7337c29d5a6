"""Tell who is who: each person's name, posts and country, who directed the workshop, who sat in its committee."""

from __future__ import annotations

from ...language import text_direction
from ...model import Person
from ...model.people import CommitteeMember, Director, DirectorRole, Post
from . import enum_labels
from .display_names import DisplayNames, full_name, sorted_name
from .model_to_dict import Facts


def person(lookup: DisplayNames, reference: str) -> Facts:
    """Tell of a person what every list of people may print."""
    known = lookup.people[reference]
    return {
        "name": full_name(known),
        "sorted": sorted_name(known),
        "posts": [lookup.post(post) for post in _posts(known)],
        "affiliation": _affiliation(lookup, known),
        "country": _country(lookup, known),
        "introduced": text_direction.joined(
            ", ",
            filter(
                None,
                (
                    text_direction.joined(lookup.words.semicolon, map(lookup.post, _posts(known))),
                    _country(lookup, known),
                ),
            ),
        ),
        "bio": known.bio,
        "photo": known.photo,
        "orcid": known.orcid or "",
    }


def _country(lookup: DisplayNames, known: Person) -> str:
    return lookup.words.country(known.country) if known.country else ""


def _posts(known: Person) -> tuple[Post, ...]:
    """Give the posts of a person; position and affiliation make one where there is no list of them."""
    if known.posts:
        return known.posts
    if known.position:
        return (Post(position=known.position, affiliation=known.affiliation),)
    return (Post(position=known.affiliation),) if known.affiliation else ()


def _affiliation(lookup: DisplayNames, known: Person) -> str:
    if known.affiliation:
        return known.affiliation
    return text_direction.joined(lookup.words.semicolon, (post.affiliation for post in known.posts if post.affiliation))


def directors(lookup: DisplayNames) -> list[Facts]:
    """List those who directed the workshop."""
    return [_director(lookup, entry) for entry in lookup.workshop.directors]


def _director(lookup: DisplayNames, entry: Director) -> Facts:
    return {
        **person(lookup, entry.person),
        "role": enum_labels.director_role(lookup.words, entry.role),
        "constituency": entry.constituency or "",
    }


def directed(lookup: DisplayNames) -> list[str]:
    """Say who directed the workshop, office by office: Co-directors: John Wood and Evgeny Velikhov."""
    offices: dict[DirectorRole, list[str]] = {}
    for entry in lookup.workshop.directors:
        offices.setdefault(entry.role, []).append(entry.person)
    return [
        f"{enum_labels.directors(lookup.words, role, len(holders))}{lookup.words.colon}{lookup.names(holders)}"
        for role, holders in offices.items()
    ]


def committee(lookup: DisplayNames) -> list[Facts]:
    """List the committee."""
    return [_member(lookup, entry) for entry in lookup.workshop.committee]


def _member(lookup: DisplayNames, entry: CommitteeMember) -> Facts:
    return {**person(lookup, entry.person), "role": entry.role or ""}
