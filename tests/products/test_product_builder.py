"""The products as a reader holds them: their pages, words, links, notes and data."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pdfplumber
import pikepdf
import pytest
import yaml
from PIL import Image

from checkout import ROOT
from immediate_executor import Here
from minimal_workshop import MINIMAL
from octavo.building.product_pipeline import BuildResult, make_products
from octavo.findings.finding import Severity
from octavo.loading.workshop_loader import load_workshop
from octavo.model import Workshop
from octavo.project.project_folders import Project
from shipped_products import shipped_product, workshop_file
from structure_tree import Element, read_tree

WORKSHOPS = ("illicit-trafficking-2004", "specimen", "specimen-fr")
ALL = [(name, product) for name in WORKSHOPS for product in ("summary", "follow-up")]


@pytest.fixture(scope="session")
def made() -> dict[tuple[str, str], BuildResult]:
    return {key: shipped_product(*key) for key in ALL}


def workshop(name: str) -> Workshop:
    found = load_workshop(workshop_file(name)).workshop
    assert found
    return found


class Printed(NamedTuple):
    """What stands on a page, and how far its letters are from its edges, at least: left, right, top, bottom."""

    text: str
    margins: tuple[float, float, float, float]


@cache
def printed_pages(pdf: bytes) -> tuple[Printed, ...]:
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        return tuple(Printed(page.extract_text(), margins(page)) for page in read.pages)


def margins(page: pdfplumber.page.Page) -> tuple[float, float, float, float]:
    left, right, top, bottom = ([one[edge] for one in page.chars] for edge in ("x0", "x1", "top", "bottom"))
    return (
        min(left, default=page.width),
        page.width - max(right, default=0),
        min(top + bottom, default=page.height),
        page.height - max(top + bottom, default=0),
    )


def pages(product: BuildResult) -> list[str]:
    return [page.text for page in printed_pages(product.pdf)]


@cache
def tree_of(pdf: bytes) -> Element:
    return read_tree(pdf)


def words(text: str) -> str:
    """Bring text to what two settings of it have in common: no spaces, no hyphens."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


@pytest.mark.parametrize("key", ALL)
def test_each_product_is_made_without_error_or_warning(
    made: dict[tuple[str, str], BuildResult], key: tuple[str, str]
) -> None:
    assert made[key].pdf
    assert [f for f in made[key].findings if f.severity is not Severity.ADVICE] == []


@pytest.mark.parametrize("key", ALL)
def test_each_product_has_the_length_that_its_readers_expect(
    made: dict[tuple[str, str], BuildResult], key: tuple[str, str]
) -> None:
    # The specimen, which has something in every field, is a little longer than a report should be.
    least, most = (2, 8) if key[1] == "summary" else (8, 42)
    assert least <= made[key].pages <= most


@pytest.mark.parametrize("key", ALL)
def test_no_page_is_empty_but_one_that_lets_the_next_open_on_the_right(
    made: dict[tuple[str, str], BuildResult], key: tuple[str, str]
) -> None:
    empty = [number for number, text in enumerate(pages(made[key]), 1) if not text.strip()]
    assert empty in ([], [4])


