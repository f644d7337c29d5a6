"""The page on reports in two languages works as it stands: its file, and every command of it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pypdfium2

from checkout import ROOT
from documentation_pages import FENCE, run

PAGE = ROOT / "docs" / "two-languages.md"


def read_pdf(path: Path) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)).split())


def test_every_command_of_the_page_works(tmp_path: Path) -> None:
    printed = {}
    for found in FENCE.finditer(PAGE.read_text("utf-8")):
        if found["name"]:
            (tmp_path / found["name"]).parent.mkdir(parents=True)
            (tmp_path / found["name"]).write_text(found["body"], "utf-8")
        for line in found["body"].splitlines() if found["kind"] == "console" else ():
            words = shlex.split(line.removeprefix("$ "))
            printed[" ".join(words[1:])] = run(words, tmp_path)
    assert "no problems found" in printed["check marees"]
    assert "verified as released" in printed["verify build/marees"]
    assert "summary.fr.pdf" in printed["build marees --language fr"]
    assert "summary.pdf" not in printed["build marees --language fr"]
    home = tmp_path / "build" / "marees"
    english, french = read_pdf(home / "follow-up.pdf"), read_pdf(home / "follow-up.fr.pdf")
    assert "Reading the Tides" in english and "10–12 September 2026" in english
    assert "Lire les marées" in french and "10–12 septembre 2026" in french and "Anvers" in french
    assert "978-1-4020-1234-1" in english and "978-1-4020-1234-1" not in french
    assert "[en]" not in french and "Capitainerie du port" in french
    assert (tmp_path / "build/marees.ask/2027-02-28/harbour.fr.xlsx").is_file()
