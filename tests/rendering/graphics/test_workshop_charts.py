"""Charts of a workshop's own data: due dates, unit squares, participants by country, and the palette of them all."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from octavo.language.country_coordinates import country_coordinates
from octavo.language.translator import get_translator
from octavo.language.world_regions import CONTINENT_OF, REGION_OF
from octavo.model.iso_codes import country_codes_by_name
from octavo.product_catalogue import STYLE_SHEETS
from octavo.project.project_folders import shipped_folder
from octavo.rendering.graphics.charts.chart_style import ChartStyle, legible_colour, luminance, read_colour
from octavo.rendering.graphics.charts.country_tiles import Continent, CountryTile, CountryTiles
from octavo.rendering.graphics.charts.drawn_chart import Chart, draw_chart
from octavo.rendering.graphics.charts.due_date_chart import DueDateChart, DueRow
from octavo.rendering.graphics.charts.svg_elements import text_width
from octavo.rendering.graphics.charts.unit_squares import SquareRow, UnitSquares
from octavo.typesetting.stylesheets import find_stylesheets

ENGLISH = get_translator("en")
SVG = "{http://www.w3.org/2000/svg}"
CUT_OFF = date(2026, 2, 28)


def pictures(one: Chart, width: float = 1000, tall: float = 1100) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<all>{draw_chart(one, ENGLISH, ChartStyle('', width), tall)}</all>"))


def marks(drawn: list[ElementTree.Element], kind: str) -> list[ElementTree.Element]:
    return [one for picture in drawn for one in picture.iter() if kind in one.get("class", "").split()]


def held_inside(drawn: list[ElementTree.Element], width: float) -> None:
    for picture in drawn:
        assert float(picture.get("height", "")) <= 1100
        for one in picture.iter(f"{SVG}text"):
            x, wide = float(one.get("x", "")), text_width(one.text or "") * 0.9
            start = {"end": x - wide, "middle": x - wide / 2}.get(one.get("text-anchor", ""), x)
            assert start >= -2 and start + wide <= width + 2, one.text
        for one in picture.iter(f"{SVG}rect"):
            assert float(one.get("x", "")) + float(one.get("width", "")) <= width + 2


def row(number: int = 1, **changed: Any) -> DueRow:
    given = {
        "name": f"R{number}", "title": "A register", "kind": "in-progress", "start": date(2024, 5, 16),
        "end": date(2025, 12, 31), "share": 0.5, "is_met": False, "is_closed": False, "is_overdue": False,
        "note": "", "words": f"R{number}, half done",
    }  # fmt: skip
    return DueRow(**{**given, **changed})


def test_each_recommendation_has_its_time_its_share_and_its_end() -> None:
    late = row(2, is_overdue=True, note="59 days late", words="R2, 59 days late")
    rows = (row(1), late, row(3, is_met=True, share=1.0), row(4, is_closed=True, share=0.0),
            row(5, end=None, note="no due date"))  # fmt: skip
    chart = DueDateChart("Due", rows, CUT_OFF)
    drawn = pictures(chart)
    assert len(marks(drawn, "allowed")) == 4 and len(marks(drawn, "day-due")) == 3
    assert len(marks(drawn, "met")) == 1 and len(marks(drawn, "closed-mark")) == 1
    (behind,) = marks(drawn, "late")
    (today,) = {one.get("x1") for one in marks(drawn, "cut-off")}
    assert behind.get("x2") == today
    ((words,), backings) = (
        [one for one in drawn[0].iter(f"{SVG}text") if one.text == "59 days late"],
        marks(drawn, "backing"),
    )
    start = float(words.get("x", ""))
    (hidden,) = [one for one in backings if 0 <= start - float(one.get("x", "")) < 10]
    assert float(hidden.get("width", "")) > 0.9 * text_width("59 days late") * 0.9, (
        "no rule of a year goes through the words"
    )
    shown = [one.text for one in drawn[0].iter(f"{SVG}text")]
    assert {"59 days late", "no due date", "28 Feb 2026", "Jul 2024"} <= set(shown)
    half, whole = marks(drawn, "done")[0], marks(drawn, "done")[2]
    assert float(half.get("width", "")) * 2 == pytest.approx(float(whole.get("width", "")), abs=0.2)
    assert drawn[0].findtext(f"{SVG}title") == chart.description(ENGLISH)
    assert chart.description(ENGLISH).startswith("Due: R1, half done; R2, 59 days late; ")


def test_a_long_chart_goes_on_with_its_scale_and_says_what_it_shows() -> None:
    drawn = pictures(DueDateChart("Due", tuple(row(number) for number in range(60)), CUT_OFF))
    assert len(drawn) > 1
    for picture in drawn:
        assert "28 Feb 2026" in [one.text for one in picture.iter(f"{SVG}text")]
    assert "R59" in (drawn[-1].findtext(f"{SVG}title") or "") and "R59" not in (drawn[0].findtext(f"{SVG}title") or "")


DAYS = some.dates(date(1, 1, 1), date(9999, 12, 31))


@settings(deadline=None, max_examples=60)
@given(
    some.lists(some.tuples(some.none() | DAYS, DAYS, some.text("ab W", max_size=90)), min_size=1, max_size=6),
    some.none() | DAYS,
    some.sampled_from([500.0, 1000.0, 1392.0]),
)
def test_any_days_are_drawn_inside(given: list[tuple[date | None, date, str]], day: date | None, width: float) -> None:
    rows = tuple(
        row(index, start=start, end=end, title=" ".join(title.split()), note="" if end else "no due date",
            is_overdue=bool(end and day and end < day))
        for index, (end, start, title) in enumerate(given)
    )  # fmt: skip
    held_inside(pictures(DueDateChart("Due", rows, day), width), width)


def test_a_chart_of_a_single_day_is_drawn() -> None:
    day = CUT_OFF
    held_inside(pictures(DueDateChart("Due", (row(start=day, end=day),), day)), 1000)
    held_inside(pictures(DueDateChart("Due", (row(end=None),), None)), 1000)
    held_inside(pictures(DueDateChart("Due", (row(end=day + timedelta(1)),), None)), 1000)
    assert pictures(DueDateChart("Due", (), CUT_OFF)) == []


@settings(deadline=None, max_examples=60)
@given(some.lists(some.integers(0, 20_000), min_size=1, max_size=9), some.sampled_from([500.0, 1000.0, 1392.0]))
def test_numbers_are_squares_of_one_size(numbers: list[int], width: float) -> None:
    rows = tuple(SquareRow(f"Status {index}", one, str(one), "implemented") for index, one in enumerate(numbers))
    drawn = pictures(UnitSquares("Numbers", rows), width)
    held_inside(drawn, width)
    squares = marks(drawn, "unit")
    assert len({one.get("width") for one in squares}) <= 1
    if max(numbers) <= 400:
        assert len(squares) == sum(numbers)
    else:
        notes = [one.text or "" for one in drawn[0].iter(f"{SVG}text") if "stands for" in (one.text or "")]
        assert notes


def continent(name: str, *countries: tuple[str, int, float, float]) -> Continent:
    tiles = (CountryTile(name[:2].upper(), name, number, str(number), *place) for name, number, *place in countries)
    return Continent(name, str(sum(number for _, number, *_ in countries)), tuple(tiles))


def test_countries_are_tiles_from_north_to_south_and_west_to_east() -> None:
    europe = continent("Europe", ("Norway", 4, 60, 41), ("Portugal", 1, 39, 21), ("Greece", 12, 38, 54),
                       ("Ireland", 7, 53, 24))  # fmt: skip
    chart = CountryTiles("24 people", (europe,))
    drawn = pictures(chart)
    at = {one.text: (float(one.get("x", "")), float(one.get("y", ""))) for one in marks(drawn, "cell-name")}
    assert at["IR"][1] == at["NO"][1] < at["PO"][1] == at["GR"][1] and at["IR"][0] < at["NO"][0]
    assert at["PO"][0] == at["IR"][0] and at["NO"][0] < at["GR"][0]
    boxes = [one.get("class", "").removeprefix("tile ") for one in marks(drawn, "tile")[:4]]
    assert boxes == ["most", "many", "few", "most"]
    assert [one.text for one in marks(drawn, "tile-number")] == ["7", "4", "1", "12"]
    assert chart.description(ENGLISH) == "24 people: Europe 24 (Norway 4, Portugal 1, Greece 12, Ireland 7)."


@settings(deadline=None, max_examples=60)
@given(
    some.lists(
        some.tuples(some.sampled_from(["Mali", "Bosnia and Herzegovina", "W" * 70]), some.integers(0, 20_000),
                    some.floats(-90, 90), some.floats(0, 360)),
        min_size=1, max_size=120),
    some.sampled_from([500.0, 1000.0, 1392.0]),
)  # fmt: skip
def test_any_number_of_countries_is_drawn_inside_and_no_tile_hides_another(
    countries: list[tuple[str, int, float, float]], width: float
) -> None:
    continents = tuple(continent(f"Continent {at}", *countries[at::3]) for at in range(3) if countries[at::3])
    drawn = pictures(CountryTiles("All", continents), width)
    held_inside(drawn, width)
    tiles = [
        (group.get("transform"), one.get("x"), one.get("y"), number)
        for number, picture in enumerate(drawn)
        for group in picture.iter(f"{SVG}g")
        for one in group
        if "tile" in one.get("class", "").split() and one.get("width") == "84.0"
    ]
    assert len(tiles) == len(set(tiles)) == len(countries)


def test_every_country_lies_on_a_continent_and_at_a_place() -> None:
    places = country_coordinates()
    assert set(REGION_OF) == set(CONTINENT_OF)
    assert set(REGION_OF) - set(places) <= {"AC", "BV", "CP", "CQ", "DG", "EA", "HM", "IC", "TA", "XK"}
    assert places["PT"].east < places["ES"].east < places["RU"].east < places["FJ"].east < places["WS"].east
    assert places["NO"].north > places["ZA"].north and places["US"].east > places["WS"].east


def test_every_country_has_a_region_with_a_name_in_every_language() -> None:
    no_countries = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    assert sorted(set(country_codes_by_name().values()) - set(REGION_OF) - no_countries) == []
    for language in ("en", "fr", "de"):
        words = get_translator(language)
        assert all(not words.country_name(one).isdigit() for one in (*REGION_OF.values(), *CONTINENT_OF.values()))


HOUSE_STYLES = sorted({file.stem for file in shipped_folder("styles").glob("*.css")} - set(STYLE_SHEETS))


def palette(house: str) -> dict[str, tuple[int, int, int]]:
    sheets = find_stylesheets("follow-up", house, [shipped_folder("styles")])
    found = {}
    for name in ("--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--overdue"):
        colour = read_colour(sheets.colour(name))
        assert colour, name
        found[name] = colour
    return found


# How dichromats see colours, in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1.0.
SIGHTS = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def seen(colour: tuple[int, int, int], sight: str) -> tuple[float, float, float]:
    """A colour as CIE L*a*b*, as somebody sees it."""
    linear = [luminance((part, part, part)) for part in colour]
    red, green, blue = (
        min(1.0, max(0.0, sum(share * part for share, part in zip(line, linear, strict=True))))
        for line in SIGHTS[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    f = [one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, y, z)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("house", HOUSE_STYLES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_of_charts_are_told_apart_by_everybody(sight: str, house: str) -> None:
    colours = {name: seen(colour, sight) for name, colour in palette(house).items()}
    light = [colours[f"--chart-{number}"][0] for number in (1, 2, 3, 4)]
    assert all(after - before >= 15 for before, after in pairwise(light)), "from dark to light"
    statuses = ["--chart-4", "--chart-5"]  # not started, then closed
    assert abs(colours[statuses[0]][0] - colours[statuses[1]][0]) >= 30
    names = [name for name in colours if name.startswith("--chart")]
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            apart = sum((a - b) ** 2 for a, b in zip(colours[one], colours[other], strict=True)) ** 0.5
            # The grey of what is closed may be as dark as the second colour: cells of both have their label above them.
            assert apart >= 12 or {one, other} == {"--chart-2", "--chart-5"}, (one, other)


def test_the_pieces_of_five_series_differ_in_grey_print() -> None:
    css = find_stylesheets("follow-up", "proceedings", [shipped_folder("styles")]).chart.css
    looks = []
    for number in range(1, 6):
        (rule,) = (one for one in re.findall(r"([^{}]*)\{([^{}]*)\}", css) if f".piece.series-{number}" in one[0])
        fill = read_colour(re.findall(r"fill: (#\w+)", rule[1])[0])
        assert fill
        looks.append((seen(fill, "grey")[0], "dasharray" in rule[1]))
    for at, (light, dashed) in enumerate(looks):
        assert all(abs(light - other) >= 15 or dashed != is_dashed for other, is_dashed in looks[at + 1 :])


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("house", HOUSE_STYLES)
def test_names_in_cells_are_legible(house: str) -> None:
    for name, colour in palette(house).items():
        text = read_colour(legible_colour("#{:02x}{:02x}{:02x}".format(*colour)))
        assert text and contrast(colour, text) >= 4.5, name


def test_a_copy_of_a_style_with_other_colours_changes_charts(tmp_path: Path) -> None:
    (tmp_path / "mine.css").write_text('@import "proceedings.css";\n:root { --chart-1: #7a1f2b; --overdue: navy }')
    folders = [tmp_path, shipped_folder("styles")]
    css = find_stylesheets("follow-up", "mine", folders).chart.css
    assert ".implemented { fill: #7a1f2b }" in css and ".overdue { fill: navy }" in css
    assert "var(" not in css and "contrast-color" not in css
    (tmp_path / "page.css").write_text(':root { --trim-width: 210mm } @font-face { font-family: A; src: url("b") }')
    sheets = find_stylesheets("follow-up", "mine", folders)
    assert "var(" not in sheets.chart.css, "a page sheet of before the palette"


def test_a_chart_is_as_wide_as_the_measure(tmp_path: Path) -> None:
    folders = [tmp_path, shipped_folder("styles")]
    assert find_stylesheets("follow-up", "proceedings", folders).chart.width == 1000
    wide = ":root { --trim-width: 210mm; --inner: 18mm; --outer: 18mm; --chart-width: 50% }"
    (tmp_path / "wide.css").write_text(wide.replace("; --chart-width: 50%", ""))
    (tmp_path / "half.css").write_text(wide)
    assert find_stylesheets("follow-up", "wide", folders).chart.width == 1392
    assert find_stylesheets("follow-up", "half", folders).chart.width == 696
