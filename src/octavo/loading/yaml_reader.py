"""Read YAML: a file in, its plain data, the place of every value and key, and what is amiss with the file out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from yaml import events

from ..findings.finding import Finding, Place
from .source_map import Scalar, split_lines
from .text_decoding import decode_bytes, decode_file
from .top_level_keys import MAX_DEPTH
from .value_positions import Location, ValuePositions
from .yaml_parser_errors import explain_syntax_error

MAX_NODES: Final = 500_000
_NULL_WORDS = ("", "~", "null")
_NO_KEY = "\0"  # no key can be this, since the file holds no such character


@dataclass(frozen=True)
class YamlSource:
    """A YAML file as read; scalars are text still, and `data` is None where it could not be read."""

    data: Any
    places: ValuePositions
    findings: tuple[Finding, ...]
    lines: tuple[str, ...] = ()
    scalars: Mapping[Location, Scalar] = field(default_factory=dict)
    cut_short: Mapping[Location, Place] = field(default_factory=dict)
    """Unquoted values after which the line goes on with `` #``."""
    unread: frozenset[Location] = frozenset()
    """Values that could not be taken over; a finding already says why."""


def read_yaml(file: Path) -> YamlSource:
    """Read a YAML file within bounds; aliases, anchors, tags, merges and duplicate keys are refused."""
    return _parse_text(file, *decode_file(file))


def read_yaml_bytes(file: Path, data: bytes) -> YamlSource:
    """Read YAML that lies in memory, as `read` does; `file` is what findings call it."""
    return _parse_text(file, *decode_bytes(file, data))


def _parse_text(file: Path, text: str | None, found: tuple[Finding, ...]) -> YamlSource:
    if text is None:
        return YamlSource(None, ValuePositions(file), found)
    reader = _EventReader(file, text)
    data = reader.document()
    return YamlSource(
        data=data,
        places=ValuePositions(file, reader.values, reader.keys),
        findings=(*found, *reader.findings),
        lines=tuple(reader.lines),
        scalars=reader.scalars,
        cut_short=reader.cut_short,
        unread=frozenset(reader.unread),
    )


class _StopReading(Exception):  # noqa: N818 - it is no error
    """Ends the reading; the finding stands."""


class _EventReader:
    """Walks once through the parser's events, so that nothing deeper or larger than the bounds is ever built."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.lines = split_lines(text)
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.nodes = 0
        self.findings: list[Finding] = []
        self.values: dict[Location, Place] = {}
        self.keys: dict[Location, Place] = {}
        self.scalars: dict[Location, Scalar] = {}
        self.cut_short: dict[Location, Place] = {}
        self.unread: set[Location] = set()

    def document(self) -> Any:
        """Read the only document of the file."""
        try:
            next(self.events)  # the start of the stream
            event = next(self.events)
            if isinstance(event, events.StreamEndEvent):
                return self.nothing()
            data = self.value(next(self.events), ())
            next(self.events)  # the end of the document
            if isinstance(event := next(self.events), events.DocumentStartEvent):
                self.report("second-document", "a second document begins here", event, "remove this --- line")
        except yaml.MarkedYAMLError as error:
            self.findings.append(explain_syntax_error(error, self.file, self.lines))
            return None
        except yaml.YAMLError as error:
            self.findings.append(Finding("yaml-syntax", f"the file cannot be read as YAML: {error}", Place(self.file)))
            return None
        except _StopReading:
            return None
        return self.nothing() if data is None and not self.findings else data

    def nothing(self) -> None:
        """Report a file without content."""
        hint = "describe a workshop in it; `octavo new NAME` writes one to start from"
        self.findings.append(Finding("empty-file", "the file is empty", Place(self.file), hint))

    def value(self, event: Any, at: Location) -> Any:
        """Read one value, and all within it."""
        self.bound(event, at)
        self.values.setdefault(at, self.place(event))
        if isinstance(event, events.AliasEvent):
            self.unread.add(at)
            name = event.anchor
            hint = f'put a text that begins with * in quotes, as in "*{name}"; write repeated values out'
            self.report("alias", f"*{name} repeats a value from elsewhere, which is not allowed here", event, hint)
            return None
        self.refuse_decoration(event)
        if event.tag or (event.anchor and getattr(event, "value", None) == ""):
            self.unread.add(at)
        if isinstance(event, events.MappingStartEvent):
            return self.mapping(at)
        if isinstance(event, events.SequenceStartEvent):
            return self.sequence(at)
        return self.scalar(event, at)

    def bound(self, event: Any, at: Location) -> None:
        """Stop at what is too deep or too much."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.report("too-many-values", f"the file holds more than {MAX_NODES:,} values", event, "shorten it")
            raise _StopReading
        if len(at) >= MAX_DEPTH:
            self.report("too-deep", f"lists and keys are nested more than {MAX_DEPTH} deep", event, "write it flatter")
            raise _StopReading

    def refuse_decoration(self, event: Any) -> None:
        """Refuse anchors and tags; a text that begins with & or ! was mostly meant as text."""
        if event.anchor:
            hint = f'put the text in quotes if it begins with &, else remove "&{event.anchor}"'
            self.report(
                "anchor", f"&{event.anchor} marks a value to be repeated, which is not allowed here", event, hint
            )
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            hint = f'put the text in quotes if it begins with !, else remove "{tag}"'
            self.report("tag", f"{tag} sets the type of a value, which is not allowed here", event, hint)

    def mapping(self, at: Location) -> dict[str, Any]:
        """Read keys and their values up to the end of the mapping."""
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), events.MappingEndEvent):
            key = self.key(event, at)
            value = self.value(next(self.events), (*at, _NO_KEY if key is None else key))
            if key is not None:
                data[key] = value
        return data

    def key(self, event: Any, at: Location) -> str | None:
        """Read a key; give None where it is none that can be used."""
        if not isinstance(event, events.ScalarEvent):
            hint = "put a text that begins with [ or { in quotes"
            self.report("bad-key", "a list or a group of keys stands where a key is expected", event, hint)
            self.value(event, (*at, _NO_KEY))
            return None
        self.refuse_decoration(event)
        key = str(event.value)
        if key == "<<" and not event.style:
            self.report(
                "merge-key", "<< repeats keys from elsewhere, which is not allowed here", event, "write them out"
            )
            return None
        if (first := self.keys.get((*at, key))) is not None:
            hint = "keep one of the two; several values of one kind are written as a list under one key"
            self.report("duplicate-key", f"'{key}' stands twice; it was first given in line {first.line}", event, hint)
            return None
        self.keys[(*at, key)] = self.place(event)
        return key

    def sequence(self, at: Location) -> list[Any]:
        """Read entries up to the end of the list."""
        data: list[Any] = []
        while not isinstance(event := next(self.events), events.SequenceEndEvent):
            data.append(self.value(event, (*at, len(data))))
        return data

    def scalar(self, event: Any, at: Location) -> str | None:
        """Take a single value over as text, whatever it looks like; only plain null is None."""
        start, end = event.start_mark, event.end_mark
        value = str(event.value)
        self.scalars.setdefault(
            at, Scalar(value, event.style or "", (start.line, start.column), (end.line, end.column))
        )
        if event.style:
            return value
        # At the end of a file without a line break the parser's line is one too far.
        if end.line < len(self.lines) and self.lines[end.line].startswith(" #", end.column):
            self.cut_short.setdefault(at, Place(self.file, end.line + 1, end.column + 2))
        return None if value in _NULL_WORDS else value

    def place(self, event: Any) -> Place:
        """Give the place where an event begins."""
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def report(self, code: str, message: str, event: Any, hint: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, message, self.place(event), hint))
