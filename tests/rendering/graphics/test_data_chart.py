"""Charts of an author's own data: what is read from CSV, what is drawn of it, and what is said."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from octavo.language.translator import get_translator
from octavo.rendering.graphics.charts.chart_style import USUAL_WIDTH, ChartStyle
from octavo.rendering.graphics.charts.chart_table import MAX_ROWS, ChartCell, ChartError, ChartKind, read_number
from octavo.rendering.graphics.charts.csv_reader import read_csv
from octavo.rendering.graphics.charts.data_chart import DataChart
from octavo.rendering.graphics.charts.drawn_chart import draw_chart
from octavo.rendering.graphics.charts.svg_elements import round_steps, text_width, wrap_text

ENGLISH, FRENCH = get_translator("en"), get_translator("fr")
SVG = "{http://www.w3.org/2000/svg}"


def chart(kind: str, text: str, **more: str) -> DataChart:
    return DataChart(ChartKind(kind), read_csv(text.split("\n"), ChartKind(kind)), "What it shows", **more)


def drawn(one: DataChart) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<all>{draw_chart(one, ENGLISH, ChartStyle())}</all>"))


def words_of(drawings: list[ElementTree.Element]) -> list[str]:
    return [text.text or "" for one in drawings for text in one.iter(f"{SVG}text")]


def faults(kind: str, text: str) -> list[tuple[str, int, int, str]]:
    with pytest.raises(ChartError) as error:
        read_csv(text.split("\n"), ChartKind(kind))
    return [(one.message, one.line, one.column, one.hint) for one in error.value.faults]


@pytest.mark.parametrize(
    ("written", "value"),
    [("12", 12), ("-3.5", "-3.5"), ("−4", -4), ("٣", 3),
     ("1 234 567", 1234567), ("1’234.5", "1234.5"), (".5", "0.5"), ("2e3", 2000)]
    + [(missing, None) for missing in ("", "-", "–", "n/a", "NA", "…")],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(written: str, value: object) -> None:
    read = read_number(ChartCell(written, 1, 1))
    assert read == (None if value is None else Decimal(str(value)))


@pytest.mark.parametrize("written", ["1,234", "1.2.3", "12 %", "about 5", "1e99", "=1+1", "1/2"])
def test_what_is_no_number_is_told_with_a_remedy(written: str) -> None:
    with pytest.raises(ChartError) as error:
        read_number(ChartCell(written, 4, 9))
    (fault,) = error.value.faults
    assert (fault.line, fault.column) == (4, 9) and fault.hint


def test_the_first_line_tells_what_parts_the_cells() -> None:
    for text in ("A,B\nx,1.5", "A;B\nx;1,5", "A\tB\nx\t1,5", 'A,B\n"x",1.5'):
        assert chart("bars", text).table.series[0].values == (Decimal("1.5"),)


def test_every_fault_has_its_line_and_column() -> None:
    found = faults("bars", "Year,Grants,Own\n2019,many,1\n2020,2\n2021,3,few")
    assert [(line, column) for _, line, column, _ in found] == [(3, 1)]
    found = faults("bars", "Year,Grants,Own\n2019,many,1\n2021,3,few")
    assert [(line, column) for _, line, column, _ in found] == [(2, 6), (3, 8)]
    assert all(hint for *_, hint in found)
    assert [line for _, line, _, _ in faults("bars", 'A,B\n"x,1')] == [2]
    assert faults("bars", "A,B\n" + "x,1\n" * (MAX_ROWS + 1))[0][1] == MAX_ROWS + 2
    assert faults("timeline", "A,From,To\nx,2026-02-30,2027")[0][1:3] == (2, 3)
    assert "before the start" in faults("timeline", "A,From,To\nx,2026,2025")[0][0]
    for empty in ("", "A,B", "\n\n", "A,B\nx,"):
        assert faults("bars", empty)


@pytest.mark.parametrize("kind", ["bars", "stacked", "lines"])
def test_numbers_and_labels_are_drawn_in_the_language(kind: str) -> None:
    one = chart(kind, "Year,Grants\n2019,1234.5\n2020,-7")
    shown = " ".join(words_of(drawn(one)))
    if kind != "lines":
        assert "1,234.5" in shown and "−7" in shown
    assert "2019" in shown and "2020" in shown
    assert "1 234,5" in re.sub(r"\s", " ", one.description(FRENCH))


def test_nothing_is_drawn_outside() -> None:
    long = "A secretariat for the protection of the marine environment " * 2
    text = f"Kind,One,Two\n{long},1000000000000,-999999999\nW{'m' * 60},,3\nb,-0.000001,0"
    for kind in ("bars", "stacked", "lines"):
        for picture in drawn(chart(kind, text, unit="km")):
            for element in picture.iter(f"{SVG}rect"):
                x, width = float(element.get("x", "0")), float(element.get("width", "0"))
                assert x >= -0.1 and x + width <= USUAL_WIDTH + 2
            for element in picture.iter(f"{SVG}text"):
                x, wide = float(element.get("x", "0")), text_width(element.text or "")
                start = {"end": x - wide, "middle": x - wide / 2}.get(element.get("text-anchor", ""), x)
                assert start >= -1 and start + wide <= USUAL_WIDTH + 1, element.text


def test_the_alternative_text_is_one_sentence_of_the_data() -> None:
    one = chart("bars", "Year,Grants\n2019,1.5\n2020,", axis="Funding", unit="million euro")
    assert one.description(ENGLISH) == "Bar chart: What it shows (Funding, million euro): 2019, 1.5; 2020, –."
    (title,) = drawn(one)[0].iter(f"{SVG}title")
    assert title.text == one.description(ENGLISH)
    many = chart("lines", "Day,Level\n" + "\n".join(f"D{day},{day}" for day in range(1, 100)))
    assert "Level in 99 rows, from 1 (D1) to 99 (D99)" in many.description(ENGLISH)
    span = chart("timeline", "Phase,From,To\nPilot,2025-03,2026\nEnd,2027-01-05,")
    assert span.description(ENGLISH).endswith("Pilot, Mar 2025 – 2026; End, 5 Jan 2027.")
    assert chart("bars", "A,B\nx,1", alternative="Mine.").description(ENGLISH) == "Mine."


def test_thirty_rows_are_parted_and_each_piece_says_its_own() -> None:
    pieces = drawn(chart("bars", "Land,Number\n" + "\n".join(f"L{row},{row}" for row in range(60))))
    assert len(pieces) > 1
    said = " ".join(next(iter(piece.iter(f"{SVG}title"))).text or "" for piece in pieces)
    shown = words_of(pieces)
    assert [row for row in range(60) if f"L{row}" not in shown] == []
    assert "59" in said


def test_series_are_told_apart_without_colour() -> None:
    (picture,) = drawn(chart("lines", "Y,A,B,C,D,E\n" + "\n".join(f"{y},1,2,3,4,5" for y in range(3))))
    shapes = []
    for one in picture.iter():
        if "point" in one.get("class", ""):
            points = [tuple(map(float, pair.split(","))) for pair in one.get("points", "").split()]
            shapes.append((one.tag, tuple(round(x - points[0][0] + y - points[0][1]) for x, y in points)))
    assert len({shapes[number * 3] for number in range(5)}) == 5
    assert [name for name in "ABCDE" if name not in words_of([picture])] == []


@given(some.text(max_size=60))
def test_any_label_is_escaped_and_kept(label: str) -> None:
    label = " ".join("".join(sign for sign in label if sign.isprintable() and ord(sign) < 0xD800).split())
    if not label.strip():
        return
    table = read_csv(["A,B", f'"{label.replace(chr(34), chr(34) * 2)}",1'], ChartKind.BARS)
    assert table.labels == (label,)
    text = draw_chart(DataChart(ChartKind.BARS, table, "T"), ENGLISH, ChartStyle())
    assert "".join(words_of([ElementTree.fromstring(text)])).replace(" ", "").startswith(label.replace(" ", ""))
    assert unescape(text).count("<text") >= 1


@settings(deadline=None)
@given(some.lists(some.decimals(-(10**15), 10**15, places=2), min_size=1, max_size=20))
def test_any_numbers_can_be_drawn(values: list[Decimal]) -> None:
    for kind in ("bars", "lines", "stacked"):
        drawn(chart(kind, "A,B\n" + "\n".join(f"x{index},{value}" for index, value in enumerate(values))))


@given(some.floats(-1e15, 1e15), some.floats(-1e15, 1e15))
@example(0.0, 5e-324)
@example(1e-9, 2e-9)
@example(1e15, 1e15 - 0.125)
def test_scales_have_few_round_steps_that_span_the_data(one: float, two: float) -> None:
    least, most = sorted((one, two))
    steps = round_steps(least, most)
    assert 2 <= len(set(steps)) == len(steps) <= 12
    near = (most - least) * 1e-6 + 1e-6
    assert steps[0] <= least + near and steps[-1] >= most - near


@pytest.mark.parametrize(
    "span", ["0001,9999", "9999-12-31,", "9999-10,9999-12-31", "9997-12-31,9999-12-31", "0001-01-01,0001-01"]
)
def test_a_span_may_reach_the_first_and_the_last_day_of_the_calendar(span: str) -> None:
    (image,) = drawn(chart("timeline", f"What,Start,End\nAll,{span}"))
    assert "All" in words_of([image])


def test_long_words_are_broken_to_their_room() -> None:
    lines = wrap_text("Donaudampfschifffahrtsgesellschaft " * 3, 120)
    assert all(text_width(line) <= 120 for line in lines)


def test_lines_say_below_them_what_their_labels_are() -> None:
    def axes(one: DataChart) -> list[str]:
        (picture,) = drawn(one)
        return [text.text or "" for text in picture.iter() if text.get("class") == "axis"]

    hours = chart("lines", "Hours,Level\n0,1\n2,3\n")
    assert axes(hours) == ["Hours"] and axes(replace(hours, across="Hours after rain")) == ["Hours after rain"]
    years = chart("lines", "Year,Level\n2020,1\n2021,3\n")
    assert axes(years) == [] and axes(replace(years, across="Spring")) == ["Spring"]
