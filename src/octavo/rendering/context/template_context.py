"""Compute the variables of the report and volume templates from a redacted workshop."""

from __future__ import annotations

from ...language.translator import Translator
from ...model import Workshop
from ...product_catalogue import Product
from . import (
    abstracts_context,
    attendance_context,
    briefing_context,
    edition_context,
    event_context,
    outcome_context,
    participation_context,
    people_context,
    programme_context,
    recommendations_context,
    sections_context,
    volume_context,
)
from .display_names import DisplayNames
from .former_names import accept_former_names
from .model_to_dict import TemplateValues, dump_public_fields

LONG_REPORTS = ("report", "follow-up")
"""Reports of which one has the identifiers under `report`."""


def build_template_context(workshop: Workshop, words: Translator) -> TemplateValues:
    """Return all variables by name: plain values, sorted and formatted in the workshop's language.

    Templates can use former names of variables too.
    """
    values = accept_former_names(_collect_values(DisplayNames.from_workshop(workshop, words)))
    return {**values, "directed": values["director_lines"]}


def build_product_context(workshop: Workshop, words: Translator, product: Product) -> TemplateValues:
    """Return all variables of the templates of one product, with those that depend on it."""
    is_identified = product.name == workshop.identified_product
    values = {
        **build_template_context(workshop, words),
        "product": product.name,
        "kind": product.kind(words) if product.kind else "",
        "sections": sections_context.list_sections(workshop, product.name),
        "is_identified": is_identified,
    }
    if product.name in LONG_REPORTS and not is_identified:
        lookup = DisplayNames.from_workshop(workshop, words)
        values["imprint"] = edition_context.list_imprint_lines(lookup, identified=False)
    return values


def _collect_values(lookup: DisplayNames) -> TemplateValues:
    workshop = lookup.workshop
    attendees = attendance_context.list_attendees(lookup)
    return {
        "event": event_context.build_event_context(lookup),
        "directors": people_context.list_directors(lookup),
        "directors_heading": people_context.directors_heading(lookup),
        "director_lines": people_context.list_director_lines(lookup),
        "committee": people_context.list_committee_members(lookup),
        "sponsors": event_context.list_sponsors(lookup),
        "summary": dump_public_fields(workshop.summary) if workshop.summary else None,
        "briefing": briefing_context.build_briefing_context(lookup),
        "programme": programme_context.list_programme_days(lookup),
        "abstracts": programme_context.list_abstracts(lookup),
        "working_groups": programme_context.list_working_groups(lookup),
        "recommendations": recommendations_context.list_recommendations(lookup),
        "tracking": recommendations_context.build_dashboard_context(lookup),
        "participation": participation_context.build_participation_context(lookup),
        "participants": participation_context.list_participants(lookup),
        "key_speakers": participation_context.list_key_speakers(lookup),
        "results": outcome_context.build_results_context(lookup),
        "publication": outcome_context.build_publication_context(lookup),
        "expenditure": outcome_context.build_expenditure_context(lookup),
        "declaration": outcome_context.build_declaration_context(lookup),
        "policy": event_context.build_policy_context(lookup),
        "report": edition_context.build_report_context(lookup),
        "imprint": edition_context.list_imprint_lines(lookup),
        "logos": [{**dump_public_fields(logo), "file": str(logo.file)} for logo in workshop.logos],
        "section": {"is_annex": None},
        "cover_credit": edition_context.credit_cover_picture(lookup),
        "photos": edition_context.list_pictures(workshop.photos, lookup.translator.gettext("Photo")),
        "figures": edition_context.list_pictures(workshop.figures, lookup.translator.gettext("Source")),
        "glossary": edition_context.list_glossary_terms(lookup),
        "volume": volume_context.build_volume_context(lookup),
        "contributors": volume_context.list_contributors(lookup),
        "committees": volume_context.list_committees(lookup),
        "sponsor_ranks": volume_context.list_sponsor_ranks(lookup),
        "attendees": attendees,
        "signatories": attendance_context.list_signatories(attendees),
        "badge_sheets": attendance_context.group_badges(attendees),
        "signing_occasions": attendance_context.list_signing_occasions(lookup),
        "abstract_book": abstracts_context.build_abstract_book_context(lookup),
        "annexes": [dump_public_fields(annex) for annex in workshop.annexes],
    }
