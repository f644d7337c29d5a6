"""What came of the event: conclusions, recommendations and their tracking, results, accounts."""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .base_model import Many, Model, Private, RefersTo
from .date_types import Date, DateOrWords
from .identifiers import Doi, Isbn
from .iso_codes import Currency
from .people import PersonId
from .rest_text import Rest
from .text_in_languages import AsGiven, OfEdition, Translated
from .text_types import Code, Line, Name, Reference, Slug, Title, WebAddress


class KeyNumber(Model):
    """A number that the summary shows in large type."""

    number: Translated[Code]
    """The number as it is to be printed, such as 63 or 4.5 million."""
    label: Title
    """What it counts, such as clocks kept by 29 institutes."""


class Summary(Model):
    """The executive summary, findings and conclusions."""

    executive: Rest
    """Executive summary; at most about 500 words."""
    key_message: Line | None = None
    """Key message in a sentence or two. The summary prints it after the sentence that counts the recommendations."""
    key_numbers: Annotated[Many[KeyNumber], Field(max_length=4)]
    """Numbers of your own that the summary shows in large type beside those that it counts: at most four."""
    why: Rest | None = None
    """Why it matters, in a paragraph of about 60 words."""
    pages: int | None = Field(default=None, ge=1, le=20)
    """Pages that the summary may have. If it has more, you are told what to cut, and by how many lines."""
    findings: Many[Rest]
    """Findings of the event, one point each."""
    conclusions: Many[Rest]
    """Conclusions, one point each."""
    open_problems: Many[Rest]
    """Questions left open, one point each."""


RecommendationId = Annotated[Reference, RefersTo("recommendations")]


class Priority(StrEnum):
    """Urgency of a recommendation."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Acceptance(StrEnum):
    """Answer of the addressee."""

    ACCEPTED = "accepted"
    PARTIALLY = "partially"
    REJECTED = "rejected"
    PENDING = "pending"


class Status(StrEnum):
    """Status of a recommendation."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    IMPLEMENTED = "implemented"
    PARTIALLY_IMPLEMENTED = "partially-implemented"
    CLOSED_NOT_IMPLEMENTED = "closed-not-implemented"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class ActionStatus(StrEnum):
    """Status of an action."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    DONE = "done"
    DROPPED = "dropped"


class Action(Model):
    """One step towards a recommendation."""

    text: Rest
    """Text of the action."""
    owner: Title | None = None
    """Responsible unit: an office, not a person."""
    due: Date | None = None
    """Deadline."""
    status: ActionStatus = ActionStatus.PLANNED
    """Status."""


class Evidence(Model):
    """A document that shows progress."""

    title: AsGiven[Title]
    """Description of the document."""
    url: WebAddress | None = None
    """Place where it is kept, such as a web address."""
    date: Date | None = None
    """Date."""


class HistoryEntry(Model):
    """A status of a recommendation from a day on. The last one is its present one. Add entries; never change them."""

    date: Date
    """Date of the status."""
    status: Status
    """Status from that date on."""
    note: Rest | None = None
    """What happened."""


class Tracking(Model):
    """Status of a recommendation."""

    acceptance: Acceptance | None = None
    """Answer of the addressee; `pending` if it is known that there is no answer yet."""
    status: Status = Status.NOT_STARTED
    """Status. Default: that of the last entry of history, so that it need not be written twice."""
    progress: int | None = Field(default=None, ge=0, le=100)
    """Share that is done, in per cent."""
    owner: Title | None = None
    """Responsible unit: an office, not a person."""
    response: Rest | None = None
    """The answer of the addressee."""
    next_step: Rest | None = None
    """Next step."""
    actions: Many[Action]
    """Steps taken or planned."""
    evidence: Many[Evidence]
    """Documents that show progress."""
    last_update: Date | None = None
    """Date of the last review. Default: the date of the last entry of history."""
    history: Many[HistoryEntry]
    """All states, oldest first; the last entry is the present one. `octavo status` adds entries."""


class Recommendation(Model):
    """A recommendation of the workshop."""

    id: Slug = ""
    """R1, R2 and so on; stable: never renumbered. Default: R and its place in the list."""
    title: Translated[Name | None] = None
    """Short title for tables and headings."""
    text: Rest
    """Text of the recommendation."""
    addressees: tuple[AsGiven[Title], ...] | None = Field(default=None, min_length=1, max_length=50)
    """Addressees: ids of organizations, or names. Leave the key out only if the addressee is not known."""
    rationale: Rest | None = None
    """Reasons."""
    theme: Title | None = None
    """Theme under which it stands."""
    priority: Priority | None = None
    """Urgency."""
    due: Date | None = None
    """Deadline."""
    added: Date | None = None
    """Date on which it was added after the meeting, if it was. Reports count such recommendations separately."""
    superseded_by: Many[RecommendationId]
    """Ids of those that take its place: several if it was split, one that others share if they were merged."""
    tracking: Tracking | None = None
    """Status of the recommendation. Leave it out if it is not known; the report then says so."""


class Results(Model):
    """Results of the event other than its recommendations."""

    outcomes: Rest | None = None
    """Outcomes."""
    impact: Rest | None = None
    """Effect of the event."""
    collaborations: Many[Rest]
    """New contacts and agreements, one point each."""
    media: Many[Rest]
    """Coverage in the press and in public, one point each."""
    lessons: Rest | None = None
    """Lessons for the next event."""


class PublicationStatus(StrEnum):
    """Status of a publication."""

    PLANNED = "planned"
    SUBMITTED = "submitted"
    IN_PRESS = "in-press"
    PUBLISHED = "published"


class Publication(Model):
    """The publication about the event, planned or published."""

    type: Title
    """Kind of publication, such as proceedings volume."""
    title: AsGiven[Title | None] = None
    """Title."""
    publisher: AsGiven[Title | None] = None
    """Publisher."""
    series: AsGiven[Title | None] = None
    """Series."""
    volume: Code | None = None
    """Volume number in the series."""
    due: Translated[DateOrWords | None] = None
    """Due date: a date, or words such as early 2005."""
    status: PublicationStatus = PublicationStatus.PLANNED
    """Status."""
    isbn: AsGiven[Isbn | None] = None
    """ISBN."""
    doi: AsGiven[Doi | None] = None
    """DOI."""


class ExpenditureLine(Model):
    """One line of the accounts."""

    category: Title
    """Purpose of the money."""
    budget: Decimal | None = Field(default=None, max_digits=14, decimal_places=2)
    """Amount planned."""
    actual: Decimal | None = Field(default=None, max_digits=14, decimal_places=2)
    """Amount spent."""
    source: AsGiven[Title | None] = None
    """Source of the money."""


class ExchangeRate(Model):
    """The exchange rate at which amounts were converted."""

    currency: Currency
    """ISO 4217 code of the other currency."""
    rate: Decimal = Field(gt=0, max_digits=14, decimal_places=6)
    """Number of units of the other currency for one unit of the accounts' currency."""
    date: Date | None = None
    """Date of the exchange rate."""


