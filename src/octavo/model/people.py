"""People and organizations: one registry of each, referred to everywhere else by id."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from ..language.personal_names import is_east_asian, is_group_name
from .base_model import Many, Model, OwnName, Public, RefersTo, Visibility
from .identifiers import Orcid, Ror
from .iso_codes import Country
from .rest_text import Rest
from .text_in_languages import AsGiven, Translated
from .text_types import AssetPath, Code, Email, Line, Name, Reference, Slug, Title

PersonId = Annotated[Reference, RefersTo("people")]
"""The id or unique name of somebody who is named."""
Ascribed = Annotated[Reference, RefersTo("people", ascribes=True)]
"""The id or unique name of somebody who is said to have spoken, chaired or reported."""
OrganizationId = Annotated[Reference, RefersTo("organizations")]


class Consent(Model):
    """Consents of a person."""

    list: bool = True
    """Whether the name may be printed in a list of participants."""
    photo: bool = False
    """Whether a portrait may be printed."""
    attribution: bool = False
    """Whether the name may be printed although the attribution rule suppresses names."""


class Post(Model):
    """One of the posts that a person holds."""

    position: Title | None = None
    """The post, such as Chairman; it may be absent if `affiliation` is given."""
    affiliation: AsGiven[Title | None] = None
    """Name of the organization where the post is held."""
    city: Name | None = None
    """City of that organization."""
    country: Country | None = None
    """Country of that organization, as a two-letter code."""


class NameOrder(StrEnum):
    """Which part of a name stands first."""

    GIVEN_FIRST = "given-first"
    FAMILY_FIRST = "family-first"


class Person(Model):
    """A person. `email`, `phone`, `address` and `consent` are private: they are never printed."""

    is_closed: ClassVar[bool] = True

    id: OwnName[Slug] = ""
    """Short name of the person, such as velikhov, for references. Default: made from the name."""
    given: OwnName[Name | None] = None
    """Given name or names."""
    family: OwnName[Name]
    """Family name."""
    suffix: OwnName[Name | None] = None
    """Suffix of the name, such as Jr."""
    name_order: Public[NameOrder | None] = None
    """Which part of the name is printed first. Default: given-first, and family-first in East Asian letters."""
    sort_as: OwnName[Name | None] = None
    """Name by which lists and indexes sort, family name first, if it is not the printed one, such as Wang, Wei."""
    sort_by_particle: Public[bool | None] = None
    """Whether the name is sorted by its particle (van der Berg under V). Default: as for the whole workshop."""
    group: Public[bool | None] = None
    """Whether this is a group that writes under its own name; the name is then `family`."""
    title: Public[Name | None] = None
    """Title before the name, such as Dr or Prof."""
    position: Public[Title | None] = None
    """Post held, such as President."""
    affiliation: Public[AsGiven[Title | None]] = None
    """Name of the organization."""
    city: Public[Name | None] = None
    """City of that organization."""
    posts: Public[Many[Post]]
    """All posts of a person who holds several; use them instead of `position`, `affiliation` and `city`."""
    country: Public[Country | None] = None
    """Country, as a two-letter code such as GB; needed of directors and participants."""
    email: Email | None = None
    """E-mail address."""
    phone: Code | None = None
    """Telephone number."""
    address: AsGiven[Line | None] = None
    """Postal address."""
    orcid: Public[Orcid | None] = None
    """ORCID iD, such as 0000-0002-1825-0097."""
    bio: Public[Rest | None] = None
    """A few sentences about the person."""
    photo: Annotated[AssetPath | None, Visibility(True, consent="photo")] = None
    """Portrait: an image in the workshop's folder. It is printed only with consent."""
    consent: Consent = Consent()
    """Consents of the person."""

    @property
    def is_group(self) -> bool:
        """Whether this is a group; if it is not said, its name tells."""
        named = f"{self.given or ''} {self.family}".strip()
        return is_group_name(named) if self.group is None else self.group

    @property
    def is_family_first(self) -> bool:
        """Whether the family name is printed first; if it is not said, the letters of the name tell."""
        if self.is_group or not self.given:
            return False
        if self.name_order is None:
            return is_east_asian(f"{self.given}{self.family}")
        return self.name_order is NameOrder.FAMILY_FIRST


