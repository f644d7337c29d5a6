"""A workshop may leave ids out and refer by names: after loading, everything has an id and refers by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from octavo.checking.consistency import check_consistency
from octavo.findings.finding import Finding
from octavo.language.slugs import derive_id, derive_person_id, make_slug
from octavo.loading.derived_values import index_people
from octavo.loading.name_references import walk_references
from octavo.loading.workshop_loader import load_workshop
from octavo.model import Workshop
from octavo.model.text_types import Slug

Write = Callable[..., Path]

HEAD = """\
schema_version: 1
id: tides
event: {type: workshop, title: Tides, start: 2026-03-30, end: 2026-04-01}
"""
NAMELESS_IDS = """\
people:
  - {given: Ana, family: Horvat}
  - {given: Marko, family: Horvat}
  - {given: Jan, family: van der Berg}
  - {given: Søren, family: Østergaard, suffix: Jr}
  - {family: Okafor}
  - {given: 伟, family: 王}
  - {given: Иван, family: Петров}
organizations:
  - {name: International Maritime Organization, short: IMO}
  - {name: Harbour Authority, department: Pilots}
directors: [{person: Ana Horvat}]
"""


def loaded(tmp_path: Path, text: str) -> tuple[Workshop, list[Finding]]:
    path = tmp_path / "workshop.yaml"
    path.write_text(HEAD + text, "utf-8")
    read = load_workshop(path)
    assert read.workshop is not None, read.findings
    return read.workshop, [*check_consistency(read.workshop, read.places)]


def directed_by(tmp_path: Path, words: str) -> tuple[str, list[Finding]]:
    whole, found = loaded(tmp_path, NAMELESS_IDS.replace("Ana Horvat", words))
    return whole.directors[0].person, [one for one in found if one.code.endswith("-reference")]


def test_ids_are_made_from_names_and_titles(tmp_path: Path) -> None:
    more = """\
programme:
  days: [{date: 2026-03-30, sessions: [{title: One, talks: [{title: "Tides & time"}, {title: "Tides, & time!"}]}]}]
working_groups: [{title: Gauges}, {title: Gauges}]
chapters: [{title: "Of *moons*", source: a.rst}]
recommendations: [{text: A}, {id: R2, text: B}, {text: C}]
"""
    whole, _ = loaded(tmp_path, NAMELESS_IDS + more)
    assert [one.id for one in whole.people][:5] == [
        "horvat-ana",
        "horvat-marko",
        "van-der-berg-jan",
        "ostergaard-soren-jr",
        "okafor",
    ]
    assert [one.id for one in whole.organizations] == ["imo", "harbour-authority"]
    assert whole.programme
    assert [one.id for one in whole.programme.days[0].sessions[0].talks] == ["tides-time", "tides-time-2"]
    assert [one.id for one in whole.working_groups] == ["gauges", "gauges-2"]
    assert [one.id for one in whole.chapters] == ["of-moons"]
    assert [one.id for one in whole.recommendations] == ["R1", "R2", "R3"]


def test_an_entry_elsewhere_changes_no_id(tmp_path: Path) -> None:
    before, _ = loaded(tmp_path, NAMELESS_IDS)
    added = NAMELESS_IDS.replace("people:\n", "people:\n  - {given: Zoë, family: Horvat}\n  - {id: x, family: 李}\n")
    after, _ = loaded(tmp_path, added)
    assert [one.id for one in after.people][2:] == [one.id for one in before.people]


def test_an_id_that_is_written_has_precedence(tmp_path: Path) -> None:
    text = NAMELESS_IDS.replace("  - {family: Okafor}", "  - {id: horvat-ana, family: Okafor}")
    whole, _ = loaded(tmp_path, text)
    assert [one.id for one in whole.people][0::4] == ["horvat-ana-2", "horvat-ana"]


@given(st.text(max_size=120), st.text(max_size=120))
def test_an_id_of_any_words_is_one_and_the_same_each_time(words: str, family: str) -> None:
    made = derive_id(words, "talk", ())
    assert TypeAdapter(Slug).validate_python(made) == made == derive_id(words, "talk", ())
    assert derive_id(words, "talk", {made}) != made
    assert TypeAdapter(Slug).validate_python(derive_person_id(words, family, "", ()))


def test_a_long_title_is_cut_between_words() -> None:
    made = make_slug("tide " * 40)
    assert len(made) <= 70 and set(made.split("-")) == {"tide"}


@pytest.mark.parametrize(
    "words",
    [
        "horvat-ana",
        "Ana Horvat",
        "Horvat, Ana",
        "ana horvat",
        "Dr Ana Horvat",
        "Ana Horvat, PhD",
        "A. Horvat",
        "Horvat, A.",
    ],
)
def test_a_person_is_found_by_any_way_of_writing_the_name(tmp_path: Path, words: str) -> None:
    written = f'"{words}"' if "," in words else words
    assert directed_by(tmp_path, written) == ("horvat-ana", [])


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("van der Berg", "van-der-berg-jan"),
        ("Berg", "van-der-berg-jan"),
        ("Jan van der Berg", "van-der-berg-jan"),
        ("Soren Ostergaard", "ostergaard-soren-jr"),
        ("Søren Østergaard Jr", "ostergaard-soren-jr"),
        ("Okafor", "okafor"),
        ("王伟", "person-"),
        ("Иван Петров", "person-"),
    ],
)
def test_a_name_is_found_in_any_script_and_without_accents(tmp_path: Path, words: str, meant: str) -> None:
    person, found = directed_by(tmp_path, words)
    assert found == [] and person.startswith(meant)


def test_an_ambiguous_name_lists_its_candidates_with_lines_and_ids(tmp_path: Path) -> None:
    _, (found,) = directed_by(tmp_path, "Horvat")
    assert found.message == "'Horvat' may mean Ana Horvat (horvat-ana, line 5) or Marko Horvat (horvat-marko, line 6)"
    assert found.hint == "write Ana Horvat or Marko Horvat"
    assert found.place and (found.place.line, found.place.column) == (15, 22)


def test_namesakes_are_told_apart_by_id(tmp_path: Path) -> None:
    text = NAMELESS_IDS.replace("given: Marko", "given: Ana").replace("[{person: Ana Horvat}]", "[{person: A Horvat}]")
    _, found = loaded(tmp_path, text)
    assert "write horvat-ana or horvat-ana-2" in [one.hint for one in found]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("Ana Horvath", "did you mean Ana Horvat?"),
        ("Okafr", "did you mean Okafor?"),
        ("Bruno Latour", "add an entry with this name to people, or write an id or name that is listed there"),
        ("B. Horvat", "did you mean Ana Horvat?"),
    ],
)
def test_a_near_miss_names_the_nearest(tmp_path: Path, words: str, hint: str) -> None:
    _, (found,) = directed_by(tmp_path, words)
    assert (found.code, found.hint) == ("unknown-reference", hint)


def test_organizations_and_chapters_are_found_by_name_and_title(tmp_path: Path) -> None:
    more = """\
