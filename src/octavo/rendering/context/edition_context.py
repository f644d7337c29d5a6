"""Compute the variables on the edition: report, imprint, pictures and glossary."""

from __future__ import annotations

from collections.abc import Iterable

from ...language import text_direction
from ...language.collation import collation_key
from ...language.translator import Translator
from ...model import Attribution, Picture
from .display_names import DisplayNames
from .model_to_dict import TemplateValues, dump_public_fields


def build_report_context(lookup: DisplayNames) -> TemplateValues | None:
    """Return the variables of the follow-up report's edition, or None without a report."""
    known = lookup.workshop.report
    if known is None:
        return None
    return {
        **dump_public_fields(known),
        "date": lookup.translator.format_date(known.date),
        "cut_off": lookup.translator.format_date(known.status_day),
        "previous": lookup.translator.format_date(known.previous) if known.previous else "",
    }


def list_imprint_lines(lookup: DisplayNames, identified: bool = True) -> list[str]:
    """Return the lines of the imprint: publisher, licence, identifiers if it has any, and rule of attribution."""
    return [
        line
        for line in (
            *_imprint_parts(lookup, identified),
            _attribution_statement(lookup.translator, lookup.workshop.policy.attribution),
        )
        if line
    ]


def _imprint_parts(lookup: DisplayNames, identified: bool) -> Iterable[str | None]:
    known = lookup.workshop.report
    if known is None:
        return ()
    issued = text_direction.join_isolated(lookup.translator.comma, filter(None, (known.publisher, known.place)))
    isbn = f"ISBN {known.isbn}" if known.isbn else ""
    numbers = (isbn, known.identifier) if identified else ()
    return issued, known.copyright, known.licence, *numbers, known.contact


def _attribution_statement(words: Translator, attribution: Attribution) -> str:
    _ = words.gettext
    return {
        Attribution.OPEN: "",
        Attribution.NON_ATTRIBUTABLE: _("Nothing in this document is ascribed to any single participant."),
        Attribution.CHATHAM_HOUSE: _(
            "The meeting was held under the Chatham House Rule: what was said may be used, but neither the "
            "identity nor the affiliation of any speaker or participant is revealed."
        ),
    }[attribution]


_SENTENCE_ENDS = (".", "!", "?")


def list_pictures(shown: Iterable[Picture], label: str) -> list[TemplateValues]:
    """Return pictures, each with its file as text, and what stands before and after its credit.

    The label ("Photo", "Source") stands before a name alone; a credit with a colon or © says for itself what it is.
    """
    return [
        {
            **dump_public_fields(picture),
            "file": str(picture.file),
            "credit_label": "" if set(":©") & set(picture.credit or "") else label,
            "credit_end": _end_credit(picture),
        }
        for picture in shown
    ]


def _end_credit(picture: Picture) -> str:
    """Return what stands between a credit and the permission behind it, which is a sentence or only names a licence."""
    if not picture.credit or not picture.permission:
        return ""
    if not picture.permission.endswith(_SENTENCE_ENDS):
        return ", "
    return " " if picture.credit.endswith(_SENTENCE_ENDS) else ". "


def credit_cover_picture(lookup: DisplayNames) -> str:
    """Return who made the picture on the cover, as a line, or "" if nobody is named."""
    known = lookup.workshop.cover
    if known is None or known.picture is None or not known.credit:
        return ""
    return lookup.translator.gettext("Cover picture: {name}").replace("{name}", known.credit)


def list_glossary_terms(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the terms of the glossary in alphabetical order."""
    return [
        dump_public_fields(term)
        for term in sorted(lookup.workshop.glossary, key=lambda term: collation_key(term.term, lookup.translator.tag))
    ]
