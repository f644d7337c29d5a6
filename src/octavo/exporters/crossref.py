"""Write deposits for Crossref (schema 5.5.0): `Records` in, one document for the volume and one for the report out.

A deposit holds works of one kind, so the two stand apart. Its time stamp is made of the day of the input and the
deposit's revision, its number of the digest of what it says: the same input is the same deposit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final
from xml.etree.ElementTree import Element

from ..findings.finding import Finding
from ..loading.value_positions import Location, ValuePositions
from .bibliographic_record import (
    Agent,
    CitedWork,
    CorporateBody,
    ExportLoss,
    ExportOutput,
    Grant,
    Isbn,
    PartialDate,
    Records,
    Work,
    WorkKind,
)
from .required_fields import report_unregistered_chapters
from .xml_writer import element, make_empty_element, make_filled_element, write_xml

_HOME: Final = "http://www.crossref.org"
_NAMESPACES: Final = {
    "version": "5.5.0",
    "xmlns": f"{_HOME}/schema/5.5.0",
    "xmlns:ai": f"{_HOME}/AccessIndicators.xsd",
    "xmlns:fr": f"{_HOME}/fundref.xsd",
    "xmlns:jats": "http://www.ncbi.nlm.nih.gov/JATS1",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_HOME}/schema/5.5.0 {_HOME}/schemas/crossref5.5.0.xsd",
}
_FUNDER: Final = re.compile(r"10\.13039/\S+")
_DOI: Final = re.compile(r"10\.\d{4,9}/.{1,200}")
_MAX_SUFFIX: Final = 10
_MAX_NUMBER: Final = 15
_MAX_NAME: Final = 255
_CITED: Final = {
    "article-journal": "journal_article",
    "book": "book",
    "chapter": "book_chapter",
    "dataset": "dataset",
    "paper-conference": "conference_paper",
    "report": "report",
    "software": "software",
    "standard": "standard",
    "thesis": "dissertation",
    "webpage": "web_resource",
}


def find_missing_fields(records: Records) -> Iterator[Location]:
    """Require who deposits, who publishes and when, and an address for each DOI to lead to."""
    if not records.depositor:
        yield ("deposit", "depositor")
    if not records.email:
        yield ("deposit", "email")
    for work in records.with_doi:
        home = ("volume",) if work.kind is WorkKind.CHAPTER else work.at
        if not work.publisher:
            yield (*home, "publisher")
        if not work.published:
            yield (*home, "year")
        if not work.url:
            yield ("deposit", "chapter_urls") if work.kind is WorkKind.CHAPTER else (*work.at, "url")


def find_doi_errors(records: Records, places: ValuePositions) -> Iterator[Finding]:
    """Find DOIs that Crossref would refuse, and chapters that have none."""
    yield from report_unregistered_chapters(records, places)
    deposit = records.workshop.deposit
    prefix = deposit.doi_prefix if deposit else None
    for work in records.with_doi:
        place = places.value(*work.at, "doi")
        if prefix and not work.doi.startswith(f"{prefix}/"):
            message = f"the DOI {work.doi} does not stand under {prefix}, which is 'doi_prefix' of the deposit"
            yield Finding("doi-prefix", message, place, f"write one that begins with {prefix}/, or correct the prefix")
        elif not _DOI.fullmatch(work.doi):
            message = f"Crossref takes no DOI of the form {work.doi}"
            yield Finding("doi-prefix", message, place, "write one whose prefix has no part of its own, as 10.5555")


def write(records: Records) -> ExportOutput:
    """Write a deposit of the volume with its chapters, and one of the report, where they have DOIs."""
    writer = _Writer(records)
    files = {}
    if any(work.kind is not WorkKind.REPORT for work in records.with_doi):
        files["crossref-volume.xml"] = writer.batch("volume", writer.conference())
    if records.report and records.report.doi:
        files["crossref-report.xml"] = writer.batch("report", writer.report(records.report))
    return ExportOutput(files, tuple(dict.fromkeys(writer.losses)))


class _Writer:
    def __init__(self, records: Records) -> None:
        self.records = records
        self.losses: list[ExportLoss] = []

    def batch(self, name: str, content: Element) -> bytes:
        """Put a deposit under its head."""
        records, deposit = self.records, self.records.workshop.deposit
        body = make_filled_element("body", [content])
        digest = sha256(write_xml(body)).hexdigest()[:12]
        registrant = (deposit and deposit.registrant) or next(
            work.publisher for work in records.works if work.publisher
        ).name
        head = element(
            "head",
            element("doi_batch_id", f"{records.id}-{name}-{digest}"),
            element("timestamp", f"{records.stamp:%Y%m%d%H%M%S}{deposit.revision if deposit else 1:04}"),
            element(
                "depositor",
                element("depositor_name", self._cut(records.depositor, 130, ("deposit", "depositor"))),
                element("email_address", records.email),
            ),
            element("registrant", self._cut(registrant, _MAX_NAME, ("deposit", "registrant"))),
        )
        return write_xml(
            make_filled_element("doi_batch", [part for part in (head, body) if part is not None], _NAMESPACES)
        )

    # The volume

    def conference(self) -> Element:
        """Tell of the event, its proceedings and the papers that have a DOI."""
        volume = self.records.volume
        assert volume  # noqa: S101 - has a DOI, or its chapters have
        papers = [self._paper(chapter) for chapter in self.records.chapters if chapter.doi]
        made = element("conference", self._contributors(volume), self._event(), self._proceedings(volume), papers)
        assert made is not None  # noqa: S101 - the proceedings have a title
        return made

    def _event(self) -> Element | None:
        event = self.records.gathering
        sponsors = [
            element("conference_sponsor", self._cut(sponsor.name, _MAX_NAME, ("sponsors",)))
            for sponsor in event.sponsors
        ]
        days = {"start": PartialDate.of(event.start), "end": PartialDate.of(event.end)}
        dates = {
            f"{name}_{part}": f"{getattr(day, part):02}"
            for name, day in days.items()
            for part in ("year", "month", "day")
        }
        place = event.place
        number = self._short(event.number, _MAX_NUMBER, ("event", "number"))
        return element(
            "event_metadata",
            element("conference_name", event.title if len(event.title) > 2 else f"{event.kind} {event.title}"),
            element("conference_theme", self._cut(event.subtitle, _MAX_NAME, ("event", "subtitle"))),
            element("conference_acronym", self._cut(event.acronym, 127, ("event", "acronym"))),
            sponsors[:10],
            element("conference_number", number),
            element("conference_location", self._cut(place, _MAX_NAME, ("event", "venue")) if len(place) > 1 else ""),
            element("conference_date", f"{event.start} – {event.end}", attributes=dates),
        )

    def _proceedings(self, volume: Work) -> Element | None:
        series = volume.series
        language = {"language": volume.language.split("-")[0]}
        shared = (
            self._publisher(volume),
            self._date(volume),
            [self._isbn(isbn) for isbn in volume.isbns] or self._no_isbn(volume),
        )
        doi = self._doi(volume) if volume.doi else None
        if series is None or not series.issn:
            title = element("proceedings_title", volume.full_title if len(volume.full_title) < 512 else volume.title)
            return element("proceedings_metadata", title, *shared, doi, attributes=language)
        return element(
            "proceedings_series_metadata",
            element("series_metadata", self._titles(series.title), element("issn", series.issn)),
            element("proceedings_title", volume.full_title if len(volume.full_title) < 512 else volume.title),
            element("volume", self._short(series.number, 32, ("volume", "series", "number"))),
            *shared,
            doi,
        )

    def _paper(self, chapter: Work) -> Element | None:
        return element(
            "conference_paper",
            self._contributors(chapter),
            self._titles(chapter.title),
            self._abstract(chapter),
            self._date(chapter),
            self._whole_date("acceptance_date", PartialDate.of(chapter.accepted)) if chapter.accepted else None,
            self._pages(chapter),
            self._funding(chapter.grants),
            self._licence(chapter),
            self._doi(chapter),
            element("citation_list", [self._citation(source) for source in chapter.sources]),
            attributes={"publication_type": "full_text", "language": chapter.language.split("-")[0]},
        )

    # The report

    def report(self, work: Work) -> Element:
        """Tell of the report."""
        number = element("identifier", work.number, attributes={"id_type": "report-number"})
        metadata = element(
            "report-paper_metadata",
            self._contributors(work),
            self._titles(work.title, work.subtitle),
            element("edition_number", work.edition),
            self._abstract(work),
            self._date(work),
            [self._isbn(isbn) for isbn in work.isbns],
            self._publisher(work),
            element("publisher_item", number),
            self._funding(work.grants),
            self._licence(work),
            self._doi(work),
            attributes={"language": work.language.split("-")[0]},
        )
        made = element("report-paper", metadata, attributes={"publication_type": "full_text"})
        assert made is not None  # noqa: S101 - it has a title
        return made

    # Parts

    def _contributors(self, work: Work) -> Element | None:
        named = [(author, "author") for author in work.authors]
        named += [(editor, "editor") for editor in work.editors if work.kind is WorkKind.VOLUME]
        return element("contributors", [self._person(one, role, number) for number, (one, role) in enumerate(named)])

    def _person(self, agent: Agent, role: str, number: int) -> Element | None:
        suffix = self._short(agent.suffix, _MAX_SUFFIX, ("people",))
        return element(
            "person_name",
            element("given_name", agent.given),
            element("surname", agent.family),
            element("suffix", suffix),
            element("affiliations", [self._institution(body) for body in agent.affiliations]),
            element("ORCID", f"https://orcid.org/{agent.orcid}" if agent.orcid else ""),
            attributes={"sequence": "additional" if number else "first", "contributor_role": role},
        )

    def _institution(self, body: CorporateBody) -> Element | None:
        identifier = f"https://ror.org/{body.ror}" if body.ror else ""
        return element(
            "institution",
            element("institution_name", body.name),
            element("institution_id", identifier, attributes={"type": "ror"}),
            element("institution_place", body.where if len(body.where) > 1 else ""),
        )

    def _titles(self, title: str, subtitle: str = "") -> Element | None:
        return element("titles", element("title", title), element("subtitle", subtitle))

    def _abstract(self, work: Work) -> Element | None:
        return element("jats:abstract", [element("jats:p", words) for words in work.abstract])

    def _publisher(self, work: Work) -> Element | None:
        body = work.publisher
        if body is None:
            return None
        name = self._cut(body.name, _MAX_NAME, (*work.at, "publisher"))
        return element(
            "publisher",
            element("publisher_name", name),
            element("publisher_place", body.place if len(body.place) > 1 else ""),
        )

    def _date(self, work: Work) -> Element | None:
        printed = any(isbn.binding in ("hardback", "paperback") for isbn in work.isbns)
        return self._whole_date("publication_date", work.published, "print" if printed else "online")

    def _whole_date(self, tag: str, day: PartialDate | None, medium: str = "online") -> Element | None:
        if day is None:
            return None
        parts = [(name, getattr(day, name)) for name in ("month", "day", "year")]
        return element(
            tag,
            [element(name, f"{value:02}") for name, value in parts if value],
            attributes={"media_type": medium},
        )

    def _isbn(self, isbn: Isbn) -> Element | None:
        medium = "electronic" if isbn.binding in ("ebook", "") else "print"
        return element("isbn", isbn.number, attributes={"media_type": medium})

    def _no_isbn(self, volume: Work) -> Element:
        return make_empty_element("noisbn", {"reason": "simple_series" if volume.series else "monograph"})

    def _pages(self, work: Work) -> Element | None:
        if work.pages is None:
            return None
        return element("pages", element("first_page", work.pages[0]), element("last_page", work.pages[1]))

    def _funding(self, grants: Iterable[Grant]) -> Element | None:
        return element("fr:program", [self._group(grant) for grant in grants], attributes={"name": "fundref"})

    def _group(self, grant: Grant) -> Element | None:
        funder = grant.funder.identifier
        known = _FUNDER.search(funder)
        identifier = _write_assertion("funder_identifier", f"https://doi.org/{known[0]}") if known else None
        ror = _write_assertion("ror", funder) if "//ror.org/" in funder else None
        named = ror if ror is not None else _write_assertion("funder_name", grant.funder.name, identifier)
        return _write_assertion("fundgroup", named, _write_assertion("award_number", grant.award))

    def _licence(self, work: Work) -> Element | None:
        url = work.licence.url if work.licence else ""
        reference = element("ai:license_ref", url, attributes={"applies_to": "vor"})
        return element("ai:program", reference, attributes={"name": "AccessIndicators"})

    def _doi(self, work: Work) -> Element | None:
        return element("doi_data", element("doi", work.doi), element("resource", work.url))

    def _citation(self, source: CitedWork) -> Element | None:
        texts = source.texts
        authors = [author.family for author in source.authors] + list(source.bodies)
        article = source.type in ("article-journal", "article", "paper-conference", "chapter")
        place = "journal_title" if source.type == "article-journal" else "volume_title"
        parts = (
            element(place, texts.get("container_title", "") if article else texts.get("title", "")),
            element("author", authors[:1]),
            element("volume", _short_text(texts, "volume", 32)),
            element("issue", _short_text(texts, "issue", 32)),
            element("first_page", _short_text(texts, "page", 32).partition("-")[0]),
            element("cYear", str(source.issued[0]) if source.issued else ""),
            element("doi", texts["DOI"] if _DOI.fullmatch(texts.get("DOI", "")) else ""),
            element("article_title", texts.get("title", "") if article else ""),
            element("unstructured_citation", source.words),
        )
        attributes = {"key": source.key[:128], "type": _CITED.get(source.type, "other")}
        return element("citation", parts, attributes=attributes)

    # What is too long

    def _cut(self, words: str, most: int, at: Location) -> str:
        if len(words) <= most:
            return words
        self.losses.append(ExportLoss(at, f"at most {most} characters are taken here; the text is cut"))
        return f"{words[: most - 1]}…"

    def _short(self, code: str, most: int, at: Location) -> str:
        if len(code) <= most:
            return code
        self.losses.append(ExportLoss(at, f"at most {most} characters are taken here; '{code}' is left out"))
        return ""


def _write_assertion(name: str, *content: Element | str | None) -> Element | None:
    return element("fr:assertion", *content, attributes={"name": name})


def _short_text(texts: Mapping[str, str], name: str, most: int) -> str:
    value = texts.get(name, "")
    return value if len(value) <= most else ""
