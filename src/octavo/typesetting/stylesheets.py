"""Find the style sheets of a product in cascade order, with the files and fonts they use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ..files.guarded_files import read_file
from ..findings.finding import Finding, FindingsError, Place
from ..loading.text_decoding import read_text_file
from ..processes.current_file import working_on
from ..product_catalogue import FORMER_RUNNING_HEADS, RUNNING_HEADS, STYLE_SHEETS
from ..project.project_folders import find_plain_file, shipped_folder
from ..rendering.graphics.charts.chart_style import (
    UNITS_PER_MM,
    USUAL_WIDTH,
    ChartStyle,
    read_properties,
    resolve_properties,
    strip_language_rules,
)
from .cache_key import not_in_key
from .style_limits import check_style
from .style_properties import read_hex_colour, read_length, read_share
from .style_values import Sheet, check_values
from .typeset_job import Style

IMPORT_RULE = re.compile(r'^\s*@import\s+"([A-Za-z0-9_-]+)\.css"\s*;', re.MULTILINE)
MOST_STYLE_LAYERS = 8
"""How deep styles may import each other."""
_PIECE = re.compile(r"[^;}]+")
_PROPERTY = re.compile(r"(?<![\w-])(--[\w-]+)\s*:")
_FACE_SPACE = re.compile(r'(?<=",)\s+(?=")')
_FONT_FACE = re.compile(r"@font-face\s*\{[^{}]*\burl\(", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
FONT_ADDRESS = re.compile(r"asset:(fonts/[A-Za-z0-9._-]+)")


@dataclass(frozen=True)
class StyleSheets:
    """Style sheets in cascade order, the files they were read from, and the user's fonts by address."""

    styles: tuple[Style, ...]
    chart: ChartStyle
    files: tuple[Path, ...] = field(metadata=not_in_key("their content is in the other fields"))
    fonts: Mapping[str, bytes]

    def property_value(self, name: str) -> str:
        """Return the value of a custom property on ``:root``; "" if no style sets it."""
        for style in reversed(self.styles):
            text, properties = _find_properties(style.text)
            if name in properties:
                return text[properties[name]].strip()
        return ""

    def resolved_value(self, name: str) -> str:
        """Return the value of a custom property on ``:root`` with each ``var()`` put in; "" if no style sets it."""
        written = self.property_value(name)
        if "var(" not in written:
            return written
        known = read_properties("\n".join(style.text for style in self.styles))
        value = resolve_properties(written, known).strip()
        return "" if "var(" in value else value

    @property
    def side_notes(self) -> bool:
        """Whether the style has room for notes in the outer margin."""
        return self.resolved_value("--note-place") == "side"

    def colour(self, name: str) -> str:
        """Return a colour set on ``:root``, as #rrggbb; "" if no style sets one."""
        return read_hex_colour(self.resolved_value(name)) or ""

    def share(self, name: str) -> float | None:
        """Return a percentage set on ``:root``, as a share of 1; None if no style sets one."""
        return read_share(self.resolved_value(name))

    def measure(self, name: str) -> float:
        """Return a length set on ``:root``, in points. Raises FindingsError if it cannot be read."""
        length = read_length(self.resolved_value(name))
        if length is None:
            message = f"the style sets no readable {name}"
            raise FindingsError(
                [Finding("bad-measure", message, hint=f"write {name}: 25mm on :root; units are mm, cm, in and pt")]
            )
        return length


@lru_cache(maxsize=32)
def _find_properties(css: str) -> tuple[str, Mapping[str, slice]]:
    """Return a style sheet without comments, and where in it the value of each custom property stands that holds.

    What it sets for one language alone is left out.
    """
    text, found = strip_language_rules(_COMMENT.sub("", css)), dict[str, slice]()
    for piece in _PIECE.finditer(text):
        named = [one for one in _PROPERTY.finditer(text, *piece.span()) if one.end() < piece.end()]
        found |= {one[1]: slice(one.end(), piece.end()) for one in reversed(named)}
    return text, found


_LEAST_CHART = 400.0
"""Width of the narrowest chart, in units."""
_MM_PER_POINT = 25.4 / 72


def find_stylesheets(product: str, house: str, folders: Iterable[Path], asked: Place | None = None) -> StyleSheets:
    """Find the page, type, product and house style sheets, each in the first folder that has it.

    A house style may start with ``@import "briefing.css";`` to build on another. `asked` is the place where the house
    style was chosen. Raises FindingsError if a sheet or a font is missing.
    """
    folders = tuple(folders)
    # Running heads and folios have no paragraphs, lists or tables, and there are many sheets of them.
    general = ["page"] if product == RUNNING_HEADS else ["page", "type"]
    names = [*general, *_list_layers(product, folders, None, {}), *_list_layers(house, folders, asked, {})]
    files = [_find_sheet(name, folders) for name in names]
    chart = _find_sheet("chart", folders)
    texts = [read_text_file(file) for file in (*files, chart)]
    _check_limits((*files, chart), texts)
    _check_values(files, texts)
    _require_font(files[0], texts)
    styles = tuple(
        Style(file.name, IMPORT_RULE.sub("", text), not _is_shipped_sheet(file))
        for file, text in zip(files, texts, strict=False)
    )
    wanted = {address: file for file, text in zip(files, texts, strict=False) for address in FONT_ADDRESS.findall(text)}
    fonts = {address: _find_font(address, folders, wanted[address]) for address in sorted(wanted)}
    return StyleSheets(
        styles,
        _chart_style(styles, texts[-1]),
        (*files, chart, *fonts.values()),
        {address: read_file(file) for address, file in fonts.items()},
    )


