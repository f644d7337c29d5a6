"""What templates print is computed from the public workshop, in its language."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.checking import recommendation_status
from octavo.checking.redaction import redact_workshop
from octavo.language.translator import get_translator
from octavo.loading.yaml_writer import write_workshop_yaml
from octavo.model import Workshop
from octavo.rendering.context import enum_labels
from octavo.rendering.context.template_context import build_template_context
from octavo.rendering.context.workshop_charts import build_charts
from octavo.rendering.graphics.charts.chart_style import ChartStyle
from octavo.rendering.graphics.charts.drawn_chart import draw_chart
from octavo.rendering.graphics.charts.due_date_chart import DueDateChart

BASE: dict[str, Any] = {
    "schema_version": "1",
    "id": "w",
    "event": {"type": "arw", "title": "T", "start": "2004-09-10", "end": "2004-09-12", "venue": {"country": "GB"}},
    "people": [
        {
            "id": "a",
            "given": "Ann",
            "family": "Åker",
            "country": "SE",
            "email": "secret@example.org",
            "phone": "+46 999",
            "address": "1 Hidden Lane",
            "affiliation": "Secretariat",
        },
        {"id": "b", "given": "Bo", "family": "Zed", "country": "NO", "consent": {"list": "false"}},
        {"id": "c", "family": "Named", "country": "FR", "consent": {"attribution": "true", "photo": "true"}},
    ],
    "directors": [{"person": "a"}],
    "participants": [{"person": "a"}, {"person": "b"}, {"person": "c", "roles": ["key-speaker"]}],
    "programme": {
        "days": [
            {
                "date": "2004-09-10",
                "sessions": [
                    {
                        "start": "12:30",
                        "title": "S",
                        "chair": "b",
                        "talks": [{"id": "t", "title": "Talk", "speakers": ["a", "c"]}],
                    }
                ],
            }
        ]
    },
    "summary": {"executive": "x"},
    "policy": {"disclaimer": "d"},
    "report": {"date": "2006-01-31", "cut_off": "2006-01-01", "previous": "2005-01-01"},
    "photos": [{"file": "p.png", "alt": "all of us"}],
}


def workshop(**changed: Any) -> Workshop:
    return Workshop.model_validate({**BASE, **changed})


def said(**changed: Any) -> dict[str, Any]:
    return build_template_context(redact_workshop(workshop(**changed)), get_translator("en"))


def recommendation(number: int, **tracked: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": f"R{number}", "text": "Do."}
    if "due" in tracked:
        entry["due"] = tracked.pop("due")
    return {**entry, "tracking": tracked} if tracked else entry


@pytest.mark.parametrize("private", ["secret@example.org", "+46 999", "Hidden Lane"])
def test_private_fields_reach_neither_page_nor_attachment(private: str) -> None:
    shown = redact_workshop(workshop())
    assert private not in str(build_template_context(shown, get_translator("en")))
    assert private not in write_workshop_yaml(shown).decode()


def test_who_did_not_agree_is_not_listed() -> None:
    assert [entry["sorted"] for entry in said()["participants"]] == ["Named", "Åker, Ann"]


def test_the_chatham_house_rule_leaves_only_those_who_agreed_to_be_named() -> None:
    shown = redact_workshop(workshop(policy={"disclaimer": "d", "attribution": "chatham-house"}))
    everything = str(build_template_context(shown, get_translator("en"))) + write_workshop_yaml(shown).decode()
    for suppressed in ("Åker", "Ann", "Zed", "Secretariat", "all of us", "p.png"):
        assert suppressed not in everything
    assert "Named" in everything


def test_without_attribution_people_are_listed_but_nothing_is_ascribed() -> None:
    shown = build_template_context(
        redact_workshop(workshop(policy={"disclaimer": "d", "attribution": "non-attributable"})), get_translator("en")
    )
    session = shown["programme"][0]["sessions"][0]
    assert (session["chair"], session["talks"][0]["speakers"]) == ("", "Named")
    assert len(shown["participants"]) == 2


def test_overdue_means_due_before_the_cut_off_and_still_open() -> None:
    entries = [
        recommendation(1, due="2005-12-31", status="in-progress"),
        recommendation(2, due="2006-01-01", status="in-progress"),
        recommendation(3, due="2005-12-31", status="implemented"),
        recommendation(4, due="2005-12-31", status="superseded"),
        recommendation(5, due="2005-12-31", status="partially-implemented"),
        recommendation(6, due="2005-12-31"),
    ]
    overdue = said(recommendations=entries)["tracking"]["overdue"]
    assert [entry["id"] for entry in overdue] == ["R1", "R5", "R6"]


def test_changes_are_those_after_the_previous_edition_up_to_the_cut_off() -> None:
    history = [
        {"date": "2004-10-01", "status": "not-started"},
        {"date": "2005-01-01", "status": "in-progress"},
        {"date": "2005-06-01", "status": "partially-implemented"},
        {"date": "2006-01-01", "status": "implemented"},
        {"date": "2006-01-02", "status": "superseded"},
    ]
    found = recommendation_status.list_changes(
        workshop(recommendations=[recommendation(1, history=history)]).recommendations,
        date(2005, 1, 1),
        date(2006, 1, 1),
    )
    assert [(change.before, change.after) for change in found] == [
        ("in-progress", "partially-implemented"),
        ("partially-implemented", "implemented"),
    ]


def test_what_may_have_changed_without_a_history_is_named() -> None:
    entries = [
        recommendation(1, status="implemented", last_update="2005-06-01"),
        recommendation(2, status="implemented", last_update="2004-12-31"),
        recommendation(3, status="in-progress"),
        recommendation(
            4, status="implemented", last_update="2004-12-31", evidence=[{"title": "x", "date": "2005-02-01"}]
        ),
        recommendation(5, status="in-progress", history=[{"date": "2004-10-01", "status": "in-progress"}]),
        recommendation(6),
    ]
    shown = said(recommendations=entries)["tracking"]
    words_said = "No history tells whether the statuses of R1, R3 and R4 changed after 1 January 2005."
    assert (shown["untold"], shown["changes"]) == (words_said, [])


@given(st.lists(st.integers(1, 40) | st.integers(1, 700), min_size=1, max_size=7))
def test_shares_add_up_to_a_hundred_and_are_near_to_the_truth(numbers: list[int]) -> None:
    found = recommendation_status.compute_percentages(numbers)
    assert sum(found) == 100
    for share, number in zip(found, numbers, strict=True):
        assert abs(share - Decimal(100 * number) / sum(numbers)) < 1
        assert (share == 100) == (len(numbers) == 1) and share > 0


def test_a_recommendation_without_tracking_is_unknown_not_pending() -> None:
    shown = said(recommendations=[recommendation(1)])
    assert shown["recommendations"][0]["status_label"] == "Unknown"
    assert shown["tracking"]["unknown"] == 1


def test_the_status_chart_says_every_number_in_words() -> None:
    entries = [recommendation(1), recommendation(2, status="implemented"), recommendation(3, status="implemented")]
    words = get_translator("en")
    chart = build_charts(workshop(recommendations=entries), words)["status"]
    assert chart.description(words) == "Recommendations by status on 1 January 2006: Implemented 2; Unknown 1."
    drawn = draw_chart(chart, words, ChartStyle())
    assert f"<title>{chart.description(words)}</title>" in drawn
    assert drawn.count('class="unit') == 3


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            {
                "recommendation-strip": "Recommendations by status on 1 January 2006: Implemented 1 (R2); "
                "Not started 1 (R1); Overdue 1 (R1).",
                "due-dates": "Recommendations from their adoption to the day they are due: R2, Implemented, "
                "no due date; R1, Not started, due 31 December 2005, 1 day late.",
                "participation": "Three people took part, from two countries: Europe 3 (Norway 2, Poland 1).",
            },
        ),
        (
            "fr",
            {
                "recommendation-strip": "Recommandations selon leur état au 1er janvier 2006 : Mise en œuvre 1 (R2) ; "
                "Non engagée 1 (R1) ; En retard 1 (R1).",
                "due-dates": "Les recommandations, de leur adoption à leur échéance : R2, Mise en œuvre, "
                "pas d’échéance ; R1, Non engagée, échéance : 31 décembre 2005, 1 jour de retard.",
                "participation": "Trois personnes ont participé, venues de deux pays : "
                "Europe 3 (Norvège 2, Pologne 1).",
            },
        ),
    ],
)
def test_each_chart_is_read_aloud_as_one_sentence(language: str, said: dict[str, str]) -> None:
    late = {**recommendation(1, status="not-started"), "due": "2005-12-31"}
    known = {"by_country": [{"country": "NO", "participants": 2}, {"country": "PL", "participants": 1}]}
    entries = [late, recommendation(2, status="implemented")]
    words = get_translator(language)
    charts = build_charts(workshop(recommendations=entries, participation=known), words)
    for name, sentence in said.items():
        spoken = re.sub(r"\s", " ", charts[name].description(words))
        assert spoken == sentence, name
        assert f"<title>{escape(charts[name].description(words))}</title>" in draw_chart(
            charts[name], words, ChartStyle()
        )


def test_what_was_closed_ends_on_the_day_of_its_closing_and_actions_are_counted_if_no_share_is_stated() -> None:
    declined = {
        **recommendation(1, status="closed-not-implemented", history=[
            {"date": "2004-10-01", "status": "in-progress"}, {"date": "2005-03-02", "status": "closed-not-implemented"},
        ]),
        "due": "2007-01-01",
    }  # fmt: skip
    steps = [{"text": "Do.", "status": status} for status in ("done", "planned", "dropped", "done", "under-way")]
    begun = {**recommendation(2, status="in-progress", actions=steps), "due": "2007-01-01"}
    chart = build_charts(workshop(recommendations=[declined, begun]), get_translator("en"))["due-dates"]
    assert isinstance(chart, DueDateChart)
    assert [(row.name, row.end, row.share) for row in chart.rows] == [
        ("R2", date(2007, 1, 1), 0.5), ("R1", date(2005, 3, 2), 0.0),
    ]  # fmt: skip
    assert "50% done" in chart.rows[0].words


def test_countries_without_numbers_are_counted_not_guessed() -> None:
    known = {"countries": "20", "by_country": [{"country": "BG"}, {"country": "PL"}]}
    shown = said(participants=None, participation=known)["participation"]
    assert (shown["countries"], shown["unnamed"], shown["people"], shown["counted"]) == (20, 18, "", False)


def test_names_are_sorted_without_regard_to_their_marks() -> None:
    people = [{"id": i, "family": f, "country": "SE"} for i, f in (("x", "Zorn"), ("y", "Ängström"), ("z", "Berg"))]
    shown = said(
        people=people, directors=[{"person": "x"}], participants=[{"person": p["id"]} for p in people], programme=None
    )
    assert [entry["sorted"] for entry in shown["participants"]] == ["Ängström", "Berg", "Zorn"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "10–12 September 2004"),
        ("en-US", "September 10–12, 2004"),
        ("fr", "10–12 septembre 2004"),
    ],
)
def test_dates_are_written_as_the_language_does(language: str, expected: str) -> None:
    assert get_translator(language).format_date_range(date(2004, 9, 10), date(2004, 9, 12)) == expected


def test_dates_across_months_and_years_name_both() -> None:
    said_words = get_translator("en")
    assert said_words.format_date_range(date(2004, 8, 30), date(2004, 9, 2)) == "30 August – 2 September 2004"
    assert said_words.format_date_range(date(2004, 12, 30), date(2005, 1, 2)) == "30 December 2004 – 2 January 2005"
    assert said_words.format_date_range(date(2004, 9, 1), date(2004, 9, 1)) == "1 September 2004"


def test_countries_are_named_in_the_language_of_the_workshop() -> None:
    assert [get_translator(tag).country_name("GB") for tag in ("en", "fr")] == ["United Kingdom", "Royaume-Uni"]


def test_an_office_held_by_two_is_named_once() -> None:
    shown = said(directors=[{"person": "a"}, {"person": "c"}, {"person": "b", "role": "rapporteur"}])
    assert shown["directed"] == ["Co-directors: Ann Åker and Named", "Rapporteur: Bo Zed"]


def test_every_word_of_every_vocabulary_has_a_label() -> None:
    from octavo.model import event, outcome, people

    said_words = get_translator("fr")
    for kind, name in (
        (event.EventType, enum_labels.event_type_label),
        (event.SessionType, enum_labels.session_type_label),
        (people.DirectorRole, enum_labels.director_role_label),
        (people.ParticipantRole, enum_labels.participant_role_label),
        (people.Attendance, enum_labels.attendance_label),
        (people.CountryGroup, enum_labels.country_group_label),
        (people.SponsorKind, enum_labels.sponsor_kind_label),
        (outcome.Priority, enum_labels.priority_label),
        (outcome.Acceptance, enum_labels.acceptance_label),
        (outcome.Status, enum_labels.recommendation_status_label),
        (outcome.ActionStatus, enum_labels.action_status_label),
        (outcome.PublicationStatus, enum_labels.publication_status_label),
    ):
        for value in kind:
            assert isinstance(name(said_words, value), str)


def test_a_publication_that_is_not_out_is_said_to_be_due() -> None:
    def when(status: str) -> str:
        return str(said(publication={"type": "book", "due": "2028-10-31", "status": status})["publication"]["when"])

    assert when("submitted") == "due 31 October 2028"
    assert when("published") == "31 October 2028"
