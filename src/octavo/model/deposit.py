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
from .text_in_languages import AsGiven
from .text_types import ChapterAddresses, Code, Email, Title


class SubjectScheme(StrEnum):
    """A subject classification for books."""

    THEMA = "thema"
    BISAC = "bisac"
    DEWEY = "dewey"
    UDC = "udc"
    LCSH = "lcsh"


class Subject(Model):
    """A subject of the volume, in a classification that libraries or booksellers use."""

    scheme: SubjectScheme
    """The scheme: thema, bisac, dewey, udc or lcsh."""
    code: Code
    """Code in that classification; for lcsh, the heading itself."""
    words: AsGiven[Title | None] = None
    """Meaning of the code, in words."""


class Binding(StrEnum):
    """A form in which the volume is sold, such as hardback."""

    HARDBACK = "hardback"
    PAPERBACK = "paperback"
    EBOOK = "ebook"


class Availability(StrEnum):
    """Availability of a form of the volume."""

    FORTHCOMING = "forthcoming"
    IN_STOCK = "in-stock"
    TO_ORDER = "to-order"
    ON_DEMAND = "on-demand"
    OUT_OF_PRINT = "out-of-print"


class Offer(Model):
    """Sales terms of one form of the volume."""

    binding: Binding
    """hardback, paperback or ebook."""
    price: Decimal | None = Field(default=None, ge=0, max_digits=12, decimal_places=2)
    """Recommended price; 0 if it is free."""
    currency: Currency | None = None
    """ISO 4217 code of the price's currency, such as EUR."""
    taxed: bool = True
    """Whether the price includes sales tax."""
    countries: Many[Country]
    """Countries for which the price is valid; all countries if none is named."""
    availability: Availability | None = None
    """Availability. Default: taken from the status of the publication."""
    date: Date | None = None
    """Date from which it is available."""


class Deposit(Model):
    """Metadata for registration, catalogues and sale. It is exported, never printed."""

    depositor: Annotated[AsGiven[Title | None], Visibility(False, "Crossref")] = None
    """Depositor: who sends the metadata to Crossref."""
    email: Annotated[Email | None, Visibility(False, "Crossref")] = None
    """E-mail address to which Crossref sends its answer."""
    registrant: AsGiven[Title | None] = None
    """Registrant of the DOIs, if not the publisher."""
    doi_prefix: DoiPrefix | None = None
    """Prefix under which DOIs may be registered, such as 10.5555. A DOI with another prefix is reported."""
    revision: int = Field(default=1, ge=1, le=9999)
    """Number of the deposit. Increase it to send corrected metadata, because Crossref accepts only newer deposits."""
    chapter_urls: ChapterAddresses | None = None
    """Address of a chapter's web page, for chapters without `url`; {id} stands for the chapter's id."""
    subjects: Many[Subject]
    """Subjects of the volume, the main one first."""
    supplier: AsGiven[Title | None] = None
    """Supplier of the volume, if not the publisher."""
    offers: Many[Offer]
    """Sales terms of each form of the volume."""