def _chart_style(styles: Sequence[Style], sheet: str) -> ChartStyle:
    """Return the look of charts: the sheet for charts with the values that the styles set, and the measure.

    A page sheet of the user's own that lacks a colour has that of the shipped one.
    """
    shipped = read_text_file(shipped_folder("styles") / "page.css")
    known = read_properties("\n".join((shipped, *(style.text for style in styles))))
    # Where both sides have the same margin, charts are as wide as the page allows.
    sides = ("--side", "--side") if "--side" in known else ("--inner", "--outer")
    values = {
        name: resolve_properties(known.get(name, ""), known) for name in ("--trim-width", *sides, "--chart-width")
    }
    points = [read_length(values[name]) for name in ("--trim-width", *sides)]
    share = read_share(values["--chart-width"]) if "--side" not in known else None
    width = USUAL_WIDTH
    if None not in points:
        trim, inner, outer = (one or 0.0 for one in points)
        width = (trim - inner - outer) * _MM_PER_POINT * UNITS_PER_MM * (share or 1)
    # Of a list of faces in SVG, WeasyPrint takes the spaces for parts of the names.
    look = _FACE_SPACE.sub("", resolve_properties(sheet, known))
    return ChartStyle(look, max(_LEAST_CHART, round(width, 1)))


def _require_font(page: Path, texts: Sequence[str]) -> None:
    """Raise FindingsError if no sheet declares a font: Pango has no other, and ends the process at the first word."""
    if not any(_FONT_FACE.search(_COMMENT.sub("", text)) for text in texts):
        message, hint = "the styles declare no font", "begin it with the @font-face rules of the shipped page.css"
        raise FindingsError([Finding("missing-font", message, Place(page), hint)])


def _is_shipped_sheet(file: Path) -> bool:
    return file.is_relative_to(shipped_folder("styles"))


def _check_limits(files: Sequence[Path], texts: Sequence[str]) -> None:
    """Raise FindingsError if a user's style exceeds a limit; files are given in cascade order."""
    found: list[Finding] = []
    for number, (file, text) in enumerate(zip(files, texts, strict=False)):
        if not _is_shipped_sheet(file):
            with working_on(file):
                found += check_style(file, text, texts[:number])
    if found:
        raise FindingsError(found)


def _check_values(files: Sequence[Path], texts: Sequence[str]) -> None:
    """Raise FindingsError if a user's style gives a property a value that it cannot have."""
    sheets = [Sheet(file, text, not _is_shipped_sheet(file)) for file, text in zip(files, texts, strict=False)]
    if any(sheet.is_own for sheet in sheets) and (found := check_values(sheets)):
        raise FindingsError(found)


def _list_layers(
    house: str,
    folders: tuple[Path, ...],
    asked: Place | None,
    known: dict[str, list[str]],
    above: tuple[str, ...] = (),
) -> list[str]:
    """Return a house style and the styles it imports, the lowest first. Each sheet is read once (`known`)."""
    if house in known:
        return known[house]
    if len(above) > MOST_STYLE_LAYERS:
        words, hint = f"style imports are nested more than {MOST_STYLE_LAYERS} deep", "import fewer styles"
        raise FindingsError([Finding("style-too-deep", words, asked, hint)])
    if house in above:
        raise FindingsError(
            [
                Finding(
                    "style-circle",
                    f"the style '{house}' imports itself",
                    Place(_find_sheet(house, folders)),
                    "remove the import, or import another style",
                )
            ]
        )
    sheet = _find_sheet(house, folders, asked)
    text = read_text_file(sheet)
    lower = {name[1]: Place(sheet, text.count("\n", 0, name.start(1)) + 1) for name in IMPORT_RULE.finditer(text)}
    way = (*above, house)
    beneath = [name for below, place in lower.items() for name in _list_layers(below, folders, place, known, way)]
    # Of a sheet imported twice, only the last position counts.
    known[house] = [*reversed(dict.fromkeys(reversed(beneath))), house]
    return known[house]


def _find_sheet(name: str, folders: tuple[Path, ...], asked: Place | None = None) -> Path:
    names = (RUNNING_HEADS, FORMER_RUNNING_HEADS) if name == RUNNING_HEADS else (name,)
    for folder in folders:
        for file_name in names:
            if file := find_plain_file(folder, f"{file_name}.css"):
                return file
    known = sorted({file.stem for folder in folders for file in folder.glob("*.css")} - set(STYLE_SHEETS))
    raise FindingsError(
        [
            Finding(
                "missing-style", f"there is no style sheet '{name}.css'", asked, hint=f"available: {', '.join(known)}"
            )
        ]
    )


def _find_font(address: str, folders: tuple[Path, ...], sheet: Path) -> Path:
    for folder in folders:
        if file := find_plain_file(folder, address):
            return file
    line = read_text_file(sheet).partition(address)[0].count("\n") + 1
    words = f"the font file '{address}' is not in the styles folder"
    raise FindingsError([Finding("missing-font", words, Place(sheet, line), "add the file to the styles folder")])
