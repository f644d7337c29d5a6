"""Write schema.org's terms as JSON-LD: `Records` in, what search engines read of event, reports and book out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..model.deposit import Availability, Offer
from .bibliographic_record import Agent, Body, Gathering, Output, Records, Work, WorkKind
from .bookseller_checks import availability, offers
from .json_writer import filled, written

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


def write(records: Records) -> Output:
    """Write the event and each work as a node of one graph."""
    nodes = [_event(records), *(_work(records, work) for work in records.works)]
    graph = {"@context": _HOME.rstrip("/"), "@graph": nodes}
    return Output({"schema-org.jsonld": written(graph)})


def _event(records: Records) -> dict[str, Any]:
    event = records.gathering
    place = "Mixed" if event.online and (event.city or event.venue) else "Online" if event.online else "Offline"
    return filled(
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
            "location": list(_locations(event)),
            "organizer": [_person(director) for director in event.directors],
            "sponsor": [_body(sponsor) for sponsor in event.sponsors],
            "funding": _funding(records),
            "inLanguage": records.workshop.language,
            "url": event.url,
        }
    )


def _event_id(records: Records) -> str:
    return records.gathering.url or f"urn:octavo:{records.id}:event"


def _locations(event: Gathering) -> Iterator[dict[str, Any]]:
    address = filled({"addressLocality": event.city, "addressRegion": event.region, "addressCountry": event.country})
    if event.venue or address:
        held = {"@type": "PostalAddress", **address} if address else None
        yield filled({"@type": "Place", "name": event.venue or event.city, "address": held})
    if event.online and event.url:
        yield {"@type": "VirtualLocation", "url": event.url}


def _id(records: Records, work: Work) -> str:
    return f"https://doi.org/{work.doi}" if work.doi else work.url or f"urn:octavo:{records.key(work)}"


def _work(records: Records, work: Work) -> dict[str, Any]:
    common = {
        "@type": _TYPES[work.kind],
        "@id": _id(records, work),
        "name": work.full_title,
        "author": [_person(author) for author in work.authors],
        "editor": [_person(editor) for editor in work.editors] if work.kind is not WorkKind.CHAPTER else [],
        "publisher": _body(work.publisher) if work.publisher else None,
        "datePublished": work.published.iso if work.published else "",
        "inLanguage": work.language,
        "description": "\n\n".join(work.abstract),
        "keywords": list(work.keywords),
        "license": work.licence.url if work.licence else "",
        "identifier": _identifiers(work),
        "url": work.url,
        "funding": _funding(records),
    }
    return filled({**common, **_SPECIAL[work.kind](records, work)})


def _identifiers(work: Work) -> list[dict[str, str]]:
    known = [("DOI", work.doi)] if work.doi else []
    known += [("ISBN", isbn.number) for isbn in work.isbns] if work.kind is not WorkKind.CHAPTER else []
    return [{"@type": "PropertyValue", "propertyID": scheme, "value": value} for scheme, value in known]


def _book(records: Records, work: Work) -> dict[str, Any]:
    series = work.series
    return {
        "about": {"@id": _event_id(records)},
        "bookEdition": work.edition,
        "numberOfPages": work.extent or None,
        "isbn": [isbn.number for isbn in work.isbns],
        "copyrightHolder": {"@type": "Organization", "name": work.copyright} if work.copyright else None,
        "isPartOf": filled({"@type": "BookSeries", "name": series.title, "issn": series.issn}) if series else None,
        "position": series.number if series else "",
        "hasPart": [{"@id": _id(records, chapter)} for chapter in records.chapters],
        "workExample": [_form(records, work, isbn.binding, isbn.number) for isbn in work.isbns if isbn.binding],
    }


def _form(records: Records, work: Work, binding: str, number: str) -> dict[str, Any]:
    return filled(
        {
            "@type": "Book",
            "name": work.full_title,
            "isbn": number,
            "bookFormat": f"{_HOME}{_BINDINGS[binding]}",
            "offers": [_offer(records, offer) for offer in offers(records) if offer.binding == binding],
        }
    )


def _offer(records: Records, offer: Offer) -> dict[str, Any]:
    known = availability(records, offer)
    return filled(
        {
            "@type": "Offer",
            "price": str(offer.price) if offer.price is not None else "",
            "priceCurrency": offer.currency or "",
            "availability": f"{_HOME}{_AVAILABILITY[known]}" if known else "",
            "availabilityStarts": offer.date.isoformat() if offer.date else "",
            "eligibleRegion": list(offer.countries),
        }
    )


def _chapter(records: Records, work: Work) -> dict[str, Any]:
    first, last = work.pages or (0, 0)
    cited = [f"https://doi.org/{source.texts['DOI']}" for source in work.sources if "DOI" in source.texts]
    return {
        "isPartOf": {"@id": _id(records, records.volume)} if records.volume else None,
        "pageStart": str(first or ""),
        "pageEnd": str(last or ""),
        "citation": [{"@type": "CreativeWork", "@id": address} for address in cited],
    }


def _report(records: Records, work: Work) -> dict[str, Any]:
    isbn = [isbn.number for isbn in work.isbns]
    return {
        "about": {"@id": _event_id(records)},
        "reportNumber": work.number,
        "version": work.edition,
        "genre": work.genre,
        "sameAs": [f"urn:isbn:{number}" for number in isbn],
    }


_SPECIAL: Final = {WorkKind.VOLUME: _book, WorkKind.CHAPTER: _chapter, WorkKind.REPORT: _report}


def _person(agent: Agent) -> dict[str, Any]:
    return filled(
        {
            "@type": "Person",
            "@id": f"https://orcid.org/{agent.orcid}" if agent.orcid else "",
            "name": agent.name,
            "givenName": agent.given,
            "familyName": agent.family,
            "affiliation": [_body(body) for body in agent.affiliations],
        }
    )


def _body(body: Body) -> dict[str, Any]:
    address = f"https://ror.org/{body.ror}" if body.ror else body.identifier
    return filled({"@type": "Organization", "@id": address, "name": body.name})


def _funding(records: Records) -> list[dict[str, Any]]:
    return [
        filled(
            {
                "@type": "Grant",
                "identifier": grant.award,
                "name": grant.programme,
                "funder": _body(grant.funder),
            }
        )
        for grant in records.gathering.grants
    ]