class Organization(Model):
    """An organization that took part, paid, or is the addressee of a recommendation."""

    id: Slug = ""
    """Short name of the organization, such as iaea, for references. Default: made from the name."""
    name: AsGiven[Title]
    """Full name."""
    short: Name | None = None
    """Usual abbreviation, such as IAEA."""
    department: AsGiven[Title | None] = None
    """Department or division."""
    city: Name | None = None
    """City."""
    country: Country | None = None
    """Country, as a two-letter code."""
    ror: Ror | None = None
    """Identifier in the Research Organization Registry, such as 05gq02987."""


class DirectorRole(StrEnum):
    """Office of a person who directs the workshop."""

    CO_DIRECTOR = "co-director"
    DIRECTOR = "director"
    CHAIR = "chair"
    CO_CHAIR = "co-chair"
    CONVENER = "convener"
    COORDINATOR = "coordinator"
    EDITOR = "editor"
    ORGANIZER = "organizer"
    RAPPORTEUR = "rapporteur"


class Director(Model):
    """One of those who direct the workshop."""

    person: PersonId
    """Id or unique name of a person."""
    role: DirectorRole = DirectorRole.CO_DIRECTOR
    """Name of the office."""
    constituency: Translated[Name | None] = None
    """Side that the director represents, such as NATO or partner."""


class ParticipantRole(StrEnum):
    """Role of a person at the workshop."""

    DIRECTOR = "director"
    KEY_SPEAKER = "key-speaker"
    SPEAKER = "speaker"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    STUDENT = "student"
    STAFF = "staff"


class Attendance(StrEnum):
    """In which form a person took part."""

    IN_PERSON = "in-person"
    REMOTE = "remote"
    CONTRIBUTED_ONLY = "contributed-only"


class ParticipantOrder(StrEnum):
    """By what lists of participants are sorted."""

    COUNTRY = "country"
    NAME = "name"


class Participant(Model):
    """A participant."""

    person: Annotated[Reference, RefersTo("people", consent="list")]
    """Id or unique name of a person."""
    roles: tuple[ParticipantRole, ...] = (ParticipantRole.PARTICIPANT,)
    """Role of the person."""
    attendance: Attendance = Attendance.IN_PERSON
    """In which form the person took part."""


class CountryCount(Model):
    """Participants from one country, if no list of names is known."""

    country: Country
    """Country, as a two-letter code."""
    participants: int | None = Field(default=None, ge=1, le=10_000)
    """Number of participants from there, if known."""


class Participation(Model):
    """Numbers of participants, if there is no list of participants."""

    participants: int | None = Field(default=None, ge=1, le=100_000)
    """Number of participants, if known."""
    countries: int | None = Field(default=None, ge=1, le=250)
    """Number of countries they came from, if known; it may be greater than the number of countries named below."""
    by_country: Many[CountryCount]
    """Participants by country, if countries are known."""
    organizations: Many[OrganizationId]
    """Ids or unique names of the organizations that took part."""


class CountryGroup(StrEnum):
    """Group to which a country belonged when the workshop was held."""

    NATO = "nato"
    PARTNER = "partner"
    MEDITERRANEAN_DIALOGUE = "mediterranean-dialogue"
    OTHER = "other"


class CommitteeMember(Model):
    """A member of the organizing or programme committee."""

    person: PersonId
    """Id or unique name of a person."""
    role: Title | None = None
    """Office in the committee. Members with the same office are listed together."""


class SponsorKind(StrEnum):
    """Kind of support that a sponsor gave."""

    FUNDING = "funding"
    IN_KIND = "in-kind"
    HOST = "host"
    CO_SPONSOR = "co-sponsor"
