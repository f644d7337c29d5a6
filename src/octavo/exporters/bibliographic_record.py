"""The bibliographic record of a workshop, on which every format draws: plain values, nothing of any one format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ..language.languages import find_language
from ..loading.value_positions import Location
from ..model import Workshop


class WorkKind(StrEnum):
    """What a work is."""

    REPORT = "report"
    VOLUME = "volume"
    CHAPTER = "chapter"


@dataclass(frozen=True)
class CorporateBody:
    """An organization; `identifier` is a web address, `ror` a bare ROR."""

    name: str
    ror: str = ""
    place: str = ""
    country: str = ""
    country_name: str = ""
    identifier: str = ""

    @property
    def where(self) -> str:
        """Name its city and country."""
        return ", ".join(filter(None, (self.place, self.country_name)))


@dataclass(frozen=True)
class Agent:
    """Somebody who wrote or edited."""

    id: str
    family: str
    given: str = ""
    suffix: str = ""
    orcid: str = ""
    affiliations: tuple[CorporateBody, ...] = ()

    @property
    def name(self) -> str:
        """Write the name as authors sign."""
        name = " ".join(filter(None, (self.given, self.family)))
        return f"{name}, {self.suffix}" if self.suffix else name

    @property
    def inverted(self) -> str:
        """Write the name as catalogues do."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))


@dataclass(frozen=True)
class PartialDate:
    """A year, perhaps with month and day."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, known: date) -> PartialDate:
        """Take a whole day."""
        return cls(known.year, known.month, known.day)

    @property
    def parts(self) -> tuple[int, ...]:
        """Give what is known of it, the year first."""
        return tuple(filter(None, (self.year, self.month, self.day)))

    @property
    def iso(self) -> str:
        """Write it as ISO 8601 does."""
        return "-".join(f"{part:02}" for part in self.parts)


@dataclass(frozen=True)
class Licence:
    """Terms of use: in words, and where they are well known by address and SPDX identifier."""

    words: str
    url: str = ""
    spdx: str = ""


@dataclass(frozen=True)
class Grant:
    """What was paid for by whom."""

    funder: CorporateBody
    award: str = ""
    programme: str = ""


@dataclass(frozen=True)
class BookSeries:
    """The series in which a volume appears."""

    name: str
    part: str = ""
    number: str = ""
    issn: str = ""

    @property
    def title(self) -> str:
        """Name the series with its part."""
        return ". ".join(filter(None, (self.name, self.part)))


@dataclass(frozen=True)
class Isbn:
    """An ISBN of thirteen digits without hyphens, as it was written, and the binding that it belongs to."""

    number: str
    written: str
    binding: str = ""


@dataclass(frozen=True)
class CitedWork:
    """A work that a chapter cites; `texts` are the variables of CSL in plain words."""

    key: str
    type: str
    texts: Mapping[str, str]
    authors: tuple[Agent, ...] = ()
    bodies: tuple[str, ...] = ()
    issued: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """Describe it in one line, as a reader would look for it."""
        names = [author.inverted for author in self.authors] + list(self.bodies)
        year = f"({self.issued[0]})" if self.issued else ""
        told = [self.texts.get(name, "") for name in ("title", "container_title", "volume", "page", "publisher")]
        return ". ".join(
            filter(None, (" ".join(filter(None, ("; ".join(names), year))), ", ".join(filter(None, told))))
        )


@dataclass(frozen=True)
class Work:
    """Something that was made: a report, a volume or a chapter; `at` is its way in the workshop's file."""

    kind: WorkKind
    id: str
    at: Location
    title: str
    language: str
    subtitle: str = ""
    authors: tuple[Agent, ...] = ()
    editors: tuple[Agent, ...] = ()
    publisher: CorporateBody | None = None
    published: PartialDate | None = None
    doi: str = ""
    url: str = ""
    isbns: tuple[Isbn, ...] = ()
    abstract: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    licence: Licence | None = None
    copyright: str = ""
    grants: tuple[Grant, ...] = ()
    series: BookSeries | None = None
    edition: str = ""
    number: str = ""
    pages: tuple[int, int] | None = None
    extent: int = 0
    section: str = ""
    genre: str = ""
    corresponding: str = ""
    received: date | None = None
    accepted: date | None = None
    sources: tuple[CitedWork, ...] = ()

    @property
    def language_code(self) -> str:
        """Give the code of its language in ISO 639-2/B, as libraries and booksellers write it."""
        return find_language(self.language).bibliographic

    @property
    def full_title(self) -> str:
        """Give title and subtitle."""
        return ": ".join(filter(None, (self.title, self.subtitle)))

    @property
    def range(self) -> str:
        """Write its pages in the book: 12-30."""
        if self.pages is None:
            return ""
        first, last = self.pages
        return f"{first}-{last}" if last > first else str(first)


@dataclass(frozen=True)
class Meeting:
    """The event."""

    kind: str
    title: str
    start: date
    end: date
    subtitle: str = ""
    acronym: str = ""
    number: str = ""
    url: str = ""
    venue: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    country_name: str = ""
    online: bool = False
    directors: tuple[Agent, ...] = ()
    sponsors: tuple[CorporateBody, ...] = ()
    about: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()

    @property
    def place(self) -> str:
        """Name the place without the house."""
        return ", ".join(filter(None, (self.city or self.venue, self.region, self.country_name)))


@dataclass(frozen=True)
class ExportLoss:
    """What a format could not take as it is: where it stands, and what was done."""

    at: Location
    message: str
    hint: str = ""


@dataclass(frozen=True)
class ExportOutput:
    """The files of one format, by name, and what is not in them as it was written."""

    files: Mapping[str, bytes]
    losses: tuple[ExportLoss, ...] = ()


@dataclass(frozen=True)
class Records:
    """All that is exported of one workshop.

    `workshop` is the public one. `depositor` and `email` are known to Crossref alone; `stamp` stands for the time of
    making, and is taken from no clock.
    """

    workshop: Workshop
    gathering: Meeting
    stamp: datetime
    report: Work | None = None
    volume: Work | None = None
    chapters: tuple[Work, ...] = ()
    depositor: str = ""
    email: str = ""
    people: Mapping[str, Agent] = field(default_factory=dict)
    organizations: Mapping[str, CorporateBody] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Give the workshop's id."""
        return self.workshop.id

    @property
    def works(self) -> tuple[Work, ...]:
        """List all works, the volume before its chapters, the report last."""
        return tuple(self._works())

    def _works(self) -> Iterator[Work]:
        if self.volume:
            yield self.volume
        yield from self.chapters
        if self.report:
            yield self.report

    @property
    def with_doi(self) -> tuple[Work, ...]:
        """List the works that have a DOI."""
        return tuple(work for work in self.works if work.doi)

    def makers(self, work: Work) -> tuple[Agent | CorporateBody, ...]:
        """Name those who answer for a work: its authors, else its editors, else its publisher."""
        if work.authors or work.editors:
            return work.authors or work.editors
        return (work.publisher,) if work.publisher else ()

    def key(self, work: Work) -> str:
        """Name a work among all of its workshop, as citation keys do."""
        own = {WorkKind.VOLUME: "", WorkKind.REPORT: "-report", WorkKind.CHAPTER: f":{work.id}"}
        return f"{self.id}{own[work.kind]}"


@dataclass(frozen=True)
class PageExtents:
    """How many pages the volume and the report have, and on which of the volume's each chapter stands."""

    chapters: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    volume: int = 0
    report: int = 0
