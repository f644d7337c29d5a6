"""Check that nobody is named who should not be: a workshop in, findings on names, portraits and photographs out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding, Place, Severity
from .model import Attribution, Rest, Workshop
from .model.base import Part
from .places import Location, Places

_TOLD_WITHOUT_NAMES = ("summary", "recommendations", "working_groups", "results", "annexes")


def check_discretion(workshop: Workshop, places: Places) -> Iterator[Finding]:
    """Hold the Chatham House rule, which protects the identity of speakers and of every other participant."""
    if workshop.policy.attribution is Attribution.CHATHAM_HOUSE:
        yield from _names(workshop, places)
        if workshop.photos:
            message = "photographs are left out under the Chatham House rule"
            hint = "remove them, or put pictures that show nobody under figures"
            yield Finding("photos-left-out", message, places.key("photos"), hint, Severity.ADVICE)
    for number, person in enumerate(workshop.people):
        if person.photo and not person.consent.photo:
            message = f"the portrait of {person.family} is left out, since no consent to print it is noted"
            hint = "once the person has agreed, add consent: and below it photo: true"
            place = places.value("people", number, "photo")
            yield Finding("photo-without-consent", message, place, hint, Severity.ADVICE)


def _names(workshop: Workshop, places: Places) -> Iterator[Finding]:
    guarded = sorted({person.family for person in workshop.people if not person.consent.attribution}, key=len)
    if not guarded:
        return
    words = "|".join(re.escape(form) for name in reversed(guarded) for form in dict.fromkeys((name, name.upper())))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    for name in _TOLD_WITHOUT_NAMES:
        for at, text in _texts(getattr(workshop, name), (name,)):
            for match in pattern.finditer(text):
                message = f"'{match[0]}' is named here, although the Chatham House rule protects who took part"
                hint = "write what was said without the name; or note the person's consent to attribution"
                yield Finding("name-revealed", message, _place(text, match.start(), places.value(*at)), hint)


def _texts(value: object, at: Location) -> Iterator[tuple[Location, str]]:
    """Walk through the texts of a part; ids and words of a vocabulary cannot be mistaken for names often."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Part):
        for name in type(value).model_fields:
            if name not in ("id", "chair", "rapporteur", "url"):
                yield from _texts(getattr(value, name), (*at, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(item, (*at, number))


def _place(text: str, offset: int, otherwise: Place) -> Place:
    """Give the line of the file that a part of a text came from."""
    if not isinstance(text, Rest) or text.origin is None:
        return otherwise
    return Place(text.origin.file, *text.position(offset))
