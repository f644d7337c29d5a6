"""What the measure of pages finds on pages made for it, and the bounds that the sample workshops keep."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checkout import ROOT
from typeset_parts import part

SCRIPT = ROOT / "scripts" / "page_quality.py"
SAMPLES = ("specimen", "specimen-fr", "illicit-trafficking-2004")
PHRASE = "All the clocks of the public rooms were wound by hand and set by the signal of the day before noon. "
CSS = "@page { size: 100mm 100mm; margin: 12mm } p { text-align: justify; text-indent: 5mm; widows: 1; orphans: 1 }"
FIGURES = {
    "gap over 5 pt (%)": 5,
    "gap over 10 pt": 0,
    "rivers": 0,
    "ladders": 0,
    "widows": 0,
    "orphans": 0,
    "notes off page": 0,
    "torn labels": 0,
}
"""What the documents of a sample may show, at most. They are short: two loose lines are a few per cent."""


@pytest.fixture(scope="session")
def page_quality() -> Any:
    spec = importlib.util.spec_from_file_location("page_quality", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["page_quality"] = module
    spec.loader.exec_module(module)
    return module


def measured(page_quality: Any, folder: Path, body: str, css: str = "") -> Any:
    (folder / "page.pdf").write_bytes(part(body, f"{CSS} {css}").pdf)
    return page_quality.measure(folder / "page.pdf")


def test_even_paragraphs_have_no_fault(page_quality: Any, tmp_path: Path) -> None:
    found = measured(page_quality, tmp_path, f"<p>{PHRASE * 3}</p><p>{PHRASE * 2}</p>")
    assert len(found.lines) >= 6 and found.paragraphs == 2
    assert all(1.5 < line.gap < 7 for line in found.lines)
    assert not (found.ragged or found.ladders or found.stubs or found.rivers or found.widows or found.orphans)


def test_a_loose_line_and_one_left_ragged_are_found(page_quality: Any, tmp_path: Path) -> None:
    body = f"<p>{PHRASE * 3}Here comes one and {'x' * 30} {PHRASE}</p>"
    assert measured(page_quality, tmp_path, body).wide
    ragged = measured(page_quality, tmp_path, body, ":root { --widest-gap: 0.4em }")
    assert ragged.ragged and not ragged.wide


def test_hyphens_in_a_row_are_a_ladder(page_quality: Any, tmp_path: Path) -> None:
    words = "inter-<br>".join(f"{PHRASE[:24]} and so it went and " for _ in range(5))
    body = f"<p>{PHRASE * 3}</p><p>{words} end.</p>"
    found = measured(page_quality, tmp_path, body, "p { text-align-last: justify }")
    assert len(found.ladders) == 1


def test_a_short_last_line_is_a_stub(page_quality: Any, tmp_path: Path) -> None:
    body = f"<p>{PHRASE * 3}and so<br>on.</p><p>{PHRASE * 2}</p>"
    found = measured(page_quality, tmp_path, body.replace("and so<br>", f"{PHRASE[:43]}<br>"))
    assert [place.text for place in found.stubs] in ([], ["on."])


def test_the_lines_of_a_paragraph_that_are_alone_on_a_page_are_found(page_quality: Any, tmp_path: Path) -> None:
    counts = set()
    for words in range(0, 60, 3):
        paragraphs = f"<p>{PHRASE * 3}{'so it was ' * words}</p>" * 4
        found = measured(page_quality, tmp_path, paragraphs)
        counts |= {"widow"} if found.widows else set()
        counts |= {"orphan"} if found.orphans else set()
        kept = measured(page_quality, tmp_path, paragraphs, "p { widows: 2; orphans: 2 }")
        assert not kept.widows and not kept.orphans
    assert counts == {"widow", "orphan"}


def test_a_page_that_a_paragraph_leaves_is_empty(page_quality: Any, tmp_path: Path) -> None:
    body = f"<h1>One</h1><p>{PHRASE * 9}</p><p>{PHRASE}</p><div style='break-before: page'><p>{PHRASE * 3}</p></div>"
    found = measured(page_quality, tmp_path, f"{body}<h1 style='break-before: page'>Two</h1><p>{PHRASE}</p>")
    assert any(share > page_quality.EMPTY for _, share in found.empty)


def test_the_figures_are_a_table_and_json(
    page_quality: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.pdf").write_bytes(part(f"<p>{PHRASE * 3}</p>", CSS).pdf)
    assert page_quality.main([str(tmp_path / "page.pdf")]) == 0
    assert "justified lines" in capsys.readouterr().out
    assert page_quality.main([str(tmp_path / "page.pdf"), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out).values()
    assert told["figures"]["pages"] == 1 and told["lines"]
    assert page_quality.main([str(tmp_path / "none.pdf")]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_keep_to_the_bounds(page_quality: Any, tmp_path: Path, name: str) -> None:
    shutil.copytree(ROOT / "reports" / name, tmp_path / "reports" / name)
    done = subprocess.run(
        [sys.executable, "-m", "octavo", "build", name, "-q"], cwd=tmp_path, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    for file in sorted((tmp_path / "build" / name).glob("*.pdf")):
        figures = page_quality.measure(file).summarize()
        assert {key: figures[key] for key, most in FIGURES.items() if figures[key] > most} == {}, file.name
