"""Define a document's metadata: title, authors, dates, language and identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Metadata:
    """The metadata of a document (Dublin Core in XMP, and the same in Info)."""

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
    """Folio of the first page with arabic numbering. For an offprint, this is its first page in the book."""
