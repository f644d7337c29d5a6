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
from .text_types import AssetPath, Code, Line, Name, Slug, Title, WebAddress


class Series(Model):
    """The series in which a volume appears."""

    name: Title
    """Name of the series."""
    sub_series: Title | None = None
    """Sub-series."""
    number: Code | None = None
    """Number of the volume in it."""
    issn: Issn | None = None
    """ISSN."""


class Publisher(Model):
    """Who publishes a volume."""

    name: Title
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


class Volume(Model):
    """The proceedings volume."""

    title: MarkedTitle
    """Title on the title page; it may hold *emphasis*, :sub:`2`, :sup:`2` and :math:`x`."""
    subtitle: MarkedTitle | None = None
    """Subtitle."""
    series: Series | None = None
    """Series."""
    editors: Many[PersonId]
    """Ids of people."""
    publisher: Publisher | None = None
    """Publisher."""
    year: int | None = Field(default=None, ge=1800, le=2200)
    """Year of publication."""
    published: Date | None = None
    """Day of publication, where it is known to the day."""
    edition: Code | None = None
    """Edition."""
    isbns: Isbns | None = None
    """ISBN for each binding."""
    doi: Doi | None = None
    """DOI."""
    url: WebAddress | None = None
    """Its page on the web, to which its DOI leads."""
    copyright_holder: Title | None = None
    """Who holds the copyright."""
    licence: Line | None = None
    """Terms of use."""
    cip: Line | None = None
    """Note on cataloguing in publication."""
    paper_statement: Line | None = None
    """Note on the paper."""
    preface: Rest | None = None
    """Preface."""
    acknowledgements: Rest | None = None
    """Whom the editors thank."""
    front_matter: Many[Annex]
    """Further texts before the chapters, such as an introduction or the abstracts of invited talks."""
    style: Name | None = None
    """House style: proceedings (160 × 240 mm) unless it says otherwise, such as proceedings-a4."""
    citation_style: Slug = "springer-basic-brackets"
    """How chapters in reST cite: the name of a CSL style, such as springer-basic-author-date."""


class PermissionStatus(StrEnum):
    """Whether a permission has been given."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"


class Permission(Model):
    """A permission to print what belongs to others."""

    item: Title
    """What it is for."""
    holder: Title
    """Who gives it."""
    status: PermissionStatus = PermissionStatus.REQUESTED
    """Whether it has been given."""


class Chapter(Model):
    """A chapter of the volume."""

    id: Slug
    """Short name of the chapter."""
    title: MarkedTitle
    """Title; it may hold *emphasis*, :sub:`2`, :sup:`2` and :math:`x`."""
    short_title: MarkedTitle | None = None
    """Title for running heads."""
    authors: Many[PersonId]
    """Ids of people."""
    corresponding: PersonId | None = None
    """Id of the author to write to."""
    abstract: Rest | None = None
    """Abstract."""
    keywords: Many[Name]
    """Key words."""
    source: AssetPath
    """reST or PDF file in the workshop's folder."""
    bibliography: Many[AssetPath]
    """BibTeX files from which a chapter in reST cites with :cite:`key`."""
    doi: Doi | None = None
    """DOI."""
    url: WebAddress | None = None
    """Its page on the web, to which its DOI leads."""
    received: Date | None = None
    """When the manuscript came in."""
    accepted: Date | None = None
    """When it was accepted."""
    permissions: Many[Permission]
    """Permissions to print."""
    section: Title | None = None
    """Part of the book in which it stands."""
    language: AnyLanguage | None = None
    """Language that it is written in, if not that of the workshop; any tag of BCP 47, such as de."""


class IndexTerm(Model):
    """An entry of the subject index."""

    term: Name
    """Word under which it stands."""
    see: Name | None = None
    """Other word to which it refers."""
