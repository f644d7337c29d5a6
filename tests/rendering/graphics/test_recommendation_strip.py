"""The strip of recommendations: where cells and labels lie, and what it says."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from octavo.language.translator import get_translator
from octavo.rendering.graphics.charts.chart_style import ChartStyle, legible_colour, resolve_properties
from octavo.rendering.graphics.charts.drawn_chart import draw_chart
from octavo.rendering.graphics.charts.recommendation_strip import RecommendationStrip, StripGroup, cut_start
from octavo.rendering.graphics.charts.svg_elements import text_width

ENGLISH = get_translator("en")
SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("implemented", "partially-implemented", "in-progress", "not-started", "closed", "unknown")
LABELS = ("Implemented", "In part", "In progress", "Not started", "Closed", "Unknown")


def strip(counts: list[int], name: str = "R{}", overdue: tuple[int, ...] = ()) -> RecommendationStrip:
    groups, number = [], 0
    for label, kind, count in zip(LABELS, KINDS, counts, strict=True):
        names = tuple(name.format(number + index + 1) for index in range(count))
        groups += [StripGroup(label, kind, names, str(count))] if count else []
        number += count
    late = frozenset(name.format(one) for one in overdue)
    return RecommendationStrip("Recommendations by status", tuple(groups), late, "Overdue")


def drawings(one: RecommendationStrip, width: float = 1000, tall: float = 1100) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<all>{draw_chart(one, ENGLISH, ChartStyle('', width), tall)}</all>"))


def texts(row: ElementTree.Element, kind: str) -> list[tuple[float, str]]:
    shown = [one for one in row.iter(f"{SVG}text") if kind in one.get("class", "").split()]
    return [(float(one.get("x", "")), "".join(one.itertext())) for one in shown]


def test_twelve_recommendations_go_in_one_row_of_a_page_and_say_their_status() -> None:
    one = strip([3, 2, 2, 2, 2, 1], overdue=(4, 7))
    (picture,) = drawings(one)
    (row,) = picture.findall(f"{SVG}g")
    assert [said for _, said in texts(row, "label")] == [
        "3 Implemented", "2 In part", "2 In progress", "2 Not started", "2 Closed", "1 Unknown",
    ]  # fmt: skip
    assert [name for _, name in texts(row, "cell-name")] == [f"R{number}" for number in range(1, 13)]
    assert len(row.findall(f".//{SVG}polygon")) == 2
    assert one.description(ENGLISH) == (
        "Recommendations by status: Implemented 3 (R1, R2 and R3); In part 2 (R4 and R5); In progress 2 (R6 and R7); "
        "Not started 2 (R8 and R9); Closed 2 (R10 and R11); Unknown 1 (R12); Overdue 2 (R4 and R7)."
    )
    assert picture.findtext(f"{SVG}title") == one.description(ENGLISH)


@settings(deadline=None, max_examples=60)
@given(
    some.lists(some.integers(0, 25), min_size=6, max_size=6),
    some.sampled_from([600, 1000, 1392]),
    some.sampled_from(["R{}", "REC-2004-{}", "A" * 70 + "{}"]),
)
def test_every_cell_is_drawn_and_no_label_meets_another(counts: list[int], width: int, name: str) -> None:
    found = drawings(strip(counts, name), width)
    rows = [row for picture in found for row in picture.findall(f"{SVG}g")]
    cells = [cell for row in rows for cell in row.findall(f"{SVG}rect")]
    assert len(cells) == sum(counts)
    assert all(float(cell.get("x", "")) + float(cell.get("width", "")) <= width + 1 for cell in cells)
    for row in rows:
        edge = -10.0
        for x, label in texts(row, "label"):
            assert x >= edge + 9.9
            edge = x + text_width(label) * 0.92
        assert edge <= width + 1
    for picture in found:
        assert float(picture.get("height", "")) <= 1100


@given(some.text("Ai-m…1é", min_size=1, max_size=40), some.floats(0, 300))
def test_a_name_that_is_too_long_loses_of_its_start_what_it_must(name: str, width: float) -> None:
    shown = cut_start(name, width, 20)
    if text_width(name, strong=True, size=20) <= width:
        assert shown == name
        return
    kept = shown.removeprefix("…")
    assert shown == f"…{kept}" and name.endswith(kept) and kept != name
    assert not kept or text_width(shown, strong=True, size=20) <= width
    if len(kept) + 1 < len(name):
        assert text_width(f"…{name[-len(kept) - 1 :]}", strong=True, size=20) > width


def test_sixty_are_drawn_in_pieces_if_pages_are_low_and_each_says_its_own() -> None:
    found = drawings(strip([10] * 6), tall=400)
    said = [picture.findtext(f"{SVG}title") or "" for picture in found]
    assert len(found) > 1 and "R1," in said[0] and "R60" in said[-1] and "R60" not in said[0]


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawings(strip([0] * 6)) == []


def test_charts_take_the_colours_of_a_style_and_a_style_cannot_leave_its_element() -> None:
    known = {"--a": "var(--b)", "--b": "#0b3c5d", "--loop": "var(--loop)"}
    css = ".x { fill: var(--a); stroke: var(--none, red) } .y { fill: contrast-color(var(--a)) }"
    assert resolve_properties(css, known) == ".x { fill: #0b3c5d; stroke: red } .y { fill: #fff }"
    assert "var(--loop)" in resolve_properties(".x { fill: var(--loop) }", known)
    grown = {f"--p{n}": f"var(--p{n + 1}) var(--p{n + 1})" for n in range(40)}
    assert len(resolve_properties(".x { fill: var(--p0) }", grown)) < 10_000
    style = ChartStyle(".x {} </style><script>")
    assert "<script>" not in draw_chart(strip([1, 0, 0, 0, 0, 0]), ENGLISH, style)


@pytest.mark.parametrize(
    ("ground", "text"),
    [("#0b3c5d", "#fff"), ("#9cc4dc", "#000"), ("#fff", "#000"), ("rgb(10, 20, 30)", "#fff"), ("teal", "#000")],
)
def test_text_on_a_colour_is_black_or_white(ground: str, text: str) -> None:
    assert legible_colour(ground) == text
