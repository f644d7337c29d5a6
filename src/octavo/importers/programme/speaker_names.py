"""Read the speakers of a talk from one cell: several names, some with affiliations in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from ...language.name_reader import ReadName, read_name, read_names, read_parts
from ..rst.inline_writer import clean_text
from ..workshop_writer import valid_email

_BRACKETED: Final = re.compile(r"([^()\[\]]*)[(\[]([^()\[\]]{1,500})[)\]]")
_LONGEST: Final = 500
_NOBODY: Final = frozenset(
    ("", "-", "–", "—", "n/a", "tba", "tbd", "tbc", "tba.", "t.b.a.", "all", "?", "n.n.", "nn", "various")
)


def read_speakers(words: str, affiliation: str = "", email: str = "") -> tuple[Mapping[str, object], ...]:
    """Return the people of a cell as keys of `people`. What stands beside it is of a lone speaker."""
    text = re.sub(r"\s*[\n/]\s*", "; ", words[:10_000].strip())
    people = [person for person in _divide(text) if person.get("family")]
    if len(people) == 1:
        beside = {"affiliation": clean_line(affiliation), "email": valid_email(email.strip())}
        people[0] = {**{key: value for key, value in beside.items() if value}, **people[0]}
    return tuple(people)


def _divide(text: str) -> Iterator[Mapping[str, object]]:
    at = 0
    for found in _BRACKETED.finditer(text):
        names = _read_list(found[1])
        yield from map(make_person, names[:-1])
        if names:
            yield make_person(names[-1], found[2])
        at = found.end()
    yield from map(make_person, _read_list(text[at:]))


def _read_list(text: str) -> tuple[ReadName, ...]:
    words = text.strip(" ,;&\t")
    words = re.sub(r"^(?:and|und|et|y|e|en|i|та|и)\s+", "", words, flags=re.IGNORECASE)
    return () if words.casefold() in _NOBODY else read_names(words)


def read_one_name(words: str, affiliation: str = "", email: str = "") -> Mapping[str, object]:
    """Return the person whose whole name is given."""
    plain = clean_line(words)
    return make_person(ReadName() if plain.casefold() in _NOBODY else read_name(plain), affiliation, email)


def read_name_parts(given: str, family: str, affiliation: str = "", email: str = "") -> Mapping[str, object]:
    """Return the person whose given and family names are known apart."""
    return make_person(read_parts(clean_line(given), clean_line(family)), affiliation, email)


def make_person(name: ReadName, affiliation: str = "", email: str = "") -> Mapping[str, object]:
    """Return a person as keys of `people`."""
    if max(map(len, name.parts)) > 120:
        name = replace(name, given=name.given[:120], family=name.family[:120], suffix=name.suffix[:120])
    person = {
        "given": name.given,
        "family": name.family,
        "suffix": name.suffix,
        "title": name.title,
        "affiliation": clean_line(affiliation)[:_LONGEST],
        "email": valid_email(email.strip()),
        "group": name.is_group,
    }
    return {key: value for key, value in person.items() if value}


def clean_line(words: str) -> str:
    """Return words on one line, without control characters."""
    return " ".join(clean_text(words).split())
