"""Tell of the event: what it was, when and where, what went before it, who paid, and what may be said of it."""

from __future__ import annotations

from collections.abc import Iterable

from ...language import text_direction
from ...language.one_line_text import shorten_title
from ...model.event import Forerunner, Sponsor
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import TemplateValues, dump_public_fields


def build_event_context(lookup: DisplayNames) -> TemplateValues:
    """Tell what the event was, when and where."""
    known = lookup.workshop.event
    return {
        **dump_public_fields(known),
        "kind": enum_labels.event_type_label(lookup.words, known.type),
        "dates": lookup.words.dates(known.start, known.end),
        "year": str(known.end.year),
        "place": text_direction.join_isolated(", ", _list_place_parts(lookup)),
        "city": known.venue.city or known.venue.name or "",
        "short": known.acronym or shorten_title(known.title, 70),
        "length": "very-long" if len(known.title) > 220 else "long" if len(known.title) > 90 else "usual",
        "facts": list(_list_facts(lookup)),
        "forerunners": [_forerunner_context(lookup, entry) for entry in known.forerunners],
    }


def _list_place_parts(lookup: DisplayNames) -> Iterable[str]:
    venue = lookup.workshop.event.venue
    yield from (part for part in (venue.name, venue.city, venue.region) if part)
    if venue.country:
        yield lookup.words.country(venue.country)
    if venue.online:
        yield lookup.words.text("and online")


def _list_facts(lookup: DisplayNames) -> Iterable[TemplateValues]:
    """List what is known of the event, each fact under its label."""
    known, _ = lookup.workshop.event, lookup.words.text
    programme = known.programme
    kind = " ".join(filter(None, (enum_labels.event_type_label(lookup.words, known.type), known.number)))
    rows = [
        (_("Event"), f"{kind}{lookup.words.colon}{known.title}"),
        (_("Place"), text_direction.join_isolated(", ", _list_place_parts(lookup))),
        (_("Dates"), lookup.words.dates(known.start, known.end)),
    ]
    if programme:
        rows += [
            (
                _("Programme"),
                text_direction.join_isolated(", ", filter(None, (programme.name, programme.priority_area))),
            ),
            (_("Award"), programme.award_no or ""),
            (_("Funder"), text_direction.join_isolated(", ", filter(None, (programme.funder, programme.funder_id)))),
        ]
    return ({"label": label, "words": words} for label, words in rows if words)


def _forerunner_context(lookup: DisplayNames, entry: Forerunner) -> TemplateValues:
    return {
        **dump_public_fields(entry),
        "year": str(entry.year or ""),
        "sponsors": lookup.words.listing(list(entry.sponsors)),
        "hosts": lookup.words.listing(list(entry.hosts)),
    }


def list_sponsors(lookup: DisplayNames) -> list[TemplateValues]:
    """List who helped the event, and how."""
    return [_sponsor_context(lookup, entry) for entry in lookup.workshop.sponsors]


def _sponsor_context(lookup: DisplayNames, entry: Sponsor) -> TemplateValues:
    return {
        "name": lookup.organization_at(entry.org),
        "tier": entry.tier or "",
        "kind": enum_labels.sponsor_kind_label(lookup.words, entry.kind),
        "amount": lookup.words.money(entry.amount) if entry.amount is not None else "",
        "currency": entry.currency or "",
    }


def build_policy_context(lookup: DisplayNames) -> TemplateValues:
    """Tell who may be named, and whose views these are not."""
    known = lookup.workshop.policy
    return {**dump_public_fields(known), "attribution": str(known.attribution)}
