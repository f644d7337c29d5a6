"""Join an imported programme with that of a workshop: no session and no talk is added twice.

A session is found again by its day and title, by its title alone if no other has it, or by its day, start and room. A
talk is found by its id or title in its session, or by its title anywhere. What the file does not have is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any, Final

from ...findings.finding import Finding, Severity
from ...language.slugs import make_unique_id
from ...loading.yaml_editor import Path, YamlEditor
from ...model.event import ends_next_day
from ..session_types import guess_session_type
from ..workshop_edit import shorten_value
from ..workshop_writer import fold_name
from .clock_times import count_minutes, parse_date
from .programme_people import ProgrammePeople
from .read_programme import ReadSession, ReadTalk, SourcePlace

YamlMapping = Mapping[str, object]
_REPEATED: Final = ("break", "social", "opening", "closing")
"""Kinds of sessions of which each day may have one with the same title."""
_DAYS: Final[Path] = ("programme", "days")


@dataclass
class _KnownTalk:
    """A talk of workshop.yaml; `is_found` once the file has it."""

    path: Path
    entry: YamlMapping
    session: str
    is_found: bool = False


@dataclass
class _KnownSession:
    """A session of workshop.yaml, with its day."""

    path: Path
    entry: YamlMapping
    day: str
    talks: list[_KnownTalk]
    is_found: bool = False

    @property
    def start(self) -> str:
        """Its start, as HH:MM, or ""."""
        return _clock(self.entry.get("start"))


@dataclass
class ProgrammeMerge:
    """What an import changes in the programme of a workshop."""

    values: list[tuple[Path, dict[str, object]]] = field(default_factory=list)
    """New values of entries, those of talks before those of their sessions."""
    inserted: list[tuple[Path, int, dict[str, object]]] = field(default_factory=list)
    """New entries, with the index of the one before which they stand."""
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the programme stays as it is."""
        return not (self.values or self.inserted)

    def apply(self, editor: YamlEditor) -> None:
        """Make the edits: what lies deeper comes first, since it stands above what follows it."""
        for depth in (_TALK_DEPTH, _SESSION_DEPTH):
            for path, values in self.values:
                if len(path) == depth:
                    editor.set_values(path, values)
            self._insert(editor, depth)
        for path, values in self.values:
            if len(path) == len(_DAYS) + 1:
                editor.set_values(path, values)
        self._insert(editor, len(_DAYS) + 1)

    def _insert(self, editor: YamlEditor, depth: int) -> None:
        """Insert entries at one depth: all of one place at once."""
        places: dict[tuple[Path, int], list[dict[str, object]]] = {}
        for path, index, entry in self.inserted:
            if len(path) + 1 == depth:
                places.setdefault((path, index), []).append(entry)
        for (path, index), entries in places.items():
            editor.insert_items(path, index, entries)


_SESSION_DEPTH: Final = len(_DAYS) + 3
_TALK_DEPTH: Final = _SESSION_DEPTH + 2


def merge_programme(
    sessions: Sequence[ReadSession],
    days: Sequence[YamlMapping],
    people: ProgrammePeople,
    keep: bool,
    written_days: Sequence[YamlMapping] = (),
) -> ProgrammeMerge:
    """Compare the sessions of a file with the days of a workshop. With `keep`, values that are there stay.

    `written_days` are the days as they are written, if some of the dates of `days` were derived.
    """
    merger = _Merger(sessions, days, people, keep)
    merger.written_days = written_days or days
    merger.merge()
    return merger.result


