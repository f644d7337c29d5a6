"""The tutorial works as it stands: every file, every text and every command of it, in its order, in an empty folder."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import yaml

from checkout import ROOT
from documentation_pages import FENCE, run

TUTORIAL = ROOT / "docs" / "tutorial.md"
COMMENTED = re.compile(r"^# Who was responsible.*?(?=^[a-z])", re.MULTILINE | re.DOTALL)
MOST_TYPED_LINES = 30


def blocks() -> Iterator[tuple[str, str, str]]:
    for found in FENCE.finditer(TUTORIAL.read_text("utf-8")):
        yield found["kind"], found["name"] or "", found["body"]


def typed_lines(block: str) -> list[str]:
    """Give the lines of a YAML block that are not the prose of a text."""
    lines, prose = [], 0
    for line in filter(str.strip, block.splitlines()):
        indent = len(line) - len(line.lstrip())
        if prose and indent >= prose:
            continue
        prose = indent + 2 if line.endswith("|") else 0
        lines.append(line)
    return lines


def write_minutes(path: Path) -> None:
    minutes = docx.Document()
    minutes.add_heading("Minutes of the last day", 1)
    minutes.add_paragraph("The meeting agreed that every harbour keeps a book.")
    minutes.save(str(path))


def test_every_command_of_the_tutorial_works(tmp_path: Path) -> None:
    folder, said = tmp_path, {}
    for kind, name, body in blocks():
        workshop = folder / "reports" / "tides" / "workshop.yaml"
        if name:
            (folder / name).write_text(body, "utf-8")
        elif kind == "yaml" and body.startswith("annexes:"):
            workshop.write_text(f"{workshop.read_text('utf-8')}\n{body}", "utf-8")
        elif kind == "yaml":
            before, after = COMMENTED.split(workshop.read_text("utf-8"))
            workshop.write_text(f"{before}{body}\n{after}", "utf-8")
        for line in body.splitlines() if kind == "console" else ():
            words = shlex.split(line.removeprefix("$ "))
            if words[0] == "mkdir":
                (folder / words[1]).mkdir()
            elif words[0] == "cd":
                folder = folder / words[1]
                write_minutes(folder / "minutes.docx")
            else:
                said[" ".join(words[1:3])] = run(words, folder)
    assert "no problems found" in said["check"] and "nothing to correct" in said["fix --dry-run"]
    made = yaml.safe_load((folder / "reports/tides/workshop.yaml").read_text("utf-8"))
    assert [person["country"] for person in made["people"]] == ["SE", "HR", "NL", "ES"]
    released = {path.name for path in (folder / "build" / "tides").iterdir()}
    assert {"summary.pdf", "report.pdf", "SHA256SUMS"} <= released
    report = pypdfium2.PdfDocument(folder / "build" / "tides" / "report.pdf")
    words = " ".join(page.get_textpage().get_text_range() for page in report)
    assert all(part in words for part in ("every harbour keeps a book", "A century of tides", "Ruiz"))
    assert len(pypdfium2.PdfDocument(folder / "build" / "tides" / "summary.pdf")) == 1


def test_little_is_to_be_typed_beyond_prose() -> None:
    typed = [line for kind, _, body in blocks() if kind == "yaml" for line in typed_lines(body)]
    assert 20 < len(typed) <= MOST_TYPED_LINES, typed
