"""The bibliographic record of a workshop, which all formats use: plain values that belong to no single format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ..language.languages import find_language
from ..language.personal_names import is_east_asian, join_name, split_particle
from ..loading.value_positions import Location
from ..model import Workshop
from ..model.marked_title import MarkedText


class WorkKind(StrEnum):
    """The kind of a work."""

    REPORT = "report"
    VOLUME = "volume"
    CHAPTER = "chapter"


@dataclass(frozen=True)
class CorporateBody:
    """An organization; `identifier` is a URL, `ror` a ROR id without the URL."""

    name: str
    ror: str = ""
    place: str = ""
    country: str = ""
    country_name: str = ""
    identifier: str = ""

    @property
    def location(self) -> str:
        """City and country."""
        return ", ".join(filter(None, (self.place, self.country_name)))


@dataclass(frozen=True)
class Agent:
    """A person, or a group with its name as `family`, who wrote or edited a work."""

    id: str
    family: str
    given: str = ""
    suffix: str = ""
    orcid: str = ""
    affiliations: tuple[CorporateBody, ...] = ()
    is_group: bool = False
    family_first: bool | None = None
    """Whether the family name stands first; if it is not said, the letters of the name tell."""
    sort_as: str = ""
    """Name by which indexes sort, if it is not the inverted name."""
    sorts_by_particle: bool = True
    """Whether catalogues enter the name under its particle: van der Berg, Jan, or else Berg, Jan van der."""

    @property
    def is_family_first(self) -> bool:
        """Whether the family name stands first in natural order."""
        if self.family_first is None:
            return not self.is_group and bool(self.given) and is_east_asian(f"{self.family}{self.given}")
        return self.family_first

    @property
    def particle(self) -> str:
        """The particles of the family name, such as van der."""
        return "" if self.is_group else split_particle(self.family)[0]

    @property
    def core_family(self) -> str:
        """The family name without its particles."""
        return self.family if self.is_group else split_particle(self.family)[1]

    @property
    def name(self) -> str:
        """The name in natural order."""
        name = join_name(self.given, self.family, self.is_family_first)
        return f"{name}, {self.suffix}" if self.suffix else name

    @property
    def catalogue_name(self) -> str:
        """The name as a heading of a catalogue, without its suffix."""
        if self.sorts_by_particle:
            return ", ".join(filter(None, (self.family, self.given)))
        given = " ".join(filter(None, (self.given, self.particle)))
        return ", ".join(filter(None, (self.core_family, given)))

    @property
    def inverted_name(self) -> str:
        """The name in catalogue order: family name first."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))


@dataclass(frozen=True)
class PartialDate:
    """A year, with month and day if they are known (0 otherwise)."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def from_date(cls, known: date) -> PartialDate:
        """Make one from a complete date."""
        return cls(known.year, known.month, known.day)

    @property
    def parts(self) -> tuple[int, ...]:
        """The known parts, year first."""
        return tuple(filter(None, (self.year, self.month, self.day)))

    @property
    def iso(self) -> str:
        """The date as ISO 8601."""
        return "-".join(f"{part:02}" for part in self.parts)


@dataclass(frozen=True)
class Licence:
    """Terms of use: the organizer's words, and for well-known licences the URL and the SPDX identifier."""

    words: str
    url: str = ""
    spdx: str = ""


@dataclass(frozen=True)
class Grant:
    """A grant: the funder, the award number and the programme."""

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
        """The name of the series and its sub-series."""
        return ". ".join(filter(None, (self.name, self.part)))


@dataclass(frozen=True)
class Isbn:
    """An ISBN: thirteen digits without hyphens, the original spelling, and the binding that it belongs to."""

    number: str
    written: str
    binding: str = ""


