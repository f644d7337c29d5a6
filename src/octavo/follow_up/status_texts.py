"""Read the words for statuses, and say what is wrong with words that are none, and with unknown recommendations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Final

from ..findings.finding import Finding, Place
from ..language.languages import LANGUAGES
from ..language.translator import get_translator
from ..model import Status
from ..rendering.context.enum_labels import recommendation_status_label

_MOST_SHOWN: Final = 60
"""Characters of a word that a message repeats."""
_MOST_NAMED: Final = 20
"""Recommendations that a message lists."""


def find_status(written: str, labels: Mapping[str, str] | None = None) -> str | None:
    """Return the status that a word or a label means, in any case and with spaces for hyphens; None if it is none.

    `labels` are the statuses by their folded labels.
    """
    folded = fold_label(written)
    return next((str(one) for one in Status if fold_label(one) == folded), None) or (labels or {}).get(folded)


@cache
def known_labels() -> Mapping[str, str]:
    """Return the statuses by their folded labels in all languages."""
    return {
        fold_label(recommendation_status_label(get_translator(code), str(status))): str(status)
        for code, language in LANGUAGES.items()
        if language.is_translated
        for status in Status
    }


def fold_label(words: str) -> str:
    """Return words without case, hyphens, commas and superfluous spaces."""
    return " ".join(words.casefold().replace("-", " ").replace("_", " ").replace(",", " ").split())


def unknown_status_finding(written: str, place: Place | None) -> Finding:
    """Return the error that a word is no status, with the one that was probably meant."""
    near = get_close_matches(fold_label(written).replace(" ", "-"), [*map(str, Status)], 1)
    hint = f"write {near[0]}" if near else f"write one of {', '.join(Status)}"
    return Finding("unknown-status", f"'{written[:_MOST_SHOWN]}' is no status of a recommendation", place, hint)


def unknown_recommendation_finding(identity: str, known: Sequence[str], place: Place | None) -> Finding:
    """Return the error that there is no recommendation with an id."""
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    listed = f"{', '.join(known[:_MOST_NAMED])}{more}" if known else "none"
    message = f"there is no recommendation '{identity[:_MOST_SHOWN]}'"
    return Finding("unknown-recommendation", message, place, f"there are: {listed}")
