"""What stands on the cover of a workshop's book besides its words: the section `cover` of workshop.yaml."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from .base_model import Model, ShowsPeople
from .text_in_languages import AsGiven
from .text_types import AssetPath, Line, Title


class CoverFigure(StrEnum):
    """From which of the workshop's data the figure on its cover is drawn."""

    PROGRAMME = "programme"
    RECOMMENDATIONS = "recommendations"
    CHAPTERS = "chapters"
    COUNTRIES = "countries"
    NONE = "none"


class Cover(Model):
    """The picture or figure on the front of the cover."""

    picture: Annotated[AssetPath | None, ShowsPeople()] = None
    """Picture for the front: a PNG, JPEG or WebP file in the workshop's folder. It takes the place of the figure."""
    alt: Line | None = None
    """Description of the picture for readers who cannot see it. Without one, it is read as decoration."""
    credit: AsGiven[Title | None] = None
    """Author or photographer of the picture, and its licence. Printed on the back, and in the imprint of a volume."""
    figure: CoverFigure | None = None
    """Data of which the figure has a sign each: programme (sessions), recommendations, chapters or countries; or none.
    Default: the richest of them."""
