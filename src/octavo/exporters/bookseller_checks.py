"""Tell booksellers whether the volume can be had: `Records` in, what holds of it and of each offer out.

No clock is asked: a book is out if the status of the publication says so, or a day that the input tells lies after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..findings.finding import Finding, Severity
from ..loading.value_positions import ValuePositions
from ..model.deposit import Availability, Offer
from ..model.outcome import PublicationStatus
from .bibliographic_record import PartialDate, Records


def list_offers(records: Records) -> tuple[Offer, ...]:
    """List the terms on which forms of the volume are sold."""
    return records.workshop.deposit.offers if records.workshop.deposit else ()


def is_published(records: Records) -> bool | None:
    """Tell whether the volume has come out; None where nothing says so."""
    if records.workshop.publication:
        return records.workshop.publication.status is PublicationStatus.PUBLISHED
    if records.volume is None or records.volume.published is None:
        return None
    day, known = records.volume.published.parts, PartialDate.of(records.stamp.date()).parts
    return True if day == known or day < known[: len(day)] else None


def find_availability(records: Records, offer: Offer) -> Availability | None:
    """Tell whether a form can be had; none can before the volume is published. None where nothing says so."""
    return Availability.FORTHCOMING if is_published(records) is False else offer.availability


def find_contradictions(records: Records, places: ValuePositions) -> Iterator[Finding]:
    """Find offers of what is not published yet."""
    publication = records.workshop.publication
    for number, offer in enumerate(list_offers(records)):
        if publication and offer.availability not in (None, find_availability(records, offer)):
            message = (
                f"the {offer.binding} is {offer.availability}, but the status of the publication is "
                f"{publication.status}; it is exported as forthcoming"
            )
            place = places.value("deposit", "offers", number, "availability")
            hint = "write availability: forthcoming, with date:, or status: published below publication:"
            yield Finding("not-yet-published", message, place, hint, Severity.WARNING)
