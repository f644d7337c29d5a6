"""What checks may look at of a document as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from ..model.press import Profile
from .found import Expected
from .pages import Page
from .statement import Statement


@dataclass(frozen=True, slots=True)
class Document:
    """An opened PDF with what was read of it."""

    pdf: pikepdf.Pdf
    pages: Sequence[Page]
    said: Statement
    profile: Profile
    expected: Expected
