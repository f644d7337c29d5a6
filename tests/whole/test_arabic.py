"""A workshop in Arabic runs from right to left as a whole: its pages, what stands on them, and what readers copy."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pypdfium2
import pytest

from docx_reader import W, Word
from octavo.cli.main import run_command
from structure_tree import read_tree

SAMPLE = Path(__file__).parent / "arabic"
POINTS_PER_MM = 72 / 25.4
TITLE = "ما آلت إليه التوصيات"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample's products; return the folder that holds them."""
    home = tmp_path_factory.mktemp("arabic")
    shutil.copytree(SAMPLE, home / "reports" / "arabic")
    (home / "octavo.yaml").touch()
    products = [word for name in ("summary", "follow-up", "volume", "docx") for word in ("--product", name)]
    assert run_command(["build", str(home / "reports" / "arabic"), *products]) == 0
    return home / "build" / "arabic"


@pytest.fixture(scope="module")
def report(built: Path) -> bytes:
    return (built / "follow-up.pdf").read_bytes()


@pytest.fixture(scope="module")
def pages(report: bytes) -> Iterator[list[pdfplumber.page.Page]]:
    with pdfplumber.open(BytesIO(report)) as pdf:
        yield pdf.pages


@pytest.mark.parametrize("product", ["summary", "follow-up", "volume"])
def test_viewers_are_told_the_language_and_that_pages_follow_from_the_right(built: Path, product: str) -> None:
    with pikepdf.open(built / f"{product}.pdf") as pdf:
        assert pdf.Root.Lang == "ar" and pdf.Root.ViewerPreferences.Direction == "/R2L"


def test_text_is_copied_in_reading_order(report: bytes, built: Path) -> None:
    document = pypdfium2.PdfDocument(report)
    assert TITLE in document[4].get_textpage().get_text_bounded()
    if program := shutil.which("pdftotext"):
        told = subprocess.run(
            [program, "-f", "5", "-l", "5", built / "follow-up.pdf", "-"], capture_output=True, text=True
        )
        plain = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", told.stdout)
        assert TITLE in plain and "جميع القنوات" not in plain[::-1]


def test_a_screen_reader_reads_words_and_numbers_as_they_were_written(report: bytes) -> None:
    said = " ".join(read_tree(report).text.split())
    assert "هامش الخطأ (±5%)" in said and "ISO 4375:2014" in said
    assert "ينبغي اتباع طريقة واحدة في القياس:" in said


def words_at(page: pdfplumber.page.Page, letters: str) -> list[float]:
    """Return where the drawn letters of a text in Latin letters or figures begin, from the left, in points."""
    found = page.search(re.escape(letters))
    return [one["x0"] for one in found]


def test_a_recto_is_a_left_hand_page_with_its_folio_at_the_left(pages: list[pdfplumber.page.Page]) -> None:
    # Page 3 of the text is a recto, page 4 a verso; the outer margin is 60 mm wide, the inner one 25 mm.
    recto, verso = pages[6], pages[7]
    for page, side in ((recto, "left"), (verso, "right")):
        folio = min(page.chars, key=lambda one: one["top"])
        head = [one for one in page.chars if one["top"] < folio["top"] + 8]
        figures = [one["x0"] for one in head if one["text"].isdecimal()]
        middle = page.width / 2
        assert (min(figures) < middle) == (side == "left")
    right_edge = max(one["x1"] for one in recto.chars if one["top"] > 80)
    assert recto.width - right_edge == pytest.approx(25 * POINTS_PER_MM, abs=2)


def test_columns_stand_in_order_from_the_right(pages: list[pdfplumber.page.Page]) -> None:
    # The table of all recommendations: number, share done.
    (number,) = words_at(pages[6], "R6")
    shares = words_at(pages[6], "100%")
    assert max(shares[:1]) < number


def test_contents_lead_from_the_title_at_the_right_to_the_folio_at_the_left(pages: list[pdfplumber.page.Page]) -> None:
    number, folio = words_at(pages[2], "R1")[0], min(one["x0"] for one in pages[2].chars)
    dots = [one["x0"] for one in pages[2].chars if one["text"] == "." and one["size"] < 8]
    assert folio < min(dots) < max(dots) < number


def test_charts_begin_at_the_right(pages: list[pdfplumber.page.Page]) -> None:
    strip = [words_at(pages[4], name)[0] for name in ("R1", "R3", "R2", "R5", "R4", "R6")]
    assert strip == sorted(strip, reverse=True)


def test_numbers_and_addresses_within_arabic_stay_in_order(pages: list[pdfplumber.page.Page]) -> None:
    for written in ("+968 25 410 000", "https://doi.org/10.5555/aflaj.report", "office@aflaj.example.org"):
        assert words_at(pages[1], written), written


def test_a_chapter_from_the_left_stands_on_the_same_pages_as_the_others(built: Path) -> None:
    with pdfplumber.open(built / "volume.pdf") as pdf:
        page = next(page for page in pdf.pages if "Each of 74 galleries" in page.extract_text())
        # A recto: the spine is at its right, and the outer margin of 17 mm at its left; the inner one is 18 mm wide.
        assert page.page_number % 2
        assert min(one["x0"] for one in page.chars) == pytest.approx(17 * POINTS_PER_MM, abs=1)


def test_word_runs_from_the_right_too(built: Path) -> None:
    word = Word((built / "follow-up.docx").read_bytes())
    paragraphs = list(word.body.iter(f"{W}p"))
    assert all(one.find(f"{W}pPr/{W}bidi") is not None for one in paragraphs if "التوصيات" in "".join(one.itertext()))
    tables = list(word.body.iter(f"{W}tblPr"))
    assert tables and all(table.find(f"{W}bidiVisual") is not None for table in tables)
    assert all(section.find(f"{W}bidi") is not None for section in word.body.iter(f"{W}sectPr"))
    runs = [("".join(run.itertext()), run.find(f"{W}rPr/{W}rtl") is not None) for run in word.body.iter(f"{W}r")]
    assert ("Reading Old Galleries", False) in runs
    assert all(back for text, back in runs if re.search("[\u0621-\u064a]", text))
