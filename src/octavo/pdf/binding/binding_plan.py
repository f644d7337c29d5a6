"""Define what the binder receives beside typeset parts: their order, page numbering, metadata and attachments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ...typesetting.typeset_job import TypesetPart


class Numbering(StrEnum):
    """How the pages of a part are labelled."""

    ROMAN = "roman"
    ARABIC = "arabic"
    NONE = "none"


@dataclass(frozen=True)
class RunningHeadSheet:
    """Running heads and folios, typeset once; `pieces` names the piece on each page."""

    pdf: bytes
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class Leaf:
    """A part at its place in the book.

    If `recto` is set, it begins on a right-hand page, after a blank one if necessary.

    `head_pieces` lists for each page the names of the pieces laid over it. `heading` becomes the bookmark above the
    part's own bookmarks, if the part has none for its title. `foreign` is the file name if the part is an author's
    finished PDF.
    """

    part: TypesetPart
    numbering: Numbering = Numbering.ARABIC
    recto: bool = True
    head_pieces: tuple[tuple[str, ...], ...] = ()
    heading: str = ""
    foreign: str = ""
    archival: bool = True
    """Whether the part allows the document to claim PDF/A."""
    readable: bool = True
    """Whether the part allows the document to claim PDF/UA."""
    in_part: bool = False
    """Whether its bookmarks stand below that of the opener before it, which opens a part of the book."""


@dataclass(frozen=True)
class Attachment:
    """A file embedded in the PDF (PDF/A-3); `relationship` is an AFRelationship of ISO 32000-2, 14.13."""

    name: str
    media_type: str
    data: bytes
    description: str
    relationship: str = "Source"
