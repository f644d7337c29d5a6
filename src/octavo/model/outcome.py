"""What came of the event: conclusions, recommendations and their tracking, results, accounts."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from .base_model import Many, Model, Private
from .date_types import Date, DateOrWords
from .identifiers import Doi, Isbn
from .iso_codes import Currency
from .people import PersonId
from .rest_text import Rest
from .text_types import Code, Line, Name, Slug, Title, WebAddress


class Summary(Model):
    """The executive summary and what the event concluded."""

    executive: Rest
    """Executive summary; at most about 500 words."""
    findings: Many[Rest]
    """What the event found, one point each."""
    conclusions: Many[Rest]
    """Conclusions, one point each."""
    open_problems: Many[Rest]
    """Questions left open, one point each."""


class Priority(StrEnum):
    """How urgent a recommendation is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Acceptance(StrEnum):
    """What the addressee answered."""

    ACCEPTED = "accepted"
    PARTIALLY = "partially"
    REJECTED = "rejected"
    PENDING = "pending"


class Status(StrEnum):
    """What became of a recommendation."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    IMPLEMENTED = "implemented"
    PARTIALLY_IMPLEMENTED = "partially-implemented"
    CLOSED_NOT_IMPLEMENTED = "closed-not-implemented"
    SUPERSEDED = "superseded"


class ActionStatus(StrEnum):
    """How far an action has come."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    DONE = "done"
    DROPPED = "dropped"


class Action(Model):
    """One step towards a recommendation."""

    text: Rest
    """What is to be done."""
    owner: Title | None = None
    """Unit that is responsible: an office, not a person."""
    due: Date | None = None
    """By when."""
    status: ActionStatus = ActionStatus.PLANNED
    """How far it has come."""


class Evidence(Model):
    """A document that shows progress."""

    title: Title
    """What the document is."""
    url: WebAddress | None = None
    """Where it is found."""
    date: Date | None = None
    """Its date."""


class HistoryEntry(Model):
    """An earlier state of a recommendation; entries are added, never changed."""

    date: Date
    """Since when."""
    status: Status
    """The status from then on."""
    note: Rest | None = None
    """What happened."""


class Tracking(Model):
    """What became of a recommendation."""

    acceptance: Acceptance | None = None
    """What the addressee answered; pending, if it is known that there was no answer yet."""
    status: Status = Status.NOT_STARTED
    """What became of it."""
    progress: int | None = Field(default=None, ge=0, le=100)
    """How much is done, in per cent."""
    owner: Title | None = None
    """Unit that is responsible: an office, not a person."""
    response: Rest | None = None
    """The addressee's answer."""
    next_step: Rest | None = None
    """What comes next."""
    actions: Many[Action]
    """Steps taken or planned."""
    evidence: Many[Evidence]
    """Documents that show progress."""
    last_update: Date | None = None
    """When this was last looked at."""
    history: Many[HistoryEntry]
    """Earlier states, oldest first."""


class Recommendation(Model):
    """A recommendation of the workshop."""

    id: Slug
    """R1, R2 and so on; stable: never renumbered."""
    title: Name | None = None
    """Short title for tables and headings."""
    text: Rest
    """What is recommended."""
    addressees: tuple[Title, ...] | None = Field(default=None, min_length=1, max_length=50)
    """To whom: ids of organizations, or names in words. Leave the key out only if it is not known."""
    rationale: Rest | None = None
    """Why."""
    theme: Title | None = None
    """Theme under which it stands."""
    priority: Priority | None = None
    """How urgent it is."""
    due: Date | None = None
    """By when."""
    added: Date | None = None
    """Day on which it was added, if the meeting did not make it; reports count it apart."""
    tracking: Tracking | None = None
    """What became of it; leave it out if that is not known, and the report says so."""


class Results(Model):
    """What came of the event besides its recommendations."""

    outcomes: Rest | None = None
    """What came of it."""
    impact: Rest | None = None
    """What it changed."""
    collaborations: Many[Rest]
    """New ties and agreements, one point each."""
    media: Many[Rest]
    """What was said of it in public, one point each."""
    lessons: Rest | None = None
    """What to do otherwise next time."""


class PublicationStatus(StrEnum):
    """How far a publication has come."""

    PLANNED = "planned"
    SUBMITTED = "submitted"
    IN_PRESS = "in-press"
    PUBLISHED = "published"


