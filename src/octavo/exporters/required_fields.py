"""Report keys that a format requires and the workshop lacks, each at the place where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..findings.finding import Finding, Place, Severity
from ..loading.validation_errors import missing_key_finding
from ..loading.value_positions import Location, ValuePositions
from .bibliographic_record import Records


def report_missing_fields(
    needs: Mapping[str, Iterable[Location]], places: ValuePositions, severity: Severity = Severity.ERROR
) -> list[Finding]:
    """Report each missing key once, with the formats that need it (`needs` has the locations of keys by format).

    With severity advice, the formats recommend the keys but do not require them.
    """
    wanted: dict[Location, dict[str, None]] = {}
    below: dict[Location, dict[str, None]] = {}
    for title, ways in needs.items():
        for way in ways:
            at = _first_missing_step(way, places)
            wanted.setdefault(at, {})[title] = None
            if len(way) > len(at):
                below.setdefault(at, {})[str(way[len(at)])] = None
    return [_make_finding(at, list(titles), list(below.get(at, ())), places, severity) for at, titles in wanted.items()]


def _first_missing_step(way: Location, places: ValuePositions) -> Location:
    """Return the first part of a location that the workshop lacks."""
    for length in range(1, len(way)):
        if way[:length] not in places.values and way[:length] not in places.keys:
            return way[:length]
    return way


def _make_finding(
    at: Location, titles: list[str], below: list[str], places: ValuePositions, severity: Severity
) -> Finding:
    place = places.find_key(*at) if at in places.keys else places.find_key(*at[:-1]) if at[:-1] else Place(places.file)
    told = missing_key_finding(at, place, is_given=True)
    one, several = ("recommends", "recommend") if severity is Severity.ADVICE else ("needs", "need")
    needed = f"{_join_words(titles)} {one if len(titles) == 1 else several} it"
    hint = f"add {at[-1]}: and below it, indented, {_join_words([f'{key}:' for key in below])}" if below else told.hint
    return replace(told, message=f"{told.message}; {needed}", hint=hint, severity=severity)


def report_unregistered_chapters(records: Records, places: ValuePositions) -> Iterator[Finding]:
    """Report chapters that are not registered, since they have no DOI."""
    bare = [chapter for chapter in records.chapters if not chapter.doi]
    if bare and len(bare) == len(records.chapters) and records.volume and records.volume.doi:
        message = "no chapter has a DOI: only the volume is registered"
        hint = "add doi: to each chapter that should have its own DOI"
        yield Finding("no-doi", message, places.find_key("chapters"), hint, Severity.ADVICE)
    elif len(bare) < len(records.chapters):
        for chapter in bare:
            message = f"chapter '{chapter.id}' has no DOI: it is not registered with the others"
            hint = "add doi: to it, with the same prefix as the others"
            yield Finding("no-doi", message, places.find_key(*chapter.at), hint, Severity.WARNING)


def _join_words(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
