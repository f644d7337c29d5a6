"""The cover of a book is as wide as its pages make it, says what there is room for, and can be scanned."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pypdfium2
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from immediate_executor import Here
from octavo.building.product_pipeline import make_products
from octavo.findings.finding import Finding, FindingsError, Severity
from octavo.loading.workshop_loader import load_workshop
from octavo.model.printer_profile import Paper
from octavo.product_catalogue import CATALOGUE
from octavo.products.cover_builder import CoverBuilder
from octavo.products.cover_text_fallbacks import TOO_LONG_HINTS
from octavo.products.scheduler import Scheduler
from octavo.products.spine_width import WrapSize, printed_page_count, spine_width
from octavo.project.project_folders import Project
from octavo.rendering.graphics import isbn_barcode
from octavo.typesetting.part_cache import PartCache
from shared_parts import shared_cache
from small_volume import workshop, written
from structure_tree import read_tree

MM = 72 / 25.4
BLURB = "Clocks disagree, and those who keep them had never disagreed in one room."
HOSTILE = "*_|R&D|_* `x` <b>bold</b> {{ 7*7 }} .. raw:: html"
VOLUME = {
    "title": "Time in Common",
    "subtitle": "The Custody of Clocks",
    "editors": ["hansen", "okafor"],
    "year": 2026,
    "series": {"name": "Series of the North", "sub_series": "Clocks", "number": "77"},
    "publisher": {"name": "Harbour Press", "place": "Bergen"},
    "isbns": {"paperback": "978-1-4020-1234-1"},
}


class Covered:
    """A cover that was made for a book of so many pages; panels that other tests have made are taken from there."""

    def __init__(
        self, folder: Path, pages: int, content: dict[str, Any], style: str | None = None, alone: bool = False
    ) -> None:
        project, home = Project(folder), folder / "reports" / "tides"
        home.mkdir(parents=True, exist_ok=True)
        (home / "workshop.yaml").write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
        cover = CoverBuilder(CATALOGUE["cover"], load_workshop(home / "workshop.yaml"), project, style)
        kept = PartCache(None, project, "") if alone else shared_cache(project, "covers")
        scheduler = Scheduler(Here(), kept, project)
        finished = cover.compose().typeset(scheduler).with_book(pages, ()).finish()
        (document,) = finished.documents
        self.pdf, self.expected = document.data, document.expected
        self.findings: list[Finding] = [*cover.log.findings, *finished.findings]
        self.wrap = WrapSize(*(self.expected.trim or (0, 0)), self.expected.spine or 0)

    @property
    def faults(self) -> list[str]:
        return [finding.message for finding in self.findings if finding.severity is not Severity.ADVICE]

    def words(self) -> str:
        page = pypdfium2.PdfDocument(self.pdf)[0]
        return " ".join(page.get_textpage().get_text_bounded().split())

    def letters(self) -> list[dict[str, Any]]:
        with pdfplumber.open(io.BytesIO(self.pdf)) as pdf:
            return [letter for letter in pdf.pages[0].chars if letter["text"].strip()]

    def on_spine(self) -> list[dict[str, Any]]:
        """Find the letters between the folds."""
        left, right = self.wrap.folds
        return [letter for letter in self.letters() if left < (letter["x0"] + letter["x1"]) / 2 < right]

    def spine_words(self) -> str:
        return "".join(letter["text"] for letter in self.on_spine())


def described(volume: dict[str, Any] | None = None, press: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    content = {**workshop(), "volume": {**VOLUME, **(volume or {})}, **more}
    content["volume"] = {key: value for key, value in content["volume"].items() if value is not None}
    return {**content, "press": press} if press else content


def printer(folder: Path, text: str) -> None:
    (folder / "profiles").mkdir(exist_ok=True)
    (folder / "profiles" / "own.yaml").write_text(f"label: Own\nstandard: screen\n{text}\n")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Covered:
    return Covered(tmp_path_factory.mktemp("usual"), 240, described(press={"blurb": BLURB}))


# Its measures


@given(st.integers(1, 2000), st.floats(40, 300), st.floats(0.5, 2.5), st.floats(0, 5))
def test_a_spine_is_as_thick_as_the_leaves_and_two_boards(pages: int, grams: float, bulk: float, board: float) -> None:
    paper = Paper(grammage=grams, bulk=bulk)
    leaves = (pages + 1) // 2
    assert spine_width(pages, paper, board) == pytest.approx(leaves * grams * bulk / 1000 + 2 * board)


def test_two_hundred_pages_of_book_paper_are_eleven_millimetres_thick() -> None:
    assert spine_width(200, Paper(grammage=90, bulk=1.25)) == pytest.approx(11.25)
    assert [printed_page_count(pages, 8) for pages in (1, 8, 9)] == [8, 8, 16]


@pytest.mark.parametrize(
    ("pages", "multiple", "grammage", "bulk", "board", "spine"),
    [
        (4, 2, 80, 1.25, 0, 0.2),
        (100, 2, 90, 1.25, 0, 5.63),
        (301, 8, 115, 1.75, 0, 30.59),
        (640, 16, 80, 1.3, 2.5, 38.28),
    ],
)
def test_the_page_is_two_trims_and_the_spine_wide(
    tmp_path: Path, pages: int, multiple: int, grammage: float, bulk: float, board: float, spine: float
) -> None:
    printer(tmp_path, f"multiple: {multiple}\nboard: {board}")
    press = {"profile": "own", "paper": {"grammage": grammage, "bulk": bulk}}
    made = Covered(tmp_path, pages, described(press=press))
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        (page,) = pdf.pages
        sides = [float(side) / MM for side in page.MediaBox]
    assert sides == pytest.approx([0, 0, 320 + spine, 240], abs=0.1)
    assert made.expected.spine == pytest.approx(spine, abs=0.1)
    assert [fold / MM for fold in made.wrap.folds] == pytest.approx([160, 160 + spine], abs=0.1)


def test_the_paper_of_the_printer_is_taken_where_the_workshop_names_none(tmp_path: Path) -> None:
    printer(tmp_path, "multiple: 2\npaper: { grammage: 200, bulk: 1 }")
    assert Covered(tmp_path, 100, described(press={"profile": "own"})).expected.spine == pytest.approx(10)


def test_a_printer_that_is_not_known_is_told_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        Covered(tmp_path, 100, described(press={"profile": "nobody"}))
    (found,) = caught.value.findings
    assert found.code == "unknown-profile" and found.place is not None and found.place.line > 1


def test_the_style_of_the_book_is_that_of_its_cover(tmp_path: Path) -> None:
    made = Covered(tmp_path, 240, described({"style": "proceedings-a4"}))
    assert made.expected.trim == pytest.approx((210, 297))


# Its look


@pytest.mark.parametrize("style", ["proceedings", "ministry", "field-station"])
def test_paint_that_reaches_the_edge_goes_ten_millimetres_beyond_it(tmp_path: Path, style: str) -> None:
    made = Covered(tmp_path, 240, described(), style)
    over = 10 * MM
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        page = pdf.pages[0]
        x0, y0, x1, y1 = (float(side) for side in page.MediaBox)
        page.MediaBox = pikepdf.Array([x0 - over, y0 - over, x1 + over, y1 + over])
        larger = io.BytesIO()
        pdf.save(larger)
    picture = pypdfium2.PdfDocument(larger.getvalue())[0].render(scale=1).to_pil().convert("RGB")
    inner = 12 * MM
    for x, y in ((1, 1), (picture.width - 2, 1), (1, picture.height - 2), (picture.width - 2, picture.height - 2)):
        inside = (min(max(x, inner), picture.width - inner), min(max(y, inner), picture.height - inner))
        assert picture.getpixel((x, y)) == picture.getpixel(tuple(map(round, inside)))
    assert (255, 255, 255) not in {
        picture.getpixel((x, y)) for x in range(picture.width) for y in (1, picture.height - 2)
    }


def test_no_word_comes_near_trim_or_folds(usual: Covered) -> None:
    left, right = (fold / MM for fold in usual.wrap.folds)
    on_spine = {(letter["x0"], letter["top"]) for letter in usual.on_spine()}
    for letter in usual.letters():
        x0, x1, top, bottom = (letter[side] / MM for side in ("x0", "x1", "top", "bottom"))
        assert top >= 14 and bottom <= 240 - 14
        if (letter["x0"], letter["top"]) not in on_spine:
            first, last = (14, left - 14) if x0 < left else (right + 14, usual.wrap.width - 14)
            assert first <= x0 and x1 <= last, letter["text"]


# What it says


def test_a_volume_says_what_it_is_on_front_spine_and_back(usual: Covered) -> None:
    words = usual.words()
    for said in (
        "Time in Common", "The Custody of Clocks", "Kari Hansen", "Series of the North", "Volume 77", "Harbour Press",
        "30 March – 1 April 2026", BLURB, "ISBN 978-1-4020-1234-1",
    ):  # fmt: skip
        assert said in words
    assert usual.faults == []


def _light(colour: tuple[float, ...]) -> float:
    parts = colour * 3 if len(colour) == 1 else colour
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("style", ["proceedings", "ministry", "field-station"])
def test_every_word_stands_out_from_the_board(tmp_path: Path, style: str) -> None:
    """Read from the page: a rule of another sheet may have reached words of the cover by the name of a class."""
    content = described({"style": style, "isbns": None}, {"blurb": BLURB})
    made = Covered(tmp_path, 240, content, style)
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        page = pdf.pages[0]
        grounds = [rect for rect in page.rects if rect["fill"] and rect["width"] >= page.width]
        for letter in page.chars:
            middle = (letter["top"] + letter["bottom"]) / 2
            (*_, ground) = [rect for rect in grounds if rect["top"] <= middle <= rect["bottom"]]
            pair = sorted((_light(letter["non_stroking_color"]), _light(ground["non_stroking_color"])))
            assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (letter["text"], letter["non_stroking_color"])


def test_the_front_stands_on_the_right_and_the_back_on_the_left(usual: Covered) -> None:
    page = pypdfium2.PdfDocument(usual.pdf)[0].get_textpage()
    left, right = usual.wrap.folds
    front, back = (page.get_text_bounded(left=a, right=b) for a, b in ((right, usual.wrap.width * MM), (0, left)))
    assert "edited by" in front and "edited by" not in back
    assert "Clocks disagree" in back and "ISBN" in back and "ISBN" not in front


def test_a_workshop_without_a_volume_has_the_cover_of_its_report(tmp_path: Path) -> None:
    content = described(press=None, summary={"executive": f"*{BLURB}* So much for that. [#]_\n\nMore.\n\n.. [#] Note."})
    for key in ("volume", "chapters", "index_terms"):
        content.pop(key)
    content["policy"] = {"disclaimer": "Views.", "marking": "Unclassified"}
    content["report"] = {
        "date": "2026-09-30", "cut_off": "2026-08-31", "publisher": "Harbour Authority", "isbn": "978-1-4020-1234-1",
    }  # fmt: skip
    made = Covered(tmp_path, 64, content)
    for said in ("Reading the Tides", "Follow-up report", "Unclassified", "Harbour Authority", "Edition 1"):
        assert said in made.words()
    assert f"{BLURB} So much for that." in made.words() and "More." not in made.words()


def test_where_little_is_known_little_is_said(tmp_path: Path) -> None:
    bare = {key: None for key in VOLUME if key not in ("title", "editors")}
    made = Covered(tmp_path, 240, described(bare))
    assert "ISBN" not in made.words() and "None" not in made.words() and made.faults == []


@pytest.mark.parametrize("title", [HOSTILE, "X" * 500, "Comparison and custody " * 21, "W"])
def test_any_title_is_printed_whole_on_the_front(tmp_path: Path, title: str) -> None:
    made = Covered(tmp_path, 240, described({"title": title.strip(), "subtitle": title.strip()}))
    page = pypdfium2.PdfDocument(made.pdf)[0].get_textpage()
    front = page.get_text_bounded(left=made.wrap.folds[1], right=made.wrap.width * MM)
    assert "".join(front.split()).count("".join(title.split())) >= 1
    assert {finding.code for finding in made.findings} <= {"cover-shortened"}


def test_the_title_is_large_and_breaks_at_its_colon(tmp_path: Path) -> None:
    made = Covered(tmp_path, 240, described({"title": "Time in Common: The Custody of Clocks", "subtitle": None}))
    lines: dict[float, str] = {}
    for letter in made.letters():
        if letter["x0"] > made.wrap.folds[1]:
            lines[round(letter["size"], 1)] = lines.get(round(letter["size"], 1), "") + letter["text"]
    largest, second = sorted(lines, reverse=True)[:2]
    assert 40 <= largest <= 44 and lines[largest] == "TimeinCommon" and lines[second] == "TheCustodyofClocks"


@pytest.mark.parametrize("word", ["Internationalization", "Donaudampfschifffahrtsgesellschaft", "WWWWWWWWWWWWWWW"])
def test_a_long_word_of_the_title_is_not_broken(tmp_path: Path, word: str) -> None:
    made = Covered(tmp_path, 240, described({"title": f"The {word} of Clocks", "subtitle": None}))
    tops = {
        round(letter["top"])
        for letter in made.letters()
        if letter["x0"] > made.wrap.folds[1] and letter["size"] > 13 and letter["top"] < 100 * MM
    }
    page = pypdfium2.PdfDocument(made.pdf)[0].get_textpage()
    assert word in page.get_text_bounded(left=made.wrap.folds[1]).split() and len(tops) <= 4


SESSIONS = [{"title": f"Session {hour}", "start": f"{hour}:30"} for hour in range(10, 18)]
DAYS = {"days": [{"date": "2026-03-30", "sessions": SESSIONS}]}


def drawn(made: Covered) -> list[dict[str, Any]]:
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        return [one for one in pdf.pages[0].curves if one["width"] > 4 * MM]


def test_the_figure_has_a_clock_for_each_session_and_is_no_content(tmp_path: Path) -> None:
    made = Covered(tmp_path, 240, described(press={"blurb": BLURB}, programme=DAYS))
    rings = drawn(made)
    assert len(rings) == len(SESSIONS)
    left, right = made.wrap.folds[1] + 14 * MM, (made.wrap.width - 14) * MM
    assert all(left <= ring["x0"] and ring["x1"] <= right for ring in rings)
    under = [word for word in made.letters() for ring in rings if _meet(word, ring)]
    assert under == [] and "a clock for each session" in made.words()
    assert [element.alt for element in read_tree(made.pdf).all("Figure")] == ["ISBN 978-1-4020-1234-1"]


def test_where_the_words_leave_no_room_there_is_no_figure_and_none_is_explained(tmp_path: Path) -> None:
    title = "Comparison and custody of clocks " * 6
    (tmp_path / "styles").mkdir()
    style = '@import "proceedings.css";\n:root { --trim-width: 108mm; --trim-height: 150mm }\n'
    (tmp_path / "styles" / "own.css").write_text(style)
    made = Covered(tmp_path, 240, described({"title": title.strip()}, {"spine_title": "Clocks"}, programme=DAYS), "own")
    assert drawn(made) == [] and "a clock for each session" not in made.words() and made.faults == []


def picture(folder: Path, width: int, height: int) -> None:
    (folder / "reports" / "tides").mkdir(parents=True)
    Image.new("RGB", (width, height), (200, 30, 30)).save(folder / "reports" / "tides" / "front.png")


def test_a_picture_takes_the_place_of_the_figure_and_goes_beyond_the_trim(tmp_path: Path) -> None:
    picture(tmp_path, 2000, 1200)
    cover = {"picture": "front.png", "alt": "A red wall", "credit": "K. Hansen"}
    made = Covered(tmp_path, 240, described(programme=DAYS, cover=cover))
    page = pypdfium2.PdfDocument(made.pdf)[0].render(scale=1).to_pil().convert("RGB")
    red = Image.new("RGB", page.size, (200, 30, 30))
    x0, top, x1, bottom = ImageChops.difference(page, red).convert("L").point(lambda grey: 255 * (grey < 8)).getbbox()
    assert x0 == pytest.approx(made.wrap.folds[1], abs=1) and x1 == page.width
    assert [word for word in made.letters() if _meet(word, {"x0": x0, "x1": x1, "top": top, "bottom": bottom})] == []
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        assert pdf.pages[0].images[0]["x1"] >= (made.wrap.width + 3) * MM
    assert drawn(made) == [] and "Cover picture: K. Hansen" in made.words() and made.faults == []
    assert "A red wall" in [element.alt for element in read_tree(made.pdf).all("Figure")]


def test_a_picture_of_too_few_pixels_is_told_with_the_number_that_it_needs(tmp_path: Path) -> None:
    picture(tmp_path, 400, 300)
    made = Covered(tmp_path, 240, described(cover={"picture": "front.png"}))
    (found,) = [one for one in made.findings if one.code == "coarse-cover"]
    assert found.place is not None and found.place.line > 1 and "pixels to the inch at 163" in found.message
    needed = re.search(r"at least (\d+) × (\d+) pixels", found.hint or "")
    assert needed
    better = tmp_path / "better"
    picture(better, int(needed[1]), int(needed[2]))
    assert Covered(better, 240, described(cover={"picture": "front.png"})).faults == []
    assert "A red wall" not in [element.alt for element in read_tree(made.pdf).all("Figure")]


def test_a_formula_in_the_title_has_the_colour_of_the_title(tmp_path: Path) -> None:
    volume = {**VOLUME, "title": "Clocks and :math:`x_{10}`"}
    made = Covered(tmp_path, 200, described(volume))
    page = pypdfium2.PdfDocument(made.pdf)[0].render(scale=1).to_pil().convert("L")
    front = page.crop((page.width // 2 + 20, 0, page.width, page.height))
    assert front.getextrema()[0] > 40


def test_many_editors_fit_in_smaller_type_or_are_told_to_be_missing(tmp_path: Path) -> None:
    people = [{"id": f"p{n}", "given": "Alexandra " * 15, "family": f"Hohenstein-{n}"} for n in range(50)]
    content = described({"editors": [person["id"] for person in people]})
    content["people"] += people
    made = Covered(tmp_path, 240, content)
    assert "only one name is printed: there is no space on the front of the cover" in made.faults
    assert "Hohenstein-0 et al." in made.words() and "Hohenstein-3" not in made.words()


LONG = "Series on the science of measurement "
BACKS = {
    "a number and no words about the book": ({}, None, None),
    "one word about the book": ({}, None, "Clocks."),
    "many words about the book": ({}, None, "Some words about the book. " * 80),
    "more words than any back has room for": ({}, None, "Some words about the book. " * 110),
    "a number of ten digits": ({"isbns": {"paperback": "0-306-40615-2"}}, None, None),
    "a number and little else": (dict.fromkeys(("subtitle", "series", "publisher", "editors")), None, None),
    "no number": ({"isbns": None}, None, "Some words about the book. " * 20),
    "nothing at all": (dict.fromkeys(("isbns", "subtitle", "series", "publisher", "editors")), None, None),
    "a small page": ({}, (108, 175), None),
    "a small page of long names": (
        {
            "series": {"name": LONG * 13, "sub_series": LONG * 8, "number": "7"},
            "publisher": {"name": LONG * 5, "place": LONG * 3},
        },
        (108, 175),
        "Some words about the book. " * 80,
    ),
    "a broad page": ({}, (240, 160), "Some words about the book. " * 80),
    "a large page": ({}, (297, 420), "Some words about the book. " * 80),
}


@pytest.mark.parametrize("pages", [16, 900])
@pytest.mark.parametrize("back", BACKS)
def test_every_back_has_room_for_what_it_must_bear(tmp_path: Path, back: str, pages: int) -> None:
    volume, trim, blurb = BACKS[back]
    style = None
    if trim:
        (tmp_path / "styles").mkdir()
        sizes = f":root {{ --trim-width: {trim[0]}mm; --trim-height: {trim[1]}mm }}"
        (tmp_path / "styles" / "own.css").write_text(f'@import "proceedings.css";\n{sizes}\n')
        style = "own"
    made = Covered(tmp_path, pages, described(volume, {"blurb": blurb.strip()} if blurb else None), style)
    assert {finding.code for finding in made.findings} <= {"cover-shortened", "thin-spine"}
    assert ("Proceedings of" in made.words()) and ("ISBN" in made.words()) is (volume.get("isbns", True) is not None)
    apart(made)


def apart(made: Covered) -> None:
    """See that the bar code lies on the back, within its margins, and on no word."""
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        page = pdf.pages[0]
        white = [one for one in page.rects if one["non_stroking_color"] in ((1, 1, 1), (1,)) and one["width"] > 30 * MM]
        words = page.extract_words()
    for box in white:
        assert (
            box["x0"] > 15 * MM and box["x1"] < made.wrap.folds[0] - 15 * MM and box["bottom"] < page.height - 15 * MM
        )
        under = [
            one["text"] for one in words if _meet(one, box) and not re.fullmatch(r"ISBN(-10)?|[-0-9X ]+", one["text"])
        ]
        assert under == []


def _meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    beside = one["x1"] <= other["x0"] or other["x1"] <= one["x0"]
    return not beside and not (one["bottom"] <= other["top"] or other["bottom"] <= one["top"])


def test_what_has_no_room_is_told_with_what_can_be_shortened(tmp_path: Path) -> None:
    style = ":root { --trim-width: 75mm; --trim-height: 100mm }"
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.css").write_text(f'@import "proceedings.css";\n{style}\n')
    with pytest.raises(FindingsError) as raised:
        Covered(tmp_path, 240, described(), "own")
    (found,) = raised.value.findings
    panel = next(name for name in TOO_LONG_HINTS if f"the {name} of the cover" in found.message)
    assert found.hint == TOO_LONG_HINTS[panel]


def test_a_name_too_long_for_the_band_is_cut_and_told(tmp_path: Path) -> None:
    series = {"name": ("Series on the science of measurement " * 14)[:500], "sub_series": "Clocks " * 60, "number": "7"}
    made = Covered(tmp_path, 240, described({"series": series}))
    assert any(message.endswith("is cut short: there is no space on the band of the cover") for message in made.faults)


# The spine


@pytest.mark.parametrize("pages", [40, 104, 112, 240, 480, 1060])
def test_words_stand_on_a_spine_that_has_room_and_inside_it(tmp_path: Path, pages: int) -> None:
    made = Covered(tmp_path, pages, described())
    left, right = made.wrap.folds
    assert ("Time" in made.spine_words()) == (made.wrap.spine >= 6)
    assert ("thin-spine" in {finding.code for finding in made.findings}) == (made.wrap.spine < 6)
    picture = pypdfium2.PdfDocument(made.pdf)[0].render(scale=4).to_pil().convert("L")
    spine = picture.crop((round(4 * left), round(4 * 45 * MM), round(4 * right), picture.height))
    columns = [
        x for x in range(spine.width) if len(set(spine.crop((x, 0, x + 1, spine.height)).get_flattened_data())) > 1
    ]
    if made.wrap.spine >= 6:
        before, after = columns[0] / 4 / MM, (spine.width - 1 - columns[-1]) / 4 / MM
        assert min(before, after) >= 1.4 and before == pytest.approx(after, abs=1)
    else:
        assert columns == []


def test_a_spine_bears_names_title_and_series_from_its_head(usual: Covered) -> None:
    assert usual.spine_words() == "Hansen·OkaforTimeinCommonSeriesoftheNorth77"
    tops = [letter["top"] for letter in usual.on_spine()]
    assert tops == sorted(tops)


def test_a_broad_french_spine_loses_nothing_at_its_foot(tmp_path: Path) -> None:
    made = Covered(tmp_path, 400, described(language="fr"))
    assert made.spine_words() == "TimeinCommonHansen·Okafor—SeriesoftheNorth77"


def test_a_french_spine_is_read_from_its_foot(tmp_path: Path) -> None:
    made = Covered(tmp_path, 240, described(language="fr"))
    tops = [letter["top"] for letter in made.on_spine()]
    assert made.spine_words().startswith("Hansen") and tops == sorted(tops, reverse=True)


@pytest.mark.parametrize(
    ("title", "said", "told"),
    [
        (f"{'Time in Common and All That ' * 3}Is Left to Us", "77", "“Series of the North” is omitted"),
        (
            f"{'Time in Common and All That ' * 4}Is Left",
            "Left",
            "“Series of the North 77” and “Hansen · Okafor” are omitted",
        ),
        ("Time in Common and All That " * 9, "…", "the title is cut to “Time in Common"),
    ],
)
def test_what_has_no_room_on_the_spine_is_left_out_and_told(tmp_path: Path, title: str, said: str, told: str) -> None:
    made = Covered(
        tmp_path, 240, described({"title": title.strip(), "series": {"name": "Series of the North", "number": "77"}})
    )
    assert made.spine_words().endswith(said)
    (found,) = [finding for finding in made.findings if finding.code == "cover-shortened"]
    assert told in found.message and found.message.endswith("there is no space on the spine of the cover")


def test_a_short_title_for_the_spine_is_taken(tmp_path: Path) -> None:
    made = Covered(tmp_path, 240, described({"title": "Time " * 90}, {"spine_title": "Times"}))
    assert "Times" in made.spine_words() and made.faults == []


# The bar code

# The widths of bars and spaces of each digit; set B of the left half is set A from right to left, and the right half is
# set A with bars and spaces changed about (ISO/IEC 15420, table 1).
WIDTHS = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
FIRST = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")


def modules(widths: str, dark: bool) -> str:
    drawn = ""
    for width in widths:
        drawn += ("1" if dark else "0") * int(width)
        dark = not dark
    return drawn


LEFT = {
    "A": [modules(widths, dark=False) for widths in WIDTHS],
    "B": [modules(widths[::-1], dark=False) for widths in WIDTHS],
}
RIGHT = [modules(widths, dark=True) for widths in WIDTHS]


def decoded(bars: list[tuple[float, float]]) -> str:
    """Read an EAN-13 symbol from the left edges and widths of its bars, as a scanner does."""
    left, right = min(x for x, _ in bars), max(x + width for x, width in bars)
    module = (right - left) / 95
    dark = [any(x <= left + (n + 0.5) * module <= x + width for x, width in bars) for n in range(95)]
    pattern = "".join("1" if one else "0" for one in dark)
    assert pattern[:3] == pattern[-3:] == "101" and pattern[45:50] == "01010"
    codes = [pattern[3 + 7 * n : 10 + 7 * n] for n in range(6)]
    sets = "".join("A" if code in LEFT["A"] else "B" for code in codes)
    digits = [str(FIRST.index(sets)), *(str(LEFT[name].index(code)) for name, code in zip(sets, codes, strict=True))]
    return "".join([*digits, *(str(RIGHT.index(pattern[50 + 7 * n : 57 + 7 * n])) for n in range(6))])


@given(st.integers(0, 10**9 - 1), st.sampled_from(["978", "979"]))
def test_every_isbn_is_drawn_as_a_scanner_reads_it(number: int, prefix: str) -> None:
    digits = f"{prefix}{number:09}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    whole = f"{digits}{-total % 10}"
    drawn = re.findall(
        r'<rect x="([\d.]+)" y="0" width="([\d.]+)" height="[\d.]+" fill="#000"/>', isbn_barcode.draw_barcode(whole)
    )
    assert decoded([(float(x), float(width)) for x, width in drawn]) == whole


@pytest.mark.parametrize(
    ("isbn", "whole", "lines"),
    [
        ("978-1-4020-1234-1", "9781402012341", ["ISBN 978-1-4020-1234-1"]),
        ("1402022107", "9781402022104", ["ISBN-10 1-4020-2210-7", "ISBN 978-1-4020-2210-4"]),
        ("0-8044-2957-X", "9780804429573", ["ISBN-10 0-8044-2957-X", "ISBN 978-0-8044-2957-3"]),
    ],
)
def test_the_bars_on_the_page_are_those_of_the_isbn(tmp_path: Path, isbn: str, whole: str, lines: list[str]) -> None:
    made = Covered(tmp_path, 240, described({"isbns": {"paperback": isbn}}))
    assert all(line in made.words() for line in lines)
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        painted = pdf.pages[0].rects
    bars = [bar for bar in painted if bar["non_stroking_color"] in ((0, 0, 0), (0,), 0) and bar["height"] > 20 * MM]
    assert decoded([(bar["x0"], bar["width"]) for bar in bars]) == whole
    left, right = min(bar["x0"] for bar in bars), max(bar["x1"] for bar in bars)
    module = (right - left) / 95
    assert 0.8 * 0.33 <= module / MM <= 0.331
    around = [panel for panel in painted if panel["non_stroking_color"] in ((1, 1, 1), (1,), 1)]
    assert any(
        panel["x0"] <= left - 11 * module + 0.01 and panel["x1"] >= right + 7 * module - 0.01
        and panel["top"] <= bars[0]["top"] and panel["bottom"] >= bars[0]["bottom"]
        for panel in around
    )  # fmt: skip
    digits = "".join(letter["text"] for letter in made.letters() if letter["top"] > bars[0]["bottom"] - 3 * MM)
    assert whole in digits


def test_what_is_no_isbn_is_told_and_not_drawn(tmp_path: Path) -> None:
    (tmp_path / "templates" / "cover").mkdir(parents=True)
    (tmp_path / "templates" / "cover" / "back.rst").write_text(".. container:: panel back\n\n   .. barcode:: 12345\n")
    with pytest.raises(FindingsError):
        Covered(tmp_path, 240, described())


def test_the_isbn_of_another_binding_is_printed_with_a_warning(tmp_path: Path) -> None:
    made = Covered(tmp_path, 240, described({"isbns": {"hardback": "978-1-4020-1234-1"}}))
    assert made.faults == ["the cover is for a paperback, but only the hardback has an ISBN, which is printed"]
    printer(tmp_path, "board: 2.5")
    hard = described({"isbns": {"hardback": "978-1-4020-1234-1", "paperback": "1402022107"}}, {"profile": "own"})
    made = Covered(tmp_path, 240, hard)
    assert made.faults == [] and "978-1-4020-1234-1" in made.words() and "case-wrap" in {f.code for f in made.findings}


# As a document


def test_a_cover_is_read_aloud_from_its_front_and_claims_what_the_books_claim(usual: Covered) -> None:
    tree = read_tree(usual.pdf)
    said = " ".join(" ".join(element.text.split()) for element in tree.all("P"))
    assert said.index("edited by") < said.index("Clocks disagree")
    assert [element.alt for element in tree.all("Figure")] == ["ISBN 978-1-4020-1234-1"]
    with pikepdf.open(io.BytesIO(usual.pdf)) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
        assert bool(pdf.Root.MarkInfo.Marked) and b"pdfuaid:part" in metadata and b"pdfaid:conformance" in metadata
        assert str(pdf.docinfo.Title) == "Time in Common: Cover" and "Hansen" in str(pdf.docinfo.Author)


def test_the_same_book_gives_the_same_bytes(usual: Covered, tmp_path: Path) -> None:
    assert Covered(tmp_path, 240, described(press={"blurb": BLURB}), alone=True).pdf == usual.pdf


def test_the_cover_is_made_after_its_book_and_by_its_pages(tmp_path: Path) -> None:
    file = written(tmp_path, described(press={"paper": {"grammage": 200, "bulk": 2}}))
    project = Project(tmp_path)
    cover, book = make_products(file, project, ("cover", "volume"), None, Here(), lambda *_words: None)
    (alone,) = make_products(file, project, ("cover",), None, Here(), lambda *_words: None)
    assert (cover.product, book.product) == ("cover", "volume") and cover.pdf == alone.pdf
    assert cover.documents[0].expected.spine == pytest.approx(printed_page_count(book.pages, 8) / 2 * 0.4)
    assert set(book.inputs) <= set(alone.inputs)


def test_there_is_no_cover_of_a_book_that_could_not_be_made(tmp_path: Path) -> None:
    content = described()
    content["chapters"] = []
    file = written(tmp_path, content)
    (cover,) = make_products(file, Project(tmp_path), ("cover",), None, Here(), lambda *_words: None)
    assert cover.documents == () and "the volume has no chapters" in [finding.message for finding in cover.findings]
