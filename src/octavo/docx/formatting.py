"""The options of the Word writer, and the formatting of runs and paragraphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..language.translator import Translator
from ..rendering.graphics.charts.data_chart import DataChart
from ..rendering.graphics.images import ImageAsset
from .word_styles import WordStyles


@dataclass(frozen=True)
class DrawnChart:
    """A chart as a picture, and its alternative text."""

    picture: ImageAsset
    words: str


@dataclass(frozen=True)
class DocxOptions:
    """What the writer needs besides the trees.

    `heads` are the running heads of left and right pages. In a document that is `titled`, the heading at the first
    level is its title, and the levels below it start at 1. With `openings`, each heading at the first level starts
    a page, as in the front and back matter of a book.
    """

    words: Translator
    look: WordStyles
    images: Mapping[str, ImageAsset]
    heads: tuple[str, str]
    charts: Mapping[str | DataChart, DrawnChart] = field(default_factory=dict)
    titled: bool = False
    openings: bool = False
    marking: str = ""


@dataclass(frozen=True)
class RunFormat:
    """The formatting of a run (w:rPr)."""

    bold: bool = False
    italic: bool = False
    small_caps: bool = False
    position: str = ""
    """The value of w:vertAlign: superscript, subscript or ""."""
    style: str = ""
    """Character style."""
    language: str = ""
    from_the_right: bool = False
    verbatim: bool = False
    """Whether line breaks and spaces are kept as in the source."""


@dataclass(frozen=True)
class ParagraphFormat:
    """The formatting of blocks at a place: paragraph styles, indent and available width."""

    style: str = "FirstParagraph"
    following: str = "BodyText"
    """Style of a paragraph that follows another."""
    rubric: str = "Rubric"
    left: float = 0
    """Left indent in points."""
    width: float = 0
    """Available width of pictures and tables in points."""
    level: int = 0
    """Depth of list nesting."""
    run_format: RunFormat = RunFormat()
    from_the_right: bool = False
    from_the_left: bool = False
    """Whether it runs from the left in a document that runs from the right."""
    cell: bool = False
