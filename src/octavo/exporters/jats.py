"""Write JATS 1.1 for each chapter: the front matter and references, for repositories.

If the series has an ISSN, the tag set is Journal Publishing, which requires one; otherwise it is Archiving and
Interchange, which does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from ..loading.value_positions import Location
from .bibliographic_record import Agent, CitedWork, CorporateBody, ExportOutput, PartialDate, Records, Work
from .marked_xml import JATS_TAGS, MATHML_NAMESPACE, write_marked
from .xml_writer import element, line_element, make_filled_element, write_xml

_SETS: Final = {
    True: ("Journal Publishing DTD", "JATS-journalpublishing1.dtd"),
    False: ("Journal Archiving and Interchange DTD", "JATS-archivearticle1.dtd"),
}
_DOCTYPE: Final = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) {} v1.1 20151215//EN" "{}">'
_CITED: Final = {
    "article-journal": "journal",
    "paper-conference": "confproc",
    "book": "book",
    "chapter": "book",
    "report": "report",
    "thesis": "thesis",
    "webpage": "web",
    "dataset": "data",
    "software": "software",
}
_PARTS: Final = ("article-journal", "article", "paper-conference", "chapter")


def find_missing_fields(records: Records) -> Iterator[Location]:
    """Yield the location of the year if it is missing."""
    if records.volume and not records.volume.published:
        yield ("volume", "year")


def write(records: Records) -> ExportOutput:
    """Write a document for each chapter."""
    volume = records.volume
    assert volume  # noqa: S101 - the format applies only to chapters, which are in a volume
    named, system = _SETS[bool(volume.series and volume.series.issn)]
    doctype = _DOCTYPE.format(named, system)
    return ExportOutput(
        {
            f"jats-{chapter.id}.xml": write_xml(_write_article(records, volume, chapter), doctype)
            for chapter in records.chapters
        }
    )


def _write_article(records: Records, volume: Work, chapter: Work) -> Element:
    attributes = {
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
        **MATHML_NAMESPACE,
        "article-type": "research-article",
        "dtd-version": "1.1",
        "xml:lang": chapter.language,
    }
    references = [_write_reference(number, source) for number, source in enumerate(chapter.sources, 1)]
    parts = (
        element("front", _write_journal(volume), _write_article_metadata(records, volume, chapter)),
        element("back", element("ref-list", references)),
    )
    return make_filled_element("article", [part for part in parts if part is not None], attributes)


def _write_journal(volume: Work) -> Element | None:
    series = volume.series
    issn = series.issn if series else ""
    publisher = volume.publisher
    return element(
        "journal-meta",
        element("journal-id", issn, attributes={"journal-id-type": "issn"}),
        element("journal-title-group", element("journal-title", series.title if series else volume.full_title)),
        element("issn", issn),
        element(
            "publisher",
            element("publisher-name", publisher.name if publisher else ""),
            element("publisher-loc", publisher.place if publisher else ""),
        ),
    )


def _write_article_metadata(records: Records, volume: Work, chapter: Work) -> Element | None:
    bodies = list(dict.fromkeys(body for agent in (*chapter.authors, *chapter.editors) for body in agent.affiliations))
    numbers = {body: number for number, body in enumerate(bodies, 1)}
    section = element("subj-group", element("subject", chapter.section), attributes={"subj-group-type": "heading"})
    first, last = chapter.pages or ("", "")
    return element(
        "article-meta",
        element("article-id", chapter.doi, attributes={"pub-id-type": "doi"}),
        element("article-id", records.citation_key(chapter), attributes={"pub-id-type": "publisher-id"}),
        element("article-categories", section),
        element("title-group", line_element("article-title", write_marked(chapter.title, JATS_TAGS))),
        element(
            "contrib-group", [_write_contributor(author, "author", numbers, chapter) for author in chapter.authors]
        ),
        element(
            "contrib-group",
            [_write_contributor(editor, "editor", numbers, chapter) for editor in chapter.editors],
            attributes={"content-type": "editors"},
        ),
        [_write_affiliation(body, number) for body, number in numbers.items()],
        _write_publication_date(chapter),
        element("volume", volume.series.number if volume.series else ""),
        element("issue-title", volume.full_title),
        [element("isbn", isbn.number, attributes={"content-type": isbn.binding}) for isbn in chapter.isbns],
        element("fpage", first),
        element("lpage", last),
        element(
            "history",
            _write_date("date", chapter.received, "received"),
            _write_date("date", chapter.accepted, "accepted"),
        ),
        _write_permissions(chapter),
        _write_link("self-uri", chapter.url),
        element("abstract", [line_element("p", write_marked(words, JATS_TAGS)) for words in chapter.abstract]),
        element("kwd-group", [element("kwd", word) for word in chapter.keywords]),
        _write_funding(chapter),
        _write_conference(records),
    )


def _write_contributor(agent: Agent, kind: str, numbers: dict[CorporateBody, int], chapter: Work) -> Element | None:
    orcid = f"https://orcid.org/{agent.orcid}" if agent.orcid else ""
    corresponding = kind == "author" and agent.id == chapter.corresponding
    return element(
        "contrib",
        element("contrib-id", orcid, attributes={"contrib-id-type": "orcid"}),
        element("collab", agent.name) if agent.is_group else _write_name(agent),
        [
            element("xref", numbers[body], attributes={"ref-type": "aff", "rid": f"aff-{numbers[body]}"})
            for body in agent.affiliations
        ],
        attributes={
            "contrib-type": kind,
            "corresp": "yes" if corresponding else "",
            "equal-contrib": "yes" if kind == "author" and agent.id in chapter.equal_contribution else "",
        },
    )


def _write_name(agent: Agent) -> Element | None:
    return element(
        "name",
        element("surname", agent.family),
        element("given-names", agent.given),
        element("suffix", agent.suffix),
        attributes={"name-style": "eastern" if agent.is_family_first else ""},
    )


def _write_affiliation(body: CorporateBody, number: int) -> Element | None:
    ror = f"https://ror.org/{body.ror}" if body.ror else ""
    return element(
        "aff",
        element("label", number),
        element(
            "institution-wrap",
            element("institution-id", ror, attributes={"institution-id-type": "ror"}),
            element("institution", body.name),
        ),
        element("addr-line", element("named-content", body.place, attributes={"content-type": "city"})),
        element("country", body.country_name, attributes={"country": body.country}),
        attributes={"id": f"aff-{number}"},
    )


def _write_publication_date(chapter: Work) -> Element | None:
    day = chapter.published
    printed = any(isbn.binding in ("hardback", "paperback") for isbn in chapter.isbns)
    attributes = {"date-type": "pub", "publication-format": "print" if printed else "electronic"}
    return element("pub-date", _write_date_parts(day), attributes=attributes) if day else None


def _write_date_parts(day: PartialDate) -> list[Element | None]:
    parts = (("day", day.day), ("month", day.month), ("year", day.year))
    return [element(name, f"{value:02}") for name, value in parts if value]


def _write_date(tag: str, day: date | None, kind: str) -> Element | None:
    return element(tag, _write_date_parts(PartialDate.from_date(day)), attributes={"date-type": kind}) if day else None


def _write_permissions(chapter: Work) -> Element | None:
    licence, year = chapter.licence, str(chapter.published.year) if chapter.published else ""
    terms = element("license-p", licence.words) if licence else None
    return element(
        "permissions",
        element("copyright-year", year if chapter.copyright else ""),
        element("copyright-holder", chapter.copyright),
        element("license", terms, attributes={"xlink:href": licence.url if licence else ""}),
    )


def _write_link(tag: str, address: str) -> Element | None:
    return element(tag, address, attributes={"xlink:href": address})


def _write_funding(chapter: Work) -> Element | None:
    groups = [
        element(
            "award-group",
            element(
                "funding-source",
                element(
                    "institution-wrap",
                    element("institution", grant.funder.name),
                    element("institution-id", grant.funder.identifier, attributes={"institution-id-type": "uri"}),
                ),
            ),
            element("award-id", grant.award),
        )
        for grant in chapter.grants
    ]
    return element("funding-group", groups)


def _write_conference(records: Records) -> Element | None:
    event = records.meeting
    return element(
        "conference",
        element("conf-date", f"{event.start}/{event.end}"),
        element("conf-name", event.title),
        element("conf-acronym", event.acronym),
        element("conf-num", event.number),
        element("conf-loc", event.place),
        [element("conf-sponsor", sponsor.name) for sponsor in event.sponsors],
        element("conf-theme", event.subtitle),
    )


def _write_reference(number: int, source: CitedWork) -> Element | None:
    """Write a reference: what is known of it, as its author wrote it, or both as alternatives."""
    known = _write_known_parts(source) if not source.written or source.authors or source.texts.get("title") else None
    written = _write_as_written(source)
    cited = element("citation-alternatives", written, known) if known is not None and written is not None else None
    label = source.key if source.written and source.key else str(number)
    parts = (cited,) if cited is not None else (written, known)
    return element("ref", element("label", label), *parts, attributes={"id": f"ref-{number}"})


def _write_as_written(source: CitedWork) -> Element | None:
    if not source.written:
        return None
    doi, url = source.texts.get("DOI", ""), source.texts.get("URL", "")
    parts = list(write_marked(source.written, JATS_TAGS))
    # Identifiers stand in the text already, or behind a link in it.
    for tag, value in (("pub-id", doi), ("ext-link", url)):
        parts = list(_tag_words(parts, value, tag)) if value else parts
    return line_element("mixed-citation", parts, {"publication-type": _CITED.get(source.type, "other")})


def _tag_words(parts: list[Element | str], words: str, tag: str) -> Iterator[Element | str]:
    """Yield the pieces with these words in an element of their own; it comes at the end if they are in no piece."""
    attributes = {"pub-id-type": "doi"} if tag == "pub-id" else {"xlink:href": words}
    tagged = element(tag, words, attributes=attributes)
    assert tagged is not None  # noqa: S101 - it has words
    found = False
    for part in parts:
        if found or isinstance(part, Element) or words not in part:
            yield part
            continue
        before, _, after = part.partition(words)
        yield from (before, tagged, after)
        found = True
    if not found:
        yield from (" ", tagged)


def _write_known_parts(source: CitedWork) -> Element | None:
    texts = source.texts
    part = source.type in _PARTS
    # What kind of work it is cannot always be told from a reference that its author wrote out.
    part = part or bool(source.written and source.type == "document")
    first, _, last = texts.get("page", "").partition("-")
    return element(
        "element-citation",
        _write_person_group(source.authors, source.bodies),
        element("article-title", texts.get("title", "") if part else ""),
        element("source", texts.get("container_title", "") if part else texts.get("title", "")),
        element("publisher-loc", texts.get("publisher_place", "")),
        element("publisher-name", texts.get("publisher", "")),
        element("year", str(source.issued[0]) if source.issued else ""),
        element("volume", texts.get("volume", "")),
        element("issue", texts.get("issue", "")),
        element("fpage", first),
        element("lpage", last),
        element("pub-id", texts.get("DOI", ""), attributes={"pub-id-type": "doi"}),
        _write_link("ext-link", texts.get("URL", "")),
        attributes={"publication-type": _CITED.get(source.type, "other")},
    )


def _write_person_group(authors: Iterable[Agent], bodies: Iterable[str]) -> Element | None:
    return element(
        "person-group",
        [_write_name(author) for author in authors],
        [element("collab", body) for body in bodies],
        attributes={"person-group-type": "author"},
    )