@pytest.mark.parametrize("key", ALL)
def test_every_font_is_embedded_and_one_of_ours(made: dict[tuple[str, str], BuildResult], key: tuple[str, str]) -> None:
    with pikepdf.open(io.BytesIO(made[key].pdf)) as pdf:
        fonts = [
            obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font or "/FontFile3" in font
            assert re.match(r"/[A-Z]{6}\+Octavo", str(font.FontName))


@pytest.mark.parametrize("key", ALL)
def test_nothing_is_printed_outside_the_margins(made: dict[tuple[str, str], BuildResult], key: tuple[str, str]) -> None:
    for number, page in enumerate(printed_pages(made[key].pdf), 1):
        left, right, top, bottom = page.margins
        assert min(left, right) > 28 and min(top, bottom) > 14, number


@pytest.mark.parametrize("key", ALL)
def test_internal_links_and_bookmarks_land(made: dict[tuple[str, str], BuildResult], key: tuple[str, str]) -> None:
    with pikepdf.open(io.BytesIO(made[key].pdf)) as pdf:
        names = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Dests" in pdf.Root.Names else {}
        for page in pdf.pages:
            for link in page.get("/Annots", []):
                destination = link.get("/Dest") or link.get("/A", {}).get("/D")
                if destination is not None:
                    assert isinstance(destination, pikepdf.Array) or str(destination) in names
                else:
                    assert re.match(r"https?://|mailto:", str(link.A.URI))
        with pdf.open_outline() as outline:
            assert len(outline.root) >= 1


@pytest.mark.parametrize("name", WORKSHOPS)
def test_the_contents_name_the_pages_on_which_the_headings_stand(
    made: dict[tuple[str, str], BuildResult], name: str
) -> None:
    text = pages(made[name, "follow-up"])
    with pikepdf.open(io.BytesIO(made[name, "follow-up"].pdf)) as pdf:
        labels = [page.label for page in pdf.pages]
    listed = [
        (found[1], found[2])
        for page in text[1 : labels.index("1")]
        for found in re.finditer(r"^(.+?)(?: ?\.){3,} ?(\d+)$", page, flags=re.MULTILINE)
    ]
    assert len(listed) > 10
    for heading, folio in listed:
        assert words(heading) in words(text[labels.index(folio)]), (heading, folio)


@pytest.mark.parametrize("name", WORKSHOPS)
def test_opening_pages_bear_no_head_and_others_do(made: dict[tuple[str, str], BuildResult], name: str) -> None:
    text = pages(made[name, "follow-up"])
    short = workshop(name).event.acronym or workshop(name).event.title
    with pikepdf.open(io.BytesIO(made[name, "follow-up"].pdf)) as pdf:
        body = text[[page.label for page in pdf.pages].index("1") :]
    assert short not in body[0].split("\n")[0]
    assert body[1].split("\n")[0] == f"2 {short}"


@pytest.mark.parametrize("key", ALL)
def test_every_recommendation_is_printed_whole(made: dict[tuple[str, str], BuildResult], key: tuple[str, str]) -> None:
    said = words(tree_of(made[key].pdf).text)
    for entry in workshop(key[0]).recommendations:
        plain = re.sub(r"[*`]|^\d+\. |\n", " ", entry.text, flags=re.MULTILINE)
        for sentence in re.split(r"[:;]", plain):
            assert words(sentence) in said, entry.id


def test_every_participant_is_listed_once(made: dict[tuple[str, str], BuildResult]) -> None:
    tables = tree_of(made["specimen", "follow-up"].pdf).all("Table")
    heads = ["Name", "Affiliation", "Country"]
    (listing,) = [table for table in tables if [head.text for head in table.all("TH")][:3] == heads]
    assert len(listing.all("TR")) - 1 == len(workshop("specimen").participants) == 40


def test_unknown_things_are_said_to_be_unknown(made: dict[tuple[str, str], BuildResult]) -> None:
    said = words(tree_of(made["illicit-trafficking-2004", "follow-up"].pdf).text)
    assert said.count(words("Who took up these recommendations, and what came of them, is not known.")) == 1
    assert words("full list of participants") not in said
    assert words("15 more countries, not named in the record") in said


@pytest.mark.parametrize("key", ALL)
def test_private_fields_are_nowhere_in_the_file(made: dict[tuple[str, str], BuildResult], key: tuple[str, str]) -> None:
    with pikepdf.open(io.BytesIO(made[key].pdf)) as pdf:
        everything = "".join(pages(made[key])) + str(pdf.docinfo) + pdf.Root.Metadata.read_bytes().decode()
        everything += "".join(file.get_file().read_bytes().decode() for file in pdf.attachments.values())
    for person in workshop(key[0]).people:
        for private in (person.email, person.phone, person.address):
            assert not private or private not in everything, person.id


@pytest.mark.parametrize("key", ALL)
def test_the_attached_data_build_again(made: dict[tuple[str, str], BuildResult], key: tuple[str, str]) -> None:
    with pikepdf.open(io.BytesIO(made[key].pdf)) as pdf:
        (name,) = pdf.attachments
        data = pdf.attachments[name].get_file().read_bytes()
        assert pdf.Root.AF[0].AFRelationship == "/Source"
    again = Workshop.model_validate(yaml.load(data, Loader=yaml.BaseLoader))
    assert again.recommendations == workshop(key[0]).recommendations


@pytest.mark.parametrize("key", ALL)
def test_footnotes_stand_on_the_page_that_calls_them(
    made: dict[tuple[str, str], BuildResult], key: tuple[str, str]
) -> None:
    for note in tree_of(made[key].pdf).all("Note"):
        assert len(note.pages) == 1, note.text


def test_a_report_speaks_the_language_of_its_workshop(made: dict[tuple[str, str], BuildResult]) -> None:
    text = "\n".join(pages(made["specimen-fr", "follow-up"]))
    for word in ("Table des matières", "Tableau 1", "Annexe A", "12 octobre 2023", "Belgique"):
        assert word in text
    for english in ("Recommendation", "Status", "Table of", "Annex A", "October"):
        assert english not in text


def test_a_second_style_is_laid_over_the_first_with_one_small_file(tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "w"
    folder.mkdir(parents=True)
    (folder / "workshop.yaml").write_bytes((ROOT / "reports/illicit-trafficking-2004/workshop.yaml").read_bytes())
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/mine.css").write_text('@import "briefing.css";\n:root { --trim-width: 180mm; --outer: 30mm }\n')
    (product,) = make_products(
        folder / "workshop.yaml", Project(tmp_path), ["summary"], "mine", Here(), lambda *_: None
    )
    with pikepdf.open(io.BytesIO(product.pdf)) as pdf:
        box = pdf.pages[0].trimbox
        assert round(float(box[2]) * 25.4 / 72) == 180
        assert round(float(box[3]) * 25.4 / 72) == 297


@pytest.mark.parametrize("before", [[], ["recommendations"]])
@pytest.mark.parametrize(("rows", "words_each"), [(5, 150), (3, 250), (1, 1500)])
def test_a_table_of_long_rows_stands_below_its_heading_and_head(
    tmp_path: Path, rows: int, words_each: int, before: list[str]
) -> None:
    said = " ".join(["agree"] * words_each)
    table = ".. list-table:: Answers\n   :header-rows: 1\n\n   * - Answer\n     - Addressed to\n"
    text = table + f"   * - {said}\n     - States\n" * rows
    path = tmp_path / "reports" / "long" / "workshop.yaml"
    path.parent.mkdir(parents=True)
    sections = {"summary": [*before, {"title": "What they said", "text": text}]}
    path.write_text(MINIMAL + yaml.safe_dump({"sections": sections}))
    (made,) = make_products(path, Project(tmp_path), ("summary",), None, Here(), lambda *_: None)
    printed = pages(made)
    (first,) = [page for page in printed if "Table 1" in page and "(continued)" not in page]
    assert "What they said" in first and "agree agree" in first
    for page in printed:
        assert ("Addressed to" in page) == ("agree agree" in page), page


def test_small_facts_are_printed_wherever_they_stand(tmp_path: Path) -> None:
    said = yaml.safe_load(MINIMAL)
    said["people"][0]["country"] = "NO"
    said["event"]["url"] = "https://example.org/tides"
    said["organizations"][0] |= {"department": "Tidal Department", "city": "Bergen", "country": "NO"}
    said["participation"] = {"organizations": ["harbour"]}
    said["sponsors"] = [{"org": "harbour", "tier": "Golden"}]
    talk = {"id": "t", "title": "Of Gauges", "start": "09:35", "end": "09:55"}
    session = {"start": "09:30", "end": "11:00", "title": "Morning", "room": "Blue Room", "talks": [talk]}
    said["programme"] = {"days": [{"date": "2026-03-30", "sessions": [session]}]}
    said["declaration"] = {"text": "All is true.", "date": "2026-05-07"}
    said["report"] = {"date": "2026-06-01", "cut_off": "2026-05-31"}
    picture = {"file": "gauge.png", "alt": "A gauge", "credit": "K. Hansen", "permission": "Free of rights."}
    said["figures"], said["photos"] = [picture], [dict(picture)]
    path = tmp_path / "reports" / "small" / "workshop.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump(said))
    Image.new("RGB", (300, 200), "navy").save(path.parent / "gauge.png")
    (made,) = make_products(path, Project(tmp_path), ("follow-up",), None, Here(), lambda *_: None)
    assert made.pdf, made.findings
    printed = words(" ".join(pages(made)))
    for credit in ("Photo: K. Hansen. Free of rights.", "Source: K. Hansen. Free of rights."):
        assert printed.count(words(credit)) == 1, credit
    for fact in (
        "Harbour Authority, Tidal Department, Bergen, Norway (Golden, funding)",
        "Morning, Blue Room",
        "09:35–09:55 Of Gauges",
        "7 May 2026",
        "https://example.org/tides",
    ):
        assert words(fact) in printed, fact
