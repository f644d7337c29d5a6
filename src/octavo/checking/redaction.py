"""Remove from a workshop what may not be shown: private fields and names that a rule suppresses.

Everything that is printed, written into metadata or attached is made from the result. What is removed follows from the
markers in the model (`base_model`): who sees a field, and whom it refers to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ..loading.model_fields import field_markers, is_private
from ..loading.name_references import PEOPLE, walk_references
from ..model import Attribution, Person, Workshop
from ..model.base_model import DroppedWith, Model, RefersTo, ShowsPeople, Visibility
from ..model.people import Attendance, CountryCount, Participation


def redact_workshop(workshop: Workshop, is_internal: bool = False) -> Workshop:
    """Return a workshop without private fields, people without consent, and what the attribution rule suppresses.

    Under the Chatham House rule neither the identity nor the affiliation of a speaker or participant is revealed:
    names, lists, photographs and affiliations are removed, except for people with ``consent.attribution``. Under
    ``non-attributable`` people are listed, but no talk, chair or report is attributed to anybody.

    What is for the organizers alone (`is_internal`) names everybody, but has no private field either.
    """
    counted = workshop.model_copy(update={"participation": _count_participation(workshop)})
    shown = _Redaction(workshop, is_internal).redact(counted)
    mentioned = {name for _, mark, name in walk_references(shown) if mark.register == PEOPLE}
    return shown.model_copy(update={PEOPLE: tuple(person for person in shown.people if person.id in mentioned)})


class _Redaction:
    """What may be shown of one workshop."""

    def __init__(self, workshop: Workshop, is_internal: bool) -> None:
        self.rule = workshop.policy.attribution
        self.is_internal = is_internal
        self.people: Mapping[str, Person] = {person.id: person for person in workshop.people}

    def redact(self, whole: Workshop) -> Workshop:
        """Remove from all parts what may not be shown, and the people who may not be named."""
        named = tuple(person for person in whole.people if self.may_be_named(person.id, RefersTo(PEOPLE)))
        shown = self.redact_part(whole.model_copy(update={PEOPLE: named}))
        return shown if isinstance(shown, Workshop) else whole

    def may_be_named(self, name: str, mark: RefersTo) -> bool:
        """Return whether a person's id may stand in a field; an unknown id may not, and is reported elsewhere."""
        person = self.people.get(name)
        if person is not None and self.is_internal:
            return True
        if person is None or (mark.consent and not getattr(person.consent, mark.consent)):
            return False
        must_consent = self.rule is Attribution.CHATHAM_HOUSE or (mark.ascribes and self.rule is not Attribution.OPEN)
        return person.consent.attribution or not must_consent

    def redact_part(self, part: Model) -> Model | None:
        """Return a part without what may not be shown; None if a required field may not be shown."""
        kind = type(part)
        values = {name: getattr(part, name) for name in kind.model_fields}
        shown = {name: self.redact_field(part, name, value) for name, value in values.items()}
        for name, mark in field_markers(kind, DroppedWith).items():
            if shown[mark.field] != values[mark.field]:
                shown[name] = _field_default(kind, name)
        if any(shown[name] is None for name, field in kind.model_fields.items() if field.is_required()):
            return None
        changed = {name: value for name, value in shown.items() if value is not values[name]}
        return part.model_copy(update=changed) if changed else part

    def redact_field(self, part: Model, name: str, value: object) -> object:
        kind = type(part)
        refers, shown = field_markers(kind, RefersTo).get(name), field_markers(kind, Visibility).get(name)
        hides_people = name in field_markers(kind, ShowsPeople) and self.rule is Attribution.CHATHAM_HOUSE
        lacks_consent = (
            shown and shown.consent and not (isinstance(part, Person) and getattr(part.consent, shown.consent))
        )
        if is_private(kind, name) or hides_people or lacks_consent:
            return _field_default(kind, name)
        if refers and refers.register == PEOPLE:
            return self.redact_references(value, refers, _field_default(kind, name))
        return self.redact_value(value)

    def redact_references(self, value: Any, mark: RefersTo, default: object) -> object:
        if isinstance(value, tuple):
            return _keep_if_equal(value, tuple(name for name in value if self.may_be_named(name, mark)))
        return value if value is not None and self.may_be_named(value, mark) else default

    def redact_value(self, value: object) -> object:
        """Redact parts within a value, also those in a list."""
        if isinstance(value, Model):
            return self.redact_part(value)
        if isinstance(value, tuple):
            return _keep_if_equal(value, tuple(one for item in value if (one := self.redact_value(item)) is not None))
        return value


def _keep_if_equal(value: tuple[object, ...], other: tuple[object, ...]) -> tuple[object, ...]:
    return (
        value if len(value) == len(other) and all(one is two for one, two in zip(value, other, strict=True)) else other
    )


def _field_default(kind: type[Model], name: str) -> object:
    """Return the default of a field; None if the field is required."""
    field = kind.model_fields[name]
    return None if field.is_required() else field.get_default(call_default_factory=True)


def _count_participation(workshop: Workshop) -> Participation | None:
    """Count the participants before names are removed from the list: the number holds for all of them."""
    if not workshop.participants:
        return workshop.participation
    countries = {person.id: person.country for person in workshop.people}
    stated = workshop.participation
    entries = workshop.participants
    if stated and stated.participants and stated.participants < len(entries):  # without those who only contributed
        entries = tuple(entry for entry in entries if entry.attendance is not Attendance.CONTRIBUTED_ONLY)
    # `id_references` reports an unknown id later.
    listed = [countries.get(entry.person) for entry in entries]
    numbers = Counter(country for country in listed if country)
    return Participation(
        participants=(stated and stated.participants) or len(listed),
        countries=(stated and stated.countries) or (len(numbers) if all(listed) else None),
        by_country=tuple(CountryCount(country=country, participants=number) for country, number in numbers.items()),
        organizations=stated.organizations if stated else (),
    )
