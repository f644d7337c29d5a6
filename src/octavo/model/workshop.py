"""The whole description of a workshop, as `workshop.yaml` holds it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .base_model import Many, Model, ShowsPeople
from .date_types import Date
from .deposit import Deposit
from .event import Annex, Event, Picture, Schedule, Sponsor, Term, WorkingGroup
from .iso_codes import Country, Language
from .outcome import Declaration, Expenditure, Policy, Publication, Recommendation, Report, Results, Summary
from .people import CommitteeMember, CountryGroup, Director, Organization, Participant, Participation, Person
from .press import Press
from .text_types import Slug
from .volume import Chapter, IndexTerm, Volume


class CountryGroups(Model):
    """To which group each country belonged, on a given day."""

    date: Date
    """The day for which the groups hold."""
    groups: dict[Country, CountryGroup] = Field(max_length=260)
    """Country code: nato, partner, mediterranean-dialogue or other."""


class Workshop(Model):
    """A workshop: the one source of its summary, follow-up report and proceedings volume."""

    schema_version: Annotated[Literal["1"], BeforeValidator(str)]
    """Version of this description: 1."""
    id: Slug
    """Short name of the workshop; its products land in build/ under this name."""
    language: Language = "en"
    """Language of all products: en or fr."""
    event: Event
    """What the workshop is."""
    people: Many[Person]
    """Everybody who is named anywhere; other parts refer to them by id."""
    organizations: Many[Organization]
    """Organizations; other parts refer to them by id."""
    directors: tuple[Director, ...] = Field(min_length=1, max_length=50)
    """Those who direct the workshop; at least one."""
    participants: Many[Participant]
    """Everybody who took part, if the list is known."""
    participation: Participation | None = None
    """What is known of the participation where there is no list."""
    country_groups: CountryGroups | None = None
    """To which group each country belonged."""
    committee: Many[CommitteeMember]
    """Organizing or programme committee."""
    sponsors: Many[Sponsor]
    """Who helped."""
    programme: Schedule | None = None
    """Days, sessions and talks."""
    working_groups: Many[WorkingGroup]
    """Working groups."""
    summary: Summary | None = None
    """Executive summary, findings, conclusions; required for a summary and a follow-up report."""
    recommendations: Many[Recommendation]
    """What the workshop recommends."""
    results: Results | None = None
    """What came of the workshop."""
    publication: Publication | None = None
    """The publication that is planned or made."""
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
    """Who prints, on what paper, and what stands on the cover."""
    chapters: Many[Chapter]
    """Chapters of the volume."""
    deposit: Deposit | None = None
    """What those ask for who register, catalogue and sell what is made."""
    figures: Many[Picture]
    """Figures."""
    photos: Annotated[Many[Picture], ShowsPeople()]
    """Photographs; the first is the group photograph."""
    glossary: Many[Term]
    """Terms and abbreviations."""
    index_terms: Many[IndexTerm]
    """Entries of the subject index."""
    annexes: Many[Annex]
    """Annexes of the organizer's own."""
