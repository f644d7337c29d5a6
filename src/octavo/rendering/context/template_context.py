"""Say what templates may print: a public Workshop in, plain values in the workshop's language out."""

from __future__ import annotations

from ...language.translator import Translator
from ...model import Workshop
from . import (
    edition_context,
    event_context,
    outcome_context,
    participation_context,
    people_context,
    programme_context,
    recommendations_context,
    volume_context,
)
from .display_names import DisplayNames
from .model_to_dict import Facts, plain


def facts(workshop: Workshop, words: Translator) -> Facts:
    """Give everything that the templates of the reports print, computed, sorted and worded."""
    lookup = DisplayNames.of(workshop, words)
    return {
        "event": event_context.event(lookup),
        "directors": people_context.directors(lookup),
        "directed": people_context.directed(lookup),
        "committee": people_context.committee(lookup),
        "sponsors": event_context.sponsors(lookup),
        "summary": plain(workshop.summary) if workshop.summary else None,
        "programme": programme_context.programme(lookup),
        "abstracts": programme_context.abstracts(lookup),
        "working_groups": programme_context.working_groups(lookup),
        "recommendations": recommendations_context.recommendations(lookup),
        "tracking": recommendations_context.dashboard(lookup),
        "participation": participation_context.participation(lookup),
        "participants": participation_context.participants(lookup),
        "key_speakers": participation_context.key_speakers(lookup),
        "results": outcome_context.results(lookup),
        "publication": outcome_context.publication(lookup),
        "expenditure": outcome_context.expenditure(lookup),
        "declaration": outcome_context.declaration(lookup),
        "policy": event_context.policy(lookup),
        "report": edition_context.report(lookup),
        "imprint": edition_context.imprint(lookup),
        "photos": edition_context.pictures(workshop.photos),
        "figures": edition_context.pictures(workshop.figures),
        "glossary": edition_context.glossary(lookup),
        "volume": volume_context.volume(lookup),
        "contributors": volume_context.contributors(lookup),
        "committees": volume_context.committees(lookup),
        "sponsor_ranks": volume_context.sponsors(lookup),
        "annexes": [plain(annex) for annex in workshop.annexes],
    }
