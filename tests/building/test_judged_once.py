"""A volume is judged once: a build takes over what was found of pages that did not change, and says the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immediate_executor import Here
from octavo.building.product_pipeline import BuildResult, make_products
from octavo.preflight import page_checks
from octavo.preflight.verdict_store import VerdictStore
from octavo.project.project_folders import Project
from octavo.typesetting.part_cache import open_part_cache
from small_volume import CHAPTERS, paper, workshop, written

Sources = dict[str, str | bytes]


def build(folder: Path, content: dict[str, Any], sources: Sources, is_from_nothing: bool = False) -> BuildResult:
    file, project = written(folder, content, sources), Project(folder)
    with open_part_cache(folder / "build", "tides.parts", project, "test") as kept:
        verdicts = VerdictStore(kept.folder, "test", is_from_nothing=is_from_nothing)
        (made,) = make_products(file, project, ("volume",), None, Here(), lambda *_words: None, kept, verdicts=verdicts)
        if not is_from_nothing:
            verdicts.save()
    return made


def assert_built_alike(folder: Path, content: dict[str, Any], sources: Sources) -> None:
    taken, fresh = (build(folder, content, sources, is_from_nothing) for is_from_nothing in (False, True))
    assert (taken.pdf, taken.findings, taken.error) == (fresh.pdf, fresh.findings, None)


def with_paper() -> dict[str, Any]:
    content = workshop()
    content["chapters"].append({"id": "paper", "title": "Words", "authors": ["hansen"], "source": "paper.pdf"})
    return content


def test_a_build_reads_only_the_pages_that_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    content = page_checks.content_reader.read_page_content

    def count(*given: Any) -> Any:
        read.append(given[1])
        return content(*given)

    monkeypatch.setattr(page_checks.content_reader, "read_page_content", count)
    first = build(tmp_path, workshop(), {})
    all_read = len(read)
    assert first.pages - 2 <= all_read <= first.pages, "blank pages are alike"
    read.clear()
    shore = CHAPTERS["shore"].replace("short", "long")
    second = build(tmp_path, workshop(), {"shore.rst": shore})
    assert second.pdf != first.pdf and 0 < len(read) < first.pages / 2
    read.clear()
    assert build(tmp_path, workshop(), {"shore.rst": shore}, is_from_nothing=True).pdf == second.pdf
    assert len(read) == all_read


@pytest.mark.slow
@settings(max_examples=12)
@given(
    st.lists(st.tuples(st.sampled_from(["gauges", "moon", "shore", "paper", "order"]), st.integers(0, 9)), max_size=4)
)
def test_random_edits_are_judged_as_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int]]
) -> None:
    folder, content = tmp_path_factory.mktemp("edits"), with_paper()
    sources: Sources = {"paper.pdf": paper("Words by Hansen")}
    assert_built_alike(folder, content, sources)
    for what, number in edits:
        if what == "paper":
            sources["paper.pdf"] = paper(f"Words by Hansen, {number}")
        elif what == "order":
            content["chapters"].insert(number % 4, content["chapters"].pop())
        else:
            sources[f"{what}.rst"] = CHAPTERS[what] + "\nOne word more, and another one.\n" * number
        assert_built_alike(folder, content, sources)
