"""Write DataCite metadata (schema 4.5): one JSON document for each work with a DOI."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from ..loading.value_positions import Location
from .bibliographic_record import (
    Agent,
    CitedWork,
    CorporateBody,
    ExportLoss,
    ExportOutput,
    Grant,
    Records,
    Work,
    WorkKind,
)
from .json_writer import JsonObject, drop_empty_fields, write_json

_TYPES: Final = {
    WorkKind.VOLUME: "ConferenceProceeding",
    WorkKind.CHAPTER: "ConferencePaper",
    WorkKind.REPORT: "Report",
}
_CITED: Final = {
    "article-journal": "JournalArticle",
    "book": "Book",
    "chapter": "BookChapter",
    "dataset": "Dataset",
    "paper-conference": "ConferencePaper",
    "report": "Report",
    "software": "Software",
    "standard": "Standard",
    "thesis": "Dissertation",
}
_DOI: Final = re.compile(r"10\.\d{4,9}/[-._;()/:a-zA-Z0-9]+")
_SCHEMES: Final = {
    "thema": ("Thema", "https://ns.editeur.org/thema"),
    "bisac": ("BISAC", "https://www.bisg.org/"),
    "dewey": ("Dewey Decimal Classification", "https://www.oclc.org/dewey"),
    "udc": ("Universal Decimal Classification", "https://udcsummary.info/"),
    "lcsh": ("Library of Congress Subject Headings", "https://id.loc.gov/authorities/subjects"),
}


def find_missing_fields(records: Records) -> Iterator[Location]:
    """Yield the locations of missing publisher, year and creators of works with a DOI."""
    for work in records.works_with_doi:
        at = ("volume",) if work.kind is WorkKind.CHAPTER else work.at
        if not work.publisher:
            yield (*at, "publisher")
        if not work.published:
            yield (*at, "year")
        if not records.find_creators(work):
            yield (*work.at, "authors" if work.kind is WorkKind.CHAPTER else "editors")


def write(records: Records) -> ExportOutput:
    """Write a document for each DOI."""
    files, losses = {}, []
    for work in records.works_with_doi:
        name = f"chapter-{work.id}" if work.kind is WorkKind.CHAPTER else work.id
        if _DOI.fullmatch(work.doi):
            files[f"datacite-{name}.json"] = write_json(_make_document(records, work))
        else:
            losses.append(ExportLoss((*work.at, "doi"), f"the DOI {work.doi} is not accepted; the work is left out"))
    return ExportOutput(files, tuple(losses))


def _make_document(records: Records, work: Work) -> JsonObject:
    assert work.publisher and work.published  # noqa: S101 - required
    titles = [{"title": work.title}, {"title": work.subtitle, "titleType": "Subtitle"}]
    return drop_empty_fields(
        {
            "doi": work.doi,
            "url": work.url,
            "types": {"resourceTypeGeneral": _TYPES[work.kind], "resourceType": work.genre or _describe_type(work)},
            "creators": [_make_creator(maker) for maker in records.find_creators(work)],
            "titles": [title for title in titles if title["title"]],
            "publisher": {"name": work.publisher.name},
            "publicationYear": f"{work.published.year:04}",
            "subjects": [{"subject": word} for word in dict.fromkeys(work.keywords)] + _list_subjects(records, work),
            "contributors": _list_contributors(work),
            "dates": _list_dates(work),
            "language": work.language,
            "alternateIdentifiers": _list_alternate_identifiers(work),
            "relatedIdentifiers": list(_list_related_identifiers(records, work)),
            "relatedItems": _list_related_items(records, work),
            "sizes": [f"{work.extent} pages"] if work.extent else [],
            "formats": ["application/pdf"],
            "version": work.edition,
            "rightsList": _list_rights(work),
            "descriptions": _list_descriptions(records, work),
            "fundingReferences": [_make_funding(grant) for grant in work.grants],
            "schemaVersion": "http://datacite.org/schema/kernel-4",
        }
    )


def _describe_type(work: Work) -> str:
    return {WorkKind.VOLUME: "Proceedings", WorkKind.CHAPTER: "Conference paper", WorkKind.REPORT: "Report"}[work.kind]


def _make_creator(maker: Agent | CorporateBody) -> JsonObject:
    if isinstance(maker, CorporateBody):
        return {"name": maker.name, "nameType": "Organizational"}
    if maker.is_group:
        bodies = [_make_affiliation(body) for body in maker.affiliations]
        return drop_empty_fields({"name": maker.name, "nameType": "Organizational", "affiliation": bodies})
    orcid = {
        "nameIdentifier": f"https://orcid.org/{maker.orcid}",
        "nameIdentifierScheme": "ORCID",
        "schemeUri": "https://orcid.org",
    }
    return drop_empty_fields(
        {
            "name": maker.inverted_name,
            "nameType": "Personal",
            "givenName": maker.given,
            "familyName": maker.family,
            "nameIdentifiers": [orcid] if maker.orcid else [],
            "affiliation": [_make_affiliation(body) for body in maker.affiliations],
        }
    )


def _make_affiliation(body: CorporateBody) -> JsonObject:
    if not body.ror:
        return {"name": body.name}
    known = {"affiliationIdentifier": f"https://ror.org/{body.ror}", "affiliationIdentifierScheme": "ROR"}
    return {"name": body.name, **known, "schemeUri": "https://ror.org"}


def _list_contributors(work: Work) -> list[JsonObject]:
    """List the editors, unless they are the creators already."""
    editors = work.editors if work.authors else ()
    return [{"contributorType": "Editor", **_make_creator(editor)} for editor in editors]


def _list_subjects(records: Records, work: Work) -> list[JsonObject]:
    deposit = records.workshop.deposit
    known = deposit.subjects if deposit and work.kind is WorkKind.VOLUME else ()
    return [
        drop_empty_fields(
            {
                "subject": one.words or one.code,
                "subjectScheme": _SCHEMES[one.scheme][0],
                "schemeUri": _SCHEMES[one.scheme][1],
                "classificationCode": one.code if one.words else "",
            }
        )
        for one in known
    ]


def _list_dates(work: Work) -> list[dict[str, str]]:
    assert work.published  # noqa: S101 - required
    dates = [(work.published.iso, "Issued")]
    dates += [
        (day.isoformat(), name) for day, name in ((work.received, "Submitted"), (work.accepted, "Accepted")) if day
    ]
    return [{"date": day, "dateType": kind} for day, kind in dates]


def _list_alternate_identifiers(work: Work) -> list[dict[str, str]]:
    return [{"alternateIdentifier": work.number, "alternateIdentifierType": "Report number"}] if work.number else []


def _list_related_identifiers(records: Records, work: Work) -> Iterator[dict[str, str]]:
    """List the relations of a chapter to its volume and sources, and of a volume to its chapters, ISBNs and series."""
    if work.kind is WorkKind.CHAPTER:
        if records.volume and records.volume.doi:
            yield _make_relation("IsPartOf", "DOI", records.volume.doi)
        yield from (
            _make_relation("References", "DOI", source.texts["DOI"]) for source in work.sources if "DOI" in source.texts
        )
        return
    if work.kind is WorkKind.VOLUME:
        yield from (_make_relation("HasPart", "DOI", chapter.doi) for chapter in records.chapters if chapter.doi)
    yield from (_make_relation("IsVariantFormOf", "ISBN", isbn.number) for isbn in work.isbns)
    if work.series and work.series.issn:
        yield _make_relation("IsPartOf", "ISSN", work.series.issn)


def _make_relation(kind: str, scheme: str, identifier: str) -> dict[str, str]:
    return {"relatedIdentifier": identifier, "relatedIdentifierType": scheme, "relationType": kind}


def _list_related_items(records: Records, work: Work) -> list[JsonObject]:
    """Describe the book that contains a chapter, with the chapter's pages, and the works cited without a DOI."""
    described = (_make_cited_item(source) for source in work.sources if "DOI" not in source.texts)
    # Of two works nothing else may be known than the same title; the schema takes no item twice.
    cited = list({json.dumps(item): item for item in described}.values())
    volume = records.volume
    if work.kind is not WorkKind.CHAPTER or volume is None:
        return cited
    first, last = work.pages or (0, 0)
    item = {
        "relatedItemType": "ConferenceProceeding",
        "relationType": "IsPublishedIn",
        "titles": [{"title": volume.full_title}],
        "publicationYear": f"{volume.published.year:04}" if volume.published else "",
        "volume": volume.series.number if volume.series else "",
        "firstPage": str(first or ""),
        "lastPage": str(last or ""),
        "edition": volume.edition,
        "publisher": volume.publisher.name if volume.publisher else "",
    }
    return [drop_empty_fields(item), *cited]


