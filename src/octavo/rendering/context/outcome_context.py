"""Tell what came of the event: its results, publication, accounts and declaration."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ...model.outcome import ExchangeRate, Expenditure, ExpenditureLine, PublicationStatus
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import TemplateValues, dump_public_fields
from .people_context import build_person_context


def build_results_context(lookup: DisplayNames) -> TemplateValues | None:
    """Tell what came of the event besides its recommendations."""
    return dump_public_fields(lookup.workshop.results) if lookup.workshop.results else None


def build_publication_context(lookup: DisplayNames) -> TemplateValues | None:
    """Tell which publication is planned or made."""
    known = lookup.workshop.publication
    if known is None:
        return None
    _ = lookup.words.text
    due = lookup.words.date(known.due) if isinstance(known.due, date) else known.due or ""
    is_out = known.status is PublicationStatus.PUBLISHED
    return {
        **dump_public_fields(known),
        "due": due,
        "when": due if is_out or not due else _("due {date}").replace("{date}", due),
        "number": _("vol. {n}").replace("{n}", known.volume) if known.volume else "",
        "status": enum_labels.publication_status_label(lookup.words, known.status),
    }


def build_expenditure_context(lookup: DisplayNames) -> TemplateValues | None:
    """Give the accounts, with the totals of their lines."""
    accounts = lookup.workshop.expenditure
    if accounts is None:
        return None
    return {
        "currency": accounts.currency,
        "lines": [_expenditure_line(lookup, line) for line in accounts.lines],
        "budget": lookup.amount(_column_total(accounts, "budget")),
        "actual": lookup.amount(_column_total(accounts, "actual")),
        "rate": _exchange_rate(lookup, accounts.exchange_rate) if accounts.exchange_rate else None,
    }


def _expenditure_line(lookup: DisplayNames, line: ExpenditureLine) -> TemplateValues:
    return {
        "category": line.category,
        "budget": lookup.amount(line.budget),
        "actual": lookup.amount(line.actual),
        "source": line.source or "",
    }


def _column_total(accounts: Expenditure, column: str) -> Decimal | None:
    """Add up a column; where no line has an amount, it is what the accounts state, or not known."""
    amounts = [amount for line in accounts.lines if (amount := getattr(line, column)) is not None]
    return sum(amounts, Decimal(0)) if amounts else getattr(accounts.total, column, None)


def _exchange_rate(lookup: DisplayNames, rate: ExchangeRate) -> TemplateValues:
    return {"currency": rate.currency, "rate": lookup.words.number(rate.rate), "date": lookup.words.date(rate.date)}


def build_declaration_context(lookup: DisplayNames) -> TemplateValues | None:
    """Give the declaration and those who signed it."""
    known = lookup.workshop.declaration
    if known is None:
        return None
    signatories = [build_person_context(lookup, reference) for reference in known.signatories]
    return {"text": known.text, "signatories": signatories, "date": lookup.day(known.date)}
