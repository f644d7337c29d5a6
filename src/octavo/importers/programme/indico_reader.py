"""Read the programme that Indico exports as JSON: of a timetable, or of an event with sessions or contributions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, FindingsError
from ...language.slugs import make_slug
from ..rst.markup_texts import MarkupForm
from ..session_types import guess_session_type
from .clock_times import parse_date, read_clock_times
from .json_values import Entry, entry_of, items_of, list_of, text_of
from .read_programme import LONGEST_NAME, ReadProgramme, ReadSession, ReadTalk, SourcePlace, TextReader
from .speaker_names import read_name_parts, read_one_name

_DEEPEST: Final = 4
_UNTIMED_HINT: Final = "give it a time in Indico and export it again, or add it by hand"


def is_indico(tree: object) -> bool:
    """Return whether JSON is an export of Indico."""
    return isinstance(tree, dict) and (
        tree.get("_type") == "HTTPAPIResult" or isinstance(tree.get("results"), list | dict)
    )


def read_indico(source: Path, tree: Entry) -> ReadProgramme:
    """Read an export. Raises FindingsError if it has no programme."""
    reader = _IndicoReader(source)
    sessions = list(reader.read_results(tree))
    if not sessions:
        hint = "export /export/timetable/ID.json, or /export/event/ID.json?detail=sessions"
        message = f"{source.name} has no sessions and no contributions with times"
        raise FindingsError([*reader.findings, Finding("no-programme", message, None, hint)])
    return ReadProgramme(tuple(sessions), tuple(reader.list_findings()))


@dataclass
class _IndicoReader:
    path: Path
    findings: list[Finding] = field(default_factory=list)
    texts: TextReader = field(default_factory=TextReader)

    def list_findings(self) -> Iterator[Finding]:
        """Yield what could not be read."""
        yield from (*self.findings, *self.texts.findings, *self.texts.list_losses())

    def read_results(self, tree: Entry) -> Iterator[ReadSession]:
        """Yield the sessions of all events of an export."""
        results = list(items_of(tree, "results"))
        if len(results) > 1:
            place = SourcePlace(self.path, "results")
            self.findings.append(place.warn(f"only the first of {len(results)} events was read", "export it alone"))
        for name, result in results[:1]:
            where = f"results.{name}"
            if isinstance(result.get("sessions"), list) or isinstance(result.get("contributions"), list):
                yield from self._read_event(result, where)
            else:
                for day, entries in items_of({"days": result}, "days"):
                    for key, entry in items_of({"entries": entries}, "entries"):
                        yield from self._read_timetable_entry(entry, f"{where}.{day}.{key}")

    def _read_timetable_entry(self, entry: Entry, where: str) -> Iterator[ReadSession]:
        kind = text_of(entry, "entryType", "_type")
        place = SourcePlace(self.path, where)
        if kind == "Session":
            titles = dict.fromkeys(filter(None, (text_of(entry, "title", "sessionTitle"), text_of(entry, "slotTitle"))))
            yield from self._make_block(entry, ": ".join(titles), items_of(entry, "entries"), place)
        elif kind == "Break":
            yield from self._make_session(entry, text_of(entry, "title"), (), place, "break")
        else:
            yield from self._make_lone(entry, place)

    def _read_event(self, event: Entry, where: str) -> Iterator[ReadSession]:
        """Read sessions with their contributions, and contributions that stand in none."""
        seen: set[str] = set()
        for at, block in items_of(event, "sessions"):
            own = entry_of(block, "session")
            titles = dict.fromkeys(
                filter(None, (text_of(own, "title"), text_of(block, "title"), text_of(block, "slotTitle")))
            )
            contributions = list(items_of(block, "contributions"))
            seen |= {_identify(one) for _, one in contributions}
            place = SourcePlace(self.path, f"{where}.sessions.{at}")
            yield from self._make_block(block, ": ".join(titles), iter(contributions), place)
        for at, one in items_of(event, "contributions"):
            if _identify(one) not in seen:
                yield from self._make_lone(one, SourcePlace(self.path, f"{where}.contributions.{at}"))

    def _make_block(
        self, entry: Entry, title: str, inner: Iterator[tuple[str, Entry]], place: SourcePlace
    ) -> Iterator[ReadSession]:
        talks, breaks = [], []
        for key, one in inner:
            where = SourcePlace(self.path, f"{place.where}.entries.{key}")
            if text_of(one, "entryType") == "Break":
                breaks.append((one, where))
            elif text_of(one, "title"):
                talks.append(self._make_talk(one, where))
            else:
                self.findings.append(where.warn("a contribution without a title was left out"))
        yield from self._make_session(entry, title, tuple(talks), place)
        for one, where in breaks:
            yield from self._make_session(one, text_of(one, "title"), (), where, "break")

    def _make_lone(self, entry: Entry, place: SourcePlace) -> Iterator[ReadSession]:
        """Make a session of a contribution that stands in none."""
        title = text_of(entry, "title")
        talk = self._make_talk(entry, place, is_lone=True)
        is_talk = bool(talk.speakers or talk.abstract)
        yield from self._make_session(entry, title, (talk,) if is_talk else (), place)

    def _make_session(
        self, entry: Entry, title: str, talks: tuple[ReadTalk, ...], place: SourcePlace, kind: str = ""
    ) -> Iterator[ReadSession]:
        day, start = _read_moment(entry, "startDate")
        _, end = _read_moment(entry, "endDate")
        if not day or not title:
            fault = "has no time in the programme" if title else "a session without a title"
            shown = f"“{title[:80]}” {fault}" if title else fault
            self.findings.append(place.warn(f"{shown}, and was left out", _UNTIMED_HINT))
            return
        words = self.texts.read_line(title, place, "a title")
        yield ReadSession(
            day,
            words,
            place,
            start,
            end,
            kind or guess_session_type(words),
            bool(kind),
            self.texts.read_line(text_of(entry, "room", "roomFullname"), place, "a room", LONGEST_NAME),
            tuple(_read_people(entry, "conveners")),
            talks,
        )

    def _make_talk(self, entry: Entry, place: SourcePlace, is_lone: bool = False) -> ReadTalk:
        title = self.texts.read_line(text_of(entry, "title"), place, "a title")
        speakers = [
            *(person for key in ("presenters", "speakers") for person in _read_people(entry, key)),
        ] or [*_read_people(entry, "primaryauthors"), *_read_people(entry, "coauthors")]
        abstract = self.texts.read_abstract(text_of(entry, "description"), place, MarkupForm.MARKDOWN)
        start, end = ("", "") if is_lone else (_read_moment(entry, key)[1] for key in ("startDate", "endDate"))
        number = _identify(entry)
        code = make_slug(f"contribution-{number}") if number else ""
        return ReadTalk(title, place, tuple(speakers), abstract, start, end, code)


def _identify(entry: Entry) -> str:
    return text_of(entry, "friendly_id", "contributionId", "db_id", "id")


def _read_people(entry: Entry, key: str) -> Iterator[Mapping[str, object]]:
    for one in list_of(entry, key):
        given, family = text_of(one, "firstName", "first_name"), text_of(one, "familyName", "last_name", "lastName")
        known = (text_of(one, "affiliation"), text_of(one, "email"))
        if family:
            person = read_name_parts(given, family, *known)
        else:
            person = read_one_name(text_of(one, "fullName", "name", "full_name"), *known)
        if person.get("family"):
            yield person


def _read_moment(entry: Entry, key: str) -> tuple[str, str]:
    """Return the day and time of day of a moment of Indico, which is in the time zone of the event."""
    moment = entry_of(entry, key)
    day = parse_date(text_of(moment, "date") or text_of(entry, key))
    clock = read_clock_times(text_of(moment, "time") or text_of(entry, key))
    return (day.isoformat() if day else "", clock[0] if clock else "")
