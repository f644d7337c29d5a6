"""A part is taken from what is kept only if it was made of the same: all fields of its job count, and every byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from octavo.chapters.author_pdf.pdf_placement import AuthorPdfJob, TypeArea
from octavo.chapters.chapter_job import ChapterJob
from octavo.chapters.numbering import LabelTarget
from octavo.docx.word_styles import WordPage, WordStyles
from octavo.findings.finding import Finding, Place
from octavo.model.rest_text import Rest
from octavo.pdf.metadata.document_metadata import Metadata
from octavo.products.chapter_files import ChapterFilesJob
from octavo.project.project_folders import Project
from octavo.rendering.graphics.charts.chart_style import ChartStyle
from octavo.typesetting.cache_key import compute_cache_key, encode_value
from octavo.typesetting.stylesheets import StyleSheets
from octavo.typesetting.typeset_job import Style, TypesetJob

ROOT = Path("/project")
PART = TypesetJob(
    "part", "<p>Words", (Style("page.css", "p {}"),), {"a.png": b"bytes"}, is_running_heads=True, margins=False
)
CHAPTER = ChapterJob(
    name="c-moon",
    root=ROOT / "reports" / "tides",
    path=ROOT / "reports" / "tides" / "moon.rst",
    data=b"The moon",
    bibliography=((ROOT / "tides.bib", b"@book{a}"),),
    facts={"chapter": {"title": Rest("The Moon"), "names": ["Hansen"], "number": 1, "missing": ""}},
    language="en",
    title="The Moon",
    templates=(ROOT / "templates",),
    sheets=StyleSheets(
        (Style("page.css", "p {}"),), ChartStyle("svg {}"), (ROOT / "styles" / "page.css",), {"fonts/a.ttf": b"face"}
    ),
    house="proceedings",
    citation_style="apa",
    terms=("moon",),
    others={"level": LabelTarget("c-gauges-level", "1", "Equation 1", "equation")},
    without={"a.pdf": Finding("any", "is unfit", Place(ROOT / "moon.rst", 3))},
)
JOBS = (
    PART,
    CHAPTER,
    AuthorPdfJob("c-a", "a.pdf", b"%PDF-", TypeArea(1, 2, 3, 4, 5, 6, 7, 8), "Title", ("Hansen",), ("moon",), "Okafor"),
    ChapterFilesJob(
        CHAPTER, "hansen", WordStyles("styles", WordPage(*range(1, 12))),
        Metadata("T", "en", datetime(2026, 1, 1, tzinfo=UTC)),
        ("verso", "recto"), "Draft",
    ),
)  # fmt: skip
LEFT_OUT = {"sheets.files", "chapter.sheets.files"}
"""Fields that need not count, each with a reason where it is defined."""


def key(job: Any) -> str:
    return str(job.cache_key("same", Project(ROOT).path_label))


def changed(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Give every way to change a value in one place, with the name of the place."""
    if isinstance(value, Enum):
        yield at, next(one for one in type(value) if one is not value)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            for place, other in changed(getattr(value, field.name), f"{at}.{field.name}".lstrip(".")):
                yield place, replace(value, **{field.name: other})
    elif isinstance(value, Mapping):
        yield at, {}
        yield at, {**value, "more": 1}
        for name, one in value.items():
            yield from ((place, {**value, name: other}) for place, other in changed(one, at))
    elif isinstance(value, (tuple, list)):
        yield at, type(value)((*value, *value)) if value else type(value)(("more",))
        for number, one in enumerate(value):
            for place, other in changed(one, at):
                yield place, type(value)((*value[:number], other, *value[number + 1 :]))
    else:
        yield at, _other(value)


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, bytes):
        return value + b"."
    if isinstance(value, date):
        return value.replace(year=value.year + 1)
    return value / "more" if isinstance(value, Path) else "a value" if value is None else type(value)(f"{value}.")


@pytest.mark.parametrize("job", JOBS, ids=lambda job: type(job).__name__)
def test_a_change_of_any_field_changes_the_key(job: Any) -> None:
    before, seen = key(job), set()
    for place, other in changed(job):
        assert (key(other) == before) is (place in LEFT_OUT), place
        seen.add(place.partition(".")[0])
    assert seen == {field.name for field in fields(job)} and key(replace(job)) == before


def test_running_heads_and_a_style_of_citations_have_keys_of_their_own() -> None:
    assert key(PART) != key(replace(PART, is_running_heads=False))
    assert key(CHAPTER) != key(replace(CHAPTER, citation_style="chicago-author-date"))
    assert key(CHAPTER) != key(replace(CHAPTER, path=CHAPTER.path.parent / "other" / "moon.rst"))


def test_values_that_look_alike_are_told_apart_and_unknown_ones_are_refused() -> None:
    alike: list[Any] = ["1", 1, 1.5, True, None, b"1", ("1",), {"1": "1"}, Rest("1"), Path("1"), [["1"]], [("1", "1")]]
    assert len({compute_cache_key(one, name=str) for one in alike}) == len(alike)
    with pytest.raises(TypeError, match="object"):
        encode_value(object(), str)


def test_a_project_keeps_its_keys_where_it_is_moved() -> None:
    there = Path("/elsewhere")
    moved = replace(CHAPTER, root=there / "reports" / "tides", path=there / "reports" / "tides" / "moon.rst")
    moved = replace(moved, bibliography=((there / "tides.bib", b"@book{a}"),), templates=(there / "templates",))
    moved = replace(moved, without={"a.pdf": Finding("any", "is unfit", Place(there / "moon.rst", 3))})
    assert moved.cache_key("same", Project(there).path_label) == key(CHAPTER)
