"""Read a house style for Word: fill word.xml with values of the style sheets, and read the page measurements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from ..findings.finding import Finding, FindingsError, Place
from ..loading.text_decoding import read_text_file
from ..project.project_folders import find_plain_file
from ..typesetting.style_properties import COLOUR, DECIMAL_NUMBER, PROPERTIES
from ..typesetting.stylesheets import StyleSheets

WORD_STYLES_FILE = "word.xml"
A4 = (595.28, 841.89)
_PLACEHOLDER = re.compile(r"\{([a-z-]+)(?:\*([0-9.]+))?\}")


@dataclass(frozen=True)
class WordPage:
    """The measurements of a page, in points; `figure_height` is a maximum."""

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    head: float
    """Distance of running heads from the edge of the page."""
    indent: float
    text_size: float
    figure_height: float
    chart_share: float
    """Width of a chart, as a share of the line."""

    @property
    def text_width(self) -> float:
        """Width of the text area in points."""
        return self.width - self.inner - self.outer

    @property
    def text_height(self) -> float:
        """Height of the text area in points."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True)
class WordStyles:
    """The look of a Word document: the part styles.xml, and the page."""

    styles: str
    page: WordPage

    def for_office_printers(self) -> WordStyles:
        """Return the same text area on A4 (ISO 216), the paper of office printers."""
        side = (A4[0] - self.page.text_width) / 2
        if side < 0:
            return self
        return replace(self, page=replace(self.page, width=A4[0], height=A4[1], inner=side, outer=side))


def read_word_styles(sheets: StyleSheets, folders: Sequence[Path]) -> tuple[WordStyles, Path]:
    """Fill the placeholders of the first word.xml in the folders. Raises FindingsError for bad XML or measurements."""
    file = next(filter(None, (find_plain_file(folder, WORD_STYLES_FILE) for folder in folders)), None)
    if file is None:
        raise FindingsError([Finding("missing-style", f"missing '{WORD_STYLES_FILE}' among the styles")])
    page = _read_page(sheets)
    text = read_text_file(file)
    _require_well_formed(text, file)
    filled = _PLACEHOLDER.sub(lambda blank: escape(_fill_placeholder(blank, sheets, page, file)), text)
    _require_well_formed(filled, file)
    return WordStyles(filled, page), file


def _require_well_formed(text: str, file: Path) -> None:
    """Raise FindingsError if the styles are no XML, at the place where they stop to be."""
    try:
        ET.fromstring(text)  # noqa: S314 - the author of the styles wrote it, and nothing else here reads it
    except ET.ParseError as error:
        line, column = error.position
        words = f"the styles of Word documents are not well-formed XML: {expat.ErrorString(error.code)}"
        raise FindingsError(
            [Finding("bad-word-styles", words, Place(file, line, column + 1), "correct the XML at this place")]
        ) from None


def _read_page(sheets: StyleSheets) -> WordPage:
    measure = sheets.measure
    return WordPage(
        width=measure("--trim-width"),
        height=measure("--trim-height"),
        top=measure("--top"),
        bottom=measure("--bottom"),
        inner=measure("--inner"),
        outer=measure("--outer"),
        head=max(0.0, measure("--top") - measure("--head-drop") - measure("--head-size")),
        indent=measure("--indent"),
        text_size=measure("--text-size"),
        figure_height=measure("--word-figure-height"),
        chart_share=min(1.0, sheets.share("--chart-width") or 1.0),
    )


def _fill_placeholder(blank: re.Match[str], sheets: StyleSheets, page: WordPage, file: Path) -> str:
    name, times = blank[1], blank[2]
    if times:
        if not re.fullmatch(DECIMAL_NUMBER, times):
            words = f"{times} in {blank[0]} is not a number"
            raise FindingsError([Finding("bad-measure", words, Place(file), "write it like {text-size*1.5}")])
        length = page.text_width if name == "text-width" else sheets.measure(f"--{name}")
        return str(round(length * float(times)))
    is_colour = PROPERTIES.get(f"--{name}") is COLOUR
    written = sheets.colour(f"--{name}")[1:] if is_colour else sheets.resolved_value(f"--{name}").strip("\"'")
    if not written:
        words = f"the styles do not set --{name}, which is used in {WORD_STYLES_FILE}"
        raise FindingsError([Finding("bad-measure", words, Place(file), f"set --{name} on :root")])
    # Word's name for justify is both.
    return {"justify": "both", "start": "left"}.get(written, written)