sponsors: [{org: Harbour Authority}, {org: "Harbour authority, pilots"}, {org: International Maritime Organization}]
recommendations: [{text: A, addressees: [IMO, Every skipper, harbour authority]}]
chapters: [{title: "Of *moons*", source: a.rst}]
programme: {days: [{date: 2026-03-30, sessions: [{title: One, talks: [{title: T, chapter: Of moons}]}]}]}
"""
    whole, _ = loaded(tmp_path, NAMELESS_IDS + more)
    assert [one.org for one in whole.sponsors] == ["harbour-authority", "harbour-authority", "imo"]
    assert whole.recommendations[0].addressees == ("imo", "Every skipper", "harbour-authority")
    assert whole.programme and whole.programme.days[0].sessions[0].talks[0].chapter == "of-moons"
    ids = {name: {one.id for one in getattr(whole, name)} for name in ("people", "organizations", "chapters")}
    assert all(words in ids[mark.register] for _, mark, words in walk_references(whole))


@pytest.mark.parametrize(
    ("days", "dates"),
    [
        ("[{title: A}, {title: B}, {title: C}]", ["2026-03-30", "2026-03-31", "2026-04-01"]),
        ("[{title: A}, {date: 2026-03-31}, {title: C}]", ["2026-03-30", "2026-03-31", "2026-04-01"]),
    ],
)
def test_days_are_dated_if_all_of_them_are_listed(tmp_path: Path, days: str, dates: list[str]) -> None:
    whole, _ = loaded(tmp_path, f"{NAMELESS_IDS}programme: {{days: {days}}}\n")
    assert whole.programme and [str(day.date) for day in whole.programme.days] == dates


def test_a_day_too_few_is_told(tmp_path: Path) -> None:
    path = tmp_path / "workshop.yaml"
    path.write_text(f"{HEAD}{NAMELESS_IDS}programme: {{days: [{{title: A}}, {{title: B}}]}}\n", "utf-8")
    found = load_workshop(path).findings
    assert [one.message for one in found] == [f"missing key 'date' in entry {at} of 'days'" for at in (1, 2)]
    assert "left out if every day of the event is listed" in found[0].hint


def test_a_suffix_tells_namesakes_apart_in_the_plain_data_of_a_file() -> None:
    named = [{"id": end, "given": "John", "family": "Smith", "suffix": f"{end}."} for end in ("Jr", "Sr")]
    found = index_people(named).find("John Smith, Sr.")
    assert [entry.id for entry in found] == ["Sr"]
