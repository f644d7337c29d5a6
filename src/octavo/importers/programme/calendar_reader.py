"""Read the programme of a calendar (RFC 5545): each event is a session, in local time of the workshop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import icalendar
from icalendar.error import BrokenCalendarProperty

from ...findings.finding import Finding, FindingsError, Severity
from ..rst.markup_texts import MarkupForm
from ..session_types import guess_session_type
from .read_programme import (
    LONGEST_NAME,
    MOST_TALKS,
    EventFacts,
    ReadProgramme,
    ReadSession,
    ReadTalk,
    SourcePlace,
    TextReader,
)
from .speaker_names import read_speakers

_SPEAKER_LINE: Final = re.compile(
    r"^\s*(?:speakers?(?:\(s\))?|presenters?|referent(?:en|in)?|redner(?:in)?|vortragende[rn]?|orateurs?|intervenants?|"
    r"ponentes?|relatori?e?|докладчики?|доповідачі?)\s*:\s*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_CHAIR_LINE: Final = re.compile(
    r"^\s*(?:chairs?|chair ?person|conveners?|moderat(?:or|ion|eur)s?|leitung|vorsitz|président(?:e)?)\s*:\s*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_DAY: Final = timedelta(days=1)
_END_HINT: Final = "add it by hand as end:"
_ADDRESS_LINE: Final = re.compile(r"^\s*https?://\S+\s*$", re.MULTILINE)


def read_calendar(source: Path, data: bytes, event: EventFacts) -> ReadProgramme:
    """Read the programme of a calendar. Raises FindingsError."""
    try:
        calendars = icalendar.Calendar.from_ical(data, multiple=True)
        found = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        message = f"{source.name} is damaged, or no calendar ({' '.join(str(error).split())[:120]})"
        raise FindingsError(
            [Finding("unreadable-calendar", message, None, "export the calendar again as .ics")]
        ) from None
    if not found:
        hint = "export the calendar again with its events; one of tasks or free times is no programme"
        raise FindingsError([Finding("no-programme", f"{source.name} has no events", None, hint)])
    reader = _CalendarReader(source, event, _usual_zone(found, _named_zone(calendars)))
    sessions = [session for entry in found[:MOST_TALKS] for session in reader.read(entry)]
    if len(found) > MOST_TALKS:
        message = f"{source.name}: only the first {MOST_TALKS:,} events were read"
        reader.findings.append(Finding("table-cut", message, None, "divide the calendar", Severity.WARNING))
    return ReadProgramme(tuple(sessions), tuple(reader.list_findings()))


def _usual_zone(entries: list[icalendar.Component], named: tzinfo | None) -> tzinfo | None:
    """Return the time zone of most events; if they are all in UTC, that which the calendar names for itself."""
    zones = [zone for entry in entries[:MOST_TALKS] if (zone := _zone_of(entry)) is not None]
    local = [zone for zone in zones if not _is_utc(zone)] or ([named] if named else zones)
    names = [str(zone) for zone in local]
    return local[names.index(max(names, key=names.count))] if names else None


def _named_zone(calendars: Sequence[icalendar.Component]) -> tzinfo | None:
    """Return the zone that Google and others name in X-WR-TIMEZONE, for events that are written in UTC."""
    for calendar in calendars:
        with suppress(ValueError, OSError, KeyError):  # there is no such zone
            if name := str(calendar.get("X-WR-TIMEZONE") or ""):
                return ZoneInfo(name)
    return None


def _zone_of(entry: icalendar.Component) -> tzinfo | None:
    moment = _moment(entry, "DTSTART")
    return moment.tzinfo if isinstance(moment, datetime) else None


def _is_utc(zone: tzinfo) -> bool:
    return str(zone) in ("UTC", "Etc/UTC", "GMT")


def _value_of(entry: icalendar.Component, name: str) -> object:
    """Return the moment or length of a property; None if it is missing or broken."""
    with suppress(BrokenCalendarProperty, AttributeError, ValueError):
        return entry.get(name).dt
    return None


def _moment(entry: icalendar.Component, name: str) -> date | None:
    """Return the day or moment of a property, or None."""
    value = _value_of(entry, name)
    return value if isinstance(value, date) else None


def parse_offset(words: str) -> timezone | None:
    """Return the zone of an offset such as +02:00; None if it is no offset of less than a day."""
    found = re.fullmatch(r"([+-])([01]\d|2[0-3]):([0-5]\d)", words)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


@dataclass
class _CalendarReader:
    path: Path
    event: EventFacts
    zone: tzinfo | None
    findings: list[Finding] = field(default_factory=list)
    texts: TextReader = field(default_factory=TextReader)
    _is_utc_told: bool = False

    def list_findings(self) -> Iterator[Finding]:
        """Yield what could not be read."""
        yield from (*self.findings, *self.texts.findings, *self.texts.list_losses())

    def read(self, entry: icalendar.Component) -> Iterator[ReadSession]:
        """Yield the session of an event, if it is one."""
        uid = str(entry.get("UID") or "without UID")[:80]
        place = SourcePlace(self.path, f"event {uid}")
        title = self.texts.read_line(entry.get("SUMMARY"), place, "a title")
        start, end = _moment(entry, "DTSTART"), self._find_end(entry)
        if fault := _find_fault(entry, title, start):
            self.findings.append(place.warn(f"“{title}”: {fault}" if title else fault, "", Severity.WARNING))
            return
        assert isinstance(start, datetime)  # noqa: S101 - anything else is a fault
        if entry.get("RRULE") or entry.get("RDATE"):
            hint = "add the others by hand, or export the calendar with each event"
            self.findings.append(place.warn(f"“{title}” is repeated; only its first time was read", hint))
        local, last = self._to_local(start, place), self._to_local(end, place) if end else None
        if last is None and (entry.get("DTEND") or entry.get("DURATION")):
            self.findings.append(place.warn(f"the end of “{title}” cannot be read, and was left out", _END_HINT))
        if last is not None and last - local >= _DAY:
            fault = f"“{title}” ends a day or more after it begins, on {last:%Y-%m-%d}; its end was left out"
            self.findings.append(place.warn(fault, "give each day a session of its own"))
            last = None
        yield self._make_session(entry, place, title, local, last)

    def _find_end(self, entry: icalendar.Component) -> datetime | None:
        end, start = _moment(entry, "DTEND"), _moment(entry, "DTSTART")
        length = _value_of(entry, "DURATION")
        if end is None and isinstance(start, datetime) and isinstance(length, timedelta):
            try:
                end = start + length
            except OverflowError:
                return None
        return end if isinstance(end, datetime) else None

    def _to_local(self, moment: datetime, place: SourcePlace) -> datetime:
        """Return a moment in local time of the event: that of its offset, or of most events of the calendar."""
        if moment.tzinfo is None:
            return moment
        zone = parse_offset(self.event.utc_offset) or self.zone
        if zone is None or (_is_utc(zone) and not self.event.utc_offset):
            if not self._is_utc_told:
                hint = "write utc_offset: under event:, as in +02:00, and import again"
                self.findings.append(place.warn("the times of the calendar are in UTC, not in local time", hint))
                self._is_utc_told = True
            return moment.replace(tzinfo=None)
        try:
            return moment.astimezone(zone).replace(tzinfo=None)
        except (OverflowError, ValueError):
            return moment.replace(tzinfo=None)

    def _make_session(
        self, entry: icalendar.Component, place: SourcePlace, title: str, start: datetime, end: datetime | None
    ) -> ReadSession:
        words = str(entry.get("DESCRIPTION") or "")
        speakers = [person for line in _SPEAKER_LINE.findall(words) for person in read_speakers(line)]
        chairs = [person for line in _CHAIR_LINE.findall(words) for person in read_speakers(line)]
        for pattern in (_SPEAKER_LINE, _CHAIR_LINE, _ADDRESS_LINE):
            words = pattern.sub("", words)
        abstract = self.texts.read_abstract(words, place, MarkupForm.PLAIN)
        talk = ReadTalk(title, place, tuple(speakers), abstract)
        kind = guess_session_type(title)
        return ReadSession(
            start.date().isoformat(),
            title,
            place,
            f"{start:%H:%M}",
            f"{end:%H:%M}" if end else "",
            kind,
            room=self.texts.read_line(entry.get("LOCATION"), place, "a room", LONGEST_NAME),
            chair=tuple(chairs),
            talks=(talk,) if speakers or abstract else (),
        )


def _find_fault(entry: icalendar.Component, title: str, start: date | None) -> str:
    """Return why an event is no session, or ""."""
    if str(entry.get("STATUS") or "").upper() == "CANCELLED":
        return "this event is cancelled, and was left out"
    if not title:
        return "an event without a title was left out"
    if start is None:
        return "its start cannot be read, and it was left out"
    return "" if isinstance(start, datetime) else "it has no hours, but takes whole days, and was left out"
