"""octavo fix corrects what is certain, leaves the rest as it is, and makes nothing worse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.building.fix_workshops import FixResult, Inspection, Stage, find_fixes, fix_text, inspect_text
from octavo.findings.finding import Severity

WHOLE = """\
schema_version: 1
id: tides
language: en

# The meeting itself
event:
  type: workshop
  title: Reading the Tides   # as printed
  start: 2026-03-30
  end: 2026-04-21
  venue:
    city: Bergen
    country: NO

people:
  - id: hansen
    given: Kari
    family: Hansen
    country: NO
  - {id: okafor, family: Okafor, country: NG}

organizations:
  - id: harbour
    name: Harbour Authority

directors:
  - person: hansen
    role: co-director

participants:
  - person: hansen
  - person: okafor

summary:
  executive: |
    The workshop compared how tides are read: by eye
    and by gauge.

recommendations:
  - id: R1
    text: Share the records of all gauges.
    addressees: [harbour]
    priority: high

policy:
  disclaimer: "The views are those of the participants."
"""
SOURCE = Path("workshop.yaml")


def look(text: str) -> Inspection:
    return inspect_text(SOURCE, text)


def fixed(text: str) -> FixResult:
    return fix_text(text, look)


def test_the_sound_workshop_of_these_tests_has_no_fault() -> None:
    assert look(WHOLE) == Inspection(Stage.VALID, ())
    assert fixed(WHOLE).after == WHOLE


def first_line(inspection: Inspection) -> int:
    """Return the line of the first error."""
    return min(one.place.line for one in inspection.findings if one.place and one.severity is Severity.ERROR)


SLIPS = [
    ("country: NO\n\npeople", "country: Norway\n\npeople"),
    ("country: NO\n\npeople", "country: Norvège  # sic\n\npeople"),
    ("country: NG}", "country: Nigeria}"),
    ("country: NG}", "country: ng}"),
    ("start: 2026-03-30", "start: 30 March 2026"),
    ("start: 2026-03-30", "start: 30.3.2026"),
    ("start: 2026-03-30", "start: March 30, 2026"),
    ("start: 2026-03-30", "start: 30/03/2026"),
    ("start: 2026-03-30", "start: 2026/3/30"),
    ("start: 2026-03-30", "start: “2026-03-30”"),
    ("start: 2026-03-30", "start: 2026-03-30\u200b"),
    ("start: 2026-03-30", "start:2026-03-30"),
    ("start: 2026-03-30", "Start: 30 Mar. 2026"),
    ("type: workshop", "type: Workshop"),
    ("role: co-director", "role: Co Director"),
    ("role: co-director", "role: codirector"),
    ("priority: high", "priority: HIGH"),
    ("  title: Reading", "  Title: Reading"),
    ("  title: Reading", "  titel: Reading"),
    ("  title: Reading", "  title\u00a0: Reading"),
    ("  title: Reading", "\ttitle: Reading"),
    ("  title: Reading", "\u00a0 title: Reading"),
    ("organizations:", "Organisations:"),
    ("organizations:", "organizatons:"),
    ("addressees: [harbour]", "addressees: harbour"),
    ("title: Reading the Tides   # as printed", "title: Reading: the Tides"),
    ("title: Reading the Tides   # as printed", "title: “Reading: the Tides”"),
    ("title: Reading the Tides   # as printed", "title: @Reading the Tides"),
    ("title: Reading the Tides   # as printed", "title: 'Bergen's Tides'"),
    ("title: Reading the Tides   # as printed", 'title: "Reading \\Tides"'),
    ("title: Reading the Tides   # as printed", 'title: "Reading the Tides'),
    ("title: Reading the Tides   # as printed", "title: 'Reading the Tides"),
    ("title: Reading the Tides   # as printed", 'title: "Reading" the Tides'),
    ("addressees: [harbour]", "addressees: [harbour"),
]


def spoil(text: str, right: str, wrong: str) -> str:
    assert text.count(right) == 1
    return text.replace(right, wrong)


@pytest.mark.parametrize(("right", "wrong"), SLIPS, ids=[wrong for _, wrong in SLIPS])
def test_corrects_what_is_certain(right: str, wrong: str) -> None:
    done = fixed(spoil(WHOLE, right, wrong))
    assert done.left == ()
    assert done.fixed
    changed = [
        number
        for number, (a, b) in enumerate(zip(done.before.split("\n"), done.after.split("\n"), strict=True))
        if a != b
    ]
    assert len(changed) == 1


GUESSES = [
    ("start: 2026-03-30", "start: 03/04/2026"),
    ("start: 2026-03-30", "start: 3-4-2026"),
    ("country: NG}", "country: Congo}"),
    ("country: NG}", "country: Korea}"),
    ("country: NG}", "country: Nigria}"),
    ("  title: Reading", "  headline: Reading"),
    ("person: hansen\n    role", "person: hanssen\n    role"),
    ("role: co-director", "role: leader"),
    ("addressees: [harbour]", "addressees: harbour, port"),
    ("title: Reading the Tides   # as printed", "title: Reading: the Tides #1"),
    ("country: NG}", "country: Nigeria, city: {}"),
    ("start: 2026-03-30", "start: &first 30.3.2026"),
    ("start: 2026-03-30", "start: !!str 30.3.2026"),
]


@pytest.mark.parametrize(("right", "wrong"), GUESSES, ids=[wrong for _, wrong in GUESSES])
def test_leaves_what_could_mean_two_things(right: str, wrong: str) -> None:
    text = spoil(WHOLE, right, wrong)
    done = fixed(text)
    assert done.after == text
    assert done.left


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(SLIPS + GUESSES), max_size=5, unique_by=lambda slip: slip[0]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_makes_nothing_worse_and_finds_nothing_more_the_second_time(slips: list[tuple[str, str]], newline: str) -> None:
    text = WHOLE
    for right, wrong in slips:
        text = text.replace(right, wrong)
    text = text.replace("\n", newline)
    before = look(text)
    done = fixed(text)
    after = look(done.after)
    assert fixed(done.after).after == done.after
    assert after.stage >= before.stage
    assert re.findall('#[^"“\r\n]*', done.after) == re.findall('#[^"“\r\n]*', text)
    assert done.after.count("\r\n") == text.count("\r\n")
    certain = [slip for slip in slips if slip in SLIPS]
    if len(certain) == len(slips):
        assert after.findings == ()


def test_a_corrected_fault_of_syntax_may_bring_to_light_what_it_hid() -> None:
    text = spoil(WHOLE, "country: NO\n\npeople:\n", "country: N")
    done = fixed(text)
    assert "quoted" in look(text).findings[0].message and 'country: "N' in done.after
    assert first_line(look(done.after)) > first_line(look(text))


@settings(max_examples=150)
@given(st.data())
def test_leaves_any_spoiled_file_readable_or_as_it_was_from_its_first_error_on(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WHOLE)))
    length = data.draw(st.integers(0, 12))
    text = (
        WHOLE[:at]
        + data.draw(st.text(alphabet=" \t\n:-#'\"[]{}\\\u00a0\u200b“”aN1é&*!|>%@`", max_size=6))
        + WHOLE[at + length :]
    )
    before = look(text)
    done = fixed(text)
    after = look(done.after)
    if after.stage is Stage.UNREAD and done.after != text:
        first = first_line(after)
        assert done.after.splitlines()[first - 1 :] == text.splitlines()[first - 1 :]
    if before.stage is after.stage:
        known = {(one.code, one.message) for one in before.findings}
        added = [one for one in after.findings if (one.code, one.message) not in known]
        # A fault of syntax hides what comes after it.
        assert not added or (after.stage is Stage.UNREAD and done.after != text)
        assert all(one.place and one.place.line > first_line(before) for one in added)
    assert fixed(done.after).after == done.after


def test_an_unclosed_quotation_is_told_where_it_opens() -> None:
    text = spoil(WHOLE, "title: Reading the Tides   # as printed", 'title: "Reading the Tides')
    (finding,) = look(text).findings
    assert finding.message == "this quotation mark is never closed"
    assert finding.place and (finding.place.line, finding.place.column) == (8, 10)


def test_keeps_a_byte_order_mark(tmp_path: Path) -> None:
    source = tmp_path / "workshop.yaml"
    source.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("country: NG", "country: Nigeria").encode())
    assert find_fixes(source).after.encode() == b"\xef\xbb\xbf" + WHOLE.encode()
