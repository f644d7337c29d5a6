"""The event itself: what, when, where, under which programme, and what was said in its sessions."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .base_model import DroppedWith, Many, Model, RefersTo
from .date_types import Date, Time, UtcOffset
from .iso_codes import Country, Currency
from .people import Ascribed, OrganizationId, SponsorKind
from .rest_text import Rest
from .text_types import AssetPath, Code, Line, Name, Slug, Title, WebAddress


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
    """Where the event took place."""

    name: Title | None = None
    """House or hall."""
    city: Name | None = None
    """City."""
    region: Name | None = None
    """Region or county."""
    country: Country | None = None
    """Country, as a two-letter code."""
    online: bool = False
    """Whether one could take part from afar."""


class Programme(Model):
    """The funding programme under which the event was held."""

    name: Title
    """Name of the programme."""
    award_no: Code | None = None
    """Number of the award or grant."""
    priority_area: Title | None = None
    """Priority area of the programme."""
    funder: Title | None = None
    """Who pays."""
    funder_id: WebAddress | None = None
    """The funder's identifier, as a web address."""


class Forerunner(Model):
    """An earlier body or event on whose work the workshop built."""

    name: Title
    """What it is called."""
    event: Title | None = None
    """The event at which it was set up."""
    year: int | None = Field(default=None, ge=1800, le=2200)
    """When."""
    sponsors: Many[Title]
    """Who sponsored it."""
    hosts: Many[Title]
    """Who hosted it."""


class Link(Model):
    """A place on the web with more about the event."""

    title: Title
    """What is found there."""
    url: WebAddress
    """Its address."""


class Event(Model):
    """What the workshop is."""

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
    """How far the clocks of the place are ahead of UTC during the event, such as +02:00; for calendars."""
    venue: Venue = Venue()
    """Where it took place."""
    programme: Programme | None = None
    """Funding programme."""
    forerunners: Many[Forerunner]
    """Earlier bodies or events on whose work this one built."""
    links: Many[Link]
    """More on the web."""
    objectives: Many[Rest]
    """What the event set out to do, one point each."""
    scope: Rest | None = None
    """What it covered and what it left out."""
    background: Rest | None = None
    """Why it was held."""


class Sponsor(Model):
    """An organization that helped the event."""

    org: OrganizationId
    """Id of an organization."""
    amount: Decimal | None = Field(default=None, ge=0, max_digits=14, decimal_places=2)
    """Amount paid."""
    currency: Currency | None = None
    """ISO 4217 code of the amount's currency, such as EUR."""
    kind: SponsorKind = SponsorKind.FUNDING
    """How it helped."""
    tier: Name | None = None
    """Rank among the sponsors, such as Gold; those of one rank are printed together."""
    logo: AssetPath | None = None
    """Its mark, an image in the workshop's folder, printed in the volume."""


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


class Talk(Model):
    """A talk in a session."""

    id: Slug
    """Short name of the talk."""
    title: Title
    """Title of the talk."""
    speakers: Many[Ascribed]
    """Ids of people."""
    abstract: Rest | None = None
    """Abstract."""
    chapter: Annotated[Slug | None, RefersTo("chapters"), DroppedWith("speakers")] = None
    """Id of the chapter that came of it."""
    start: Time | None = None
    """Beginning, as 09:30, where talks have times of their own."""
    end: Time | None = None
    """End, as 09:50."""


class Session(Model):
    """A session or a break."""

    start: Time
    """Beginning, as 09:30."""
    end: Time | None = None
    """End, as 11:00."""
    type: SessionType = SessionType.SESSION
    """Kind of session."""
    title: Title
    """Title of the session."""
    room: Name | None = None
    """Room, where it is not always the same."""
    chair: Ascribed | None = None
    """Id of the person in the chair."""
    talks: Many[Talk]
    """Talks, in order."""


class Day(Model):
    """A day of the programme."""

    date: Date
    """The day, as 2004-09-10."""
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

    id: Slug
    """Short name of the group."""
    title: Title
    """What it worked on."""
    chair: Ascribed | None = None
    """Id of the person in the chair."""
    rapporteur: Ascribed | None = None
    """Id of the person who reported."""
    summary: Rest | None = None
    """What it did."""
    findings: Many[Rest]
    """What it found, one point each."""


class Picture(Model):
    """A figure or photograph; the alternative text is what a reader hears who does not see it."""

    file: AssetPath
    """PNG, JPEG or WebP file in the workshop's folder."""
    alt: Line
    """What the picture shows, for those who do not see it."""
    caption: Rest | None = None
    """Caption."""
    credit: Title | None = None
    """Who made it."""
    permission: Line | None = None
    """Permission to print."""


class Term(Model):
    """An entry of the glossary or list of abbreviations."""

    term: Name
    """Word or abbreviation."""
    definition: Rest
    """What it means."""


class Annex(Model):
    """An annex of the organizer's own."""

    title: Title
    """Heading of the annex."""
    text: Rest
    """Text of the annex."""
