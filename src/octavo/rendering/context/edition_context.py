"""Tell of the edition in hand: its dates, its imprint, its pictures and its glossary."""

from __future__ import annotations

from collections.abc import Iterable

from ...language import text_direction
from ...language.collation import sorting_key
from ...language.translator import Translator
from ...model import Attribution, Picture
from .display_names import DisplayNames
from .model_to_dict import Facts, plain


def report(lookup: DisplayNames) -> Facts | None:
    """Tell which edition of the follow-up report this is."""
    known = lookup.workshop.report
    if known is None:
        return None
    return {
        **plain(known),
        "date": lookup.words.date(known.date),
        "cut_off": lookup.words.date(known.cut_off),
        "previous": lookup.words.date(known.previous) if known.previous else "",
    }


def imprint(lookup: DisplayNames) -> list[str]:
    """Give the lines of the imprint: who issues the report, on which terms, under which rule."""
    return [line for line in (*_issue(lookup), _rule(lookup.words, lookup.workshop.policy.attribution)) if line]


def _issue(lookup: DisplayNames) -> Iterable[str | None]:
    known = lookup.workshop.report
    if known is None:
        return ()
    issued = text_direction.joined(", ", filter(None, (known.publisher, known.place)))
    isbn = f"ISBN {known.isbn}" if known.isbn else ""
    return issued, known.copyright, known.licence, isbn, known.identifier, known.contact


def _rule(words: Translator, attribution: Attribution) -> str:
    _ = words.text
    return {
        Attribution.OPEN: "",
        Attribution.NON_ATTRIBUTABLE: _("Nothing in this document is ascribed to any single participant."),
        Attribution.CHATHAM_HOUSE: _(
            "The meeting was held under the Chatham House Rule: what was said may be used, but neither the "
            "identity nor the affiliation of any speaker or participant is revealed."
        ),
    }[attribution]


def pictures(shown: Iterable[Picture]) -> list[Facts]:
    """List pictures, each with its file as the templates write it."""
    return [{**plain(picture), "file": str(picture.file)} for picture in shown]


def glossary(lookup: DisplayNames) -> list[Facts]:
    """List the terms of the glossary in alphabetical order."""
    return [plain(term) for term in sorted(lookup.workshop.glossary, key=lambda term: sorting_key(term.term))]
