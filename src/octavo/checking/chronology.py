"""Check the order of dates and times in a workshop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Final

from ..findings.finding import Finding, Severity
from ..loading.derived_values import walk_talks
from ..loading.value_positions import Location, ValuePositions
from ..model import Recommendation, Report, Session, Talk, Workshop
from ..model.event import EARLIEST_EVENING, LATEST_NIGHT, ends_next_day
from .recommendation_status import find_unrecorded_changes, group_by_origin

LONGEST_EVENT: Final = 60
"""Days after which the year or month of an event is probably mistyped."""


def check_chronology(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Check the dates of the event, the programme, the report, the chapters and the recommendations."""
    yield from _check_event(workshop, places)
    yield from _check_programme(workshop, places)
    yield from _check_report(workshop, places)
    yield from _check_volume(workshop, places)
    for number, recommendation in enumerate(workshop.recommendations):
        yield from _check_recommendation(workshop, recommendation, ("recommendations", number), places)
    for number, chapter in enumerate(workshop.chapters):
        if chapter.received and chapter.accepted and chapter.accepted < chapter.received:
            message = f"the chapter was accepted on {chapter.accepted}, before it was received on {chapter.received}"
            place = places.find_value("chapters", number, "accepted")
            yield Finding("date-order", message, place, "correct received or accepted")