class Publication(Model):
    """The publication that is planned or made of the event."""

    type: Title
    """Kind of publication, such as proceedings volume."""
    title: Title | None = None
    """Its title."""
    publisher: Title | None = None
    """Publisher."""
    series: Title | None = None
    """Series."""
    volume: Code | None = None
    """Number in the series."""
    due: DateOrWords | None = None
    """When it is due: a date, or words such as early 2005."""
    status: PublicationStatus = PublicationStatus.PLANNED
    """How far it has come."""
    isbn: Isbn | None = None
    """ISBN."""
    doi: Doi | None = None
    """DOI."""


class ExpenditureLine(Model):
    """One line of the accounts."""

    category: Title
    """What the money was for."""
    budget: Decimal | None = Field(default=None, max_digits=14, decimal_places=2)
    """Amount planned."""
    actual: Decimal | None = Field(default=None, max_digits=14, decimal_places=2)
    """Amount spent."""
    source: Title | None = None
    """Where the money came from."""


class ExchangeRate(Model):
    """The rate at which amounts were converted."""

    currency: Currency
    """ISO 4217 code of the other currency."""
    rate: Decimal = Field(gt=0, max_digits=14, decimal_places=6)
    """Units of the other currency for one unit of the accounts' currency."""
    date: Date
    """Day of the rate."""


class Total(Model):
    """A total that the accounts state; it is checked against the lines."""

    budget: Decimal | None = Field(default=None, max_digits=14, decimal_places=2)
    """Sum of the amounts planned."""
    actual: Decimal | None = Field(default=None, max_digits=14, decimal_places=2)
    """Sum of the amounts spent."""


class Expenditure(Model):
    """The accounts of the event."""

    currency: Currency
    """ISO 4217 code, such as EUR."""
    lines: Many[ExpenditureLine]
    """Lines of the accounts."""
    total: Total | None = None
    """Stated total; checked against the lines."""
    exchange_rate: ExchangeRate | None = None
    """Rate at which amounts were converted."""


class Declaration(Model):
    """A signed declaration."""

    text: Rest
    """What is declared."""
    signatories: Many[PersonId]
    """Ids of people who sign."""
    date: Date | None = None
    """When it was signed."""


class Attribution(StrEnum):
    """Who may be named: everybody; only in lists; or nobody (the Chatham House rule)."""

    OPEN = "open"
    NON_ATTRIBUTABLE = "non-attributable"
    CHATHAM_HOUSE = "chatham-house"


class Policy(Model):
    """What may be said, and by whom it is not to be taken."""

    attribution: Attribution = Attribution.OPEN
    """open: all are named; non-attributable: listed, but nothing is ascribed; chatham-house: nobody is named."""
    disclaimer: Rest | None = None
    """Whose views these are, and whose not."""
    not_names: Private[Many[Name]]
    """Words that are also the family name of someone who is not to be named, but are not meant as one: May, Wood."""
    marking: Name | None = None
    """Marking on every page, such as Unclassified."""


class Report(Model):
    """The edition of the follow-up report."""

    edition: int = Field(default=1, ge=1, le=999)
    """Number of the edition, from 1."""
    date: Date
    """Date of the report; nothing is ever taken from the clock."""
    cut_off: Date
    """The day up to which the status of the recommendations was looked at."""
    previous: Date | None = None
    """Cut-off date of the previous edition."""
    method: Rest | None = None
    """How the status was found out."""
    publisher: Title | None = None
    """Who issues the report."""
    place: Name | None = None
    """Where it is issued."""
    copyright: Line | None = None
    """Copyright line of the imprint."""
    licence: Line | None = None
    """Terms of use."""
    contact: Line | None = None
    """Where readers may write to; printed."""
    keywords: Many[Name]
    """Words by which the report is found."""
    identifier: Code | None = None
    """Report number or other identifier."""
    doi: Doi | None = None
    """DOI of the report."""
    url: WebAddress | None = None
    """Its page on the web, to which its DOI leads."""
    isbn: Isbn | None = None
    """ISBN of the report."""
    style: Slug | None = None
    """House style of the follow-up report: proceedings, briefing, or a file of the project's own styles folder."""
    summary_style: Slug | None = None
    """House style of the summary, likewise."""
