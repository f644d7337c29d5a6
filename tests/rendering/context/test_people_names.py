"""Names are printed and sorted as their bearers have them, and each affiliation keeps its own city and country."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.checking.redaction import redact_workshop
from octavo.language.translator import get_translator
from octavo.model import Person, Workshop
from octavo.products.running_heads import short_author_names
from octavo.rendering.context.display_names import DisplayNames, name_sort_key, signed_name, sorted_name
from octavo.rendering.context.people_context import build_person_context
from octavo.rendering.context.volume_context import build_chapter_context, list_contributors
from small_volume import workshop

POSTS = [
    {"position": "Professor", "affiliation": "Harbour University", "city": "Bergen", "country": "NO"},
    {"position": "Fellow", "affiliation": "Tidal Institute", "city": "Brest", "country": "FR"},
    {"affiliation": "Academy of Gauges"},
]


def named(*people: dict[str, Any], language: str = "en", **chapter: Any) -> DisplayNames:
    """Return the names of a workshop in which these people wrote the first chapter."""
    content = workshop(people=[{"id": f"p{number}", **one} for number, one in enumerate(people)])
    ids = [f"p{number}" for number in range(len(people))]
    content["chapters"] = [{**content["chapters"][0], "authors": ids, **chapter}]
    content["directors"], content["volume"]["editors"] = [{"person": "p0"}], ["p0"]
    loaded = redact_workshop(Workshop.model_validate({**content, "language": language}))
    return DisplayNames.from_workshop(loaded, get_translator(language))


def opening(lookup: DisplayNames) -> tuple[list[str], list[str]]:
    """Return the authors with their marks, and the affiliations with theirs, of the first chapter's opening."""
    told = build_chapter_context(lookup, lookup.workshop.chapters[0])
    return (
        [f"{one['name']} [{one['mark']}]" for one in told["authors"]],
        [f"{one['mark']} {one['words']}".strip() for one in told["affiliations"]],
    )


def test_each_post_is_an_affiliation_with_its_own_place_and_a_shared_one_has_one_number() -> None:
    authors = (
        {"given": "Kari", "family": "Hansen", "country": "NO", "posts": POSTS},
        {"given": "Bo", "family": "Lund", "affiliation": "Harbour University", "country": "NO"},
        {"given": "Di", "family": "Wu", "affiliation": "Harbour University", "city": "Oslo", "country": "NO"},
        {"given": "Ann", "family": "Zed", "country": "FR"},
    )
    lookup = named(*authors[:2], authors[3])
    assert opening(lookup) == (
        ["Kari Hansen [1,2,3]", "Bo Lund [1]", "Ann Zed [4]"],
        ["1 Harbour University, Bergen, Norway", "2 Tidal Institute, Brest, France", "3 Academy of Gauges", "4 France"],
    )
    lines = {one["name"]: one["affiliation_line"] for one in list_contributors(lookup)}
    assert lines["Kari Hansen"] == (
        "Harbour University, Bergen, Norway; Tidal Institute, Brest, France; Academy of Gauges"
    )
    assert lines["Ann Zed"] == "France"
    academy = {"given": "Ida", "family": "Moe", "affiliation": "Academy of Gauges", "country": "GB"}
    assert opening(named(authors[0], academy))[1][2:] == ["3 Academy of Gauges", "4 Academy of Gauges, United Kingdom"]
    shared = {"family": "Lie", "posts": [POSTS[1], POSTS[0]]}
    assert opening(named(authors[1], authors[0], shared))[0][1:] == ["Kari Hansen [1,2,3]", "Lie [1,2]"]
    two_cities = opening(named(*authors[:3]))[1]
    assert "Harbour University, Norway" in " ".join(two_cities) and len(two_cities) == 5


def test_the_country_of_a_person_is_added_to_posts_only_where_none_has_one() -> None:
    plain = [{"position": "Chair", "affiliation": "Gauge Society"}, {"position": "Editor", "affiliation": "Tides"}]
    lookup = named(
        {"family": "Hansen", "country": "NO", "posts": plain}, {"family": "Lund", "country": "NO", "posts": POSTS}
    )
    introductions = [build_person_context(lookup, one)["introduction"] for one in ("p0", "p1")]
    assert introductions[0] == "Chair, Gauge Society; Editor, Tides, Norway"
    assert introductions[1].endswith("Fellow, Tidal Institute, Brest, France; Academy of Gauges")
    assert build_person_context(lookup, "p0")["affiliation_line"] == "Gauge Society; Tides, Norway"


def test_authors_who_contributed_equally_are_marked() -> None:
    people = [{"given": "A.", "family": "One", "affiliation": "X"}, {"family": "Two"}, {"family": "Three"}]
    lookup = named(*people, equal_contribution=["p0", "p2"])
    assert opening(lookup)[0] == ["A. One [*]", "Two []", "Three [*]"]
    told = build_chapter_context(lookup, lookup.workshop.chapters[0])
    assert told["equal_mark"] == "*"
    assert not build_chapter_context(named(*people), named(*people).workshop.chapters[0])["equal_mark"]


WANG = {"given": "伟", "family": "王", "sort_as": "Wang, Wei"}
MAO = {"given": "Zedong", "family": "Mao", "name_order": "family-first"}
BERG = {"given": "Jan", "family": "van der Berg"}


@pytest.mark.parametrize(
    ("person", "signed", "listed", "head"),
    [
        (WANG, "王伟", "王伟", "王伟"),
        ({**WANG, "name_order": "given-first"}, "伟 王", "王, 伟", "伟. 王"),
        (MAO, "Mao Zedong", "Mao Zedong", "Mao Zedong"),
        ({**BERG, "suffix": "Jr"}, "Jan van der Berg, Jr", "van der Berg, Jan, Jr", "J. van der Berg"),
        (
            {**BERG, "suffix": "Jr", "sort_by_particle": False},
            "Jan van der Berg, Jr",
            "Berg, Jan van der, Jr",
            "J. van der Berg",
        ),
        ({"family": "Suharti"}, "Suharti", "Suharti", "Suharti"),
        ({"family": "Path Survey", "group": True, "name_order": "family-first"}, *["Path Survey"] * 3),
    ],
)
def test_a_name_is_written_in_its_own_order(person: dict[str, Any], signed: str, listed: str, head: str) -> None:
    lookup = named(person)
    known = lookup.people["p0"]
    assert (signed_name(known), sorted_name(known)) == (signed, listed)
    assert short_author_names(lookup, lookup.workshop.chapters[0], 99) == head


def test_lists_sort_by_particle_or_not_as_the_workshop_or_the_person_chooses() -> None:
    people = [Person.model_validate({"id": "x", **one}) for one in (BERG, WANG, {"family": "Cole"}, MAO)]

    def order(by_particle: bool) -> list[str]:
        return [one.family for one in sorted(people, key=lambda one: name_sort_key(one, by_particle))]

    assert order(True) == ["Cole", "Mao", "van der Berg", "王"]
    assert order(False) == ["van der Berg", "Cole", "Mao", "王"]
    own = Person.model_validate({"id": "x", **BERG, "sort_by_particle": True})
    assert name_sort_key(own, False) == name_sort_key(own, True)
