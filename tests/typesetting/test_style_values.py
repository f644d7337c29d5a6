"""Every property of a house style has a type, and a value of another type is told where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checkout import ROOT
from octavo.findings.finding import Finding, FindingsError, Place
from octavo.project.project_folders import shipped_folder
from octavo.typesetting import style_properties
from octavo.typesetting.style_properties import PROPERTIES, describe_types
from octavo.typesetting.stylesheets import find_stylesheets

SHIPPED = shipped_folder("styles")
WRONG = {
    style_properties.TRIM: ("0mm", "-160mm", "A4", "160"),
    style_properties.SIZE: ("0pt", "-3mm", "5", "wide", "9ppt", "calc(1mm", "2em"),
    style_properties.LENGTH: ("-1mm", "-0.1pt", "5", "0", "wide"),
    style_properties.GAP: ("-1", "-1em", "0em", "0.6", "3pt"),
    style_properties.NUMBER: ("-1", "0", "0.6em", "wide"),
    style_properties.SHARE: ("0%", "120%", "-5%", "0.8", "half"),
    style_properties.COLOUR: ("blu", "#12345", "red blue", "10%", "inherit", "currentcolor"),
    style_properties.FACES: ("12pt", '"Octavo Sans",', '"Octavo Sans" "Octavo Serif"', '"Octavo', "#fff"),
    style_properties.FACE: ('"Arial", "Times"', "12pt"),
    style_properties.NUMERALS: ("oldstyle", "lining-nums oldstyle-nums", "normal lining-nums", "12"),
}


def told(folder: Path, css: str, product: str = "cover") -> tuple[Finding, ...]:
    (folder / "own.css").write_text(css)
    try:
        find_stylesheets(product, "own", (folder, SHIPPED))
    except FindingsError as error:
        return tuple(error.findings)
    return ()


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_a_value_of_another_type_is_told_for_every_property(tmp_path: Path, name: str) -> None:
    kind = PROPERTIES[name]
    for wrong in WRONG.get(kind, ("sideways", "", "12pt 13pt", "-1")):
        for written in (wrong, f"var(--mine); --mine: {wrong}") if wrong and '"' not in wrong else (wrong,):
            css = f'@import "proceedings.css";\n:root {{\n  /* ; {name}: */ {name}: {written}\n}}'
            findings = told(tmp_path, css)
            # A quotation mark that is not closed swallows what follows.
            assert [finding.code for finding in findings] == ["bad-style-value"], written
            column = 15 + 2 * len(name) if written else 13 + len(name)
            assert findings[0].place == Place(tmp_path / "own.css", 3, column), written
            assert name in findings[0].message and findings[0].hint.endswith(f"{name}: {kind.example}")
    assert told(tmp_path, f'@import "proceedings.css";\n:root {{ {name}: {kind.example} }}') == ()


def test_every_property_is_of_the_table_and_so_are_the_values_of_the_styles_that_ship() -> None:
    for file in sorted(SHIPPED.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
        values = [one for one in re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", text) if one[0] in PROPERTIES]
        for name, value in values:
            if "var(" not in value and "calc(" not in value:
                assert PROPERTIES[name].accepts(value.strip()), (file.name, name)


def test_the_documentation_says_what_each_property_may_be() -> None:
    documented = (ROOT / "docs" / "styles.md").read_text()
    assert describe_types() in documented


@pytest.mark.parametrize(
    ("css", "message", "place"),
    [
        (":root { --ink: var(--ink) }", "--ink has no value, for it leads back to itself: --ink → --ink", (2, 16)),
        (
            ":root { --ink: var(--a);\n --a: var(--ink, red) }",
            "--ink has no value, for it leads back to itself: --ink → --a → --ink",
            (2, 16),
        ),
        (":root { --cover-ground: var(--cover-band-ground) }", "--cover-ground has no value, for it leads", (2, 25)),
        (":root { --ink: var(--blue) }", "--ink has no value, for no style sets --blue", (2, 16)),
        (":root { --acent: #123456 }", "there is no property --acent, and nothing uses it", (2, 18)),
        ("h1 { --line-breaks: even }", "--line-breaks must be auto or balanced, not 'even'", (2, 21)),
        (':root { --text-face: "Mine" }', "no style declares a face that --text-face names", (2, 22)),
    ],
)
def test_values_that_lead_nowhere_are_told(tmp_path: Path, css: str, message: str, place: tuple[int, int]) -> None:
    findings = told(tmp_path, f'@import "proceedings.css";\n{css}')
    assert findings and findings[0].message.startswith(message)
    assert findings[0].place == Place(tmp_path / "own.css", *place)


@pytest.mark.parametrize(
    "css",
    [
        ":root { --mine: #123; --ink: var(--mine) !important; --inner: 18MM }",
        ":root { --ink: var(--blue, navy) }",
        ':root { --text-face: "Mine", "Octavo Sans"; --acent: 3; } p { margin: var(--acent) }',
        ".a { --mine: var(--other) } .b { --other: var(--mine) }",
    ],
)
def test_what_css_allows_is_allowed(tmp_path: Path, css: str) -> None:
    assert told(tmp_path, f'@import "proceedings.css";\n{css}') == ()


def test_all_wrong_values_of_a_style_are_told_at_once(tmp_path: Path) -> None:
    css = '@import "proceedings.css";\n:root { --inner: -5mm; --note-place: top; --ink: blu }'
    assert [finding.place and finding.place.column for finding in told(tmp_path, css)] == [18, 38, 50]
