"""Read the schedule that pretalx and frab export, as JSON or as XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, FindingsError, Severity
from ...language.slugs import make_slug
from ..rst.markup_texts import MarkupForm
from ..session_types import guess_session_type
from ..tables.columns import fold_heading
from . import heading_words
from .clock_times import add_minutes, count_minutes, parse_date, read_clock_times, read_duration
from .json_values import Entry, entry_of, items_of, list_of, text_of
from .read_programme import LONGEST_NAME, ReadProgramme, ReadSession, ReadTalk, SourcePlace, TextReader
from .speaker_names import read_one_name

_TYPES: Final = {fold_heading(word): kind for kind, words in heading_words.TYPES.items() for word in words.split("|")}
_NAME_HINT: Final = "add the name by hand"
_LONGEST_GAP: Final = 15
"""Minutes between talks of one session."""


def find_conference(tree: object) -> Entry:
    """Return the conference of a schedule in JSON; an empty one if this is none."""
    if not isinstance(tree, dict):
        return {}
    return entry_of(entry_of(tree, "schedule"), "conference") or entry_of(tree, "conference")


def read_schedule(source: Path, conference: Entry) -> ReadProgramme:
    """Read a schedule: days have rooms, and these have events. Raises FindingsError if there are none.

    Events of one track that follow each other in a room are talks of one session.
    """
    reader = _ScheduleReader(source)
    sessions = [
        session for name, day in items_of(conference, "days") for session in reader.read_day(day, f"days.{name}")
    ]
    if not sessions:
        message = f"{source.name} has no days with events"
        hint = "export the schedule that was released, as schedule.json or schedule.xml"
        raise FindingsError([*reader.findings, Finding("no-programme", message, None, hint)])
    return ReadProgramme(tuple(sessions), tuple(reader.list_findings()))


@dataclass(frozen=True)
class _Event:
    session: ReadSession
    talk: ReadTalk
    track: str


@dataclass
class _ScheduleReader:
    path: Path
    findings: list[Finding] = field(default_factory=list)
    texts: TextReader = field(default_factory=TextReader)
    _with_biography: int = 0
    _with_documents: int = 0

    def list_findings(self) -> Iterator[Finding]:
        """Yield what could not be read."""
        if self._with_documents:
            message = f"{self.path.name}: links and attachments were left out (events: {self._with_documents})"
            yield Finding("left-out", message, None, "add those that you want as links: of event:", Severity.ADVICE)
        if self._with_biography:
            message = f"{self.path.name}: {self._with_biography} biographies of speakers were left out"
            yield Finding("left-out", message, None, "add those that you want as bio: under people:", Severity.ADVICE)
        yield from (*self.findings, *self.texts.findings, *self.texts.list_losses())

    def read_day(self, day: Entry, where: str) -> Iterator[ReadSession]:
        """Yield the sessions of a day, room by room."""
        rooms = day.get("rooms")
        for room, events in rooms.items() if isinstance(rooms, dict) else ():
            place = f"{where}.rooms.{room}"
            read = [self._read_event(one, day, room, f"{place}.{at}") for at, one in items_of({"_": events}, "_")]
            yield from _join_events([one for one in read if one])

    def _read_event(self, event: Entry, day: Entry, room: str, where: str) -> _Event | None:
        place = SourcePlace(self.path, where)
        moment = text_of(event, "date")
        date = parse_date(moment) or parse_date(text_of(day, "date"))
        clock = read_clock_times(text_of(event, "start")) or (read_clock_times(moment[:19]) if date else None)
        title = self.texts.read_line(_whole_title(event), place, "a title")
        if not (title and date):
            self.findings.append(place.warn("an event without a title or day was left out", "add it by hand"))
            return None
        start = clock[0] if clock else ""
        minutes = read_duration(text_of(event, "duration"))
        for name, is_read in (("start", clock), ("duration", minutes)):
            words = text_of(event, name)
            if not is_read and words.strip("0:"):
                fault = f"“{words[:40]}”, the {name} of “{title}”, cannot be read, and was left out"
                self.findings.append(place.warn(fault, "add the times by hand as start: and end:"))
        end = add_minutes(start, minutes) if start and minutes else ""
        talk = self._make_talk(event, title, place)
        given = _TYPES.get(fold_heading(text_of(event, "type")), "")
        kind = guess_session_type(title)
        session = ReadSession(
            date.isoformat(),
            title,
            place,
            start,
            end,
            str(given) if given and kind == "session" else kind,
            room=self.texts.read_line(text_of(event, "room") or room, place, "a room", LONGEST_NAME),
            talks=(talk,) if talk.speakers or talk.abstract else (),
        )
        return _Event(
            session,
            replace(talk, start=start, end=end),
            self.texts.read_line(text_of(event, "track"), place, "a track"),
        )

    def _make_talk(self, event: Entry, title: str, place: SourcePlace) -> ReadTalk:
        people = []
        self._with_documents += any(event.get(name) not in (None, [], {}, "") for name in ("links", "attachments"))
        for one in list_of(event, "persons"):
            self._with_biography += bool(text_of(one, "biography"))
            name = text_of(one, "public_name", "name", "full_public_name")
            person = read_one_name(name, text_of(one, "affiliation", "organization"), text_of(one, "email"))
            people += [person] if person.get("family") else []
            if not person.get("family"):
                self.findings.append(place.warn(f"a speaker of “{title}” has no name, and was left out", _NAME_HINT))
        words = [text_of(event, "abstract"), text_of(event, "description")]
        parts = [part for at, part in enumerate(words) if part and part not in words[:at]]
        abstract = self.texts.read_abstract("\n\n".join(parts), place, MarkupForm.MARKDOWN)
        number = text_of(event, "code") or text_of(event, "id")
        code = make_slug(f"talk-{number}") if number and number != "0" else ""
        return ReadTalk(title, place, tuple(people), abstract, code=code)


def _whole_title(event: Entry) -> str:
    """Return the title of an event with its subtitle."""
    title, subtitle = text_of(event, "title").strip(), text_of(event, "subtitle").strip()
    between = " " if title.endswith((":", "?", "!", ".", "–", "—")) else ": "
    return f"{title}{between}{subtitle}" if title and subtitle and subtitle not in title else title


def _join_events(events: Sequence[_Event]) -> Iterator[ReadSession]:
    """Join events of one track that follow each other to sessions."""
    runs: list[list[_Event]] = []
    for event in events:
        if runs and _follows(event, runs[-1][-1]):
            runs[-1].append(event)
        else:
            runs.append([event])
    for run in runs:
        first, last = run[0].session, run[-1].session
        if len(run) == 1:
            yield first
        else:
            yield replace(first, title=run[0].track, end=last.end, type="session", talks=tuple(one.talk for one in run))


def _follows(event: _Event, before: _Event) -> bool:
    is_one_track = bool(event.track) and event.track == before.track and event.session.day == before.session.day
    kinds = {event.session.type, before.session.type}
    if not is_one_track or kinds & {"break", "social"} or not (before.session.end and event.session.start):
        return False
    return 0 <= count_minutes(before.session.end, event.session.start) <= _LONGEST_GAP
