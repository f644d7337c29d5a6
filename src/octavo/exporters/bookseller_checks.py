"""Determine the availability of the volume and its offers, for booksellers.

This uses no clock: a book is published if the publication status says so, or if a date in the input is later.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..findings.finding import Finding, Severity
from ..loading.value_positions import ValuePositions
from ..model.deposit import Availability, Offer
from ..model.outcome import PublicationStatus
from .bibliographic_record import PartialDate, Records


def list_offers(records: Records) -> tuple[Offer, ...]:
    """Return the offers of the volume: one for each binding that is sold."""
    return records.workshop.deposit.offers if records.workshop.deposit else ()


def is_published(records: Records) -> bool | None:
    """Return whether the volume is published; None if the workshop does not say."""
    if records.workshop.publication:
        return records.workshop.publication.status is PublicationStatus.PUBLISHED
    if records.volume is None or records.volume.published is None:
        return None
    day, known = records.volume.published.parts, PartialDate.from_date(records.stamp.date()).parts
    return True if day == known or day < known[: len(day)] else None


def find_availability(records: Records, offer: Offer) -> Availability | None:
    """Return the availability of an offer: forthcoming before publication; None if the workshop does not say."""
    return Availability.FORTHCOMING if is_published(records) is False else offer.availability


def find_contradictions(records: Records, places: ValuePositions) -> Iterator[Finding]:
    """Find offers whose availability contradicts the publication status."""
    publication = records.workshop.publication
    for number, offer in enumerate(list_offers(records)):
        if publication and offer.availability not in (None, find_availability(records, offer)):
            message = (
                f"the {offer.binding} is {offer.availability}, but the status of the publication is "
                f"{publication.status}; it is exported as forthcoming"
            )
            place = places.find_value("deposit", "offers", number, "availability")
            hint = "write availability: forthcoming with a date:, or write status: published below publication:"
            yield Finding("not-yet-published", message, place, hint, Severity.WARNING)
