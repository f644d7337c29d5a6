"""What agencies, libraries and booksellers ask for beside what is printed."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .base_model import Many, Model, Visibility
from .date_types import Date
from .identifiers import DoiPrefix
from .iso_codes import Country, Currency
from .text_types import ChapterAddresses, Code, Email, Title


class SubjectScheme(StrEnum):
    """A scheme by which books are sorted."""

    THEMA = "thema"
    BISAC = "bisac"
    DEWEY = "dewey"
    UDC = "udc"
    LCSH = "lcsh"


class Subject(Model):
    """A subject of the volume, in a scheme that libraries or booksellers use."""

    scheme: SubjectScheme
    """The scheme: thema, bisac, dewey, udc or lcsh."""
    code: Code
    """Code in that scheme; of lcsh the heading itself."""
    words: Title | None = None
    """What the code means."""


class Binding(StrEnum):
    """A form in which the volume is sold."""

    HARDBACK = "hardback"
    PAPERBACK = "paperback"
    EBOOK = "ebook"


class Availability(StrEnum):
    """Whether a form of the volume can be had."""

    FORTHCOMING = "forthcoming"
    IN_STOCK = "in-stock"
    TO_ORDER = "to-order"
    ON_DEMAND = "on-demand"
    OUT_OF_PRINT = "out-of-print"


class Offer(Model):
    """On what terms a form of the volume is sold."""

    binding: Binding
    """hardback, paperback or ebook."""
    price: Decimal | None = Field(default=None, ge=0, max_digits=12, decimal_places=2)
    """Recommended price; 0 if it is free."""
    currency: Currency | None = None
    """ISO 4217 code of the price's currency, such as EUR."""
    taxed: bool = True
    """Whether the price holds the tax on sales."""
    countries: Many[Country]
    """Where the price holds; everywhere, if none is named."""
    availability: Availability | None = None
    """Whether it can be had; without it, what the status of the publication says."""
    date: Date | None = None
    """From when it can be had."""


class Deposit(Model):
    """What those ask for who register, catalogue and sell what is made; it is exported, never printed."""

    depositor: Annotated[Title | None, Visibility(False, "Crossref")] = None
    """Who sends the metadata to Crossref."""
    email: Annotated[Email | None, Visibility(False, "Crossref")] = None
    """Where Crossref answers."""
    registrant: Title | None = None
    """Who answers for the DOIs, if not the publisher."""
    doi_prefix: DoiPrefix | None = None
    """Prefix under which DOIs may be registered, such as 10.5555; a DOI under another one is told."""
    revision: int = Field(default=1, ge=1, le=9999)
    """Number of the deposit; raise it to send corrected metadata, for Crossref takes only what is newer."""
    chapter_urls: ChapterAddresses | None = None
    """Address of a chapter's page, with {id} in the place of the chapter's id, for chapters that name no url."""
    subjects: Many[Subject]
    """Subjects of the volume, the main one first."""
    supplier: Title | None = None
    """Who sells the volume, if not the publisher."""
    offers: Many[Offer]
    """On what terms each form of the volume is sold."""
