"""Read what a style says of Word documents: style sheets and word.xml in, styles.xml and the measures of a page out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from ..findings.finding import Finding, FindingsError, Place
from ..loading.text_decoding import read_text_file
from ..project.project_folders import find_plain_file
from ..typesetting.stylesheets import StyleSheets

WORD_STYLES_FILE = "word.xml"
A4 = (595.28, 841.89)
_PLACEHOLDER = re.compile(r"\{([a-z-]+)(?:\*([0-9.]+))?\}")
_SHORT_COLOUR = re.compile(r"#([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])")


@dataclass(frozen=True)
class WordPage:
    """The measures of a page, in points; those of a figure are the most that it may have."""

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    head: float
    """Distance of running heads from the edge."""
    indent: float
    text_size: float
    figure_height: float
    chart_share: float
    """Part of the line that a chart is wide."""

    @property
    def text_width(self) -> float:
        """Width of the text."""
        return self.width - self.inner - self.outer


@dataclass(frozen=True)
class WordStyles:
    """How a Word document looks: the part of its styles, and its page."""

    styles: str
    page: WordPage

    def for_offices(self) -> WordStyles:
        """Put the same lines on the paper that office printers have (ISO 216, A4)."""
        side = (A4[0] - self.page.text_width) / 2
        if side < 0:
            return self
        return replace(self, page=replace(self.page, width=A4[0], height=A4[1], inner=side, outer=side))


def read_word_styles(sheets: StyleSheets, folders: Sequence[Path]) -> tuple[WordStyles, Path]:
    """Fill the blanks of the first word.xml that the folders hold. Raises Faults where it or a measure is bad."""
    file = next(filter(None, (find_plain_file(folder, WORD_STYLES_FILE) for folder in folders)), None)
    if file is None:
        raise FindingsError([Finding("missing-style", f"there is no '{WORD_STYLES_FILE}' among the styles")])
    page = _read_page(sheets)
    text = read_text_file(file)
    filled = _PLACEHOLDER.sub(lambda blank: escape(_fill_placeholder(blank, sheets, page, file)), text)
    try:
        ET.fromstring(filled)  # noqa: S314 - written by who wrote the styles, and read by nothing else here
    except ET.ParseError as error:
        words = f"the styles of Word documents are no XML: {error}"
        raise FindingsError([Finding("bad-word-styles", words, Place(file, *error.position), "mend them")]) from None
    return WordStyles(filled, page), file


def _read_page(sheets: StyleSheets) -> WordPage:
    measure = sheets.measure
    share = re.fullmatch(r"([0-9.]+)%", sheets.value("--chart-width"))
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
        chart_share=min(1.0, float(share[1]) / 100) if share else 1.0,
    )


def _fill_placeholder(blank: re.Match[str], sheets: StyleSheets, page: WordPage, file: Path) -> str:
    name, times = blank[1], blank[2]
    if times:
        length = page.text_width if name == "text-width" else sheets.measure(f"--{name}")
        return str(round(length * float(times)))
    written = sheets.value(f"--{name}").strip("\"'")
    if not written:
        words = f"the styles set no --{name}, which stands in {WORD_STYLES_FILE}"
        raise FindingsError([Finding("bad-measure", words, Place(file), f"set --{name} on :root")])
    # What CSS calls justify, Word calls both.
    written = _SHORT_COLOUR.sub(r"\1\1\2\2\3\3", written) if len(written) == 4 else written.removeprefix("#")
    return "both" if written == "justify" else written
