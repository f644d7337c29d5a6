"""Products from people and talks: badges, certificates, signing lists and the book of abstracts."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from immediate_executor import Here
from octavo.building.product_pipeline import BuildResult, make_products
from octavo.language.letter_widths import count_lines, narrowest_fit, text_width
from octavo.loading.workshop_loader import load_workshop
from octavo.product_catalogue import INTERNAL_PRODUCTS, WorkshopOutline, described_products, possible_products
from octavo.project.project_folders import Project
from octavo.typesetting.shipped_fonts import read_shipped_font
from shared_parts import shared_cache
from small_volume import texts
from structure_tree import read_tree

NAMES = [
    ("Li", "Ng"),
    ("Maria-Magdalena Alexandrowna", "Konstantinopolskaya-Wolkonskaja zu Hohenstein"),
    ("Сергей", "Преображенский"),
    ("Σωκράτης", "Παπακωνσταντίνου"),
    ("Þórdís", "Þorsteinsdóttir"),
    ("Remo", "Absent"),
    ("Wilma", "Online"),
    ("Ana", "Hidden"),
    ("Bo", "Bakke"),
    ("Cy", "Czerny"),
    ("Di", "Dahl"),
    ("Ed", "Engel"),
    ("Flo", "Fuchs"),
]


def workshop(**changes: Any) -> dict[str, Any]:
    people: list[dict[str, Any]] = [
        {"id": f"p{at}", "given": given, "family": family, "country": "NO", "email": f"p{at}@example.org"}
        for at, (given, family) in enumerate(NAMES)
    ]
    people[0]["affiliation"] = "Laboratory of Geodynamics, Georesources, Georisks and Geoecology, " * 2 + "Bergen"
    people[7]["consent"] = {"list": False}
    entries: list[dict[str, Any]] = [{"person": f"p{at}"} for at in range(2, 12)]
    entries[3]["attendance"], entries[4]["attendance"] = "contributed-only", "remote"
    talks = [
        {"id": "a", "title": "Reading gauges", "speakers": ["p2", "p12"], "abstract": "We read :math:`x^2` gauges."},
        {"id": "b", "title": "Silence", "speakers": ["p3"]},
        {"id": "c", "title": "After all", "speakers": ["p2"], "abstract": "All is well."},
    ]
    sessions = [{"start": "10:00", "type": "session", "title": "Gauges", "chair": "p4", "talks": talks}]
    return {
        "schema_version": 1,
        "id": "tides",
        "event": {"type": "workshop", "title": "Reading the Tides", "start": "2026-03-30", "end": "2026-04-01"},
        "people": people,
        "directors": [{"person": "p0"}, {"person": "p1", "role": "chair"}],
        "participants": entries,
        "programme": {"days": [{"date": "2026-03-30", "sessions": sessions}]},
        **changes,
    }


def built(folder: Path, product: str, content: dict[str, Any], parts: str = "all") -> BuildResult:
    home = folder / "reports" / "tides"
    home.mkdir(parents=True, exist_ok=True)
    (home / "workshop.yaml").write_text(yaml.safe_dump(content, allow_unicode=True))
    project = Project(folder)
    kept = shared_cache(project, parts)
    (made,) = make_products(home / "workshop.yaml", project, (product,), None, Here(), lambda *_words: None, kept)
    assert made.documents, made.findings
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuildResult]:
    folder = tmp_path_factory.mktemp("people")
    secret = workshop(policy={"attribution": "chatham-house", "disclaimer": "Views are those of the speakers."})
    return {name: built(folder, name, secret) for name in INTERNAL_PRODUCTS}


def test_internal_products_are_never_released() -> None:
    assert set(INTERNAL_PRODUCTS) == {"badges", "certificates", "signing-list"}
    listed = WorkshopOutline(("event",), ("summary", *INTERNAL_PRODUCTS))
    assert set(described_products(listed)) > set(INTERNAL_PRODUCTS)
    assert possible_products(listed) == ("summary",)
    assert not set(described_products(WorkshopOutline(("volume", "summary", "programme")))) & set(INTERNAL_PRODUCTS)


@pytest.mark.parametrize("name", INTERNAL_PRODUCTS)
def test_internal_products_say_so_and_hold_no_data(made: dict[str, BuildResult], name: str) -> None:
    (document,) = made[name].documents
    assert made[name].findings == () and document.file == f"internal/{name}.pdf"
    with pikepdf.open(BytesIO(document.data)) as pdf:
        assert len(pdf.attachments) == 0
        with pdf.open_metadata() as said:
            assert "internal" in str(said.get("pdf:Keywords")) and said.get("pdfuaid:part") == "1"
    assert "example.org" not in " ".join(texts(document.data))


@pytest.mark.parametrize("name", INTERNAL_PRODUCTS)
def test_everybody_at_the_event_is_there_once(made: dict[str, BuildResult], name: str) -> None:
    words = re.sub(r"\s+", " ", " ".join(texts(made[name].pdf)))
    for _, family in NAMES:
        times = words.count(family.split()[-1])
        wanted = 0 if family == "Absent" or (name != "certificates" and family == "Online") else 1
        if name == "certificates" and family in (NAMES[0][1], NAMES[1][1]):
            wanted += 11 + 1  # those who sign
        assert times == wanted, family


def test_everything_on_a_badge_stays_on_it(made: dict[str, BuildResult]) -> None:
    millimetre = 72 / 25.4
    with pdfplumber.open(BytesIO(made["badges"].pdf)) as read:
        sheet = read.pages[0]
        letters = [one for one in sheet.chars if one["text"].strip()]
    assert round(sheet.width / millimetre) == 210
    for one in letters:
        across, down = one["x0"] / millimetre - 15, one["top"] / millimetre - 11
        assert across % 90 > 2 and (one["x1"] / millimetre - 15) % 90 < 88, one["text"]
        assert down % 55 > 2 and (one["bottom"] / millimetre - 11) % 55 < 53, one["text"]
    sizes = {round(one["size"], 1) for one in letters}
    assert max(sizes) == 27 and min(sizes) >= 7


def test_a_signing_list_repeats_its_head_and_counts_its_pages(tmp_path: Path) -> None:
    people = [{"id": f"p{at}", "given": "N.", "family": f"Name{at:03}", "country": "NO"} for at in range(60)]
    many = workshop(people=people, participants=[{"person": one["id"]} for one in people], directors=[{"person": "p0"}])
    del many["programme"]
    pages = texts(built(tmp_path, "signing-list", many).pdf)
    assert len(pages) == 3 and all("Signature" in page for page in pages)
    assert [f"{at} / 3" in page for at, page in enumerate(pages, 1)] == [True] * 3
    assert re.findall(r"Name(\d{3})", "".join(pages)) == [f"{at:03}" for at in range(60)]


def test_a_signing_list_says_where_and_on_which_day_of_which_year_it_is_signed(tmp_path: Path) -> None:
    event = {**workshop()["event"], "venue": {"city": "Würzburg", "country": "DE"}}
    (page,) = texts(built(tmp_path, "signing-list", workshop(event=event, language="de")).pdf)
    assert "Montag, 30. März 2026" in page and "Reading the Tides · Würzburg" in page


def test_no_line_of_a_title_on_a_certificate_ends_with_an_article(tmp_path: Path) -> None:
    title = "Grundwasserbeobachtung und Hochwasserrisikomanagement: Was die Messstellen erzählen"
    told = workshop(event={**workshop()["event"], "title": title}, language="de")
    page = texts(built(tmp_path, "certificates", told).pdf)[0]
    assert re.search(r"Hochwasserrisikomanagement:\s*\nWas die Messstellen", page), page


def test_who_took_part_from_afar_is_not_asked_to_sign(tmp_path: Path) -> None:
    afar = workshop()
    afar["participants"] = [{"person": "p0"}, {"person": "p1", "attendance": "remote"}]
    people = [{"id": "p0", "family": "Ng"}, {"id": "p1", "family": "Faraway"}]
    afar = {**afar, "people": people, "directors": [{"person": "p0"}]}
    del afar["programme"]
    words = " ".join(texts(built(tmp_path, "signing-list", afar).pdf))
    assert "Ng" in words and "Faraway" not in words


def test_equal_people_give_equal_bytes(made: dict[str, BuildResult], tmp_path: Path) -> None:
    secret = workshop(policy={"attribution": "chatham-house", "disclaimer": "Views are those of the speakers."})
    assert built(tmp_path, "badges", secret, "again").pdf == made["badges"].pdf


def test_one_person_is_enough(tmp_path: Path) -> None:
    alone = workshop(participants=[], people=[{"id": "p0", "family": "Ng"}], directors=[{"person": "p0"}])
    del alone["programme"]
    for name in INTERNAL_PRODUCTS:
        assert "Ng" in " ".join(texts(built(tmp_path / name, name, alone).pdf))


def test_the_book_of_abstracts_has_talks_contents_and_an_index(tmp_path: Path) -> None:
    book = built(tmp_path, "abstracts", workshop())
    (finding,) = book.findings
    assert finding.code == "talks-without-abstract" and "Silence" in finding.message and finding.hint
    pages = [re.sub(r"\s+", " ", page) for page in texts(book.pdf)]
    front = next(page for page in pages if page.startswith("Contents"))
    assert all(words in front for words in ("Gauges", "Reading gauges", "Silence", "After all", "Speakers"))
    body = next(page for page in pages if page.startswith("Gauges"))
    assert body.index("Reading gauges") < body.index("Silence") < body.index("After all")
    assert "No abstract." in body and "Flo Fuchs" in body
    last = pages[-1]
    assert "Fuchs, Flo, 1" in last and "Преображенский, Сергей, 1" in last and last.split()[-1] == "2"
    assert pages[-2] == body, "the index begins on the next page, without a blank one before it"
    tags = read_tree(book.pdf)
    assert [one.text for one in tags.all("H1")][:2] == ["Contents", "Gauges"]
    assert [one.text for one in tags.all("H2")] == ["Reading gauges", "Silence", "After all"]


def test_abstracts_can_be_ordered_by_name_and_left_out(tmp_path: Path) -> None:
    chosen = {"by": "name", "without_abstract": "leave-out", "style": "proceedings-b5"}
    book = built(tmp_path, "abstracts", workshop(abstracts=chosen))
    words = " ".join(texts(book.pdf))
    assert "Silence" not in words
    with pikepdf.open(BytesIO(book.pdf)) as pdf:
        assert round(float(pdf.pages[0].MediaBox[2]) / 72 * 25.4) == 176


@pytest.mark.parametrize("chosen", ["list", "leave-out"])
def test_who_chose_what_is_done_with_talks_without_an_abstract_is_not_told(tmp_path: Path, chosen: str) -> None:
    assert built(tmp_path, "abstracts", workshop(abstracts={"without_abstract": chosen})).findings == ()


def test_a_book_without_any_abstract_is_refused(tmp_path: Path) -> None:
    empty = workshop()
    del empty["programme"]["days"][0]["sessions"][0]["talks"]
    with pytest.raises(AssertionError, match="no-abstracts"):
        built(tmp_path, "abstracts", empty)


def test_the_specimen_of_the_new_fields_is_loaded() -> None:
    from checkout import ROOT

    loaded = load_workshop(ROOT / "reports" / "specimen" / "workshop.yaml").workshop
    assert loaded and loaded.abstracts and loaded.signing_list


@pytest.mark.parametrize("face", ["OctavoSans-Semibold.ttf", "OctavoSans-Regular.ttf"])
def test_no_name_is_wider_than_it_is_thought_to_be(face: str) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(read_shipped_font(face) or b""))
    widths, letters, ems = font["hmtx"], font.getBestCmap(), font["head"].unitsPerEm
    for name in [" ".join(pair) for pair in NAMES] + ["Świętochłowski", "MMWW", "Иванова-Щукина", "ΜΩΨ", "O’Brien"]:
        measured = sum(widths[letters[ord(letter)]][0] for letter in name) / ems
        assert measured <= text_width(name) * 1.02, name


@settings(max_examples=60)
@given(some.text(max_size=80), some.integers(1, 40))
def test_lines_are_counted_for_any_text(text: str, width: int) -> None:
    lines = count_lines(text, width)
    assert lines is None or lines >= 1
    assert narrowest_fit([text], ((6, 2), (40, 6))) in (6, 40)
