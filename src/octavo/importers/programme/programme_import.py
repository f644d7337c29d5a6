"""Import a programme into the workshop.yaml of a workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ...findings.finding import Finding, FindingsError, Place, Severity
from ...loading.derived_values import fill_in_days
from ...loading.yaml_editor import YamlEditor
from ..workshop_edit import OpenedWorkshop, edit_workshop, open_workshop, read_in_worker, read_source
from .clock_times import DayReader, parse_date
from .file_kinds import MOST_BYTES, read_programme
from .heading_words import ProgrammeColumn
from .programme_merge import ProgrammeMerge, merge_programme
from .programme_people import ProgrammePeople
from .read_programme import EventFacts, ReadProgramme, ReadSession


@dataclass(frozen=True)
class ProgrammeChoices:
    """What a user may choose: columns by heading or letter, a sheet, and whether the workshop's values are kept."""

    columns: Mapping[str, ProgrammeColumn]
    sheet: str = ""
    keep: bool = False


@dataclass(frozen=True)
class ProgrammeImport:
    """What an import changes: the text of workshop.yaml before and after, and what is told of it."""

    read: ReadProgramme
    merge: ProgrammeMerge
    added_people: Sequence[Mapping[str, object]]
    before: str
    after: str
    findings: tuple[Finding, ...]


def import_programme(source: Path, workshop: Path, choices: ProgrammeChoices) -> ProgrammeImport:
    """Return what changes if the programme of a file is added to a workshop; nothing is written.

    Raises FindingsError if the file or the workshop cannot be read, or if the file has no programme.
    """
    opened = open_workshop(workshop)
    written_days, event = _list_days(opened.data, opened), _read_event(opened)
    days = _list_days(fill_in_days(opened.data), opened)
    data = read_source(source, MOST_BYTES)
    read = read_in_worker(source, _warm_up, read_programme, source, data, event, choices.columns, choices.sheet)
    people = ProgrammePeople(opened.list_entries("people"), read.sessions)
    merge = merge_programme(read.sessions, days, people, choices.keep, written_days)

    def edit(editor: YamlEditor) -> None:
        # What is made anew stands at the end of the file, and comes last.
        if opened.list_entries("people"):
            editor.append_items("people", people.merge.added)
            merge.apply(editor)
        else:
            merge.apply(editor)
            editor.append_items("people", people.merge.added)

    after = opened.text
    if not merge.is_empty or people.merge.added:
        after = edit_workshop(opened, edit, "people:, and days:, sessions: and talks: of programme:,")
    told = (
        *read.findings,
        *people.findings,
        *_report_people(source, people),
        *_report_days(source, read.sessions, event),
        *merge.findings,
    )
    return ProgrammeImport(read, merge, people.merge.added, opened.text, after, told)


def _warm_up() -> None:
    """Load the reader of reStructuredText, which reads what pandoc wrote, before workers are forked."""
    import_module("octavo.rendering.rst.value_substitution")


def _list_days(data: Mapping[str, object], opened: OpenedWorkshop) -> Sequence[Mapping[str, object]]:
    programme = data.get("programme") or {}
    days = (programme.get("days") or []) if isinstance(programme, dict) else None
    if not isinstance(days, list) or not all(isinstance(day, dict) for day in days):
        hint = "write programme: with days: below it, a list with a date: and sessions: in each entry"
        message = "programme is not a mapping with a list of days"
        raise FindingsError([Finding("not-a-list", message, Place(opened.path), hint)])
    return days


def _read_event(opened: OpenedWorkshop) -> EventFacts:
    event = opened.data.get("event")
    known = event if isinstance(event, dict) else {}
    start, end, offset = (str(known.get(key) or "") for key in ("start", "end", "utc_offset"))
    return EventFacts(start, end, opened.language, offset)


def _report_people(source: Path, people: ProgrammePeople) -> Iterator[Finding]:
    for row, words in people.merge.confusable:
        message = f"{source.name}: {row.name} {words}; both are listed under people:"
        yield Finding("namesake", message, None, "if they are one person, delete one of them", Severity.WARNING)
    if people.merge.added:
        names = ", ".join(f"{row.get('given') or ''} {row['family']}".strip() for row in people.merge.added[:8])
        more = f" and {len(people.merge.added) - 8} more" if len(people.merge.added) > 8 else ""
        message = f"{source.name}: these were added to people:, but not to participants:: {names}{more}"
        hint = "octavo import people adds participants from a list"
        yield Finding("only-people", message, None, hint, Severity.ADVICE)


def _report_days(source: Path, sessions: Sequence[ReadSession], event: EventFacts) -> Iterator[Finding]:
    """Tell the days that are none of the event."""
    reader = DayReader(parse_date(event.start), parse_date(event.end))
    outside = {one.day: one for one in sessions if (day := parse_date(one.day)) and reader.is_outside(day)}
    for name, session in sorted(outside.items()):
        message = f"{name} is not a day of the event, which lasts from {event.start} to {event.end}"
        yield session.place.warn(message, "correct start: and end: of event:, or the file")
    if sessions and not event.start:
        days = sorted({session.day for session in sessions})
        message = f"{source.name}: the event has no start: and end:; its programme lasts from {days[0]} to {days[-1]}"
        yield Finding("no-dates", message, None, "write them under event:", Severity.ADVICE)
