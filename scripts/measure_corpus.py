"""Compare preflight with the verdicts of the veraPDF corpus, and name each file on which they differ.

The corpus is not part of this project: get it from https://github.com/veraPDF/veraPDF-corpus and name its folder. Each
of its files fails or passes one rule, as its name says, of the standard that its folder names.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from octavo.findings.finding import Severity
from octavo.model.printer_profile import CheckName, Profile, Standard
from octavo.preflight.run_checks import run_preflight

_STANDARD = re.compile(r"PDF_(A|UA)-(\w+)")
_VERDICT = re.compile(r"-(pass|fail)-")
_SCREEN = Profile(label="Screen", standard=Standard.SCREEN)
_KINDS = ("agree", "false alarm", "silent miss", "fails without an error")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How preflight's verdict on a file compares with the corpus's, and what preflight says."""

    path: Path
    standard: str
    kind: str
    says: str


def main() -> int:
    """Print the agreement for each standard, and each file on which the verdicts differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the corpus, or a part of it")
    parser.add_argument("--jobs", type=int, default=2, help="the number of processes (2)")
    options = parser.parse_args()
    files = sorted(path for path in options.folder.resolve().rglob("*.pdf") if _is_test_file(path))
    if not files:
        parser.error(f"{options.folder} contains no files of the corpus")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=context) as executor:
        compared = list(executor.map(compare_file, files, chunksize=8))
    sys.stdout.writelines(f"{line}\n" for line in format_comparisons(compared))
    return 0


def _is_test_file(path: Path) -> bool:
    return bool(_VERDICT.search(path.name)) and bool(_STANDARD.search(str(path)))


def compare_file(path: Path) -> Comparison:
    """Check a file, and compare the result with the verdict in its name."""
    family, number = _STANDARD.findall(str(path))[-1]
    check = CheckName.ARCHIVE if family == "A" else CheckName.ACCESS
    report = run_preflight(path.read_bytes(), _SCREEN)
    found = [one for one in report.found if one.check is check or not report.readable]
    failed = any(one.severity is Severity.ERROR for one in found)
    doubted = bool(found)
    if "-pass-" in path.name:
        kind = "false alarm" if failed else "agree"
    else:
        kind = "agree" if failed else "fails without an error" if doubted else "silent miss"
    says = "; ".join(f"[{one.condition}] {one.message}" for one in found if failed <= (one.severity is Severity.ERROR))
    return Comparison(path, f"PDF/{family}-{number}", kind, says)


def format_comparisons(compared: list[Comparison]) -> Iterator[str]:
    """Yield the lines of the report."""
    for kind in _KINDS[1:]:
        for one in compared:
            if one.kind == kind:
                yield f"{kind}: {one.path.parent.name}/{one.path.name}: {one.says[:200]}"
    for standard in sorted({one.standard for one in compared}):
        counted = Counter(one.kind for one in compared if one.standard == standard)
        total = counted.total()
        parts = ", ".join(f"{counted[kind]} {kind}" for kind in _KINDS)
        yield f"{standard}: {total} files, {parts} ({counted['agree'] / total:.1%})"


if __name__ == "__main__":
    sys.exit(main())
