"""A project replaces style sheets by their names, or by a former name."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from octavo.findings.finding import FindingsError, Place
from octavo.project.project_folders import shipped_folder
from octavo.rendering.graphics.charts.chart_style import ChartStyle
from octavo.typesetting.stylesheets import StyleSheets, find_stylesheets
from octavo.typesetting.typeset_job import Style, TypesetJob
from octavo.typesetting.typesetter import find_undrawn_characters, typeset


@pytest.mark.parametrize(
    ("own", "used"),
    [
        ((), ""),
        (("furniture",), "furniture"),
        (("running-heads",), "running-heads"),
        (("furniture", "running-heads"), "running-heads"),
    ],
)
def test_an_own_sheet_of_running_heads_is_found_by_both_names(tmp_path: Path, own: tuple[str, ...], used: str) -> None:
    for name in own:
        (tmp_path / f"{name}.css").write_text(f".piece {{ --from: {name} }}\n")
    folders = (tmp_path, shipped_folder("styles"))
    sheets = find_stylesheets("running-heads", "proceedings", folders)
    assert sheets.property_value("--from") == used
    assert [style.name for style in sheets.styles][:2] == ["page.css", f"{used or 'running-heads'}.css"]


def sheets_with(value: str) -> StyleSheets:
    return StyleSheets((Style("mine.css", f":root {{ --top: {value} }}"),), ChartStyle(), (), {})


@pytest.mark.parametrize(
    ("css", "value"),
    [
        (":root { --top: 3mm; --top: 4mm }", "4mm"),
        (":root { --top: 3mm; /* --top: 4mm; */ --top-edge: 5mm; --the--top: 6mm }", "3mm"),
        (":root { --top: /* high */ 3mm }\n.piece { --top: calc(1mm * 2) }", "calc(1mm * 2)"),
        (":root { --bottom: 5mm --top: 3mm }", "3mm"),
        (":root { --top:; --bottom: 5mm }", ""),
    ],
)
def test_the_last_value_that_a_sheet_gives_to_a_property_counts(css: str, value: str) -> None:
    lower = Style("page.css", ":root { --top: 9mm; --foot: 8mm }")
    sheets = StyleSheets((lower, Style("mine.css", css)), ChartStyle(), (), {})
    assert sheets.property_value("--top") == (value or "9mm") and sheets.property_value("--foot") == "8mm"
    assert sheets.property_value("--head") == ""


@pytest.mark.parametrize(("value", "points"), [("12pt", 12), (".5in", 36), ("1.in", 72), ("-1in", -72)])
def test_a_length_is_read_as_css_writes_it(value: str, points: float) -> None:
    assert sheets_with(value).measure("--top") == pytest.approx(points)


@pytest.mark.parametrize("value", [".mm", "1.2.3mm", "..5pt", "-.cm", "mm", "1e3mm", "5", "\u0663mm"])
def test_what_is_no_length_is_told(value: str) -> None:
    with pytest.raises(FindingsError, match="no readable --top"):
        sheets_with(value).measure("--top")


@pytest.mark.parametrize(
    "page", ["p { margin: 0 }", "/* @font-face { src: url(asset:font/a.ttf) } */", "@font-face { }"]
)
def test_styles_that_declare_no_font_are_told_before_anything_is_set(tmp_path: Path, page: str) -> None:
    (tmp_path / "page.css").write_text(page)
    (tmp_path / "plain.css").write_text(":root { --accent: #123 }")
    with pytest.raises(FindingsError, match="declare no font"):
        find_stylesheets("summary", "plain", (tmp_path, shipped_folder("styles")))


def test_styles_of_which_no_font_can_be_loaded_are_told() -> None:
    face = "@font-face { font-family: X; src: url(asset:fonts/bad.ttf) }"
    styles, fonts = (Style("mine.css", face, True),), {"fonts/bad.ttf": b"no font"}
    with pytest.raises(FindingsError, match=r"no font of styles/mine\.css can be loaded"):
        typeset(TypesetJob("x", "<p>Words", styles, fonts))
    with pytest.raises(FindingsError, match=r"no font of styles/mine\.css can be loaded"):
        find_undrawn_characters("Words", styles, fonts)


@pytest.mark.parametrize(("kind", "labels"), [("numeric", ("[1]", "[10]", "1.")), ("numeric wide", ("[1]", "[100]"))])
def test_all_lines_of_a_numbered_reference_begin_at_one_place(
    sheets: StyleSheets, kind: str, labels: tuple[str, ...]
) -> None:
    words = (
        "Somebody and Others (2004) A title that is long enough to go on over a line and then over another one. " * 2
    )
    entries = "".join(f'<li><span class="label">{label}</span> {words}</li>' for label in labels)
    body = f'<ul class="references {kind}">{entries}</ul>'
    html = f'<!DOCTYPE html><html lang="en"><title>Part</title><body>{body}</body></html>'
    made = typeset(TypesetJob("part", html, sheets.styles, sheets.fonts))
    with pypdfium2.PdfDocument(made.pdf) as document:
        page = document[0].get_textpage()
        words_found = page.get_text_range()
        starts = [words_found.index("Somebody", words_found.index(label)) for label in labels]
        text_starts = {round(page.get_charbox(start)[0]) for start in starts}
        ends = [index + 2 for index in range(len(words_found) - 2) if words_found[index] == "\r"]
        edges = [page.get_charbox(end)[0] for end in ends]
    run_on = {round(edge) for edge in edges if edge > min(edges) + 5}
    assert len(text_starts) == 1 and len(run_on) == 1
    assert abs(text_starts.pop() - run_on.pop()) <= 1


def test_a_property_in_a_comment_is_not_set() -> None:
    style = Style("mine.css", ":root { --note-place: foot } /* --note-place: side; is for wide pages */")
    assert not StyleSheets((style,), ChartStyle(), (), {}).side_notes


@pytest.mark.parametrize(
    ("own", "told", "column"),
    [
        ("--inner: 100mm; --outer: 60mm", "--inner and --outer are as large as --trim-width or larger", 34),
        ("--trim-width: 99999mm", "--trim-width is more than 1,199 mm", 23),
        ("--bottom: 900mm", "--top and --bottom are as large as --trim-height or larger", 19),
    ],
)
def test_measures_in_which_no_text_can_be_set_are_told(tmp_path: Path, own: str, told: str, column: int) -> None:
    (tmp_path / "own.css").write_text(f'@import "proceedings.css";\n:root {{ {own} }}')
    with pytest.raises(FindingsError) as raised:
        find_stylesheets("volume", "own", (tmp_path, shipped_folder("styles")))
    message = " ".join(finding.message for finding in raised.value.findings)
    assert told in message and raised.value.findings[0].place == Place(tmp_path / "own.css", 2, column)


@pytest.mark.parametrize("name", ["--outer", "--top"])
def test_a_length_that_is_another_property_is_read(name: str) -> None:
    style = Style("mine.css", f":root {{ --mine: 25mm; --inner: var(--mine); {name}: var(--inner) }}")
    assert StyleSheets((style,), ChartStyle(), (), {}).measure(name) == pytest.approx(25 * 72 / 25.4)


@pytest.mark.parametrize(
    ("written", "colour"),
    [("#fff", "#ffffff"), ("navy", "#000080"), ("rgb(1 2 3)", "#010203"), ("var(--mine)", "#7a1f2b"), ("blu", "")],
)
def test_a_colour_is_read_in_every_form(written: str, colour: str) -> None:
    style = Style("mine.css", f":root {{ --mine: #7a1f2b; --accent: {written} }}")
    assert StyleSheets((style,), ChartStyle(), (), {}).colour("--accent") == colour
