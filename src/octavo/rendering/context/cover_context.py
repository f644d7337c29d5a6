"""Tell what stands on the cover of a workshop's book: of its volume, or else of its follow-up report."""

from __future__ import annotations

from collections.abc import Iterable

from ...language import text_direction
from ...model import Workshop
from ...model.people import DirectorRole
from ...model.volume import Isbns, Volume
from . import enum_labels
from .display_names import DisplayNames, signed_name
from .edition_context import build_report_context
from .event_context import build_event_context
from .model_to_dict import TemplateValues
from .volume_context import build_volume_context

MAX_SPINE_NAMES = 3
"""Names that stand on a spine; of more the first does."""


def cover_product(workshop: Workshop) -> str:
    """Name the product whose cover a workshop's cover is."""
    return "volume" if workshop.volume else "follow-up"


def build_cover_context(lookup: DisplayNames, hard: bool = False) -> TemplateValues:
    """Tell what the panels of the cover say; a `hard` one bears the ISBN of the hardback."""
    told = build_event_context(lookup)
    known = lookup.workshop.volume
    said = _volume_cover(lookup, known, told, hard) if known else _report_cover(lookup, told)
    marking = lookup.workshop.policy.marking or ""
    kind = "" if said["strap"] == told["kind"] else told["kind"]
    return {"event": kind, "place": told["place"], "dates": told["dates"], "marking": marking, **said}


def _volume_cover(lookup: DisplayNames, known: Volume, told: TemplateValues, hard: bool) -> TemplateValues:
    series, house = known.series, known.publisher
    number = lookup.words.text("Volume {n}").replace("{n}", series.number) if series and series.number else ""
    shown = build_volume_context(lookup) or {}
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
        "publisher": _join_with_dots(house.name, house.place) if house else "",
        "year": str(known.year or ""),
        "statement": [*_series_lines(known, number), shown["proceedings"], *_skip_empty(told["place"], told["dates"])],
        "isbn": _binding_isbn(known.isbns, hard),
        "names": _spine_names(lookup, known.editors),
        "series": " ".join(_skip_empty(series.name, series.number)) if series else "",
        "short_series": (series.number or "") if series else "",
    }


def _report_cover(lookup: DisplayNames, told: TemplateValues) -> TemplateValues:
    known, workshop = build_report_context(lookup) or {}, lookup.workshop
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
        "credits": list(_director_credits(lookup)),
        "publisher": _join_with_dots(known.get("publisher"), known.get("place")),
        "year": "",
        "statement": list(
            _skip_empty(kind, text_direction.join_isolated(" · ", _skip_empty(edition, known.get("date"))))
        ),
        "isbn": known.get("isbn") or "",
        "names": "",
        "series": kind,
        "short_series": "",
    }


def _skip_empty(*words: str | None) -> Iterable[str]:
    return (word for word in words if word)


def _join_with_dots(*words: str | None) -> str:
    return text_direction.join_isolated(" · ", _skip_empty(*words))


def _series_lines(known: Volume, number: str) -> Iterable[str]:
    """Say of which series a volume is, one fact on each line."""
    if known.series is None:
        return ()
    issn = f"ISSN {known.series.issn}" if known.series.issn else ""
    return _skip_empty(known.series.name, known.series.sub_series, _join_with_dots(number, issn))


def _director_credits(lookup: DisplayNames) -> Iterable[TemplateValues]:
    offices: dict[DirectorRole, list[str]] = {}
    for entry in lookup.workshop.directors:
        offices.setdefault(entry.role, []).append(signed_name(lookup.people[entry.person]))
    return (
        {"label": enum_labels.directors_label(lookup.words, role, len(held)), "names": held}
        for role, held in offices.items()
    )


def _binding_isbn(known: Isbns | None, hard: bool) -> str:
    """Give the ISBN of the binding; a book of one binding alone may have said which it is by mistake."""
    if known is None:
        return ""
    bindings = (known.hardback, known.paperback) if hard else (known.paperback, known.hardback)
    return bindings[0] or bindings[1] or ""


def _spine_names(lookup: DisplayNames, editors: tuple[str, ...]) -> str:
    names = [lookup.people[editor].family for editor in editors]
    if len(names) > MAX_SPINE_NAMES:
        return lookup.words.text("{name} et al.").replace("{name}", names[0])
    return _join_with_dots(*names)
