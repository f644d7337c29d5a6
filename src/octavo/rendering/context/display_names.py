"""Look up display names of people and organizations, and format days and amounts in the workshop's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from ...checking import recommendation_status
from ...language import text_direction
from ...language.collation import collation_key
from ...language.personal_names import join_name, split_particle
from ...language.translator import Translator
from ...model import Organization, Person, Recommendation, Workshop
from ...model.people import Post
from .affiliations import Affiliation, list_affiliations


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

    @cached_property
    def affiliations(self) -> Mapping[str, tuple[Affiliation, ...]]:
        """The affiliations of all people by their ids."""
        return list_affiliations(self.workshop.people)

    def format_affiliation(self, known: Affiliation) -> str:
        """Format an affiliation on one line: IAEA, Vienna, Austria."""
        country = self.translator.country_name(known.country) if known.country else ""
        return text_direction.join_isolated(self.translator.comma, filter(None, (known.name, known.city, country)))

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
        return text_direction.join_isolated(self.translator.comma, (part for part in parts if part))

    def organization_short_name(self, reference: str) -> str:
        """Return the short name of an organization, for narrow columns."""
        organization = self.organizations.get(reference)
        return (organization.short or organization.name) if organization else reference

    def format_post(self, post: Post) -> str:
        """Format a post on one line: Chairman, IAEA, Vienna, Austria."""
        country = self.translator.country_name(post.country) if post.country else None
        return text_direction.join_isolated(
            self.translator.comma, (part for part in (post.position, post.affiliation, post.city, country) if part)
        )

    def is_overdue(self, entry: Recommendation) -> bool:
        """Return whether a recommendation is overdue on the day whose statuses are shown; False without a report."""
        report = self.workshop.report
        return bool(report and recommendation_status.is_overdue(entry, report.status_day))

    def format_day(self, day: date | None) -> str:
        """Format a day for a table; "" if it is not known."""
        return self.translator.format_short_date(day) if day else ""

    def format_amount(self, amount: Decimal | None) -> str:
        """Format an amount for a table; a dash if there is none."""
        return self.translator.format_money(amount) if amount is not None else "–"


def _apply_cut_off(workshop: Workshop) -> Workshop:
    if workshop.report is None:
        return workshop
    known = tuple(
        recommendation_status.state_at(entry, workshop.report.status_day) for entry in workshop.recommendations
    )
    return workshop.model_copy(update={"recommendations": known})


def full_name(person: Person) -> str:
    """Return a name with its title: Dr Evgeny Velikhov."""
    return f"{person.title} {signed_name(person)}" if person.title else signed_name(person)


def signed_name(person: Person) -> str:
    """Return a name without a title, as for authors: Evgeny Velikhov, 王伟."""
    name = join_name(person.given or "", person.family, person.is_family_first)
    return f"{name}, {person.suffix}" if person.suffix else name


def sorted_name(person: Person, by_particle: bool = True) -> str:
    """Return a name as lists and indexes print it, with what it is sorted by first: Velikhov, Evgeny.

    A name that begins with the family name is not turned round. `by_particle` is the workshop's choice between
    "van der Berg, Jan" and "Berg, Jan van der"; the person's own choice prevails.
    """
    if person.is_group or person.is_family_first:
        return signed_name(person)
    particle, family = "", person.family
    if not (by_particle if person.sort_by_particle is None else person.sort_by_particle):
        particle, family = split_particle(family)
    given = " ".join(filter(None, (person.given, particle)))
    comma = "، " if text_direction.has_rtl_letters(family) and "\u0600" <= family[:1] < "\u0700" else ", "
    return comma.join(part for part in (family, given, person.suffix) if part)


def name_sort_key(person: Person, by_particle: bool = True, tag: str = "") -> tuple[str, str]:
    """Return the key by which lists and indexes in a language sort a person."""
    return collation_key(person.sort_as or sorted_name(person, by_particle), tag)
