"""Every house style sets properties that are known and documented, in colours that can be read, and whole faces."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from checkout import ROOT
from octavo.product_catalogue import STYLE_SHEETS
from octavo.project.project_folders import shipped_folder
from octavo.typesetting.shipped_fonts import list_shipped_fonts
from octavo.typesetting.stylesheets import StyleSheets, find_stylesheets
from octavo.typesetting.typeset_job import TypesetJob
from octavo.typesetting.typesetter import typeset

FOLDER = shipped_folder("styles")
HOUSES = sorted(file.stem for file in FOLDER.glob("*.css") if file.stem not in STYLE_SHEETS)
NEW = ("chancery", "ministry", "field-station")
PROPERTY = re.compile(r"(?<![\w-])(--[a-z0-9-]+)\s*:")
GENERAL = {
    name
    for sheet in STYLE_SHEETS
    if (file := FOLDER / f"{sheet}.css").exists()
    for rules in re.findall(r":root\s*\{(.*?)\}", file.read_text(), re.DOTALL)
    for name in PROPERTY.findall(re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL))
}


def sheets(house: str, product: str = "cover") -> StyleSheets:
    return find_stylesheets(product, house, (FOLDER,))


def own_text(file: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("house", HOUSES)
def test_a_house_style_sets_no_property_that_no_other_sheet_knows(house: str) -> None:
    assert set(PROPERTY.findall(own_text(FOLDER / f"{house}.css"))) - GENERAL == set()


def test_every_property_is_described_for_those_who_write_a_style() -> None:
    told = set(re.findall(r"`(--[a-z0-9-]+)`", (ROOT / "docs" / "styles.md").read_text()))
    computed = {"--wrap-width", "--panel-width", "--panel-height", "--spine-length"}
    assert told == GENERAL - computed


def light(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


INKS = {
    "--cover-ground": ("--cover-ink", "--cover-title", "--cover-soft", "--cover-accent", "--cover-figure"),
    "--cover-band-ground": ("--cover-band-ink",),
    "--tint": ("--ink", "--accent", "--faint", "--signal"),
}


@pytest.mark.parametrize("house", HOUSES)
def test_words_stand_out_from_every_ground(house: str) -> None:
    known = sheets(house)
    for ground, inks in INKS.items():
        for ink in inks:
            found = contrast(known.colour(ground), known.colour(ink))
            assert found >= 4.5, f"{ink} on {ground}: {found:.1f}"
    for ink in INKS["--tint"]:
        assert contrast("#ffffff", known.colour(ink)) >= 4.5, ink
    assert contrast(known.colour("--cover-ground"), known.colour("--cover-figure-soft")) >= 2.5


@pytest.mark.parametrize("house", NEW)
def test_every_family_that_a_style_declares_has_four_faces(house: str) -> None:
    rules = re.findall(r"@font-face \{([^}]*)\}", own_text(FOLDER / f"{house}.css"))
    families: dict[str, set[tuple[bool, bool]]] = {}
    for rule in rules:
        name = re.search(r'font-family: "([^"]+)"', rule)
        file = re.search(r"asset:font/([\w-]+\.ttf)", rule)
        assert name and file and file[1] in list_shipped_fonts()
        families.setdefault(name[1], set()).add(("600" in rule, "italic" in rule))
    assert families and all(len(faces) == 4 for faces in families.values())


@pytest.mark.parametrize("house", HOUSES)
def test_families_without_greek_or_cyrillic_have_one_with_them_behind(house: str) -> None:
    known = sheets(house)
    for name in ("--text-face", "--heading-face", "--head-face", "--display-face", "--small-face"):
        value = known.property_value(name)
        while value.startswith("var("):
            value = known.property_value(value[4:-1])
        assert {"Octavo Serif", "Octavo Sans"} & set(re.findall(r'"([^"]+)"', value)), name


@pytest.mark.parametrize("house", HOUSES)
def test_a_line_in_ukrainian_is_set_in_one_family(house: str) -> None:
    named = {"text", "heading", "head", "display", "small", "label", "chart"}
    body = "".join(f'<p style="font-family: var(--{name}-face)">12 квітня, Berlin «Їжак»</p>' for name in sorted(named))
    html = f'<!DOCTYPE html><html lang="uk"><title>t</title><body>{body}</body></html>'
    made = typeset(TypesetJob("part", html, sheets(house, "follow-up").styles, {}))
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        fonts = [font for page in pdf.pages for font in dict(page.resources.get("/Font", {})).values()]
        found = {str(font.BaseFont).partition("+")[2] for font in fonts}
    assert found and not any("Civic" in face for face in found)


def test_what_a_style_sets_for_one_language_is_not_its_value_for_all() -> None:
    assert sheets("ministry").property_value("--text-face").startswith('"Octavo Civic"')
