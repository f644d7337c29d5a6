"""Write Crossref deposits (schema 5.5.0): one document for the volume and one for the report.

A deposit contains works of one kind only. Its timestamp combines the date of the input and the deposit's revision, and
its batch id contains a digest of its content, so the same input gives the same deposit.
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
from .marked_xml import CROSSREF_ABSTRACT_TAGS, CROSSREF_FACES, MATHML_NAMESPACE, write_marked
from .required_fields import report_unregistered_chapters
from .xml_writer import element, line_element, make_empty_element, make_filled_element, write_xml

_HOME: Final = "http://www.crossref.org"
_NAMESPACES: Final = {
    "version": "5.5.0",
    "xmlns": f"{_HOME}/schema/5.5.0",
    "xmlns:ai": f"{_HOME}/AccessIndicators.xsd",
    "xmlns:fr": f"{_HOME}/fundref.xsd",
    "xmlns:jats": "http://www.ncbi.nlm.nih.gov/JATS1",
    **MATHML_NAMESPACE,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_HOME}/schema/5.5.0 {_HOME}/schemas/crossref5.5.0.xsd",
}
_FUNDER: Final = re.compile(r"10\.13039/\S+")
_DOI: Final = re.compile(r"10\.\d{4,9}/.{1,200}")
_MAX_SUFFIX: Final = 10
_MAX_KEY: Final = 128
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
    """Yield the locations of missing depositor, email, publisher, year and URLs of works with a DOI."""
    if not records.depositor:
        yield ("deposit", "depositor")
    if not records.email:
        yield ("deposit", "email")
    for work in records.works_with_doi:
        home = ("volume",) if work.kind is WorkKind.CHAPTER else work.at
        if not work.publisher:
            yield (*home, "publisher")
        if not work.published:
            yield (*home, "year")
        if not work.url:
            yield ("deposit", "chapter_urls") if work.kind is WorkKind.CHAPTER else (*work.at, "url")


def find_doi_errors(records: Records, places: ValuePositions) -> Iterator[Finding]:
    """Find DOIs that Crossref would reject, and chapters without a DOI."""
    yield from report_unregistered_chapters(records, places)
    deposit = records.workshop.deposit
    prefix = deposit.doi_prefix if deposit else None
    for work in records.works_with_doi:
        place = places.find_value(*work.at, "doi")
        if prefix and not work.doi.startswith(f"{prefix}/"):
            message = f"the DOI {work.doi} does not begin with {prefix}, the 'doi_prefix' of the deposit"
            yield Finding(
                "doi-prefix", message, place, f"write a DOI that begins with {prefix}/, or correct the prefix"
            )
        elif not _DOI.fullmatch(work.doi):
            message = f"Crossref does not accept the DOI {work.doi}"
            yield Finding("doi-prefix", message, place, "write a DOI whose prefix has no further dot, as 10.5555")


def write(records: Records) -> ExportOutput:
    """Write a deposit for the volume with its chapters and one for the report, if they have DOIs."""
    writer = _Writer(records)
    files = {}
    if any(work.kind is not WorkKind.REPORT for work in records.works_with_doi):
        files["crossref-volume.xml"] = writer.write_batch("volume", writer.write_conference())
    if records.report and records.report.doi:
        files["crossref-report.xml"] = writer.write_batch("report", writer.write_report(records.report))
    return ExportOutput(files, tuple(dict.fromkeys(writer.losses)))


class _Writer:
    def __init__(self, records: Records) -> None:
        self.records = records
        self.losses: list[ExportLoss] = []

    def write_batch(self, name: str, content: Element) -> bytes:
        """Write a deposit with its head."""
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
                element("depositor_name", self._truncate(records.depositor, 130, ("deposit", "depositor"))),
                element("email_address", records.email),
            ),
            element("registrant", self._truncate(registrant, _MAX_NAME, ("deposit", "registrant"))),
        )
        return write_xml(
            make_filled_element("doi_batch", [part for part in (head, body) if part is not None], _NAMESPACES)
        )

    # The volume

    def write_conference(self) -> Element:
        """Describe the event, its proceedings and the papers that have a DOI."""
        volume = self.records.volume
        assert volume  # noqa: S101 - has a DOI, or its chapters have
        papers = [self._write_paper(chapter) for chapter in self.records.chapters if chapter.doi]
        made = element(
            "conference", self._write_contributors(volume), self._write_event(), self._write_proceedings(volume), papers
        )
        assert made is not None  # noqa: S101 - the proceedings have a title
        return made

    def _write_event(self) -> Element | None:
        event = self.records.meeting
        sponsors = [
            element("conference_sponsor", self._truncate(sponsor.name, _MAX_NAME, ("sponsors",)))
            for sponsor in event.sponsors
        ]
        days = {"start": PartialDate.from_date(event.start), "end": PartialDate.from_date(event.end)}
        dates = {
            f"{name}_{part}": f"{getattr(day, part):02}"
            for name, day in days.items()
            for part in ("year", "month", "day")
        }
        place = event.place
        number = self._omit_long(event.number, _MAX_NUMBER, ("event", "number"))
        return element(
            "event_metadata",
            element("conference_name", event.title if len(event.title) > 2 else f"{event.kind} {event.title}"),
            element("conference_theme", self._truncate(event.subtitle, _MAX_NAME, ("event", "subtitle"))),
            element("conference_acronym", self._truncate(event.acronym, 127, ("event", "acronym"))),
            sponsors[:10],
            element("conference_number", number),
            element(
                "conference_location", self._truncate(place, _MAX_NAME, ("event", "venue")) if len(place) > 1 else ""
            ),
            element("conference_date", f"{event.start} – {event.end}", attributes=dates),
        )

    def _write_proceedings(self, volume: Work) -> Element | None:
        series = volume.series
        language = {"language": volume.language.split("-")[0]}
        shared = (
            self._write_publisher(volume),
            self._write_date(volume),
            [self._write_isbn(isbn) for isbn in volume.isbns] or self._write_no_isbn(volume),
        )
        doi = self._write_doi(volume) if volume.doi else None
        if series is None or not series.issn:
            title = _write_proceedings_title(volume)
            return element("proceedings_metadata", title, *shared, doi, attributes=language)
        return element(
            "proceedings_series_metadata",
            element("series_metadata", self._write_titles(series.title), element("issn", series.issn)),
            _write_proceedings_title(volume),
            element("volume", self._omit_long(series.number, 32, ("volume", "series", "number"))),
            *shared,
            doi,
        )

    def _write_paper(self, chapter: Work) -> Element | None:
        return element(
            "conference_paper",
            self._write_contributors(chapter),
            self._write_titles(chapter.title),
            self._write_abstract(chapter),
            self._write_date(chapter),
            self._write_date_parts("acceptance_date", PartialDate.from_date(chapter.accepted))
            if chapter.accepted
            else None,
            self._write_pages(chapter),
            self._write_funding(chapter.grants),
            self._write_licence(chapter),
            self._write_doi(chapter),
            element("citation_list", self._write_citations(chapter.sources)),
            attributes={"publication_type": "full_text", "language": chapter.language.split("-")[0]},
        )

    # The report

    def write_report(self, work: Work) -> Element:
        """Describe the report."""
        number = element("identifier", work.number, attributes={"id_type": "report-number"})
        metadata = element(
            "report-paper_metadata",
            self._write_contributors(work),
            self._write_titles(work.title, work.subtitle),
            element("edition_number", work.edition),
            self._write_abstract(work),
            self._write_date(work),
            [self._write_isbn(isbn) for isbn in work.isbns],
            self._write_publisher(work),
            element("publisher_item", number),
            self._write_funding(work.grants),
            self._write_licence(work),
            self._write_doi(work),
            attributes={"language": work.language.split("-")[0]},
        )
        made = element("report-paper", metadata, attributes={"publication_type": "full_text"})
        assert made is not None  # noqa: S101 - it has a title
        return made

    # Parts

    def _write_contributors(self, work: Work) -> Element | None:
        named = [(author, "author") for author in work.authors]
        named += [(editor, "editor") for editor in work.editors if work.kind is WorkKind.VOLUME]
        return element(
            "contributors", [self._write_person(one, role, number) for number, (one, role) in enumerate(named)]
        )

    def _write_person(self, agent: Agent, role: str, number: int) -> Element | None:
        attributes = {"sequence": "additional" if number else "first", "contributor_role": role}
        if agent.is_group:
            return element("organization", self._truncate(agent.name, 511, ("people",)), attributes=attributes)
        suffix = self._omit_long(agent.suffix, _MAX_SUFFIX, ("people",))
        return element(
            "person_name",
            element("given_name", agent.given),
            element("surname", agent.family),
            element("suffix", suffix),
            element("affiliations", [self._write_institution(body) for body in agent.affiliations]),
            element("ORCID", f"https://orcid.org/{agent.orcid}" if agent.orcid else ""),
            attributes={**attributes, "name-style": "eastern" if agent.is_family_first else ""},
        )

    def _write_institution(self, body: CorporateBody) -> Element | None:
        identifier = f"https://ror.org/{body.ror}" if body.ror else ""
        return element(
            "institution",
            element("institution_name", body.name),
            element("institution_id", identifier, attributes={"type": "ror"}),
            element("institution_place", body.location if len(body.location) > 1 else ""),
        )

    def _write_titles(self, title: str, subtitle: str = "") -> Element | None:
        return element("titles", _write_title("title", title), _write_title("subtitle", subtitle))

    def _write_abstract(self, work: Work) -> Element | None:
        paragraphs = [line_element("jats:p", write_marked(words, CROSSREF_ABSTRACT_TAGS)) for words in work.abstract]
        return element("jats:abstract", paragraphs)

    def _write_publisher(self, work: Work) -> Element | None:
        body = work.publisher
        if body is None:
            return None
        name = self._truncate(body.name, _MAX_NAME, (*work.at, "publisher"))
        return element(
            "publisher",
            element("publisher_name", name),
            element("publisher_place", body.place if len(body.place) > 1 else ""),
        )

    def _write_date(self, work: Work) -> Element | None:
        printed = any(isbn.binding in ("hardback", "paperback") for isbn in work.isbns)
        return self._write_date_parts("publication_date", work.published, "print" if printed else "online")

    def _write_date_parts(self, tag: str, day: PartialDate | None, medium: str = "online") -> Element | None:
        if day is None:
            return None
        parts = [(name, getattr(day, name)) for name in ("month", "day", "year")]
        return element(
            tag,
            [element(name, f"{value:02}") for name, value in parts if value],
            attributes={"media_type": medium},
        )

    def _write_isbn(self, isbn: Isbn) -> Element | None:
        medium = "electronic" if isbn.binding in ("ebook", "") else "print"
        return element("isbn", isbn.number, attributes={"media_type": medium})

    def _write_no_isbn(self, volume: Work) -> Element:
        return make_empty_element("noisbn", {"reason": "simple_series" if volume.series else "monograph"})

    def _write_pages(self, work: Work) -> Element | None:
        if work.pages is None:
            return None
        return element("pages", element("first_page", work.pages[0]), element("last_page", work.pages[1]))

    def _write_funding(self, grants: Iterable[Grant]) -> Element | None:
        return element("fr:program", [self._write_grant(grant) for grant in grants], attributes={"name": "fundref"})

    def _write_grant(self, grant: Grant) -> Element | None:
        funder = grant.funder.identifier
        known = _FUNDER.search(funder)
        identifier = _write_assertion("funder_identifier", f"https://doi.org/{known[0]}") if known else None
        ror = _write_assertion("ror", funder) if "//ror.org/" in funder else None
        named = ror if ror is not None else _write_assertion("funder_name", grant.funder.name, identifier)
        return _write_assertion("fundgroup", named, _write_assertion("award_number", grant.award))

    def _write_licence(self, work: Work) -> Element | None:
        url = work.licence.url if work.licence else ""
        reference = element("ai:license_ref", url, attributes={"applies_to": "vor"})
        return element("ai:program", reference, attributes={"name": "AccessIndicators"})

    def _write_doi(self, work: Work) -> Element | None:
        return element("doi_data", element("doi", work.doi), element("resource", work.url))

    def _write_citations(self, sources: Iterable[CitedWork]) -> list[Element | None]:
        """Write what a chapter cites, each work with a key of its own: authors may give a label twice, or none."""
        written: dict[str, Element | None] = {}
        for number, source in enumerate(sources, 1):
            key = source.key[:_MAX_KEY] or f"reference-{number}"
            while key in written:
                key = f"{number}-{key}"[:_MAX_KEY]
            written[key] = self._write_citation(source, key)
        return list(written.values())

    def _write_citation(self, source: CitedWork, key: str) -> Element | None:
        texts = source.texts
        authors = [author.family for author in source.authors] + list(source.bodies)
        article = source.type in ("article-journal", "article", "paper-conference", "chapter")
        # What kind of work it is cannot always be told from a reference that its author wrote out.
        article = article or bool(source.written and source.type == "document")
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
            element("unstructured_citation", source.description),
        )
        attributes = {"key": key, "type": _CITED.get(source.type, "other")}
        return element("citation", parts, attributes=attributes)

    # Length limits

    def _truncate(self, words: str, most: int, at: Location) -> str:
        if len(words) <= most:
            return words
        self.losses.append(ExportLoss(at, f"at most {most} characters are allowed here; the text is cut"))
        return f"{words[: most - 1]}…"

    def _omit_long(self, code: str, most: int, at: Location) -> str:
        if len(code) <= most:
            return code
        self.losses.append(ExportLoss(at, f"at most {most} characters are allowed here; '{code}' is left out"))
        return ""


def _write_title(tag: str, title: str) -> Element | None:
    return line_element(tag, write_marked(title, CROSSREF_FACES))


def _write_proceedings_title(volume: Work) -> Element | None:
    return _write_title("proceedings_title", volume.full_title if len(volume.full_title) < 512 else volume.title)


def _write_assertion(name: str, *content: Element | str | None) -> Element | None:
    return element("fr:assertion", *content, attributes={"name": name})


def _short_text(texts: Mapping[str, str], name: str, most: int) -> str:
    value = texts.get(name, "")
    return value if len(value) <= most else ""
