"""Write calendars (RFC 5545): the programme as events, and due dates as tasks.

Times are in UTC if the event's UTC offset is known; otherwise they are floating times (3.3.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from ..language.translator import get_translator
from ..loading.value_positions import Location
from ..model import Recommendation, Status
from ..model.event import Day, Session, SessionType, Talk, ends_next_day
from ..model.outcome import Action, ActionStatus, Priority
from ..rendering.rst.plain_text import extract_paragraphs
from .bibliographic_record import ExportOutput, Records

MAX_LINE_BYTES: Final = 75
"""Longer lines are folded (3.1)."""
_ESCAPES: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_STATUS: Final = {
    Status.NOT_STARTED: "NEEDS-ACTION",
    Status.IN_PROGRESS: "IN-PROCESS",
    Status.PARTIALLY_IMPLEMENTED: "IN-PROCESS",
    Status.IMPLEMENTED: "COMPLETED",
    Status.CLOSED_NOT_IMPLEMENTED: "CANCELLED",
    Status.SUPERSEDED: "CANCELLED",
    Status.WITHDRAWN: "CANCELLED",
}
_ACTION_STATUS: Final = {
    ActionStatus.PLANNED: "NEEDS-ACTION",
    ActionStatus.UNDER_WAY: "IN-PROCESS",
    ActionStatus.DONE: "COMPLETED",
    ActionStatus.DROPPED: "CANCELLED",
}
_PRIORITY: Final = {Priority.CRITICAL: "1", Priority.HIGH: "3", Priority.MEDIUM: "5", Priority.LOW: "9"}
_PAUSES: Final = (SessionType.BREAK, SessionType.SOCIAL)

ContentLine = tuple[str, str]
"""A property name with its parameters, and its escaped value."""


def find_recommended_fields(records: Records) -> Iterator[Location]:
    """Yield the location of the UTC offset if it is missing."""
    days = records.workshop.programme.days if records.workshop.programme else ()
    has_times = any(session.start for day in days for session in day.sessions)
    if has_times and not records.workshop.event.utc_offset:
        yield ("event", "utc_offset")


def write(records: Records) -> ExportOutput:
    """Write a calendar with the programme, and one with due dates."""
    due = list(_list_due_tasks(records))
    files = {"programme.ics": _write_calendar(records.meeting.title, _list_programme_events(records))}
    if due:
        files["recommendations.ics"] = _write_calendar(records.meeting.title, due)
    return ExportOutput(files)


def _write_calendar(title: str, components: Iterable[list[ContentLine]]) -> bytes:
    head = [("VERSION", "2.0"), ("PRODID", "-//Octavo//Octavo//EN"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")]
    lines = [("BEGIN", "VCALENDAR"), *head, ("X-WR-CALNAME", _escape_text(title))]
    for component in components:
        lines += component
    return "".join(_fold_line(f"{name}:{value}") for name, value in (*lines, ("END", "VCALENDAR"))).encode()


def _make_component(kind: str, records: Records, uid: str, lines: Iterable[ContentLine]) -> list[ContentLine]:
    head = [("UID", _make_uid(records, uid)), ("DTSTAMP", _format_utc(records.stamp))]
    return [("BEGIN", kind), *head, *(line for line in lines if line[1]), ("END", kind)]


def _make_uid(records: Records, name: str) -> str:
    return f"{name}.{records.id}@octavo.invalid"


# The programme


def _list_programme_events(records: Records) -> Iterator[list[ContentLine]]:
    """Yield an event for the whole workshop, which lasts days, and one for each session.

    Sessions without a start are listed in an event of the whole day.
    """
    event = records.meeting
    place = ", ".join(filter(None, (event.venue, event.place if event.city else event.country_name)))
    yield _make_component(
        "VEVENT",
        records,
        "event",
        [
            ("DTSTART;VALUE=DATE", f"{event.start:%Y%m%d}"),
            ("DTEND;VALUE=DATE", f"{event.end + timedelta(days=1):%Y%m%d}"),
            ("SUMMARY", _escape_text(event.title)),
            ("DESCRIPTION", _escape_text("\n\n".join(event.about))),
            ("LOCATION", _escape_text(place)),
            ("URL", event.url),
            ("TRANSP", "TRANSPARENT"),
        ],
    )
    seen: dict[str, int] = {}
    for day in records.workshop.programme.days if records.workshop.programme else ():
        untimed = [session for session in day.sessions if session.start is None]
        if untimed:
            lines = _list_day_lines(records, day, untimed, place)
            yield _make_component("VEVENT", records, f"{day.date:%Y%m%d}", lines)
        for session in day.sessions:
            if session.start is None:
                continue
            start = f"{day.date:%Y%m%d}T{session.start:%H%M}"
            seen[start] = seen.get(start, 0) + 1
            lines = _list_session_lines(records, day.date, session.start, session, place)
            yield _make_component("VEVENT", records, f"{start}-{seen[start]}", lines)


def _list_day_lines(records: Records, day: Day, untimed: list[Session], place: str) -> Iterator[ContentLine]:
    """Describe a day by its sessions without hours."""
    yield ("DTSTART;VALUE=DATE", f"{day.date:%Y%m%d}")
    yield ("DTEND;VALUE=DATE", f"{day.date + timedelta(days=1):%Y%m%d}")
    yield ("SUMMARY", _escape_text(day.title or ", ".join(session.title for session in untimed)))
    told = ("\n".join([session.title, *_describe_session(records, session)]) for session in untimed)
    yield ("DESCRIPTION", _escape_text("\n\n".join(told)))
    yield ("LOCATION", _escape_text(place))
    yield ("TRANSP", "TRANSPARENT")


def _list_session_lines(
    records: Records, day: date, start: time, session: Session, place: str
) -> Iterator[ContentLine]:
    ends = [session.end] if session.end else [talk.end for talk in session.talks if talk.end]
    end = max((_end_moment(day, start, end) for end in ends), default=datetime.combine(day, start))
    yield ("DTSTART", _write_time(records, day, start))
    if end > datetime.combine(day, start):
        yield ("DTEND", _write_time(records, end.date(), end.time()))
    yield ("SUMMARY", _escape_text(session.title))
    yield ("DESCRIPTION", _escape_text("\n".join(_describe_session(records, session))))
    yield ("LOCATION", _escape_text(", ".join(filter(None, (session.room, place)))))
    yield ("CATEGORIES", session.type.upper())
    yield ("TRANSP", "TRANSPARENT" if session.type in _PAUSES else "OPAQUE")


def _describe_session(records: Records, session: Session) -> Iterator[str]:
    """Yield the chair and the talks of a session, each on a line."""
    chair = records.people.get(session.chair or "")
    translator = get_translator(records.workshop.language)
    if chair:
        yield f"{translator.gettext('Chair')}{translator.colon}{chair.name}"
    yield from (_describe_talk(records, talk) for talk in session.talks)


def _end_moment(day: date, start: time, end: time) -> datetime:
    """Return when a session of a day ends, which is on the next day if it runs past midnight."""
    return datetime.combine(day + timedelta(days=ends_next_day(start, end)), end)


def _describe_talk(records: Records, talk: Talk) -> str:
    speakers = ", ".join(records.people[speaker].name for speaker in talk.speakers if speaker in records.people)
    start = f"{talk.start:%H:%M} " if talk.start else ""
    return f"{start}{speakers}: {talk.title}" if speakers else f"{start}{talk.title}"


def _write_time(records: Records, day: date, hour: time) -> str:
    """Write a time of the programme in UTC, or as a floating time."""
    moment = datetime.combine(day, hour)
    offset = records.workshop.event.utc_offset
    if not offset:
        return f"{moment:%Y%m%dT%H%M%S}"
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:])) * (-1 if offset[0] == "-" else 1)
    return _format_utc((moment - ahead).replace(tzinfo=UTC))


def _format_utc(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


# Due dates


def _list_due_tasks(records: Records) -> Iterator[list[ContentLine]]:
    """Yield a task for each recommendation and each action with a due date."""
    for known in records.workshop.recommendations:
        if known.due:
            yield _make_component(
                "VTODO", records, f"due-{known.id}", _list_recommendation_lines(records, known, known.due)
            )
        for number, action in enumerate(known.tracking.actions if known.tracking else (), 1):
            if action.due:
                uid = f"due-{known.id}-{number}"
                lines = [
                    *_list_action_lines(known, action, action.due),
                    ("RELATED-TO", _make_uid(records, f"due-{known.id}") if known.due else ""),
                ]
                yield _make_component("VTODO", records, uid, lines)


def _list_recommendation_lines(records: Records, known: Recommendation, due: date) -> Iterator[ContentLine]:
    tracking = known.tracking
    told, _ = extract_paragraphs(known.text)
    addressees = [
        records.organizations[one].name if one in records.organizations else one for one in known.addressees or ()
    ]
    yield ("DUE;VALUE=DATE", f"{due:%Y%m%d}")
    yield ("SUMMARY", _escape_text(": ".join(filter(None, (known.id, known.title or _shorten(told))))))
    yield ("DESCRIPTION", _escape_text("\n\n".join([*told, ", ".join(addressees)]).strip()))
    yield ("STATUS", _STATUS[tracking.status] if tracking else "")
    done = tracking and (100 if tracking.status is Status.IMPLEMENTED else tracking.progress)
    yield ("PERCENT-COMPLETE", str(done) if done is not None else "")
    yield ("PRIORITY", _PRIORITY[known.priority] if known.priority else "")
    yield ("CATEGORIES", _escape_text(known.theme or ""))


def _list_action_lines(known: Recommendation, action: Action, due: date) -> Iterator[ContentLine]:
    told, _ = extract_paragraphs(action.text)
    yield ("DUE;VALUE=DATE", f"{due:%Y%m%d}")
    yield ("SUMMARY", _escape_text(f"{known.id}: {_shorten(told)}"))
    yield ("DESCRIPTION", _escape_text("\n\n".join([*told, action.owner or ""]).strip()))
    yield ("STATUS", _ACTION_STATUS[action.status])


def _shorten(told: tuple[str, ...], most: int = 80) -> str:
    said = " ".join(told)
    return said if len(said) <= most else f"{said[: most - 1].rpartition(' ')[0]}…"


# Lines


def _escape_text(words: str) -> str:
    """Escape a text (3.3.11), without control characters."""
    return "".join(
        _ESCAPES.get(letter, letter) for letter in words if letter == "\n" or letter.isprintable() or ord(letter) > 0x9F
    )


def _fold_line(line: str) -> str:
    """Fold a line after at most 75 bytes, between characters (3.1)."""
    pieces, piece, size = [], "", 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > MAX_LINE_BYTES:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + weight
    return "\r\n".join([*pieces, piece]) + "\r\n"
