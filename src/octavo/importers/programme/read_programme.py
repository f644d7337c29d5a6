"""What a reader returns of the file of a programme: sessions with talks and people, each with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ...findings.finding import Finding, Place, Severity
from ..rst.inline_writer import clean_text
from ..rst.markup_texts import MarkupForm, convert_markup
from ..tables.columns import RecognizedColumn

LONGEST_TITLE: Final = 500
LONGEST_NAME: Final = 200
MOST_TALKS: Final = 5_000
"""Sessions and talks of a file that are read."""


@dataclass(frozen=True)
class SourcePlace:
    """A place in a file: its line if it is text, and in words: "row 5", or the path in JSON, or the UID of an event."""

    path: Path
    where: str
    line: int = 0

    def warn(self, message: str, hint: str = "", severity: Severity = Severity.WARNING) -> Finding:
        """Return a finding about this place."""
        if self.line:
            return Finding("programme", message, Place(self.path, self.line), hint, severity)
        return Finding("programme", f"{self.path.name}, {self.where}: {message}", None, hint, severity)


@dataclass(frozen=True)
class ReadTalk:
    """A talk: its title, people as keys of `people`, its abstract as reST, and times of day as HH:MM."""

    title: str
    place: SourcePlace
    speakers: tuple[Mapping[str, object], ...] = ()
    abstract: str = ""
    start: str = ""
    end: str = ""
    code: str = ""
    """What the program that wrote the file calls it, as an id of workshop.yaml."""


@dataclass(frozen=True)
class ReadSession:
    """A session on a day (ISO 8601). `is_type_known` tells that its type is not guessed from its title."""

    day: str
    title: str
    place: SourcePlace
    start: str = ""
    end: str = ""
    type: str = "session"
    is_type_known: bool = False
    room: str = ""
    chair: tuple[Mapping[str, object], ...] = ()
    talks: tuple[ReadTalk, ...] = ()


@dataclass(frozen=True)
class ReadProgramme:
    """The sessions of a file, in their order, with what could not be read; and the columns of a table."""

    sessions: tuple[ReadSession, ...]
    findings: tuple[Finding, ...] = ()
    columns: tuple[RecognizedColumn, ...] = ()


@dataclass(frozen=True)
class EventFacts:
    """What workshop.yaml says of the event: its first and last day, language, and offset from UTC, as +02:00."""

    start: str = ""
    end: str = ""
    language: str = "en"
    utc_offset: str = ""


@dataclass
class TextReader:
    """Cleans titles and converts abstracts; what is lost is collected, each kind with its first place."""

    findings: list[Finding] = field(default_factory=list)
    _losses: dict[str, list[tuple[SourcePlace, str]]] = field(default_factory=dict)

    def read_line(self, text: object, place: SourcePlace, what: str, longest: int = LONGEST_TITLE) -> str:
        """Return a text on one line, cut where it is longer than the model allows."""
        words = " ".join(clean_text(str(text or "")).split())
        if len(words) <= longest:
            return words
        self.findings.append(place.warn(f"{what} is longer than {longest} characters, and was cut", "shorten it"))
        return words[: longest - 1].rstrip() + "…"

    def read_abstract(self, text: object, place: SourcePlace, form: MarkupForm) -> str:
        """Return an abstract as reST."""
        words = str(text or "").strip()
        if not words:
            return ""
        converted = convert_markup(words, form)
        for loss, examples in converted.losses.items():
            self._losses.setdefault(loss, []).append((place, examples[0] if examples else ""))
        return converted.text

    def list_losses(self) -> Sequence[Finding]:
        """Return a finding for each kind of loss in abstracts."""
        found = []
        for loss, places in self._losses.items():
            place, example = places[0]
            shown = f" (“{' '.join(example.split())[:60]}”)" if example else ""
            more = f"; so also in {len(places) - 1} more" if len(places) > 1 else ""
            found.append(
                place.warn(f"in the abstract, {loss}{shown}{more}", "look at it in workshop.yaml", Severity.ADVICE)
            )
        return found
