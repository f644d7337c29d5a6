"""Tell what came of the event: its results, publication, accounts and declaration."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ...model.outcome import ExchangeRate, Expenditure, ExpenditureLine, PublicationStatus
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import Facts, plain
from .people_context import person


def results(lookup: DisplayNames) -> Facts | None:
    """Tell what came of the event besides its recommendations."""
    return plain(lookup.workshop.results) if lookup.workshop.results else None


def publication(lookup: DisplayNames) -> Facts | None:
    """Tell which publication is planned or made."""
    known = lookup.workshop.publication
    if known is None:
        return None
    _ = lookup.words.text
    due = lookup.words.date(known.due) if isinstance(known.due, date) else known.due or ""
    is_out = known.status is PublicationStatus.PUBLISHED
    return {
        **plain(known),
        "due": due,
        "when": due if is_out or not due else _("due {date}").replace("{date}", due),
        "number": _("vol. {n}").replace("{n}", known.volume) if known.volume else "",
        "status": enum_labels.publication_status(lookup.words, known.status),
    }


def expenditure(lookup: DisplayNames) -> Facts | None:
    """Give the accounts, with the totals of their lines."""
    accounts = lookup.workshop.expenditure
    if accounts is None:
        return None
    return {
        "currency": accounts.currency,
        "lines": [_line(lookup, line) for line in accounts.lines],
        "budget": lookup.amount(_total(accounts, "budget")),
        "actual": lookup.amount(_total(accounts, "actual")),
        "rate": _rate(lookup, accounts.exchange_rate) if accounts.exchange_rate else None,
    }


def _line(lookup: DisplayNames, line: ExpenditureLine) -> Facts:
    return {
        "category": line.category,
        "budget": lookup.amount(line.budget),
        "actual": lookup.amount(line.actual),
        "source": line.source or "",
    }


def _total(accounts: Expenditure, column: str) -> Decimal | None:
    """Add up a column; where no line has an amount, it is what the accounts state, or not known."""
    amounts = [amount for line in accounts.lines if (amount := getattr(line, column)) is not None]
    return sum(amounts, Decimal(0)) if amounts else getattr(accounts.total, column, None)


def _rate(lookup: DisplayNames, rate: ExchangeRate) -> Facts:
    return {"currency": rate.currency, "rate": lookup.words.number(rate.rate), "date": lookup.words.date(rate.date)}


def declaration(lookup: DisplayNames) -> Facts | None:
    """Give the declaration and those who signed it."""
    known = lookup.workshop.declaration
    if known is None:
        return None
    signatories = [person(lookup, reference) for reference in known.signatories]
    return {"text": known.text, "signatories": signatories, "date": lookup.day(known.date)}
