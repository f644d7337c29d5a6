"""`products` in workshop.yaml says what is built, checked and released; an explicit --product says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from minimal_workshop import MINIMAL
from octavo.building.build_workshops import build
from octavo.building.check_workshops import check
from octavo.building.outcomes import BuildRequest, Outcome, OutcomeState
from octavo.building.release_workshops import ReleaseResult, _refuse_long_summary, release
from octavo.findings.finding import TOO_MANY_PAGES, Finding, Severity


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "reports" / "tides" / "workshop.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(MINIMAL.replace("language: en", "language: en\nproducts: [report]"))
    return file


def made(outcomes: tuple[Outcome, ...]) -> list[tuple[str, OutcomeState]]:
    return [(outcome.product, outcome.state) for outcome in outcomes]


def test_what_is_listed_is_built_and_known_from_the_record(source: Path) -> None:
    assert made(build([source], BuildRequest())) == [("report", OutcomeState.BUILT)]
    assert made(build([source], BuildRequest())) == [("report", OutcomeState.UNCHANGED)]
    assert made(build([source], BuildRequest(complete=True))) == [("report", OutcomeState.UNCHANGED)]


def test_a_new_text_in_a_file_builds_again(source: Path) -> None:
    (source.parent / "a.rst").write_text("One.")
    source.write_text(source.read_text() + "annexes:\n  - title: Gauges\n    source: a.rst\n")
    build([source], BuildRequest())
    (source.parent / "a.rst").write_text("Two.")
    assert made(build([source], BuildRequest())) == [("report", OutcomeState.BUILT)]


def test_an_impossible_product_is_told_where_it_is_listed_and_not_built(source: Path) -> None:
    source.write_text(source.read_text().replace("[report]", "[report, volume]"))
    (outcome,) = check([source])
    (found,) = [one for one in outcome.findings if one.severity is Severity.ERROR]
    assert (found.code, found.place and found.place.line) == ("impossible-product", 4)
    assert {outcome.state for outcome in build([source], BuildRequest())} == {OutcomeState.FAULTY}


def test_a_summary_that_is_too_long_is_not_released() -> None:
    finding = Finding(TOO_MANY_PAGES, "words", severity=Severity.WARNING)
    assert [one.code for one in _refuse_long_summary(ReleaseResult(Path("a/w.yaml"), (), (finding,)))] == [
        "not-released"
    ]
    assert _refuse_long_summary(ReleaseResult(Path("a/w.yaml"), (), ())) == []


def test_a_workshop_with_internal_products_alone_has_nothing_to_release(source: Path) -> None:
    source.write_text(MINIMAL.replace("language: en", "language: en\nproducts: [badges]"))
    (released,) = release([source], BuildRequest())
    (refusal,) = released.findings
    assert "for the organizers alone" in refusal.message and "products:" in refusal.hint
    assert released.files == () and not (source.parents[2] / "build" / "tides").exists()
