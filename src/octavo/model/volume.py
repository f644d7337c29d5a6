"""The proceedings volume: what its title pages say, and its chapters."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from .base_model import Many, Model
from .date_types import Date
from .event import Annex
from .identifiers import Doi, Isbn, Issn
from .iso_codes import AnyLanguage
from .marked_title import MarkedTitle
from .people import PersonId
from .rest_text import Rest
from .text_in_languages import AsGiven, OfEdition, Translated
from .text_types import AssetPath, Code, Line, Name, Reference, Slug, Title, WebAddress


class Series(Model):
    """The series in which a volume appears."""

    name: AsGiven[Title]
    """Name of the series."""
    sub_series: AsGiven[Title | None] = None
    """Sub-series."""
    number: Code | None = None
    """Volume number in the sub-series."""
    issn: Issn | None = None
    """ISSN."""


class Publisher(Model):
    """Publisher of a volume."""

    name: AsGiven[Title]
    """Name."""
    place: Name | None = None
    """Place."""


class Isbns(Model):
    """One ISBN for each binding."""

    hardback: Isbn | None = None
    """ISBN of the hardback."""
    paperback: Isbn | None = None
    """ISBN of the paperback."""
    ebook: Isbn | None = None
    """ISBN of the electronic edition."""


class VolumePart(Model):
    """A part of the volume, which opens on a page of its own."""

    title: Title
    """Title of the part, as in the key section of its chapters."""
    text: Rest | None = None
    """Text on its opening page."""


class Volume(Model):
    """The proceedings volume."""

    title: MarkedTitle
    """Title on the title page; it may hold *emphasis*, :sub:`2`, :sup:`2` and :math:`x`."""
    subtitle: MarkedTitle | None = None
    """Subtitle."""
    series: Series | None = None
    """Series."""
    editors: Many[PersonId]
    """Ids or unique names of people."""
    publisher: Publisher | None = None
    """Publisher."""
    year: int | None = Field(default=None, ge=1800, le=2200)
    """Year of publication."""
    published: Date | None = None
    """Day of publication, if it is known."""
    edition: Translated[Code | None] = None
    """Edition."""
    isbns: Isbns | None = None
    """ISBN for each binding."""
    doi: Doi | None = None
    """DOI."""
    url: OfEdition[WebAddress | None] = None
    """Web page to which its DOI leads."""
    copyright_holder: AsGiven[Title | None] = None
    """Holder of the copyright."""
    licence: AsGiven[Line | None] = None
    """Terms of use."""
    cip: Line | None = None
    """Note on cataloguing in publication."""
    paper_statement: Line | None = None
    """Note on the paper."""
    preface: Rest | None = None
    """Preface."""
    acknowledgements: Rest | None = None
    """Acknowledgements of the editors."""
    front_matter: Many[Annex]
    """Further texts before the chapters, such as an introduction or the abstracts of invited talks."""
    parts: Many[VolumePart]
    """Texts of parts of the book. Chapters name their part in section."""
    style: Reference | None = None
    """House style, such as proceedings-a4. Default: proceedings (160 × 240 mm)."""
    citation_style: Slug = "springer-basic-brackets"
    """Citation style of chapters in reST: a CSL style such as springer-basic-author-date, or a file styles/NAME.csl."""


class PermissionStatus(StrEnum):
    """Status of a permission."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"


class Permission(Model):
    """A permission to print material whose rights belong to others."""

    item: AsGiven[Title]
    """Purpose."""
    holder: AsGiven[Title]
    """Holder of the rights."""
    status: PermissionStatus = PermissionStatus.REQUESTED
    """Status of the permission."""


class Chapter(Model):
    """A chapter of the volume."""

    id: Slug = ""
    """Short name of the chapter. Default: made from the title."""
    title: AsGiven[MarkedTitle]
    """Title; it may hold *emphasis*, :sub:`2`, :sup:`2` and :math:`x`."""
    short_title: AsGiven[MarkedTitle | None] = None
    """Title for running heads."""
    authors: Many[PersonId]
    """Ids or unique names of people."""
    corresponding: PersonId | None = None
    """Id or unique name of the author to write to."""
    equal_contribution: Many[PersonId]
    """Ids or unique names of the authors who contributed equally; two or more."""
    abstract: AsGiven[Rest | None] = None
    """Abstract."""
    keywords: Many[Name]
    """Keywords."""
    source: AssetPath
    """reST or PDF file in the workshop's folder."""
    bibliography: Many[AssetPath]
    """BibTeX files from which a chapter in reST cites with :cite:`key`."""
    doi: AsGiven[Doi | None] = None
    """DOI."""
    url: WebAddress | None = None
    """Web page to which its DOI leads."""
    received: Date | None = None
    """Date on which the manuscript was received."""
    accepted: Date | None = None
    """Date of acceptance."""
    permissions: Many[Permission]
    """Permissions to print."""
    section: Title | None = None
    """Part of the book in which the chapter stands, and which opens with its first chapter."""
    language: AnyLanguage | None = None
    """Language in which it is written, if not that of the workshop: a BCP 47 tag, such as de."""


class IndexTerm(Model):
    """An entry of the subject index."""

    term: Translated[Name]
    """Heading of the entry."""
    see: Translated[Name | None] = None
    """Entry to which a see reference points."""
