"""Findings that have one cause in several documents."""

from __future__ import annotations

from pathlib import Path

from octavo.findings.finding import Finding, Place, Severity, merge_by_cause

PLACE = Place(Path("workshop.yaml"), 9, 3)
WORDS = "the font CMEX10 does not define the characters of its codes"


def found(documents: str, words: str = WORDS, place: Place | None = PLACE) -> Finding:
    message = f"{documents}: {words}" if documents else words
    return Finding("fonts", message, place, "export it again", Severity.WARNING, documents=documents)


def test_one_cause_is_told_once_with_all_documents_that_show_it() -> None:
    (merged,) = merge_by_cause([found("volume.pdf, pages 22–24"), found("offprints/2.pdf, pages 4–6")])
    assert merged.message == f"volume.pdf, pages 22–24; offprints/2.pdf, pages 4–6: {WORDS}"
    assert (merged.place, merged.hint, merged.severity) == (PLACE, "export it again", Severity.WARNING)


def test_other_causes_and_other_places_stay_apart() -> None:
    several = (
        found("volume.pdf, page 1"),
        found("volume.pdf, page 9", place=Place(Path("workshop.yaml"), 12, 3)),
        found("offprints/2.pdf, page 1", "the page is blank"),
    )
    assert merge_by_cause(several) == several


def test_findings_without_a_place_are_not_merged_but_told_once_each() -> None:
    volume, offprint = found("volume.pdf", place=None), found("offprints/2.pdf", place=None)
    assert merge_by_cause([volume, offprint, volume]) == (volume, offprint)
