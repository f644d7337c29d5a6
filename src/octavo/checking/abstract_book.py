"""Report what a book of abstracts will lack."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings.finding import Finding, Severity
from ..loading.derived_values import walk_talks
from ..loading.value_positions import ValuePositions
from ..model import Workshop
from ..model.event_documents import AbstractBook, MissingAbstracts


def check_abstracts(workshop: Workshop, places: ValuePositions, product: str | None) -> Iterator[Finding]:
    """Report the talks without an abstract, and a programme that has no talks, for the book of abstracts alone."""
    if product != "abstracts" or workshop.programme is None:
        return
    talks = list(walk_talks(workshop))
    without = [(at, talk) for at, talk in talks if not talk.abstract]
    book = workshop.abstracts or AbstractBook()
    leaves_out = book.without_abstract is MissingAbstracts.LEAVE_OUT
    if not talks or (leaves_out and len(without) == len(talks)):
        message = "the book of abstracts would be empty: no talk of the programme has an abstract"
        hint = "add abstract: to the talks of the sessions"
        yield Finding("no-abstracts", message, places.find_key("programme"), hint)
    elif without and ("abstracts", "without_abstract") not in places.keys:
        at, first = without[0]
        some = f"{len(without)} talks have no abstract and are" if len(without) > 1 else "a talk has no abstract and is"
        what = "left out" if leaves_out else "listed without one"
        message = f"{some} {what}; the first is “{first.title[:60]}”"
        other = "list" if leaves_out else "leave-out"
        hint = (
            f"add abstract:, or have them otherwise: below abstracts: at the top level write without_abstract: {other}"
        )
        yield Finding("talks-without-abstract", message, places.find_value(*at), hint, Severity.ADVICE)
