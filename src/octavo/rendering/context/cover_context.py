"""Tell what stands on the cover of a workshop's book: of its volume, or else of its follow-up report."""

from __future__ import annotations

from collections.abc import Iterable

from ...language import text_direction
from ...model import Workshop
from ...model.people import DirectorRole
from ...model.volume import Isbns, Volume
from . import enum_labels
from .display_names import DisplayNames, signed_name
from .edition_context import report
from .event_context import event
from .model_to_dict import Facts
from .volume_context import volume

MOST_NAMED = 3
"""Names that stand on a spine; of more the first does."""


def cover_of(workshop: Workshop) -> str:
    """Name the product whose cover a workshop's cover is."""
    return "volume" if workshop.volume else "follow-up"


def cover(lookup: DisplayNames, hard: bool = False) -> Facts:
    """Tell what the panels of the cover say; a `hard` one bears the ISBN of the hardback."""
    told = event(lookup)
    known = lookup.workshop.volume
    said = _of_volume(lookup, known, told, hard) if known else _of_report(lookup, told)
    marking = lookup.workshop.policy.marking or ""
    kind = "" if said["strap"] == told["kind"] else told["kind"]
    return {"event": kind, "place": told["place"], "dates": told["dates"], "marking": marking, **said}


def _of_volume(lookup: DisplayNames, known: Volume, told: Facts, hard: bool) -> Facts:
    series, house = known.series, known.publisher
    number = lookup.words.text("Volume {n}").replace("{n}", series.number) if series and series.number else ""
    shown = volume(lookup) or {}
    editors = {"label": lookup.words.text("edited by"), "names": [signed_name(lookup.people[e]) for e in known.editors]}
    return {
        "strap": series.name if series else told["kind"],
        "sub_strap": (series.sub_series or "") if series else "",
        "number": number,
        "title": known.title,
        "length": shown["length"],
        "subtitle": known.subtitle or "",
        "kind": "",
        "credits": [editors] if known.editors else [],
        "publisher": _joined(house.name, house.place) if house else "",
        "year": str(known.year or ""),
        "statement": [*_series(known, number), shown["proceedings"], *_joins(told["place"], told["dates"])],
        "isbn": _isbn(known.isbns, hard),
        "names": _families(lookup, known.editors),
        "series": " ".join(_joins(series.name, series.number)) if series else "",
        "short_series": (series.number or "") if series else "",
    }


def _of_report(lookup: DisplayNames, told: Facts) -> Facts:
    known, workshop = report(lookup) or {}, lookup.workshop
    kind = lookup.words.text("Follow-up report")
    edition = lookup.words.text("Edition {n}").replace("{n}", str(known["edition"])) if known else ""
    programme = workshop.event.programme
    return {
        "strap": programme.name if programme else told["kind"],
        "sub_strap": (programme.priority_area or "") if programme else "",
        "number": workshop.event.number or "",
        "title": told["title"],
        "length": told["length"],
        "subtitle": told["subtitle"] or "",
        "kind": kind,
        "credits": list(_directors(lookup)),
        "publisher": _joined(known.get("publisher"), known.get("place")),
        "year": "",
        "statement": list(_joins(kind, text_direction.joined(" · ", _joins(edition, known.get("date"))))),
        "isbn": known.get("isbn") or "",
        "names": "",
        "series": kind,
        "short_series": "",
    }


def _joins(*words: str | None) -> Iterable[str]:
    return (word for word in words if word)


def _joined(*words: str | None) -> str:
    return text_direction.joined(" · ", _joins(*words))


def _series(known: Volume, number: str) -> Iterable[str]:
    """Say of which series a volume is, one fact on each line."""
    if known.series is None:
        return ()
    issn = f"ISSN {known.series.issn}" if known.series.issn else ""
    return _joins(known.series.name, known.series.sub_series, _joined(number, issn))


def _directors(lookup: DisplayNames) -> Iterable[Facts]:
    offices: dict[DirectorRole, list[str]] = {}
    for entry in lookup.workshop.directors:
        offices.setdefault(entry.role, []).append(signed_name(lookup.people[entry.person]))
    return (
        {"label": enum_labels.directors(lookup.words, role, len(held)), "names": held} for role, held in offices.items()
    )


def _isbn(known: Isbns | None, hard: bool) -> str:
    """Give the ISBN of the binding; a book of one binding alone may have said which it is by mistake."""
    if known is None:
        return ""
    bindings = (known.hardback, known.paperback) if hard else (known.paperback, known.hardback)
    return bindings[0] or bindings[1] or ""


def _families(lookup: DisplayNames, editors: tuple[str, ...]) -> str:
    names = [lookup.people[editor].family for editor in editors]
    if len(names) > MOST_NAMED:
        return lookup.words.text("{name} et al.").replace("{name}", names[0])
    return _joined(*names)
