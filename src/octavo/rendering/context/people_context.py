"""Compute the variables on people: names, posts and countries; directors and committee."""

from __future__ import annotations

from collections.abc import Iterable

from ...language import text_direction
from ...model import Person
from ...model.people import CommitteeMember, Director, DirectorRole, Post
from . import enum_labels
from .display_names import DisplayNames, full_name, name_sort_key, sorted_name
from .model_to_dict import TemplateValues


def build_person_context(lookup: DisplayNames, reference: str) -> TemplateValues:
    """Return the variables of a person that every list of people may print."""
    known = lookup.people[reference]
    return {
        "name": full_name(known),
        "sort_name": sorted_name(known, lookup.workshop.sort_by_particle),
        "sort_key": name_sort_key(known, lookup.workshop.sort_by_particle, lookup.workshop.language),
        "posts": [lookup.format_post(post) for post in _list_posts(known)],
        "affiliation": _affiliation_text(lookup, known),
        "affiliation_line": _affiliation_line(lookup, known),
        "country": _country_name(lookup, known),
        "introduction": _join_with_country(lookup, known, map(lookup.format_post, _list_posts(known))),
        "bio": known.bio,
        "photo": known.photo,
        "orcid": known.orcid or "",
    }


def _country_name(lookup: DisplayNames, known: Person) -> str:
    return lookup.translator.country_name(known.country) if known.country else ""


def _affiliation_line(lookup: DisplayNames, known: Person) -> str:
    """Return all affiliations of a person on one line, each with its own city and country; else the country."""
    affiliations = lookup.affiliations[known.id]
    lines = list(map(lookup.format_affiliation, affiliations))
    if any(one.country for one in affiliations):
        return text_direction.join_isolated(lookup.translator.semicolon, lines)
    return _join_with_country(lookup, known, lines)


def _join_with_country(lookup: DisplayNames, known: Person, lines: Iterable[str]) -> str:
    """Join the posts of a person and the person's country, unless one of the posts has a country of its own."""
    joined = text_direction.join_isolated(lookup.translator.semicolon, lines)
    country = "" if any(post.country for post in known.posts) else _country_name(lookup, known)
    return text_direction.join_isolated(lookup.translator.comma, filter(None, (joined, country)))


def _list_posts(known: Person) -> tuple[Post, ...]:
    """Return the posts of a person. Without a list of them, position and affiliation make up one."""
    if known.posts:
        return known.posts
    if known.position or known.affiliation:
        return (Post(position=known.position, affiliation=known.affiliation, city=known.city),)
    return ()


def _affiliation_text(lookup: DisplayNames, known: Person) -> str:
    if known.affiliation:
        return known.affiliation
    return text_direction.join_isolated(
        lookup.translator.semicolon, (post.affiliation for post in known.posts if post.affiliation)
    )


def list_directors(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the directors of the workshop."""
    return [_director_context(lookup, entry) for entry in lookup.workshop.directors]


def _director_context(lookup: DisplayNames, entry: Director) -> TemplateValues:
    return {
        **build_person_context(lookup, entry.person),
        "role": enum_labels.director_role_label(lookup.translator, entry.role),
        "constituency": entry.constituency or "",
    }


def directors_heading(lookup: DisplayNames) -> str:
    """Return the heading over the directors: what they are called if all are called the same, or else Direction."""
    roles = {entry.role for entry in lookup.workshop.directors}
    if len(roles) == 1 and roles != {DirectorRole.CO_DIRECTOR}:
        return enum_labels.directors_label(lookup.translator, roles.pop(), len(lookup.workshop.directors))
    return lookup.translator.gettext("Direction")


def list_director_lines(lookup: DisplayNames) -> list[str]:
    """Return a line for each role of directors: Co-directors: John Wood and Evgeny Velikhov."""
    offices: dict[DirectorRole, list[str]] = {}
    for entry in lookup.workshop.directors:
        offices.setdefault(entry.role, []).append(entry.person)
    return [
        enum_labels.directors_label(lookup.translator, role, len(holders))
        + lookup.translator.colon
        + lookup.person_names(holders)
        for role, holders in offices.items()
    ]


def list_committee_members(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the members of the committee."""
    return [_member_context(lookup, entry) for entry in lookup.workshop.committee]


def _member_context(lookup: DisplayNames, entry: CommitteeMember) -> TemplateValues:
    return {**build_person_context(lookup, entry.person), "role": entry.role or ""}
