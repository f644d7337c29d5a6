"""Write the event, report, book and chapters in schema.org terms as JSON-LD, for search engines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..model.deposit import Availability, Offer
from .bibliographic_record import Agent, CitedWork, CorporateBody, ExportOutput, Meeting, Records, Work, WorkKind
from .bookseller_checks import find_availability, list_offers
from .json_writer import JsonObject, drop_empty_fields, write_json

_TYPES: Final = {WorkKind.VOLUME: "Book", WorkKind.CHAPTER: "Chapter", WorkKind.REPORT: "Report"}
_BINDINGS: Final = {"hardback": "Hardcover", "paperback": "Paperback", "ebook": "EBook"}
_AVAILABILITY: Final = {
    Availability.FORTHCOMING: "PreOrder",
    Availability.IN_STOCK: "InStock",
    Availability.TO_ORDER: "BackOrder",
    Availability.ON_DEMAND: "MadeToOrder",
    Availability.OUT_OF_PRINT: "OutOfStock",
}
_HOME: Final = "https://schema.org/"


def write(records: Records) -> ExportOutput:
    """Write the event and each work as nodes of one graph."""
    nodes = [_make_event(records), *(_make_work(records, work) for work in records.works)]
    graph = {"@context": _HOME.rstrip("/"), "@graph": nodes}
    return ExportOutput({"schema-org.jsonld": write_json(graph)})


def _make_event(records: Records) -> JsonObject:
    event = records.meeting
    place = "Mixed" if event.online and (event.city or event.venue) else "Online" if event.online else "Offline"
    return drop_empty_fields(
        {
            "@type": "Event",
            "@id": _event_id(records),
            "name": event.title,
            "alternateName": event.acronym,
            "description": "\n\n".join(event.about),
            "startDate": event.start.isoformat(),
            "endDate": event.end.isoformat(),
            "eventAttendanceMode": f"{_HOME}{place}EventAttendanceMode",
            "eventStatus": f"{_HOME}EventScheduled",
            "location": list(_list_locations(event)),
            "organizer": [_make_person(director) for director in event.directors],
            "sponsor": [_make_organization(sponsor) for sponsor in event.sponsors],
            "funding": _list_grants(records),
            "inLanguage": records.workshop.language,
            "url": event.url,
        }
    )


def _event_id(records: Records) -> str:
    return records.meeting.url or f"urn:octavo:{records.id}:event"


def _list_locations(event: Meeting) -> Iterator[JsonObject]:
    address = drop_empty_fields(
        {"addressLocality": event.city, "addressRegion": event.region, "addressCountry": event.country}
    )
    if event.venue or address:
        held = {"@type": "PostalAddress", **address} if address else None
        yield drop_empty_fields({"@type": "Place", "name": event.venue or event.city, "address": held})
    if event.online and event.url:
        yield {"@type": "VirtualLocation", "url": event.url}


def _work_id(records: Records, work: Work) -> str:
    return f"https://doi.org/{work.doi}" if work.doi else work.url or f"urn:octavo:{records.citation_key(work)}"


def _make_work(records: Records, work: Work) -> JsonObject:
    editors = work.editors if work.kind is not WorkKind.CHAPTER else ()
    common = {
        "@type": _TYPES[work.kind],
        "@id": _work_id(records, work),
        "name": work.full_title,
        "author": [_make_person(author) for author in work.authors],
        "editor": [_make_person(editor) for editor in editors if not editor.is_group],
        # Only a person can be an editor in schema.org.
        "contributor": [_make_person(editor) for editor in editors if editor.is_group],
        "publisher": _make_organization(work.publisher) if work.publisher else None,
        "datePublished": work.published.iso if work.published else "",
        "inLanguage": work.language,
        "description": "\n\n".join(work.abstract),
        "keywords": list(work.keywords),
        "license": work.licence.url if work.licence else "",
        "identifier": _list_identifiers(work),
        "url": work.url,
        "funding": _list_grants(records),
    }
    return drop_empty_fields({**common, **_DESCRIBERS[work.kind](records, work)})


def _list_identifiers(work: Work) -> list[dict[str, str]]:
    known = [("DOI", work.doi)] if work.doi else []
    known += [("ISBN", isbn.number) for isbn in work.isbns] if work.kind is not WorkKind.CHAPTER else []
    return [{"@type": "PropertyValue", "propertyID": scheme, "value": value} for scheme, value in known]


def _describe_book(records: Records, work: Work) -> JsonObject:
    series = work.series
    return {
        "about": {"@id": _event_id(records)},
        "bookEdition": work.edition,
        "numberOfPages": work.extent or None,
        "isbn": [isbn.number for isbn in work.isbns],
        "copyrightHolder": {"@type": "Organization", "name": work.copyright} if work.copyright else None,
        "isPartOf": drop_empty_fields({"@type": "BookSeries", "name": series.title, "issn": series.issn})
        if series
        else None,
        "position": series.number if series else "",
        "hasPart": [{"@id": _work_id(records, chapter)} for chapter in records.chapters],
        "workExample": [_make_edition(records, work, isbn.binding, isbn.number) for isbn in work.isbns if isbn.binding],
    }


def _make_edition(records: Records, work: Work, binding: str, number: str) -> JsonObject:
    return drop_empty_fields(
        {
            "@type": "Book",
            "name": work.full_title,
            "isbn": number,
            "bookFormat": f"{_HOME}{_BINDINGS[binding]}",
            "offers": [_make_offer(records, offer) for offer in list_offers(records) if offer.binding == binding],
        }
    )


def _make_offer(records: Records, offer: Offer) -> JsonObject:
    known = find_availability(records, offer)
    return drop_empty_fields(
        {
            "@type": "Offer",
            "price": str(offer.price) if offer.price is not None else "",
            "priceCurrency": offer.currency or "",
            "availability": f"{_HOME}{_AVAILABILITY[known]}" if known else "",
            "availabilityStarts": offer.date.isoformat() if offer.date else "",
            "eligibleRegion": list(offer.countries),
        }
    )


def _describe_chapter(records: Records, work: Work) -> JsonObject:
    first, last = work.pages or (0, 0)
    return {
        "isPartOf": {"@id": _work_id(records, records.volume)} if records.volume else None,
        "pageStart": str(first or ""),
        "pageEnd": str(last or ""),
        "citation": [_make_citation(source) for source in work.sources],
    }


def _make_citation(source: CitedWork) -> JsonObject:
    if "DOI" in source.texts:
        return {"@type": "CreativeWork", "@id": f"https://doi.org/{source.texts['DOI']}"}
    name = source.texts.get("title") or source.description
    return drop_empty_fields({"@type": "CreativeWork", "name": name, "url": source.texts.get("URL", "")})


def _describe_report(records: Records, work: Work) -> JsonObject:
    isbn = [isbn.number for isbn in work.isbns]
    return {
        "about": {"@id": _event_id(records)},
        "reportNumber": work.number,
        "version": work.edition,
        "genre": work.genre,
        "sameAs": [f"urn:isbn:{number}" for number in isbn],
    }


_DESCRIBERS: Final = {
    WorkKind.VOLUME: _describe_book,
    WorkKind.CHAPTER: _describe_chapter,
    WorkKind.REPORT: _describe_report,
}


def _make_person(agent: Agent) -> JsonObject:
    if agent.is_group:
        return {"@type": "Organization", "name": agent.name}
    return drop_empty_fields(
        {
            "@type": "Person",
            "@id": f"https://orcid.org/{agent.orcid}" if agent.orcid else "",
            "name": agent.name,
            "givenName": agent.given,
            "familyName": agent.family,
            "affiliation": [_make_organization(body) for body in agent.affiliations],
        }
    )


def _make_organization(body: CorporateBody) -> JsonObject:
    address = f"https://ror.org/{body.ror}" if body.ror else body.identifier
    place = drop_empty_fields({"addressLocality": body.place, "addressCountry": body.country})
    postal = {"@type": "PostalAddress", **place} if place else None
    return drop_empty_fields({"@type": "Organization", "@id": address, "name": body.name, "address": postal})


def _list_grants(records: Records) -> list[JsonObject]:
    return [
        drop_empty_fields(
            {
                "@type": "Grant",
                "identifier": grant.award,
                "name": grant.programme,
                "funder": _make_organization(grant.funder),
            }
        )
        for grant in records.meeting.grants
    ]
