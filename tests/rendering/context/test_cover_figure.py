"""The figure of a cover has one sign for each thing of the data, and there is none where the data are too few."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from minimal_workshop import MINIMAL
from octavo.checking.redaction import redact_workshop
from octavo.model import Workshop
from octavo.model.cover import CoverFigure
from octavo.rendering.context.cover_figure import choose_cover_figure
from octavo.rendering.graphics.cover_drawing import CoverSign, FigureColours, draw_cover_figure, lay_out_figure

SESSIONS = [
    {"title": "Opening", "type": "opening", "start": "09:00"},
    {"title": "Coffee", "type": "break", "start": "10:30"},
    {"title": "The moon", "start": "11:15"},
    {"title": "The sun", "start": "14:00"},
    {"title": "At some time", "type": "plenary"},
]
DAYS = {"days": [{"date": "2026-03-30", "sessions": SESSIONS}]}
REPORT = {"edition": 1, "date": "2026-09-30", "cut_off": "2026-08-31"}


def described(**more: Any) -> Workshop:
    return Workshop.model_validate({**yaml.load(MINIMAL, yaml.BaseLoader), **more})


def recommended(*trackings: dict[str, Any] | None, due: str = "2026-12-31") -> list[dict[str, Any]]:
    found = [{"text": "Share.", "due": due, **({"tracking": one} if one else {})} for one in trackings]
    return [{"id": f"R{at}", **one} for at, one in enumerate(found, 1)]


def test_a_report_has_a_disc_for_each_recommendation_filled_as_far_as_it_is_carried_out() -> None:
    entries = recommended(
        {"status": "implemented"}, {"status": "in-progress", "progress": 40}, {"status": "not-started"}, None
    )
    figure = choose_cover_figure(described(recommendations=entries, report=REPORT))
    assert figure is not None and figure.kind is CoverFigure.RECOMMENDATIONS
    assert [sign.share for sign in figure.signs] == [1, 0.4, 0, 0]
    assert [sign.is_whole for sign in figure.signs] == [True, True, True, False]


def test_what_is_overdue_is_stressed() -> None:
    entries = recommended(*[{"status": "not-started"}] * 4, due="2026-06-30")
    figure = choose_cover_figure(described(recommendations=entries, report=REPORT))
    assert figure is not None and all(sign.is_stressed for sign in figure.signs)


def test_where_no_status_is_known_the_programme_is_shown() -> None:
    figure = choose_cover_figure(described(recommendations=recommended(None, None, None, None), programme=DAYS))
    assert figure is not None and figure.kind is CoverFigure.PROGRAMME
    assert [sign.hands for sign in figure.signs] == [(9, 0), (10, 30), (11, 15), (14, 0)]
    assert [sign.is_whole for sign in figure.signs] == [True, False, True, True]
    assert [sign.is_stressed for sign in figure.signs] == [True, False, False, False]


def test_of_countries_those_without_a_name_are_dashed() -> None:
    known = {"countries": 6, "by_country": [{"country": "NO", "participants": 3}, {"country": "NG"}]}
    figure = choose_cover_figure(described(participation=known))
    assert figure is not None and figure.kind is CoverFigure.COUNTRIES
    assert [(sign.points, sign.is_whole) for sign in figure.signs] == [(3, True), (0, True), *[(0, False)] * 4]


def test_too_few_data_or_the_word_none_give_no_figure() -> None:
    assert choose_cover_figure(described()) is None
    assert choose_cover_figure(described(programme=DAYS, cover={"figure": "none"})) is None


def test_data_that_are_asked_for_are_taken_though_they_are_few() -> None:
    figure = choose_cover_figure(described(programme=DAYS, cover={"figure": "recommendations"}))
    assert figure is None  # its one recommendation has no status
    entries = recommended({"status": "implemented"})
    figure = choose_cover_figure(described(recommendations=entries, cover={"figure": "recommendations"}))
    assert figure is not None and len(figure.signs) == 1


def test_a_picture_that_may_show_people_is_left_out_under_the_chatham_house_rule() -> None:
    cover = {"picture": "images/group.jpg", "alt": "The participants"}
    policy = {"disclaimer": "Views.", "attribution": "chatham-house"}
    shown = redact_workshop(described(cover=cover)).cover
    hidden = redact_workshop(described(cover=cover, policy=policy)).cover
    assert shown is not None and shown.picture and hidden is not None and hidden.picture is None


@pytest.mark.parametrize("count", [1, 2, 4, 5, 7, 10, 12, 26, 63, 160])
@pytest.mark.parametrize(("width", "height"), [(126.0, 110.0), (126.0, 40.0), (60.0, 90.0), (170.0, 150.0)])
def test_rings_fill_a_box_without_leaving_it_or_touching(count: int, width: float, height: float) -> None:
    grid = lay_out_figure(count, width, height)
    if grid is None:
        assert count / (width * height) > 0.004  # less than 4 mm are left for a ring
        return
    assert grid.columns * grid.rows >= count > grid.columns * (grid.rows - 1)
    assert grid.diameter + (grid.columns - 1) * grid.step <= width + 1e-6 and grid.height <= height + 1e-6
    assert grid.columns == 1 or grid.step > grid.diameter
    assert grid.rows == 1 or grid.down > grid.diameter


def test_a_figure_is_drawn_in_the_colours_of_the_style_alone() -> None:
    signs = (CoverSign(hands=(9, 30)), CoverSign(share=0.7, is_whole=False), CoverSign(points=3, is_stressed=True))
    grid = lay_out_figure(3, 100, 40)
    assert grid is not None
    drawn = draw_cover_figure(signs, grid, 100, FigureColours("#010101", "#020202", "#030303")).decode()
    assert {part.split('"')[0] for part in drawn.split('stroke="')[1:]} == {"#010101", "#020202"}
    assert drawn.count('fill="#030303"') == 3 and "<text" not in drawn
