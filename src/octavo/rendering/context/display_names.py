"""The workshop and its words at hand: ids, days and amounts in, what they are called in its language out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...checking.recommendation_status import state_at
from ...language import text_direction
from ...language.translator import Translator
from ...model import Organization, Person, Workshop
from ...model.people import Post


@dataclass(frozen=True)
class DisplayNames:
    """A workshop, its words, and its people and organizations by id."""

    workshop: Workshop
    words: Translator
    people: Mapping[str, Person]
    organizations: Mapping[str, Organization]

    @classmethod
    def of(cls, workshop: Workshop, words: Translator) -> DisplayNames:
        """Put a workshop and its words at hand; what became of its recommendations as it was on the cut-off date."""
        workshop = _apply_cut_off(workshop)
        people = {person.id: person for person in workshop.people}
        organizations = {organization.id: organization for organization in workshop.organizations}
        return cls(workshop, words, people, organizations)

    def name(self, reference: str | None) -> str:
        """Name a person by id; nobody has the empty name."""
        return full_name(self.people[reference]) if reference else ""

    def names(self, references: Iterable[str]) -> str:
        """Name several people as a sentence does."""
        return self.words.listing([self.name(reference) for reference in references])

    def organization(self, reference: str) -> str:
        """Name an organization by its id; a name in words stands for itself."""
        organization = self.organizations.get(reference)
        if organization is None:
            return reference
        short = f" ({organization.short})" if organization.short else ""
        return f"{organization.name}{short}"

    def organization_at(self, reference: str) -> str:
        """Name an organization by its id, and where it sits."""
        known = self.organizations[reference]
        country = self.words.country(known.country) if known.country else None
        parts = (self.organization(reference), known.department, known.city, country)
        return text_direction.join_isolated(", ", (part for part in parts if part))

    def organization_short(self, reference: str) -> str:
        """Name an organization as narrow columns do."""
        organization = self.organizations.get(reference)
        return (organization.short or organization.name) if organization else reference

    def post(self, post: Post) -> str:
        """Write a post on one line: Chairman, IAEA, Vienna, Austria."""
        country = self.words.country(post.country) if post.country else None
        return text_direction.join_isolated(
            ", ", (part for part in (post.position, post.affiliation, post.city, country) if part)
        )

    def day(self, day: date | None) -> str:
        """Write a day for a table, if it is known."""
        return self.words.short_date(day) if day else ""

    def amount(self, amount: Decimal | None) -> str:
        """Write an amount for a column; a dash stands for none."""
        return self.words.money(amount) if amount is not None else "–"


def _apply_cut_off(workshop: Workshop) -> Workshop:
    if workshop.report is None:
        return workshop
    known = tuple(state_at(entry, workshop.report.cut_off) for entry in workshop.recommendations)
    return workshop.model_copy(update={"recommendations": known})


def full_name(person: Person) -> str:
    """Write a name as it is spoken: Dr Evgeny Velikhov."""
    return f"{person.title} {signed_name(person)}" if person.title else signed_name(person)


def signed_name(person: Person) -> str:
    """Write a name as authors sign, without a title: Evgeny Velikhov."""
    name = " ".join(part for part in (person.given, person.family) if part)
    return f"{name}, {person.suffix}" if person.suffix else name


def sorted_name(person: Person) -> str:
    """Write a name as lists do: Velikhov, Evgeny."""
    return ", ".join(part for part in (person.family, person.given, person.suffix) if part)
