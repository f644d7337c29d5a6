"""What an organizer decides of the book of abstracts and of the list that participants sign."""

from __future__ import annotations

from enum import StrEnum

from .base_model import Model
from .text_types import Slug


class AbstractOrder(StrEnum):
    """By what a book of abstracts is ordered."""

    SESSION = "session"
    NAME = "name"


class MissingAbstracts(StrEnum):
    """What a book of abstracts does with talks that have no abstract."""

    LIST = "list"
    LEAVE_OUT = "leave-out"


class AbstractBook(Model):
    """The book of abstracts."""

    by: AbstractOrder = AbstractOrder.SESSION
    """Whether abstracts stand in their sessions, or by the names of their first speakers."""
    without_abstract: MissingAbstracts = MissingAbstracts.LIST
    """Whether talks without an abstract are listed by their titles, or left out."""
    style: Slug | None = None
    """House style of the book: proceedings, proceedings-b5, proceedings-a4, briefing, or a file of the project's own
    styles folder."""


class SigningUnit(StrEnum):
    """For what participants sign."""

    DAY = "day"
    SESSION = "session"
    EVENT = "event"


class SigningList(Model):
    """The list that participants sign."""

    for_each: SigningUnit = SigningUnit.DAY
    """Whether there is a list for each day, for each session of the programme, or one for the event."""
