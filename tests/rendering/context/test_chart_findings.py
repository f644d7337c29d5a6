"""The finding of each chart of a report: one sentence, true of the data, or none."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from minimal_workshop import MINIMAL
from octavo.language.translator import get_translator
from octavo.model import Workshop
from octavo.rendering.context.chart_findings import find_due_finding, find_participation_finding, find_status_finding
from octavo.rendering.context.display_names import DisplayNames

ENGLISH, FRENCH = get_translator("en"), get_translator("fr")


def lookup(*given: tuple[str, str], language: str = "en") -> DisplayNames:
    """Return a workshop with recommendations of these statuses and days due."""
    entries: list[dict[str, Any]] = [
        {"id": f"R{number}", "text": "Do.", "due": due or None, "tracking": {"status": status} if status else None}
        for number, (status, due) in enumerate(given, 1)
    ]
    report = {"date": "2026-09-30", "cut_off": "2026-08-31"}
    data = {
        **yaml.safe_load(MINIMAL.replace("country: NO", "country: SE")),
        "recommendations": entries,
        "report": report,
    }
    return DisplayNames.from_workshop(Workshop.model_validate(data), get_translator(language))


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (("implemented", "in-progress", "not-started"), "Two of three recommendations are carried out or under way."),
        (("partially-implemented", "superseded"), "One of two recommendations is carried out or under way."),
        (("implemented", "implemented"), "Work has begun on both recommendations, or is done."),
        (("not-started", ""), "No work on any of the two recommendations is known."),
        (("implemented",) * 3, "Work has begun on all three recommendations, or is done."),
        (("", ""), ""),
        (("implemented",), ""),
    ],
)
def test_the_strip_says_how_many_are_begun(statuses: tuple[str, ...], said: str) -> None:
    assert find_status_finding(lookup(*((status, "") for status in statuses))) == said


def test_the_days_due_say_which_is_latest_or_next() -> None:
    late = (("in-progress", "2026-08-01"), ("not-started", "2026-07-31"), ("implemented", "2026-01-01"))
    assert find_due_finding(lookup(*late)) == "Two recommendations are late, R2 by the most: 31 days."
    assert find_due_finding(lookup(*late[:1])) == "One recommendation is late: R1, by 30 days."
    coming = (("in-progress", "2026-12-01"), ("not-started", "2026-10-01"), ("implemented", "2026-09-01"))
    assert find_due_finding(lookup(*coming)) == "None is late; R2 is due next, on 1 October 2026."
    assert find_due_finding(lookup(("implemented", "2026-12-01"))) == ""
    said = find_due_finding(lookup(*late, language="fr")).replace("\u202f", " ").replace("\u00a0", " ")
    assert said == "Deux recommandations sont en retard ; R2 l’est le plus, de 31 jours."


def test_participants_say_from_which_continent_most_of_them_came() -> None:
    assert (
        find_participation_finding(ENGLISH, {"NO": 4, "PT": 2, "KE": 3}, 9)
        == "Six of nine participants came from Europe."
    )
    assert (
        find_participation_finding(FRENCH, {"MX": 4, "CA": 2}, 6) == "Tous les participants sont venus des Amériques."
    )
    for numbers, people in (({"NO": 2, "KE": 2}, 4), ({"NO": 2}, 5), ({"NO": None}, 5), ({}, 0)):
        assert find_participation_finding(ENGLISH, numbers, people) == ""
