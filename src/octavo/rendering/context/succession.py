"""Say what took the place of a recommendation that was split, merged or superseded, and whose place others took."""

from __future__ import annotations

from ...checking.recommendation_status import status_of
from ...model import Recommendation, Status
from .display_names import DisplayNames


def list_predecessors(lookup: DisplayNames, entry: Recommendation) -> list[str]:
    """Return the ids of the recommendations whose place a recommendation takes."""
    return [one.id for one in lookup.workshop.recommendations if entry.id in _successors(one)]


def succession_label(lookup: DisplayNames, entry: Recommendation) -> str:
    """Return the label of what took a recommendation's place; "" if nothing did."""
    words, heirs = lookup.translator, _successors(entry)
    if not heirs:
        return ""
    if len(heirs) > 1:
        return words.gettext("Split into")
    return words.gettext("Merged into") if _list_merged(lookup, entry) else words.gettext("Superseded by")


def successor_names(lookup: DisplayNames, entry: Recommendation) -> str:
    """Return the ids of the recommendations that took a recommendation's place, and of those merged with it."""
    words = lookup.translator
    names, merged = words.join_list(list(_successors(entry))), _list_merged(lookup, entry)
    if not merged:
        return names
    message = words.gettext("{name}, with {others}")
    return message.replace("{name}", names).replace("{others}", words.join_list(merged))


def describe_succession(lookup: DisplayNames, entry: Recommendation) -> str:
    """Return a few words on what took a recommendation's place, as in: Split into R11 and R12; "" if nothing did."""
    return " ".join(filter(None, (succession_label(lookup, entry), successor_names(lookup, entry))))


def _successors(entry: Recommendation) -> tuple[str, ...]:
    return entry.superseded_by if status_of(entry) == Status.SUPERSEDED else ()


def _list_merged(lookup: DisplayNames, entry: Recommendation) -> list[str]:
    """Return the ids of the others that were merged with a recommendation into the same one."""
    heirs = _successors(entry)
    if len(heirs) != 1:
        return []
    others = (one for one in lookup.workshop.recommendations if one.id != entry.id)
    return [one.id for one in others if _successors(one) == heirs]
