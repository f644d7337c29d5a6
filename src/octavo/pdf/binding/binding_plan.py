"""What a binder is given beside typeset parts: their order and numbering, metadata and attachments."""

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
    """Running heads and folios typeset once: page by page, the name of the piece that stands there."""

    pdf: bytes
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class Leaf:
    """A part in its place in the book; it opens on a right-hand page if `recto`, after a bare page if need be.

    `furniture` names for each page the pieces that are laid over it. `heading` becomes the bookmark under which those
    of the part stand, where the part has none of its own for its title. `foreign` is the name of an author's finished
    PDF, where the part is one.
    """

    part: TypesetPart
    numbering: Numbering = Numbering.ARABIC
    recto: bool = True
    furniture: tuple[tuple[str, ...], ...] = ()
    heading: str = ""
    foreign: str = ""
    archival: bool = True
    """Whether nothing in it keeps the whole from claiming PDF/A."""
    readable: bool = True
    """Whether nothing in it keeps the whole from claiming PDF/UA."""


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF (PDF/A-3); `relationship` as in ISO 32000-2, 14.13."""

    name: str
    media_type: str
    data: bytes
    description: str
    relationship: str = "Source"
