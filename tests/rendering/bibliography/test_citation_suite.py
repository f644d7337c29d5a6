"""The public test suite of CSL, where it is at hand: what fails is known, with its cause."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from checkout import ROOT

SUITE = Path(os.environ.get("OCTAVO_CORPORA") or ROOT.parent / "shared" / "corpora") / "csl" / "suite.tar.xz"
SCRIPT = ROOT / "scripts" / "measure_citations.py"


@pytest.mark.slow
@pytest.mark.skipif(not SUITE.exists(), reason="the suite is not here")
def test_what_fails_of_the_suite_is_known(tmp_path: Path) -> None:
    with tarfile.open(SUITE) as packed:
        packed.extractall(tmp_path, filter="data")
    done = subprocess.run([sys.executable, str(SCRIPT), str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"(\d+) of (\d+) cases pass", done.stdout)
    assert found and int(found[1]) / int(found[2]) > 0.9


def test_every_known_failure_has_one_line_and_a_cause() -> None:
    lines = [line.split("\t") for line in (ROOT / "scripts" / "citation_failures.tsv").read_text("utf-8").splitlines()]
    assert lines == sorted(lines) and len({name for name, _ in lines}) == len(lines)
    assert all(cause for _, cause in lines)
