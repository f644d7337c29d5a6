"""Tell who is who: each person's name, posts and country, who directed the workshop, who sat in its committee."""

from __future__ import annotations

from ...language import text_direction
from ...model import Person
from ...model.people import CommitteeMember, Director, DirectorRole, Post
from . import enum_labels
from .display_names import DisplayNames, full_name, sorted_name
from .model_to_dict import TemplateValues


def build_person_context(lookup: DisplayNames, reference: str) -> TemplateValues:
    """Tell of a person what every list of people may print."""
    known = lookup.people[reference]
    return {
        "name": full_name(known),
        "sorted": sorted_name(known),
        "posts": [lookup.post(post) for post in _list_posts(known)],
        "affiliation": _affiliation_text(lookup, known),
        "country": _country_name(lookup, known),
        "introduced": text_direction.join_isolated(
            ", ",
            filter(
                None,
                (
                    text_direction.join_isolated(lookup.words.semicolon, map(lookup.post, _list_posts(known))),
                    _country_name(lookup, known),
                ),
            ),
        ),
        "bio": known.bio,
        "photo": known.photo,
        "orcid": known.orcid or "",
    }


def _country_name(lookup: DisplayNames, known: Person) -> str:
    return lookup.words.country(known.country) if known.country else ""


def _list_posts(known: Person) -> tuple[Post, ...]:
    """Give the posts of a person; position and affiliation make one where there is no list of them."""
    if known.posts:
        return known.posts
    if known.position:
        return (Post(position=known.position, affiliation=known.affiliation),)
    return (Post(position=known.affiliation),) if known.affiliation else ()


def _affiliation_text(lookup: DisplayNames, known: Person) -> str:
    if known.affiliation:
        return known.affiliation
    return text_direction.join_isolated(
        lookup.words.semicolon, (post.affiliation for post in known.posts if post.affiliation)
    )


def list_directors(lookup: DisplayNames) -> list[TemplateValues]:
    """List those who directed the workshop."""
    return [_director_context(lookup, entry) for entry in lookup.workshop.directors]


def _director_context(lookup: DisplayNames, entry: Director) -> TemplateValues:
    return {
        **build_person_context(lookup, entry.person),
        "role": enum_labels.director_role_label(lookup.words, entry.role),
        "constituency": entry.constituency or "",
    }


def list_director_lines(lookup: DisplayNames) -> list[str]:
    """Say who directed the workshop, office by office: Co-directors: John Wood and Evgeny Velikhov."""
    offices: dict[DirectorRole, list[str]] = {}
    for entry in lookup.workshop.directors:
        offices.setdefault(entry.role, []).append(entry.person)
    return [
        f"{enum_labels.directors_label(lookup.words, role, len(holders))}{lookup.words.colon}{lookup.names(holders)}"
        for role, holders in offices.items()
    ]


def list_committee_members(lookup: DisplayNames) -> list[TemplateValues]:
    """List the committee."""
    return [_member_context(lookup, entry) for entry in lookup.workshop.committee]


def _member_context(lookup: DisplayNames, entry: CommitteeMember) -> TemplateValues:
    return {**build_person_context(lookup, entry.person), "role": entry.role or ""}
