"""The people of an import: one entry each, with their affiliations, and what is left out is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.findings.finding import Place
from octavo.importers.institutions import split_country
from octavo.importers.person_register import PersonRegister

FILE = Path("papers.yml")


def test_several_institutions_of_a_person_are_posts_with_their_own_countries() -> None:
    people = PersonRegister()
    people.add_names(
        "Kari Hansen", FILE, 3, institutions=["Harbour University, Norway", "Tidal Institute, Brest, France"]
    )
    people.add_names("Bo Lund", FILE, 4, institutions=["Harbour University, Norway"])
    kari, bo = people.entries.values()
    assert kari["posts"] == [
        {"affiliation": "Harbour University", "country": "NO"},
        {"affiliation": "Tidal Institute, Brest", "country": "FR"},
    ]
    assert (bo["affiliation"], bo["country"]) == ("Harbour University", "NO") and "affiliation" not in kari


def test_people_on_one_line_share_their_one_institution_and_nothing_else() -> None:
    people = PersonRegister()
    ids = people.add_names("Ann Oneman and Bob Twoman", FILE, 1, institutions=["Tides"], email="ann@example.org")
    assert ids == ["oneman-ann", "twoman-bob"]
    assert all(entry["affiliation"] == "Tides" and "email" not in entry for entry in people.entries.values())


def test_an_author_named_as_its_institution_is_a_group() -> None:
    people = PersonRegister()
    people.add_names("Project Gauge", FILE, institutions=["Project Gauge"])
    (entry,) = people.entries.values()
    assert (entry["family"], entry["group"], entry.get("given")) == ("Project Gauge", True, None)


def test_what_names_hold_beside_names_is_told_once_for_all_people() -> None:
    people = PersonRegister()
    for line, name in enumerate(("Ann Oneman, Ph.D.", "BOB TWOMAN", "Dr. Carl Threeman, MD", "Ann Oneman"), 1):
        people.add_names(name, FILE, line)
    assert people.entries["threeman-carl"]["title"] == "Dr." and len(people.entries) == 3
    degrees, capitals = people.report_names()
    assert "Ann Oneman, Ph.D.; Carl Threeman, MD" in degrees.message and degrees.place == Place(FILE, 1)
    assert "Bob Twoman" in capitals.message and capitals.place == Place(FILE, 2)


def test_another_affiliation_elsewhere_is_told_at_its_line() -> None:
    people = PersonRegister()
    people.add_parts("Kari", "Hansen", "", FILE, 1, institutions=["Harbour University"])
    people.add_parts("Kari", "Hansen", "", FILE, 9, institutions=["Harbour University, Norway"])
    people.add_parts("Kari", "Hansen", "", FILE, 12, institutions=["Inland University"])
    (found,) = people.report_names()
    assert found.place == Place(FILE, 12) and "“Harbour University” and “Inland University”" in found.message
    assert people.entries["hansen-kari"]["country"] == "NO"


def test_names_known_in_parts_are_read_as_those_on_a_line() -> None:
    people = PersonRegister()
    people.add_parts("Prof. JAN", "VAN DER BERG, PhD", "", FILE)
    people.add_names("Jan van der Berg", FILE)
    people.add_parts("伟", "王", "", FILE)
    people.add_names("王伟", FILE)
    berg, wang = people.entries.values()
    assert (berg["title"], berg["given"], berg["family"]) == ("Prof.", "Jan", "van der Berg")
    assert (wang["given"], wang["family"]) == ("伟", "王")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Harbour University, Norway", ("Harbour University", "NO")),
        ("University of California, Berkeley, USA", ("University of California, Berkeley", "US")),
        ("Institute of Technology, Atlanta, Georgia", ("Institute of Technology, Atlanta, Georgia", "")),
        ("Norway", ("Norway", "")),
        ("Harbour University", ("Harbour University", "")),
    ],
)
def test_the_country_at_the_end_of_an_institution_is_told_from_its_name(words: str, parts: tuple[str, str]) -> None:
    assert split_country(words) == parts
