"""Compute the variables of the cover templates: for the volume, or else for a report."""

from __future__ import annotations

from collections.abc import Iterable

from ...language import text_direction
from ...language.translator import Translator
from ...model.cover import CoverFigure
from ...model.people import DirectorRole
from ...model.volume import Isbns, Volume
from ...product_catalogue import CATALOGUE
from . import enum_labels
from .cover_figure import ChosenFigure
from .display_names import DisplayNames, signed_name
from .edition_context import build_report_context, credit_cover_picture
from .event_context import build_event_context
from .model_to_dict import TemplateValues, dump_public_fields
from .volume_context import build_volume_context

_LONGEST_FIRST_LINE = 60
_MARKUP = "*`_|\\\\[]"
MAX_SPINE_NAMES = 3
"""Number of editors up to which the spine names all of them."""


def build_cover_context(lookup: DisplayNames, hard: bool = False) -> TemplateValues:
    """Return the text of the cover's panels. A `hard` cover has the ISBN of the hardback."""
    told = build_event_context(lookup)
    known = lookup.workshop.volume
    book = CATALOGUE[lookup.workshop.covered_product]
    said = (
        _volume_cover(lookup, known, told, hard)
        if known and book.has_chapters
        else _report_cover(lookup, told, book.kind(lookup.translator) if book.kind else "")
    )
    marking = lookup.workshop.policy.marking or ""
    kind = "" if said["strap"] == told["kind"] else told["kind"]
    return {
        "event": kind,
        "place": told["place"],
        "dates": told["dates"],
        "marking": marking,
        "logos": [{**dump_public_fields(logo), "file": str(logo.file)} for logo in lookup.workshop.logos],
        **_picture_values(lookup),
        **_split_title(said["title"]),
        **said,
    }


def describe_figure(words: Translator, figure: ChosenFigure) -> str:
    """Return the sentence that explains the figure on the front."""
    if figure.kind is CoverFigure.COUNTRIES and not figure.has_points:
        return words.gettext("On the cover: a ring for each country; those that are not known by name are dashed.")
    said = {
        CoverFigure.PROGRAMME: words.gettext("On the cover: a clock for each session, at the hour when it began."),
        CoverFigure.RECOMMENDATIONS: words.gettext(
            "On the cover: a disc for each recommendation, filled as far as it is carried out."
        ),
        CoverFigure.CHAPTERS: words.gettext("On the cover: a ring for each chapter, with a point for each author."),
        CoverFigure.COUNTRIES: words.gettext(
            "On the cover: a ring for each country, with a point for each participant."
        ),
    }
    return said[figure.kind]


def _picture_values(lookup: DisplayNames) -> TemplateValues:
    known = lookup.workshop.cover
    if known is None or known.picture is None:
        return {"picture": "", "picture_alt": "", "figure_note": ""}
    return {"picture": str(known.picture), "picture_alt": known.alt or "", "figure_note": credit_cover_picture(lookup)}


def _split_title(title: str) -> TemplateValues:
    """Return a title in two lines, which break at its colon; one with markup is not divided."""
    first, colon, rest = title.partition(": ")
    divided = colon and rest.strip() and len(first) <= _LONGEST_FIRST_LINE and not set(_MARKUP) & set(title)
    return {"title_first": first.rstrip() if divided else title, "title_rest": rest.strip() if divided else ""}


def _volume_cover(lookup: DisplayNames, known: Volume, told: TemplateValues, hard: bool) -> TemplateValues:
    series, house = known.series, known.publisher
    number = lookup.translator.gettext("Volume {n}").replace("{n}", series.number) if series and series.number else ""
    shown = build_volume_context(lookup) or {}
    editors = {
        "label": lookup.translator.gettext("edited by"),
        "names": [signed_name(lookup.people[e]) for e in known.editors],
    }
    return {
        "strap": series.name if series else told["kind"],
        "sub_strap": (series.sub_series or "") if series else "",
        "number": number,
        "title": known.title,
        "title_length": shown["title_length"],
        "subtitle": known.subtitle or "",
        "kind": "",
        "credits": [editors] if known.editors else [],
        "publisher": _join_with_dots(house.name, house.place) if house else "",
        "publisher_lines": list(_skip_empty(house.name, house.place)) if house else [],
        "year": str(known.year or ""),
        "statement": [*_series_lines(known, number), shown["proceedings"], *_skip_empty(told["place"], told["dates"])],
        "isbn": _binding_isbn(known.isbns, hard),
        "names": _spine_names(lookup, known.editors),
        "series": " ".join(_skip_empty(series.name, series.number)) if series else "",
        "short_series": (series.number or "") if series else "",
    }


def _report_cover(lookup: DisplayNames, told: TemplateValues, kind: str) -> TemplateValues:
    known, workshop = build_report_context(lookup) or {}, lookup.workshop
    edition = lookup.translator.gettext("Edition {n}").replace("{n}", str(known["edition"])) if known else ""
    programme = workshop.event.programme
    return {
        "strap": programme.name if programme else told["kind"],
        "sub_strap": (programme.priority_area or "") if programme else "",
        "number": workshop.event.number or "",
        "title": told["title"],
        "title_length": told["title_length"],
        "subtitle": told["subtitle"] or "",
        "kind": kind,
        "credits": list(_director_credits(lookup)),
        "publisher": _join_with_dots(known.get("publisher"), known.get("place")),
        "publisher_lines": list(_skip_empty(known.get("publisher"), known.get("place"))),
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
    """Return the series of a volume, one fact on each line."""
    if known.series is None:
        return ()
    issn = f"ISSN {known.series.issn}" if known.series.issn else ""
    return _skip_empty(known.series.name, known.series.sub_series, _join_with_dots(number, issn))


def _director_credits(lookup: DisplayNames) -> Iterable[TemplateValues]:
    offices: dict[DirectorRole, list[str]] = {}
    for entry in lookup.workshop.directors:
        offices.setdefault(entry.role, []).append(signed_name(lookup.people[entry.person]))
    return (
        {"label": enum_labels.directors_label(lookup.translator, role, len(held)), "names": held}
        for role, held in offices.items()
    )


def _binding_isbn(known: Isbns | None, hard: bool) -> str:
    """Return the ISBN of the binding, or the only one: its binding may have been stated wrongly."""
    if known is None:
        return ""
    bindings = (known.hardback, known.paperback) if hard else (known.paperback, known.hardback)
    return bindings[0] or bindings[1] or ""


def _spine_names(lookup: DisplayNames, editors: tuple[str, ...]) -> str:
    names = [lookup.people[editor].family for editor in editors]
    if len(names) > MAX_SPINE_NAMES:
        return lookup.translator.gettext("{name} et al.").replace("{name}", names[0])
    return _join_with_dots(*names)