def _make_cited_item(source: CitedWork) -> JsonObject:
    address = {"relatedItemIdentifier": source.texts.get("URL", ""), "relatedItemIdentifierType": "URL"}
    people = [{"name": author.inverted_name, "nameType": "Personal"} for author in source.authors]
    bodies = [{"name": body, "nameType": "Organizational"} for body in source.bodies]
    return drop_empty_fields(
        {
            "relatedItemType": _CITED.get(source.type, "Other"),
            "relationType": "References",
            "relatedItemIdentifier": address if address["relatedItemIdentifier"] else None,
            "creators": people + bodies,
            # It must have a title: where none can be told, that is the whole reference.
            "titles": [{"title": source.texts.get("title") or source.description}],
            "publicationYear": f"{source.issued[0]:04}" if source.issued and source.issued[0] > 0 else "",
        }
    )


def _list_rights(work: Work) -> list[dict[str, str]]:
    if work.licence is None:
        return []
    known = {"rights": work.licence.words, "rightsUri": work.licence.url, "rightsIdentifier": work.licence.spdx}
    scheme = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"} if work.licence.spdx else {}
    return [{**drop_empty_fields(known), **scheme}]


def _list_descriptions(records: Records, work: Work) -> list[dict[str, str]]:
    told = [{"description": "\n\n".join(work.abstract), "descriptionType": "Abstract"}] if work.abstract else []
    if work.kind is WorkKind.VOLUME:
        contents = "\n".join(f"{chapter.title} / {_join_authors(chapter)}".rstrip(" /") for chapter in records.chapters)
        told += [{"description": contents, "descriptionType": "TableOfContents"}] if contents else []
    return told


def _join_authors(work: Work) -> str:
    return ", ".join(author.name for author in work.authors)


def _make_funding(grant: Grant) -> dict[str, str]:
    address = grant.funder.identifier
    kind = "Crossref Funder ID" if "10.13039/" in address else "ROR" if "//ror.org/" in address else "Other"
    return drop_empty_fields(
        {
            "funderName": grant.funder.name,
            "funderIdentifier": address,
            "funderIdentifierType": kind if address else "",
            "awardNumber": grant.award,
            "awardTitle": grant.programme if grant.award else "",
        }
    )
