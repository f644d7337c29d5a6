"""List the house styles of a project: what each is for, its page, faces and colours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..findings.finding import Finding, FindingsError
from ..loading.text_decoding import read_text_file
from ..product_catalogue import COVER, STYLE_SHEETS
from .stylesheets import StyleSheets, find_stylesheets

_PURPOSE = re.compile(r"/\*\s*House style:?\s*(?:(?:for|of)\s+)?(.*?)\s*\*/", re.DOTALL)
_FAMILY = re.compile(r'"([^"]+)"')
_POINTS_PER_MM = 72 / 25.4
_ORIGINALS = {
    "Octavo Serif": "Source Serif 4",
    "Octavo Serif Caption": "Source Serif 4 Caption",
    "Octavo Serif Display": "Source Serif 4 Display",
    "Octavo Sans": "Source Sans 3",
    "Octavo Civic": "Public Sans",
    "Octavo Slab": "IBM Plex Serif",
    "Octavo Narrow": "IBM Plex Sans Condensed",
}
"""The faces that ours were cut from."""
_FACES = ("--text-face", "--heading-face", "--display-face", "--small-face")
_COLOURS = ("--cover-ground", "--cover-accent", "--accent", "--signal", "--tint")
_PAPERS = {(210, 297): "A4", (297, 210): "A4 across", (176, 250): "B5", (148, 210): "A5"}


@dataclass(frozen=True)
class HouseStyle:
    """A house style, in words and measures. Sizes of the page are in mm."""

    name: str
    purpose: str
    width: float
    height: float
    faces: tuple[str, ...]
    """The families that it names first, each once; of ours, those that they were cut from."""
    colours: tuple[str, ...]
    sheets: StyleSheets

    @property
    def page(self) -> str:
        """The size of its page, by name if it has one."""
        known = _PAPERS.get((round(self.width), round(self.height)))
        return known or f"{self.width:.0f} × {self.height:.0f} mm"


def list_style_names(folders: Iterable[Path]) -> tuple[str, ...]:
    """Return the names of the house styles in some folders, sorted."""
    found = {file.stem for folder in folders for file in folder.glob("*.css")}
    return tuple(sorted(found - set(STYLE_SHEETS)))


def read_house_styles(folders: Iterable[Path]) -> tuple[tuple[HouseStyle, ...], tuple[Finding, ...]]:
    """Return the house styles in some folders, and what is wrong with those that cannot be read."""
    folders = tuple(folders)
    styles: list[HouseStyle] = []
    faults: dict[Finding, None] = {}
    for name in list_style_names(folders):
        try:
            styles.append(_read_house_style(name, folders))
        except FindingsError as error:
            faults |= dict.fromkeys(error.findings)
    return tuple(styles), tuple(faults)


def _read_house_style(name: str, folders: tuple[Path, ...]) -> HouseStyle:
    sheets = find_stylesheets(COVER, name, folders)
    width, height = (sheets.measure(f"--trim-{side}") / _POINTS_PER_MM for side in ("width", "height"))
    own = next(file for file in reversed(sheets.files) if file.stem == name)
    told = _PURPOSE.search(read_text_file(own))
    faces = dict.fromkeys(
        _ORIGINALS.get(family[1], family[1])
        for face in _FACES
        if (family := _FAMILY.search(sheets.resolved_value(face)))
    )
    colours = dict.fromkeys(colour for one in _COLOURS if (colour := sheets.colour(one)))
    purpose = " ".join(told[1].split()) if told else ""
    return HouseStyle(name, purpose, width, height, tuple(faces), tuple(colours), sheets)
