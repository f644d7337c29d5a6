"""What a PDF says of itself: title, authors, dates, language, identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Metadata:
    """What the document says of itself (Dublin Core in XMP, and the same in Info)."""

    title: str
    language: str
    created: datetime
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    first_folio: int = 1
    """Folio of the first page that is numbered in arabic; an offprint's is that of its first page in the book."""