class Total(Model):
    """A total that the accounts state. It is checked against the lines."""

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
    """Stated total. It is checked against the lines."""
    exchange_rate: ExchangeRate | None = None
    """Exchange rate."""


class Declaration(Model):
    """A signed declaration."""

    text: Rest
    """Text of the declaration."""
    signatories: Many[PersonId]
    """Ids or unique names of people who sign."""
    date: Date | None = None
    """Date of signature."""


class Attribution(StrEnum):
    """Who may be named: everybody, persons in lists only, or nobody (the Chatham House rule)."""

    OPEN = "open"
    NON_ATTRIBUTABLE = "non-attributable"
    CHATHAM_HOUSE = "chatham-house"


class Policy(Model):
    """Attribution rule, disclaimer and marking."""

    attribution: Attribution = Attribution.OPEN
    """open: all are named; non-attributable: listed, but not as speakers; chatham-house: nobody is named."""
    disclaimer: Rest | None = None
    """Disclaimer: whose views the document states."""
    not_names: Private[Many[Reference]]
    """Ordinary words that are also the family name of a person who may not be named, such as May or Wood."""
    marking: Translated[Name | None] = None
    """Marking on every page, such as Unclassified."""


class EarlierEdition(Model):
    """An edition that was given away."""

    edition: int = Field(ge=1, le=999)
    """Its number."""
    date: Date
    """Its date."""
    cut_off: Date
    """The day whose statuses it shows."""
    recommendations: Many[Slug]
    """Ids of the recommendations that stand in it."""


class Report(Model):
    """The edition and the imprint of the reports."""

    edition: int = Field(default=1, ge=1, le=999)
    """Number of the edition, from 1."""
    date: Date
    """Date of the report. It is never taken from the clock."""
    cut_off: Date | None = None
    """Cut-off date: the status of recommendations is that of this day. Default: the date of the report."""
    previous: Date | None = None
    """Cut-off date of the previous edition. Default: that of the last of editions."""
    editions: Many[EarlierEdition]
    """Editions that were given away, oldest first. `octavo edition next` adds entries."""
    method: Rest | None = None
    """How the status was found out, such as by a letter or an interview."""
    publisher: AsGiven[Title | None] = None
    """Issuer of the report."""
    place: Name | None = None
    """Place of issue."""
    copyright: AsGiven[Line | None] = None
    """Copyright line of the imprint."""
    licence: AsGiven[Line | None] = None
    """Terms of use."""
    contact: AsGiven[Line | None] = None
    """Contact address for readers. It is printed."""
    acknowledgements: Rest | None = None
    """Thanks to those who paid for the workshop and helped with it."""
    keywords: Many[Translated[Name]]
    """Keywords of the report."""
    identifier: OfEdition[Code | None] = None
    """Report number or other identifier."""
    doi: Doi | None = None
    """DOI of the report."""
    url: OfEdition[WebAddress | None] = None
    """Web page to which its DOI leads."""
    isbn: Isbn | None = None
    """ISBN of the report."""
    style: Slug | None = None
    """House style of both long reports: proceedings, briefing, or a file of the project's own styles folder."""
    summary_style: Slug | None = None
    """House style of the summary: proceedings, briefing, or a file of the project's own styles folder."""

    @property
    def status_day(self) -> datetime.date:
        """The day whose statuses are shown: the cut-off date, or else that of the report."""
        return self.cut_off or self.date
