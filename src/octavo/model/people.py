"""People and organizations: one registry of each, referred to everywhere else by id."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from .base_model import Many, Model, OwnName, Public, RefersTo, Visibility
from .identifiers import Orcid, Ror
from .iso_codes import Country
from .rest_text import Rest
from .text_types import AssetPath, Code, Email, Line, Name, Slug, Title

PersonId = Annotated[Slug, RefersTo("people")]
"""The id of somebody who is named."""
Ascribed = Annotated[Slug, RefersTo("people", ascribes=True)]
"""The id of somebody who is said to have spoken, chaired or reported."""
OrganizationId = Annotated[Slug, RefersTo("organizations")]


class Consent(Model):
    """What a person agreed to."""

    list: bool = True
    """Whether the name may stand in a printed list of participants."""
    photo: bool = False
    """Whether a portrait may be printed."""
    attribution: bool = False
    """Whether the name may be printed although the attribution rule suppresses names."""


class Post(Model):
    """One of the posts that a person holds."""

    position: Title
    """The post, such as Chairman."""
    affiliation: Title | None = None
    """The organization where the post is held, in words."""
    city: Name | None = None
    """Where that organization sits."""
    country: Country | None = None
    """Country of that organization, as a two-letter code."""


class Person(Model):
    """A person; what is not said to be public is private: `email`, `phone`, `address` and `consent`."""

    is_closed: ClassVar[bool] = True

    id: OwnName[Slug]
    """Short name by which other parts refer to this person, such as velikhov."""
    given: OwnName[Name | None] = None
    """Given name or names."""
    family: OwnName[Name]
    """Family name."""
    suffix: OwnName[Name | None] = None
    """What follows the name, such as Jr."""
    title: Public[Name | None] = None
    """Title before the name, such as Dr or Prof."""
    position: Public[Title | None] = None
    """Post held, such as President."""
    affiliation: Public[Title | None] = None
    """Organization, in words."""
    posts: Public[Many[Post]]
    """All posts, where a person holds several; they take the place of position and affiliation."""
    country: Public[Country | None] = None
    """Country, as a two-letter code such as GB; needed of directors and participants."""
    email: Email | None = None
    """E-mail address."""
    phone: Code | None = None
    """Telephone number."""
    address: Line | None = None
    """Postal address."""
    orcid: Public[Orcid | None] = None
    """ORCID iD, such as 0000-0002-1825-0097."""
    bio: Public[Rest | None] = None
    """A few sentences about the person."""
    photo: Annotated[AssetPath | None, Visibility(True, consent="photo")] = None
    """Portrait, a file in the workshop's folder; printed only with consent."""
    consent: Consent = Consent()
    """What the person agreed to."""


class Organization(Model):
    """An organization that took part, paid, or is addressed."""

    id: Slug
    """Short name by which other parts refer to it, such as iaea."""
    name: Title
    """Full name."""
    short: Name | None = None
    """Usual abbreviation, such as IAEA."""
    department: Title | None = None
    """Department or division."""
    city: Name | None = None
    """City."""
    country: Country | None = None
    """Country, as a two-letter code."""
    ror: Ror | None = None
    """Identifier in the Research Organization Registry, such as 05gq02987."""


class DirectorRole(StrEnum):
    """What a person who directs the workshop is called."""

    CO_DIRECTOR = "co-director"
    CHAIR = "chair"
    EDITOR = "editor"
    ORGANIZER = "organizer"
    RAPPORTEUR = "rapporteur"


class Director(Model):
    """One of those who direct the workshop."""

    person: PersonId
    """Id of a person."""
    role: DirectorRole = DirectorRole.CO_DIRECTOR
    """What the person is called."""
    constituency: Name | None = None
    """Whom the director comes from, such as NATO or partner."""


class ParticipantRole(StrEnum):
    """What a person did at the workshop."""

    DIRECTOR = "director"
    KEY_SPEAKER = "key-speaker"
    SPEAKER = "speaker"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    STUDENT = "student"
    STAFF = "staff"


class Attendance(StrEnum):
    """How a person took part."""

    IN_PERSON = "in-person"
    REMOTE = "remote"
    CONTRIBUTED_ONLY = "contributed-only"


class Participant(Model):
    """A person who took part."""

    person: Annotated[Slug, RefersTo("people", consent="list")]
    """Id of a person."""
    roles: tuple[ParticipantRole, ...] = (ParticipantRole.PARTICIPANT,)
    """What the person did."""
    attendance: Attendance = Attendance.IN_PERSON
    """How the person took part."""


class CountryCount(Model):
    """Participants from one country, where no list of names is known."""

    country: Country
    """Country, as a two-letter code."""
    participants: int | None = Field(default=None, ge=1, le=10_000)
    """How many came from there, if known."""


class Participation(Model):
    """What is known of the participation where there is no list of participants."""

    participants: int | None = Field(default=None, ge=1, le=100_000)
    """How many people took part, if known."""
    countries: int | None = Field(default=None, ge=1, le=250)
    """From how many countries, if known; may be more than are named below."""
    by_country: Many[CountryCount]
    """The countries that are known by name."""
    organizations: Many[OrganizationId]
    """Ids of the organizations that took part."""


class CountryGroup(StrEnum):
    """The group to which a country belonged when the workshop was held."""

    NATO = "nato"
    PARTNER = "partner"
    MEDITERRANEAN_DIALOGUE = "mediterranean-dialogue"
    OTHER = "other"


class CommitteeMember(Model):
    """A member of the organizing or programme committee."""

    person: PersonId
    """Id of a person."""
    role: Title | None = None
    """Office in the committee; those of one office are listed under it."""


class SponsorKind(StrEnum):
    """How a sponsor helped."""

    FUNDING = "funding"
    IN_KIND = "in-kind"
    HOST = "host"
    CO_SPONSOR = "co-sponsor"
