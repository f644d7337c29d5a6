"""Say what templates may print: a public Workshop in, plain values in the workshop's language out."""

from __future__ import annotations

from ..model import Workshop
from ..words import Words
from . import edition, event, outcome, participation, people, programme, recommendations, volume
from .cover import cover, cover_of
from .drawings import charts
from .lookup import Lookup, full_name, signed_name, sorted_name
from .plain import Facts, plain, shortened
from .volume import chapter, short_names

__all__ = [
    "Facts",
    "Lookup",
    "chapter",
    "charts",
    "cover",
    "cover_of",
    "facts",
    "full_name",
    "short_names",
    "shortened",
    "signed_name",
    "sorted_name",
]


def facts(workshop: Workshop, words: Words) -> Facts:
    """Give everything that the templates of the reports print, computed, sorted and worded."""
    lookup = Lookup.of(workshop, words)
    return {
        "event": event.event(lookup),
        "directors": people.directors(lookup),
        "directed": people.directed(lookup),
        "committee": people.committee(lookup),
        "sponsors": event.sponsors(lookup),
        "summary": plain(workshop.summary) if workshop.summary else None,
        "programme": programme.programme(lookup),
        "abstracts": programme.abstracts(lookup),
        "working_groups": programme.working_groups(lookup),
        "recommendations": recommendations.recommendations(lookup),
        "tracking": recommendations.dashboard(lookup),
        "participation": participation.participation(lookup),
        "participants": participation.participants(lookup),
        "key_speakers": participation.key_speakers(lookup),
        "results": outcome.results(lookup),
        "publication": outcome.publication(lookup),
        "expenditure": outcome.expenditure(lookup),
        "declaration": outcome.declaration(lookup),
        "policy": event.policy(lookup),
        "report": edition.report(lookup),
        "imprint": edition.imprint(lookup),
        "photos": edition.pictures(workshop.photos),
        "figures": edition.pictures(workshop.figures),
        "glossary": edition.glossary(lookup),
        "volume": volume.volume(lookup),
        "contributors": volume.contributors(lookup),
        "committees": volume.committees(lookup),
        "sponsor_ranks": volume.sponsors(lookup),
        "annexes": [plain(annex) for annex in workshop.annexes],
    }
