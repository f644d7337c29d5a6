"""Parts of a volume open on a right-hand page, which contents and bookmarks know; what is short runs on."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from octavo.building.product_pipeline import BuildResult
from octavo.findings.finding import Severity
from small_volume import built, labels, product, texts, workshop, written
from structure_tree import read_tree

PARTS = ("Of the Moon", "Where Nobody Reads: Shores and the Readers Who Left Them")


def in_parts(**changes: Any) -> dict[str, Any]:
    content = workshop(**changes)
    for entry, section in zip(content["chapters"][1:], PARTS, strict=True):
        entry["section"] = section
    content["volume"]["parts"] = [{"title": PARTS[1], "text": "Shores are read *last*."}]
    return content


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return built(tmp_path_factory.mktemp("parts"), in_parts())


def words(pdf: bytes) -> list[str]:
    return [" ".join(text.split()) for text in texts(pdf)]


def test_a_part_opens_on_a_right_hand_page_with_its_text_and_its_chapters(book: BuildResult) -> None:
    assert [one.message for one in book.findings if one.severity is not Severity.ADVICE] == []
    pages, folios = words(book.pdf), labels(book.pdf)
    moon = next(number for number, text in enumerate(pages) if text.startswith("Part 1"))
    shore = next(number for number, text in enumerate(pages) if text.startswith("Part 2"))
    assert moon % 2 == shore % 2 == 0 and int(folios[moon]) % 2 == 1
    assert pages[moon + 1] == pages[shore + 1] == ""
    chapter = folios[shore + 2]
    assert pages[shore + 2].startswith("Where the Land Ends")
    listed = pages[shore].replace(" .", "").replace(".", "")
    assert listed.startswith(f"Part 2 {PARTS[1]} Shores are read last") and f"Where the Land Ends {chapter}" in listed
    assert not pages[shore].endswith(folios[shore])


def test_contents_and_bookmarks_list_chapters_below_their_part(book: BuildResult) -> None:
    pages, folios = words(book.pdf), labels(book.pdf)
    contents = next(text for text in pages if text.startswith("Contents")).replace(" .", "").replace(".", "")
    opener = folios[next(number for number, text in enumerate(pages) if text.startswith("Part 1"))]
    assert f"1 {PARTS[0]} {opener} The Moon and Its Pull" in contents
    with pikepdf.open(io.BytesIO(book.pdf)) as pdf, pdf.open_outline() as outline:
        plain = str.maketrans("\u00a0", " ")
        marks = {
            item.title.translate(plain): [child.title.translate(plain) for child in item.children]
            for item in outline.root
        }
        assert marks[PARTS[0]] == ["The Moon and Its Pull"] and marks[PARTS[1]] == ["Where the Land Ends"]
        assert "Reading the Gauges" in marks and marks["Author index"] == []
    headings = [element.text.translate(plain) for element in read_tree(book.pdf).all("H1")]
    assert headings.index(PARTS[0]) + 1 == headings.index("The Moon and Its Pull")


def test_offprints_have_the_pages_of_a_book_with_parts(tmp_path: Path, book: BuildResult) -> None:
    offprints = product(written(tmp_path, in_parts()), tmp_path, "offprints")
    first = next(number for number, text in enumerate(words(book.pdf)) if text.startswith("Where the Land Ends"))
    assert labels(offprints.documents[2].data)[2] == labels(book.pdf)[first]


def test_the_only_part_has_no_number_and_a_chapter_without_a_part_stays_in_that_before_it(tmp_path: Path) -> None:
    content = in_parts(policy={"marking": "Draft"})
    del content["volume"]["parts"], content["chapters"][2]["section"]
    made = built(tmp_path, content)
    pages = words(made.pdf)
    opener = next(text for text in pages if text.startswith(PARTS[0]))
    assert "The Moon and Its Pull" in opener and "Where the Land Ends" in opener and "Part 1" not in opener
    assert opener.endswith("Draft")


def test_a_part_of_sixty_chapters_lists_them_all_and_every_folio_is_right(tmp_path: Path) -> None:
    content, sources = workshop(), dict[str, str | bytes]()
    content["chapters"] = content["chapters"][2:]
    for number in range(60):
        name = f"Shore Number {number} and How Its Tides Were Read by Those Who Lived There"
        entry = {"id": f"s{number}", "title": name, "authors": ["okafor"], "source": f"s{number}.rst"}
        content["chapters"].append({**entry, "section": "Shores"})
        sources[f"s{number}.rst"] = f"Shore {number}.\n"
    sources["shore.rst"] = "The shore is short.\n"
    made = built(tmp_path, content, sources)
    pages, folios = words(made.pdf), labels(made.pdf)
    opener = next(number for number, text in enumerate(pages) if text.startswith("Shores Shore Number"))
    first = next(number for number, text in enumerate(pages) if text.startswith("Shore Number 0"))
    assert first % 2 == 0
    listed = " ".join(pages[opener:first]).replace(" .", "").replace(".", "")
    for number in range(60):
        title = f"Shore Number {number} and How Its Tides Were Read by Those Who Lived There"
        there = next(page for page, text in enumerate(pages) if page >= first and text.startswith(title))
        assert f"{title} {folios[there]}" in listed


def test_a_text_of_a_part_in_which_no_chapter_stands_is_told(tmp_path: Path) -> None:
    content = in_parts()
    content["volume"]["parts"] += [{"title": "Of the Mon"}, {"title": PARTS[1]}]
    told = {one.code: one for one in built(tmp_path, content).findings}
    assert "did you mean “Of the Moon”?" in (told["part-empty"].hint or "") and told["part-empty"].place
    assert "listed twice" in told["part-twice"].message


def test_the_front_matter_follows_short_contents_on_the_next_page(book: BuildResult) -> None:
    pages, folios = words(book.pdf), labels(book.pdf)
    contents = next(number for number, text in enumerate(pages) if text.startswith("Contents"))
    assert pages[contents + 1].startswith("Preface") and folios[contents + 1] == "vi"
    preface = pypdfium2.PdfDocument(book.pdf)[contents + 1].get_textpage()
    left = min(preface.get_rect(number)[0] for number in range(preface.count_rects()))
    assert left == pytest.approx(17 * 72 / 25.4, abs=1), "the outer margin of a left-hand page"


def test_short_texts_stand_on_one_page_and_a_long_one_begins_a_page(tmp_path: Path) -> None:
    content = workshop()
    content["volume"]["acknowledgements"] = "Thanks to all."
    content["volume"]["front_matter"] = [
        {"title": "Opening", "text": "Few words."},
        {"title": "A History", "text": "Tides were always read. " * 120},
    ]
    pages = words(built(tmp_path, content).pdf)
    preface = next(text for text in pages if text.startswith("Preface"))
    assert "Opening Few words." in preface and "A History" not in preface
    history = next(number for number, text in enumerate(pages) if text.startswith("A History"))
    thanks = next(text for text in pages[history:] if "Thanks to all." in text)
    assert "Tides were always read." in thanks and "Acknowledgements" in thanks


def test_dates_and_doi_stand_at_the_foot_of_the_opening_page(tmp_path: Path) -> None:
    content = workshop()
    content["chapters"][0] |= {"doi": "10.5555/tides.1", "received": "2026-04-01", "accepted": "2026-05-02"}
    made = built(tmp_path, content)
    document = pypdfium2.PdfDocument(made.pdf)
    opening = words(made.pdf).index(next(text for text in words(made.pdf) if text.startswith("Reading the Gauges")))
    page = document[opening].get_textpage()
    rects = [page.get_rect(number) for number in range(page.count_rects())]
    boxes = {page.get_text_bounded(*rect).strip(): rect for rect in rects}
    dates = next(rect for text, rect in boxes.items() if text.startswith("Received 1 Apr"))
    lowest = min(rect[1] for text, rect in boxes.items() if "Tides are read" in text)
    assert dates[3] < lowest - 5 and dates[1] > 40
    said = words(made.pdf)[opening]
    assert "https://doi.org/10.5555/tides.1" in said and "Tides are read" not in words(made.pdf)[opening - 1]
    order = " ".join(element.text for element in read_tree(made.pdf).all("P"))
    assert order.index("Received") < order.index("Tides are read at night")