class _Merger:
    def __init__(
        self, sessions: Sequence[ReadSession], days: Sequence[YamlMapping], people: ProgrammePeople, keep: bool
    ) -> None:
        self.result = ProgrammeMerge()
        self._sessions, self._days = list(sort_sessions(sessions)), days
        self._people, self._keep = people, keep
        self._known = [known for at, day in enumerate(days) for known in _list_known(at, day)]
        self._talks = [talk for session in self._known for talk in session.talks]
        self._titles = Counter(_fold(talk.title) for session in self._sessions for talk in session.talks)
        self._taken = {str(talk.entry.get("id")) for talk in self._talks if talk.entry.get("id")}
        self._new_days: dict[str, dict[str, Any]] = {}
        self._anchor: dict[str, int] = {}
        self.written_days = days

    def merge(self) -> None:
        """Find each session again, or add it."""
        found = self._match_sessions()
        for at, session in enumerate(self._sessions):
            known = found.get(at)
            if known is None:
                self._add_session(session)
            else:
                self._anchor[known.day] = int(known.path[-1]) + 1
                self._update_session(session, known)
        if self._new_days:
            self._date_days()
        self._report_missing()

    def _date_days(self) -> None:
        """Write the dates of days that had none: they followed from the number of days, which is another now."""
        for at, written in enumerate(self.written_days):
            day = parse_date(self._days[at].get("date"))
            if not written.get("date") and day:
                self.result.values.append(((*_DAYS, at), {"date": day}))

    # Sessions

    def _match_sessions(self) -> dict[int, _KnownSession]:
        """Match sessions, the surest rule first: no session of either side is matched twice."""
        matched: dict[int, _KnownSession] = {}
        by_rule: tuple[Callable[[str, str, str, str], object], ...] = (
            lambda day, title, start, _room: (day, title, start),
            lambda day, title, _start, _room: (day, title),
            lambda _day, title, _start, _room: "" if guess_session_type(title) in _REPEATED else title,
            lambda day, _title, start, room: start and (day, start, room),
        )
        for rule in by_rule:
            theirs = _group(
                (rule(one.day, _fold(one.title), one.start, _fold(one.room)), at)
                for at, one in enumerate(self._sessions)
                if at not in matched
            )
            ours = _group(
                (rule(one.day, _fold(one.entry.get("title")), one.start, _fold(one.entry.get("room"))), one)
                for one in sorted(self._known, key=lambda one: (one.day, one.start))
                if not one.is_found
            )
            for key, indexes in theirs.items():
                others = ours.get(key, [])
                if not key or len(indexes) != len(others) or (len(others) > 1 and rule is not by_rule[1]):
                    continue
                for at, known in zip(indexes, others, strict=True):
                    matched[at] = known
                    known.is_found = True
        return matched

    def _add_session(self, session: ReadSession) -> None:
        talks = [entry for talk in session.talks if (entry := self._add_talk(talk, session.title))]
        values = {**self._session_values(session), "talks": talks}
        entry = {key: value for key, value in values.items() if value}
        self.result.added["session"] += 1
        at = next((at for at, day in enumerate(self._days) if str(day.get("date")) == session.day), None)
        if at is not None:
            self._insert_session(at, session, entry)
        elif session.day in self._new_days:
            self._new_days[session.day]["sessions"].append(entry)
        else:
            self._new_days[session.day] = {"date": date.fromisoformat(session.day), "sessions": [entry]}
            days = ((parse_date(day.get("date")) or date.min).isoformat() for day in self._days)
            later = (at for at, day in enumerate(days) if day > session.day)
            self.result.inserted.append((_DAYS, next(later, len(self._days)), self._new_days[session.day]))

    def _insert_session(self, day: int, session: ReadSession, entry: dict[str, object]) -> None:
        there = _list_entries(self._days[day], "sessions")
        later = (at for at, one in enumerate(there) if session.start and _clock(one.get("start")) > session.start)
        index = next(later, len(there) if session.start else self._anchor.get(session.day, len(there)))
        self.result.inserted.append(((*_DAYS, day, "sessions"), index, entry))

    def _session_values(self, session: ReadSession) -> dict[str, object]:
        chairs = [self._people.identify(person) for person in session.chair]
        if len(chairs) > 1:
            message = f"“{session.title}” has more than one chair; only the first was taken"
            self._tell(session.place, message, f"add the others to its title or text: {', '.join(chairs[1:])}")
        end = session.end
        if session.start and end and _is_reversed(session.start, end):
            message = f"“{session.title}” ends at {end}, which is not after {session.start}; its end was left out"
            self._tell(session.place, message, "correct it in the file")
            end = ""
        return {
            "start": session.start,
            "end": end,
            "type": session.type,
            "title": session.title,
            "room": session.room,
            "chair": chairs[0] if chairs else "",
        }

    def _update_session(self, session: ReadSession, known: _KnownSession) -> None:
        if known.day != session.day:
            there = known.day or "a day without date"
            message = f"“{session.title}” is on {session.day} in the file, and on {there} in workshop.yaml"
            self._tell(session.place, message, "move it to that day by hand")
            session = replace(session, start="", end="")
        for talk in session.talks:
            self._merge_talk(talk, known)
        values = self._session_values(session)
        if not session.is_type_known:
            del values["type"]
        if changes := self._compare(known.entry, values, session.title):
            self.result.values.append((known.path, changes))
        self._count("session", bool(changes))

    # Talks

    def _merge_talk(self, talk: ReadTalk, session: _KnownSession) -> None:
        known = self._find_talk(talk, session.talks)
        if known is None:
            if entry := self._add_talk(talk, str(session.entry.get("title"))):
                self.result.inserted.append(((*session.path, "talks"), len(session.talks), entry))
            return
        known.is_found = True
        if changes := self._compare(known.entry, self._talk_values(talk), talk.title):
            self.result.values.append((known.path, changes))
        self._count("talk", bool(changes))

    def _find_talk(self, talk: ReadTalk, among: Sequence[_KnownTalk]) -> _KnownTalk | None:
        left = [one for one in among if not one.is_found]
        speakers = [self._people.identify(one) for one in talk.speakers]
        rules: tuple[Callable[[_KnownTalk], bool], ...] = (
            lambda one: bool(talk.code) and one.entry.get("id") == talk.code,
            lambda one: _fold(one.entry.get("title")) == _fold(talk.title),
            lambda one: bool(speakers) and self._speakers_of(one.entry) == speakers,
        )
        for rule in rules:
            found = [one for one in left if rule(one)]
            if len(found) == 1 or (found and rule is rules[1]):
                return found[0]
        return None

    def _speakers_of(self, entry: YamlMapping) -> list[str]:
        speakers = entry.get("speakers")
        return [self._people.resolve(one) for one in speakers] if isinstance(speakers, list) else []

    def _add_talk(self, talk: ReadTalk, session: str) -> dict[str, object] | None:
        """Return the entry of a new talk; None if it stands in another session of workshop.yaml."""
        title = _fold(talk.title)
        moved = [one for one in self._talks if not one.is_found and _fold(one.entry.get("title")) == title]
        if len(moved) == 1 and self._titles[title] == 1:
            moved[0].is_found = True
            message = f"“{talk.title}” is in the session “{session}”, and in “{moved[0].session}” of workshop.yaml"
            self._tell(talk.place, message, "move it by hand")
            return None
        self.result.added["talk"] += 1
        values = self._talk_values(talk)
        code = make_unique_id(talk.code, self._taken) if talk.code else ""
        self._taken.add(code)
        return {key: value for key, value in {"id": code, **values}.items() if value}

    def _talk_values(self, talk: ReadTalk) -> dict[str, object]:
        end = "" if talk.start and talk.end and _is_reversed(talk.start, talk.end) else talk.end
        speakers = tuple(dict.fromkeys(self._people.identify(one) for one in talk.speakers))
        return {
            "title": talk.title,
            "speakers": speakers,
            "abstract": f"{talk.abstract}\n" if "\n" in talk.abstract else talk.abstract,
            "start": talk.start,
            "end": end,
        }

    # What differs

    def _compare(self, entry: YamlMapping, values: Mapping[str, object], name: str) -> dict[str, object]:
        """Return the values that differ, and tell those that were there."""
        changes = {}
        for key, value in values.items():
            before = entry.get(key)
            if not value or self._is_equal(key, before, value):
                continue
            if before in (None, "", []):
                changes[key] = value
            elif not self._keep:
                changes[key] = value
                message = f"“{name}”: {key} was “{shorten_value(before)}” and is now “{shorten_value(value)}”"
                hint = "to keep the values of workshop.yaml, use --keep"
                self.result.findings.append(Finding("value-changed", message, None, hint, Severity.ADVICE))
        return changes

    def _is_equal(self, key: str, before: Any, value: Any) -> bool:
        if key in ("start", "end"):
            return _clock(before) == str(value)
        if key == "speakers":
            is_list = isinstance(before, list) and len(before) == len(value)
            return is_list and all(map(self._people.may_mean, before, value))
        if key == "chair":
            return bool(before) and self._people.may_mean(before, str(value))
        return " ".join(str(before or "").split()) == " ".join(str(value).split())

    def _count(self, kind: str, is_changed: bool) -> None:
        (self.result.changed if is_changed else self.result.unchanged)[kind] += 1

    def _tell(self, place: SourcePlace, message: str, hint: str) -> None:
        self.result.findings.append(place.warn(message, hint))

    def _report_missing(self) -> None:
        titles = [str(one.entry.get("title")) for one in self._known if not one.is_found]
        titles += [str(one.entry.get("title")) for one in self._talks if not one.is_found and self._is_in_found(one)]
        if titles:
            shown = ", ".join(f"“{shorten_value(title)}”" for title in titles[:8])
            more = f" and {len(titles) - 8} more" if len(titles) > 8 else ""
            message = f"these sessions and talks of workshop.yaml are not in the file, and were kept: {shown}{more}"
            hint = "delete them from workshop.yaml if they were cancelled"
            self.result.findings.append(Finding("not-in-file", message, None, hint, Severity.ADVICE))

    def _is_in_found(self, talk: _KnownTalk) -> bool:
        return any(talk in session.talks for session in self._known if session.is_found)


