"""Check that the Chatham House rule is kept: find protected names and pictures in a workshop and its chapters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from ..findings.finding import Finding, Place, Severity
from ..loading.model_fields import field_markers, is_private
from ..loading.name_references import PEOPLE
from ..loading.value_positions import Location, ValuePositions
from ..model import Attribution, Rest, Workshop
from ..model.base_model import Model, RefersTo, Visibility
from .naming_rule import protected_names_pattern

NAME_REVEALED: Final = "name-revealed"
_UNPRINTED_OR_PUBLISHED = re.compile(
    r"^( *)\.\. (?:\[(?![#*\d])[^\]\n]+\]|(?![\[_|]|[\w:.+-]+::)).*(?:\n(?:\1 +\S.*| *$))*", re.MULTILINE
)
"""Comments of a manuscript, and its citations (``.. [Hansen2004] …``): published works may be named."""


def check_name_leaks(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Check the Chatham House rule, which protects the identity of speakers and of all other participants."""
    if workshop.policy.attribution is Attribution.CHATHAM_HOUSE:
        yield from _check_names(workshop, places)
        if workshop.photos:
            message = "photographs are left out under the Chatham House rule"
            hint = "remove them, or move pictures without people to figures:"
            yield Finding("photos-left-out", message, places.find_key("photos"), hint, Severity.ADVICE)
    for number, person in enumerate(workshop.people):
        if person.photo and not person.consent.photo:
            message = f"the portrait of {person.family} is left out: there is no consent to print it"
            hint = "once the person has agreed, add consent: and, below it, photo: true"
            place = places.find_value("people", number, "photo")
            yield Finding("photo-without-consent", message, place, hint, Severity.ADVICE)


def _check_names(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    pattern = protected_names_pattern(workshop)
    if pattern is None:
        return
    for at, text in _walk_all_texts(workshop):
        if at[-1] == "id" and at not in places.values:
            continue  # it was made from a title or name, which is searched itself
        # An id of one word is a name too, although the same word in a text may be a common one.
        for match in pattern.finditer(f"-{text}" if at[-1] == "id" else text):
            yield _revealed_finding(match[0], _place_in_text(text, match.start(), places.find_value(*at)))


def _revealed_finding(words: str, place: Place) -> Finding:
    name = " ".join(words.split())
    message = f"'{name}' is named here, but the Chatham House rule protects the participants"
    hint = (
        "remove the name; or add the person's consent to attribution; "
        f"or, if no person is meant, add {name} to not_names: under policy:"
    )
    return Finding(NAME_REVEALED, message, place, hint)


def check_manuscript_names(workshop: Workshop, lines: tuple[str, ...], path: Path) -> Iterator[Finding]:
    """Check the Chatham House rule in a chapter; the works that it cites are published and may be named."""
    pattern = protected_names_pattern(workshop)
    if pattern is None:
        return
    text = "\n".join(lines)
    exempt = [block.span() for block in _UNPRINTED_OR_PUBLISHED.finditer(text)]
    for match in pattern.finditer(text):
        if not any(start <= match.start() < end for start, end in exempt):
            line_begins = text.rfind("\n", 0, match.start()) + 1
            line = text.count("\n", 0, match.start()) + 1
            yield _revealed_finding(match[0], Place(path, line, match.start() - line_begins + 1))


def find_data_names(pattern: re.Pattern[str] | None, lines: Iterable[tuple[str, Place]]) -> Iterator[Finding]:
    """Find protected names in the lines of the tables that charts are drawn from, each with its place."""
    for line, place in lines if pattern else ():
        for match in pattern.finditer(line) if pattern else ():
            yield _revealed_finding(match[0], replace(place, column=match.start() + 1))


def check_pdf_names(
    workshop: Workshop, authors: tuple[str, ...], named: Mapping[str, tuple[int, ...]], path: str, place: Place
) -> Iterator[Finding]:
    """Report the protected names that a finished PDF contains, each with its pages (from 0).

    A name on the first page that is the author's is an error. Elsewhere it may belong to works that the person has
    published, so it is a warning.
    """
    own = {person.family.casefold() for person in workshop.people if person.id in authors}
    for name, pages in named.items():
        where = f"page {', '.join(str(page + 1) for page in pages)}"
        message = f"{path}: {where} names '{name}', but the Chatham House rule protects the participants"
        if 0 in pages and name.casefold() in own:
            hint = "replace it by a PDF without the authors' names, or add their consent to attribution"
            yield Finding(NAME_REVEALED, message, place, hint)
        else:
            hint = "check that it names published works only; if no person is meant, add the word to not_names:"
            yield Finding(NAME_REVEALED, message, place, hint, Severity.WARNING)


def _walk_all_texts(workshop: Workshop) -> Iterator[tuple[Location, str]]:
    """Return all texts except the entries of people who are left out."""
    yield from _walk_texts(workshop, ())
    for number, person in enumerate(workshop.people):
        if person.consent.attribution:
            shown = field_markers(type(person), Visibility)
            for name in [name for name, mark in shown.items() if mark.is_public and not mark.is_name]:
                yield from _walk_texts(getattr(person, name), (PEOPLE, number, name))


def _walk_texts(value: object, at: Location) -> Iterator[tuple[Location, str]]:
    """Return every text that might be printed or attached, with its location."""
    if isinstance(value, StrEnum):
        return
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Model):
        # `redaction` removes people from the registry, and references to them.
        unseen = {name for name in type(value).model_fields if _is_hidden(type(value), name)}
        for name in type(value).model_fields:
            if name not in unseen and (*at, name) != (PEOPLE,):
                yield from _walk_texts(getattr(value, name), (*at, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _walk_texts(item, (*at, number))


def _is_hidden(part: type[Model], name: str) -> bool:
    """Return whether nobody sees a field as text: it holds ids of people, or is private and is sent to no receiver."""
    refers, shown = field_markers(part, RefersTo).get(name), field_markers(part, Visibility).get(name)
    is_sent = shown is not None and shown.receiver
    return bool(refers and refers.register == PEOPLE) or (is_private(part, name) and not is_sent)


def _place_in_text(text: str, offset: int, otherwise: Place) -> Place:
    """Return the place in the file of a character of a text."""
    if not isinstance(text, Rest) or text.origin is None:
        return otherwise
    return Place(text.origin.file, *text.source_position(offset))
