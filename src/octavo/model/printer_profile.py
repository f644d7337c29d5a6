"""What a printer asks of a file, and what a workshop's press files and covers are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .base_model import Many, Model
from .text_types import Code, Name, Title

Length = Annotated[float, Field(ge=0, le=1000)]


class Standard(StrEnum):
    """What a file must conform to, beside what any PDF must."""

    SCREEN = "screen"
    """Nothing of the press: a PDF that is read on a screen, or printed in an office."""
    X4 = "pdf/x-4"
    """PDF/X-4 (ISO 15930-7:2010)."""
    X1A = "pdf/x-1a"
    """PDF/X-1a:2003 (ISO 15930-4:2003)."""


class CheckSeverity(StrEnum):
    """How grave what a check finds is taken to be."""

    OFF = "off"
    ADVICE = "advice"
    WARNING = "warning"
    ERROR = "error"


class CheckName(StrEnum):
    """The preflight checks, in the order in which they are reported."""

    FILE = "file"
    BOXES = "boxes"
    BLEED = "bleed"
    MARKS = "marks"
    SAFETY = "safety"
    FONTS = "fonts"
    COLOUR = "colour"
    BLACK_TEXT = "black-text"
    INK = "ink"
    IMAGES = "images"
    RULES = "rules"
    TYPE = "type"
    TRANSPARENCY = "transparency"
    OUTPUT_INTENT = "output-intent"
    INFO = "info"
    FORBIDDEN = "forbidden"
    VERSION = "version"
    EXTENT = "extent"
    BLANKS = "blanks"
    COVER = "cover"
    ARCHIVE = "archive"
    ACCESS = "access"
    TEXT = "text"


class Paper(Model):
    """The paper of the text block, from which the spine is computed."""

    name: Title | None = None
    """Name."""
    grammage: float = Field(default=90, gt=0, le=600)
    """Grammage, in grams per square metre."""
    bulk: float = Field(default=1.25, gt=0, le=3)
    """Specific volume, in cubic centimetres per gram. The thickness in mm is grammage × bulk ÷ 1000."""


class TrimSize(Model):
    """A size to which a printer trims."""

    width: float = Field(gt=20, le=1200)
    """Millimetres."""
    height: float = Field(gt=20, le=1200)
    """Millimetres."""


class Profile(Model):
    """What a printer, or a reader on a screen, asks of a file. Lengths are millimetres unless another unit is named."""

    label: Title
    """What it is called in findings."""
    standard: Standard = Standard.X4
    """screen, pdf/x-4 or pdf/x-1a."""
    icc: Name | None = None
    """File of the CMYK profile: a name to be found among the system's, or a file beside this profile."""
    condition: Code = "CGATS TR 001"
    """Name of the printing condition in the ICC's registry."""
    condition_label: Title | None = None
    """The same in plain words."""
    trims: Many[TrimSize]
    """Sizes that can be had; any, if there are none here."""
    bleed: Length = 3
    """How far paint that reaches the edge goes beyond it."""
    marks: bool = True
    """Whether crop marks stand beside the page; some printers forbid them."""
    mark_offset: Length = 3.5
    """Distance of crop marks from the trim; at least the bleed."""
    safety: Length = 5
    """Distance that text keeps from the trim."""
    multiple: int = Field(default=2, ge=1, le=64)
    """Pages of a book are a multiple of it; blank ones are added at the end."""
    least_pages: int = Field(default=1, ge=1, le=10000)
    """Fewest pages of a book that the printer takes."""
    most_pages: int | None = Field(default=None, ge=1, le=10000)
    """Most pages of a book that the printer takes."""
    ink: int = Field(default=320, ge=100, le=400)
    """Most ink, in per cent of all four together."""
    image_least: float = Field(default=149, ge=0, le=2400)
    """Pictures of fewer pixels an inch are an error."""
    image_fair: float = Field(default=224, ge=0, le=2400)
    """Pictures of fewer are a warning."""
    image_bitmap: float = Field(default=600, ge=0, le=4800)
    """Pictures of pure black and white of fewer are a warning."""
    rule: float = Field(default=0.25, ge=0, le=10)
    """Thinnest rule, in points."""
    type: float = Field(default=6, ge=0, le=24)
    """Smallest type, in points."""
    type_reversed: float = Field(default=8, ge=0, le=36)
    """Smallest type in white on ink, in points."""
    black_below: float = Field(default=12, ge=0, le=72)
    """Dark text of fewer points is printed with black ink alone."""
    type3: CheckSeverity = CheckSeverity.WARNING
    """How grave Type 3 fonts are."""
    spine_text: Length = 6
    """Thinnest spine that bears text."""
    board: Length = 0
    """Thickness of each board of a hard cover; 0 for a paperback."""
    paper: Paper = Paper.model_validate({})
    """The usual paper."""
    gravity: dict[CheckName, CheckSeverity] = Field(default_factory=dict, max_length=40)
    """How grave what a check finds is, where it is not taken as the check takes it."""