def _check_event(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    start, end = workshop.event.start, workshop.event.end
    if end < start:
        message = f"the event ends on {end}, before it begins on {start}"
        yield Finding("date-order", message, places.find_value("event", "end"), f"write {start} or a later day")
    elif (end - start).days >= LONGEST_EVENT:
        message = f"the event lasts {(end - start).days + 1} days"
        hint = "check the year and month of start and end"
        yield Finding("long-event", message, places.find_value("event", "end"), hint, Severity.WARNING)


def _check_volume(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    volume = workshop.volume
    if volume and volume.published and volume.year and volume.published.year != volume.year:
        message = f"the volume is published on {volume.published}, but its year is {volume.year}"
        yield Finding("year-differs", message, places.find_value("volume", "published"), "correct one of the two")


def _check_programme(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    start, end = workshop.event.start, workshop.event.end
    before: date | None = None
    for number, day in enumerate(workshop.programme.days if workshop.programme else ()):
        at: Location = ("programme", "days", number)
        place = places.find_value(*at, "date")
        if start <= end and not start <= day.date <= end:
            message = f"{day.date} is outside the event, which lasts from {start} to {end}"
            yield Finding("day-outside-event", message, place, "correct this date, or the start and end of the event")
        if before is not None and day.date <= before:
            message = f"{day.date} is not after {before}, the day above"
            yield Finding("date-order", message, place, "list each day once, in order")
        before = day.date
        yield from _check_sessions(day.sessions, (*at, "sessions"), places)
    for at, talk in walk_talks(workshop):
        yield from _check_end_alone(talk, at, places)


def _check_sessions(sessions: tuple[Session, ...], at: Location, places: ValuePositions) -> Iterator[Finding]:
    earlier: time | None = None
    for number, session in enumerate(sessions):
        if session.start is None:
            yield from _check_end_alone(session, (*at, number), places)
            continue
        if session.end is not None and session.end <= session.start and not ends_next_day(session.start, session.end):
            message = f"the session ends at {session.end:%H:%M}, but begins at {session.start:%H:%M}"
            night = (
                f", or one up to {LATEST_NIGHT:%H:%M} on the next day"
                if session.end < EARLIEST_EVENING <= session.start
                else ""
            )
            hint = f"write a time after {session.start:%H:%M}{night}"
            yield Finding("time-order", message, places.find_value(*at, number, "end"), hint)
        if earlier is not None and session.start < earlier:
            message = (
                f"the session begins at {session.start:%H:%M}, before the one above it, which begins at {earlier:%H:%M}"
            )
            yield Finding("time-order", message, places.find_value(*at, number, "start"), "put the sessions in order")
        earlier = session.start


def _check_end_alone(part: Session | Talk, at: Location, places: ValuePositions) -> Iterator[Finding]:
    """Warn of an end without a start, which is not printed."""
    if part.start is None and part.end is not None:
        message = f"this ends at {part.end:%H:%M}, but no start is given, so no time is printed"
        hint = "add start: with a time such as 09:30, or remove end:"
        yield Finding("no-start", message, places.find_value(*at, "end"), hint, Severity.WARNING)


def _check_report(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    report = workshop.report
    if report is None:
        return
    if report.cut_off and report.cut_off > report.date:
        message = f"the cut-off date {report.cut_off} is after {report.date}, the date of the report"
        yield Finding("date-order", message, places.find_value("report", "cut_off"), f"write {report.date} or earlier")
    if report.previous and report.previous >= report.status_day:
        message = (
            f"the previous edition's cut-off date {report.previous} is not before {report.status_day}, this edition's"
        )
        yield Finding(
            "date-order", message, places.find_value("report", "previous"), f"write a day before {report.status_day}"
        )
    if report.cut_off and report.cut_off < workshop.event.start:
        message = f"the cut-off date {report.cut_off} is before the event"
        place = places.find_value("report", "cut_off")
        yield Finding("date-order", message, place, f"write a day after {workshop.event.end}", Severity.WARNING)
    if report.edition == 1 and report.previous:
        message = f"this is edition 1, but a previous one was closed on {report.previous}"
        hint = "write edition: 2 or higher, or remove previous:"
        yield Finding("edition-differs", message, places.find_value("report", "previous"), hint, Severity.WARNING)
    if report.edition > 1 and report.previous is None:
        message = f"edition {report.edition} has no cut-off date of the previous edition, so no changes are listed"
        hint = "add previous: with the cut-off date of the previous edition"
        yield Finding("no-previous", message, places.find_value("report", "edition"), hint, Severity.ADVICE)
    if report.previous:
        yield from _check_unrecorded_changes(workshop, report.previous, places)
        yield from _check_recorded_later(workshop, report.previous, places)


def _check_unrecorded_changes(workshop: Workshop, previous: date, places: ValuePositions) -> Iterator[Finding]:
    silent = find_unrecorded_changes(workshop.recommendations, previous)
    if silent:
        names = ", ".join(entry.id for entry in silent)
        message = f"no history says whether these changed since the previous edition ({previous}): {names}"
        hint = "under history: in their tracking:, list the date and status of each change, up to the present status"
        place = places.find_key("recommendations", workshop.recommendations.index(silent[0]), "tracking")
        yield Finding("no-history", message, place, hint, Severity.ADVICE)


def _check_recorded_later(workshop: Workshop, previous: date, places: ValuePositions) -> Iterator[Finding]:
    """Warn of recommendations first recorded after the previous edition: reports count the meeting's own separately."""
    day = workshop.event.end
    for entry in group_by_origin(workshop.recommendations, workshop.report).recorded_later:
        first = entry.tracking.history[0].date if entry.tracking else previous
        message = (
            f"it is unclear who made {entry.id}: its history begins on {first}, after the previous edition ({previous})"
        )
        hint = (
            f"write added: {first} if it was added then; if the meeting made it, begin its history with "
            f"- date: {day} and status: not-started"
        )
        place = places.find_value("recommendations", workshop.recommendations.index(entry), "id")
        yield Finding("recorded-later", message, place, hint, Severity.WARNING)


def _check_added(
    workshop: Workshop, recommendation: Recommendation, at: Location, places: ValuePositions
) -> Iterator[Finding]:
    """Compare the day on which a recommendation was added with the meeting, the report and its own history."""
    added, report = recommendation.added, workshop.report
    if added is None:
        return
    place = places.find_value(*at, "added")
    if added <= workshop.event.end:
        message = f"{recommendation.id} was added on {added}, but the event lasted until {workshop.event.end}"
        yield Finding("date-order", message, place, "remove added: if the meeting made it, or correct the day")
    if report and added > report.status_day:
        message = (
            f"{recommendation.id} was added on {added}, after {report.status_day}, the report's {_name_day(report)}"
        )
        hint = f"move the {_name_day(report)}, or leave this for the next edition"
        yield Finding("after-cut-off", message, place, hint)
    history = recommendation.tracking.history if recommendation.tracking else ()
    if history and history[0].date < added:
        message = f"the history of {recommendation.id} begins on {history[0].date}, before it was added on {added}"
        yield Finding("date-order", message, place, f"write {history[0].date}, or correct the history")


def _check_recommendation(
    workshop: Workshop, recommendation: Recommendation, at: Location, places: ValuePositions
) -> Iterator[Finding]:
    if recommendation.due and recommendation.due < workshop.event.start:
        message = f"{recommendation.id} is due on {recommendation.due}, before the event took place"
        yield Finding("date-order", message, places.find_value(*at, "due"), "check the year", Severity.WARNING)
    yield from _check_added(workshop, recommendation, at, places)
    yield from _check_history(recommendation, at, places)
    yield from _check_before_event(workshop, recommendation, at, places)
    if workshop.report:
        yield from _check_after_cut_off(recommendation, at, places, workshop.report)


def _check_history(recommendation: Recommendation, at: Location, places: ValuePositions) -> Iterator[Finding]:
    tracking = recommendation.tracking
    history = tracking.history if tracking else ()
    for number, entry in enumerate(history[1:], 1):
        if entry.date < history[number - 1].date:
            message = f"{entry.date} is before {history[number - 1].date}, the date of the entry above"
            place = places.find_value(*at, "tracking", "history", number, "date")
            yield Finding(
                "date-order", message, place, "add new entries at the end, and leave earlier ones as they are"
            )
    if tracking and history and history[-1].status is not tracking.status:  # it is written twice
        message = (
            f"the history of {recommendation.id} ends with {history[-1].status}, but its status is {tracking.status}"
        )
        place = places.find_value(*at, "tracking", "status")
        hint = f"add a history entry with status: {tracking.status}, or remove status: here, which history tells"
        yield Finding("status-differs", message, place, hint, Severity.WARNING)


def _check_before_event(
    workshop: Workshop, recommendation: Recommendation, at: Location, places: ValuePositions
) -> Iterator[Finding]:
    """Warn of a history that begins before the event: its year is probably mistyped."""
    history = recommendation.tracking.history if recommendation.tracking else ()
    if history and history[0].date < workshop.event.start:
        message = f"the history of {recommendation.id} begins on {history[0].date}, before the event took place"
        place = places.find_value(*at, "tracking", "history", 0, "date")
        yield Finding("date-order", message, place, "check the year", Severity.WARNING)


def _name_day(report: Report) -> str:
    """Return what the day is called whose statuses a report shows."""
    return "cut-off date" if report.cut_off else "date"


def _check_after_cut_off(
    recommendation: Recommendation, at: Location, places: ValuePositions, report: Report
) -> Iterator[Finding]:
    """Warn of entries after the day of the report, which are too late for it."""
    tracking = recommendation.tracking
    if tracking is None:
        return
    left_out = "; the report leaves it out"
    is_written = places.find_value(*at, "tracking", "last_update") != places.find_value(*at, "tracking")
    looked = tracking.last_update if is_written else None  # else it is the date of the history
    dated: list[tuple[Location, date | None, str]] = [(("last_update",), looked, "")]
    dated += [(("history", number, "date"), entry.date, left_out) for number, entry in enumerate(tracking.history)]
    dated += [(("evidence", number, "date"), entry.date, "") for number, entry in enumerate(tracking.evidence)]
    for way, day, effect in dated:
        if day and day > report.status_day:
            message = f"{day} is after {report.status_day}, the report's {_name_day(report)}{effect}"
            hint = f"move the {_name_day(report)}, or leave this for the next edition"
            yield Finding("after-cut-off", message, places.find_value(*at, "tracking", *way), hint, Severity.WARNING)
