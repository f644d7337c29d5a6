"""Who or what is described under two ids is told, and namesakes are left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.checking.id_references import check_references
from octavo.findings.finding import Finding, Place, Severity
from octavo.loading.value_positions import ValuePositions
from octavo.model import Workshop

ORCID, OTHER_ORCID = "0000-0002-1825-0097", "0000-0001-5109-3700"


def found(people: list[dict[str, Any]] | None = None, **more: Any) -> list[Finding]:
    data = {
        "schema_version": "1",
        "id": "w",
        "event": {"type": "workshop", "title": "T", "start": "2026-03-30", "end": "2026-03-31"},
        "people": people or [{"id": "a", "family": "Solo"}],
        "directors": [{"person": "a"}],
        **more,
    }
    return list(
        check_references(
            Workshop.model_validate(data), ValuePositions(Path("w.yaml"), {("people", 1): Place(Path(), 9)})
        )
    )


def pair(one: dict[str, Any], other: dict[str, Any]) -> list[Finding]:
    first = {"given": "Zoë Anne", "family": "Müller", **one}
    second = {"given": "Zoë Anne", "family": "Müller", **other}
    return found([{"id": "a", **first}, {"id": "b", **second}], participants=[{"person": "a"}, {"person": "b"}])


SAME: list[tuple[dict[str, Any], dict[str, Any], Severity]] = [
    ({}, {}, Severity.WARNING),
    ({}, {"given": "ZOE-ANNE", "family": "MULLER", "title": "Dr"}, Severity.WARNING),
    ({"country": "CH"}, {"given": "Müller", "family": "Zoe Anne", "country": "CH"}, Severity.WARNING),
    ({"country": "CH"}, {"family": "Mueller", "country": "CH"}, Severity.WARNING),
    ({"family": "Sørby-Åsen"}, {"family": "Soerby Aasen"}, Severity.WARNING),
    ({"given": "Dr Zoë Anne"}, {"title": "Dr"}, Severity.WARNING),
    ({"affiliation": "ETH Zürich", "country": "CH"}, {"affiliation": "Eth Zurich"}, Severity.WARNING),
    ({"affiliation": "A"}, {"posts": [{"position": "P", "affiliation": "A"}]}, Severity.WARNING),
    ({"email": "zoe@x.org"}, {"email": "Zoe@X.org", "affiliation": "B"}, Severity.ERROR),
    ({"email": "zoe@x.org"}, {"email": "zoe@x.org", "given": "Z."}, Severity.WARNING),
    ({"email": "office@x.org"}, {"email": "office@x.org", "family": "Else"}, Severity.ADVICE),
    ({"affiliation": "A"}, {"affiliation": "A", "given": "Z."}, Severity.ADVICE),
    ({"affiliation": "A"}, {"affiliation": "A", "given": "Z. A."}, Severity.ADVICE),
    ({"affiliation": "A"}, {"affiliation": "A", "given": "Zoe", "family": "Mueller"}, Severity.ADVICE),
    ({"affiliation": "A", "family": "van der Berg"}, {"affiliation": "a", "family": "Berg"}, Severity.ADVICE),
    ({"given": "Zoë Anne van", "family": "Berg"}, {"family": "van Berg"}, Severity.WARNING),
    ({"orcid": ORCID, "affiliation": "A"}, {"orcid": f"https://orcid.org/{ORCID}", "family": "M."}, Severity.ERROR),
]
TWO: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"orcid": ORCID}, {"orcid": OTHER_ORCID}),
    ({"affiliation": "A", "country": "CH"}, {"affiliation": "B", "country": "CH"}),
    ({"country": "CH"}, {"country": "AT"}),
    ({"family": "Baur", "country": "CH"}, {"family": "Bauer", "country": "CH"}),
    ({"suffix": "Jr"}, {"suffix": "Sr"}),
    ({}, {"given": "Zoë"}),
    ({"affiliation": "A"}, {"affiliation": "A", "given": "Zora"}),
    ({"affiliation": "A"}, {"affiliation": "B", "given": "Z."}),
    ({"affiliation": "A", "position": "Head"}, {"affiliation": "A", "given": "Z.", "position": "Fellow"}),
    ({"affiliation": "A", "email": "z@x.org"}, {"affiliation": "A", "given": "Z.", "email": "zoe@x.org"}),
    ({"affiliation": "A", "country": "CH"}, {"affiliation": "A", "country": "AT", "given": "Z."}),
    ({"affiliation": "A", "suffix": "Jr"}, {"affiliation": "A", "given": "Z."}),
    ({"given": None}, {"given": None}),
    ({}, {"given": "Müller", "family": "Zoë Anne"}),  # of which one alone might be turned round
]


@pytest.mark.parametrize(("one", "other", "severity"), SAME)
def test_one_person_under_two_ids_is_told(one: dict[str, Any], other: dict[str, Any], severity: Severity) -> None:
    (finding,) = pair(one, other)
    assert (finding.code, finding.severity) == ("same-person", severity)
    assert "'b' and 'a' (line 1)" in finding.message and finding.place and finding.place.line == 9
    assert "write a in place of b" in finding.hint
    assert "@" not in f"{finding.message}{finding.hint}".casefold()


@pytest.mark.parametrize(("one", "other"), TWO)
def test_namesakes_who_are_told_apart_are_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert pair(one, other) == []


def test_an_organization_under_two_ids_is_told() -> None:
    council = {"name": "Example County Council", "country": "GB"}
    told = found(organizations=[{"id": "c", **council}, {"id": "d", **council, "name": "example county council"}])
    assert [(one.code, one.severity) for one in told] == [("same-organization", Severity.WARNING)]
    paths, trees = ({"id": name, **council, "department": name} for name in ("paths", "trees"))
    assert found(organizations=[paths, trees]) == []


def test_a_recommendation_and_a_chapter_that_stand_twice_are_told() -> None:
    same = [
        {"id": "R1", "text": "Share the *records*."},
        {"id": "R2", "text": "share the records"},
        {"id": "R3", "text": "No."},
    ]
    assert [one.message for one in found(recommendations=same)] == ["'R2' has the same text as 'R1' (line 1)"]
    chapters = [
        {"id": name, "title": name, "source": f"{source}.rst", "doi": "10.5555/same"} for name, source in ("ax", "bx")
    ]
    assert {one.code: one.severity for one in found(chapters=chapters)} == {"same-chapter": Severity.WARNING}
    chapters[1]["source"] = "y.rst"
    assert {one.code: one.severity for one in found(chapters=chapters)} == {"same-chapter": Severity.ERROR}
