"""The event itself: what, when, where, under which programme, and what was said in its sessions."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from .base_model import DroppedWith, Many, Model, Private, RefersTo
from .date_types import Date, Time, UtcOffset
from .iso_codes import Country, Currency
from .people import Ascribed, OrganizationId, SponsorKind
from .rest_text import LongRest, Rest
from .text_checks import make_value_error
from .text_in_languages import AsGiven, Translated
from .text_types import AssetPath, Code, Line, Name, Reference, Slug, Title, WebAddress


class EventType(StrEnum):
    """The kind of event; arw, asi and atc are NATO's advanced research workshop, study institute, training course."""

    ARW = "arw"
    ASI = "asi"
    ATC = "atc"
    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    CONFERENCE = "conference"
    EXPERT_MEETING = "expert-meeting"


class Venue(Model):
    """Place of the event."""

    name: AsGiven[Title | None] = None
    """Building."""
    city: Name | None = None
    """City."""
    region: Name | None = None
    """Region, state or county."""
    country: Country | None = None
    """Country, as a two-letter code."""
    online: bool = False
    """Whether remote participation was possible."""


class Programme(Model):
    """The funding programme under which the event was held."""

    name: AsGiven[Title]
    """Name of the programme."""
    award_no: Code | None = None
    """Number of the award or grant."""
    priority_area: Title | None = None
    """Priority area of the programme."""
    funder: AsGiven[Title | None] = None
    """Funding organizations."""
    funder_id: WebAddress | None = None
    """The funder's identifier, as a web address."""


class Forerunner(Model):
    """An earlier body or event whose work the workshop continued."""

    name: AsGiven[Title]
    """Name."""
    event: AsGiven[Title | None] = None
    """The event at which it was founded."""
    year: int | None = Field(default=None, ge=1800, le=2200)
    """Date."""
    sponsors: Many[AsGiven[Title]]
    """Sponsors."""
    hosts: Many[AsGiven[Title]]
    """Host."""


class Link(Model):
    """A web page with more information about the event."""

    title: Title
    """Description of the page."""
    url: WebAddress
    """Web address."""


class Event(Model):
    """Kind, title, dates and place of the workshop."""

    type: EventType
    """Kind of event."""
    title: Title
    """Full title."""
    subtitle: Title | None = None
    """Subtitle."""
    acronym: Name | None = None
    """Short name, used in running heads."""
    number: Code | None = None
    """Number of the event in its series."""
    url: WebAddress | None = None
    """Home page of the event."""
    start: Date
    """First day, as 2004-09-10."""
    end: Date
    """Last day, as 2004-09-12."""
    utc_offset: UtcOffset | None = None
    """Offset of local time from UTC during the event, such as +02:00. Calendars use it."""
    venue: Venue = Venue()
    """Place."""
    programme: Programme | None = None
    """Funding programme."""
    forerunners: Many[Forerunner]
    """Earlier bodies or events whose work this one continued."""
    links: Many[Link]
    """Web pages with more information."""
    objectives: Many[Rest]
    """Objectives of the event, one point each."""
    scope: Rest | None = None
    """Scope: what the event covered and what it left out."""
    background: Rest | None = None
    """Background: the reason for the event."""


class Sponsor(Model):
    """A sponsor."""

    org: OrganizationId
    """Id or unique name of an organization."""
    amount: Decimal | None = Field(default=None, ge=0, max_digits=14, decimal_places=2)
    """Amount paid."""
    currency: Currency | None = None
    """ISO 4217 code of the amount's currency, such as EUR."""
    kind: SponsorKind = SponsorKind.FUNDING
    """Kind of support."""
    tier: Translated[Name | None] = None
    """Rank among the sponsors, such as Gold. Sponsors of one rank are printed together."""
    logo: AssetPath | None = None
    """Logo: an image in the workshop's folder. It is printed in the volume."""


class SessionType(StrEnum):
    """The kind of a session."""

    OPENING = "opening"
    PLENARY = "plenary"
    SESSION = "session"
    PANEL = "panel"
    WORKING_GROUP = "working-group"
    POSTER = "poster"
    BREAK = "break"
    SOCIAL = "social"
    CLOSING = "closing"


