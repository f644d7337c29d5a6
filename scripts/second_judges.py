"""Have PDFs judged by two programs that are not ours: page-validation and outloud.

scripts/second_judges.py build/specimen/volume.pdf

page-validation judges what a file claims (PDF/A-1 to 3, PDF/UA-1). outloud judges how a screen reader reads it. Each
fault is printed on a line; exit status 1 if there is any.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import outloud
import page
import pikepdf

ACCEPTED = {
    "FIG-012": "the alternative text of a bar code is the number that it stands for",
    "MATH-010": "the alternative text of a formula is its author's TeX, which screen readers can be taught",
    "ORD-001": "marks of lists and notes are painted last, but stand before their text in the tags",
    "PAG-001": "the DOI at the foot of each chapter's opening page is content of that chapter",
    "TBL-013": "two tables follow each other, each with a caption, which is not seen as text between them",
    "TBL-014": "the rows of a chart are ruled; it is one figure, whose alternative text says all that it shows",
    "TBL-010": "a small table with a head and named rows has more header cells than others",
}
"""Rules of outloud that our documents break, with the reason why that is left so."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the faults of each PDF that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdf", type=Path, nargs="+")
    faults = [f"{pdf}: {fault}" for pdf in parser.parse_args(arguments).pdf for fault in list_faults(pdf)]
    print("\n".join(faults), end="\n" if faults else "")
    return bool(faults)


def list_faults(pdf: Path) -> Iterator[str]:
    """Yield what both programs say of a file, but for what is accepted."""
    claimed = list_claims(pdf)
    for profile in claimed:
        for failure in page.validate_pdf(pdf, profile=profile).failures:
            yield f"{profile}: {failure.message} ({failure.rule_id})"
    if "ua1" in claimed:
        for finding in outloud.check(str(pdf), skip=list(ACCEPTED)).findings:
            # An e-mail address need not be a link.
            if not (finding.rule == "LNK-010" and "@" in str(finding.evidence)):
                yield f"page {finding.page}: {finding.message} ({finding.rule})"


def list_claims(pdf: Path) -> tuple[str, ...]:
    """Return the profiles of page-validation that a file claims to meet."""
    with pikepdf.open(pdf) as opened, opened.open_metadata() as packet:
        accessible = "ua1" if packet.get("pdfuaid:part") == "1" else ""
        return tuple(filter(None, (packet.pdfa_status.lower(), accessible)))


if __name__ == "__main__":
    raise SystemExit(main())
