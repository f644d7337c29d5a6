"""The English specimen, which fills every field of the model."""

from __future__ import annotations

from typing import Any

from . import annexes, outcome, people, programme, recommendations

HEADING = """\
A specimen: every field of the model, filled with material that is made up and says so.
Made by scripts/make_specimen.py; change it there, not here."""


def workshop() -> dict[str, Any]:
    """Describe the workshop, part by part."""
    return {
        "schema_version": 1,
        "id": "specimen",
        "language": "en",
        "sort_by_particle": True,
        "event": programme.EVENT,
        "people": people.people(),
        "organizations": people.organizations(),
        "directors": people.DIRECTORS,
        "participants": people.participants(),
        "participants_by": "country",
        "participation": people.participation(),
        "country_groups": people.country_groups(),
        "committee": people.COMMITTEE,
        "sponsors": outcome.SPONSORS,
        "programme": programme.schedule(),
        "working_groups": programme.WORKING_GROUPS,
        "summary": outcome.SUMMARY,
        "recommendations": recommendations.recommendations(),
        "results": outcome.RESULTS,
        "publication": outcome.PUBLICATION,
        "expenditure": outcome.EXPENDITURE,
        "declaration": outcome.DECLARATION,
        "policy": outcome.POLICY,
        "report": outcome.REPORT,
        "volume": annexes.VOLUME,
        "press": annexes.PRESS,
        "cover": {"figure": "programme"},
        "chapters": annexes.CHAPTERS,
        "deposit": annexes.DEPOSIT,
        "logos": outcome.LOGOS,
        "sections": outcome.sections(),
        "figures": outcome.FIGURES,
        "photos": outcome.PHOTOS,
        "glossary": outcome.glossary(),
        "index_terms": annexes.INDEX_TERMS,
        "annexes": annexes.annexes(),
        "abstracts": {"by": "session", "without_abstract": "leave-out", "style": "proceedings-b5"},
        "signing_list": {"for_each": "session"},
    }