@dataclass(frozen=True)
class CitedWork:
    """A work that a chapter cites; `texts` are CSL variables as plain text.

    `written` is the whole reference if its author wrote it out; `key` is then its label.
    """

    key: str
    type: str
    texts: Mapping[str, str]
    authors: tuple[Agent, ...] = ()
    bodies: tuple[str, ...] = ()
    issued: tuple[int, ...] = ()
    written: MarkedText | None = None

    @property
    def description(self) -> str:
        """An unstructured citation in one line."""
        if self.written:
            return str(self.written)
        names = [author.inverted_name for author in self.authors] + list(self.bodies)
        year = f"({self.issued[0]})" if self.issued else ""
        told = [self.texts.get(name, "") for name in ("title", "container_title", "volume", "page", "publisher")]
        return ". ".join(
            filter(None, (" ".join(filter(None, ("; ".join(names), year))), ", ".join(filter(None, told))))
        )


@dataclass(frozen=True)
class Work:
    """A report, a volume or a chapter; `at` is its location in workshop.yaml."""

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
    printed_extent: int = 0
    section: str = ""
    genre: str = ""
    corresponding: str = ""
    equal_contribution: tuple[str, ...] = ()
    """Ids of the authors who contributed equally."""
    received: date | None = None
    accepted: date | None = None
    sources: tuple[CitedWork, ...] = ()

    @property
    def language_code(self) -> str:
        """The language as ISO 639-2/B code, which libraries and booksellers use."""
        return find_language(self.language).bibliographic

    @property
    def full_title(self) -> MarkedText:
        """Title and subtitle."""
        titles = [_marked_runs(title) for title in (self.title, self.subtitle) if title]
        return MarkedText.from_runs(
            run for number, runs in enumerate(titles) for run in ((("", ": "),) * (number > 0) + runs)
        )

    @property
    def page_range(self) -> str:
        """Its pages in the book, such as 12-30."""
        if self.pages is None:
            return ""
        first, last = self.pages
        return f"{first}-{last}" if last > first else str(first)


def _marked_runs(words: str) -> tuple[tuple[str, str], ...]:
    return words.runs if isinstance(words, MarkedText) else (("", words),)


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
        """City (or venue), region and country."""
        return ", ".join(filter(None, (self.city or self.venue, self.region, self.country_name)))


@dataclass(frozen=True)
class ExportLoss:
    """Something that a format could not represent: its location in workshop.yaml, and what was done."""

    at: Location
    message: str
    hint: str = ""


@dataclass(frozen=True)
class ExportOutput:
    """The files of one format, by name, and what they could not represent."""

    files: Mapping[str, bytes]
    losses: tuple[ExportLoss, ...] = ()


@dataclass(frozen=True)
class Records:
    """Everything that is exported of one workshop.

    `workshop` is the redacted workshop. Only the Crossref export uses `depositor` and `email`. `stamp` is the time of
    the export; it comes from the input, not from a clock.
    """

    workshop: Workshop
    meeting: Meeting
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
        """The workshop's id."""
        return self.workshop.id

    @property
    def works(self) -> tuple[Work, ...]:
        """All works: the volume, its chapters, the report."""
        return tuple(self._list_works())

    def _list_works(self) -> Iterator[Work]:
        if self.volume:
            yield self.volume
        yield from self.chapters
        if self.report:
            yield self.report

    @property
    def works_with_doi(self) -> tuple[Work, ...]:
        """The works that have a DOI."""
        return tuple(work for work in self.works if work.doi)

    def find_creators(self, work: Work) -> tuple[Agent | CorporateBody, ...]:
        """Return the creators of a work: its authors, else its editors, else its publisher."""
        if work.authors or work.editors:
            return work.authors or work.editors
        return (work.publisher,) if work.publisher else ()

    def citation_key(self, work: Work) -> str:
        """Return a citation key that is unique in the workshop."""
        own = {WorkKind.VOLUME: "", WorkKind.REPORT: "-report", WorkKind.CHAPTER: f":{work.id}"}
        return f"{self.id}{own[work.kind]}"


@dataclass(frozen=True)
class PageExtents:
    """Page counts of the volume and the report, and the first and last page of each chapter in the volume.

    `printed` is the page count of the file from which the volume is printed, 0 if there is none.
    """

    chapters: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    volume: int = 0
    report: int = 0
    printed: int = 0
