"""Compute the variables on the event, its sponsors and its policy of attribution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ...language import text_direction
from ...language.title_shortening import fit_title
from ...language.translator import Translator
from ...model.event import Forerunner, Sponsor
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import TemplateValues, dump_public_fields

_SHORT_TITLE_WIDTH: Final = 30
"""Width in ems for which a running head and the head of a badge have room."""


def build_event_context(lookup: DisplayNames) -> TemplateValues:
    """Return the variables of the event."""
    known = lookup.workshop.event
    return {
        **dump_public_fields(known),
        "kind": enum_labels.event_type_label(lookup.translator, known.type),
        "dates": lookup.translator.format_date_range(known.start, known.end),
        "last_day": lookup.translator.format_date(known.end),
        "year": str(known.end.year),
        "place": text_direction.join_isolated(lookup.translator.comma, _list_place_parts(lookup)),
        "city": known.venue.city or known.venue.name or "",
        "short_title": known.acronym or fit_title(known.title, _SHORT_TITLE_WIDTH),
        "title_length": "very-long" if len(known.title) > 220 else "long" if len(known.title) > 90 else "usual",
        "facts": list(_list_facts(lookup)),
        "forerunners": [_forerunner_context(lookup, entry) for entry in known.forerunners],
    }


def _list_place_parts(lookup: DisplayNames) -> Iterable[str]:
    venue = lookup.workshop.event.venue
    yield from (part for part in (venue.name, venue.city, venue.region) if part)
    if venue.country:
        yield lookup.translator.country_name(venue.country)
    if venue.online:
        yield lookup.translator.gettext("and online")


def _list_facts(lookup: DisplayNames) -> Iterable[TemplateValues]:
    """Return the known facts on the event, each with its label."""
    known, _ = lookup.workshop.event, lookup.translator.gettext
    programme = known.programme
    kind = " ".join(filter(None, (enum_labels.event_type_label(lookup.translator, known.type), known.number)))
    rows = [
        (_("Event"), f"{kind}{lookup.translator.colon}{known.title}"),
        (_("Place"), text_direction.join_isolated(lookup.translator.comma, _list_place_parts(lookup))),
        (_("Dates"), lookup.translator.format_date_range(known.start, known.end)),
    ]
    if programme:
        rows += [
            (
                _("Programme"),
                text_direction.join_isolated(
                    lookup.translator.comma, filter(None, (programme.name, programme.priority_area))
                ),
            ),
            (_("Award"), programme.award_no or ""),
            (_("Funder"), programme.funder or programme.funder_id or ""),
        ]
    address = (programme and programme.funder_id) or ""
    return (
        {"label": label, "value": value, "address": address if label == _("Funder") else ""}
        for label, value in rows
        if value
    )


def _forerunner_context(lookup: DisplayNames, entry: Forerunner) -> TemplateValues:
    return {
        **dump_public_fields(entry),
        "year": str(entry.year or ""),
        "sponsors": lookup.translator.join_list(list(entry.sponsors)),
        "hosts": lookup.translator.join_list(list(entry.hosts)),
        "sentences": " ".join(_forerunner_sentences(lookup.translator, entry)),
    }


def _forerunner_sentences(words: Translator, entry: Forerunner) -> Iterator[str]:
    """Yield sentences on a forerunner: what it was, where and when it was set up, who paid and who was host."""
    has_article = entry.name.startswith(("The ", "A ", "An "))
    built = (
        words.gettext("{name} prepared the ground.")
        if has_article
        else words.gettext("The {name} prepared the ground.")
    )
    yield built.replace("{name}", entry.name)
    if entry.event and entry.year:
        made = words.gettext("It was set up in {year} at this event: {event}.")
    elif entry.event:
        made = words.gettext("It was set up at this event: {event}.")
    else:
        made = words.gettext("It was set up in {year}.") if entry.year else ""
    if made:
        yield made.replace("{year}", str(entry.year)).replace("{event}", entry.event or "")
    for people, said in (
        (entry.sponsors, words.ngettext("Its sponsor was {names}.", "Its sponsors were {names}.", len(entry.sponsors))),
        (entry.hosts, words.ngettext("Its host was {names}.", "Its hosts were {names}.", len(entry.hosts))),
    ):
        if people:
            yield said.replace("{names}", words.join_list(list(people)))


def list_sponsors(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the sponsors of the event."""
    return [_sponsor_context(lookup, entry) for entry in lookup.workshop.sponsors]


def _sponsor_context(lookup: DisplayNames, entry: Sponsor) -> TemplateValues:
    return {
        "name": lookup.organization_with_place(entry.org),
        "tier": entry.tier or "",
        "kind": enum_labels.sponsor_kind_label(lookup.translator, entry.kind),
        "amount": lookup.translator.format_money(entry.amount) if entry.amount is not None else "",
        "currency": entry.currency or "",
    }


def build_policy_context(lookup: DisplayNames) -> TemplateValues:
    """Return the variables of the policy: attribution, marking and disclaimer."""
    known = lookup.workshop.policy
    return {**dump_public_fields(known), "attribution": str(known.attribution)}
