"""Look up display names of people and organizations, and format days and amounts in the workshop's language."""

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
    """A workshop, its translator, and its people and organizations by id."""

    workshop: Workshop
    translator: Translator
    people: Mapping[str, Person]
    organizations: Mapping[str, Organization]

    @classmethod
    def from_workshop(cls, workshop: Workshop, words: Translator) -> DisplayNames:
        """Index a workshop. Recommendations have their status as of the cut-off date of the report."""
        workshop = _apply_cut_off(workshop)
        people = {person.id: person for person in workshop.people}
        organizations = {organization.id: organization for organization in workshop.organizations}
        return cls(workshop, words, people, organizations)

    def person_name(self, reference: str | None) -> str:
        """Return the name of a person by id, or "" for None."""
        return full_name(self.people[reference]) if reference else ""

    def person_names(self, references: Iterable[str]) -> str:
        """Return the names of several people as a list in a sentence."""
        return self.translator.join_list([self.person_name(reference) for reference in references])

    def organization_name(self, reference: str) -> str:
        """Return the name of an organization by its id. Text that is no id is returned as it is."""
        organization = self.organizations.get(reference)
        if organization is None:
            return reference
        short = f" ({organization.short})" if organization.short else ""
        return f"{organization.name}{short}"

    def organization_with_place(self, reference: str) -> str:
        """Return the name of an organization by its id, with department, city and country."""
        known = self.organizations[reference]
        country = self.translator.country_name(known.country) if known.country else None
        parts = (self.organization_name(reference), known.department, known.city, country)
        return text_direction.join_isolated(", ", (part for part in parts if part))

    def organization_short_name(self, reference: str) -> str:
        """Return the short name of an organization, for narrow columns."""
        organization = self.organizations.get(reference)
        return (organization.short or organization.name) if organization else reference

    def format_post(self, post: Post) -> str:
        """Format a post on one line: Chairman, IAEA, Vienna, Austria."""
        country = self.translator.country_name(post.country) if post.country else None
        return text_direction.join_isolated(
            ", ", (part for part in (post.position, post.affiliation, post.city, country) if part)
        )

    def format_day(self, day: date | None) -> str:
        """Format a day for a table; "" if it is not known."""
        return self.translator.format_short_date(day) if day else ""

    def format_amount(self, amount: Decimal | None) -> str:
        """Format an amount for a table; a dash if there is none."""
        return self.translator.format_money(amount) if amount is not None else "–"


def _apply_cut_off(workshop: Workshop) -> Workshop:
    if workshop.report is None:
        return workshop
    known = tuple(state_at(entry, workshop.report.cut_off) for entry in workshop.recommendations)
    return workshop.model_copy(update={"recommendations": known})


def full_name(person: Person) -> str:
    """Return a name with its title: Dr Evgeny Velikhov."""
    return f"{person.title} {signed_name(person)}" if person.title else signed_name(person)


def signed_name(person: Person) -> str:
    """Return a name without a title, as for authors: Evgeny Velikhov."""
    name = " ".join(part for part in (person.given, person.family) if part)
    return f"{name}, {person.suffix}" if person.suffix else name


def sorted_name(person: Person) -> str:
    """Return a name with the family name first: Velikhov, Evgeny."""
    if person.is_group:
        return signed_name(person)
    return ", ".join(part for part in (person.family, person.given, person.suffix) if part)