EARLIEST_EVENING, LATEST_NIGHT = time(12), time(6)  # a session that ends on the next day lies between them


def ends_next_day(start: time, end: time) -> bool:
    """Return whether a session runs past midnight: it begins after noon and ends by six in the morning."""
    return start >= EARLIEST_EVENING and end <= LATEST_NIGHT


class Talk(Model):
    """A talk in a session. Title and abstract are its speakers' own, in the language of the talk."""

    id: Slug = ""
    """Short name of the talk. Default: made from the title."""
    title: AsGiven[Title]
    """Title of the talk."""
    speakers: Many[Ascribed]
    """Ids or unique names of people."""
    abstract: AsGiven[Rest | None] = None
    """Abstract."""
    chapter: Annotated[Reference | None, RefersTo("chapters"), DroppedWith("speakers")] = None
    """Id or unique title of the chapter that the talk became."""
    start: Time | None = None
    """Start time, such as 09:30, if talks have their own times."""
    end: Time | None = None
    """End time, such as 09:50."""


class Session(Model):
    """A session or a break."""

    start: Time | None = None
    """Start time, such as 09:30, if it is known."""
    end: Time | None = None
    """End time, such as 11:00, or 01:30 if the session runs past midnight."""
    type: SessionType = SessionType.SESSION
    """Kind of session."""
    title: Title
    """Title of the session."""
    room: Name | None = None
    """Room, if it changes."""
    chair: Ascribed | None = None
    """Id or unique name of the chair."""
    talks: Many[Talk]
    """Talks, in order."""


def _make_date_optional(schema: dict[str, Any]) -> None:
    schema["required"] = [key for key in schema.get("required", ()) if key != "date"]


class Day(Model):
    """A day of the programme."""

    model_config = ConfigDict(json_schema_extra=_make_date_optional)

    date: Date
    """The day, as 2004-09-10. It may be left out if every day of the event is listed."""
    title: Title | None = None
    """Theme of the day."""
    sessions: Many[Session]
    """Sessions and breaks, in order."""


class Schedule(Model):
    """The programme of the event."""

    days: Many[Day]
    """Days, in order."""


class WorkingGroup(Model):
    """A working group of the event."""

    id: Slug = ""
    """Short name of the group. Default: made from the title."""
    title: Title
    """Subject of its work."""
    chair: Ascribed | None = None
    """Id or unique name of the chair."""
    rapporteur: Ascribed | None = None
    """Id or unique name of the rapporteur."""
    summary: Rest | None = None
    """Work of the group."""
    findings: Many[Rest]
    """Findings, one point each."""


class Picture(Model):
    """A figure or photograph. The alternative text is read aloud to readers who cannot see it."""

    file: AssetPath
    """PNG, JPEG or WebP file in the workshop's folder."""
    alt: Line
    """Alternative text: a description of the picture for readers who cannot see it."""
    caption: Rest | None = None
    """Caption."""
    credit: AsGiven[Title | None] = None
    """Author or photographer. A name is printed after "Photo:" (figures: "Source:"), all else as it stands."""
    permission: AsGiven[Line | None] = None
    """Permission or licence to print it, such as CC BY 4.0. Printed after the credit."""


class Logo(Model):
    """A logo on the title pages of reports."""

    file: AssetPath
    """SVG, PNG, JPEG or WebP file in the workshop's folder."""
    alt: AsGiven[Line]
    """Alternative text: the name of whose logo it is, for readers who cannot see it."""


class Term(Model):
    """An entry of the glossary or list of abbreviations."""

    term: Translated[Name]
    """Word or abbreviation."""
    definition: Rest
    """Meaning."""


class Annex(Model):
    """An annex written by the organizer."""

    title: Title
    """Heading of the annex."""
    text: LongRest | None = None
    """Text of the annex."""
    source: Private[Translated[AssetPath | None]] = None
    """File with its text, in place of text: its path in the workshop's folder."""

    @model_validator(mode="after")
    def _check_text(self) -> Annex:
        if self.text is None:
            raise make_value_error("missing-key", "the annex has no text; add text:, or source: with its file")
        return self
