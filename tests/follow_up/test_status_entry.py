"""A status is entered into workshop.yaml once, with its comments kept, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from octavo.findings.finding import FindingsError
from octavo.follow_up.status_entry import NewEvidence, StatusEntry, enter_statuses, read_evidence
from octavo.importers.workshop_edit import open_workshop
from octavo.loading.workshop_loader import load_workshop_text
from octavo.rendering.rst.value_substitution import parse_value

HEAD = """schema_version: 1  # of the description
id: w
event: {type: workshop, title: T, start: 2026-03-30, end: 2026-04-01}
people: [{id: a, family: Solo}]
directors: [{person: a}]
recommendations:
"""
DAY = date(2026, 9, 1)


def enter(tmp_path: Path, entries: str, *given: StatusEntry) -> str:
    path = tmp_path / "workshop.yaml"
    path.write_text(HEAD + entries, "utf-8")
    done = enter_statuses(open_workshop(path), given)
    assert load_workshop_text(path, done.after).workshop is not None
    assert done.after.startswith(HEAD)
    return done.after.removeprefix(HEAD)


def refuse(tmp_path: Path, entries: str, *given: StatusEntry) -> list[tuple[str, int, str]]:
    with pytest.raises(FindingsError) as caught:
        enter(tmp_path, entries, *given)
    assert (tmp_path / "workshop.yaml").read_text("utf-8") == HEAD + entries
    return [(one.code, one.place.line if one.place else 0, one.hint) for one in caught.value.findings]


def test_a_first_status_begins_the_history_and_is_written_once(tmp_path: Path) -> None:
    after = enter(tmp_path, "  - id: R1  # stays\n    text: T.\n", StatusEntry("R1", DAY, "in-progress", "Begun."))
    assert after == (
        "  - id: R1  # stays\n    text: T.\n    tracking:\n      history:\n"
        "        - date: 2026-09-01\n          status: in-progress\n          note: Begun.\n"
    )


def test_a_later_status_is_added_below_the_others(tmp_path: Path) -> None:
    before = (
        "  - text: T.\n    tracking:\n      # who answered\n      owner: Office\n      history:\n"
        "        - {date: 2026-04-01, status: not-started}  # made\n  - text: U.  # the next\n"
    )
    after = enter(tmp_path, before, StatusEntry("R1", DAY, "in-progress"))
    assert after == before.replace("# made\n", "# made\n        - date: 2026-09-01\n          status: in-progress\n")


def test_a_file_that_has_the_status_twice_keeps_both_in_step_and_loses_no_state(tmp_path: Path) -> None:
    before = (
        "  - text: T.\n    tracking:\n      status: in-progress\n      progress: 60\n      last_update: 2026-05-01\n"
    )
    evidence = (NewEvidence("Register", "https://example.org/r"),)
    after = enter(tmp_path, before, StatusEntry("R1", DAY, "implemented", evidence=evidence))
    assert after == (
        "  - text: T.\n    tracking:\n      status: implemented\n      progress: 100\n      last_update: 2026-09-01\n"
        "      evidence:\n        - title: Register\n          url: 'https://example.org/r'\n"
        "          date: 2026-09-01\n"
        "      history:\n        - date: 2026-05-01\n          status: in-progress\n"
        "        - date: 2026-09-01\n          status: implemented\n"
    )


def test_the_same_entry_twice_changes_nothing(tmp_path: Path) -> None:
    entry = StatusEntry(
        "R1", DAY, "partially-implemented", "Half *done*", (NewEvidence("Note"),), 50, "Office", "The other half"
    )
    once = enter(tmp_path, "  - text: T.\n", entry)
    assert enter(tmp_path, once, entry) == once


def test_an_entry_may_add_a_value_behind_a_list_and_an_item_to_it(tmp_path: Path) -> None:
    before = (
        "  - text: T.\n    tracking:\n      history:\n        - {date: 2026-04-01, status: not-started}\n"
        "  - {id: R2, text: U., added: 2026-08-30}\n"
    )
    entry = StatusEntry("R1", DAY, "superseded", owner="Office", superseded_by=("R2",))
    assert enter(tmp_path, before, entry) == before.replace(
        "not-started}\n",
        "not-started}\n        - date: 2026-09-01\n          status: superseded\n      owner: Office\n"
        "    superseded_by: [R2]\n",
    )


def test_a_split_is_entered_with_its_successors(tmp_path: Path) -> None:
    entries = "  - text: T.\n    tracking: {history: [{date: 2026-04-01, status: not-started}]}\n" + "".join(
        f"  - {{id: {name}, text: T., added: 2026-08-30}}\n" for name in ("R2", "R3")
    )
    after = enter(tmp_path, entries, StatusEntry("R1", DAY, "superseded", superseded_by=("R2", "R3")))
    assert "    superseded_by: [R2, R3]\n" in after
    assert "{date: 2026-09-01, status: superseded}" in after


def test_words_are_printed_as_they_are(tmp_path: Path) -> None:
    note = "*So* |x| `y` _z\n.. raw:: html\n\n   <b>: = - @"
    after = enter(tmp_path, "  - text: T.\n", StatusEntry("R1", DAY, "in-progress", note))
    loaded = load_workshop_text(tmp_path / "workshop.yaml", HEAD + after)
    assert loaded.workshop and loaded.workshop.recommendations[0].tracking
    written = loaded.workshop.recommendations[0].tracking.history[0].note
    assert written is not None
    tree, faults = parse_value(written)
    assert (tree.astext().split(), faults) == (note.split(), [])


@pytest.mark.parametrize(
    ("entries", "given", "expected"),
    [
        ("  - text: T.\n", StatusEntry("R9", DAY, "in-progress"), ("unknown-recommendation", 1, "there are: R1")),
        ("  - text: T.\n", StatusEntry("R1", DAY, "implemented"), ("no-evidence", 7, "--evidence")),
        (
            "  - text: T.\n    tracking: {history: [{date: 2026-10-01, status: not-started}]}\n",
            StatusEntry("R1", DAY, "in-progress"),
            ("earlier-status", 8, "write 2026-10-01 or a later day"),
        ),
        (
            "  - text: T.\n",
            StatusEntry("R1", DAY, "superseded", superseded_by=("R7",)),
            ("unknown-reference", 1, "recommendations"),
        ),
        ("  - text: T.\n", StatusEntry("R1", DAY, "in-progress", superseded_by=("R1",)), ("not-superseded", 7, "")),
    ],
)
def test_what_cannot_be_is_refused_and_the_file_stays(
    tmp_path: Path, entries: str, given: StatusEntry, expected: tuple[str, int, str]
) -> None:
    ((code, line, hint),) = refuse(tmp_path, entries, given)
    assert (code, line) == expected[:2]
    assert expected[2] in hint


@pytest.mark.parametrize(
    ("words", "evidence"),
    [
        ("Decree 5", NewEvidence("Decree 5")),
        ("https://example.org/a", NewEvidence("example.org", "https://example.org/a")),
        ("Decree 5: https://example.org/a", NewEvidence("Decree 5", "https://example.org/a")),
        ("Decree 5 <https://example.org/a>", NewEvidence("Decree 5", "https://example.org/a")),
    ],
)
def test_evidence_is_a_title_an_address_or_both(words: str, evidence: NewEvidence) -> None:
    assert read_evidence(words) == evidence


@pytest.mark.parametrize(("report", "is_late"), [("date: 2026-08-31", True), ("date: 2026-09-01", False), ("", False)])
def test_a_day_after_that_of_the_report_is_told_when_it_is_typed(tmp_path: Path, report: str, is_late: bool) -> None:
    path = tmp_path / "workshop.yaml"
    path.write_text(f"{HEAD}  - {{id: R1, text: T.}}\nreport: {{{report}}}\n", "utf-8")
    done = enter_statuses(open_workshop(path), [StatusEntry("R1", DAY, "in-progress")])
    assert [one.code for one in done.findings] == ["after-cut-off"] * is_late
    assert done.after != done.before


def test_a_day_before_the_last_look_is_refused_at_that_day(tmp_path: Path) -> None:
    known = "  - id: R1\n    text: T.\n    tracking:\n      status: not-started\n      last_update: 2026-09-02\n"
    assert refuse(tmp_path, known, StatusEntry("R1", DAY, "in-progress")) == [
        ("earlier-status", 11, "write 2026-09-02 or a later day")
    ]
