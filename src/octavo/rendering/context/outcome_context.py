"""Compute the variables on the outcome: results, publication, expenditure and declaration."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ...model.outcome import ExchangeRate, Expenditure, ExpenditureLine, PublicationStatus
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import TemplateValues, dump_public_fields
from .people_context import build_person_context


def build_results_context(lookup: DisplayNames) -> TemplateValues | None:
    """Return the results of the event, or None."""
    return dump_public_fields(lookup.workshop.results) if lookup.workshop.results else None


def build_publication_context(lookup: DisplayNames) -> TemplateValues | None:
    """Return the variables of the publication, or None."""
    known = lookup.workshop.publication
    if known is None:
        return None
    _ = lookup.translator.gettext
    due = lookup.translator.format_date(known.due) if isinstance(known.due, date) else known.due or ""
    is_out = known.status is PublicationStatus.PUBLISHED
    return {
        **dump_public_fields(known),
        "due": due,
        "due_statement": due if is_out or not due else lookup.translator.put_date(_("due {date}"), due),
        "number": _("vol. {n}").replace("{n}", known.volume) if known.volume else "",
        "status": enum_labels.publication_status_label(lookup.translator, known.status),
    }


def build_expenditure_context(lookup: DisplayNames) -> TemplateValues | None:
    """Return the accounts with the totals of their lines, or None."""
    accounts = lookup.workshop.expenditure
    if accounts is None:
        return None
    return {
        "currency": accounts.currency,
        "lines": [_expenditure_line(lookup, line) for line in accounts.lines],
        "budget": lookup.format_amount(_column_total(accounts, "budget")),
        "actual": lookup.format_amount(_column_total(accounts, "actual")),
        "rate": _exchange_rate(lookup, accounts.exchange_rate) if accounts.exchange_rate else None,
    }


def _expenditure_line(lookup: DisplayNames, line: ExpenditureLine) -> TemplateValues:
    return {
        "category": line.category,
        "budget": lookup.format_amount(line.budget),
        "actual": lookup.format_amount(line.actual),
        "source": line.source or "",
    }


def _column_total(accounts: Expenditure, column: str) -> Decimal | None:
    """Return the sum of a column. If no line has an amount, return the stated total, or None."""
    amounts = [amount for line in accounts.lines if (amount := getattr(line, column)) is not None]
    return sum(amounts, Decimal(0)) if amounts else getattr(accounts.total, column, None)


def _exchange_rate(lookup: DisplayNames, rate: ExchangeRate) -> TemplateValues:
    return {
        "currency": rate.currency,
        "rate": lookup.translator.format_number(rate.rate),
        "date": lookup.translator.format_date(rate.date) if rate.date else "",
    }


def build_declaration_context(lookup: DisplayNames) -> TemplateValues | None:
    """Return the declaration and its signatories, or None."""
    known = lookup.workshop.declaration
    if known is None:
        return None
    signatories = [build_person_context(lookup, reference) for reference in known.signatories]
    return {"text": known.text, "signatories": signatories, "date": lookup.format_day(known.date)}
