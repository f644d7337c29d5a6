"""Build the bibliographic records of a redacted workshop and the pages of its books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path

from stdnum import isbn as isbns

from ..findings.finding import Finding
from ..language.personal_names import move_particles
from ..language.translator import get_translator
from ..model import Person, Rest, Workshop
from ..model.deposit import Deposit
from ..model.event import Programme
from ..model.outcome import Report
from ..model.volume import Chapter, Volume
from ..rendering.context import enum_labels
from ..rendering.context.display_names import DisplayNames
from ..rendering.rst.plain_text import extract_paragraphs
from .bibliographic_record import (
    Agent,
    BookSeries,
    CorporateBody,
    Grant,
    Isbn,
    Licence,
    Meeting,
    PageExtents,
    PartialDate,
    Records,
    Work,
    WorkKind,
)
from .cited_works import read_cited_works
from .spdx_licences import parse_licence

MAX_KEYWORDS = 40


@dataclass
class BuiltRecords:
    """The records, findings, and the files that were read."""

    records: Records
    findings: list[Finding]
    files: tuple[Path, ...]


def build_records(
    workshop: Workshop, deposit: Deposit | None, root: Path, pages: PageExtents, epoch: int | None = None
) -> BuiltRecords:
    """Build the records of a redacted workshop, whose folder is `root`.

    `deposit` is not redacted: it contains data that only Crossref gets. `epoch` (seconds since 1970) is the time of
    the export; without it, that is the latest date in the input.
    """
    gatherer = _RecordBuilder(workshop, root, pages)
    records = gatherer.build(_choose_timestamp(workshop, epoch))
    if deposit:
        records = replace(records, depositor=deposit.depositor or "", email=deposit.email or "")
    return BuiltRecords(records, gatherer.findings, tuple(dict.fromkeys(gatherer.files)))


def _choose_timestamp(workshop: Workshop, epoch: int | None) -> datetime:
    if epoch is not None:
        return datetime.fromtimestamp(epoch, UTC)
    # Only dates in the past: a forthcoming book has a later one.
    days = [workshop.event.end, *(chapter.accepted for chapter in workshop.chapters if chapter.accepted)]
    if workshop.report:
        days.append(workshop.report.date)
    return datetime.combine(max(days), time(12), tzinfo=UTC)


class _RecordBuilder:
    def __init__(self, workshop: Workshop, root: Path, pages: PageExtents) -> None:
        self.workshop, self.root, self.pages = workshop, root, pages
        self.lookup = DisplayNames.from_workshop(workshop, get_translator(workshop.language))
        self.findings: list[Finding] = []
        self.files: list[Path] = []
        self.bodies = {one.id: self._build_organization(one.id) for one in workshop.organizations}
        self.agents = {person.id: self._build_agent(person) for person in workshop.people}
        self.grants = tuple(self._build_grants(workshop.event.programme))

    def build(self, stamp: datetime) -> Records:
        known = self.workshop
        volume = self._build_volume(known.volume) if known.volume else None
        chapters = (
            tuple(self._build_chapter(number, one, volume) for number, one in enumerate(known.chapters))
            if volume
            else ()
        )
        return Records(
            known,
            self._build_meeting(),
            stamp,
            self._build_report(known.report) if known.report else None,
            volume,
            chapters,
            people=self.agents,
            organizations=self.bodies,
        )

    # People and organizations

    def _build_organization(self, reference: str) -> CorporateBody:
        known = self.lookup.organizations[reference]
        return self._build_body(known.name, known.ror or "", known.city or "", known.country or "")

    def _build_body(self, name: str, ror: str, city: str, country: str) -> CorporateBody:
        return CorporateBody(name, ror, city, country, self.lookup.translator.country_name(country) if country else "")

    def _build_agent(self, person: Person) -> Agent:
        affiliations = self.lookup.affiliations[person.id]
        bodies = dict.fromkeys(self._match_affiliation(one.name, one.city, one.country) for one in affiliations)
        given, family = person.given or "", person.family
        if person.is_group:
            given, family = "", f"{given} {family}".strip()
        else:
            given, family = move_particles(given, family)
        by_particle = self.workshop.sort_by_particle
        return Agent(
            person.id,
            family,
            given,
            person.suffix or "",
            person.orcid or "",
            tuple(bodies),
            person.is_group,
            person.is_family_first,
            person.sort_as or "",
            by_particle if person.sort_by_particle is None else person.sort_by_particle,
        )

    def _match_affiliation(self, name: str, city: str, country: str) -> CorporateBody:
        """Match an affiliation to an organization of the workshop by name or abbreviation; it keeps its own place."""
        folded = name.casefold()
        for known in self.workshop.organizations:
            called = (known.name, known.short or known.name, f"{known.name} ({known.short})")
            if folded in (one.casefold() for one in called):
                if city or country:
                    return self._build_body(name, known.ror or "", city, country or known.country or "")
                return self._build_body(name, known.ror or "", known.city or "", known.country or "")
        return self._build_body(name, "", city, country)

    def _find_agents(self, references: Iterable[str]) -> tuple[Agent, ...]:
        return tuple(self.agents[reference] for reference in references if reference in self.agents)

    def _build_grants(self, programme: Programme | None) -> Iterable[Grant]:
        if programme and (programme.funder or programme.funder_id or programme.award_no):
            funder = CorporateBody(programme.funder or programme.name, identifier=programme.funder_id or "")
            yield Grant(funder, programme.award_no or "", programme.name)

    # The event

    def _build_meeting(self) -> Meeting:
        known, venue = self.workshop.event, self.workshop.event.venue
        return Meeting(
            kind=enum_labels.event_type_label(self.lookup.translator, known.type),
            title=known.title,
            start=known.start,
            end=known.end,
            subtitle=known.subtitle or "",
            acronym=known.acronym or "",
            number=known.number or "",
            url=known.url or "",
            venue=venue.name or "",
            city=venue.city or "",
            region=venue.region or "",
            country=venue.country or "",
            country_name=self.lookup.translator.country_name(venue.country) if venue.country else "",
            online=venue.online,
            directors=self._find_agents(director.person for director in self.workshop.directors),
            sponsors=tuple(self.bodies.get(one.org) or CorporateBody(one.org) for one in self.workshop.sponsors),
            grants=self.grants,
            about=self._plain_paragraphs(known.scope) or self._plain_paragraphs(known.background),
        )

    def _plain_paragraphs(self, value: Rest | None) -> tuple[str, ...]:
        told, found = extract_paragraphs(value)
        self.findings += found
        return told

    # Works

    def _build_report(self, known: Report) -> Work:
        summary, said = self.workshop.summary, self.lookup.translator
        return Work(
            kind=WorkKind.REPORT,
            id="report",
            at=("report",),
            title=f"{self.workshop.event.title}{said.colon}{said.gettext('Follow-up report')}",
            language=self.workshop.language,
            authors=self._find_agents(director.person for director in self.workshop.directors),
            publisher=CorporateBody(known.publisher, place=known.place or "") if known.publisher else None,
            published=PartialDate.from_date(known.date),
            doi=known.doi or "",
            url=known.url or "",
            isbns=tuple(_list_isbns({"": known.isbn})),
            abstract=self._plain_paragraphs(summary.executive) if summary else (),
            keywords=known.keywords,
            licence=_parse_optional_licence(known.licence),
            copyright=known.copyright or "",
            grants=self.grants,
            genre=said.gettext("Follow-up report"),
            edition=str(known.edition),
            number=known.identifier or "",
            extent=self.pages.report,
        )

    def _build_volume(self, known: Volume) -> Work:
        bindings = known.isbns.model_dump() if known.isbns else {}
        terms = (word for entry in self.workshop.chapters for word in entry.keywords)
        blurb = self.workshop.press.blurb if self.workshop.press else None
        return Work(
            kind=WorkKind.VOLUME,
            id="volume",
            at=("volume",),
            title=known.title,
            subtitle=known.subtitle or "",
            language=self.workshop.language,
            editors=self._find_agents(known.editors),
            publisher=CorporateBody(known.publisher.name, place=known.publisher.place or "")
            if known.publisher
            else None,
            published=_publication_date(known),
            doi=known.doi or "",
            url=known.url or "",
            isbns=tuple(_list_isbns(bindings)),
            abstract=(blurb,) if blurb else (),
            keywords=tuple(dict.fromkeys(terms))[:MAX_KEYWORDS],
            licence=_parse_optional_licence(known.licence),
            copyright=known.copyright_holder or "",
            grants=self.grants,
            series=_build_series(known),
            edition=known.edition or "",
            extent=self.pages.volume,
            printed_extent=self.pages.printed,
        )

    def _build_chapter(self, number: int, known: Chapter, volume: Work) -> Work:
        written_in = known.language or self.workshop.language
        cited = read_cited_works(self.root, known, written_in)
        self.files += cited.files
        self.findings += cited.findings
        return Work(
            kind=WorkKind.CHAPTER,
            id=known.id,
            at=("chapters", number),
            title=known.title,
            language=written_in,
            authors=self._find_agents(known.authors),
            editors=volume.editors,
            publisher=volume.publisher,
            published=volume.published,
            doi=known.doi or "",
            url=known.url or self._chapter_url(known),
            isbns=volume.isbns,
            abstract=self._plain_paragraphs(known.abstract),
            keywords=known.keywords,
            licence=volume.licence,
            copyright=volume.copyright,
            grants=self.grants,
            series=volume.series,
            edition=volume.edition,
            pages=self.pages.chapters.get(known.id),
            section=known.section or "",
            corresponding=known.corresponding or "",
            equal_contribution=known.equal_contribution if len(known.equal_contribution) > 1 else (),
            received=known.received,
            accepted=known.accepted,
            sources=cited.works,
        )

    def _chapter_url(self, known: Chapter) -> str:
        pattern = self.workshop.deposit.chapter_urls if self.workshop.deposit else None
        return pattern.replace("{id}", known.id) if pattern else ""


def _publication_date(known: Volume) -> PartialDate | None:
    if known.published:
        return PartialDate.from_date(known.published)
    return PartialDate(known.year) if known.year else None


def _build_series(known: Volume) -> BookSeries | None:
    one = known.series
    return BookSeries(one.name, one.sub_series or "", one.number or "", one.issn or "") if one else None


def _parse_optional_licence(written: str | None) -> Licence | None:
    return parse_licence(written) if written else None


def _list_isbns(bindings: Mapping[str, str | None]) -> Iterable[Isbn]:
    for binding, written in bindings.items():
        if written:
            yield Isbn(isbns.to_isbn13(isbns.compact(written)), written, binding)