def _group(pairs: Any) -> dict[object, list[Any]]:
    groups: dict[object, list[object]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _list_known(at: int, day: YamlMapping) -> Iterator[_KnownSession]:
    for number, session in enumerate(_list_entries(day, "sessions")):
        path = (*_DAYS, at, "sessions", number)
        title = str(session.get("title"))
        listed = enumerate(_list_entries(session, "talks"))
        talks = [_KnownTalk((*path, "talks", index), talk, title) for index, talk in listed]
        yield _KnownSession(path, session, str(day.get("date") or ""), talks)


def _list_entries(entry: YamlMapping, key: str) -> list[YamlMapping]:
    listed = entry.get(key)
    return listed if isinstance(listed, list) and all(isinstance(one, dict) for one in listed) else []


def sort_sessions(sessions: Sequence[ReadSession]) -> Iterator[ReadSession]:
    """Yield sessions by day; those of a day by their start, and one without a start behind the one before it."""
    clock = ""
    keyed = []
    for at, session in enumerate(sessions):
        is_new_day = not at or sessions[at - 1].day != session.day
        clock = session.start or ("" if is_new_day else clock)
        keyed.append((session.day, clock, at, session))
    yield from (session for _, _, _, session in sorted(keyed, key=lambda one: one[:3]))


def _is_reversed(start: str, end: str) -> bool:
    """Return whether an end is not after its start, nor in the night after it."""
    return count_minutes(start, end) <= 0 and not ends_next_day(time.fromisoformat(start), time.fromisoformat(end))


def _clock(words: object) -> str:
    return str(words or "").strip().zfill(5) if words else ""


def _fold(words: object) -> str:
    return fold_name(str(words or ""))
