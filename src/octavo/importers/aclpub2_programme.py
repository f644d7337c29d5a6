"""Read the programme in an aclpub2 folder."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ..language.slugs import make_slug
from ..model.event import ends_next_day
from .aclpub2_papers import AclPapers
from .aclpub2_people import AclPeople
from .aclpub2_values import as_list, parse_time
from .aclpub2_yaml import AclFolder
from .date_ranges import parse_day
from .latex_to_rst import latex_to_text
from .session_types import guess_session_type
from .workshop_writer import YamlMapping
from .yaml_entries import YamlEntry


class AclProgramme:
    """The programme of an import, with the talks on its papers."""

    def __init__(self, files: AclFolder, people: AclPeople, papers: AclPapers) -> None:
        self.files = files
        self.people = people
        self.papers = papers
        self.talks: Counter[str] = Counter()
        """How many talks each paper has."""

    def build_programme(self, entries: list[YamlEntry], start: datetime.date) -> list[YamlMapping]:
        """Return the days of the programme; `start` is the day of sessions without a date."""
        days: dict[str, list[YamlMapping]] = {}
        for entry in entries:
            for session in self._build_sessions(entry, None):
                day, made = session
                days.setdefault(str(day or start), []).append(made)
        return [
            {"date": day, "sessions": sorted(sessions, key=lambda one: str(one["start"]).zfill(5))}
            for day, sessions in sorted(days.items())
        ]

    def _build_sessions(
        self, entry: YamlEntry, above: datetime.date | None
    ) -> Iterator[tuple[datetime.date | None, YamlMapping]]:
        file, line = self.files.yaml_path("program"), entry.line
        title = self.files.read_latex(entry.get("title"), "the title of a session", file, line) or "Session"
        day = parse_day(entry.get("start_time")) or above
        start = parse_time(entry.get("start_time"))
        below = self.files.list_mappings(entry, "subsessions", file)
        papers = [
            one if isinstance(one, YamlEntry) else YamlEntry({"id": one}, entry.find_line("papers"))
            for one in as_list(entry.get("papers"))
        ]
        if start is None:
            times = [parse_time(one.get("start_time")) for one in (*papers, *below)]
            start = next((one for one in times if one), None)
        if start is None:
            words = f"the session “{title}” has no time; it is placed at the start of its day"
            self.files.result.report("no-time", words, file, line, "add start_time:")
            start = "00:00"
        chair = latex_to_text(entry.get("chair"))
        made: YamlMapping = {"start": start, "end": parse_time(entry.get("end_time"))}
        if made["end"] and made["end"] <= start and not _runs_past_midnight(start, made["end"], day, entry):
            words = f"the session “{title}” ends at {made['end']}, which is not after {start}; its end was left out"
            self.files.result.report("time-order", words, file, line, "correct end_time:")
            made["end"] = None
        made["type"] = guess_session_type(title)
        made["title"] = title[:500]
        made["room"] = latex_to_text(entry.get("location"))[:200]
        made["chair"] = self._add_chair(chair, title, file, line) if chair else None
        made["talks"] = [talk for one in papers if (talk := self._build_talk(one, file)) is not None]
        yield day, made
        for one in below:
            yield from self._build_sessions(one, day)

    def _add_chair(self, names: str, session: str, file: Path, line: int) -> str | None:
        """Add the chair of a session. A session has one chair; further ones become people and are reported."""
        people = self.people.add_people(YamlEntry({"name": names}, line), file)
        if len(people) > 1:
            first, *others = (self.people.register.name_of(person) for person in people)
            words = f"the session “{session}” has more than one chair; only {first} is printed"
            hint = f"add the others to the session's title or text: {', '.join(others)}"
            self.files.result.report("several-chairs", words, file, line, hint)
        return people[0] if people else None

    def _build_talk(self, entry: YamlEntry, file: Path) -> YamlMapping | None:
        number, line = str(entry.get("id")), entry.line
        identity = make_slug(f"paper {number}")
        if number not in self.papers.titles:
            words = f"the programme names paper {number}, which is not in papers.yml"
            self.files.result.report("unknown-paper", words, file, line, "correct the id")
            return None
        self.talks[number] += 1
        count = self.talks[number]
        return {
            "id": make_slug(f"talk {number}") + (f"-{count}" if count > 1 else ""),
            "title": (self.papers.titles[number] or f"Paper {number}")[:500],
            "speakers": self.papers.speakers.get(number, []),
            "chapter": identity if identity in self.papers.chapters else None,
            "start": parse_time(entry.get("start_time")),
            "end": parse_time(entry.get("end_time")),
        }


def _runs_past_midnight(start: str, end: str, day: datetime.date | None, entry: YamlEntry) -> bool:
    """Return whether a session ends in the night after its day."""
    last = parse_day(entry.get("end_time"))
    hours = (datetime.time.fromisoformat(one.zfill(5)) for one in (start, end))
    return ends_next_day(*hours) and (not (day and last) or last == day + datetime.timedelta(days=1))
