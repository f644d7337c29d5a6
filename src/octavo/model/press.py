"""What a workshop says of its printer: the section `press` of workshop.yaml."""

from __future__ import annotations

from .base_model import Many, Model
from .printer_profile import CheckName, Paper
from .text_in_languages import Translated
from .text_types import Blurb, Name, Slug


class Press(Model):
    """How a workshop's products are printed."""

    profile: Slug | None = None
    """Printer profile: sheetfed-offset, sheetfed-fogra39, digital, pod-kdp, pod-ingramspark, or yours in profiles/."""
    paper: Paper | None = None
    """Paper, if it differs from that of the profile."""
    blurb: Blurb | None = None
    """Text for the back cover."""
    spine_title: Translated[Name | None] = None
    """Title for the spine, if the full title is too long for it."""
    accept: Many[CheckName]
    """Checks whose errors count as warnings, because a person has looked at them and accepted them."""
