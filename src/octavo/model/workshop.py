"""The whole description of a workshop, as `workshop.yaml` holds it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ..product_catalogue import CATALOGUE
from .base_model import Many, Model, ShowsPeople
from .cover import Cover
from .date_types import Date
from .deposit import Deposit
from .event import Annex, Event, Logo, Picture, Schedule, Sponsor, Term, WorkingGroup
from .event_documents import AbstractBook, SigningList
from .iso_codes import Country, Language
from .outcome import Declaration, Expenditure, Policy, Publication, Recommendation, Report, Results, Summary
from .people import (
    CommitteeMember,
    CountryGroup,
    Director,
    Organization,
    Participant,
    ParticipantOrder,
    Participation,
    Person,
)
from .press import Press
from .product_names import ProductList
from .report_sections import Sections
from .text_types import Slug
from .volume import Chapter, IndexTerm, Volume


class CountryGroups(Model):
    """Group of each country, at a given date."""

    date: Date | None = None
    """Date at which the groups are valid. Default: the first day of the event."""
    groups: dict[Country, CountryGroup] = Field(max_length=260)
    """Country code: nato, partner, mediterranean-dialogue or other."""


class Workshop(Model):
    """A workshop: the one source of its summary, follow-up report and proceedings volume."""

    schema_version: Annotated[Literal["1"], BeforeValidator(str)]
    """Version of this description: 1."""
    id: Slug
    """Short name of the workshop. Its products are written to the folder of this name in build/."""
    language: Language = "en"
    """Language of all products: en, fr, de, es, it, nl, pl, pt or uk. Default: the first of languages."""
    languages: Annotated[Many[Language], Field(max_length=20)]
    """Languages of a workshop whose products are made in several; its texts are then written in each."""
    products: ProductList | None = None
    """Products that octavo build makes, such as summary and report. If the key is left out: summary and follow-up, or
    volume and offprints with those reports that the workshop describes."""
    event: Event
    """Kind, title, dates and place of the workshop."""
    people: Many[Person]
    """All persons who are named anywhere. Other parts refer to them by id."""
    organizations: Many[Organization]
    """Organizations; other parts refer to them by id."""
    sort_by_particle: bool = True
    """Whether lists and indexes sort names by their particles (van der Berg under V). If not, under B."""
    directors: tuple[Director, ...] = Field(min_length=1, max_length=50)
    """Directors of the workshop; at least one."""
    participants: Many[Participant]
    """All participants, if the list is known."""
    participants_by: ParticipantOrder | None = None
    """Whether lists of participants are sorted by country, as usual, or by name."""
    participation: Participation | None = None
    """Numbers of participants, if there is no list."""
    country_groups: CountryGroups | None = None
    """Group of each country."""
    committee: Many[CommitteeMember]
    """Organizing or programme committee."""
    sponsors: Many[Sponsor]
    """Sponsor."""
    programme: Schedule | None = None
    """Days, sessions and talks."""
    working_groups: Many[WorkingGroup]
    """Working groups."""
    summary: Summary | None = None
    """Executive summary, findings, conclusions; required for a summary and a follow-up report."""
    recommendations: Many[Recommendation]
    """Recommendations of the workshop."""
    results: Results | None = None
    """Results of the workshop."""
    publication: Publication | None = None
    """The publication, planned or published."""
    expenditure: Expenditure | None = None
    """Accounts."""
    declaration: Declaration | None = None
    """Signed declaration."""
    policy: Policy = Policy.model_validate({})
    """Attribution rule, disclaimer and marking."""
    report: Report | None = None
    """Edition, dates and imprint of the reports; required for a follow-up report."""
    volume: Volume | None = None
    """The proceedings volume; required for one."""
    press: Press | None = None
    """Printer, paper and text of the cover."""
    cover: Cover | None = None
    """Picture or figure of the cover."""
    chapters: Many[Chapter]
    """Chapters of the volume."""
    deposit: Deposit | None = None
    """Metadata for registration, catalogues and sale."""
    logos: Many[Logo]
    """Logos of those who held and funded the workshop, for the title pages of its reports."""
    sections: Sections | None = None
    """The sections of each report: which, in which order, and own ones."""
    figures: Many[Picture]
    """Figures."""
    photos: Annotated[Many[Picture], ShowsPeople()]
    """Photographs; the first is the group photograph."""
    glossary: Many[Term]
    """Terms and abbreviations."""
    index_terms: Many[IndexTerm]
    """Entries of the subject index."""
    annexes: Many[Annex]
    """Annexes written by the organizer."""
    abstracts: AbstractBook | None = None
    """Order and style of the book of abstracts."""
    signing_list: SigningList | None = None
    """For what participants sign."""

    @property
    def identified_product(self) -> str:
        """The report that has the identifiers under `report`: the follow-up report, unless only the other is made."""
        listed = self.products or ()
        return "report" if "report" in listed and "follow-up" not in listed else "follow-up"

    @property
    def covered_product(self) -> str:
        """The book that the cover is for: of the listed products if any of them is a book, or else the likeliest."""
        listed = [name for name in self.products or () if CATALOGUE[name].has_cover]
        if "volume" in listed or (self.volume and not listed):
            return "volume"
        return listed[0] if listed else "follow-up"
