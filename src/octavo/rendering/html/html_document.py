"""What the HTML writer takes and returns beside the docutils tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...findings.finding import Finding, Place
from ...language.translator import Translator
from ..graphics.charts.chart_style import ChartStyle
from ..graphics.charts.drawn_chart import Chart
from ..graphics.images import ImageAsset


@dataclass(frozen=True)
class Heading:
    """A heading of a part, as the contents list it: depth from 1, number if it has one, text, and anchor."""

    level: int
    number: str
    text: str
    anchor: str
    lang: str = ""
    """Language of the text, if it differs from that of the contents."""


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents: a heading and the folio of its page. A line without a folio is the title of a section.

    `kind` is "part" for the opener of a part, "before" and "after" for what stands before and after the chapters, and
    "brief" in a list so long that it has titles alone.
    """

    heading: Heading
    folio: str
    authors: str = ""
    kind: str = ""


@dataclass(frozen=True)
class IndexEntry:
    """An entry of an index: its text, its pages (folio or range, and anchor), another entry to see, and its letter."""

    words: str
    places: tuple[tuple[str, str], ...]
    see: str = ""
    letter: str = ""


@dataclass(frozen=True)
class HtmlOptions:
    """What the writer needs beside the tree. `classes` are those of the body element, for selectors of styles."""

    title: str
    short_title: str
    classes: tuple[str, ...]
    words: Translator
    images: Mapping[str, ImageAsset]
    charts: Mapping[str, Chart]
    chart_style: ChartStyle = field(default_factory=ChartStyle)
    marking: str = ""
    contents: tuple[ContentsEntry, ...] = ()
    indexes: Mapping[str, tuple[IndexEntry, ...]] = field(default_factory=dict)
    side_notes: bool = False
    """Whether short notes stand in the outer margin, where the style has room."""


@dataclass(frozen=True)
class HtmlDocument:
    """A part as HTML with its headings in order. `formulas` are SVG by the id of the image that stands in for each."""

    html: str
    headings: tuple[Heading, ...]
    findings: tuple[Finding, ...]
    formulas: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    """Places of elements, by the number in their ``data-at``."""
