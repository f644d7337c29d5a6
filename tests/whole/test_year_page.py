"""The page on the year between two editions works as it stands: every file and every command of it, in its order."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pypdfium2

from checkout import ROOT
from documentation_pages import FENCE, run
from octavo.follow_up.answer_sheets import SheetColumn, make_answer_sheets
from octavo.follow_up.workbook_writer import Cell, Workbook, write_workbook
from octavo.importers.tables.table_reader import read_tables

PAGE = ROOT / "docs" / "through-the-year.md"
ANSWERS = {
    "survey": {"R1": {"status": "Implemented", "date": "10.2.2027", "evidence": "Table of levels"}},
    "harbour": {"R4": {"status": "In progress", "date": "2027-02-01", "progress": "30"}},
}


def answer(workshop: Path, folder: Path) -> None:
    """Fill in the sheets as their addressees do."""
    columns = [str(column) for column in SheetColumn]
    for name, answers in ANSWERS.items():
        data = make_answer_sheets(workshop, date(2027, 2, 28), False).files[f"{name}.xlsx"]
        rows = [list(row.cells) for row in read_tables(Path("a.xlsx"), data, keeps_lines=True)[0].rows]
        for row in rows:
            for column, words in answers.get(row[0], {}).items():
                row[columns.index(column)] = words
        cells = [[Cell(words) for words in row] for row in rows]
        (folder / f"{name}.xlsx").write_bytes(write_workbook(Workbook("Answers", cells, [12] * len(columns), 4)))


def test_every_command_of_the_page_works(tmp_path: Path) -> None:
    workshop = tmp_path / "reports" / "gauges" / "workshop.yaml"
    workshop.parent.mkdir(parents=True)
    printed = {}
    for found in FENCE.finditer(PAGE.read_text("utf-8")):
        if found["name"]:
            (tmp_path / found["name"]).write_text(found["body"], "utf-8")
        elif found["kind"] == "yaml":
            before, rest = workshop.read_text("utf-8").split("report:\n")
            workshop.write_text(f"{before}{found['body']}report:\n{rest}", "utf-8")
        for line in found["body"].splitlines() if found["kind"] == "console" else ():
            words = shlex.split(line.removeprefix("$ "))
            if words[1:3] == ["import", "answers"]:
                answer(workshop, tmp_path) if "--dry-run" in words else None
            printed[" ".join(words[1:])] = run(words, tmp_path)
    assert "1 implemented" in printed["status"] and "1 withdrawn" in printed["status"]
    assert "Answers: 2, of which 2 change" in printed["import answers survey.xlsx harbour.xlsx"]
    assert "no problems found" in printed["check"]
    run(["octavo", "verify", "build/gauges/editions/1"], tmp_path)
    told = pypdfium2.PdfDocument(tmp_path / "build" / "gauges" / "follow-up.pdf")
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in told).split())
    for said in (
        "The meeting made three recommendations. Two were added later.",
        "Split into R4 and R5",
        "Withdrawn, 1 Dec 2026",
        "New, in place of R2, 5 Nov 2026 (now: in progress)",
    ):
        assert said in words.replace("- ", "") or said in words, said
