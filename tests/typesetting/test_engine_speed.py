"""Work that is spared leaves no trace: what is typeset is the same to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from checkout import ROOT
from octavo.building.product_pipeline import make_products
from octavo.products.scheduler import ImmediateExecutor
from octavo.project.project_folders import project_of_workshop
from octavo.typesetting import (
    engine_speed,
    prepared_sheets,
    quick_drawing,
    shared_shaping,
    shipped_fonts,
    weasyprint_adapter,
)
from octavo.typesetting.typesetter import typeset
from typeset_parts import job

TRAPS = (Path(__file__).parent / "traps.html").read_text()
WARNED = "@page { size: 80mm 60mm } p { color: var(--ink) } :root { --ink: 12mm }"


def is_known() -> bool:
    with shipped_fonts.isolated_fonts():
        return weasyprint_adapter.is_known_version()


pytestmark = pytest.mark.skipif(not is_known(), reason="another version of WeasyPrint")


@pytest.mark.parametrize("lever", engine_speed.LEVERS, ids=lambda lever: lever.__name__)
def test_each_lever_leaves_the_bytes_as_they_are(lever: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_speed, "LEVERS", ())
    plain = typeset(job(TRAPS, ""))
    monkeypatch.setattr(engine_speed, "LEVERS", (lever,))
    assert typeset(job(TRAPS, "")) == plain and plain.pages > 1


def test_all_levers_together_leave_the_bytes_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = typeset(job(TRAPS, ""))
    monkeypatch.setattr(engine_speed, "LEVERS", ())
    assert typeset(job(TRAPS, "")) == quick


def test_a_prepared_sheet_gives_the_same_pages_as_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    style = "@counter-style stars { system: cyclic; symbols: '*' } ol { list-style: stars } p { color: teal }"
    monkeypatch.setattr(prepared_sheets, "_prepared", {})
    first = typeset(job("<p>One</p><ol><li>two</li></ol>", style))
    assert style in "".join(prepared_sheets._prepared)
    assert typeset(job("<p>One</p><ol><li>two</li></ol>", style)) == first
    with pdfplumber.open(BytesIO(first.pdf)) as document:
        assert "*" in document.pages[0].extract_text()


def test_a_warning_on_a_sheet_is_given_for_each_part() -> None:
    first, second = (typeset(job("<p>Words</p>", WARNED)) for _ in range(2))
    assert [finding.code for finding in first.findings] == ["typesetter-warning"]
    assert second.findings == first.findings


def test_lines_are_kept_and_given_out_as_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    with counted_lines(monkeypatch) as counts:
        typeset(job(TRAPS, ""))
    assert counts["known"] > 100 and not counts["wrong"]


def test_most_lines_are_drawn_from_known_glyphs(monkeypatch: pytest.MonkeyPatch) -> None:
    handed_back, drawn = [], []
    draw = quick_drawing._Drawer.draw

    def watched_draw(drawer: Any, stream: Any, textbox: Any, *args: Any) -> Any:
        drawn.append(textbox.text)
        usual = drawer._draw
        drawer._draw = lambda *usual_args: handed_back.append(textbox.text) or usual(*usual_args)
        try:
            return draw(drawer, stream, textbox, *args)
        finally:
            drawer._draw = usual

    monkeypatch.setattr(quick_drawing._Drawer, "draw", watched_draw)
    typeset(job(TRAPS, ""))
    assert len(drawn) > 100 and len(handed_back) < len(drawn) / 2


@pytest.mark.slow
@pytest.mark.parametrize("product", ["report", "follow-up", "summary", "volume"])
def test_every_line_that_is_known_is_what_the_engine_would_make(product: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = ROOT / "reports" / "specimen" / "workshop.yaml"
    with counted_lines(monkeypatch) as counts:
        (made,) = make_products(
            source, project_of_workshop(source), [product], None, ImmediateExecutor(), lambda *_: None
        )
    assert made.pdf and counts["known"] > 100 and counts["wrong"] == []


@contextmanager
def counted_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Have every line that is known split by the engine as well, and note those that differ."""
    counts: dict[str, Any] = {"known": 0, "wrong": []}
    split, recall = shared_shaping._Shaper.split, shared_shaping._Shaper.recall
    asked: list[Any] = []

    def watched_split(shaper: Any, *args: Any, **keywords: Any) -> Any:
        asked.append((args, keywords))
        try:
            return split(shaper, *args, **keywords)
        finally:
            asked.pop()

    def watched_recall(shaper: Any, *args: Any) -> Any:
        known = recall(shaper, *args)
        if known is not None:
            counts["known"] += 1
            made = shaper._split(*asked[-1][0], **asked[-1][1])
            if known[1:] != made[1:] or known[0].__dict__ != made[0].__dict__ or known[0] is made[0]:
                counts["wrong"].append((asked[-1], known, made))
        return known

    monkeypatch.setattr(shared_shaping._Shaper, "split", watched_split)
    monkeypatch.setattr(shared_shaping._Shaper, "recall", watched_recall)
    yield counts
