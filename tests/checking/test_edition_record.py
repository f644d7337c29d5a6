"""What contradicts the record of earlier editions, or the successors of a recommendation, is found at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.checking.edition_record import check_edition_record
from octavo.findings.finding import Finding, Severity
from octavo.loading.workshop_loader import load_workshop_text

FIRST = "{edition: 1, date: 2026-06-30, cut_off: 2026-05-31, recommendations: [R1]}"
SECOND = "{edition: 2, date: 2027-06-30, cut_off: 2027-05-31, recommendations: [R1]}"
OVER = "tracking: {history: [{date: 2026-08-01, status: superseded}]}"


def check(entries: str, editions: str = FIRST, edition: int = 2, more: str = "") -> list[Finding]:
    text = f"""schema_version: 1
id: w
event: {{type: workshop, title: T, start: 2026-03-30, end: 2026-04-01}}
people: [{{id: a, family: Solo}}]
directors: [{{person: a}}]
recommendations:
{entries}
report:
  edition: {edition}
  date: 2027-09-30
  editions: [{editions}]
{more}"""
    loaded = load_workshop_text(Path("w.yaml"), text)
    assert loaded.workshop, loaded.findings
    return list(check_edition_record(loaded.workshop, loaded.places))


@pytest.mark.parametrize(
    ("entries", "more", "code", "severity", "line", "words"),
    [
        ("  - {id: R2, text: T., added: 2026-07-01}", {}, "lost-recommendation", Severity.ERROR, 11, "put R1 back"),
        ("  - {id: R1, text: T.}\n  - {id: R2, text: T.}", {}, "no-added", Severity.WARNING, 8, "added: with a day"),
        ("  - {id: R1, text: T.}", {"edition": 1}, "edition-differs", Severity.ERROR, 9, "write edition: 2"),
        (
            "  - {id: R1, text: T.}",
            {"more": "  previous: 2026-05-30"},
            "edition-differs",
            Severity.WARNING,
            11,
            "remove",
        ),
        (
            "  - {id: R1, text: T.}",
            {"editions": f"{SECOND}, {FIRST}", "edition": 3},
            "edition-order",
            Severity.ERROR,
            11,
            "in order",
        ),
        (
            f"  - {{id: R1, text: T., superseded_by: [R1], {OVER}}}",
            {},
            "circular-succession",
            Severity.ERROR,
            7,
            "took its place",
        ),
        (
            "  - {id: R1, text: T., superseded_by: [R2]}\n  - {id: R2, text: T., added: 2026-07-01}",
            {},
            "status-differs",
            Severity.WARNING,
            7,
            "octavo status R1 superseded",
        ),
    ],
)
def test_what_contradicts_the_record_is_told_with_a_remedy(
    entries: str, more: dict[str, Any], code: str, severity: Severity, line: int, words: str
) -> None:
    (found,) = check(entries, **more)
    assert (found.code, found.severity, found.place and found.place.line) == (code, severity, line)
    assert words in found.hint


def test_a_record_in_order_has_no_findings() -> None:
    split = f"  - {{id: R1, text: T., superseded_by: [R2, R3], {OVER}}}\n"
    new = "".join(f"  - {{id: {name}, text: T., added: 2026-08-01}}\n" for name in ("R2", "R3"))
    assert check(split + new.rstrip()) == []


def test_two_that_supersede_each_other_are_both_told() -> None:
    entries = [
        f"  - {{id: {one}, text: T., superseded_by: [{two}], {OVER}}}" for one, two in (("R1", "R2"), ("R2", "R1"))
    ]
    found = check("\n".join(entries).replace("id: R2,", "id: R2, added: 2026-07-01,"))
    assert [one.code for one in found] == ["circular-succession"] * 2


def test_the_present_status_is_that_of_the_last_entry_of_the_history() -> None:
    loaded = load_workshop_text(
        Path("w.yaml"),
        """schema_version: 1
id: w
event: {type: workshop, title: T, start: 2026-03-30, end: 2026-04-01}
people: [{id: a, family: Solo}]
directors: [{person: a}]
recommendations:
  - text: T.
    tracking: {history: [{date: 2026-05-01, status: not-started}, {date: 2026-08-01, status: in-progress}]}
  - text: T.
    tracking: {status: not-started, last_update: 2026-09-01, history: [{date: 2026-08-01, status: in-progress}]}
report: {date: 2027-09-30, edition: 2, editions: [{edition: 1, date: 2026-06-30, cut_off: 2026-05-31}]}
""",
    )
    assert loaded.workshop and loaded.workshop.report
    first, second = (entry.tracking for entry in loaded.workshop.recommendations)
    assert first and second
    assert (first.status, str(first.last_update)) == ("in-progress", "2026-08-01")
    assert (second.status, str(second.last_update)) == ("not-started", "2026-09-01")  # as files of before say it
    assert str(loaded.workshop.report.previous) == "2026-05-31"
