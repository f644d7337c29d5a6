"""Say what a Word document is made of beside its trees, and how words and blocks are to look where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..language.translator import Translator
from ..rendering.graphics.images import ImageAsset
from .word_styles import WordStyles


@dataclass(frozen=True)
class DrawnChart:
    """A chart that was drawn, and what it says to those who do not see it."""

    picture: ImageAsset
    words: str


@dataclass(frozen=True)
class DocxOptions:
    """What the writer needs beside the trees.

    `heads` are the running heads of left and right pages. In a document that is `titled` the heading of the first
    level is its title, and those below it begin at the first level. In one of `openings` each heading of the first
    level begins a page, as what stands before and after the chapters of a book does.
    """

    words: Translator
    look: WordStyles
    images: Mapping[str, ImageAsset]
    heads: tuple[str, str]
    charts: Mapping[str, DrawnChart] = field(default_factory=dict)
    titled: bool = False
    openings: bool = False
    marking: str = ""


@dataclass(frozen=True)
class RunFormat:
    """How words look: what is written of them in the properties of a run."""

    bold: bool = False
    italic: bool = False
    small_caps: bool = False
    position: str = ""
    """superscript or subscript."""
    style: str = ""
    """Style of characters."""
    language: str = ""
    from_the_right: bool = False
    verbatim: bool = False
    """Whether the ends of lines and the spaces are those of the source."""


@dataclass(frozen=True)
class ParagraphFormat:
    """How blocks look where they stand: the styles of paragraphs, how far they are moved in, how wide they may be."""

    style: str = "FirstParagraph"
    following: str = "BodyText"
    """Style of a paragraph right after another."""
    rubric: str = "Rubric"
    left: float = 0
    """Points beyond what the style moves in."""
    width: float = 0
    """Points that a picture or a table may be wide."""
    level: int = 0
    """How many lists stand around."""
    face: RunFormat = RunFormat()
    from_the_right: bool = False
    cell: bool = False
