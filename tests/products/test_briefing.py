"""The summary as a reader holds it: its band, its grid, what is read aloud in which order, and its odd cases."""

from __future__ import annotations

import io
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
import yaml

from immediate_executor import Here
from minimal_workshop import MINIMAL
from octavo.building.product_pipeline import BuildResult, make_products
from octavo.findings.finding import Severity
from octavo.project.project_folders import Project
from structure_tree import Element, read_tree

MM = 72 / 25.4
FOUND = ["Tides are late.", "Gauges are few.", "Keepers are kind.", "Boats are wet."]
LATE = {
    "id": "R1",
    "title": "One gauge",
    "text": "Buy **one** gauge.",
    "addressees": ["harbour"],
    "due": "2026-10-01",
    "tracking": {"status": "in-progress", "progress": 40, "next_step": "Ask for offers."},
}
DONE = {
    "id": "R2",
    "text": "Write it down.",
    "tracking": {"status": "implemented", "last_update": "2026-09-01", "evidence": [{"title": "Log"}]},
}
REPORT = {"date": "2027-03-01", "cut_off": "2027-02-28", "doi": "10.5555/tides.1", "identifier": "TIDES/2"}


def make(folder: Path, **changes: Any) -> BuildResult:
    data = {**yaml.load(MINIMAL, yaml.BaseLoader), **changes}
    file = folder / "reports" / "tides" / "workshop.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))
    (made,) = make_products(file, Project(folder), ("summary",), None, Here(), lambda *_: None)
    assert [one for one in made.findings if one.severity is Severity.ERROR] == []
    return made


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    summary = {"executive": "It met.", "findings": FOUND, "key_message": "Read **them**.", "why": "Ships run aground."}
    people = {"participants": 14, "countries": 3}
    return make(
        tmp_path_factory.mktemp("followed"),
        summary=summary,
        participation=people,
        recommendations=[LATE, DONE],
        report=REPORT,
    )


def paragraphs(made: BuildResult) -> list[str]:
    return [" ".join(one.text.split()) for one in read_tree(made.pdf).all("P", "H1", "H2", "LBody", "Figure")]


def place_of(words: list[str], beginning: str) -> int:
    return next(number for number, said in enumerate(words) if said.startswith(beginning))


def test_the_band_runs_over_three_edges_of_the_sheet_and_is_48_mm_high(followed: BuildResult) -> None:
    with pdfplumber.open(io.BytesIO(followed.pdf)) as pdf:
        page = pdf.pages[0]
        dark = [box for box in page.rects if box["fill"] and box["width"] > page.width]
        assert min(box["x0"] for box in dark) < -3 * MM and max(box["x1"] for box in dark) > page.width + 3 * MM
        assert min(box["top"] for box in dark) < -3 * MM
        assert max(box["bottom"] for box in dark) == pytest.approx(48 * MM, abs=1 * MM)


def test_a_page_is_read_from_the_band_to_the_numbers_and_decorations_are_not(followed: BuildResult) -> None:
    said = paragraphs(followed)
    order = [
        "Reading the Tides",
        "One of two recommendations is carried out; one is open and late. Read **them**.",
        "Status of the two recommendations on 28 February 2027. A triangle marks what is overdue.",
        "What was found",
        "What now needs a decision",
        "R1 One gauge. Ask for offers.",
        "Why it matters",
        "Summary",
        "14 people from 3 countries",
        "1 recommendation overdue: R1",
        "Co-director Kari Hansen (Norway)",
        "Full report doi.org/10.5555/tides.1",
        "Recommendations of the meeting",
        "Further finding",
        "Disclaimer",
    ]
    places = [place_of(said, words) for words in order]
    assert places == sorted(places)
    strip, code = read_tree(followed.pdf).all("Figure")
    assert strip.alt.startswith("Recommendations by status on 28 February 2027")
    assert code.alt == "QR code of the address https://doi.org/10.5555/tides.1"


def test_findings_and_decisions_stand_beside_the_numbers(followed: BuildResult) -> None:
    with pdfplumber.open(io.BytesIO(followed.pdf)) as pdf:
        words = {word["text"]: word for word in pdf.pages[0].extract_words()}
    assert words["late."]["x1"] < (18 + 114) * MM < words["countries"]["x0"]
    assert words["countries"]["x1"] < (210 - 18) * MM


def test_every_page_bears_the_edition_at_its_foot(followed: BuildResult) -> None:
    with pdfplumber.open(io.BytesIO(followed.pdf)) as pdf:
        for page in pdf.pages:
            assert "TIDES/2 · Edition 1, 1 March 2027" in page.extract_text().split("\n")[-1]


ODD = {
    "no recommendations": {"recommendations": []},
    "no recommendation among its sections": {
        "recommendations": [LATE],
        "report": REPORT,
        "sections": {"summary": ["summary", "participants"]},
    },
    "nothing known": {"recommendations": [{"id": "R1", "text": "Do."}], "report": {"date": "2027-03-01"}},
    "no title of their own": {
        "recommendations": [{"id": "R1", "text": "Do:\n\n- one\n- two", "due": "2026-10-01"}],
        "report": REPORT,
    },
    "wide sections first": {"sections": {"summary": ["recommendations", "summary"]}},
    "a section of their own": {"sections": {"summary": [{"title": "Own", "text": "Words.\n\n- a\n- b"}, "summary"]}},
    "a long title": {"event": {"type": "workshop", "title": "W " * 120, "start": "2026-03-30", "end": "2026-04-01"}},
    "chatham house": {
        "policy": {"attribution": "chatham-house", "disclaimer": "d"},
        "participants": [{"person": "hansen"}],
    },
    "in French": {"language": "fr", "recommendations": [LATE, DONE], "report": REPORT},
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_not_known_leaves_no_trace(tmp_path: Path, case: str) -> None:
    made = make(tmp_path, **deepcopy(ODD[case]))
    said = paragraphs(made)
    whole = " ".join(said)
    assert not re.search(r"None|not stated|not known\b(?!\.)|· ·|·$", whole)
    if "no recommendation" in case:
        assert not re.search(r"R1|carried out|open", whole) and not read_tree(made.pdf).all("Figure")[1:]
    if case == "chatham house":
        assert "Hansen" not in whole
    if case == "in French":
        assert "Une des deux recommandations est mise en œuvre" in whole
        assert not re.search(r"overdue|\bdue\b|carried|What|report\b|Next", whole)


def test_sixty_recommendations_are_all_there_once(tmp_path: Path) -> None:
    many = [{**deepcopy(LATE), "id": f"R{number}", "text": f"Do {number} of these."} for number in range(1, 61)]
    made = make(tmp_path, recommendations=many, report=REPORT)
    tree: Element = read_tree(made.pdf)
    labels = [re.match(r"R\d+", item.text) for item in tree.all("L")[-1].all("LI")]
    whole = " ".join(" ".join(one.text.split()) for one in tree.all("LBody"))
    assert labels and all(whole.count(f"Do {number} of these.") == 1 for number in range(1, 61))
    assert "None of the sixty recommendations is carried out; sixty are open and late." in " ".join(paragraphs(made))
