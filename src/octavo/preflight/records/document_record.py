"""What checks may look at of a document as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from ...model.printer_profile import Profile
from ...pdf.metadata.document_info import Statement
from .check_results import Expected
from .page_record import Page


@dataclass(frozen=True, slots=True)
class Document:
    """An opened PDF with what was read of it."""

    pdf: pikepdf.Pdf
    pages: Sequence[Page]
    said: Statement
    profile: Profile
    expected: Expected
