"""A recommendation is a card: on paper, for a screen reader, and in Word."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
import yaml

from docx_reader import Word
from immediate_executor import Here
from minimal_workshop import MINIMAL
from octavo.building.product_pipeline import BuildResult, make_products
from octavo.findings.finding import Severity
from octavo.project.project_folders import Project
from structure_tree import read_tree

LONG = "The gauges of the coast are read by people who have never met. " * 9
ACTIONS = [
    {"text": "Ask all harbours", "owner": "Office", "due": "2026-04-30", "status": "done"},
    {"text": "Read the gauges twice", "owner": "Crews", "due": "2026-05-10", "status": "under-way"},
    {"text": "Print the table", "owner": "Office", "due": "2026-12-31", "status": "planned"},
    {"text": "Buy a boat", "owner": "Harbour", "due": "2026-12-31", "status": "dropped"},
]
RECOMMENDATIONS = [
    {
        "id": "R1",
        "title": "One table",
        "text": "One table of tides should be printed.",
        "rationale": LONG,
        "due": "2026-05-15",
        "theme": "Tables",
        "tracking": {
            "status": "in-progress",
            "progress": 40,
            "owner": "Harbour Office",
            "acceptance": "accepted",
            "response": LONG,
            "actions": ACTIONS,
            "next_step": LONG,
            "last_update": "2026-05-20",
        },
    },
    *(
        {
            "id": f"R{number}",
            "title": f"Gauge {number}",
            "text": f"Read gauge {number}.",
            "tracking": {"status": "not-started"},
        }
        for number in (2, 3)
    ),
    {"id": "R4", "title": "A harbour", "text": "Build it.", "theme": "Harbours"},
    {"id": "R5", "title": "A boat", "text": "Paint it."},
]
Maker = Callable[..., dict[str, BuildResult]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuildResult]:
    folder = tmp_path_factory.mktemp("cards")
    data = yaml.safe_load(MINIMAL.replace("country: NO", "country: 'NO'")) | {
        "products": ["follow-up", "docx"],
        "recommendations": RECOMMENDATIONS,
        "report": {"date": "2026-06-30", "cut_off": "2026-06-01", "edition": 1},
    }
    path = folder / "reports" / "tides" / "workshop.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump(data, sort_keys=False))
    products = make_products(path, Project(folder), ("follow-up", "docx"), None, Here(), lambda *_: None)
    return {one.product: one for one in products}


def numbers(made: dict[str, BuildResult]) -> list[tuple[str, int, float]]:
    """Give the large numbers of the cards, with their pages and their distance from the top in points."""
    with pdfplumber.open(io.BytesIO(made["follow-up"].pdf)) as pdf:
        return [
            (word["text"], page.page_number, word["top"])
            for page in pdf.pages
            for word in page.extract_words(extra_attrs=["size"])
            if round(word["size"]) == 26
        ]


def test_the_report_is_made_without_a_warning(made: dict[str, BuildResult]) -> None:
    assert [one for one in made["follow-up"].findings if one.severity is not Severity.ADVICE] == []


def test_a_card_opens_a_page_and_short_ones_share_it(made: dict[str, BuildResult]) -> None:
    (first, *others) = numbers(made)
    assert first[0] == "R1" and first[2] < 100
    assert [name for name, _, _ in others] == ["R2", "R3"], "what nothing is known of has no card"
    assert len({page for _, page, _ in others}) == 1 and others[0][1] > first[1]


@pytest.mark.parametrize("style", ["proceedings", "ministry", "field-station"])
def test_the_lines_of_a_long_title_stand_below_each_other(tmp_path: Path, style: str) -> None:
    title = "Vocational training for those who read the gauges of small harbours and of large ones, day by day"
    long = [{"id": number, "title": title, "text": "Read them."} for number in ("R1", "R10")]
    data = yaml.safe_load(MINIMAL.replace("country: NO", "country: 'NO'")) | {"recommendations": long}
    path = tmp_path / "reports" / "tides" / "workshop.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump(data | {"report": {"date": "2026-06-30"}}, sort_keys=False))
    (report,) = make_products(path, Project(tmp_path), ("report",), style, Here(), lambda *_: None)
    with pdfplumber.open(io.BytesIO(report.pdf)) as pdf:
        lines = [line for page in pdf.pages[2:] for line in page.extract_text_lines(x_tolerance=1)]
    starts: list[list[float]] = []
    for line in lines:
        letters = [letter for letter in line["chars"] if 12.5 < letter["size"] < 13.5]
        if line["text"].startswith("R1"):
            starts.append([])
        if starts and letters:
            starts[-1].append(next(letter["x0"] for letter in letters if letter["text"].strip()))
    assert len(starts) == 2 and min(map(len, starts)) >= 2
    for of_title in starts:
        assert max(of_title) - min(of_title) < 1.5, of_title


def test_a_label_stands_beside_its_words(made: dict[str, BuildResult]) -> None:
    page = numbers(made)[0][1]
    with pdfplumber.open(io.BytesIO(made["follow-up"].pdf)) as pdf:
        words = pdf.pages[page - 1].extract_words()
    (why,) = [word for word in words if word["text"] == "Why"]
    beside = min((word for word in words if word["text"] == "The"), key=lambda word: word["top"])
    assert abs(why["bottom"] - beside["bottom"]) < 2.5
    assert beside["x0"] - why["x0"] == pytest.approx(25 / 25.4 * 72, abs=0.5)


def test_a_screen_reader_says_label_words_and_the_states_of_actions(made: dict[str, BuildResult]) -> None:
    tree = read_tree(made["follow-up"].pdf)
    pairs = {item.all("Lbl")[0].text.strip(): item.all("LBody")[0] for item in tree.all("LI") if item.all("Lbl")}
    assert {"Why", "Actions", "Next step"} <= set(pairs)
    assert "Answer accepted" in pairs
    assert [figure.alt for figure in pairs["Actions"].all("Figure")] == ["done", "under way", "planned", "dropped"]
    rows = [[cell.text.strip() for cell in row.all("TH", "TD")] for row in pairs["Actions"].all("TR")]
    assert rows[0] == ["Ask all harbours", "Office", "30 Apr 2026"]
    assert [row[2].endswith("overdue") for row in rows] == [False, True, False, False]


def test_the_facts_of_a_card_are_a_table_with_heads(made: dict[str, BuildResult]) -> None:
    tables = read_tree(made["follow-up"].pdf).all("Table")
    facts = next(table for table in tables if [head.text.strip() for head in table.all("TH")][:2] == ["Status", "Done"])
    assert [head.text.strip() for head in facts.all("TH")] == ["Status", "Done", "Due", "Responsible"]
    assert [" ".join(cell.text.split()) for cell in facts.all("TD")] == [
        "In progress",
        "40%",
        "15 May 2026 overdue",
        "Harbour Office",
    ]


def test_what_nothing_is_known_of_is_one_list(made: dict[str, BuildResult]) -> None:
    said = " ".join(read_tree(made["follow-up"].pdf).text.split())
    assert said.count("what came of them, is not known.") == 1
    assert "R4A harbourBuild it.Theme: Harbours" in said


def test_word_has_all_of_it_in_its_own_styles(made: dict[str, BuildResult]) -> None:
    (document,) = made["docx"].documents
    word = Word(document.data)
    terms = word.paragraphs("DefinitionTerm")
    assert terms[:3] == ["Why", "Answer : accepted", "Actions"] and terms[-2:] == ["R4", "R5"]
    said = " ".join(" ".join(word.paragraphs()).split())
    assert "done: Ask all harbours" in said and "dropped: Buy a boat" in said and "40%" in said
    assert "One table of tides should be printed." in word.paragraphs("Recommendation")
