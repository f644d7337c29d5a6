"""What the benchmarks compare is what Octavo sets: every part and chapter of a book, each in a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from small_volume import workshop, written


@pytest.mark.slow
def test_a_book_is_handed_over_with_all_its_parts_and_chapters(tmp_path: Path) -> None:
    command = [sys.executable, "benchmarks/handed_over.py", str(written(tmp_path, workshop())), "volume"]
    done = subprocess.run([*command, str(tmp_path / "parts")], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 10
    pages = sorted(tmp_path.glob("parts/*/index.html"))
    names = [page.parent.name for page in pages]
    assert names[0].startswith("001-") and len({name.partition("-")[2] for name in names}) == len(names)
    texts = "".join(page.read_text("utf-8") for page in pages)
    for words in ("Reading the Gauges", "The Moon and Its Pull", "Where the Land Ends"):
        assert words in texts
    for page in pages:
        assert all((page.parent / "assets" / one.name).is_file() for one in page.parent.glob("assets/*"))


@pytest.mark.slow
def test_a_simulated_cluster_makes_every_report_once_also_when_nodes_die() -> None:
    command = [sys.executable, "benchmarks/cluster_simulation.py", "--reports", "2000", "--nodes", "4"]
    told = subprocess.run(
        [*command, "--seconds", "10", "--deaths", "20"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    (line,) = [line for line in told.splitlines() if line.startswith("| 10 |")]
    assert int(line.split("|")[-2]) > 0  # some were begun again, and the simulation asserts that none was done twice
