"""What page-validation and outloud, which are not ours, say of our PDFs."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checkout import ROOT
from octavo.building.build_workshops import build
from octavo.building.outcomes import BuildRequest
from pdf_ua_documents import changed, document

JUDGES = runpy.run_path(str(ROOT / "scripts" / "second_judges.py"))
list_faults: Callable[[Path], Iterator[str]] = JUDGES["list_faults"]


def test_a_document_that_has_one_of_everything_keeps_its_claims(tmp_path: Path) -> None:
    (tmp_path / "made.pdf").write_bytes(document())
    assert JUDGES["list_claims"](tmp_path / "made.pdf") == ("3a", "ua1")
    assert list(list_faults(tmp_path / "made.pdf")) == []


def test_what_is_taken_away_is_missed(tmp_path: Path) -> None:
    with changed(lambda pdf: pdf.Root.__delitem__("/Lang")) as opened:
        opened.save(tmp_path / "made.pdf")
    assert any("ua1: " in fault for fault in list_faults(tmp_path / "made.pdf"))


@pytest.mark.slow
@pytest.mark.parametrize("workshop", [path.name for path in sorted((ROOT / "reports").iterdir())])
def test_every_pdf_of_the_samples_keeps_its_claims(workshop: str, tmp_path: Path) -> None:
    products = ("summary", "follow-up", "volume", "offprints", "cover") if workshop == "specimen" else ()
    source = ROOT / "reports" / workshop / "workshop.yaml"
    made = build([source], BuildRequest(products=products, output=tmp_path))
    files = [file for outcome in made for file in outcome.files if file.suffix == ".pdf"]
    assert files
    assert {file.name: list(list_faults(file)) for file in files} == {file.name: [] for file in files}
