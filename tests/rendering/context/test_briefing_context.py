"""The first page of the summary: what it says of what is known, and that it says nothing of what is not."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from minimal_workshop import MINIMAL
from octavo.language.translator import get_translator
from octavo.model import Workshop
from octavo.rendering.context.briefing_context import build_briefing_context, split_title
from octavo.rendering.context.display_names import DisplayNames

LATER = {"date": "2027-03-01", "cut_off": "2027-02-28"}
"""A report whose cut-off date is long after the event."""


def briefing(language: str = "en", **changes: Any) -> dict[str, Any]:
    data = {**yaml.load(MINIMAL, yaml.BaseLoader), "language": language, "recommendations": [], **changes}
    data["recommendations"] = [{"id": f"R{number}", **one} for number, one in enumerate(data["recommendations"], 1)]
    return build_briefing_context(DisplayNames.from_workshop(Workshop.model_validate(data), get_translator(language)))


def recommended(*statuses: str, **more: Any) -> list[dict[str, Any]]:
    """Return recommendations with these statuses; "" is one of which nothing is known."""
    return [
        {"text": f"Do {number}.", **({"tracking": {"status": status}} if status else {}), **more}
        for number, status in enumerate(statuses, 1)
    ]


DONE, OPEN, CLOSED, UNKNOWN = "implemented", "in-progress", "superseded", ""
SENTENCES = {
    (DONE, DONE): "Both recommendations are carried out.",
    (DONE, OPEN, OPEN): "One of three recommendations is carried out; two are open.",
    (DONE, DONE, OPEN): "Two of three recommendations are carried out; one is open.",
    (OPEN, CLOSED): "Neither of the two recommendations is carried out; one is open.",
    (DONE, CLOSED, CLOSED): "One of three recommendations is carried out; two were closed without that.",
    (DONE, OPEN, UNKNOWN): "One of three recommendations is carried out; one is open; of one nothing is known.",
    (DONE,): "The one recommendation is carried out.",
    (CLOSED,): "The one recommendation was closed without being carried out.",
    (UNKNOWN, UNKNOWN): "The meeting made two recommendations; what became of them is not known.",
    (UNKNOWN,): "The meeting made one recommendation; what became of it is not known.",
    (OPEN,) * 101: "None of the 101 recommendations is carried out; 101 are open.",
}


@pytest.mark.parametrize("statuses", SENTENCES, ids=lambda one: f"{len(one)}-{'-'.join(dict.fromkeys(one))}")
def test_the_key_sentence_counts_in_words(statuses: tuple[str, ...]) -> None:
    said = briefing(recommendations=recommended(*statuses), report=LATER)
    assert said["key_sentence"] == SENTENCES[statuses]
    assert said["has_statuses"] == any(statuses)


def test_what_is_late_is_counted_among_what_is_open() -> None:
    late = recommended(OPEN, OPEN, due="2026-10-01")
    assert briefing(recommendations=late, report=LATER)["key_sentence"].endswith("two are open and late.")
    some = briefing(recommendations=[*late, *recommended(OPEN, DONE)], report=LATER)["key_sentence"]
    assert some == "One of four recommendations is carried out; three are open, and two of these are late."
    one = briefing("fr", recommendations=[*late[:1], *recommended(OPEN, DONE, DONE)], report=LATER)["key_sentence"]
    assert one.replace("\u202f", " ") == (
        "Deux des quatre recommandations sont mises en œuvre ; deux sont ouvertes, dont une en retard."
    )


def test_a_briefing_after_the_event_says_what_is_due_and_not_that_nothing_is_known() -> None:
    made = recommended(UNKNOWN, UNKNOWN, due="2026-12-31")
    for report in ({}, {"report": {"date": "2026-06-01"}}):
        said = briefing(recommendations=made, **report)
        assert said["key_sentence"] == "The meeting made two recommendations; the first is due on 31 December 2026."
        assert not said["has_statuses"]
    assert briefing(recommendations=recommended(UNKNOWN))["key_sentence"] == "The meeting made one recommendation."


def test_without_recommendations_the_sentence_is_on_those_who_came_if_they_were_counted() -> None:
    assert briefing()["key_sentence"] == ""
    counted = briefing(participation={"participants": 14, "countries": 3})
    assert counted["key_sentence"] == "Fourteen people took part, from three countries."
    assert [(one["number"], one["label"]) for one in counted["numbers"]] == [("14", "people from 3 countries")]
    assert briefing()["numbers"] == []


def test_decisions_are_those_overdue_then_those_due_next_and_others_that_are_overdue_are_named() -> None:
    entries = [
        {"text": "a", "due": "2028-01-01", "tracking": {"status": OPEN}},
        {"text": "b", "due": "2026-12-01", "tracking": {"status": OPEN, "progress": 40}},
        {
            "text": "c",
            "title": "Gauges",
            "due": "2026-11-01",
            "tracking": {"status": "not-started", "next_step": "Buy."},
        },
        {"text": "d", "due": "2026-10-01", "tracking": {"status": DONE}},
        {"text": "e", "tracking": {"status": OPEN}},
    ]
    said = briefing(recommendations=entries, report=LATER)
    assert [one["id"] for one in said["decisions"]] == ["R3", "R2", "R1"]
    assert (said["decisions"][0]["title"], said["decisions"][0]["text"]) == ("Gauges.", "Buy.")
    assert said["decisions"][0]["note"].replace("\xa0", " ") == "overdue since 1 Nov 2026 · not started"
    assert said["notes"]["R2"].replace("\xa0", " ") == "overdue since 1 Dec 2026 · 40% done"
    assert said["next_due"] == "1 January 2028 (R1)"
    assert said["numbers"][-1]["label"] == "recommendations overdue: R2, R3"
    assert (said["numbers"][-1]["number"], said["numbers"][-1]["overdue"]) == ("2", True)
    many = [dict(entries[1], text=str(number)) for number in range(12)]
    assert (
        briefing(recommendations=many, report=LATER)["more_overdue"] == "R4, R5, R6, R7, R8 and 4 more are overdue too."
    )
    assert briefing(recommendations=[{"text": "x"}], report=LATER)["decisions"] == []


def test_before_any_follow_up_the_most_urgent_decision_comes_first() -> None:
    entries = [
        {"text": "a", "due": "2026-06-01", "priority": "low"},
        {"text": "b", "due": "2026-09-01", "priority": "critical"},
    ]
    said = briefing(recommendations=entries)
    assert [one["id"] for one in said["decisions"]] == ["R2", "R1"]
    assert said["decisions"][0]["note"].replace("\xa0", " ") == "due 1 Sept 2026 · critical priority"


BLOCKS = (
    "Do it:\n\n- one\n- two",
    "First.\n\nThen.",
    "- one\n- two",
    "1. one\n2. two",
    "Term\n  meaning",
    "x::\n\n  y",
)


@pytest.mark.parametrize("text", BLOCKS)
def test_a_next_step_of_several_paragraphs_is_shortened_to_one_line(text: str) -> None:
    entry = {"text": "x", "tracking": {"status": OPEN, "next_step": text}}
    (decision,) = briefing(recommendations=[entry], report=LATER)["decisions"]
    assert type(decision["text"]) is str and "\n" not in decision["text"] and decision["text"]


SHORTENED = {
    "Erst ``C:*|x``.\n\nDann :math:`x^2`.": "Erst C:*|x. Dann x².",
    ".. a comment\n\nFirst\n\nThen": "First; Then",
    "* one\n* two": "one; two",
    "==== ===\nahem two\n==== ===": "ahem; two",
    " Indented": "Indented",
}


@pytest.mark.parametrize("text", SHORTENED)
def test_a_next_step_with_blocks_loses_no_sign_in_a_line(text: str) -> None:
    entry = {"text": "x", "tracking": {"status": OPEN, "next_step": text}}
    (decision,) = briefing(recommendations=[entry], report=LATER)["decisions"]
    assert decision["text"] == SHORTENED[text]


TITLES = {
    ("Time in Common: The Comparison of Clocks", "Time in Common"): ("Time in Common", "The Comparison of Clocks"),
    ("Illicit Trafficking: detection", None): ("Illicit Trafficking", "Detection"),
    ("À la même heure : l’étalonnage", "À la même heure"): ("À la même heure", "L’étalonnage"),
    ("Tides of the North", None): ("Tides of the North", ""),
    ("Tides of the North", "TIDES"): ("TIDES", "Tides of the North"),
    ("Meeting at 12:30", None): ("Meeting at 12:30", ""),
    ("Tides – what they cost", None): ("Tides", "What they cost"),
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_split_where_it_divides_itself(title: tuple[str, str | None]) -> None:
    assert split_title(*title) == TITLES[title]


def test_countries_are_named_once_by_how_many_came() -> None:
    known = [{"country": code, "participants": number} for code, number in (("NO", 1), ("FR", 3), ("GE", 3))]
    said = briefing(participation={"by_country": known, "participants": 9})["countries"]
    assert (
        said == "Countries on record: France and Georgia (3 each); Norway (1). The countries of 2 people are not known."
    )
    named = {"countries": 20, "by_country": [{"country": "BG"}, {"country": "PL"}]}
    assert briefing(participation=named)["countries"] == "Countries on record: Bulgaria and Poland."


def test_own_numbers_stand_between_who_came_and_what_is_overdue() -> None:
    own = {"executive": "x", "key_numbers": [{"number": "63", "label": "clocks"}]}
    said = briefing(summary=own, participation={"participants": 2}, recommendations=recommended(OPEN), report=LATER)
    assert [(one["number"], one["label"]) for one in said["numbers"]] == [
        ("2", "people"),
        ("63", "clocks"),
        ("1", "recommendation"),
    ]
